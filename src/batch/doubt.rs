//! What a run left behind that died: people for whom a request may have left, and nobody knows what came of it.

use futures_util::{StreamExt, stream};
use tokio::time::{Instant, sleep_until};

use super::{Run, Stopped};
use crate::model::{Enrolment, Outcome, Since};
use crate::provider::ProviderError;
use crate::state::{Claimed, Settled};

/// So many are read from the state database at once.
const CHUNK: usize = 1024;

/// Settles what a read settles, and returns those who still have the planned enrolment: they are to be reset, if that is
/// still so after `settle`, for a request that left just before the crash may be carried out late.
pub(super) async fn settle(run: &Run<'_>, settled: &mut Vec<Settled>) -> Result<Vec<Claimed>, Stopped> {
    let started = Instant::now();
    let mut again = Vec::new();
    let mut after = 0;
    loop {
        let batch = run.batch;
        let chunk = run.desk.ask(move |state| state.in_doubt(batch, after, CHUNK)).await;
        let chunk = chunk.map_err(Stopped::State)?;
        let Some(last) = chunk.last() else { break };
        after = last.row;
        let mut looks = stream::iter(chunk)
            .map(|target| async move { (look(run, &target).await, target) })
            .buffer_unordered(run.provider.capabilities().concurrency);
        while let Some((end, target)) = looks.next().await {
            if run.stop.is_raised() {
                return Err(Stopped::Interrupted);
            }
            match end.map_err(Stopped::Cause)? {
                Some((outcome, detail)) => {
                    settled.push(Settled { row: target.row, outcome, detail, at: run.clock.now() });
                }
                None => again.push(target),
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

/// What one read tells, if that is enough.
async fn look(run: &Run<'_>, target: &Claimed) -> Result<Option<(Outcome, Option<String>)>, ProviderError> {
    if run.provider.capabilities().conditional_reset {
        return Ok(None);
    }
    if target.seen.enrolment == Enrolment::Unknown {
        let why = "the run before this one was ended while the reset was under way";
        return Ok(Some((Outcome::Unknown, Some(format!("{why}; the enrolment cannot be read")))));
    }
    Ok(match run.find(target).await {
        Ok(now) => match target.seen.since(&now.mfa) {
            Since::Gone => Some((Outcome::Reset, None)),
            Since::Anew => Some((Outcome::Reset, Some("enrolled again since".to_owned()))),
            Since::Same | Since::Partly | Since::Grown | Since::CannotTell => None,
        },
        Err(ProviderError::NotFound { .. }) => Some((Outcome::NotFound, None)),
        Err(error) if error.stops_the_batch() => return Err(error),
        // It is read again before anything is sent.
        Err(_) => None,
    })
}
