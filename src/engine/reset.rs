//! The dangerous act, for one person: one reset, and proof of it. Only this file and `group` send one.
//!
//! What is done next is decided in `policy`; here is what happens around it: requests, and what they brought.

mod reading;

use std::time::Duration;

use jiff::Timestamp;

use super::Run;
use super::guard::Objection;
use super::policy::{Answer, Doubtful, Evidence, Next, Observation, decide};
use super::reason::{Circumstances, Reason};
use crate::model::{Enrolment, EnrolmentChange, Level, Outcome};
use crate::provider::{Lost, ProviderError, Removal};
use crate::state::{Claimed, StateError, Told};

/// A person who was read longer ago than this is read again before the reset.
const FRESH: Duration = Duration::from_mins(1);
/// A reset whose answer was lost is sent again at most so often, and only if the planned enrolment is still there.
const AGAIN: u32 = 2;
/// Where the service removes only what was planned it may always be asked again. Even so there is an end to it.
const AGAIN_WITHOUT_HARM: u32 = 5;
/// A service whose reads are stale before a request can leave is read at most so often for one person.
const READS: u32 = 3;

/// How it ended for one person.
#[derive(Debug)]
pub(super) enum PersonEnd {
    /// The outcome is known, or known to be unknown.
    RecordedOutcome { outcome: Outcome, detail: Option<String>, told: Option<Told> },
    /// The run cannot go on. `sent`: a request may have left for this person.
    Open { cause: ProviderError, sent: bool },
}

/// What answered a request, where it says something of each person in it.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    Yes,
    Lost(Lost),
    Foreign { why: String },
}

/// A person on the way through a reset.
pub(super) struct PersonReset<'a> {
    run: &'a Run<'a>,
    target: &'a Claimed,
    answer: Answer,
    observed: Observation,
    /// When what `sight` says was asked for.
    read_at: Option<Timestamp>,
    objection: Option<Objection>,
    /// What a read told of the person before a request left.
    told: Option<Told>,
    /// How many requests of this run may have reached the service.
    sent: u32,
    /// A request of a run before this one may have reached the service.
    in_doubt: bool,
    /// One of them ended without an answer in time.
    on_its_way: bool,
    /// What stood in the way, in words: of the answer, else of the read.
    trouble: Option<String>,
    /// Which of the planned factors are left, in words.
    left: String,
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
            // The plan is what was read last, and guards have seen it.
            observed: Observation::Enrolment(EnrolmentChange::Unchanged),
            read_at: target.read_at,
            objection: None,
            told: None,
            sent: 0,
            in_doubt: false,
            on_its_way: target.timed_out,
            trouble: None,
            left: String::new(),
            cause: None,
        }
    }

    /// A person whom nobody has read for this reset.
    pub(super) fn unread(run: &'a Run<'a>, target: &'a Claimed) -> Self {
        Self { read_at: None, ..Self::new(run, target) }
    }

    /// A person for whom a request may have left before this run.
    pub(super) fn in_doubt(run: &'a Run<'a>, target: &'a Claimed) -> Self {
        Self { in_doubt: true, ..Self::unread(run, target) }
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
                // Nothing was sent, so nothing speaks against it.
                Err(ProviderError::Unread(_)) if unread < AGAIN => {
                    unread += 1;
                    continue;
                }
                Ok(()) => self.after(Reply::Yes).await?,
                Err(ProviderError::NoAnswer(lost)) => self.after(Reply::Lost(lost)).await?,
                Err(ProviderError::NotTheApi { why }) => self.after(Reply::Foreign { why }).await?,
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
        self.told.as_ref().and_then(|told| told.level).or(self.target.seen.level)
    }

    /// The person's row.
    pub(super) fn row(&self) -> u64 {
        self.target.row
    }

    /// Is what was read of the person too old to send by, or older than the answer to the question?
    pub(super) fn is_stale(&self) -> bool {
        let Some(read_at) = self.read_at else { return true };
        let is_before_answer = self.run.answered_at.is_some_and(|answered| read_at < answered);
        // A clock that was set back tells nothing; then it is read again.
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
            match self.settle().await {
                Some(end) => return Some(end),
                None if !self.is_stale() => return None,
                None => {}
            }
        }
        self.observed = Observation::Failed;
        self.trouble = Some(format!("every read is older than {} s when it is there", FRESH.as_secs()));
        self.settle().await
    }

    /// A request was answered. `None`: it may be sent again.
    pub(super) async fn after(&mut self, reply: Reply) -> Result<Option<PersonEnd>, StateError> {
        self.observed = Observation::NotRead;
        match reply {
            Reply::Yes => self.answer = Answer::Yes,
            Reply::Foreign { why } => {
                self.answer = Answer::Foreign;
                self.cause = Some(ProviderError::NotTheApi { why });
            }
            Reply::Lost(lost) => {
                let timed_out = lost == Lost::TimedOut;
                self.answer = if timed_out { Answer::TimedOut } else { Answer::Lost };
                self.trouble = Some(lost.to_string());
                self.sent += 1;
                self.on_its_way |= timed_out;
                if timed_out && !self.is_conditional() {
                    // Before the read: should we die in between, nobody may send it again.
                    let (batch, row) = (self.run.batch, self.target.row);
                    self.run.handle.ask(move |state| state.timed_out(batch, row)).await?;
                }
            }
        }
        Ok(self.settle().await)
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
        self.trouble = Some(error.to_string());
        self.settle().await
    }

    /// Reads for as long as the policy wants to, and does what it says. `None`: the request may leave.
    async fn settle(&mut self) -> Option<PersonEnd> {
        loop {
            match decide(self.evidence()) {
                Next::Read => self.read().await,
                Next::Send => return None,
                Next::Done(outcome, reason) => return Some(self.done(outcome, reason)),
                Next::LeaveOpen { in_doubt } => {
                    let cause = self.cause.take().unwrap_or(ProviderError::Halted);
                    return Some(PersonEnd::Open { cause, sent: in_doubt });
                }
            }
        }
    }

    /// One read without patience, and what it tells; for somebody in doubt, before anything else is done about them.
    pub(super) async fn glance(&mut self) -> Next {
        if self.target.seen.enrolment == Enrolment::Unknown {
            self.observed = Observation::Enrolment(EnrolmentChange::Indeterminate);
        } else {
            let asked = self.run.clock.now();
            let read = self.run.find(self.target).await;
            self.see(read, asked);
        }
        decide(self.evidence())
    }

    /// Says of a request that a run which died has left behind where it went.
    pub(super) fn went_with_its_run(&mut self) {
        let why = "the run before this one was ended while the reset was under way";
        self.trouble = Some(why.to_owned());
    }

    /// Why the run cannot go on.
    pub(super) fn into_cause(self) -> ProviderError {
        self.cause.unwrap_or(ProviderError::Halted)
    }

    pub(super) fn done(&mut self, outcome: Outcome, reason: Reason) -> PersonEnd {
        let about = Circumstances {
            trouble: self.trouble.take(),
            left: std::mem::take(&mut self.left),
            objection: self.objection.as_ref().map(Objection::to_string),
            sent: self.sent,
        };
        PersonEnd::RecordedOutcome { outcome, detail: reason.words(&about), told: self.told.take() }
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
            objection: self.objection.is_some(),
            proven_by_read: self.run.rules.verify && self.target.seen.enrolment != Enrolment::Unknown,
            resumable: self.run.resumable,
        }
    }

    fn doubtful(&self) -> Doubtful {
        let most = if self.is_conditional() { AGAIN_WITHOUT_HARM } else { AGAIN };
        match self.sent {
            0 if !self.in_doubt => Doubtful::None,
            sent if sent <= most => Doubtful::Some,
            _ => Doubtful::Spent,
        }
    }

    fn is_conditional(&self) -> bool {
        self.run.provider.capabilities().conditional_reset
    }
}
