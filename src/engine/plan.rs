//! From rows to people: everybody is looked up, the same person is taken once, and the guards decide. Only reads are sent.

use std::sync::Arc;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;

use super::assign::{PlanContext, PlanError, assign_person, same_person};
use super::directory;
use super::guard::Verdict;
use crate::model::{Clock, InputRow, Outcome, User};
use crate::provider::{Provider, ProviderError};
use crate::state::{Draft, DraftRow, StateError, StateHandle};

/// A service that leaves this many reads in a row without an answer, each tried again, is not there. One bad
/// record is no reason to give up ten thousand people.
const SILENT: u32 = 10;
/// So many people are looked up before they are written down.
const CHUNK: usize = 1024;

/// What is planned, in few words. The rows themselves are in the state database.
#[derive(Debug)]
pub struct Plan {
    /// How many different people the input names; those who were not found count too.
    pub people: u64,
    /// The person, where there is only one on the command line and a reset would be sent.
    pub sole: Option<User>,
    /// One person on the command line: they may be an administrator, on confirmation.
    pub single: bool,
}

/// What a look-up brought: the person, or the end of every row that asks for the same.
struct Finding {
    input: InputRow,
    found: Result<User, Verdict>,
    read_at: Timestamp,
}

#[derive(Debug, Default)]
struct Assigned {
    not_found: u64,
    sole: Option<User>,
}

/// Looks up everybody who was drafted, and decides what is to be done about each row. Tells `progress` now and then how
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
    let (mut not_found, mut sole, mut single) = (0, None, false);
    let mut done = 0;
    if !context.typed {
        done = directory::read(provider, handle, &context, progress).await?;
    }
    loop {
        // Of a few people on the command line, one may be named twice: they are assigned together.
        let count = if context.typed { usize::MAX >> 1 } else { CHUNK };
        let rows = handle.ask(move |state| state.draft(|draft| draft.to_look_up(count))).await?;
        if rows.is_empty() {
            break;
        }
        let alone = context.typed && rows.len() == 1;
        let findings = look_up(provider, rows, alone, context.clock, &|count| progress(done + count)).await?;
        done += findings.len() as u64;
        single = context.typed && are_one(&findings);
        let context = Arc::new(PlanContext { guards: context.guards.clone().for_one(single), ..*context });
        let assign = move |draft: &Draft<'_>| assign_findings(draft, findings, &context);
        let assigned = handle.ask(move |state| state.draft(assign)).await?;
        not_found += assigned.not_found;
        sole = assigned.sole.filter(|_| single);
    }
    if context.dry_run {
        read_listed(provider, handle, &context).await?;
    }
    let people = |draft: &Draft<'_>| draft.people();
    let people = handle.ask(move |state| state.draft(people)).await? + not_found;
    Ok(Plan { people, sole, single })
}

/// Reads each person who was only found in a list by themselves, as the run itself would do.
async fn read_listed(
    provider: &dyn Provider,
    handle: &StateHandle,
    context: &Arc<PlanContext>,
) -> Result<(), PlanError> {
    loop {
        let rows = handle.ask(|state| state.draft(|draft| draft.listed(CHUNK))).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let findings = look_up(provider, rows, false, context.clock, &|_| ()).await?;
        let context = Arc::clone(context);
        let assign = move |draft: &Draft<'_>| {
            findings.into_iter().try_for_each(|Finding { input, found, read_at }| match found {
                Ok(user) => {
                    let InputRow { row, email, .. } = input;
                    let row = DraftRow { row, email, expected: None, assigned: None };
                    draft.assign(row.row, &user, &context.decide_row(&user, &row, read_at))
                }
                Err(verdict) => draft.end(input.row, &context.end(verdict)),
            })
        };
        handle.ask(move |state| state.draft(assign)).await?;
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
    rows: Vec<InputRow>,
    alone: bool,
    clock: Clock,
    progress: &dyn Fn(u64),
) -> Result<Vec<Finding>, ProviderError> {
    let mut answers = stream::iter(rows)
        .map(|input| async move {
            // The answer may be as old as the request.
            let read_at = clock.now();
            (provider.find(&input.lookup()).await, input, read_at)
        })
        .buffer_unordered(provider.capabilities().concurrency);
    let mut findings = Vec::new();
    let mut silent = 0;
    while let Some((answer, input, read_at)) = answers.next().await {
        silent = if matches!(&answer, Err(ProviderError::NoAnswer(_))) { silent + 1 } else { 0 };
        match answer {
            Err(error) if alone || silent == SILENT || error.stops_the_batch() => return Err(error),
            answer => {
                let found = answer.map_err(|error| not_read(&error));
                findings.push(Finding { input, found, read_at });
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

fn assign_findings(
    draft: &Draft<'_>,
    findings: Vec<Finding>,
    context: &PlanContext,
) -> Result<Assigned, StateError> {
    let mut assigned = Assigned::default();
    for Finding { input, found, read_at } in findings {
        let rows = draft.rows_like(&input)?;
        match found {
            Ok(user) => {
                assign_person(draft, &user, &rows, context, |row| context.decide_row(&user, row, read_at))?;
                assigned.sole = Some(user);
            }
            Err(verdict) => {
                assigned.not_found += 1;
                draft.end(input.row, &context.end(verdict))?;
                for row in rows.iter().filter(|row| row.row != input.row) {
                    draft.end(row.row, &context.end(same_person(input.row)))?;
                }
            }
        }
    }
    Ok(assigned)
}
