//! What can be wrong with a CSV file.

use std::fmt;
use std::io;

use super::text::Encoding;
use crate::failure::{Failure, FailureKind};

/// The longest record, in bytes: an open quote must not make us hold a whole file in memory.
pub const LONGEST_RECORD: usize = 1 << 20;

/// Why there are no rows.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// The input could not be read to its end.
    #[error("the input cannot be read")]
    Io(#[from] io::Error),
    /// Every bad line, in the order of the file.
    #[error("{} bad line{}", .0.len(), if .0.len() == 1 { "" } else { "s" })]
    Bad(Vec<BadLine>),
    /// Not a text file at all.
    #[error("it is {what}, not CSV")]
    NotCsv {
        /// What it is.
        what: &'static str,
    },
    /// The header names neither `user_id` nor `email`.
    #[error("no column is named user_id or email")]
    NoUsableColumn {
        /// The names it has instead.
        found: Vec<String>,
    },
    /// The header does not have the column that a flag names.
    #[error("no column is named `{name}`, as {flag} says")]
    NoSuchColumn {
        /// `--id-column` or `--email-column`.
        flag: &'static str,
        /// The name that it gives.
        name: String,
        /// The names that the header has.
        found: Vec<String>,
    },
    /// Several columns could hold the same key.
    #[error("more than one column could be the {key}: {}", quoted(.found))]
    AmbiguousColumn {
        /// What they could hold.
        key: &'static str,
        /// The flag that says which.
        flag: &'static str,
        /// Their names, as the header has them.
        found: Vec<String>,
    },
    /// Nothing at all, or a header and nothing below.
    #[error("there are no rows")]
    Empty,
}

/// How a spreadsheet saves what can be read here.
const SAVE_RIGHT: &str = "save it as CSV in UTF-8: in Excel as `CSV UTF-8 (Comma delimited)`, in LibreOffice as \
    `Text CSV` with the character set `Unicode (UTF-8)`; nothing was sent";

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The names of a header, as far as they fit.
fn header(names: &[String]) -> String {
    format!("the header is: {}", names.join(", ").chars().take(300).collect::<String>())
}

impl From<CsvError> for Failure {
    fn from(error: CsvError) -> Self {
        let failure = Self::new(FailureKind::BadInput, error.to_string());
        match error {
            CsvError::Bad(lines) => {
                let failure = if lines.iter().any(|line| line.why.is_of_encoding()) {
                    failure.hint(SAVE_RIGHT)
                } else {
                    failure
                };
                lines.iter().fold(failure, |failure, line| failure.because(line.to_string()))
            }
            CsvError::NotCsv { .. } => failure.hint(SAVE_RIGHT),
            CsvError::NoUsableColumn { found } => failure.because(header(&found)).hint(
                "the first line must name `user_id` or `email`, separated by `,` `;` or tab; where they have other \
                 names, give `--id-column NAME` or `--email-column NAME`",
            ),
            CsvError::NoSuchColumn { found, .. } => failure.because(header(&found)),
            CsvError::AmbiguousColumn { flag, found, .. } => {
                let (first, others) = (found.first(), found.get(1..).unwrap_or_default());
                failure.hint(if first.is_some_and(|first| others.contains(first)) {
                    format!("rename one of them; where the names differ, `{flag} NAME` says which")
                } else {
                    format!("say which with `{flag} NAME`")
                })
            }
            CsvError::Io(cause) => failure.because(cause.to_string()),
            CsvError::Empty => failure,
        }
    }
}

/// A line that cannot be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Where the record begins, from 1; for a quote, where it was opened.
    pub line: u64,
    /// What is wrong with it.
    pub why: Why,
}

/// What can be wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Bytes that are no text in the encoding of the file.
    NotText {
        /// What the file is written in, as its first bytes say.
        encoding: Encoding,
    },
    /// Bytes that are no UTF-8, but letters in Windows-1252.
    Windows1252,
    /// A NUL character: UTF-16 without its byte order mark, or no text at all.
    NulByte,
    /// A quote was opened and the file ended.
    UnclosedQuote,
    /// Something other than a delimiter follows a closing quote.
    TextAfterQuote,
    /// The record is longer than [`LONGEST_RECORD`], most likely by an open quote; reading stopped here.
    TooLong,
    /// Fewer fields than the header has.
    TooFewFields {
        /// As many as the header has.
        expected: usize,
        /// As many as the record has.
        found: usize,
    },
    /// More fields than the header has, and something in them: an unquoted delimiter has moved the keys.
    TooManyFields {
        /// As many as the header has.
        expected: usize,
        /// As many as the record has up to its last that is not empty.
        found: usize,
    },
    /// Neither an id nor an e-mail address.
    EmptyKey,
    /// An id that cannot be one.
    NotAnId {
        /// What stands there, without surrounding spaces.
        text: String,
    },
}

impl Why {
    /// Would it be mended by saving the file in another encoding?
    fn is_of_encoding(&self) -> bool {
        matches!(self, Self::NotText { encoding: Encoding::Utf8 } | Self::Windows1252 | Self::NulByte)
    }
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText { encoding: Encoding::Utf8 } => f.write_str("not UTF-8"),
            Self::NotText { encoding: Encoding::Utf16Le | Encoding::Utf16Be } => f.write_str("not UTF-16"),
            Self::Windows1252 => f.write_str("not UTF-8, most likely Windows-1252"),
            Self::NulByte => f.write_str("a NUL byte: UTF-16 without its byte order mark, or no text at all"),
            Self::UnclosedQuote => f.write_str("a quote is opened and never closed"),
            Self::TextAfterQuote => f.write_str("text after a closing quote"),
            Self::TooLong => write!(f, "longer than {LONGEST_RECORD} bytes, most likely an open quote"),
            Self::TooFewFields { expected, found } => {
                write!(f, "too few fields: {found} where the header has {expected}")
            }
            Self::TooManyFields { expected, found } => {
                write!(f, "too many fields: {found} where the header has {expected}")
            }
            Self::EmptyKey => f.write_str("neither user_id nor email is given"),
            Self::NotAnId { text } => write!(f, "`{text}` cannot be a user id"),
        }
    }
}
