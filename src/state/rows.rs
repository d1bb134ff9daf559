//! The rows of a batch: claimed before a request leaves, recorded before an outcome is shown.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::columns::{Factors, Milliseconds, Nanoseconds};
use super::database::State;
use super::error::{Nonsense, StateError};
use super::record::{given_back, intended, recorded};
use crate::model::{Enrolment, Level, MfaStatus, Outcome, ResultRow, UserId};

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
    /// When the person was read; `None` where only a list has shown them, or the batch was resumed since.
    pub read_at: Option<Timestamp>,
    /// Did a request before this one end without an answer in time?
    pub timed_out: bool,
}

/// The outcome of a row, and what is shown beside it.
#[derive(Debug, Clone)]
pub struct RecordedOutcome {
    /// The row of the input.
    pub row: u64,
    /// What came of it.
    pub outcome: Outcome,
    /// What else is worth knowing.
    pub detail: Option<String>,
    /// When that was known.
    pub at: Timestamp,
    /// The person, where they were read since the plan was made.
    pub person: Option<PersonDetails>,
    /// The enrolment that was read after the request, in words.
    pub seen_after: Option<String>,
}

/// What is shown of a person beside their outcome.
#[derive(Debug, Clone)]
pub struct PersonDetails {
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
pub struct PlannedRow {
    /// The row as people see it.
    pub shown: ResultRow,
    /// The enrolment that a reset is for; `None` where none is to be sent.
    pub seen: Option<MfaStatus>,
}

/// What is needed of a row to send its reset.
const CLAIMED: &str = "row, user_id, level, seen, seen_at, seen_factors, read_at, timed_out, email";

/// The rows for which a request may have left, and whose outcome is not known. `?2` is how far intents go.
pub(super) const IN_DOUBT: &str = "outcome IS NULL AND seen IS NOT NULL AND NOT given_back AND row <= ?2";
/// A row as people see it.
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

    /// Remembers that no answer came in time: the request may be carried out later, so there must be no second.
    pub fn timed_out(&mut self, batch: i64, row: u64) -> Result<(), StateError> {
        self.connection
            .execute("UPDATE row SET timed_out = 1 WHERE batch = ? AND row = ?", params![batch, row])?;
        Ok(())
    }

    /// The next targets behind `after` for which a request may have left, and whose outcome is not known.
    pub fn in_doubt(&self, batch: i64, after: u64, count: usize) -> Result<Vec<Claimed>, StateError> {
        let claimed = claimed_up_to(&self.connection, batch)?;
        let rest = format!("{IN_DOUBT} AND row > ?3 ORDER BY row LIMIT ?4");
        targets(&self.connection, &rest, params![batch, claimed, after, count])
    }

    /// Puts outcomes on disk. They may be shown from now on.
    ///
    /// # Errors
    /// When they cannot be written: then those rows stay in doubt.
    pub fn record(&mut self, batch: i64, outcomes: &[RecordedOutcome]) -> Result<(), StateError> {
        self.together(|connection| recorded(connection, batch, outcomes))
    }

    /// The targets that have no outcome yet.
    pub fn open_targets(&self, batch: i64) -> Result<OpenTargets, StateError> {
        Ok(self.connection.query_row(
            "SELECT count(*), ifnull(min(seen != ?2), 1), sum(json_array_length(seen_factors)) FROM row
             WHERE batch = ?1 AND seen IS NOT NULL AND (outcome IS NULL OR outcome = ?3)",
            params![batch, Enrolment::Unknown, Outcome::WouldReset],
            |row| Ok(OpenTargets { people: row.get(0)?, readable: row.get(1)?, factors: row.get(2)? }),
        )?)
    }

    /// How often each outcome occurred so far.
    pub fn counts(&self, batch: i64) -> Result<BTreeMap<Outcome, u64>, StateError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT outcome, count(*) FROM row WHERE batch = ? AND outcome IS NOT NULL GROUP BY outcome",
        )?;
        let counts = statement.query_map([batch], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(counts.collect::<Result<_, _>>()?)
    }

    /// Shows every row of a batch, in the order of the input, to `see`.
    pub fn each_row<E: From<StateError>>(
        &self,
        batch: i64,
        see: impl FnMut(&ResultRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let claimed = claimed_up_to(&self.connection, batch)?;
        let sql = format!("SELECT {SHOWN}, {IN_DOUBT} FROM row WHERE batch = ?1 ORDER BY row");
        self.each(&sql, params![batch, claimed], result_row, see)
    }

    /// The same with the enrolment that each reset is for.
    pub fn each_planned<E: From<StateError>>(
        &self,
        batch: i64,
        see: impl FnMut(&PlannedRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {SHOWN}, 0, seen IS NOT NULL, seen, seen_at, seen_factors FROM row WHERE batch = ? ORDER BY row"
        );
        self.each(&sql, [batch], planned, see)
    }

    /// One row of a batch.
    pub fn row(&self, batch: i64, row: u64) -> Result<ResultRow, StateError> {
        self.row_if_any(batch, row)?.ok_or_else(|| StateError::Damaged {
            why: Nonsense { what: "a row", value: row.to_string() }.to_string(),
        })
    }

    /// One row of a batch, by a number that the batch may not have.
    pub fn row_if_any(&self, batch: i64, row: u64) -> Result<Option<ResultRow>, StateError> {
        let claimed = claimed_up_to(&self.connection, batch)?;
        let sql = format!("SELECT {SHOWN}, {IN_DOUBT} FROM row WHERE batch = ?1 AND row = ?3");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row(params![batch, claimed, row], result_row).optional()?)
    }
}

/// The intent of every target up to this row is on disk.
fn claimed_up_to(connection: &Connection, batch: i64) -> Result<u64, StateError> {
    let mut statement = connection.prepare_cached("SELECT claimed FROM batch WHERE n = ?")?;
    Ok(statement.query_row([batch], |row| row.get(0))?)
}

/// The targets of a batch that match a condition.
fn targets(connection: &Connection, rest: &str, params: impl Params) -> Result<Vec<Claimed>, StateError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {CLAIMED} FROM row WHERE batch = ?1 AND {rest}"))?;
    let found = statement.query_map(params, claimed)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn claimed(row: &Row<'_>) -> rusqlite::Result<Claimed> {
    Ok(Claimed {
        row: row.get(0)?,
        user_id: row.get(1)?,
        seen: seen(row, row.get(2)?, 3)?,
        read_at: row.get::<_, Option<Milliseconds>>(6)?.map(|at| at.0),
        timed_out: row.get(7)?,
        email: row.get(8)?,
    })
}

/// The enrolment in the three columns from that one on.
pub(super) fn seen(row: &Row<'_>, level: Option<Level>, at: usize) -> rusqlite::Result<MfaStatus> {
    Ok(MfaStatus {
        level,
        enrolment: row.get(at)?,
        enrolled_at: row.get::<_, Option<Nanoseconds>>(at + 1)?.map(|at| at.0),
        factors: row.get::<_, Option<Factors>>(at + 2)?.map(|factors| factors.0),
        ..MfaStatus::default()
    })
}

fn planned(row: &Row<'_>) -> rusqlite::Result<PlannedRow> {
    let shown = result_row(row)?;
    let seen = row.get::<_, bool>(9)?.then(|| seen(row, shown.level, 10)).transpose()?;
    Ok(PlannedRow { shown, seen })
}

fn result_row(row: &Row<'_>) -> rusqlite::Result<ResultRow> {
    let in_doubt: bool = row.get(8)?;
    Ok(ResultRow {
        row: row.get(0)?,
        user_id: row.get(1)?,
        email: row.get(2)?,
        name: row.get(3)?,
        level: row.get(4)?,
        outcome: row.get(5)?,
        at: row.get::<_, Option<Milliseconds>>(6)?.map(|at| at.0),
        detail: if in_doubt { Some("a request may have been sent".to_owned()) } else { row.get(7)? },
    })
}
