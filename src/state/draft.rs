//! A plan while it is made: temporary tables beside the database, so that a file of any length fits into little memory
//! and nothing of it is kept before it is whole.

mod take_back;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{State, StateError};
use crate::model::{InputRow, Level, Outcome, ResultRow, User, UserId, fold_email};

/// The plan that is being made.
pub struct Draft<'a>(&'a Connection);

/// How much is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Rows that ask for somebody.
    pub rows: u64,
    /// Different ids.
    pub ids: u64,
    /// Different e-mails, of the rows that have no id.
    pub emails: u64,
    /// Do they come from a plan that was made before?
    pub justification: bool,
}

/// What is to be done about the person of a row.
#[derive(Debug)]
pub enum RowDecision {
    /// A reset of the enrolment that was read then. On a dry run it ends there.
    Aim {
        /// When the enrolment was read.
        read_at: Timestamp,
        /// How it would end.
        end: Option<RowEnd>,
    },
    /// The same for somebody whom only a list has shown. They are read before a request leaves; until then all that is
    /// known of their e-mail is what was asked for, and nothing of the level.
    Listed,
    /// Nothing is to be sent.
    End(RowEnd),
}

/// The end of a row, and when it was known.
#[derive(Debug)]
pub struct RowEnd {
    /// What came of it.
    pub outcome: Outcome,
    /// Whatever else is worth knowing.
    pub detail: Option<String>,
    /// When that was known.
    pub at: Timestamp,
}

/// A row that asks for somebody.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The row of the input.
    pub row: u64,
    /// The e-mail in it, if there is one beside the id.
    pub email: Option<String>,
    /// What a plan that was made before saw, in the engine's words.
    pub expected: Option<String>,
    /// The person whom this row was found to mean, by an earlier finding.
    pub means: Option<UserId>,
}

impl State {
    /// Begins a plan. One that was begun before and not kept is dropped.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub fn begin_draft(&mut self) -> Result<(), StateError> {
        self.connection.execute_batch(
            "DROP TABLE IF EXISTS temp.plan; DROP TABLE IF EXISTS temp.person;
             CREATE TEMP TABLE plan(
                row INTEGER PRIMARY KEY,
                asked_id TEXT, asked_email TEXT, folded TEXT, expected TEXT,
                -- A list has shown two people for this row: look again, for this row alone.
                singly INTEGER NOT NULL DEFAULT 0,
                user_id TEXT, email TEXT, name TEXT, level TEXT,
                seen TEXT, seen_at INTEGER, seen_factors TEXT, read_at INTEGER,
                outcome TEXT, detail TEXT, at INTEGER
             );
             -- Who is in the plan already, and by which row.
             CREATE TEMP TABLE person(user_id TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID;",
        )?;
        Ok(())
    }

    /// Works on the plan: all of it, or nothing at all if it fails. Other processes are not held up by it.
    ///
    /// # Errors
    /// Those of the work, and a lack of room for temporary files.
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
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn ask(&self, asked: &InputRow, expected: Option<&str>) -> Result<(), StateError> {
        let InputRow { row, user_id, email } = asked;
        // The id is the stronger key; the e-mail beside it must then agree, and finds nobody.
        let folded = user_id.is_none().then(|| email.as_deref().map(fold_email)).flatten();
        self.0
            .prepare_cached(
                "INSERT INTO temp.plan(row, asked_id, asked_email, folded, expected) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![row, user_id.as_ref().map(UserId::as_str), email, folded, expected])?;
        Ok(())
    }

    /// Takes a row of an earlier plan by which somebody is to be reset: they are looked up again, and compared with what
    /// that plan saw (`expected`, in the engine's words).
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn ask_again(&self, row: &ResultRow, expected: &str) -> Result<(), StateError> {
        let asked = InputRow { row: row.row, user_id: row.user_id.clone(), email: None };
        self.ask(&asked, Some(expected))?;
        // Shown of somebody who is not found any more.
        self.0
            .prepare_cached("UPDATE temp.plan SET email = ?, name = ? WHERE row = ?")?
            .execute(params![row.email, row.name, row.row])?;
        Ok(())
    }

    /// Takes a row of an earlier plan that came to its end there. It asks for nobody.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn carry_over(&self, row: &ResultRow) -> Result<(), StateError> {
        self.0
            .prepare_cached(
                "INSERT INTO temp.plan(row, user_id, email, name, level, outcome, detail, at)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                row.row,
                row.user_id.as_ref().map(UserId::as_str),
                row.email,
                row.name,
                row.level.map(Level::word),
                row.outcome.map(Outcome::word),
                row.detail,
                row.at.map(Timestamp::as_millisecond),
            ])?;
        Ok(())
    }

    /// The input is complete: makes its keys quick to look up.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn index(&self) -> Result<(), StateError> {
        // Made at once at the end, which is quicker than with each row.
        self.0.execute_batch(
            "CREATE INDEX temp.by_id ON plan(asked_id) WHERE asked_id IS NOT NULL;
             CREATE INDEX temp.by_email ON plan(folded) WHERE folded IS NOT NULL;",
        )?;
        Ok(())
    }

    /// How much is asked for. Quick once the keys are indexed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn size(&self) -> Result<Size, StateError> {
        Ok(self.0.query_row(
            "SELECT (SELECT count(*) FROM temp.plan WHERE asked_id IS NOT NULL) +
                    (SELECT count(*) FROM temp.plan WHERE folded IS NOT NULL),
                (SELECT count(*) FROM (SELECT DISTINCT asked_id FROM temp.plan WHERE asked_id IS NOT NULL)),
                (SELECT count(*) FROM (SELECT DISTINCT folded FROM temp.plan WHERE folded IS NOT NULL)),
                EXISTS (SELECT 1 FROM temp.plan WHERE expected IS NOT NULL)",
            [],
            |row| {
                Ok(Size {
                    rows: row.get(0)?,
                    ids: row.get(1)?,
                    emails: row.get(2)?,
                    justification: row.get(3)?,
                })
            },
        )?)
    }

    /// Some of the rows for which nobody was looked up yet, each key once, in the order of the input.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn unresolved(&self, count: usize) -> Result<Vec<InputRow>, StateError> {
        let mut statement = self.0.prepare_cached(
            "SELECT min(row), asked_id, asked_email FROM
                (SELECT row, asked_id, asked_email, folded FROM temp.plan
                 WHERE outcome IS NULL AND user_id IS NULL ORDER BY row LIMIT ?)
             GROUP BY asked_id, folded ORDER BY 1",
        )?;
        let found = statement.query_map([count], asked)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Some of the rows whose person only a list has shown so far, in the order of the input, by the id in that list.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn listed(&self, count: usize) -> Result<Vec<InputRow>, StateError> {
        let mut statement = self.0.prepare_cached(
            "SELECT row, user_id, asked_email FROM temp.plan
             WHERE outcome IS NULL AND seen IS NOT NULL AND read_at IS NULL ORDER BY row LIMIT ?",
        )?;
        let found = statement.query_map([count], asked)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The rows that ask for the same as this one, in the order of the input.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn asking_like(&self, asked: &InputRow) -> Result<Vec<Asking>, StateError> {
        match (&asked.user_id, &asked.email) {
            (Some(id), _) => self.asking("asked_id = ?", id.as_str()),
            (None, email) => self.asking("folded = ?", &fold_email(email.as_deref().unwrap_or_default())),
        }
    }

    /// The rows that this person of a list may be meant by; by e-mail only if any row asks so.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn asking_for(&self, user: &User, by_email: bool) -> Result<Vec<Asking>, StateError> {
        let mut found = self.asking("asked_id = ? AND NOT singly", user.id.as_str())?;
        if let Some(email) = user.email.as_ref().filter(|_| by_email) {
            found.extend(self.asking("folded = ? AND NOT singly", &fold_email(email))?);
        }
        Ok(found)
    }

    fn asking(&self, which: &str, key: &str) -> Result<Vec<Asking>, StateError> {
        let sql =
            format!("SELECT row, asked_email, expected, user_id FROM temp.plan WHERE {which} ORDER BY row");
        let mut statement = self.0.prepare_cached(&sql)?;
        let found = statement.query_map([key], |row| {
            Ok(Asking {
                row: row.get(0)?,
                email: row.get(1)?,
                expected: row.get(2)?,
                means: row.get::<_, Option<String>>(3)?.map(UserId::new),
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The row by which this person is in the plan, if they are.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn first_row(&self, user: &UserId) -> Result<Option<u64>, StateError> {
        Ok(self
            .0
            .prepare_cached("SELECT row FROM temp.person WHERE user_id = ?")?
            .query_row([user.as_str()], |row| row.get(0))
            .optional()?)
    }

    /// This person is in the plan by that row.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn claim_person(&self, user: &UserId, row: u64) -> Result<(), StateError> {
        self.0
            .prepare_cached("INSERT OR REPLACE INTO temp.person(user_id, row) VALUES (?, ?)")?
            .execute(params![user.as_str(), row])?;
        Ok(())
    }

    /// How many different people the rows were found to mean.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn people(&self) -> Result<u64, StateError> {
        // Whoever is not entered is meant only by rows whose two keys disagree.
        Ok(self.0.query_row(
            "SELECT (SELECT count(*) FROM temp.person) +
                (SELECT count(DISTINCT user_id) FROM temp.plan p WHERE outcome = 'refused'
                 AND (asked_id IS NOT NULL OR folded IS NOT NULL)
                 AND NOT EXISTS (SELECT 1 FROM temp.person WHERE user_id = p.user_id))",
            [],
            |row| row.get(0),
        )?)
    }

    /// Writes down whom a row means, and what is to be done about them.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn assign(&self, row: u64, user: &User, decision: &RowDecision) -> Result<(), StateError> {
        let mfa = &user.mfa;
        let (aims, read_at, end) = match decision {
            RowDecision::Aim { read_at, end } => (true, Some(read_at.as_millisecond()), end.as_ref()),
            RowDecision::Listed => (true, None, None),
            RowDecision::End(end) => (false, None, Some(end)),
        };
        let is_read = !matches!(decision, RowDecision::Listed);
        let (email, level) = (user.email.as_ref().filter(|_| is_read), mfa.level.filter(|_| is_read));
        let factors = mfa.factors.as_ref().filter(|_| aims);
        let factors = factors.map(|factors| serde_json::to_string(factors).unwrap_or_default());
        // What cannot be kept exactly is not kept: then no read can take a later enrolment for this one.
        let seen_at = mfa.enrolled_at.filter(|_| aims).and_then(|at| i64::try_from(at.as_nanosecond()).ok());
        self.0
            .prepare_cached(
                "UPDATE temp.plan SET user_id = ?, email = ?, name = ?, level = ?, seen = ?, seen_at = ?,
                    seen_factors = ?, read_at = ?, outcome = ?, detail = ?, at = ? WHERE row = ?",
            )?
            .execute(params![
                user.id.as_str(),
                email,
                user.name,
                level.map(Level::word),
                aims.then(|| mfa.enrolment.word()),
                seen_at,
                factors,
                read_at,
                end.map(|end| end.outcome.word()),
                end.and_then(|end| end.detail.as_deref()),
                end.map(|end| end.at.as_millisecond()),
                row
            ])?;
        Ok(())
    }

    /// Ends a row for which nobody was found.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn end(
        &self,
        row: u64,
        outcome: Outcome,
        detail: Option<&str>,
        at: Timestamp,
    ) -> Result<(), StateError> {
        self.0
            .prepare_cached("UPDATE temp.plan SET outcome = ?, detail = ?, at = ? WHERE row = ?")?
            .execute(params![outcome.word(), detail, at.as_millisecond(), row])?;
        Ok(())
    }

    /// Makes a target one row of several that mean the same person: nothing is to be sent for it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn skip(&self, row: u64, detail: &str, at: Timestamp) -> Result<(), StateError> {
        self.unaim(row)?;
        self.end(row, Outcome::Skipped, Some(detail), at)
    }

    /// Nothing is to be sent for this row any more.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn unaim(&self, row: u64) -> Result<(), StateError> {
        self.0.prepare_cached("UPDATE temp.plan SET seen = NULL WHERE row = ?")?.execute([row])?;
        Ok(())
    }
}

/// A row as it is asked for.
fn asked(row: &Row<'_>) -> rusqlite::Result<InputRow> {
    Ok(InputRow {
        row: row.get(0)?,
        user_id: row.get::<_, Option<String>>(1)?.map(UserId::new),
        email: row.get(2)?,
    })
}
