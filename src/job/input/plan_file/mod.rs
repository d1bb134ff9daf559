//! Plan files: `mfa plan` writes one for a second person to review, `mfa apply` reads it again.
//!
//! UTF-8 text. A title and lines `# key: value` say where the plan is for. Then come the names of the columns and a line
//! for each row of the input, in order. The last line is a checksum of all lines above it, against accidents. Every line
//! is a record of a CSV file (see `line`).
//!
//! A plan is written and read line by line: one of a million rows takes no more memory than one of ten.

mod heading;
mod line;
mod read;
mod write;

pub(crate) use heading::SignedPlan;
pub use heading::{Heading, ReviewedPlan};
pub use read::{read, read_heading};
pub(crate) use write::PlanFile;
pub use write::Writer;
