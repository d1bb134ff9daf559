//! The only writer. The result goes to stdout; notes, hints, questions and errors go to stderr.

mod ask;
mod cell;
mod choice;
mod csv;
mod format;
mod json;
mod line;
mod list;
mod log;
mod page;
pub(crate) mod person;
mod popup;
mod progress;
mod question;
mod record;
mod sanitize;
mod spinner;
mod stderr_writer;
mod table;
mod terminal;
#[cfg(test)]
mod tests;
mod wait_teller;
mod waiting;
mod wrap;
mod writer;

pub(crate) use self::csv::{csv_header, csv_line};
pub use ask::ask_choice;
pub(crate) use ask::{ask_hidden, ask_right, ask_text, ask_word};
pub use cell::{Cell, Tone};
pub use format::Shape;
#[cfg(feature = "emulator")]
pub(crate) use json::json_line;
pub use list::List;
pub(crate) use popup::popup;
pub use progress::{Progress, Tally};
pub use question::PromptAnswer;
pub use record::{Card, Line, NarrowRule, Record};
pub(crate) use sanitize::{escaped, neutralize_formula, sanitize, unescaped};
pub(crate) use spinner::Spinner;
pub(crate) use waiting::{Retry, Throttled};
pub use writer::Output;
pub(crate) use writer::Teller;
