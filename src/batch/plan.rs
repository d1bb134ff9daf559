//! From rows to people: everybody is looked up, the same person is taken once, and the guards have their say.
//! Only reads are sent here.

use std::sync::Arc;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use thiserror::Error;

use super::{Plan, directory, guard};
use crate::model::{Asked, Clock, Level, Lookup, MfaStatus, Outcome, Principal, User, fold_email};
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
    /// Who is signed in.
    pub principal: Principal,
    /// The level that must apply; any when `None`.
    pub level: Option<Level>,
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
    pub(super) found: Result<User, (Outcome, Option<String>)>,
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
        let judge = Arc::clone(&judge);
        let placed =
            desk.ask(move |state| state.draft(|draft| place(draft, findings, &judge, single))).await?;
        strangers += placed.strangers;
        sole = placed.sole.filter(|_| single);
    }
    let people = |draft: &Draft<'_>| draft.people();
    let people = desk.ask(move |state| state.draft(people)).await? + strangers;
    Ok(Plan { people, sole, single })
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
fn not_read(error: &ProviderError) -> (Outcome, Option<String>) {
    match error {
        ProviderError::NotFound { .. } => (Outcome::NotFound, None),
        ProviderError::Ambiguous { candidates, .. } => {
            let ids: Vec<_> = candidates.iter().map(|user| format!("user {}", user.id)).collect();
            (Outcome::NotFound, Some(format!("more than one person: {}", ids.join(", "))))
        }
        error => (Outcome::Failed, Some(format!("cannot be read, nothing was sent: {error}"))),
    }
}

fn place(
    draft: &Draft<'_>,
    findings: Vec<Finding>,
    judge: &Judge,
    single: bool,
) -> Result<Placed, StateError> {
    let mut placed = Placed::default();
    for Finding { asked, found, at } in findings {
        let rows = draft.asking_like(&asked)?;
        match found {
            Ok(user) => {
                place_user(draft, &user, &rows, at, judge, single)?;
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

/// Writes down what is to be done about the rows that mean this person.
pub(super) fn place_user(
    draft: &Draft<'_>,
    user: &User,
    rows: &[Asking],
    read_at: Timestamp,
    judge: &Judge,
    single: bool,
) -> Result<(), StateError> {
    let at = judge.clock.now();
    for asking in rows {
        let end = |outcome, detail| Fate::End(End { outcome, detail, at });
        let first = draft.first_row(&user.id)?;
        let fate = if disagrees(asking, user) {
            let has =
                user.email.as_deref().map_or("no e-mail".to_owned(), |email| format!("the e-mail {email}"));
            end(Outcome::Refused, Some(format!("user {} has {has}", user.id)))
        } else if let Some(first) = first.filter(|first| *first < asking.row) {
            end(Outcome::Skipped, Some(same_person(first)))
        } else {
            if let Some(later) = first {
                // A later row was found first; the earlier one stands for the person.
                draft.skip(later, &same_person(asking.row), at)?;
            }
            draft.enter(&user.id, asking.row)?;
            fate(user, asking, read_at, judge, single)
        };
        draft.place(asking.row, user, &fate)?;
    }
    Ok(())
}

/// Both keys were given, and they are two people.
fn disagrees(asking: &Asking, user: &User) -> bool {
    let wanted = asking.email.as_deref();
    wanted.is_some_and(|email| user.email.as_deref().map(fold_email) != Some(fold_email(email)))
}

/// What is done about the row that stands for a person.
fn fate(user: &User, asking: &Asking, read_at: Timestamp, judge: &Judge, single: bool) -> Fate {
    let at = judge.clock.now();
    let changed = asking.expected.as_deref().and_then(|expected| guard::changed(expected, user));
    let verdict = changed.or_else(|| guard::verdict(user, &judge.principal, judge.level, single));
    match verdict {
        Some((outcome, detail)) => Fate::End(End { outcome, detail, at }),
        None if judge.dry_run => {
            let end = Some(End { outcome: Outcome::WouldReset, detail: None, at });
            Fate::Aim { read_at, end }
        }
        None => Fate::Aim { read_at, end: None },
    }
}

/// Is what a list tells of a person enough to judge them by?
pub(super) fn is_whole(user: &User) -> bool {
    user.admin.is_some() && user.mfa.enrolment != crate::model::Enrolment::Unknown
}

/// Does a read of the one person show the very enrolment that the list showed?
pub(super) async fn list_is_exact(provider: &dyn Provider, user: &User) -> Result<bool, ProviderError> {
    let now: MfaStatus = match provider.find(&Lookup::Id(user.id.clone())).await {
        Ok(user) => user.mfa,
        Err(error) if error.stops_the_batch() => return Err(error),
        Err(_) => return Ok(false),
    };
    Ok(user.mfa.since(&now) == crate::model::Since::Same)
}
