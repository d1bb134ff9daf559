//! Intents and outcomes: on disk, and in the record, before a request leaves and before an outcome is shown.

use jiff::Timestamp;
use rusqlite::params;

use super::database::State;
use super::error::StateError;
use super::record::{given_back, intended, recorded};
use super::rows::{Claimed, RecordedOutcome, claimed_up_to, targets};

impl State {
    /// Puts the intent of the next targets behind `after` on disk, and gives them out. A request may leave for each of
    /// them from now on.
    ///
    /// # Errors
    /// When it cannot be written: then nothing may be sent.
    pub fn claim(
        &mut self,
        batch: i64,
        after: u64,
        count: usize,
        at: Timestamp,
    ) -> Result<Vec<Claimed>, StateError> {
        self.together(|connection| {
            let claimed = claimed_up_to(connection, batch)?;
            let next = targets(
                connection,
                "row > ?2 AND outcome IS NULL AND seen IS NOT NULL AND (row > ?3 OR given_back)
                 ORDER BY row LIMIT ?4",
                params![batch, after, claimed, count],
            )?;
            let Some(last) = next.last() else { return Ok(next) };
            intended(connection, batch, &next, at)?;
            let mut claim_again =
                connection.prepare_cached("UPDATE row SET given_back = 0 WHERE batch = ? AND row = ?")?;
            for target in &next {
                if target.row <= claimed {
                    claim_again.execute(params![batch, target.row])?;
                }
            }
            let sql = "UPDATE batch SET claimed = max(claimed, ?2) WHERE n = ?1";
            connection.execute(sql, params![batch, last.row])?;
            Ok(next)
        })
    }

    /// Takes targets back for which certainly no request left.
    ///
    /// # Errors
    /// When it cannot be written: then they stay in doubt.
    pub fn give_back(&mut self, batch: i64, rows: &[u64], at: Timestamp) -> Result<(), StateError> {
        self.together(|connection| {
            given_back(connection, batch, rows, at)?;
            for row in rows {
                connection
                    .prepare_cached("UPDATE row SET given_back = 1 WHERE batch = ? AND row = ?")?
                    .execute(params![batch, row])?;
            }
            Ok(())
        })
    }

    /// Puts outcomes on disk. They may be shown from now on.
    ///
    /// # Errors
    /// When they cannot be written: then those rows stay in doubt.
    pub fn record(&mut self, batch: i64, outcomes: &[RecordedOutcome]) -> Result<(), StateError> {
        self.together(|connection| recorded(connection, batch, outcomes))
    }
}
