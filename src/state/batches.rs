//! Batches: what was asked for, by which administrator, where, and how far it is.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::batch_state::BatchState;
use super::columns::Milliseconds;
use super::database::State;
use super::error::StateError;
use crate::model::{Destination, OsAccount, Outcome};

/// A batch that is about to be kept.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// A reset of one person: kept like a batch, and shown as none.
    pub single: bool,
    /// When it was planned.
    pub created_at: Timestamp,
    /// The profile that it was made with.
    pub profile: String,
    /// The organisation that it is for.
    pub destination: Destination,
    /// The administrator who is signed in.
    pub actor: String,
    /// The account on this machine.
    pub account: OsAccount,
    /// The file, `-`, or what stood on the command line.
    pub source: String,
    /// A digest of what was asked for and where, by which the same file is known again.
    pub digest: String,
    /// The engine's rules, in its own words.
    pub rules: String,
    /// The file that result rows are written to.
    pub results: Option<String>,
    /// Why, for which ticket, and how the people's identity was checked.
    pub justification: Justification,
    /// How many different people the input names.
    pub people: u64,
    /// Which batches of the same content keep this one out.
    pub duplicates: DuplicateRule,
}

/// Whether a batch may be kept beside another one of the same content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DuplicateRule {
    /// Beside any.
    MayRepeat,
    /// Not beside one that is not finished, or was finished since then: what was read before may not be true any more.
    FinishedBefore(Timestamp),
    /// Not beside any that was not cancelled.
    OnlyOnce,
}

/// What an administrator has to say for a reset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Justification {
    /// Why.
    pub reason: Option<String>,
    /// The ticket.
    pub ticket: Option<String>,
    /// How the people's identity was checked.
    pub verified_by: Option<String>,
}

impl Justification {
    /// What is not said here is taken from `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            reason: self.reason.or(other.reason),
            ticket: self.ticket.or(other.ticket),
            verified_by: self.verified_by.or(other.verified_by),
        }
    }
}

/// A batch as it is kept.
#[derive(Debug, Clone)]
pub struct BatchRecord {
    /// The number of the batch in this database.
    pub n: i64,
    /// The id that people use.
    pub id: String,
    /// How far it is.
    pub stage: BatchState,
    /// What was kept at first.
    pub new: NewBatch,
    /// How many rows it has.
    pub total: u64,
    /// How often each outcome occurred so far.
    pub counts: BTreeMap<Outcome, u64>,
}

pub(super) const COLUMNS: &str = "n, id, single, stage, created_at, profile, environment, provider, url, org_id, actor, os_user, \
     uid, sudo_user, source, digest, rules, results, reason, ticket, verified_by, people, total";

/// The SQL condition for a batch that people see.
pub(super) const LISTED: &str = "NOT single AND NOT purged";

/// A batch without its counts, and as if no process worked on it.
pub(super) fn batch_record(row: &Row<'_>) -> rusqlite::Result<BatchRecord> {
    Ok(BatchRecord {
        n: row.get("n")?,
        id: row.get("id")?,
        stage: row.get("stage")?,
        new: NewBatch {
            single: row.get("single")?,
            created_at: row.get::<_, Milliseconds>("created_at")?.0,
            profile: row.get("profile")?,
            destination: Destination {
                provider: row.get("provider")?,
                url: row.get("url")?,
                org_id: row.get("org_id")?,
                environment: row.get("environment")?,
            },
            actor: row.get("actor")?,
            account: OsAccount {
                uid: row.get("uid")?,
                os_user: row.get("os_user")?,
                sudo_user: row.get("sudo_user")?,
            },
            source: row.get("source")?,
            digest: row.get("digest")?,
            rules: row.get("rules")?,
            results: row.get("results")?,
            duplicates: DuplicateRule::MayRepeat,
            justification: Justification {
                reason: row.get("reason")?,
                ticket: row.get("ticket")?,
                verified_by: row.get("verified_by")?,
            },
            people: row.get("people")?,
        },
        total: row.get("total")?,
        counts: BTreeMap::new(),
    })
}

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
                    os_user, uid, sudo_user, source, digest, rules, results, reason, ticket, verified_by, people, total)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            Ok((n, true))
        })?;
        self.connection.execute_batch("DROP TABLE temp.plan; DROP TABLE temp.person;")?;
        let batch = self.by_number(n)?;
        Ok(if is_new { Kept::New(batch) } else { Kept::Existing(batch) })
    }

    /// The batch of that number.
    pub fn by_number(&self, n: i64) -> Result<BatchRecord, StateError> {
        let sql = format!("SELECT {COLUMNS} FROM batch WHERE n = ?");
        let batch = self.connection.query_row(&sql, [n], batch_record)?;
        self.with_progress(batch)
    }

    /// The batch of that id.
    ///
    /// # Errors
    /// [`StateError::NoSuchBatch`] when there is none.
    pub fn batch(&self, id: &str) -> Result<BatchRecord, StateError> {
        let found = self.select(&format!("id = ? AND {LISTED}"), [id])?.pop();
        found.ok_or_else(|| StateError::NoSuchBatch { id: id.to_owned() })
    }

    /// The only batch whose id is this, or begins so.
    ///
    /// # Errors
    /// [`StateError::NoSuchBatch`] when there is none, [`StateError::SeveralBatches`] when there are several.
    pub fn batch_beginning(&self, beginning: &str) -> Result<BatchRecord, StateError> {
        let rest = format!("substr(id, 1, length(?1)) = ?1 AND {LISTED} ORDER BY id = ?1 DESC, n DESC");
        let mut found = if beginning.is_empty() { Vec::new() } else { self.select(&rest, [beginning])? };
        if found.len() > 1 && found[0].id != beginning {
            let found = found.into_iter().map(|batch| batch.id).collect();
            return Err(StateError::SeveralBatches { beginning: beginning.to_owned(), found });
        }
        found.truncate(1);
        found.pop().ok_or_else(|| StateError::NoSuchBatch { id: beginning.to_owned() })
    }

    /// The newest batch of a profile.
    ///
    /// # Errors
    /// [`StateError::NoSuchBatch`] when there is none.
    pub fn last_batch(&self, profile: &str) -> Result<BatchRecord, StateError> {
        let rest = format!("profile = ? AND {LISTED} ORDER BY n DESC LIMIT 1");
        let last = self.select(&rest, [profile])?.pop();
        last.ok_or_else(|| StateError::NoSuchBatch { id: format!("of profile `{profile}`") })
    }

    /// Every batch, newest first.
    pub fn batches(&self) -> Result<Vec<BatchRecord>, StateError> {
        self.select(&format!("{LISTED} ORDER BY n DESC"), [])
    }

    /// The newest batch with the same content that is not over, whether a process works on it or not.
    pub fn unfinished(&self, digest: &str) -> Result<Option<BatchRecord>, StateError> {
        let unfinished = BatchState::is_unfinished();
        let rest = format!("digest = ? AND {LISTED} AND {unfinished} ORDER BY n DESC LIMIT 1");
        Ok(self.select(&rest, [digest])?.pop())
    }

    /// The newest batch with the same content that is finished, also one that was purged since.
    pub fn finished(&self, digest: &str) -> Result<Option<BatchRecord>, StateError> {
        let rest = "digest = ? AND NOT single AND stage = ? ORDER BY n DESC LIMIT 1";
        Ok(self.select(rest, params![digest, BatchState::Finished])?.pop())
    }

    /// The batches that match a condition.
    pub(super) fn select(&self, rest: &str, params: impl Params) -> Result<Vec<BatchRecord>, StateError> {
        let mut statement = self.connection.prepare(&format!("SELECT {COLUMNS} FROM batch WHERE {rest}"))?;
        let found = statement.query_map(params, batch_record)?;
        found.map(|batch| self.with_progress(batch?)).collect()
    }

    /// Adds what the row of a batch alone does not tell: the outcomes so far, and whether a process works on it.
    fn with_progress(&self, mut batch: BatchRecord) -> Result<BatchRecord, StateError> {
        batch.counts = self.counts(batch.n)?;
        self.with_lock(batch)
    }

    /// The same for the lock alone.
    pub(super) fn with_lock(&self, mut batch: BatchRecord) -> Result<BatchRecord, StateError> {
        if matches!(batch.stage, BatchState::Planned | BatchState::Running) && !self.is_locked(&batch.id)? {
            batch.stage = BatchState::Interrupted;
        }
        Ok(batch)
    }

    /// A batch has been confirmed and begins.
    pub fn begin(&mut self, n: i64) -> Result<(), StateError> {
        self.connection.execute("UPDATE batch SET stage = ? WHERE n = ?", params![BatchState::Running, n])?;
        Ok(())
    }

    /// What was stated of a batch only when it was resumed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn justify(&mut self, n: i64, said: &Justification) -> Result<(), StateError> {
        let Justification { reason, ticket, verified_by } = said;
        let change = "UPDATE batch SET reason = ?, ticket = ?, verified_by = ? WHERE n = ?";
        self.connection.execute(change, params![reason, ticket, verified_by, n])?;
        Ok(())
    }

    /// A batch is resumed: what is sent from now on is on record as sent by this administrator, and what was read of
    /// the people without an outcome is too old.
    pub fn resumed(
        &mut self,
        n: i64,
        actor: &str,
        account: &OsAccount,
        at: Timestamp,
    ) -> Result<(), StateError> {
        self.together(|connection| {
            connection.execute(
                "INSERT INTO resumed(batch, at, actor, os_user, uid, sudo_user) VALUES (?, ?, ?, ?, ?, ?)",
                params![n, at.as_millisecond(), actor, account.os_user, account.uid, account.sudo_user],
            )?;
            connection.execute(
                "UPDATE row SET read_at = NULL WHERE batch = ? AND outcome IS NULL AND seen IS NOT NULL",
                [n],
            )?;
            Ok(())
        })
    }

    /// Has a run of this batch begun to send?
    pub fn is_begun(&self, n: i64) -> Result<bool, StateError> {
        let sql = "SELECT claimed > 0 FROM batch WHERE n = ?";
        Ok(self.connection.query_row(sql, [n], |row| row.get(0))?)
    }
}
