//! A plan as a file: written for a second person to read and compare with another, read again by `mfa apply`.
//!
//! It is text in UTF-8. A title and lines `# key: value` say where it is for; then come a line with the names of the
//! columns and one for each row of the input, in that order; the last line is a checksum of all above it, against
//! accidents. Every line is a record of a CSV file. What stands in a cell has no line breaks and nothing that a
//! terminal or a spreadsheet would obey, and comes back as it was (see `line`).
//!
//! It is written and read line by line: a plan of a million rows takes no more memory than one of ten.

mod line;
mod read;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::model::{Level, Outcome};
use crate::session::destination::Destination;

pub(crate) use read::read;
pub(crate) use write::{File, Writer, cannot};

const TITLE: &str = "# mfa-admin plan ";
/// The version of the format.
const VERSION: &str = "1";
const SEAL: &str = "# sha256: ";
const COLUMNS: [&str; 10] =
    ["row", "user_id", "email", "name", "level", "mfa", "enrolled_at", "factors", "outcome", "detail"];
/// What `level` says when any will do.
const ANY_LEVEL: &str = "auto";

/// What stands above the rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Heading {
    /// When it was planned.
    pub(crate) created_at: Timestamp,
    /// Who was signed in.
    pub(crate) planned_by: String,
    /// The profile, as it is called where the plan was made.
    pub(crate) profile: String,
    /// Where the rows come from.
    pub(crate) source: String,
    /// Where the people are.
    pub(crate) place: Destination,
    /// The name of the organisation.
    pub(crate) org: Option<String>,
    /// The level that must apply; any when `None`.
    pub(crate) level: Option<Level>,
    /// How often each outcome is planned; `would_reset` counts the people who are to be reset.
    pub(crate) counts: BTreeMap<Outcome, u64>,
}

impl Heading {
    /// How many people are to be reset.
    pub(crate) fn to_reset(&self) -> u64 {
        self.counts.get(&Outcome::WouldReset).copied().unwrap_or(0)
    }
}
