//! The rows of a batch: claimed before a request leaves, settled before an outcome is shown.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{State, StateError, nonsense};
use crate::model::{Enrolment, Factor, Level, MfaStatus, Outcome, ResultRow, UserId};

/// A row whose intent is on disk: a reset may be sent for it.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The row of the input.
    pub row: u64,
    /// The person.
    pub user_id: UserId,
    /// Their e-mail: as it was read for the plan, else as it was asked for.
    pub email: Option<String>,
    /// The enrolment that the reset is for.
    pub seen: MfaStatus,
    /// When the person was read; `None` where only a list has shown them, or a resume trusts no read before it.
    pub read_at: Option<Timestamp>,
    /// Did a request before this one end without an answer in time?
    pub timed_out: bool,
}

/// A row that has come to its end.
#[derive(Debug, Clone)]
pub struct RecordedOutcome {
    /// The row of the input.
    pub row: u64,
    /// What came of it.
    pub outcome: Outcome,
    /// Whatever else is worth knowing.
    pub detail: Option<String>,
    /// When that was known.
    pub at: Timestamp,
    /// What a read told of the person since the plan was made.
    pub told: Option<Told>,
}

/// What a read tells of a person that is shown with their outcome.
#[derive(Debug, Clone)]
pub struct Told {
    /// The e-mail.
    pub email: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The level of the enrolment.
    pub level: Option<Level>,
}

/// The targets of a batch that have no outcome yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenTargets {
    /// How many they are.
    pub people: u64,
    /// Could the enrolment of each of them be read?
    pub readable: bool,
    /// How many factors they have, where the service lists them.
    pub factors: Option<u64>,
}

/// A row of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The row as people see it.
    pub shown: ResultRow,
    /// The enrolment that a reset is for; `None` where none is to be sent.
    pub seen: Option<MfaStatus>,
}

/// What is needed of a row to send its reset.
const CLAIMED: &str = "row, user_id, level, seen, seen_at, seen_factors, read_at, timed_out, email";

/// The rows for which a request may have left, and of which nobody knows what came. `?2` is how far intents go.
const IN_DOUBT: &str = "outcome IS NULL AND seen IS NOT NULL AND NOT given_back AND row <= ?2";
/// A row as people see it. One that is in doubt says so.
const SHOWN: &str = "row, user_id, email, name, level, outcome, at, detail";

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
            let targets = select(
                connection,
                "row > ?2 AND outcome IS NULL AND seen IS NOT NULL AND (row > ?3 OR given_back) ORDER BY row LIMIT ?4",
                params![batch, after, claimed, count],
            )?;
            let Some(last) = targets.last() else { return Ok(targets) };
            let resumed: Option<i64> = connection
                .prepare_cached("SELECT max(n) FROM resumed WHERE batch = ?")?
                .query_row([batch], |row| row.get(0))?;
            let mut intent = connection
                .prepare_cached("INSERT INTO audit(at, batch, row, resumed) VALUES (?, ?, ?, ?)")?;
            let mut taken_back = connection.prepare_cached("UPDATE row SET given_back = 0 WHERE batch = ? AND row = ?")?;
            for target in &targets {
                intent.execute(params![at.as_millisecond(), batch, target.row, resumed])?;
                if target.row <= claimed {
                    taken_back.execute(params![batch, target.row])?;
                }
            }
            connection.execute("UPDATE batch SET claimed = max(claimed, ?2) WHERE n = ?1", params![batch, last.row])?;
            Ok(targets)
        })
    }

    /// Takes targets back for which certainly no request left.
    ///
    /// # Errors
    /// When it cannot be written: then they stay in doubt.
    pub fn give_back(&mut self, batch: i64, rows: &[u64]) -> Result<(), StateError> {
        self.together(|connection| {
            for row in rows {
                connection
                    .prepare_cached("UPDATE row SET given_back = 1 WHERE batch = ? AND row = ?")?
                    .execute(params![batch, row])?;
                connection
                    .prepare_cached("DELETE FROM audit WHERE batch = ? AND row = ?")?
                    .execute(params![batch, row])?;
            }
            Ok(())
        })
    }

    /// Remembers that no answer came in time: the request may be carried out later, so there must be no second.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn timed_out(&mut self, batch: i64, row: u64) -> Result<(), StateError> {
        self.connection
            .execute("UPDATE row SET timed_out = 1 WHERE batch = ? AND row = ?", params![batch, row])?;
        Ok(())
    }

    /// The next targets behind `after` for which a request may have left, and of which nobody knows what came.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn in_doubt(&self, batch: i64, after: u64, count: usize) -> Result<Vec<Claimed>, StateError> {
        let claimed = claimed_up_to(&self.connection, batch)?;
        let rest = format!("{IN_DOUBT} AND row > ?3 ORDER BY row LIMIT ?4");
        select(&self.connection, &rest, params![batch, claimed, after, count])
    }

    /// Puts outcomes on disk. They may be shown from now on.
    ///
    /// # Errors
    /// When they cannot be written: then those rows stay in doubt.
    pub fn record(&mut self, batch: i64, settled: &[RecordedOutcome]) -> Result<(), StateError> {
        self.together(|connection| {
            let mut update = connection.prepare_cached(
                "UPDATE row SET outcome = ?3, detail = ?4, at = ?5 WHERE batch = ?1 AND row = ?2",
            )?;
            let mut tell = connection.prepare_cached(
                "UPDATE row SET email = ifnull(?3, email), name = ?4, level = ?5 WHERE batch = ?1 AND row = ?2",
            )?;
            for RecordedOutcome { row, outcome, detail, at, told } in settled {
                update.execute(params![batch, row, outcome.word(), detail, at.as_millisecond()])?;
                if let Some(Told { email, name, level }) = told {
                    tell.execute(params![batch, row, email, name, level.map(Level::word)])?;
                }
            }
            Ok(())
        })
    }

    /// The targets that have no outcome yet.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn open_targets(&self, batch: i64) -> Result<OpenTargets, StateError> {
        Ok(self.connection.query_row(
            "SELECT count(*), ifnull(min(seen != 'unknown'), 1), sum(json_array_length(seen_factors)) FROM row
             WHERE batch = ? AND seen IS NOT NULL AND (outcome IS NULL OR outcome = 'would_reset')",
            [batch],
            |row| Ok(OpenTargets { people: row.get(0)?, readable: row.get(1)?, factors: row.get(2)? }),
        )?)
    }

    /// How often each outcome occurred so far.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn counts(&self, batch: i64) -> Result<BTreeMap<Outcome, u64>, StateError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT outcome, count(*) FROM row WHERE batch = ? AND outcome IS NOT NULL GROUP BY outcome",
        )?;
        let mut rows = statement.query([batch])?;
        let mut counts = BTreeMap::new();
        while let Some(row) = rows.next()? {
            counts.insert(outcome(&row.get::<_, String>(0)?)?, row.get(1)?);
        }
        Ok(counts)
    }

    /// Shows every row of a batch, in the order of the input, to `see`.
    ///
    /// # Errors
    /// When they cannot be read, and those of `see`.
    pub fn each_row<E: From<StateError>>(
        &self,
        batch: i64,
        mut see: impl FnMut(&ResultRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let claimed = claimed_up_to(&self.connection, batch)?;
        let sql = format!("SELECT {SHOWN}, {IN_DOUBT} FROM row WHERE batch = ?1 ORDER BY row");
        let mut statement = self.connection.prepare_cached(&sql).map_err(StateError::from)?;
        let mut rows = statement.query(params![batch, claimed]).map_err(StateError::from)?;
        while let Some(row) = rows.next().map_err(StateError::from)? {
            see(&result_row(row)?)?;
        }
        Ok(())
    }

    /// The same with the enrolment that each reset is for.
    ///
    /// # Errors
    /// When they cannot be read, and those of `see`.
    pub fn each_planned<E: From<StateError>>(
        &self,
        batch: i64,
        mut see: impl FnMut(&Planned) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {SHOWN}, 0, seen IS NOT NULL, seen, seen_at, seen_factors FROM row WHERE batch = ? ORDER BY row"
        );
        let mut statement = self.connection.prepare_cached(&sql).map_err(StateError::from)?;
        let mut rows = statement.query([batch]).map_err(StateError::from)?;
        while let Some(row) = rows.next().map_err(StateError::from)? {
            see(&planned(row)?)?;
        }
        Ok(())
    }

    /// One row of a batch.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn row(&self, batch: i64, row: u64) -> Result<ResultRow, StateError> {
        self.row_if_any(batch, row)?.ok_or_else(|| nonsense("a row", &row.to_string()))
    }

    /// The same of a number that need not be one of the batch's.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn row_if_any(&self, batch: i64, row: u64) -> Result<Option<ResultRow>, StateError> {
        let claimed = claimed_up_to(&self.connection, batch)?;
        let sql = format!("SELECT {SHOWN}, {IN_DOUBT} FROM row WHERE batch = ?1 AND row = ?3");
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_row(params![batch, claimed, row], |row| Ok(result_row(row))).optional()?.transpose()
    }
}

/// The intent of every target up to this row is on disk.
fn claimed_up_to(connection: &Connection, batch: i64) -> Result<u64, StateError> {
    let mut statement = connection.prepare_cached("SELECT claimed FROM batch WHERE n = ?")?;
    Ok(statement.query_row([batch], |row| row.get(0))?)
}

fn select(
    connection: &Connection,
    rest: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Claimed>, StateError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {CLAIMED} FROM row WHERE batch = ?1 AND {rest}"))?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(claimed(row)?);
    }
    Ok(found)
}

fn claimed(row: &Row<'_>) -> Result<Claimed, StateError> {
    Ok(Claimed {
        row: row.get(0)?,
        user_id: UserId::new(row.get::<_, String>(1)?),
        seen: seen(row, level(row.get(2)?)?, 3)?,
        read_at: row.get::<_, Option<i64>>(6)?.map(time).transpose()?,
        timed_out: row.get(7)?,
        email: row.get(8)?,
    })
}

/// The enrolment in the three columns from that one on.
fn seen(row: &Row<'_>, level: Option<Level>, at: usize) -> Result<MfaStatus, StateError> {
    Ok(MfaStatus {
        level,
        enrolment: enrolment(&row.get::<_, String>(at)?)?,
        enrolled_at: row.get::<_, Option<i64>>(at + 1)?.map(exact_time).transpose()?,
        factors: factors(row.get(at + 2)?)?,
        ..MfaStatus::default()
    })
}

fn planned(row: &Row<'_>) -> Result<Planned, StateError> {
    let shown = result_row(row)?;
    let seen = row.get::<_, bool>(9)?.then(|| seen(row, shown.level, 10)).transpose()?;
    Ok(Planned { shown, seen })
}

fn result_row(row: &Row<'_>) -> Result<ResultRow, StateError> {
    let word: Option<String> = row.get(5)?;
    let in_doubt: bool = row.get(8)?;
    Ok(ResultRow {
        row: row.get(0)?,
        user_id: row.get::<_, Option<String>>(1)?.map(UserId::new),
        email: row.get(2)?,
        name: row.get(3)?,
        level: level(row.get(4)?)?,
        outcome: word.as_deref().map(outcome).transpose()?,
        at: row.get::<_, Option<i64>>(6)?.map(time).transpose()?,
        detail: if in_doubt { Some("a request may have been sent".to_owned()) } else { row.get(7)? },
    })
}

fn outcome(word: &str) -> Result<Outcome, StateError> {
    Outcome::from_word(word).ok_or_else(|| nonsense("an outcome", word))
}

fn enrolment(word: &str) -> Result<Enrolment, StateError> {
    Enrolment::from_word(word).ok_or_else(|| nonsense("an enrolment", word))
}

pub(super) fn level(word: Option<String>) -> Result<Option<Level>, StateError> {
    word.map(|word| Level::from_word(&word).ok_or_else(|| nonsense("a level", &word))).transpose()
}

fn factors(text: Option<String>) -> Result<Option<Vec<Factor>>, StateError> {
    text.map(|text| serde_json::from_str(&text).map_err(|_| nonsense("factors", &text))).transpose()
}

/// Times that we took ourselves are kept in milliseconds.
pub(super) fn time(milliseconds: i64) -> Result<Timestamp, StateError> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| nonsense("a time", &milliseconds.to_string()))
}

/// A time that the service gave must come back as it was: the smallest difference tells one enrolment from another.
fn exact_time(nanoseconds: i64) -> Result<Timestamp, StateError> {
    Timestamp::from_nanosecond(nanoseconds.into()).map_err(|_| nonsense("a time", &nanoseconds.to_string()))
}
