//! From rows to people: everybody is looked up, the same person is taken once, and the guards have their say.
//! Only reads are sent here.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use futures_util::{StreamExt, stream};
use tokio::time::Instant;

use super::{Asked, Plan, PlannedRow, Rules, Target, guard};
use crate::model::{Clock, Lookup, Outcome, Principal, ResultRow, User, UserId, fold_email};
use crate::provider::{Provider, ProviderError};

/// A service that leaves this many reads in a row without an answer, each tried again, is not there. One bad
/// record is no reason to give up ten thousand people.
const SILENT: u32 = 10;

/// Looks everybody up and settles what is to be done about each row.
///
/// # Errors
/// When the service cannot be asked at all; with a single person, also when that person cannot be read.
pub async fn plan(
    provider: &dyn Provider,
    principal: &Principal,
    asked: Vec<Asked>,
    rules: &Rules,
    clock: Clock,
) -> Result<Plan, ProviderError> {
    let mut first_with = HashMap::new();
    let firsts: Vec<usize> = asked
        .iter()
        .enumerate()
        .map(|(index, asked)| *first_with.entry(asked.key()).or_insert(index))
        .collect();
    let mut found = look_up(provider, &asked, &firsts, rules.single).await?;

    let mut people: HashMap<UserId, u64> = HashMap::new();
    let mut strangers = 0;
    let mut rows = Vec::with_capacity(asked.len());
    for (index, asked) in asked.into_iter().enumerate() {
        if firsts[index] != index {
            let first: &PlannedRow = &rows[firsts[index]];
            rows.push(same_person(&asked, first, first.result.row, clock));
            continue;
        }
        let Some((found, read_at)) = found.remove(&index) else { continue };
        let row = match found {
            Err(error) => {
                strangers += 1;
                not_read(&asked, &error, clock)
            }
            Ok(user) if disagrees(&asked, &user) => {
                strangers += 1;
                let detail = format!("user {} has the e-mail {}", user.id, user.label());
                settled(known(&asked, &user), Outcome::Refused, Some(detail), clock)
            }
            Ok(user) => match people.entry(user.id.clone()) {
                Entry::Occupied(first) => {
                    let same = PlannedRow { result: known(&asked, &user), target: None };
                    same_person(&asked, &same, *first.get(), clock)
                }
                Entry::Vacant(place) => {
                    place.insert(asked.row);
                    judge(&asked, user, principal, rules, read_at, clock)
                }
            },
        };
        rows.push(row);
    }
    Ok(Plan { rows, people: people.len() + strangers })
}

type Found = (Result<User, ProviderError>, Instant);

/// Reads everybody once, several at a time.
async fn look_up(
    provider: &dyn Provider,
    asked: &[Asked],
    firsts: &[usize],
    single: bool,
) -> Result<HashMap<usize, Found>, ProviderError> {
    let wanted: Vec<(usize, Lookup)> = asked
        .iter()
        .enumerate()
        .filter(|(index, _)| firsts[*index] == *index)
        .map(|(index, asked)| (index, asked.lookup()))
        .collect();
    let mut answers = stream::iter(wanted)
        .map(|(index, who)| async move { (index, provider.find(&who).await, Instant::now()) })
        .buffer_unordered(provider.capabilities().concurrency);
    let mut found = HashMap::with_capacity(asked.len());
    let mut silent = 0;
    while let Some((index, answer, at)) = answers.next().await {
        let is_silent = matches!(&answer, Err(ProviderError::NoAnswer(_)));
        silent = if is_silent { silent + 1 } else { 0 };
        match answer {
            Err(error) if single || silent == SILENT || error.stops_the_batch() => return Err(error),
            answer => found.insert(index, (answer, at)),
        };
    }
    Ok(found)
}

/// Both keys were given, and they are two people.
fn disagrees(asked: &Asked, user: &User) -> bool {
    let both = asked.user_id.is_some().then_some(asked.email.as_deref()).flatten();
    both.is_some_and(|email| user.email.as_deref().map(fold_email) != Some(fold_email(email)))
}

/// What is done about somebody who was found and comes for the first time.
fn judge(
    asked: &Asked,
    user: User,
    principal: &Principal,
    rules: &Rules,
    read_at: Instant,
    clock: Clock,
) -> PlannedRow {
    let result = known(asked, &user);
    if let Some((outcome, detail)) = guard::verdict(&user, principal, rules.level, rules.single) {
        return settled(result, outcome, detail, clock);
    }
    if rules.dry_run {
        return PlannedRow {
            target: target(user, read_at),
            ..settled(result, Outcome::WouldReset, None, clock)
        };
    }
    PlannedRow { result, target: target(user, read_at) }
}

#[expect(clippy::unnecessary_wraps, reason = "a planned row holds it so")]
fn target(user: User, read_at: Instant) -> Option<Target> {
    Some(Target { seen: user.mfa.clone(), user, read_at })
}

/// A row that repeats an earlier one.
fn same_person(asked: &Asked, like: &PlannedRow, first: u64, clock: Clock) -> PlannedRow {
    let result = ResultRow { row: asked.row, outcome: None, detail: None, at: None, ..like.result.clone() };
    settled(result, Outcome::Skipped, Some(format!("the same person as row {first}")), clock)
}

/// A row whose person could not be read.
fn not_read(asked: &Asked, error: &ProviderError, clock: Clock) -> PlannedRow {
    let (outcome, detail) = match error {
        ProviderError::NotFound { .. } => (Outcome::NotFound, None),
        ProviderError::Ambiguous { candidates, .. } => {
            let ids: Vec<_> = candidates.iter().map(|user| format!("user {}", user.id)).collect();
            (Outcome::NotFound, Some(format!("more than one person: {}", ids.join(", "))))
        }
        error => (Outcome::Failed, Some(format!("cannot be read, nothing was sent: {error}"))),
    };
    settled(unknown(asked), outcome, detail, clock)
}

fn settled(result: ResultRow, outcome: Outcome, detail: Option<String>, clock: Clock) -> PlannedRow {
    let result = ResultRow { outcome: Some(outcome), detail, at: Some(clock.now()), ..result };
    PlannedRow { result, target: None }
}

/// A row about somebody of whom only the keys are known.
fn unknown(asked: &Asked) -> ResultRow {
    ResultRow {
        row: asked.row,
        user_id: asked.user_id.clone(),
        email: asked.email.clone(),
        name: None,
        level: None,
        outcome: None,
        detail: None,
        at: None,
    }
}

/// A row about somebody who was found.
fn known(asked: &Asked, user: &User) -> ResultRow {
    ResultRow {
        user_id: Some(user.id.clone()),
        email: user.email.clone().or_else(|| asked.email.clone()),
        name: user.name.clone(),
        level: user.mfa.level,
        ..unknown(asked)
    }
}
