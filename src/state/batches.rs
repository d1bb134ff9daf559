//! Batches: what was asked for, by whom, where, and how far it came.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{State, StateError, nonsense};
use crate::model::{EnvironmentKind, OsAccount, Outcome};

/// A batch that is about to be kept.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// A reset of one person goes the same way, and is no batch in anybody's eyes.
    pub single: bool,
    /// When it was planned.
    pub created_at: Timestamp,
    /// The profile, environment, kind of service, base URL and organisation that it is for.
    pub profile: String,
    /// See `profile`.
    pub environment: EnvironmentKind,
    /// See `profile`.
    pub provider: String,
    /// See `profile`.
    pub url: String,
    /// See `profile`.
    pub org_id: String,
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
    /// What there may be of the same content.
    pub duplicates: DuplicateRule,
}

/// Whether a batch may be kept beside another one of the same content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DuplicateRule {
    /// Whatever there is.
    Any,
    /// Not beside one that is not finished, or was finished since then: what was read before may not be true any more.
    FinishedBefore(Timestamp),
    /// Not beside any that was not cancelled.
    None,
}

/// What somebody has to say for a reset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Justification {
    /// Why.
    pub reason: Option<String>,
    /// The ticket.
    pub ticket: Option<String>,
    /// How the people's identity was checked.
    pub verified_by: Option<String>,
}

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Kept, and not confirmed yet.
    Planned,
    /// A process works on it.
    Running,
    /// Not finished, and nobody works on it.
    Interrupted,
    /// Every row has its outcome.
    Finished,
    /// Given up before anything was sent.
    Cancelled,
}

impl Stage {
    const ALL: [Self; 5] = [Self::Planned, Self::Running, Self::Interrupted, Self::Finished, Self::Cancelled];

    /// The word of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Interrupted => "interrupted",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
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
    pub stage: Stage,
    /// What was kept at first.
    pub new: NewBatch,
    /// How many rows it has.
    pub total: u64,
    /// How often each outcome occurred so far.
    pub counts: BTreeMap<Outcome, u64>,
}

const COLUMNS: &str = "n, id, single, stage, created_at, profile, environment, provider, url, org_id, actor, os_user, uid, \
     sudo_user, source, digest, rules, results, reason, ticket, verified_by, people, total";

/// What people see of the batches.
const LISTED: &str = "NOT single AND NOT purged";

/// What is not over, whoever works on it.
pub(super) const UNFINISHED: &str = "stage IN ('planned', 'running')";

/// A batch without its counts and without a look at its lock.
fn record(row: &Row<'_>) -> Result<BatchRecord, StateError> {
    let stage: String = row.get("stage")?;
    let environment: String = row.get("environment")?;
    let created_at: i64 = row.get("created_at")?;
    Ok(BatchRecord {
        n: row.get("n")?,
        id: row.get("id")?,
        stage: Stage::ALL
            .into_iter()
            .find(|known| known.word() == stage)
            .ok_or_else(|| nonsense("the stage of a batch", &stage))?,
        new: NewBatch {
            single: row.get("single")?,
            created_at: Timestamp::from_millisecond(created_at)
                .map_err(|error| nonsense("a time", &error.to_string()))?,
            profile: row.get("profile")?,
            environment: EnvironmentKind::from_word(&environment)
                .ok_or_else(|| nonsense("an environment", &environment))?,
            provider: row.get("provider")?,
            url: row.get("url")?,
            org_id: row.get("org_id")?,
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
            duplicates: DuplicateRule::Any,
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

/// The newest batch beside which this one may not be kept.
fn in_the_way(connection: &Connection, new: &NewBatch) -> Result<Option<i64>, StateError> {
    let stages = match new.duplicates {
        DuplicateRule::Any => return Ok(None),
        DuplicateRule::FinishedBefore(then) => {
            &format!("({UNFINISHED} OR stage = 'finished' AND ended_at >= {})", then.as_millisecond())
        }
        DuplicateRule::None => "stage != 'cancelled'",
    };
    let sql =
        format!("SELECT n FROM batch WHERE digest = ? AND NOT single AND {stages} ORDER BY n DESC LIMIT 1");
    Ok(connection.query_row(&sql, [&new.digest], |row| row.get(0)).optional()?)
}

impl State {
    /// Keeps the plan that was drafted as a batch. Nothing of it can be lost after this. Two processes may have planned
    /// the same: the second finds the batch of the first in its way, which is what the inner error holds.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&mut self, new: &NewBatch) -> Result<Result<BatchRecord, BatchRecord>, StateError> {
        let id = new_id(new.created_at);
        let kept = self.together(|connection| {
            if let Some(n) = in_the_way(connection, new)? {
                return Ok(Err(n));
            }
            let total: u64 = connection.query_row("SELECT count(*) FROM temp.plan", [], |row| row.get(0))?;
            connection.execute(
                "INSERT INTO batch(id, single, stage, created_at, profile, environment, provider, url, org_id, actor,
                    os_user, uid, sudo_user, source, digest, rules, results, reason, ticket, verified_by, people, total)
                 VALUES (?, ?, 'planned', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    id,
                    new.single,
                    new.created_at.as_millisecond(),
                    new.profile,
                    new.environment.word(),
                    new.provider,
                    new.url,
                    new.org_id,
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
                 SELECT ?, row, ifnull(user_id, asked_id), ifnull(email, asked_email), name, level, seen, seen_at,
                    seen_factors, read_at, outcome, detail, at FROM temp.plan ORDER BY row",
                [n],
            )?;
            Ok(Ok(n))
        })?;
        self.connection.execute_batch("DROP TABLE temp.plan; DROP TABLE temp.person;")?;
        Ok(match kept {
            Ok(n) => Ok(self.by_number(n)?),
            Err(n) => Err(self.by_number(n)?),
        })
    }

    /// The batch of that number.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn by_number(&self, n: i64) -> Result<BatchRecord, StateError> {
        let sql = format!("SELECT {COLUMNS} FROM batch WHERE n = ?");
        let batch = self.connection.query_row(&sql, [n], |row| Ok(record(row)))??;
        self.looked_at(batch)
    }

    /// The batch of that id.
    ///
    /// # Errors
    /// [`StateError::NoSuchBatch`] when there is none.
    pub fn batch(&self, id: &str) -> Result<BatchRecord, StateError> {
        let sql = format!("SELECT {COLUMNS} FROM batch WHERE id = ? AND {LISTED}");
        let found = self.connection.query_row(&sql, [id], |row| Ok(record(row))).optional()?;
        self.looked_at(found.ok_or_else(|| StateError::NoSuchBatch { id: id.to_owned() })??)
    }

    /// Every batch, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn batches(&self) -> Result<Vec<BatchRecord>, StateError> {
        self.select(&format!("{LISTED} ORDER BY n DESC"), [])
    }

    /// The newest batch with the same content that is not finished, whoever works on it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn unfinished(&self, digest: &str) -> Result<Option<BatchRecord>, StateError> {
        let rest = format!("digest = ? AND {LISTED} AND {UNFINISHED} ORDER BY n DESC LIMIT 1");
        Ok(self.select(&rest, [digest])?.pop())
    }

    /// The newest batch with the same content that came to its end, also when it was forgotten since.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn finished(&self, digest: &str) -> Result<Option<BatchRecord>, StateError> {
        Ok(self
            .select("digest = ? AND NOT single AND stage = 'finished' ORDER BY n DESC LIMIT 1", [digest])?
            .pop())
    }

    pub(super) fn select(
        &self,
        rest: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<BatchRecord>, StateError> {
        let mut statement = self.connection.prepare(&format!("SELECT {COLUMNS} FROM batch WHERE {rest}"))?;
        let mut rows = statement.query(params)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(self.looked_at(record(row)?)?);
        }
        Ok(found)
    }

    /// Adds what the row of a batch alone does not tell: the outcomes so far, and whether anybody works on it.
    fn looked_at(&self, mut batch: BatchRecord) -> Result<BatchRecord, StateError> {
        batch.counts = self.counts(batch.n)?;
        if matches!(batch.stage, Stage::Planned | Stage::Running) && !self.is_held(&batch.id)? {
            batch.stage = Stage::Interrupted;
        }
        Ok(batch)
    }

    /// A batch has been confirmed and begins.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(&mut self, n: i64) -> Result<(), StateError> {
        self.connection.execute("UPDATE batch SET stage = 'running' WHERE n = ?", [n])?;
        Ok(())
    }

    /// Somebody goes on with a batch: what is sent from now on is on record as theirs, and whatever was read of those who
    /// have no outcome yet is too old.
    ///
    /// # Errors
    /// When it cannot be written.
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
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_begun(&self, n: i64) -> Result<bool, StateError> {
        let sql = "SELECT claimed > 0 FROM batch WHERE n = ?";
        Ok(self.connection.query_row(sql, [n], |row| row.get(0))?)
    }
}
