//! A plan while it is made: temporary tables beside the database, so that a file of any length fits into little memory
//! and nothing of it is kept before it is whole.

mod take_back;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::database::State;
use super::error::StateError;
use crate::model::{InputRow, Outcome, ResultRow, User, UserId, fold_email};

/// The plan that is being made.
pub struct Draft<'a>(&'a Connection);

/// How much the input asks for.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Rows that ask for a person.
    pub rows: u64,
    /// Different ids.
    pub ids: u64,
    /// Different e-mails, of the rows that have no id.
    pub emails: u64,
    /// Do they come from a plan that was made before?
    pub is_from_plan: bool,
}

/// What is to be done about the person of a row.
#[derive(Debug)]
pub enum RowDecision {
    /// The person is to be reset. On a dry run the row ends there.
    Target {
        /// When the enrolment was read.
        read_at: Timestamp,
        /// How it would end.
        end: Option<RowEnd>,
    },
    /// The same for a person whom only a list has shown. They are read before a request leaves; until then neither
    /// their e-mail nor their level is kept.
    Listed,
    /// Nothing is to be sent.
    End(RowEnd),
}

/// The end of a row, and when it was known.
#[derive(Debug)]
pub struct RowEnd {
    /// What came of it.
    pub outcome: Outcome,
    /// What else is worth knowing.
    pub detail: Option<String>,
    /// When that was known.
    pub at: Timestamp,
}

/// A row of the draft that asks for a person.
#[derive(Debug, Clone)]
pub struct DraftRow {
    /// The row of the input.
    pub row: u64,
    /// The e-mail in it, if there is one beside the id.
    pub email: Option<String>,
    /// What a plan that was made before saw, in the engine's words.
    pub expected: Option<String>,
    /// The person to whom the row was assigned already.
    pub assigned: Option<UserId>,
}

impl State {
    /// Begins a plan. An earlier one that was not kept is dropped.
    pub fn begin_draft(&mut self) -> Result<(), StateError> {
        self.connection.execute_batch(
            "DROP TABLE IF EXISTS temp.plan; DROP TABLE IF EXISTS temp.person;
             CREATE TEMP TABLE plan(
                row INTEGER PRIMARY KEY,
                input_id TEXT, input_email TEXT, folded TEXT, expected TEXT,
                -- A list has shown two people for this row, or too little: it is looked up by itself.
                singly INTEGER NOT NULL DEFAULT 0,
                user_id TEXT, email TEXT, name TEXT, level TEXT,
                seen TEXT, seen_at INTEGER, seen_factors TEXT, read_at INTEGER,
                outcome TEXT, detail TEXT, at INTEGER
             );
             -- The people in the plan, and the row that stands for each.
             CREATE TEMP TABLE person(user_id TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID;",
        )?;
        Ok(())
    }

    /// Does all of the work on the plan, or nothing at all if it fails. Other processes need not wait for it.
    pub fn draft<T, E: From<StateError>>(
        &mut self,
        work: impl FnOnce(&Draft<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.connection.transaction().map_err(StateError::from)?;
        let result = work(&Draft(&transaction))?;
        transaction.commit().map_err(StateError::from)?;
        Ok(result)
    }
}

impl Draft<'_> {
    /// Takes a row of the input.
    pub fn add(&self, input: &InputRow, expected: Option<&str>) -> Result<(), StateError> {
        let InputRow { row, user_id, email } = input;
        // The id is the stronger key: the e-mail beside it must agree, and is not looked up.
        let folded = user_id.is_none().then(|| email.as_deref().map(fold_email)).flatten();
        self.0
            .prepare_cached(
                "INSERT INTO temp.plan(row, input_id, input_email, folded, expected) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![row, user_id, email, folded, expected])?;
        Ok(())
    }

    /// Takes a target of an earlier plan: the person is looked up again, and compared with what that plan saw
    /// (`expected`, in the engine's words).
    pub fn add_planned(&self, row: &ResultRow, expected: &str) -> Result<(), StateError> {
        let input = InputRow { row: row.row, user_id: row.user_id.clone(), email: None };
        self.add(&input, Some(expected))?;
        // These are shown of a person who is not found any more.
        self.0
            .prepare_cached("UPDATE temp.plan SET email = ?, name = ? WHERE row = ?")?
            .execute(params![row.email, row.name, row.row])?;
        Ok(())
    }

    /// Takes a row of an earlier plan that has its outcome there. Nobody is looked up for it.
    pub fn carry_over(&self, row: &ResultRow) -> Result<(), StateError> {
        self.0
            .prepare_cached(
                "INSERT INTO temp.plan(row, user_id, email, name, level, outcome, detail, at)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                row.row,
                row.user_id,
                row.email,
                row.name,
                row.level,
                row.outcome,
                row.detail,
                row.at.map(Timestamp::as_millisecond),
            ])?;
        Ok(())
    }

    /// The input is complete: makes its keys quick to look up.
    pub fn index(&self) -> Result<(), StateError> {
        // Made at once at the end, which is quicker than with each row.
        self.0.execute_batch(
            "CREATE INDEX temp.by_id ON plan(input_id) WHERE input_id IS NOT NULL;
             CREATE INDEX temp.by_email ON plan(folded) WHERE folded IS NOT NULL;",
        )?;
        Ok(())
    }

    /// How much the input asks for. Quick once the keys are indexed.
    pub fn size(&self) -> Result<Size, StateError> {
        Ok(self.0.query_row(
            "SELECT (SELECT count(*) FROM temp.plan WHERE input_id IS NOT NULL) +
                    (SELECT count(*) FROM temp.plan WHERE folded IS NOT NULL),
                (SELECT count(*) FROM (SELECT DISTINCT input_id FROM temp.plan WHERE input_id IS NOT NULL)),
                (SELECT count(*) FROM (SELECT DISTINCT folded FROM temp.plan WHERE folded IS NOT NULL)),
                EXISTS (SELECT 1 FROM temp.plan WHERE expected IS NOT NULL)",
            [],
            |row| {
                Ok(Size {
                    rows: row.get(0)?,
                    ids: row.get(1)?,
                    emails: row.get(2)?,
                    is_from_plan: row.get(3)?,
                })
            },
        )?)
    }

    /// Some of the rows that were not looked up yet, each key once, in the order of the input.
    pub fn to_look_up(&self, count: usize) -> Result<Vec<InputRow>, StateError> {
        let mut statement = self.0.prepare_cached(
            "SELECT min(row), input_id, input_email FROM
                (SELECT row, input_id, input_email, folded FROM temp.plan
                 WHERE outcome IS NULL AND user_id IS NULL ORDER BY row LIMIT ?)
             GROUP BY input_id, folded ORDER BY 1",
        )?;
        let found = statement.query_map([count], input_row)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Some of the rows whose person only a list has shown so far, in the order of the input, by the id in that list.
    pub fn listed(&self, count: usize) -> Result<Vec<InputRow>, StateError> {
        let mut statement = self.0.prepare_cached(
            "SELECT row, user_id, input_email FROM temp.plan
             WHERE outcome IS NULL AND seen IS NOT NULL AND read_at IS NULL ORDER BY row LIMIT ?",
        )?;
        let found = statement.query_map([count], input_row)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The rows that ask for the same as this one, in the order of the input.
    pub fn rows_like(&self, input: &InputRow) -> Result<Vec<DraftRow>, StateError> {
        match (&input.user_id, &input.email) {
            (Some(id), _) => self.rows("input_id = ?", id.as_str()),
            (None, email) => self.rows("folded = ?", &fold_email(email.as_deref().unwrap_or_default())),
        }
    }

    /// The rows that may mean this person of a list: by id, and by e-mail where that is wanted.
    pub fn rows_for(&self, user: &User, by_email: bool) -> Result<Vec<DraftRow>, StateError> {
        let mut found = self.rows("input_id = ? AND NOT singly", user.id.as_str())?;
        if let Some(email) = user.email.as_ref().filter(|_| by_email) {
            found.extend(self.rows("folded = ? AND NOT singly", &fold_email(email))?);
        }
        Ok(found)
    }

    fn rows(&self, which: &str, key: &str) -> Result<Vec<DraftRow>, StateError> {
        let sql =
            format!("SELECT row, input_email, expected, user_id FROM temp.plan WHERE {which} ORDER BY row");
        let mut statement = self.0.prepare_cached(&sql)?;
        let found = statement.query_map([key], |row| {
            Ok(DraftRow {
                row: row.get(0)?,
                email: row.get(1)?,
                expected: row.get(2)?,
                assigned: row.get(3)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The row that stands for this person, if there is one.
    pub fn first_row(&self, user: &UserId) -> Result<Option<u64>, StateError> {
        Ok(self
            .0
            .prepare_cached("SELECT row FROM temp.person WHERE user_id = ?")?
            .query_row([user], |row| row.get(0))
            .optional()?)
    }

    /// Makes a row stand for this person.
    pub fn claim_person(&self, user: &UserId, row: u64) -> Result<(), StateError> {
        self.0
            .prepare_cached("INSERT OR REPLACE INTO temp.person(user_id, row) VALUES (?, ?)")?
            .execute(params![user, row])?;
        Ok(())
    }

    /// How many different people the rows were found to mean.
    pub fn people(&self) -> Result<u64, StateError> {
        // A person for whom no row stands is meant only by rows whose id and e-mail disagree.
        Ok(self.0.query_row(
            "SELECT (SELECT count(*) FROM temp.person) +
                (SELECT count(DISTINCT user_id) FROM temp.plan p WHERE outcome = ?
                 AND (input_id IS NOT NULL OR folded IS NOT NULL)
                 AND NOT EXISTS (SELECT 1 FROM temp.person WHERE user_id = p.user_id))",
            [Outcome::Refused],
            |row| row.get(0),
        )?)
    }

    /// Assigns a row to the person whom it means, with what is to be done about them.
    pub fn assign(&self, row: u64, user: &User, decision: &RowDecision) -> Result<(), StateError> {
        let mfa = &user.mfa;
        let (is_target, read_at, end) = match decision {
            RowDecision::Target { read_at, end } => (true, Some(read_at.as_millisecond()), end.as_ref()),
            RowDecision::Listed => (true, None, None),
            RowDecision::End(end) => (false, None, Some(end)),
        };
        let is_read = !matches!(decision, RowDecision::Listed);
        let (email, level) = (user.email.as_ref().filter(|_| is_read), mfa.level.filter(|_| is_read));
        let factors = mfa.factors.as_ref().filter(|_| is_target);
        let factors = factors.map(|factors| serde_json::to_string(factors).unwrap_or_default());
        // What cannot be kept exactly is not kept: then no read can take a later enrolment for this one.
        let seen_at =
            mfa.enrolled_at.filter(|_| is_target).and_then(|at| i64::try_from(at.as_nanosecond()).ok());
        self.0
            .prepare_cached(
                "UPDATE temp.plan SET user_id = ?, email = ?, name = ?, level = ?, seen = ?, seen_at = ?,
                    seen_factors = ?, read_at = ?, outcome = ?, detail = ?, at = ? WHERE row = ?",
            )?
            .execute(params![
                user.id,
                email,
                user.name,
                level,
                is_target.then_some(mfa.enrolment),
                seen_at,
                factors,
                read_at,
                end.map(|end| end.outcome),
                end.and_then(|end| end.detail.as_deref()),
                end.map(|end| end.at.as_millisecond()),
                row
            ])?;
        Ok(())
    }

    /// Ends a row: nothing is to be sent for it.
    pub fn end(&self, row: u64, end: &RowEnd) -> Result<(), StateError> {
        self.0
            .prepare_cached(
                "UPDATE temp.plan SET seen = NULL, outcome = ?, detail = ?, at = ? WHERE row = ?",
            )?
            .execute(params![end.outcome, end.detail, end.at.as_millisecond(), row])?;
        Ok(())
    }
}

fn input_row(row: &Row<'_>) -> rusqlite::Result<InputRow> {
    Ok(InputRow { row: row.get(0)?, user_id: row.get(1)?, email: row.get(2)? })
}
