//! A plan becomes a batch.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::batch_state::BatchState;
use super::batches::{BatchRecord, DuplicateRule, NewBatch};
use super::database::State;
use super::error::StateError;
use super::record::planned;

/// An id that can be read out on the telephone: the day, and six letters that are not mistaken for one another.
fn new_id(created_at: Timestamp) -> String {
    const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let day = created_at.strftime("%Y%m%d");
    let letters: String = (0..6).map(|_| char::from(LETTERS[fastrand::usize(..LETTERS.len())])).collect();
    format!("{day}-{letters}")
}

/// The newest batch of the same content beside which this one may not be kept.
fn existing(connection: &Connection, new: &NewBatch) -> Result<Option<i64>, StateError> {
    let stages = match new.duplicates {
        DuplicateRule::MayRepeat => return Ok(None),
        DuplicateRule::FinishedBefore(then) => format!(
            "({} OR {} AND ended_at >= {})",
            BatchState::is_unfinished(),
            BatchState::is_one_of(&[BatchState::Finished]),
            then.as_millisecond()
        ),
        DuplicateRule::OnlyOnce => format!("NOT {}", BatchState::is_one_of(&[BatchState::Cancelled])),
    };
    let sql =
        format!("SELECT n FROM batch WHERE digest = ? AND NOT single AND {stages} ORDER BY n DESC LIMIT 1");
    Ok(connection.query_row(&sql, [&new.digest], |row| row.get(0)).optional()?)
}

/// What came of keeping a batch.
#[derive(Debug)]
pub enum Kept {
    /// It is kept.
    New(BatchRecord),
    /// It is not, because of this one of the same content: another process may have planned the same.
    Existing(BatchRecord),
}

impl State {
    /// Keeps the plan that was drafted as a batch. Nothing of it can be lost after this.
    pub fn keep(&mut self, new: &NewBatch) -> Result<Kept, StateError> {
        let id = new_id(new.created_at);
        let (n, is_new) = self.together(|connection| {
            if let Some(n) = existing(connection, new)? {
                return Ok((n, false));
            }
            let total: u64 = connection.query_row("SELECT count(*) FROM temp.plan", [], |row| row.get(0))?;
            connection.execute(
                "INSERT INTO batch(id, single, stage, created_at, profile, environment, provider, url, org_id, actor,
                    os_user, uid, sudo_user, source, digest, rules, results, reason, ticket, verified_by, people, total,
                    actor_id, host, planned_by, approved_by)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    id,
                    new.single,
                    BatchState::Planned,
                    new.created_at.as_millisecond(),
                    new.profile,
                    new.destination.environment,
                    new.destination.provider,
                    new.destination.url,
                    new.destination.org_id,
                    new.actor,
                    new.account.os_user,
                    new.account.uid,
                    new.account.sudo_user,
                    new.source,
                    new.digest,
                    new.rules,
                    new.results,
                    new.justification.reason,
                    new.justification.ticket,
                    new.justification.verified_by,
                    new.people,
                    total,
                    new.actor_id,
                    new.account.host,
                    new.review.planned_by,
                    new.review.approved_by.as_ref().map(|words| serde_json::to_string(words).unwrap_or_default()),
                ],
            )?;
            let n = connection.last_insert_rowid();
            connection.execute(
                "INSERT INTO row(batch, row, user_id, email, name, level, seen, seen_at, seen_factors, read_at, outcome,
                    detail, at)
                 SELECT ?, row, ifnull(user_id, input_id), ifnull(email, input_email), name, level, seen, seen_at,
                    seen_factors, read_at, outcome, detail, at FROM temp.plan ORDER BY row",
                [n],
            )?;
            planned(connection, n, new)?;
            Ok((n, true))
        })?;
        self.connection.execute_batch("DROP TABLE temp.plan; DROP TABLE temp.person;")?;
        let batch = self.by_number(n)?;
        Ok(if is_new { Kept::New(batch) } else { Kept::Existing(batch) })
    }
}
