//! A plan as a file: written for a second person to read and compare with another, read again by `mfa apply`.
//!
//! It is text in UTF-8. A title and lines `# key: value` say where it is for; then come a line with the names of the
//! columns and one for each row of the input, in that order; the last line is a checksum of all above it, against
//! accidents. Every line is a record of a CSV file. What stands in a cell has no line breaks and nothing that a
//! terminal or a spreadsheet would obey, and comes back as it was (see `line`).
//!
//! It is written and read line by line: a plan of a million rows takes no more memory than one of ten.

mod heading;
mod line;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use heading::{Heading, Reviewed};
pub(crate) use read::read;
pub(crate) use write::{PlanFile, Writer};
