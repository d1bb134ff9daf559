//! What a run that died has left behind: people for whom a request may have left, and whose outcome is not known.

use futures_util::{StreamExt, stream};
use tokio::time::{Instant, sleep_until};

use super::policy::Next;
use super::reset::PersonReset;
use super::run::{Run, Stopped};
use crate::model::{Enrolment, Outcome};
use crate::provider::ProviderError;
use crate::state::{Claimed, RecordedOutcome};

/// So many are read from the state database at once.
const CHUNK: usize = 1024;

/// Resolves by one read what can be, into `known`. Returns the people who are in doubt still, after `settle` is over: a
/// request that left just before the crash may be carried out late.
pub(super) async fn resolve(
    run: &Run<'_>,
    known: &mut Vec<RecordedOutcome>,
) -> Result<Vec<Claimed>, Stopped> {
    let started = Instant::now();
    let mut left_over = Vec::new();
    let mut after = 0;
    loop {
        let batch = run.batch;
        let chunk = run.handle.ask(move |state| state.in_doubt(batch, after, CHUNK)).await;
        let chunk = chunk.map_err(Stopped::State)?;
        let Some(last) = chunk.last() else { break };
        after = last.row;
        let mut reads = stream::iter(chunk)
            .map(|target| async move { (first_read(run, &target).await, target) })
            .buffer_unordered(run.provider.capabilities().concurrency);
        while let Some((end, target)) = reads.next().await {
            if run.stop.is_raised() {
                return Err(Stopped::Interrupted);
            }
            match end.map_err(Stopped::Cause)? {
                Some(outcome) => known.push(outcome),
                None => left_over.push(target),
            }
        }
    }
    if !left_over.is_empty() {
        tokio::select! {
            () = sleep_until(started + run.rules.settle) => {}
            () = run.stop.raised() => {}
        }
    }
    Ok(left_over)
}

/// The outcome, where one read tells it. Else the person is read again when `settle` is over.
async fn first_read(run: &Run<'_>, target: &Claimed) -> Result<Option<RecordedOutcome>, ProviderError> {
    if run.provider.capabilities().conditional_reset {
        return Ok(None);
    }
    let mut reset = PersonReset::in_doubt(run, target);
    match reset.first_decision().await {
        Next::Done(outcome @ (Outcome::Reset | Outcome::NotFound), reason) => {
            Ok(Some(reset.done(outcome, reason)))
        }
        Next::Done(outcome, reason) if target.seen.enrolment == Enrolment::Unknown => {
            reset.blame_earlier_run();
            Ok(Some(reset.done(outcome, reason)))
        }
        Next::LeaveOpen { .. } => Err(reset.into_cause()),
        // It is read again before anything is sent.
        Next::Done(..) | Next::Send | Next::Read => Ok(None),
    }
}
