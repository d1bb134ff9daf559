//! From rows to people: everybody is looked up, the same person is taken once, and the guards have their say.
//! Only reads are sent here.

use std::sync::Arc;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use thiserror::Error;

use super::guard::{Expected, Guards, Verdict};
use super::{Plan, directory};
use crate::model::{Clock, InputRow, Outcome, User, fold_email};
use crate::provider::{Provider, ProviderError};
use crate::state::{Asking, Draft, RowDecision, RowEnd, StateError, StateHandle};

/// A service that leaves this many reads in a row without an answer, each tried again, is not there. One bad
/// record is no reason to give up ten thousand people.
const SILENT: u32 = 10;
/// So many people are looked up before what was found is written down.
const CHUNK: usize = 1024;

/// What the rows are judged by.
#[derive(Debug)]
pub struct PlanContext {
    /// What everybody is judged by.
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
    /// There is no room for the plan.
    #[error(transparent)]
    State(#[from] StateError),
}

/// Somebody who was looked up: the person, or the end of every row that asks for them.
pub(super) struct Finding {
    pub(super) asked: InputRow,
    pub(super) found: Result<User, Verdict>,
    pub(super) at: Timestamp,
}

/// What came of writing findings down.
#[derive(Debug, Default)]
struct Placed {
    strangers: u64,
    sole: Option<User>,
}

/// ReadBackPoll up everybody who was drafted, and settles what is to be done about each row. Tells `progress` now and then how
/// many people were looked up so far.
///
/// # Errors
/// When the service cannot be asked at all; with a single person, also when that person cannot be read.
pub async fn plan(
    provider: &dyn Provider,
    handle: &StateHandle,
    context: Arc<PlanContext>,
    progress: &dyn Fn(u64),
) -> Result<Plan, PlanError> {
    let (mut strangers, mut sole, mut single) = (0, None, false);
    let mut found = 0;
    if !context.typed {
        found = directory::read(provider, handle, &context, progress).await?;
    }
    loop {
        // Whoever typed a few people may have named one of them twice: they are judged together.
        let count = if context.typed { usize::MAX >> 1 } else { CHUNK };
        let asked = handle.ask(move |state| state.draft(|draft| draft.unresolved(count))).await?;
        if asked.is_empty() {
            break;
        }
        let alone = context.typed && asked.len() == 1;
        let told = |done| progress(found + done);
        let findings = look_up(provider, asked, alone, context.clock, &told).await?;
        found += findings.len() as u64;
        single = context.typed && are_one(&findings);
        let context = Arc::new(PlanContext { guards: context.guards.clone().for_one(single), ..*context });
        let placed = handle.ask(move |state| state.draft(|draft| place(draft, findings, &context))).await?;
        strangers += placed.strangers;
        sole = placed.sole.filter(|_| single);
    }
    if context.dry_run {
        read_listed(provider, handle, &context).await?;
    }
    let people = |draft: &Draft<'_>| draft.people();
    let people = handle.ask(move |state| state.draft(people)).await? + strangers;
    Ok(Plan { people, sole, single })
}

/// Whoever was only found in a list is judged by a read of that one person, as the run itself would do.
async fn read_listed(
    provider: &dyn Provider,
    handle: &StateHandle,
    context: &Arc<PlanContext>,
) -> Result<(), PlanError> {
    loop {
        let asked = handle.ask(|state| state.draft(|draft| draft.listed(CHUNK))).await?;
        if asked.is_empty() {
            return Ok(());
        }
        let findings = look_up(provider, asked, false, context.clock, &|_| ()).await?;
        let context = Arc::clone(context);
        let judged = move |draft: &Draft<'_>| {
            findings.into_iter().try_for_each(|Finding { asked, found, at }| match found {
                Ok(user) => {
                    let InputRow { row, email, .. } = asked;
                    let asking = Asking { row, email, expected: None, means: None };
                    draft.assign(row, &user, &context.decision(&user, &asking, at))
                }
                Err((outcome, detail)) => {
                    draft.unaim(asked.row)?;
                    draft.end(asked.row, outcome, detail.as_deref(), context.clock.now())
                }
            })
        };
        handle.ask(move |state| state.draft(judged)).await?;
    }
}

/// Do all of them mean one person?
fn are_one(findings: &[Finding]) -> bool {
    let id = |finding: &Finding| finding.found.as_ref().ok().map(|user| user.id.clone());
    let first = findings.first().and_then(id);
    first.is_some() && findings.iter().all(|finding| id(finding) == first)
}

/// Reads everybody once, several at a time.
async fn look_up(
    provider: &dyn Provider,
    asked: Vec<InputRow>,
    alone: bool,
    clock: Clock,
    progress: &dyn Fn(u64),
) -> Result<Vec<Finding>, ProviderError> {
    let mut answers = stream::iter(asked)
        .map(|asked| async move {
            // What comes back may be as old as the question.
            let at = clock.now();
            (provider.find(&asked.lookup()).await, asked, at)
        })
        .buffer_unordered(provider.capabilities().concurrency);
    let mut findings = Vec::new();
    let mut silent = 0;
    while let Some((answer, asked, at)) = answers.next().await {
        silent = if matches!(&answer, Err(ProviderError::NoAnswer(_))) { silent + 1 } else { 0 };
        match answer {
            Err(error) if alone || silent == SILENT || error.stops_the_batch() => return Err(error),
            answer => {
                let found = answer.map_err(|error| not_read(&error));
                findings.push(Finding { asked, found, at });
                progress(findings.len() as u64);
            }
        }
    }
    Ok(findings)
}

/// The end of the rows whose person could not be read.
fn not_read(error: &ProviderError) -> Verdict {
    match error {
        ProviderError::NotFound { .. } => (Outcome::NotFound, None),
        ProviderError::Ambiguous { candidates, .. } => {
            let ids: Vec<_> = candidates.iter().map(|user| format!("user {}", user.id)).collect();
            (Outcome::NotFound, Some(format!("more than one person: {}", ids.join(", "))))
        }
        error => (Outcome::Failed, Some(format!("cannot be read, nothing was sent: {error}"))),
    }
}

fn place(draft: &Draft<'_>, findings: Vec<Finding>, context: &PlanContext) -> Result<Placed, StateError> {
    let mut placed = Placed::default();
    for Finding { asked, found, at } in findings {
        let rows = draft.asking_like(&asked)?;
        match found {
            Ok(user) => {
                place_user(draft, &user, &rows, context, &|asking| context.decision(&user, asking, at))?;
                placed.sole = Some(user);
            }
            Err((outcome, detail)) => {
                placed.strangers += 1;
                let now = context.clock.now();
                draft.end(asked.row, outcome, detail.as_deref(), now)?;
                for like in rows.iter().filter(|row| row.row != asked.row) {
                    draft.end(like.row, Outcome::Skipped, Some(&same_person(asked.row)), now)?;
                }
            }
        }
    }
    Ok(placed)
}

fn same_person(first: u64) -> String {
    format!("the same person as row {first}")
}

/// Writes down what is to be done about the rows that mean this person: the first stands for them, and has `fate`.
pub(super) fn place_user(
    draft: &Draft<'_>,
    user: &User,
    rows: &[Asking],
    context: &PlanContext,
    decision: &dyn Fn(&Asking) -> RowDecision,
) -> Result<(), StateError> {
    let at = context.clock.now();
    for asking in rows {
        let first = draft.first_row(&user.id)?;
        let decision = if disagrees(asking, user) {
            decision(asking)
        } else if let Some(first) = first.filter(|first| *first < asking.row) {
            RowDecision::End(RowEnd { outcome: Outcome::Skipped, detail: Some(same_person(first)), at })
        } else {
            if let Some(later) = first {
                // A later row was found first; the earlier one stands for the person.
                draft.skip(later, &same_person(asking.row), at)?;
            }
            draft.claim_person(&user.id, asking.row)?;
            decision(asking)
        };
        draft.assign(asking.row, user, &decision)?;
    }
    Ok(())
}

/// An e-mail was asked for, and the person who was found has another one: they are two people.
pub(super) fn disagrees(asking: &Asking, user: &User) -> bool {
    let wanted = asking.email.as_deref();
    wanted.is_some_and(|email| user.email.as_deref().map(fold_email) != Some(fold_email(email)))
}

impl PlanContext {
    /// What is done about a row, by what was read then of the person whom it means.
    fn decision(&self, user: &User, asking: &Asking, read_at: Timestamp) -> RowDecision {
        let at = self.clock.now();
        let end = |outcome, detail| RowEnd { outcome, detail, at };
        if disagrees(asking, user) {
            let has =
                user.email.as_deref().map_or("no e-mail".to_owned(), |email| format!("the e-mail {email}"));
            return RowDecision::End(end(Outcome::Refused, Some(format!("user {} has {has}", user.id))));
        }
        let verdict = match asking.expected.as_deref().map(Expected::kept) {
            Some(None) => Some((Outcome::Refused, Some("the plan cannot be read".to_owned()))),
            Some(Some(expected)) => expected.verdict(user),
            None => None,
        };
        match verdict.or_else(|| self.guards.verdict(user)) {
            Some((outcome, detail)) => RowDecision::End(end(outcome, detail)),
            None if self.dry_run => RowDecision::Aim { read_at, end: Some(end(Outcome::WouldReset, None)) },
            None => RowDecision::Aim { read_at, end: None },
        }
    }
}
