//! Reading a person before and after a request, and what that shows.

use jiff::Timestamp;

use super::super::guard::{self, Objection};
use super::super::policy::{Answer, Doubtful, Observation};
use super::super::read_back::{ReadBackPoll, is_transient};
use super::PersonReset;
use crate::model::{Enrolment, EnrolmentChange, User};
use crate::provider::ProviderError;
use crate::state::{Claimed, PersonDetails, enrolment_words};

impl PersonReset<'_> {
    /// Reads the person: once before a request and after a clear no; until a read comes through, where a request may
    /// have been carried out; and until that shows or `settle` is over, where one was answered.
    pub(super) async fn read(&mut self) {
        let is_answered =
            matches!(self.answer, Answer::Yes | Answer::Lost | Answer::TimedOut | Answer::Foreign);
        if is_answered {
            return self.read_back().await;
        }
        if self.doubtful() == Doubtful::None {
            return self.read_once().await;
        }
        let mut reads = ReadBackPoll::begin(self.run);
        loop {
            let read_at = self.run.clock.now();
            match reads.next(self.target).await {
                Err(error) if !reads.is_over && is_transient(&error) => {}
                read => return self.observe(read, read_at),
            }
        }
    }

    pub(super) async fn read_once(&mut self) {
        let read_at = self.run.clock.now();
        let read = self.run.find(self.target).await;
        self.observe(read, read_at);
    }

    /// Reads with growing pauses until the planned enrolment is gone or `settle` is over. The last read that came
    /// through counts; an error does where none came through, or where the last cause concerns every person.
    async fn read_back(&mut self) {
        if self.target.seen.enrolment == Enrolment::Unknown {
            self.observed = Observation::Enrolment(EnrolmentChange::Indeterminate);
            return;
        }
        let mut reads = ReadBackPoll::begin(self.run);
        loop {
            let read_at = self.run.clock.now();
            let read = reads.next(self.target).await;
            let is_last = match &read {
                Ok(now) => {
                    let change = self.target.seen.since(&now.mfa);
                    reads.is_over || matches!(change, EnrolmentChange::Removed | EnrolmentChange::Replaced)
                }
                Err(ProviderError::NotFound { .. }) => true,
                Err(error) if error.stops_the_batch() => reads.is_over || !is_transient(error),
                // Nothing more came through: what was read before counts.
                Err(_) if reads.is_over && self.observed != Observation::NotRead => return,
                Err(_) => reads.is_over,
            };
            if is_last || read.is_ok() {
                self.observe(read, read_at);
            }
            if is_last {
                return;
            }
        }
    }

    /// Takes in what a read brought that began at that time.
    fn observe(&mut self, read: Result<User, ProviderError>, read_at: Timestamp) {
        let user = match read {
            Ok(user) => user,
            Err(ProviderError::NotFound { .. }) => return self.observed = Observation::NotFound,
            Err(error) => {
                self.observed =
                    if error.stops_the_batch() { Observation::Unaskable } else { Observation::Failed };
                self.about.trouble.get_or_insert_with(|| error.to_string());
                if error.stops_the_batch() && self.cause.is_none() {
                    self.cause = Some(error);
                }
                return;
            }
        };
        let seen = &self.target.seen;
        self.read_at = Some(read_at);
        let is_before = matches!(self.answer, Answer::None | Answer::Throttled);
        self.observed = if self.doubtful() == Doubtful::None && (is_before || self.answer == Answer::No) {
            guard::observation_before(seen, &user.mfa)
        } else {
            Observation::Enrolment(seen.since(&user.mfa))
        };
        let left: Vec<_> = seen.left(&user.mfa).iter().map(|factor| factor.id.as_str()).collect();
        self.about.left = format!("{} is still there", left.join(", "));
        self.about.objection = self.objection_to(&user);
        if !is_before || self.doubtful() != Doubtful::None {
            self.seen_after = Some(enrolment_words(&user.mfa));
        }
        if is_before {
            self.person = Some(PersonDetails { email: user.email, name: user.name, level: user.mfa.level });
        }
    }

    /// What speaks against sending a request for the person, as they are now.
    fn objection_to(&self, user: &User) -> Option<Objection> {
        let Claimed { seen, email, read_at, .. } = self.target;
        // Of a person who was not read for the plan, only what the input says is known.
        let is_known = email.is_some() || read_at.is_some();
        let other_email = is_known.then(|| guard::email_changed(email.as_deref(), user)).flatten();
        let guards = &self.run.guards;
        guards.objection(user).or(other_email).or_else(|| guard::status_changed(seen, &user.mfa))
    }
}
