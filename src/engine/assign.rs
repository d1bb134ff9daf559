//! Rows and people: which row means which person, and what is done about it by what was read of them.

use jiff::Timestamp;
use thiserror::Error;

use super::guard::{Expected, Guards, Verdict};
use crate::model::{Clock, Outcome, User, fold_email};
use crate::provider::ProviderError;
use crate::state::{Draft, DraftRow, RowDecision, RowEnd, StateError};

/// What a plan is made by.
#[derive(Debug)]
pub struct PlanContext {
    /// Who may be reset.
    pub guards: Guards,
    /// Do the rows come from the command line? There one person is no batch.
    pub typed: bool,
    /// Will nothing be sent?
    pub dry_run: bool,
    /// The time of day.
    pub clock: Clock,
}

/// Why there is no plan.
#[derive(Debug, Error)]
pub enum PlanError {
    /// The service cannot be asked; with a single person, also when that person cannot be read.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The plan cannot be kept.
    #[error(transparent)]
    State(#[from] StateError),
}

impl PlanContext {
    /// A row that has its outcome now.
    pub(super) fn end(&self, (outcome, detail): Verdict) -> RowEnd {
        RowEnd { outcome, detail, at: self.clock.now() }
    }

    /// What is done about a row, by what was read of the person whom it means.
    pub(super) fn decide_row(&self, user: &User, row: &DraftRow, read_at: Timestamp) -> RowDecision {
        if disagrees(row, user) {
            let has =
                user.email.as_deref().map_or("no e-mail".to_owned(), |email| format!("the e-mail {email}"));
            return self.refuse(format!("user {} has {has}", user.id));
        }
        let verdict = match row.expected.as_deref().map(Expected::parse) {
            Some(None) => return self.refuse("the plan cannot be read".to_owned()),
            Some(Some(expected)) => expected.verdict(user),
            None => None,
        };
        match verdict.or_else(|| self.guards.verdict(user)) {
            Some(verdict) => RowDecision::End(self.end(verdict)),
            None => RowDecision::Target {
                read_at,
                end: self.dry_run.then(|| self.end((Outcome::WouldReset, None))),
            },
        }
    }

    fn refuse(&self, why: String) -> RowDecision {
        RowDecision::End(self.end((Outcome::Refused, Some(why))))
    }
}

/// Does the row ask for an e-mail that the person does not have? Then the two are two people.
pub(super) fn disagrees(row: &DraftRow, user: &User) -> bool {
    let wanted = row.email.as_deref();
    wanted.is_some_and(|email| user.email.as_deref().map(fold_email) != Some(fold_email(email)))
}

/// The end of a row that means the same person as an earlier one.
pub(super) fn same_person(first: u64) -> Verdict {
    (Outcome::Skipped, Some(format!("the same person as row {first}")))
}

/// Assigns the rows that mean this person. The first of them stands for the person, and for it `decide_row` says what is
/// done; the others are skipped.
pub(super) fn assign_person(
    draft: &Draft<'_>,
    user: &User,
    rows: &[DraftRow],
    context: &PlanContext,
    decide_row: impl Fn(&DraftRow) -> RowDecision,
) -> Result<(), StateError> {
    for row in rows {
        let first = draft.first_row(&user.id)?;
        let decision = if disagrees(row, user) {
            decide_row(row)
        } else if let Some(first) = first.filter(|first| *first < row.row) {
            RowDecision::End(context.end(same_person(first)))
        } else {
            if let Some(later) = first {
                // A later row was found first.
                draft.end(later, &context.end(same_person(row.row)))?;
            }
            draft.claim_person(&user.id, row.row)?;
            decide_row(row)
        };
        draft.assign(row.row, user, &decision)?;
    }
    Ok(())
}
