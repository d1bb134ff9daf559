//! The dangerous act, for one person: one reset, and what proves it. Only this file and `group` send one.
//!
//! `policy` decides what is done next. Here are the requests, and what they brought.

mod reading;

use std::time::Duration;

use jiff::Timestamp;

use super::policy::{Answer, Doubtful, Evidence, Next, Observation, decide};
use super::reason::{Circumstances, Reason};
use super::run::Run;
use crate::model::{Enrolment, EnrolmentChange, Level, Outcome};
use crate::provider::{Lost, ProviderError, Removal};
use crate::state::{Claimed, PersonDetails, RecordedOutcome, StateError};

/// A person who was read longer ago than this is read again before the reset.
const FRESH: Duration = Duration::from_mins(1);
/// A reset whose answer was lost is sent again at most so often, and only if the planned enrolment is still there.
const AGAIN: u32 = 2;
/// Where the service removes only what was planned, sending again does no harm. Even so there is an end to it.
const AGAIN_WITHOUT_HARM: u32 = 5;
/// Where reads are too old before the request can leave, one person is read at most so often.
const READS: u32 = 3;

#[derive(Debug)]
pub(super) enum PersonEnd {
    /// The person has their outcome.
    Done(RecordedOutcome),
    /// The run cannot go on. `sent`: a request may have left for this person.
    Open { cause: ProviderError, sent: bool },
}

/// An answer to a request that says the same of each person in it.
#[derive(Debug, Clone)]
pub(super) enum ResetAnswer {
    Yes,
    Lost(Lost),
    Foreign { why: String },
}

/// The reset of one person: what is known of it so far. Its fields are those of [`Evidence`], and what the words need.
pub(super) struct PersonReset<'a> {
    run: &'a Run<'a>,
    target: &'a Claimed,
    answer: Answer,
    observed: Observation,
    /// When the read began that `observed` is from.
    read_at: Option<Timestamp>,
    /// The person, as read before the request.
    person: Option<PersonDetails>,
    /// The enrolment, as read after a request may have left.
    seen_after: Option<String>,
    /// A request of a run before this one may have reached the service.
    in_doubt: bool,
    /// One of them ended without an answer in time.
    on_its_way: bool,
    /// What the words of the outcome depend on.
    about: Circumstances,
    /// Why the run cannot go on.
    cause: Option<ProviderError>,
}

impl<'a> PersonReset<'a> {
    /// A person for whom no request has left.
    pub(super) fn new(run: &'a Run<'a>, target: &'a Claimed) -> Self {
        Self {
            run,
            target,
            answer: Answer::None,
            // The plan is the last read, and the guards have checked it.
            observed: Observation::Enrolment(EnrolmentChange::Unchanged),
            read_at: target.read_at,
            person: None,
            seen_after: None,
            in_doubt: false,
            on_its_way: target.timed_out,
            about: Circumstances::default(),
            cause: None,
        }
    }

    /// A person for whom a request may have left before this run. They were not read since.
    pub(super) fn in_doubt(run: &'a Run<'a>, target: &'a Claimed) -> Self {
        Self { in_doubt: true, read_at: None, ..Self::new(run, target) }
    }

    /// Resets the person, and reads back.
    pub(super) async fn carry_out(mut self) -> Result<PersonEnd, StateError> {
        let mut unread = 0;
        loop {
            let slot = match self.run.provider.ready().await {
                Ok(slot) => slot,
                Err(cause) => return Ok(self.open(cause)),
            };
            if let Some(end) = self.check().await {
                return Ok(end);
            }
            let end = match self.run.provider.reset(slot, &[self.removal()]).await {
                Err(ProviderError::Throttled) => {
                    self.answer = Answer::Throttled;
                    continue;
                }
                // Nothing was sent: it may be tried again.
                Err(ProviderError::Unread(_)) if unread < AGAIN => {
                    unread += 1;
                    continue;
                }
                Ok(()) => self.after(ResetAnswer::Yes).await?,
                Err(ProviderError::NoAnswer(lost)) => self.after(ResetAnswer::Lost(lost)).await?,
                Err(ProviderError::NotTheApi { why }) => self.after(ResetAnswer::Foreign { why }).await?,
                Err(error) => self.after_no(error).await,
            };
            if let Some(end) = end {
                return Ok(end);
            }
        }
    }

    /// What is asked of the service for this person.
    pub(super) fn removal(&self) -> Removal<'a> {
        Removal { user: &self.target.user_id, level: self.level(), seen: &self.target.seen }
    }

    /// The level of what is removed, by the read that counts.
    pub(super) fn level(&self) -> Option<Level> {
        self.person.as_ref().and_then(|person| person.level).or(self.target.seen.level)
    }

    pub(super) fn row(&self) -> u64 {
        self.target.row
    }

    /// Is the last read too old to send by, or older than the answer to the question?
    pub(super) fn is_stale(&self) -> bool {
        let Some(read_at) = self.read_at else { return true };
        let is_before_answer = self.run.answered_at.is_some_and(|answered| read_at < answered);
        // A clock that was set back tells nothing: then the person is read again.
        let age = self.run.clock.now().duration_since(read_at).try_into();
        is_before_answer || age.map_or(true, |age: Duration| age > FRESH)
    }

    /// Before a request leaves: reads the person where that is due. `None`: it may leave.
    pub(super) async fn check(&mut self) -> Option<PersonEnd> {
        if self.answer != Answer::Throttled {
            self.answer = Answer::None;
        }
        for _ in 0..READS {
            if self.is_stale() {
                self.observed = Observation::NotRead;
            }
            match self.follow_policy().await {
                Some(end) => return Some(end),
                None if !self.is_stale() => return None,
                None => {}
            }
        }
        self.observed = Observation::Failed;
        self.about.trouble = Some(format!("every read is older than {} s when it is there", FRESH.as_secs()));
        self.follow_policy().await
    }

    /// A request was answered. `None`: it may be sent again.
    pub(super) async fn after(&mut self, reply: ResetAnswer) -> Result<Option<PersonEnd>, StateError> {
        self.observed = Observation::NotRead;
        match reply {
            ResetAnswer::Yes => self.answer = Answer::Yes,
            ResetAnswer::Foreign { why } => {
                self.answer = Answer::Foreign;
                self.cause = Some(ProviderError::NotTheApi { why });
            }
            ResetAnswer::Lost(lost) => {
                let timed_out = lost == Lost::TimedOut;
                self.answer = if timed_out { Answer::TimedOut } else { Answer::Lost };
                self.about.trouble = Some(lost.to_string());
                self.about.sent += 1;
                self.on_its_way |= timed_out;
                if timed_out && !self.is_conditional() {
                    // Before the read: should the process die in between, it must not be sent again.
                    let (batch, row) = (self.run.batch, self.target.row);
                    self.run.handle.ask(move |state| state.timed_out(batch, row)).await?;
                }
            }
        }
        Ok(self.follow_policy().await)
    }

    /// The service did not do it, or cannot be asked any more.
    async fn after_no(&mut self, error: ProviderError) -> Option<PersonEnd> {
        if error.stops_the_batch() {
            return Some(self.open(error));
        }
        if matches!(error, ProviderError::Forbidden { .. })
            && let Some(cause) = self.run.rights_lost().await
        {
            return Some(self.open(cause.unwrap_or(error)));
        }
        self.answer = Answer::No;
        self.observed = Observation::NotRead;
        self.about.trouble = Some(error.to_string());
        self.follow_policy().await
    }

    /// Reads for as long as the policy wants to, and does what it says. `None`: the request may leave.
    async fn follow_policy(&mut self) -> Option<PersonEnd> {
        loop {
            match decide(self.evidence()) {
                Next::Read => self.read().await,
                Next::Send => return None,
                Next::Done(outcome, reason) => return Some(PersonEnd::Done(self.done(outcome, reason))),
                Next::LeaveOpen { in_doubt } => {
                    let cause = self.cause.take().unwrap_or(ProviderError::Halted);
                    return Some(PersonEnd::Open { cause, sent: in_doubt });
                }
            }
        }
    }

    /// Reads a person in doubt once, before anything else is done about them.
    pub(super) async fn first_decision(&mut self) -> Next {
        if self.target.seen.enrolment == Enrolment::Unknown {
            self.observed = Observation::Enrolment(EnrolmentChange::Indeterminate);
        } else {
            self.read_once().await;
        }
        decide(self.evidence())
    }

    /// Says what became of the answer to a request of an earlier run.
    pub(super) fn blame_earlier_run(&mut self) {
        let why = "the run before this one was ended while the reset was under way";
        self.about.trouble = Some(why.to_owned());
    }

    /// Why the run cannot go on.
    pub(super) fn into_cause(self) -> ProviderError {
        self.cause.unwrap_or(ProviderError::Halted)
    }

    pub(super) fn done(&mut self, outcome: Outcome, reason: Reason) -> RecordedOutcome {
        RecordedOutcome {
            row: self.row(),
            outcome,
            detail: reason.words(&self.about),
            at: self.run.clock.now(),
            person: self.person.take(),
            seen_after: self.seen_after.take(),
        }
    }

    fn open(&self, cause: ProviderError) -> PersonEnd {
        PersonEnd::Open { cause, sent: self.doubtful() != Doubtful::None }
    }

    fn evidence(&self) -> Evidence {
        Evidence {
            answer: self.answer,
            observed: self.observed,
            conditional: self.is_conditional(),
            doubtful: self.doubtful(),
            on_its_way: self.on_its_way,
            objection: self.about.objection.is_some(),
            verified_by_read: self.run.rules.verify && self.target.seen.enrolment != Enrolment::Unknown,
            resumable: self.run.resumable,
        }
    }

    fn doubtful(&self) -> Doubtful {
        let most = if self.is_conditional() { AGAIN_WITHOUT_HARM } else { AGAIN };
        match self.about.sent {
            0 if !self.in_doubt => Doubtful::None,
            sent if sent <= most => Doubtful::Some,
            _ => Doubtful::Spent,
        }
    }

    fn is_conditional(&self) -> bool {
        self.run.provider.capabilities().conditional_reset
    }
}
