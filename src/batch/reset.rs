//! The dangerous act, for one person: one reset, and proof of it. The only place from which a reset is sent.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use super::{Rules, Target};
use crate::model::{Enrolment, Outcome, Since};
use crate::provider::{Expect, Lost, Provider, ProviderError};

/// An enrolment that was read longer ago than this is read again before the reset.
const FRESH: Duration = Duration::from_mins(1);
/// A reset whose answer was lost is sent again at most so often, and only if the planned enrolment is still there.
const AGAIN: u32 = 2;
/// The pause after the first look back; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// What came of one person, or what ends the whole run: then this person's reset was not done.
pub(super) type End = Result<(Outcome, Option<String>), ProviderError>;

/// Resets one person, and reads back.
pub(super) async fn reset(provider: &dyn Provider, target: &Target, rules: &Rules) -> End {
    let conditional = provider.capabilities().conditional_reset;
    let stale = !conditional && target.read_at.elapsed() > FRESH;
    if stale && let Some(end) = changed_since(provider, target).await? {
        return Ok(end);
    }
    let expect = Expect { seen: &target.seen };
    let mut sent = 0;
    loop {
        sent += 1;
        let lost = match provider.reset(&target.user.id, target.seen.level, &expect).await {
            Ok(()) => return Ok(proof(provider, target, rules).await),
            Err(ProviderError::NoAnswer(lost)) => lost,
            Err(error) if error.stops_the_batch() => return Err(error),
            Err(error) => return Ok(refusal(provider, target, &error).await),
        };
        let since = look_back(provider, target, rules.settle).await;
        let timed_out = lost == Lost::TimedOut;
        return Ok(match since {
            Some(Since::Gone) => (Outcome::Reset, None),
            Some(Since::Anew) => (Outcome::Reset, Some(ENROLLED_AGAIN.to_owned())),
            // Whether it is certain that the first one is over decides whether there may be a second.
            Some(Since::Same) if conditional || !timed_out => {
                if sent <= AGAIN {
                    continue;
                }
                (Outcome::Failed, Some(format!("sent {sent} times, nothing was changed: {lost}")))
            }
            Some(Since::Same) => (Outcome::Unknown, Some(format!("{lost}; it may still be carried out"))),
            Some(Since::CannotTell) => {
                (Outcome::Unknown, Some(format!("{lost}; the enrolment cannot be read")))
            }
            None => (Outcome::Unknown, Some(format!("{lost}; reading back failed"))),
        });
    }
}

const ENROLLED_AGAIN: &str = "enrolled again since";

/// Looks once more before the reset: a person who enrolled anew in between is left alone.
async fn changed_since(
    provider: &dyn Provider,
    target: &Target,
) -> Result<Option<(Outcome, Option<String>)>, ProviderError> {
    match provider.status(&target.user.id).await {
        Ok(now) => Ok(match target.seen.since(&now) {
            Since::Gone => Some((Outcome::NotEnrolled, None)),
            Since::Anew => Some((Outcome::Refused, Some("enrolled again since it was planned".to_owned()))),
            Since::Same | Since::CannotTell => None,
        }),
        Err(error) if error.stops_the_batch() => Err(error),
        Err(ProviderError::NotFound { .. }) => Ok(Some((Outcome::NotFound, None))),
        Err(error) => Ok(Some((Outcome::Failed, Some(format!("cannot be read, nothing was sent: {error}"))))),
    }
}

/// The service said yes. That is not proof: look.
async fn proof(provider: &dyn Provider, target: &Target, rules: &Rules) -> (Outcome, Option<String>) {
    if !rules.verify || target.seen.enrolment == Enrolment::Unknown {
        return (Outcome::Accepted, None);
    }
    match look_back(provider, target, rules.settle).await {
        Some(Since::Gone) => (Outcome::Reset, None),
        Some(Since::Anew) => (Outcome::Reset, Some(ENROLLED_AGAIN.to_owned())),
        Some(Since::Same) => {
            (Outcome::Unverified, Some("the service said yes, and the enrolment is still there".to_owned()))
        }
        Some(Since::CannotTell) => (
            Outcome::Unverified,
            Some("the service said yes; whether this is the old enrolment cannot be told".to_owned()),
        ),
        None => (Outcome::Unverified, Some("the service said yes; reading back failed".to_owned())),
    }
}

/// The service said no. Where nothing is set up any more, there was nothing to reset, however it says so.
async fn refusal(
    provider: &dyn Provider,
    target: &Target,
    error: &ProviderError,
) -> (Outcome, Option<String>) {
    let gone = match provider.status(&target.user.id).await {
        Ok(now) => target.seen.since(&now) == Since::Gone,
        Err(ProviderError::NotFound { .. }) => return (Outcome::NotFound, None),
        Err(_) => false,
    };
    if gone { (Outcome::NotEnrolled, None) } else { (Outcome::Failed, Some(error.to_string())) }
}

/// Reads back with growing pauses until the planned enrolment is gone or `settle` is over, and tells what the
/// last read showed. `None` when no read came through.
async fn look_back(provider: &dyn Provider, target: &Target, settle: Duration) -> Option<Since> {
    if target.seen.enrolment == Enrolment::Unknown {
        return Some(Since::CannotTell);
    }
    let deadline = Instant::now() + settle;
    let mut pause = FIRST_PAUSE;
    let mut last = None;
    loop {
        let look = provider.status(&target.user.id);
        // The first look always gets its answer, however short `settle` is.
        let now = if last.is_none() { Ok(look.await) } else { timeout_at(deadline, look).await };
        match now {
            Ok(Ok(now)) => match target.seen.since(&now) {
                over @ (Since::Gone | Since::Anew) => return Some(over),
                since => last = Some(since),
            },
            Ok(Err(_)) => {}
            Err(_) => return last,
        }
        if Instant::now() + pause >= deadline {
            return last;
        }
        sleep(pause).await;
        pause *= 2;
    }
}
