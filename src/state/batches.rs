//! Batches: what was asked for, by which administrator, where, and how far it is.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Params, Row, params};

use super::batch_state::BatchState;
use super::columns::{Milliseconds, Words};
use super::database::State;
use super::error::StateError;
use super::justification::{Justification, Review};
use crate::model::{Destination, OsAccount, Outcome, UserId};

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
    /// Their id at the service.
    pub actor_id: Option<UserId>,
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
    /// Who made the plan, and who signed it, where it comes from a plan file.
    pub review: Review,
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
    /// How it was confirmed, once it was: see [`AuditEvent::confirmed_by`].
    ///
    /// [`AuditEvent::confirmed_by`]: super::AuditEvent::confirmed_by
    pub confirmed_by: Option<String>,
    /// How many rows it has.
    pub total: u64,
    /// How often each outcome occurred so far.
    pub counts: BTreeMap<Outcome, u64>,
}

pub(super) const COLUMNS: &str = "n, id, single, stage, created_at, profile, environment, provider, url, org_id, actor, os_user, \
     uid, sudo_user, source, digest, rules, results, reason, ticket, verified_by, people, total, actor_id, host, \
     planned_by, approved_by, confirmed_by";

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
            actor_id: row.get("actor_id")?,
            account: OsAccount {
                uid: row.get("uid")?,
                os_user: row.get("os_user")?,
                sudo_user: row.get("sudo_user")?,
                host: row.get("host")?,
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
            review: Review {
                planned_by: row.get("planned_by")?,
                approved_by: row.get::<_, Option<Words>>("approved_by")?.map(|words| words.0),
            },
            people: row.get("people")?,
        },
        confirmed_by: row.get("confirmed_by")?,
        total: row.get("total")?,
        counts: BTreeMap::new(),
    })
}

/// Who goes on with a batch.
#[derive(Debug, Clone)]
pub struct Resumer {
    /// The administrator who is signed in.
    pub actor: String,
    /// Their id at the service.
    pub actor_id: Option<UserId>,
    /// The account on this machine.
    pub account: OsAccount,
}

impl State {
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

    /// The id of the only job that begins so, also of a reset of one person and of what was purged since.
    ///
    /// # Errors
    /// As for [`State::batch_beginning`].
    pub fn job_beginning(&self, beginning: &str) -> Result<String, StateError> {
        let mut statement = self.connection.prepare(
            "SELECT id FROM batch WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id = ?1 DESC, n DESC LIMIT 20",
        )?;
        let found = statement.query_map([beginning], |row| row.get(0))?;
        let mut found = found.collect::<Result<Vec<String>, _>>()?;
        if found.len() > 1 && found[0] != beginning {
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

    /// A batch is resumed: what is sent from now on is on record as sent by this administrator, and what was read of
    /// the people without an outcome is too old.
    pub fn resumed(
        &mut self,
        n: i64,
        Resumer { actor, actor_id, account }: &Resumer,
        at: Timestamp,
    ) -> Result<(), StateError> {
        self.together(|connection| {
            let OsAccount { os_user, uid, sudo_user, host } = account;
            connection.execute(
                "INSERT INTO resumed(batch, at, actor, actor_id, os_user, uid, sudo_user, host)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                params![n, at.as_millisecond(), actor, actor_id, os_user, uid, sudo_user, host],
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
