//! How batches come to their end, and how they are forgotten.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::params;

use super::batches::UNFINISHED;
use super::{BatchRecord, State, StateError};

impl State {
    /// Ends a batch whose rows all have their outcome. Says whether that is so.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(&mut self, n: i64, at: Timestamp) -> Result<bool, StateError> {
        let ended = self.connection.execute(
            "UPDATE batch SET stage = 'finished', ended_at = ?2 WHERE n = ?1
             AND NOT EXISTS (SELECT 1 FROM row WHERE batch = ?1 AND outcome IS NULL)",
            params![n, at.as_millisecond()],
        )?;
        Ok(ended == 1)
    }

    /// Gives a batch up before anything was sent: whatever was planned is skipped, and says why.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn cancel(&mut self, n: i64, why: &str, at: Timestamp) -> Result<(), StateError> {
        self.together(|connection| {
            let at = at.as_millisecond();
            connection.execute(
                "UPDATE row SET outcome = 'skipped', detail = ?2, at = ?3 WHERE batch = ?1 AND outcome IS NULL",
                params![n, why, at],
            )?;
            connection
                .execute("UPDATE batch SET stage = 'cancelled', ended_at = ?2 WHERE n = ?1", params![n, at])?;
            Ok(())
        })
    }

    /// Ends the resets of one person that died before that moment: nobody resumes them. Where a request may have left,
    /// nobody knows what came of it.
    fn end_singles(&mut self, before: i64, now: Timestamp) -> Result<(), StateError> {
        let rest = format!("single AND {UNFINISHED} AND created_at < ?");
        let mut died = Vec::new();
        for one in self.select(&rest, [before])? {
            if !self.is_held(&one.id)? {
                died.push(one);
            }
        }
        self.together(|connection| {
            for BatchRecord { n, .. } in &died {
                connection.execute(
                    "UPDATE row SET at = ?2, detail = 'the run died', outcome = CASE WHEN EXISTS
                        (SELECT 1 FROM audit a WHERE a.batch = row.batch AND a.row = row.row)
                        THEN 'unknown' ELSE 'skipped' END
                     WHERE batch = ?1 AND outcome IS NULL",
                    params![n, now.as_millisecond()],
                )?;
                connection
                    .execute("UPDATE batch SET stage = 'finished', ended_at = created_at WHERE n = ?", [n])?;
            }
            Ok(())
        })
    }

    /// Forgets the batches that are over and older than that, and whatever resets of one person left beside their
    /// records. What was sent stays on the audit record. Says how many batches were forgotten.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn purge(&mut self, older_than: Duration, now: Timestamp) -> Result<u64, StateError> {
        let age = i64::try_from(older_than.as_millis()).unwrap_or(i64::MAX);
        let before = now.as_millisecond().saturating_sub(age);
        self.end_singles(before, now)?;
        self.together(|connection| {
            let old = "NOT purged AND stage IN ('finished', 'cancelled') AND ended_at < ?";
            let sql = format!("SELECT count(*) FROM batch WHERE NOT single AND {old}");
            let batches = connection.query_row(&sql, [before], |row| row.get(0))?;
            connection.execute(
                &format!(
                    "DELETE FROM row WHERE batch IN (SELECT n FROM batch WHERE {old})
                     AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.batch = row.batch AND a.row = row.row)"
                ),
                [before],
            )?;
            connection.execute(&format!("UPDATE batch SET purged = 1 WHERE {old}"), [before])?;
            Ok(batches)
        })
    }
}
