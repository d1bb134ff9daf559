//! What a run left behind that died: people for whom a request may have left, and nobody knows what came of it.

use futures_util::{StreamExt, stream};
use tokio::time::{Instant, sleep_until};

use super::policy::Next;
use super::reset::{PersonEnd, PersonReset};
use super::{Run, Stopped};
use crate::model::{Enrolment, Outcome};
use crate::provider::ProviderError;
use crate::state::{Claimed, RecordedOutcome};

/// So many are read from the state database at once.
const CHUNK: usize = 1024;

/// Settles what a read settles, and returns those who still have the planned enrolment: they are to be reset, if that is
/// still so after `settle`, for a request that left just before the crash may be carried out late.
pub(super) async fn resolve(
    run: &Run<'_>,
    settled: &mut Vec<RecordedOutcome>,
) -> Result<Vec<Claimed>, Stopped> {
    let started = Instant::now();
    let mut again = Vec::new();
    let mut after = 0;
    loop {
        let batch = run.batch;
        let chunk = run.handle.ask(move |state| state.in_doubt(batch, after, CHUNK)).await;
        let chunk = chunk.map_err(Stopped::State)?;
        let Some(last) = chunk.last() else { break };
        after = last.row;
        let mut looks = stream::iter(chunk)
            .map(|target| async move { (glance(run, &target).await, target) })
            .buffer_unordered(run.provider.capabilities().concurrency);
        while let Some((end, target)) = looks.next().await {
            if run.stop.is_raised() {
                return Err(Stopped::Interrupted);
            }
            match end.map_err(Stopped::Cause)? {
                Some(PersonEnd::RecordedOutcome { outcome, detail, told }) => {
                    settled.push(RecordedOutcome {
                        row: target.row,
                        outcome,
                        detail,
                        at: run.clock.now(),
                        told,
                    });
                }
                Some(PersonEnd::Open { .. }) | None => again.push(target),
            }
        }
    }
    if !again.is_empty() {
        tokio::select! {
            () = sleep_until(started + run.rules.settle) => {}
            () = run.stop.raised() => {}
        }
    }
    Ok(again)
}

/// What one read tells, if that is the end of it. Everything else is looked at again when `settle` is over.
async fn glance(run: &Run<'_>, target: &Claimed) -> Result<Option<PersonEnd>, ProviderError> {
    if run.provider.capabilities().conditional_reset {
        return Ok(None);
    }
    let mut reset = PersonReset::in_doubt(run, target);
    match reset.glance().await {
        Next::Done(outcome @ (Outcome::Reset | Outcome::NotFound), reason) => {
            Ok(Some(reset.done(outcome, reason)))
        }
        Next::Done(outcome, reason) if target.seen.enrolment == Enrolment::Unknown => {
            reset.went_with_its_run();
            Ok(Some(reset.done(outcome, reason)))
        }
        Next::LeaveOpen { .. } => Err(reset.into_cause()),
        // It is read again before anything is sent.
        Next::Done(..) | Next::Send | Next::Read => Ok(None),
    }
}
