//! What must outlive the process: batches with their rows, and the audit records. One SQLite file in the state folder.
//!
//! A request leaves only after its intent is on disk here, and an outcome is shown only after it is. Nothing here knows
//! what a reset is; the engine says what to keep.

mod audit;
mod batches;
mod draft;
mod file;
mod handle;
mod lock;
mod over;
mod rows;
mod schema;
#[cfg(test)]
mod tests;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};
use thiserror::Error;

pub use audit::AuditRecord;
pub use batches::{BatchRecord, DuplicateRule, Justification, NewBatch, Stage};
pub use draft::{Asking, Draft, RowDecision, RowEnd, Size};
pub use handle::StateHandle;
pub use lock::BatchLock;
pub use rows::{Claimed, OpenTargets, Planned, RecordedOutcome, Told};

use crate::files::{Exposed, FileError};

/// How long we wait for another process that is writing. A large plan takes its time, and a run that gives up in the
/// middle helps nobody.
const PATIENCE: std::time::Duration = std::time::Duration::from_mins(2);

/// The state database, opened. Every call blocks; what runs beside requests goes through a [`StateHandle`].
pub struct State {
    connection: Connection,
    /// Where the locks are; `None` for a scratch database, which nobody else can see.
    folder: Option<PathBuf>,
}

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
    /// There is no room for another row.
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
    Held {
        /// The batch.
        id: String,
    },
    /// There is no batch of that id.
    #[error("there is no batch {id}")]
    NoSuchBatch {
        /// What was asked for.
        id: String,
    },
    /// Anything else that SQLite says.
    #[error("{0}")]
    Sql(rusqlite::Error),
    /// The thread that keeps the state has ended, which is a defect of ours.
    #[error("the thread that keeps the state has ended")]
    Gone,
}

impl From<rusqlite::Error> for StateError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { why: error.to_string() }
            }
            _ => Self::Sql(error),
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

/// What is read from a column and makes no sense.
fn nonsense(what: &str, value: &str) -> StateError {
    StateError::Damaged { why: format!("{what} cannot be `{value}`") }
}

impl State {
    /// Opens the database of a state folder, and makes or migrates it where needed.
    ///
    /// # Errors
    /// When the folder cannot be used or written, or the file is damaged or from a newer version.
    pub fn open(folder: &Path) -> Result<Self, StateError> {
        let connection = file::open(folder)?;
        configure(&connection)?;
        // FULL: a commit is on disk when it returns, whatever happens to the power then; where an fsync does not say so
        // (macOS), fullfsync does.
        connection.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA journal_size_limit = 67108864;",
        )?;
        Ok(Self { connection, folder: Some(folder.to_owned()) })
    }

    /// A database that nobody else sees and that goes with the process, for what is not to be kept.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub fn scratch() -> Result<Self, StateError> {
        // An empty name: SQLite keeps it in a temporary file of its own, so that it may be larger than memory.
        let connection = Connection::open("")?;
        configure(&connection)?;
        connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")?;
        schema::migrate(&connection)?;
        Ok(Self { connection, folder: None })
    }

    /// All of it, or nothing at all if it fails.
    fn together<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Otherwise SQLite plans some statements anew for every value they are given, which takes longer than they do.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA cache_size = -8192;")
}
