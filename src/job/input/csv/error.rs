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
    /// The header names neither `user_id` nor `email`.
    #[error("no column is named user_id or email")]
    NoUsableColumn {
        /// The names it has instead.
        found: Vec<String>,
    },
    /// The header names the same key twice.
    #[error("the column {name} is there twice")]
    DuplicateColumn {
        /// `user_id` or `email`.
        name: &'static str,
    },
    /// Nothing at all, or a header and nothing below.
    #[error("there are no rows")]
    Empty,
}

impl From<CsvError> for Failure {
    fn from(error: CsvError) -> Self {
        let failure = Self::new(FailureKind::BadInput, error.to_string());
        match error {
            CsvError::Bad(lines) => {
                lines.iter().fold(failure, |failure, line| failure.because(line.to_string()))
            }
            CsvError::NoUsableColumn { found } => failure
                .because(format!("the header is: {}", found.join(", ").chars().take(300).collect::<String>()))
                .hint("the header must name `user_id` or `email`, separated by `,` `;` or tab"),
            CsvError::Io(cause) => failure.because(cause.to_string()),
            CsvError::DuplicateColumn { .. } | CsvError::Empty => failure,
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
