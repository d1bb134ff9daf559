//! Several people in one request, where the service takes several: all of them or none. After any answer but a
//! clear yes, each of them is dealt with alone.

use futures_util::future::join_all;

use super::reset::{PersonEnd, PersonReset, ResetAnswer};
use super::run::Run;
use crate::provider::{ChangeSlot, ProviderError};
use crate::state::{Claimed, StateError};

/// How it ended for each person of a group, by row.
pub(super) type PersonEnds = Vec<(u64, Result<PersonEnd, StateError>)>;

/// Resets a group of people, and reads each of them back.
pub(super) async fn reset_together(run: &Run<'_>, group: Vec<Claimed>) -> PersonEnds {
    if let [target] = group.as_slice() {
        return vec![(target.row, PersonReset::new(run, target).carry_out().await)];
    }
    let mut ends = PersonEnds::new();
    let mut open: Vec<_> = group.iter().map(|target| PersonReset::new(run, target)).collect();
    while !open.is_empty() {
        let slot = match run.provider.ready().await {
            Ok(slot) => slot,
            Err(cause) => {
                ends.extend(not_sent(cause, &open));
                return ends;
            }
        };
        // Each is read by itself: one who changed since does not stop the others.
        open = checked(open, &mut ends).await;
        // While the last were read, what was read of the first may have become too old: those take the next turn.
        let (stale, fresh): (Vec<_>, Vec<_>) = open.into_iter().partition(PersonReset::is_stale);
        open = stale;
        let level = fresh.first().and_then(PersonReset::level);
        let apart = run.provider.capabilities().levels_apart;
        let (together, others): (Vec<_>, Vec<_>) =
            fresh.into_iter().partition(|one| !apart || one.level() == level);
        open.extend(others);
        if !together.is_empty() {
            send(run, slot, together, &mut open, &mut ends).await;
        }
    }
    ends
}

/// Checks everybody, and keeps those for whom a request may leave.
async fn checked<'a>(mut open: Vec<PersonReset<'a>>, ends: &mut PersonEnds) -> Vec<PersonReset<'a>> {
    let checks = join_all(open.iter_mut().map(PersonReset::check)).await;
    let mut left = Vec::with_capacity(open.len());
    for (reset, end) in open.into_iter().zip(checks) {
        match end {
            Some(end) => ends.push((reset.row(), Ok(end))),
            None => left.push(reset),
        }
    }
    left
}

/// Sends one request for all of them, and sees each of them to their end. A throttled one is `open` again.
async fn send<'a>(
    run: &Run<'a>,
    slot: ChangeSlot,
    together: Vec<PersonReset<'a>>,
    open: &mut Vec<PersonReset<'a>>,
    ends: &mut PersonEnds,
) {
    let removals: Vec<_> = together.iter().map(PersonReset::removal).collect();
    let reply = match run.provider.reset(slot, &removals).await {
        Err(ProviderError::Throttled) => return open.extend(together),
        Ok(()) => ResetAnswer::Yes,
        Err(ProviderError::NoAnswer(lost)) => ResetAnswer::Lost(lost),
        Err(ProviderError::NotTheApi { why }) => ResetAnswer::Foreign { why },
        Err(cause) if cause.stops_the_batch() => return ends.extend(not_sent(cause, &together)),
        // One of them may be the reason: it must not be held against the others.
        Err(_) => {
            let alone = together
                .into_iter()
                .map(async |reset: PersonReset<'a>| (reset.row(), reset.carry_out().await));
            return ends.extend(join_all(alone).await);
        }
    };
    let each = together.into_iter().map(async |mut reset: PersonReset<'a>| {
        let row = reset.row();
        let end = match reset.after(reply.clone()).await {
            Ok(None) => reset.carry_out().await,
            Ok(Some(end)) => Ok(end),
            Err(error) => Err(error),
        };
        (row, end)
    });
    ends.extend(join_all(each).await);
}

/// Nothing left for any of them. The cause is told once.
fn not_sent(cause: ProviderError, people: &[PersonReset<'_>]) -> PersonEnds {
    let causes = std::iter::once(cause).chain(std::iter::repeat_with(|| ProviderError::Halted));
    people
        .iter()
        .zip(causes)
        .map(|(one, cause)| (one.row(), Ok(PersonEnd::Open { cause, sent: false })))
        .collect()
}
