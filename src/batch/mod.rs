//! The engine: who is asked for, what is planned for each of them, and the reset itself. One person or ten
//! thousand go the same way. It never prints; it returns values.

pub mod guard;
mod plan;
mod reset;
pub mod roster;
mod run;

use std::collections::HashSet;
use std::time::Duration;

use tokio::time::Instant;

use crate::model::{Level, Lookup, MfaStatus, Outcome, ResultRow, UserId, fold_email};
use crate::provider::ProviderError;

pub use plan::plan;
pub use run::Run;

/// One row of the input: a person, by id, by e-mail, or by both, which then must agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The data record, from 1.
    pub row: u64,
    /// By id.
    pub user_id: Option<UserId>,
    /// By whole e-mail.
    pub email: Option<String>,
}

impl From<roster::Entry> for Asked {
    fn from(roster::Entry { row, user_id, email, .. }: roster::Entry) -> Self {
        Self { row, user_id, email }
    }
}

impl Asked {
    /// How the person is looked up: the id is the stronger key.
    fn lookup(&self) -> Lookup {
        match (&self.user_id, &self.email) {
            (Some(id), _) => Lookup::Id(id.clone()),
            (None, email) => Lookup::Email(email.clone().unwrap_or_default()),
        }
    }

    /// The key by which two rows are certainly the same request.
    fn key(&self) -> (Option<UserId>, Option<String>) {
        (self.user_id.clone(), self.email.as_deref().map(fold_email))
    }
}

/// How many different people the input names, as far as it can be told without asking the service.
#[must_use]
pub fn head_count(asked: &[Asked]) -> usize {
    let keys = asked.iter().map(|asked| match asked.lookup() {
        Lookup::Id(id) => (Some(id), None),
        Lookup::Email(email) => (None, Some(fold_email(&email))),
    });
    keys.collect::<HashSet<_>>().len()
}

/// How many different people the input names at the least: one may be named by id in one row and by e-mail in another,
/// and only the service can tell.
#[must_use]
pub fn fewest_people(asked: &[Asked]) -> usize {
    let ids: HashSet<_> = asked.iter().filter_map(|asked| asked.user_id.as_ref()).collect();
    let emails: HashSet<_> =
        asked.iter().filter_map(|asked| asked.email.as_deref().map(fold_email)).collect();
    ids.len().max(emails.len())
}

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The level that must apply; any when `None`.
    pub level: Option<Level>,
    /// One person on the command line: an administrator may be reset, on confirmation, and a failed read ends
    /// the run instead of the row.
    pub single: bool,
    /// Only look: send no change.
    pub dry_run: bool,
    /// Read back after the reset?
    pub verify: bool,
    /// How long reading back may take to show that it worked.
    pub settle: Duration,
}

/// What is planned: every row of the input, each with what is to be done about it.
#[derive(Debug)]
pub struct Plan {
    /// In the order of the input.
    pub rows: Vec<PlannedRow>,
    /// How many different people the input names; those who were not found count too.
    pub people: usize,
}

/// A row and what is to be done about it.
#[derive(Debug)]
pub struct PlannedRow {
    /// What is known of it so far; complete when nothing is to be done.
    pub result: ResultRow,
    /// What a reset would remove; `None` when nothing is to be sent.
    pub target: Option<Target>,
}

/// What a reset is for.
#[derive(Debug, Clone)]
pub struct Target {
    /// The person.
    pub user: crate::model::User,
    /// The enrolment that was seen.
    pub seen: MfaStatus,
    /// When it was read.
    pub read_at: Instant,
}

impl Plan {
    /// The people to whom a reset would be sent.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.rows.iter().filter_map(|row| row.target.as_ref())
    }

    /// Gives up what was planned: nothing is sent, and the rows say so.
    #[must_use]
    pub fn cancelled(self, why: &str, at: jiff::Timestamp) -> Vec<ResultRow> {
        let end = |row: PlannedRow| match row.target {
            Some(_) => ResultRow {
                outcome: Some(Outcome::Skipped),
                detail: Some(why.to_owned()),
                at: Some(at),
                ..row.result
            },
            None => row.result,
        };
        self.rows.into_iter().map(end).collect()
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Report {
    /// Every row of the input, in its order.
    pub rows: Vec<ResultRow>,
    /// Why the run ended early, if it did.
    pub stopped: Option<Stopped>,
}

/// Why a run ended early.
#[derive(Debug)]
pub enum Stopped {
    /// Something that concerns every row.
    Cause(ProviderError),
    /// A signal.
    Interrupted,
}
