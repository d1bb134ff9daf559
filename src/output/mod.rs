//! The only writer. The result goes to stdout; notes, hints, questions and errors go to stderr.

mod ask;
mod choice;
mod json;
mod list;
mod page;
pub(crate) mod person;
mod popup;
mod progress;
mod sanitize;
mod stderr_writer;
mod table;
mod terminal;
mod wrap;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::rc::Rc;

use console::Style;
use serde::Serialize;
use serde_json::json;

use crate::failure::Failure;
use crate::host::Host;
use crate::settings::{Color, Format, Settings};

pub use ask::{Prompted, ask_choice, ask_hidden, ask_text};
pub use json::json_line;
pub use list::{List, csv_header, csv_line};
use page::{LONGEST, Paper, laid_out};
pub use popup::{Answer, popup};
pub use progress::{Progress, Tally};
use sanitize::tight;
pub use sanitize::{escaped, neutralize_formula, sanitize, unescaped};
use stderr_writer::StderrWriter;
pub use table::NarrowRule;

/// What a command has to show, one by one.
pub trait Record: Serialize {
    /// The keys in JSON and the header in CSV, in this order.
    const KEYS: &'static [&'static str];
    /// The header of the table.
    const COLUMNS: &'static [&'static str];
    /// How the table becomes narrower, step by step, until the terminal holds it. A column that is not named stays
    /// whole, as an id must.
    const NARROW_RULES: &'static [NarrowRule] = &[];
    /// A row of the table, as many cells as there are columns.
    fn cells(&self) -> Vec<Cell>;
}

/// A single thing that is shown as a page of its own.
pub trait Card: Serialize {
    /// The keys in JSON and the header in CSV, in this order.
    const KEYS: &'static [&'static str];
    /// The lines for people.
    fn lines(&self) -> Vec<Line>;
}

/// A page among others where nobody looks at a table.
#[derive(Serialize)]
#[serde(transparent)]
struct Entry<'a, P>(&'a P);

impl<P: Card> Record for Entry<'_, P> {
    const KEYS: &'static [&'static str] = P::KEYS;
    const COLUMNS: &'static [&'static str] = &[];

    fn cells(&self) -> Vec<Cell> {
        Vec::new()
    }
}

/// A line on a page.
pub enum Line {
    /// A heading.
    Heading(String),
    /// A label and its value.
    Field(&'static str, Cell),
    /// Space.
    Blank,
}

/// A piece of text for people, and how it is meant.
#[derive(Debug, Clone)]
pub struct Cell {
    text: String,
    tone: Tone,
}

/// How a piece of text is meant. Never the only sign: the words say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    Plain,
    /// Done.
    Good,
    /// Mind this.
    Mind,
    /// Not done.
    Bad,
    /// Less important.
    Faint,
}

impl Tone {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Good => Style::new().green(),
            Self::Mind => Style::new().yellow(),
            Self::Bad => Style::new().red(),
            Self::Faint => Style::new().dim(),
        }
    }
}

impl Cell {
    /// A cell with a tone.
    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }

    /// A cell for what may not be known.
    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or_else(|| Self::toned("-", Tone::Faint), |text| Self::toned(text, Tone::Plain))
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::toned(text, Tone::Plain)
    }
}

/// The writer of one run.
pub struct Output {
    out: RefCell<Box<dyn Write>>,
    err: Rc<RefCell<StderrWriter>>,
    format: Format,
    quiet: bool,
    colors: Colors,
    /// Is stdout a terminal? Then the line of progress gives way to what is written there.
    on_terminal: bool,
    /// The terminal's width; `None` where the table must not be cut.
    width: Option<usize>,
    /// How wide is the terminal behind stderr now?
    err_width: fn() -> Option<usize>,
    /// The same; `None` where no line can be drawn anew.
    draws: Option<fn() -> Option<usize>>,
    /// Notes of a run in JSON wait for its end: a failure is one object on stderr and nothing beside it.
    held: Rc<RefCell<Vec<String>>>,
}

#[derive(Clone, Copy)]
struct Colors {
    out: bool,
    err: bool,
}

impl Output {
    /// Takes the streams of the host.
    #[must_use]
    pub fn new(host: &mut Host, format: Format, settings: Option<&Settings>) -> Self {
        let color = settings.map_or(Color::Never, |settings| settings.color);
        let colors = Colors { out: color.on(host.terminals.stdout), err: color.on(host.terminals.stderr) };
        let dumb = host.environment.get("TERM").is_some_and(|term| term == "dumb");
        Self {
            out: RefCell::new(std::mem::replace(&mut host.stdout, Box::new(io::sink()))),
            err: Rc::new(RefCell::new(StderrWriter::new(std::mem::replace(
                &mut host.stderr,
                Box::new(io::sink()),
            )))),
            format,
            quiet: settings.is_some_and(|settings| settings.quiet),
            colors,
            on_terminal: host.terminals.stdout,
            width: host.width.filter(|_| host.terminals.stdout),
            err_width: host.stderr_width,
            draws: (host.terminals.stderr && !dumb).then_some(host.stderr_width),
            held: Rc::default(),
        }
    }

    /// How the result is written.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Should questions be coloured?
    pub(crate) fn colors_questions(&self) -> bool {
        self.colors.err
    }

    /// Begins a list whose length nobody knows yet. Rows are written as they come.
    pub fn list<R: Record>(&self) -> List<'_, R> {
        List::new(self)
    }

    /// Writes a whole list.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn all<R: Record>(&self, records: &[R]) -> io::Result<()> {
        let mut list = self.list();
        records.iter().try_for_each(|record| list.push(record))?;
        list.finish()
    }

    /// Writes one thing.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn page<P: Card>(&self, page: &P) -> io::Result<()> {
        match self.format {
            Format::Table => self.result(&laid_out(&page.lines(), self.paper())),
            Format::Json => self.document(page),
            Format::Jsonl | Format::Csv => self.pages(std::slice::from_ref(page)),
        }
    }

    /// Writes several things: for people a page each, for scripts a list.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn pages<P: Card>(&self, pages: &[P]) -> io::Result<()> {
        match self.format {
            Format::Table => pages.iter().try_for_each(|page| self.page(page)),
            Format::Json | Format::Jsonl | Format::Csv => {
                self.all(&pages.iter().map(Entry).collect::<Vec<_>>())
            }
        }
    }

    /// Writes the lines above a table that belong to the result.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn head(&self, lines: &[Line]) -> io::Result<()> {
        self.write(&laid_out(lines, self.paper()))
    }

    /// Writes one JSON document.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn document(&self, document: &impl Serialize) -> io::Result<()> {
        {
            // Straight to the stream: a document may be as long as the file it is about.
            let mut out = self.out.borrow_mut();
            json::write_pretty(&mut **out, document)?;
            out.write_all(b"\n")?;
        }
        self.flush()
    }

    /// Writes a text as it is, such as a completion script.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn result(&self, text: &str) -> io::Result<()> {
        self.write(text)?;
        self.flush()
    }

    /// What the result is written on.
    fn paper(&self) -> Paper {
        Paper { colored: self.colors.out, width: self.width, longest: None }
    }

    fn write(&self, text: &str) -> io::Result<()> {
        if self.on_terminal {
            self.err.borrow_mut().clear();
        }
        self.out.borrow_mut().write_all(text.as_bytes())
    }

    fn flush(&self) -> io::Result<()> {
        self.out.borrow_mut().flush()
    }

    /// Shows a page beside a question, on stderr. Not in JSON, where nobody reads it.
    pub fn show(&self, lines: &[Line]) {
        if !self.quiet && !self.format.is_json() {
            self.show_for_question(lines);
        }
    }

    /// Shows a page that a question is about, whatever the format.
    pub fn show_for_question(&self, lines: &[Line]) {
        let width = (self.err_width)();
        self.say(&laid_out(lines, Paper { colored: self.colors.err, width, longest: Some(LONGEST) }));
    }

    /// Shows what the parser of the command line says about arguments that make no sense, which it quotes.
    pub fn usage(&self, text: &str) {
        let lines: Vec<_> = text.lines().map(sanitize).collect();
        self.say(&format!("{}\n", lines.join("\n")));
    }

    /// Says something that is worth knowing and no result.
    pub fn note(&self, text: impl AsRef<str>) {
        self.notes()(text.as_ref());
    }

    /// Something that says such things for as long as anybody holds it.
    pub fn notes(&self) -> impl Fn(&str) + 'static {
        let (err, held) = (Rc::clone(&self.err), Rc::clone(&self.held));
        let (quiet, holds) = (self.quiet, self.format.is_json());
        move |text| {
            let line = format!("{}\n", tight(text));
            match (quiet, holds) {
                (true, _) => {}
                (false, true) => held.borrow_mut().push(line),
                (false, false) => err.borrow_mut().say(&line),
            }
        }
    }

    /// Ends a run that did what it was asked for.
    pub fn done(&self) {
        for line in self.held.take() {
            self.say(&line);
        }
    }

    /// Says why a run failed.
    pub fn failure(&self, failure: &Failure) {
        let text = if self.format.is_json() {
            let mut message = vec![failure.message.as_str()];
            message.extend(failure.because.iter().map(String::as_str));
            let message = message.join(": ");
            let error = json!({"code": failure.kind.word(), "message": message, "hint": failure.hint});
            format!("{}\n", json_line(&json!({ "error": error })).unwrap_or_default())
        } else {
            self.failure_for_people(failure)
        };
        self.say(&text);
    }

    fn failure_for_people(&self, failure: &Failure) -> String {
        let red = styled(Style::new().red().bold(), self.colors.err);
        let mut text = format!("{} {}\n", red.apply_to("error:"), tight(&failure.message));
        for (index, why) in failure.because.iter().enumerate() {
            let label = if index == 0 { "because:" } else { "        " };
            let _ = writeln!(text, "  {label} {}", tight(why));
        }
        if let (Some(hint), false) = (&failure.hint, self.quiet) {
            let _ = writeln!(text, "\nhint: {}", tight(hint));
        }
        text
    }

    fn say(&self, text: &str) {
        self.err.borrow_mut().say(text);
    }
}

/// A style that is there or not whatever the streams are: that was settled before.
fn styled(style: Style, on: bool) -> Style {
    style.force_styling(on)
}

#[cfg(test)]
mod tests;
