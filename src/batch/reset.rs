//! The dangerous act, for one person: one reset, and proof of it. Only this file and `group` send one.

use std::time::Duration;

use jiff::Timestamp;

use super::Run;
use super::group::removal;
use super::guard;
use super::look::{Look, Looks, may_pass};
use crate::model::{Enrolment, Outcome, Since, User};
use crate::provider::{Lost, ProviderError};
use crate::state::{Claimed, StateError};

/// An enrolment that was read longer ago than this is read again before the reset.
const FRESH: Duration = Duration::from_mins(1);
/// A reset whose answer was lost is sent again at most so often, and only if the planned enrolment is still there.
const AGAIN: u32 = 2;
/// Where the service removes only what was planned it may always be asked again. Even so there is an end to it.
const AGAIN_WITHOUT_HARM: u32 = 5;
const ENROLLED_AGAIN: &str = "enrolled again since";
const CANNOT_TELL: &str = "the enrolment cannot be read";
const MAY_COME: &str = "it may still be carried out";

/// An outcome and its detail.
type Settlement = (Outcome, Option<String>);

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
    /// Did one of them end without an answer in time? It may still be carried out.
    late: bool,
    /// When the enrolment was last seen to be the planned one.
    seen_at: Timestamp,
}

impl<'a> Reset<'a> {
    /// A person for whom no request has left.
    pub(super) fn new(run: &'a Run<'a>, target: &'a Claimed) -> Self {
        Self { run, target, sent: 0, in_doubt: false, late: false, seen_at: target.read_at }
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
        let mut unread = 0;
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
                // Nothing was sent, so nothing speaks against it.
                Err(ProviderError::Unread(_)) if unread < AGAIN => {
                    unread += 1;
                    continue;
                }
                Err(ProviderError::NoAnswer(lost)) => lost,
                Err(ProviderError::NotTheApi { why }) => return Ok(self.astray(why).await),
                Err(cause) if cause.stops_the_batch() => return Ok(self.open(cause)),
                Err(error) => return Ok(self.refusal(error).await),
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

    /// Looks once more before the reset where that is due: a person who enrolled anew since the last look is left alone,
    /// and so is whoever became an administrator.
    pub(super) async fn look_again(&mut self) -> Option<End> {
        if !self.is_look_due() {
            return None;
        }
        let asked = self.run.clock.now();
        let looked =
            if self.may_have_been_sent() { self.look_after().await } else { self.look_before().await };
        match looked {
            Ok(Some((outcome, detail))) => Some(End::Settled(outcome, detail)),
            Ok(None) => {
                self.seen_at = asked;
                None
            }
            Err(cause) => Some(self.open(cause)),
        }
    }

    fn is_look_due(&self) -> bool {
        if self.conditional() || self.target.seen.enrolment == Enrolment::Unknown {
            // A read tells nothing that the service does not look at by itself, but for who the person is by now.
            return self.seen_at == Timestamp::UNIX_EPOCH;
        }
        self.age().is_none_or(|age| age > FRESH)
    }

    /// What a look tells before anything was sent.
    async fn look_before(&self) -> Result<Option<Settlement>, ProviderError> {
        let seen = &self.target.seen;
        let user = match self.run.find(self.target).await {
            Ok(user) => user,
            Err(cause) if cause.stops_the_batch() => return Err(cause),
            Err(ProviderError::NotFound { .. }) => return Ok(Some((Outcome::NotFound, None))),
            Err(error) => {
                let detail = format!("cannot be read, nothing was sent: {error}");
                return Ok(Some((Outcome::Failed, Some(detail))));
            }
        };
        let changed = match seen.since(&user.mfa) {
            // A service that removes only what was planned spares the rest.
            Since::Same | Since::Partly | Since::Grown | Since::CannotTell if self.conditional() => None,
            _ => guard::enrolment_changed(seen, &user.mfa),
        };
        Ok(changed.or_else(|| self.verdict(&user)))
    }

    /// What a look tells after a request that may have been carried out.
    async fn look_after(&self) -> Result<Option<Settlement>, ProviderError> {
        let user = match self.read().await {
            Ok(user) => user,
            Err(cause) if cause.stops_the_batch() => return Err(cause),
            Err(ProviderError::NotFound { .. }) => return Ok(Some((Outcome::NotFound, None))),
            Err(error) => {
                return Ok(Some((Outcome::Unknown, Some(format!("reading back failed: {error}")))));
            }
        };
        let look = Look::new(&self.target.seen, &user.mfa, self.run.clock.now());
        Ok(match look.since {
            Since::Gone => Some((Outcome::Reset, None)),
            Since::Anew => Some((Outcome::Reset, Some(ENROLLED_AGAIN.to_owned()))),
            _ if self.conditional() => self.verdict(&user),
            Since::Partly => Some((Outcome::Partial, Some(look.left))),
            Since::Grown => Some((Outcome::Unknown, Some("another factor was set up since".to_owned()))),
            Since::CannotTell => Some((Outcome::Unknown, Some(CANNOT_TELL.to_owned()))),
            Since::Same if self.target.timed_out => {
                Some((Outcome::Unknown, Some(format!("{}; {MAY_COME}", Lost::TimedOut))))
            }
            Since::Same => self.verdict(&user),
        })
    }

    /// What the guards say of who the person is by now.
    fn verdict(&self, user: &User) -> Option<Settlement> {
        guard::verdict(user, self.run.principal, self.run.rules.level, !self.run.resumable)
    }

    /// An answer was lost. Reading back decides; `None`: the reset is to be sent again.
    async fn lost(&mut self, lost: Lost) -> Result<Option<End>, StateError> {
        self.sent += 1;
        self.late |= lost == Lost::TimedOut;
        let never_again = self.late && !self.conditional();
        if never_again {
            // Before the look: should we die in between, nobody may send it again.
            let (batch, row) = (self.run.batch, self.target.row);
            self.run.desk.ask(move |state| state.timed_out(batch, row)).await?;
        }
        let look = match self.look_back().await {
            Ok(look) => look,
            Err(cause) if self.is_left_open(&cause) => return Ok(Some(self.open(cause))),
            Err(ProviderError::NotFound { .. }) => return Ok(Some(End::Settled(Outcome::NotFound, None))),
            Err(_) => {
                let detail = format!("{lost}; reading back failed");
                return Ok(Some(End::Settled(Outcome::Unknown, Some(detail))));
            }
        };
        let again = self.sent <= if self.conditional() { AGAIN_WITHOUT_HARM } else { AGAIN };
        let (outcome, detail) = match look.since {
            Since::Gone => (Outcome::Reset, None),
            Since::Anew => (Outcome::Reset, Some(ENROLLED_AGAIN.to_owned())),
            Since::Partly | Since::Grown | Since::CannotTell if self.conditional() && again => {
                return Ok(None);
            }
            // Whether it is certain that the first one is over decides whether there may be a second.
            Since::Same if again && !never_again => {
                self.seen_at = look.asked;
                return Ok(None);
            }
            Since::Same | Since::Grown if self.late => {
                (Outcome::Unknown, Some(format!("{lost}; {MAY_COME}")))
            }
            Since::Same | Since::Grown => {
                (Outcome::Failed, Some(format!("sent {} times, nothing was changed: {lost}", self.sent)))
            }
            Since::Partly => (Outcome::Partial, Some(format!("{lost}; {}", look.left))),
            Since::CannotTell => (Outcome::Unknown, Some(format!("{lost}; {CANNOT_TELL}"))),
        };
        Ok(Some(End::Settled(outcome, detail)))
    }

    /// Something answered that is not the API, and may have passed the request on before. Nothing more is to be sent;
    /// reading back may still tell what came of this one.
    pub(super) async fn astray(&self, why: String) -> End {
        let sent = match self.look_back().await.map(|look| look.since) {
            Ok(Since::Gone) => return End::Settled(Outcome::Reset, None),
            Ok(Since::Anew) => return End::Settled(Outcome::Reset, Some(ENROLLED_AGAIN.to_owned())),
            Ok(Since::Same | Since::Grown) => self.may_have_been_sent(),
            Ok(Since::Partly | Since::CannotTell) | Err(_) => true,
        };
        End::Open { cause: ProviderError::NotTheApi { why }, sent }
    }

    /// The service said yes. That is not proof: look.
    pub(super) async fn proof(&self) -> End {
        if !self.run.rules.verify || self.target.seen.enrolment == Enrolment::Unknown {
            return End::Settled(Outcome::Accepted, None);
        }
        let look = match self.look_back().await {
            Ok(look) => look,
            Err(cause) if self.is_left_open(&cause) => return End::Open { cause, sent: true },
            Err(ProviderError::NotFound { .. }) => return End::Settled(Outcome::NotFound, None),
            Err(_) => {
                let detail = "the service said yes; reading back failed".to_owned();
                return End::Settled(Outcome::Unverified, Some(detail));
            }
        };
        let (outcome, detail) = match look.since {
            Since::Gone => (Outcome::Reset, None),
            Since::Anew => (Outcome::Reset, Some(ENROLLED_AGAIN)),
            Since::Partly => (Outcome::Partial, Some(look.left.as_str())),
            Since::Same | Since::Grown => {
                (Outcome::Unverified, Some("the service said yes, and the enrolment is still there"))
            }
            Since::CannotTell => (
                Outcome::Unverified,
                Some("the service said yes; whether this is the old enrolment cannot be told"),
            ),
        };
        End::Settled(outcome, detail.map(str::to_owned))
    }

    /// The service said no. Where nothing is set up any more, there was nothing to reset, however it says so.
    async fn refusal(&self, error: ProviderError) -> End {
        if matches!(error, ProviderError::Forbidden { .. })
            && let Some(cause) = self.run.rights_lost().await
        {
            return self.open(cause.unwrap_or(error));
        }
        let sent = self.may_have_been_sent();
        let now = if sent { self.read().await } else { self.run.find(self.target).await };
        let look = match now {
            Ok(now) => Look::new(&self.target.seen, &now.mfa, self.run.clock.now()),
            Err(ProviderError::NotFound { .. }) => return End::Settled(Outcome::NotFound, None),
            Err(cause) if sent && self.is_left_open(&cause) => return self.open(cause),
            Err(_) => Look::nothing(self.run.clock.now()),
        };
        let (outcome, detail) = match (look.since, sent) {
            // Not this request, but one before it.
            (Since::Gone, true) => (Outcome::Reset, None),
            (Since::Anew, true) => (Outcome::Reset, Some(ENROLLED_AGAIN.to_owned())),
            (Since::CannotTell, true) => (Outcome::Unknown, Some(format!("{error}; {CANNOT_TELL}"))),
            (Since::Gone, false) => (Outcome::NotEnrolled, None),
            (Since::Anew, false) => (Outcome::Refused, Some(guard::ENROLLED_AGAIN.to_owned())),
            (Since::Partly, _) => (Outcome::Partial, Some(format!("{}: {error}", look.left))),
            (Since::Same | Since::Grown, true) if self.late => {
                (Outcome::Unknown, Some(format!("{error}; {MAY_COME}")))
            }
            (Since::Same | Since::Grown, _) | (Since::CannotTell, false) => {
                (Outcome::Failed, Some(error.to_string()))
            }
        };
        End::Settled(outcome, detail)
    }

    /// Reads back with growing pauses until the planned enrolment is gone or `settle` is over, and tells what the
    /// last read showed; an error when none came through, or the last one failed for a cause that concerns everybody.
    async fn look_back(&self) -> Result<Look, ProviderError> {
        if self.target.seen.enrolment == Enrolment::Unknown {
            return Ok(Look::nothing(self.run.clock.now()));
        }
        let mut last: Option<Look> = None;
        let mut looks = Looks::begin(self.run);
        loop {
            let asked = self.run.clock.now();
            match looks.next(self.target).await {
                Ok(now) => {
                    let look = Look::new(&self.target.seen, &now.mfa, asked);
                    if looks.is_over || matches!(look.since, Since::Gone | Since::Anew) {
                        return Ok(look);
                    }
                    last = Some(look);
                }
                Err(error) if error.stops_the_batch() && (looks.is_over || !may_pass(&error)) => {
                    return Err(error);
                }
                Err(error @ ProviderError::NotFound { .. }) => return Err(error),
                Err(error) if looks.is_over => return last.ok_or(error),
                Err(_) => {}
            }
        }
    }

    /// Reads until a read comes through, for up to `settle`: after a request that may have been carried out, one that
    /// fails must not decide.
    async fn read(&self) -> Result<User, ProviderError> {
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
