//! The state database, opened.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Params, Row, TransactionBehavior};

use super::error::StateError;
use super::{file, schema};

/// The state database, opened. Every call blocks; what runs beside requests goes through a [`StateHandle`].
///
/// [`StateHandle`]: super::StateHandle
pub struct State {
    pub(super) connection: Connection,
    /// Where the locks are; `None` for a scratch database, which no other process can see.
    pub(super) folder: Option<PathBuf>,
}

impl State {
    /// Opens the database of a state folder, and makes or migrates it where needed.
    ///
    /// # Errors
    /// When the folder cannot be used or written, or the file is damaged or from a newer version.
    pub fn open(folder: &Path) -> Result<Self, StateError> {
        let connection = file::open(folder)?;
        // FULL: a commit is on disk when it returns, whatever happens to the power then; where an fsync does not say so
        // (macOS), fullfsync does.
        connection.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA journal_size_limit = 67108864;",
        )?;
        Ok(Self { connection, folder: Some(folder.to_owned()) })
    }

    /// Opens the database of a state folder to look at it, where there is one. Nothing is made, written or waited for.
    pub fn open_to_read(folder: &Path) -> Result<Option<Self>, StateError> {
        let connection = file::open_to_read(folder)?;
        Ok(connection.map(|connection| Self { connection, folder: Some(folder.to_owned()) }))
    }

    /// A database of this process alone, which goes with it.
    pub fn scratch() -> Result<Self, StateError> {
        // An empty name: SQLite keeps it in a temporary file of its own, so that it may be larger than memory.
        let connection = Connection::open("")?;
        file::configure(&connection)?;
        connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")?;
        schema::migrate(&connection)?;
        Ok(Self { connection, folder: None })
    }

    /// Does all of the work, or nothing at all if it fails.
    pub(super) fn together<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }

    /// Reads what a query finds, row by row, and shows each to `see`.
    pub(super) fn each<T, E: From<StateError>>(
        &self,
        sql: &str,
        params: impl Params,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
        mut see: impl FnMut(&T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare(sql).map_err(StateError::from)?;
        for found in statement.query_map(params, read).map_err(StateError::from)? {
            see(&found.map_err(StateError::from)?)?;
        }
        Ok(())
    }
}
