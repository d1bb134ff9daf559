//! From rows to people: everybody is looked up, the same person is taken once, and the guards have their say.
//! Only reads are sent here.

use std::sync::Arc;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use thiserror::Error;

use super::guard::{Expected, Guards, Verdict};
use super::{Plan, directory};
use crate::model::{Asked, Clock, Outcome, User, fold_email};
use crate::provider::{Provider, ProviderError};
use crate::state::{Asking, Desk, Draft, End, Fate, StateError};

/// A service that leaves this many reads in a row without an answer, each tried again, is not there. One bad
/// record is no reason to give up ten thousand people.
const SILENT: u32 = 10;
/// So many people are looked up before what was found is written down.
const CHUNK: usize = 1024;

/// What the rows are judged by.
#[derive(Debug)]
pub struct Judge {
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
    pub(super) asked: Asked,
    pub(super) found: Result<User, Verdict>,
    pub(super) at: Timestamp,
}

/// What came of writing findings down.
#[derive(Debug, Default)]
struct Placed {
    strangers: u64,
    sole: Option<User>,
}

/// Looks up everybody who was drafted, and settles what is to be done about each row. Tells `progress` now and then how
/// many people were looked up so far.
///
/// # Errors
/// When the service cannot be asked at all; with a single person, also when that person cannot be read.
pub async fn plan(
    provider: &dyn Provider,
    desk: &Desk,
    judge: Arc<Judge>,
    progress: &dyn Fn(u64),
) -> Result<Plan, PlanError> {
    let (mut strangers, mut sole, mut single) = (0, None, false);
    let mut found = 0;
    if !judge.typed {
        found = directory::read(provider, desk, &judge, progress).await?;
    }
    loop {
        // Whoever typed a few people may have named one of them twice: they are judged together.
        let count = if judge.typed { usize::MAX >> 1 } else { CHUNK };
        let asked = desk.ask(move |state| state.draft(|draft| draft.unresolved(count))).await?;
        if asked.is_empty() {
            break;
        }
        let alone = judge.typed && asked.len() == 1;
        let told = |done| progress(found + done);
        let findings = look_up(provider, asked, alone, judge.clock, &told).await?;
        found += findings.len() as u64;
        single = judge.typed && are_one(&findings);
        let judge = Arc::new(Judge { guards: judge.guards.clone().for_one(single), ..*judge });
        let placed = desk.ask(move |state| state.draft(|draft| place(draft, findings, &judge))).await?;
        strangers += placed.strangers;
        sole = placed.sole.filter(|_| single);
    }
    if judge.dry_run {
        read_listed(provider, desk, &judge).await?;
    }
    let people = |draft: &Draft<'_>| draft.people();
    let people = desk.ask(move |state| state.draft(people)).await? + strangers;
    Ok(Plan { people, sole, single })
}

/// Whoever was only found in a list is judged by a read of that one person, as the run itself would do.
async fn read_listed(provider: &dyn Provider, desk: &Desk, judge: &Arc<Judge>) -> Result<(), PlanError> {
    loop {
        let asked = desk.ask(|state| state.draft(|draft| draft.listed(CHUNK))).await?;
        if asked.is_empty() {
            return Ok(());
        }
        let findings = look_up(provider, asked, false, judge.clock, &|_| ()).await?;
        let judge = Arc::clone(judge);
        let judged = move |draft: &Draft<'_>| {
            findings.into_iter().try_for_each(|Finding { asked, found, at }| match found {
                Ok(user) => {
                    let Asked { row, email, .. } = asked;
                    let asking = Asking { row, email, expected: None, means: None };
                    draft.place(row, &user, &judge.fate(&user, &asking, at))
                }
                Err((outcome, detail)) => {
                    draft.unaim(asked.row)?;
                    draft.end(asked.row, outcome, detail.as_deref(), judge.clock.now())
                }
            })
        };
        desk.ask(move |state| state.draft(judged)).await?;
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
    asked: Vec<Asked>,
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

fn place(draft: &Draft<'_>, findings: Vec<Finding>, judge: &Judge) -> Result<Placed, StateError> {
    let mut placed = Placed::default();
    for Finding { asked, found, at } in findings {
        let rows = draft.asking_like(&asked)?;
        match found {
            Ok(user) => {
                place_user(draft, &user, &rows, judge, &|asking| judge.fate(&user, asking, at))?;
                placed.sole = Some(user);
            }
            Err((outcome, detail)) => {
                placed.strangers += 1;
                let now = judge.clock.now();
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
    judge: &Judge,
    fate: &dyn Fn(&Asking) -> Fate,
) -> Result<(), StateError> {
    let at = judge.clock.now();
    for asking in rows {
        let first = draft.first_row(&user.id)?;
        let fate = if disagrees(asking, user) {
            fate(asking)
        } else if let Some(first) = first.filter(|first| *first < asking.row) {
            Fate::End(End { outcome: Outcome::Skipped, detail: Some(same_person(first)), at })
        } else {
            if let Some(later) = first {
                // A later row was found first; the earlier one stands for the person.
                draft.skip(later, &same_person(asking.row), at)?;
            }
            draft.enter(&user.id, asking.row)?;
            fate(asking)
        };
        draft.place(asking.row, user, &fate)?;
    }
    Ok(())
}

/// An e-mail was asked for, and the person who was found has another one: they are two people.
pub(super) fn disagrees(asking: &Asking, user: &User) -> bool {
    let wanted = asking.email.as_deref();
    wanted.is_some_and(|email| user.email.as_deref().map(fold_email) != Some(fold_email(email)))
}

impl Judge {
    /// What is done about a row, by what was read then of the person whom it means.
    fn fate(&self, user: &User, asking: &Asking, read_at: Timestamp) -> Fate {
        let at = self.clock.now();
        let end = |outcome, detail| End { outcome, detail, at };
        if disagrees(asking, user) {
            let has =
                user.email.as_deref().map_or("no e-mail".to_owned(), |email| format!("the e-mail {email}"));
            return Fate::End(end(Outcome::Refused, Some(format!("user {} has {has}", user.id))));
        }
        let verdict = match asking.expected.as_deref().map(Expected::kept) {
            Some(None) => Some((Outcome::Refused, Some("the plan cannot be read".to_owned()))),
            Some(Some(expected)) => expected.verdict(user),
            None => None,
        };
        match verdict.or_else(|| self.guards.verdict(user)) {
            Some((outcome, detail)) => Fate::End(end(outcome, detail)),
            None if self.dry_run => Fate::Aim { read_at, end: Some(end(Outcome::WouldReset, None)) },
            None => Fate::Aim { read_at, end: None },
        }
    }
}
