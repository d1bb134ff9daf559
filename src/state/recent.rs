//! The newest batches, found quickly for a person who presses Tab.

use rusqlite::params;

use super::batches::{BatchRecord, COLUMNS, LISTED, batch_record};
use super::database::State;
use super::error::StateError;

impl State {
    /// The newest batches whose id begins so, of one profile or all, newest first and without their counts.
    pub fn recent(
        &self,
        beginning: &str,
        profile: Option<&str>,
        at_most: usize,
    ) -> Result<Vec<BatchRecord>, StateError> {
        let mut statement = self.connection.prepare(&format!(
            "SELECT {COLUMNS} FROM batch WHERE substr(id, 1, length(?1)) = ?1 AND (?2 IS NULL OR profile = ?2) AND {LISTED}
             ORDER BY n DESC LIMIT ?3"
        ))?;
        let found = statement.query_map(params![beginning, profile, at_most], batch_record)?;
        found.map(|batch| self.with_lock(batch?)).collect()
    }
}
