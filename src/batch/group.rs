//! Several people in one request, where the service takes several: all of them or none. What does not end in a plain
//! yes is settled person by person.

use futures_util::future::join_all;

use super::Run;
use super::reset::{End, Reset};
use crate::provider::{ProviderError, Removal};
use crate::state::{Claimed, StateError};

/// The end of every person of a group, by row.
pub(super) type Ends = Vec<(u64, Result<End, StateError>)>;

/// Resets a group of people, and reads each of them back.
pub(super) async fn reset_together(run: &Run<'_>, mut group: Vec<Claimed>) -> Ends {
    if let [target] = group.as_slice() {
        return vec![(target.row, Reset::new(run, target).carry_out().await)];
    }
    let mut ends = Ends::new();
    let answer = loop {
        if let Err(cause) = run.provider.ready().await {
            break Err(cause);
        }
        // Each is looked at again by itself if that is due: one who changed since does not stop the others.
        group = look_again(run, group, &mut ends).await;
        match send(run, &group).await {
            Err(ProviderError::Throttled) => {}
            answer => break answer,
        }
    };
    let each = match answer {
        Ok(()) => join_all(group.iter().map(|target| proof(run, target))).await,
        Err(ProviderError::NoAnswer(lost)) => {
            join_all(group.iter().map(|target| Reset::new(run, target).after(lost.clone()))).await
        }
        Err(ProviderError::NotTheApi { why }) => {
            let astray = async |target| Ok(Reset::new(run, target).astray(why.clone()).await);
            join_all(group.iter().map(astray)).await
        }
        Err(cause) if cause.stops_the_batch() => not_sent(cause, group.len()),
        // One of them may be the reason: the others shall not suffer for it.
        Err(_) => join_all(group.iter().map(|target| Reset::unread(run, target).carry_out())).await,
    };
    ends.extend(group.iter().map(|target| target.row).zip(each));
    ends
}

async fn send(run: &Run<'_>, group: &[Claimed]) -> Result<(), ProviderError> {
    if group.is_empty() {
        return Ok(());
    }
    let removals: Vec<_> = group.iter().map(|target| removal(run, target)).collect();
    run.provider.reset(&removals).await
}

/// What is asked of the service for one person.
pub(super) fn removal<'a>(run: &Run<'_>, target: &'a Claimed) -> Removal<'a> {
    // Where the level cannot be read, it is the one that was asserted.
    Removal { user: &target.user_id, level: target.seen.level.or(run.rules.level), seen: &target.seen }
}

async fn look_again(run: &Run<'_>, group: Vec<Claimed>, ends: &mut Ends) -> Vec<Claimed> {
    let looks = join_all(group.iter().map(|target| async {
        let mut reset = Reset::new(run, target);
        (reset.look_again().await, reset.seen_at())
    }))
    .await;
    let mut left = Vec::with_capacity(group.len());
    for (mut target, (end, seen_at)) in group.into_iter().zip(looks) {
        if let Some(end) = end {
            ends.push((target.row, Ok(end)));
        } else {
            target.read_at = seen_at;
            left.push(target);
        }
    }
    left
}

async fn proof(run: &Run<'_>, target: &Claimed) -> Result<End, StateError> {
    Ok(Reset::new(run, target).proof().await)
}

/// Nothing left for any of them. The cause is told once.
fn not_sent(cause: ProviderError, people: usize) -> Vec<Result<End, StateError>> {
    let causes = std::iter::once(cause).chain(std::iter::repeat_with(|| ProviderError::Halted));
    causes.take(people).map(|cause| Ok(End::Open { cause, sent: false })).collect()
}
