//! Why state cannot be kept or read.

use std::io::ErrorKind;
use std::path::PathBuf;

use rusqlite::ErrorCode;
use rusqlite::types::FromSqlError;
use thiserror::Error;

use crate::files::{Exposed, FileError};

/// Why state cannot be kept or read.
#[derive(Debug, Error)]
pub enum StateError {
    /// The folder or a file in it cannot be used.
    #[error("cannot use {}: {why}", path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// The folder or a file in it is not its owner's alone.
    #[error(transparent)]
    Exposed(#[from] Exposed),
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// It may be read and not written.
    #[error("the state database is read-only")]
    ReadOnly,
    /// What is there makes no sense.
    #[error("the state database is damaged: {why}")]
    Damaged {
        /// What does not fit.
        why: String,
    },
    /// A newer version of this program wrote it.
    #[error("the state database has version {found}; this program knows {known} and older")]
    Newer {
        /// The version of the file.
        found: i64,
        /// The newest that we know.
        known: i64,
    },
    /// Another process works on this batch.
    #[error("batch {id} is held by another process")]
    Locked {
        /// The batch.
        id: String,
    },
    /// There is no batch of that id.
    #[error("there is no batch {id}")]
    NoSuchBatch {
        /// The id.
        id: String,
    },
    /// Several batches have an id that begins like this.
    #[error("{} batches begin with {beginning}", found.len())]
    SeveralBatches {
        /// The beginning.
        beginning: String,
        /// Their ids, newest first.
        found: Vec<String>,
    },
    /// Anything else that SQLite says.
    #[error("{0}")]
    Sql(rusqlite::Error),
    /// The thread that keeps the state has ended, which is a defect of ours.
    #[error("the thread that keeps the state has ended")]
    Gone,
}

/// A value that was read from a column and makes no sense there.
#[derive(Debug, Error)]
#[error("{what} cannot be `{value}`")]
pub(super) struct Nonsense {
    pub(super) what: &'static str,
    pub(super) value: String,
}

impl From<Nonsense> for FromSqlError {
    fn from(nonsense: Nonsense) -> Self {
        Self::Other(Box::new(nonsense))
    }
}

impl From<rusqlite::Error> for StateError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { why: error.to_string() }
            }
            _ => match error {
                rusqlite::Error::FromSqlConversionFailure(.., cause) if cause.is::<Nonsense>() => {
                    Self::Damaged { why: cause.to_string() }
                }
                error => Self::Sql(error),
            },
        }
    }
}

impl From<FileError> for StateError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Exposed(exposed) => exposed.into(),
            FileError::Io { error, .. } if error.kind() == ErrorKind::StorageFull => Self::Full,
            FileError::Io { path, error } => Self::Folder { path, why: error.to_string() },
        }
    }
}
