//! The newest batches, found quickly for a person who presses Tab.

use rusqlite::params;

use super::batches::{BatchRecord, COLUMNS, LISTED, batch_record};
use super::database::State;
use super::error::StateError;
use super::stage::Stage;

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
        let with_stage = |batch: rusqlite::Result<BatchRecord>| {
            let mut batch = batch?;
            if matches!(batch.stage, Stage::Planned | Stage::Running) && !self.is_locked(&batch.id)? {
                batch.stage = Stage::Interrupted;
            }
            Ok(batch)
        };
        found.map(with_stage).collect()
    }
}
