//! The dangerous act, for one person: one reset, and proof of it. Only this file and `group` send one.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep_until};

use super::Run;
use super::group::removal;
use crate::model::{Enrolment, MfaStatus, Outcome, Since};
use crate::provider::{Lost, ProviderError};
use crate::state::{Claimed, StateError};

/// An enrolment that was read longer ago than this is read again before the reset.
const FRESH: Duration = Duration::from_mins(1);
/// A reset whose answer was lost is sent again at most so often, and only if the planned enrolment is still there.
const AGAIN: u32 = 2;
/// The pause after the first look back; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// A read that fails tells nothing: so long after `settle`, and so often, we go on until one comes through. Waiting in vain
/// for an answer takes too long to be done that often.
const GRACE: Duration = Duration::from_secs(3);
const LOOKS: u32 = 6;

const ENROLLED_AGAIN: &str = "enrolled again since";

/// How it ended for one person.
#[derive(Debug)]
pub(super) enum End {
    /// The outcome is known, or known to be unknown.
    Settled(Outcome, Option<String>),
    /// The run cannot go on. `sent`: a request may have left for this person.
    Open { cause: ProviderError, sent: bool },
}

/// A person on the way through a reset.
pub(super) struct Reset<'a> {
    run: &'a Run<'a>,
    target: &'a Claimed,
    /// How many requests of this run may have reached the service.
    sent: u32,
    /// A request of a run before this one may have reached the service.
    in_doubt: bool,
    /// When the enrolment was last seen to be the planned one.
    seen_at: Timestamp,
}

impl<'a> Reset<'a> {
    /// A person for whom no request has left.
    pub(super) fn new(run: &'a Run<'a>, target: &'a Claimed) -> Self {
        Self { run, target, sent: 0, in_doubt: false, seen_at: target.read_at }
    }

    /// A person for whom a request may have left before this run. The enrolment is read again first.
    pub(super) fn in_doubt(run: &'a Run<'a>, target: &'a Claimed) -> Self {
        Self { in_doubt: true, ..Self::unread(run, target) }
    }

    /// A person whose enrolment is to be read again first.
    pub(super) fn unread(run: &'a Run<'a>, target: &'a Claimed) -> Self {
        Self { seen_at: Timestamp::UNIX_EPOCH, ..Self::new(run, target) }
    }

    /// Resets the person, and reads back.
    pub(super) async fn carry_out(mut self) -> Result<End, StateError> {
        loop {
            if let Err(cause) = self.run.provider.ready().await {
                return Ok(self.open(cause));
            }
            if let Some(end) = self.look_again().await {
                return Ok(end);
            }
            let lost = match self.run.provider.reset(&[removal(self.run, self.target)]).await {
                Ok(()) => return Ok(self.proof().await),
                Err(ProviderError::Throttled) => continue,
                Err(ProviderError::NoAnswer(lost)) => lost,
                Err(cause) if cause.stops_the_batch() => return Ok(self.open(cause)),
                Err(error) => return Ok(self.refusal(&error).await),
            };
            if let Some(end) = self.lost(lost).await? {
                return Ok(end);
            }
        }
    }

    /// The same for somebody for whom a request has left whose answer was lost.
    pub(super) async fn after(mut self, lost: Lost) -> Result<End, StateError> {
        match self.lost(lost).await? {
            Some(end) => Ok(end),
            None => self.carry_out().await,
        }
    }

    /// When the enrolment was last seen to be the planned one.
    pub(super) fn seen_at(&self) -> Timestamp {
        self.seen_at
    }

    fn open(&self, cause: ProviderError) -> End {
        End::Open { cause, sent: self.may_have_been_sent() }
    }

    fn may_have_been_sent(&self) -> bool {
        self.in_doubt || self.sent > 0
    }

    fn conditional(&self) -> bool {
        self.run.provider.capabilities().conditional_reset
    }

    fn age(&self) -> Option<Duration> {
        // A clock that was set back tells nothing; then it is read again.
        self.run.clock.now().duration_since(self.seen_at).try_into().ok()
    }

    /// Looks once more before the reset if the last look is old: a person who enrolled anew in between is left alone.
    pub(super) async fn look_again(&mut self) -> Option<End> {
        let unreadable = self.target.seen.enrolment == Enrolment::Unknown;
        if unreadable || self.conditional() || self.age().is_some_and(|age| age <= FRESH) {
            return None;
        }
        let sent = self.may_have_been_sent();
        let now = if sent { self.read().await } else { self.run.provider.status(&self.target.user_id).await };
        let end = match now {
            Ok(now) => match (self.target.seen.since(&now), sent) {
                (Since::Gone, true) => (Outcome::Reset, None),
                (Since::Anew, true) => (Outcome::Reset, Some(ENROLLED_AGAIN.to_owned())),
                (Since::Gone, false) => (Outcome::NotEnrolled, None),
                (Since::Anew, false) => {
                    (Outcome::Refused, Some("enrolled again since it was planned".to_owned()))
                }
                (Since::CannotTell, true) => (Outcome::Unknown, Some(CANNOT_TELL.to_owned())),
                (Since::Same, true) if self.target.timed_out => {
                    (Outcome::Unknown, Some(format!("{}; it may still be carried out", Lost::TimedOut)))
                }
                (Since::Same, _) | (Since::CannotTell, false) => {
                    self.seen_at = self.run.clock.now();
                    return None;
                }
            },
            Err(cause) if cause.stops_the_batch() => return Some(self.open(cause)),
            Err(ProviderError::NotFound { .. }) => (Outcome::NotFound, None),
            Err(error) if sent => (Outcome::Unknown, Some(format!("reading back failed: {error}"))),
            Err(error) => (Outcome::Failed, Some(format!("cannot be read, nothing was sent: {error}"))),
        };
        Some(End::Settled(end.0, end.1))
    }

    /// An answer was lost. Reading back decides; `None`: the reset is to be sent again.
    async fn lost(&mut self, lost: Lost) -> Result<Option<End>, StateError> {
        self.sent += 1;
        let timed_out = lost == Lost::TimedOut && !self.conditional();
        if timed_out {
            // Before the look: should we die in between, nobody may send it again.
            let (batch, row) = (self.run.batch, self.target.row);
            self.run.desk.ask(move |state| state.timed_out(batch, row)).await?;
        }
        let Look { since, at } = match self.look_back().await {
            Ok(look) => look,
            Err(cause) if self.is_left_open(&cause) => return Ok(Some(self.open(cause))),
            Err(_) => {
                let detail = format!("{lost}; reading back failed");
                return Ok(Some(End::Settled(Outcome::Unknown, Some(detail))));
            }
        };
        let (outcome, detail) = match since {
            Since::Gone => (Outcome::Reset, None),
            Since::Anew => (Outcome::Reset, Some(ENROLLED_AGAIN.to_owned())),
            // Whether it is certain that the first one is over decides whether there may be a second.
            Since::Same if timed_out => {
                (Outcome::Unknown, Some(format!("{lost}; it may still be carried out")))
            }
            Since::Same if self.sent <= AGAIN => {
                self.seen_at = at;
                return Ok(None);
            }
            Since::Same => {
                (Outcome::Failed, Some(format!("sent {} times, nothing was changed: {lost}", self.sent)))
            }
            Since::CannotTell if self.conditional() && self.sent <= AGAIN => return Ok(None),
            Since::CannotTell => (Outcome::Unknown, Some(format!("{lost}; {CANNOT_TELL}"))),
        };
        Ok(Some(End::Settled(outcome, detail)))
    }

    /// The service said yes. That is not proof: look.
    pub(super) async fn proof(&self) -> End {
        if !self.run.rules.verify || self.target.seen.enrolment == Enrolment::Unknown {
            return End::Settled(Outcome::Accepted, None);
        }
        let (outcome, detail) = match self.look_back().await.map(|look| look.since) {
            Ok(Since::Gone) => (Outcome::Reset, None),
            Ok(Since::Anew) => (Outcome::Reset, Some(ENROLLED_AGAIN)),
            Ok(Since::Same) => {
                (Outcome::Unverified, Some("the service said yes, and the enrolment is still there"))
            }
            Ok(Since::CannotTell) => (
                Outcome::Unverified,
                Some("the service said yes; whether this is the old enrolment cannot be told"),
            ),
            Err(cause) if self.is_left_open(&cause) => return End::Open { cause, sent: true },
            Err(_) => (Outcome::Unverified, Some("the service said yes; reading back failed")),
        };
        End::Settled(outcome, detail.map(str::to_owned))
    }

    /// The service said no. Where nothing is set up any more, there was nothing to reset, however it says so.
    async fn refusal(&self, error: &ProviderError) -> End {
        let sent = self.may_have_been_sent();
        let now = if sent { self.read().await } else { self.run.provider.status(&self.target.user_id).await };
        let now = match now {
            Ok(now) => self.target.seen.since(&now),
            Err(ProviderError::NotFound { .. }) => return End::Settled(Outcome::NotFound, None),
            Err(cause) if sent && self.is_left_open(&cause) => return self.open(cause),
            Err(_) => Since::CannotTell,
        };
        let (outcome, detail) = match (now, sent) {
            // Not this request, but one before it.
            (Since::Gone, true) => (Outcome::Reset, None),
            (Since::Anew, true) => (Outcome::Reset, Some(ENROLLED_AGAIN.to_owned())),
            (Since::CannotTell, true) => (Outcome::Unknown, Some(format!("{error}; {CANNOT_TELL}"))),
            (Since::Gone, false) => (Outcome::NotEnrolled, None),
            _ => (Outcome::Failed, Some(error.to_string())),
        };
        End::Settled(outcome, detail)
    }

    /// Reads back with growing pauses until the planned enrolment is gone or `settle` is over, and tells what the
    /// last read showed; an error when none came through, or the last one failed for a cause that concerns everybody.
    async fn look_back(&self) -> Result<Look, ProviderError> {
        if self.target.seen.enrolment == Enrolment::Unknown {
            return Ok(Look { since: Since::CannotTell, at: self.run.clock.now() });
        }
        let mut last: Option<Look> = None;
        let mut looks = Looks::begin(self.run);
        loop {
            match looks.next(self.target).await {
                Ok(now) => {
                    let look = Look::new(&self.target.seen, &now, self.run.clock.now());
                    if looks.is_over || matches!(look.since, Since::Gone | Since::Anew) {
                        return Ok(look);
                    }
                    last = Some(look);
                }
                Err(error) if error.stops_the_batch() && (looks.is_over || !may_pass(&error)) => {
                    return Err(error);
                }
                Err(error) if looks.is_over => return last.ok_or(error),
                Err(_) => {}
            }
        }
    }

    /// Reads until a read comes through, for up to `settle`: after a request that may have been carried out, one that
    /// fails must not decide.
    async fn read(&self) -> Result<MfaStatus, ProviderError> {
        let mut looks = Looks::begin(self.run);
        loop {
            match looks.next(self.target).await {
                Err(error) if !looks.is_over && may_pass(&error) => {}
                read => return read,
            }
        }
    }

    /// Whoever resumes can read, so nothing is decided for now.
    fn is_left_open(&self, cause: &ProviderError) -> bool {
        self.run.resumable && cause.stops_the_batch()
    }
}

/// Reads of one person with growing pauses, for up to `settle`.
struct Looks<'a> {
    run: &'a Run<'a>,
    deadline: Instant,
    pause: Option<Duration>,
    count: u32,
    /// Was that the last one? It is sent when `settle` is over, and gets its answer.
    is_over: bool,
}

impl<'a> Looks<'a> {
    fn begin(run: &'a Run<'a>) -> Self {
        Self { run, deadline: Instant::now() + run.rules.settle, pause: None, count: 0, is_over: false }
    }

    async fn next(&mut self, target: &Claimed) -> Result<MfaStatus, ProviderError> {
        if let Some(pause) = self.pause {
            let next = Instant::now() + pause;
            sleep_until(if Instant::now() < self.deadline { next.min(self.deadline) } else { next }).await;
        }
        let asked = Instant::now();
        let read = self.run.provider.status(&target.user_id).await;
        self.count += 1;
        let (pause, patience, enough) = match &read {
            Err(ProviderError::NoAnswer(Lost::TimedOut)) => (None, GRACE, true),
            Err(error) if may_pass(error) => (None, GRACE, self.count >= LOOKS),
            _ => (self.pause, Duration::ZERO, true),
        };
        self.pause = Some(pause.map_or(FIRST_PAUSE, |pause| pause * 2));
        self.is_over = enough && asked >= self.deadline + patience;
        read
    }
}

/// May the next read come through where this one did not?
fn may_pass(error: &ProviderError) -> bool {
    matches!(error, ProviderError::NoAnswer(_) | ProviderError::Unreachable { .. })
}

const CANNOT_TELL: &str = "the enrolment cannot be read";

/// What a look back showed, and when.
struct Look {
    since: Since,
    at: Timestamp,
}

impl Look {
    fn new(seen: &MfaStatus, now: &MfaStatus, at: Timestamp) -> Self {
        Self { since: seen.since(now), at }
    }
}
