//! How batches end, and how they are purged.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::params;

use super::batch_state::BatchState;
use super::batches::BatchRecord;
use super::database::State;
use super::error::StateError;
use super::rows::RecordedOutcome;
use crate::model::Outcome;

/// What is said of a reset of one person whose process died.
const DIED: &str = "the run died";

impl State {
    /// Finishes a batch whose rows all have their outcome. Says whether that is so.
    pub fn finish(&mut self, n: i64, at: Timestamp) -> Result<bool, StateError> {
        let ended = self.connection.execute(
            "UPDATE batch SET stage = ?3, ended_at = ?2 WHERE n = ?1
             AND NOT EXISTS (SELECT 1 FROM row WHERE batch = ?1 AND outcome IS NULL)",
            params![n, at.as_millisecond(), BatchState::Finished],
        )?;
        Ok(ended == 1)
    }

    /// Gives a batch up before anything was sent: its targets are skipped, and say why.
    pub fn cancel(&mut self, n: i64, why: &str, at: Timestamp) -> Result<(), StateError> {
        self.together(|connection| {
            let at = at.as_millisecond();
            connection.execute(
                "UPDATE row SET outcome = ?4, detail = ?2, at = ?3 WHERE batch = ?1 AND outcome IS NULL",
                params![n, why, at, Outcome::Skipped],
            )?;
            connection.execute(
                "UPDATE batch SET stage = ?3, ended_at = ?2 WHERE n = ?1",
                params![n, at, BatchState::Cancelled],
            )?;
            Ok(())
        })
    }

    /// Removes a batch that nobody confirmed, as if it had never been planned. One of which a request may have left stays.
    pub fn forget(&mut self, n: i64) -> Result<(), StateError> {
        self.together(|connection| {
            let unclaimed = "SELECT n FROM batch WHERE n = ? AND claimed = 0";
            connection.execute(&format!("DELETE FROM row WHERE batch IN ({unclaimed})"), [n])?;
            connection.execute("DELETE FROM batch WHERE n = ? AND claimed = 0", [n])?;
            Ok(())
        })
    }

    /// Ends the resets of one person whose process died before that moment: they cannot be resumed. Where a request may
    /// have left, the outcome is unknown.
    fn end_singles(&mut self, before: i64, now: Timestamp) -> Result<(), StateError> {
        let rest = format!("single AND {} AND created_at < ?", BatchState::is_unfinished());
        let mut died = Vec::new();
        for one in self.select(&rest, [before])? {
            if !self.is_locked(&one.id)? {
                died.push(one);
            }
        }
        for BatchRecord { n, .. } in died {
            let doubt = self.in_doubt(n, 0, usize::MAX >> 1)?;
            let unknown = doubt.iter().map(|target| RecordedOutcome {
                row: target.row,
                outcome: Outcome::Unknown,
                detail: Some(DIED.to_owned()),
                at: now,
                person: None,
                seen_after: None,
            });
            self.record(n, &unknown.collect::<Vec<_>>())?;
            self.together(|connection| {
                connection.execute(
                    "UPDATE row SET at = ?2, detail = ?3, outcome = ?4 WHERE batch = ?1 AND outcome IS NULL",
                    params![n, now.as_millisecond(), DIED, Outcome::Skipped],
                )?;
                connection.execute(
                    "UPDATE batch SET stage = ?, ended_at = created_at WHERE n = ?",
                    params![BatchState::Finished, n],
                )?;
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Purges the batches that are over and older than that, and what resets of one person left. The record stays. Says
    /// how many batches were purged.
    pub fn purge(&mut self, older_than: Duration, now: Timestamp) -> Result<u64, StateError> {
        let age = i64::try_from(older_than.as_millis()).unwrap_or(i64::MAX);
        let before = now.as_millisecond().saturating_sub(age);
        self.end_singles(before, now)?;
        self.together(|connection| {
            let is_over = BatchState::is_one_of(&[BatchState::Finished, BatchState::Cancelled]);
            let old = format!("NOT purged AND {is_over} AND ended_at < ?");
            let sql = format!("SELECT count(*) FROM batch WHERE NOT single AND {old}");
            let batches = connection.query_row(&sql, [before], |row| row.get(0))?;
            connection.execute(
                &format!("DELETE FROM row WHERE batch IN (SELECT n FROM batch WHERE {old})"),
                [before],
            )?;
            connection.execute(&format!("UPDATE batch SET purged = 1 WHERE {old}"), [before])?;
            Ok(batches)
        })
    }
}
