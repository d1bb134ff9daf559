//! The decisions about a reset, as one pure function: what is known of one person goes in, what is done next comes out.
//!
//! `docs/reset-policy.md` is this function as a table, and `tests/policy/` goes over every combination. The code that
//! waits, reads and sends is in `reset`, `group` and `doubt`, and decides nothing.

use super::reason::Reason;
use crate::model::{EnrolmentChange, Outcome};

/// All that matters for what is done next about one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that the table asks")]
pub struct Evidence {
    /// How the last request was answered.
    pub answer: Answer,
    /// What was read of the person since then.
    pub observed: Observation,
    /// Does the service remove only what the plan names? Then a newer enrolment is never lost.
    pub conditional: bool,
    /// How many requests may have been carried out although their answer was lost.
    pub doubtful: Doubtful,
    /// Did one of them end without an answer in time? It may still be carried out.
    pub on_its_way: bool,
    /// Does a guard object, by what was read last?
    pub objection: bool,
    /// Is a yes to be verified by a read, and is there anything to read?
    pub verified_by_read: bool,
    /// Can what is left open be resumed? A reset of one person cannot.
    pub resumable: bool,
}

impl Evidence {
    /// Has certainly no request before the last one been carried out?
    fn is_the_first(self) -> bool {
        self.doubtful == Doubtful::None && !self.on_its_way
    }
}

/// How the last request for this person was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// There is none: the next request is about to leave.
    None,
    /// The service wants to be asked later. Nothing was done.
    Throttled,
    /// Yes.
    Yes,
    /// No.
    No,
    /// The answer was lost, and the request is over: cut, a 5xx, a web page, a garbled body.
    Lost,
    /// No answer came in time.
    TimedOut,
    /// Something answered that is not the API, such as a redirect. It may have passed the request on.
    Foreign,
}

/// What was read of the person since the last answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observation {
    /// Nothing yet, or nothing that is fresh enough to send by.
    NotRead,
    /// No read came through.
    Failed,
    /// No read came through, for a cause that concerns every person.
    Unaskable,
    /// There is no such person any more.
    NotFound,
    /// How the enrolment compares with the planned one.
    Enrolment(EnrolmentChange),
    /// The service never shows anything by which one enrolment could be told from another.
    Indistinct,
}

/// How many requests may have been carried out although their answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubtful {
    /// None.
    None,
    /// Some, and there may be another.
    Some,
    /// As many as there may be.
    Spent,
}

/// What is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The person is read: once before a request, with growing pauses after one.
    Read,
    /// The request leaves.
    Send,
    /// The person has their outcome.
    Done(Outcome, Reason),
    /// The run ends here, and the person has no outcome. `in_doubt`: a request may have left; a resume reads first.
    LeaveOpen {
        /// May a request have left?
        in_doubt: bool,
    },
}

use EnrolmentChange::{Extended, Indeterminate, PartlyRemoved, Removed, Replaced, Unchanged};
use Next::{Done, LeaveOpen, Read, Send};

/// What is done next.
#[must_use]
pub fn decide(mut evidence: Evidence) -> Next {
    evidence.on_its_way |= evidence.answer == Answer::TimedOut;
    match evidence.answer {
        Answer::None | Answer::Throttled if evidence.is_the_first() => before(evidence),
        Answer::None | Answer::Throttled | Answer::Lost | Answer::TimedOut => in_doubt(evidence),
        Answer::Yes => after_yes(evidence),
        Answer::No if evidence.is_the_first() => after_no(evidence),
        Answer::No => after_no_in_doubt(evidence),
        Answer::Foreign => after_foreign(evidence),
    }
}

/// No request has left for this person.
fn before(evidence: Evidence) -> Next {
    match evidence.observed {
        Observation::NotRead => Read,
        Observation::Failed => Done(Outcome::Failed, Reason::NotRead),
        Observation::Unaskable => LeaveOpen { in_doubt: false },
        Observation::NotFound => Done(Outcome::NotFound, Reason::None),
        _ if evidence.objection => Done(Outcome::Refused, Reason::Objection),
        Observation::Enrolment(Removed) => Done(Outcome::NotEnrolled, Reason::None),
        Observation::Enrolment(Replaced) => Done(Outcome::Refused, Reason::EnrolledAgainSincePlan),
        Observation::Enrolment(Unchanged) | Observation::Indistinct => Send,
        // What was set up since is spared by the service itself.
        Observation::Enrolment(_) if evidence.conditional => Send,
        Observation::Enrolment(PartlyRemoved | Extended) => Done(Outcome::Refused, Reason::OtherFactors),
        Observation::Enrolment(Indeterminate) => Done(Outcome::Refused, Reason::NotComparable),
    }
}

/// A request may have been carried out, and its answer was lost.
fn in_doubt(evidence: Evidence) -> Next {
    let change = match evidence.observed {
        Observation::NotRead => return Read,
        Observation::Unaskable if evidence.resumable => return LeaveOpen { in_doubt: true },
        Observation::Failed | Observation::Unaskable => return Done(Outcome::Unknown, Reason::NotReadBack),
        Observation::NotFound => return Done(Outcome::NotFound, Reason::None),
        Observation::Indistinct => Indeterminate,
        Observation::Enrolment(change) => change,
    };
    let is_harmless = evidence.conditional || change == Unchanged && !evidence.on_its_way;
    let may_go_again = is_harmless && evidence.doubtful != Doubtful::Spent && !evidence.objection;
    match change {
        Removed => Done(Outcome::Reset, Reason::None),
        Replaced => Done(Outcome::Reset, Reason::EnrolledAgain),
        _ if may_go_again => Send,
        PartlyRemoved => Done(Outcome::Partial, Reason::SomeLeft),
        Indeterminate => Done(Outcome::Unknown, Reason::NotTold),
        Unchanged | Extended if evidence.on_its_way => Done(Outcome::Unknown, Reason::OnItsWay),
        Unchanged | Extended if evidence.objection => Done(Outcome::Refused, Reason::Objection),
        Extended => Done(Outcome::Failed, Reason::AnotherFactor),
        Unchanged => Done(Outcome::Failed, Reason::NothingChanged),
    }
}

/// The service said yes. That alone proves nothing.
fn after_yes(evidence: Evidence) -> Next {
    if !evidence.verified_by_read {
        return Done(Outcome::Accepted, Reason::None);
    }
    match evidence.observed {
        Observation::NotRead => Read,
        Observation::Unaskable if evidence.resumable => LeaveOpen { in_doubt: true },
        Observation::Failed | Observation::Unaskable => Done(Outcome::Unverified, Reason::YesNotReadBack),
        Observation::NotFound => Done(Outcome::NotFound, Reason::None),
        Observation::Enrolment(Removed) => Done(Outcome::Reset, Reason::None),
        Observation::Enrolment(Replaced) => Done(Outcome::Reset, Reason::EnrolledAgain),
        Observation::Enrolment(PartlyRemoved) => Done(Outcome::Partial, Reason::SomeLeft),
        Observation::Enrolment(Unchanged | Extended) => Done(Outcome::Unverified, Reason::YesStillThere),
        Observation::Enrolment(Indeterminate) | Observation::Indistinct => {
            Done(Outcome::Unverified, Reason::YesNotComparable)
        }
    }
}

/// The service said no to the only request. Where nothing is set up, there was nothing to reset.
fn after_no(evidence: Evidence) -> Next {
    match evidence.observed {
        Observation::NotRead => Read,
        Observation::NotFound => Done(Outcome::NotFound, Reason::None),
        Observation::Enrolment(Removed) => Done(Outcome::NotEnrolled, Reason::None),
        Observation::Enrolment(Replaced) => Done(Outcome::Refused, Reason::EnrolledAgainSincePlan),
        Observation::Enrolment(PartlyRemoved) => Done(Outcome::Partial, Reason::SomeLeft),
        Observation::Enrolment(Unchanged | Extended | Indeterminate)
        | Observation::Indistinct
        | Observation::Failed
        | Observation::Unaskable => Done(Outcome::Failed, Reason::SaidNo),
    }
}

/// The service said no, and a request before this one may have been carried out.
fn after_no_in_doubt(evidence: Evidence) -> Next {
    match evidence.observed {
        Observation::NotRead => Read,
        Observation::Unaskable if evidence.resumable => LeaveOpen { in_doubt: true },
        Observation::NotFound => Done(Outcome::NotFound, Reason::None),
        Observation::Enrolment(Removed) => Done(Outcome::Reset, Reason::None),
        Observation::Enrolment(Replaced) => Done(Outcome::Reset, Reason::EnrolledAgain),
        Observation::Enrolment(PartlyRemoved) => Done(Outcome::Partial, Reason::SomeLeft),
        Observation::Enrolment(Unchanged | Extended) if evidence.on_its_way => {
            Done(Outcome::Unknown, Reason::OnItsWay)
        }
        Observation::Enrolment(Unchanged | Extended) => Done(Outcome::Failed, Reason::SaidNo),
        Observation::Enrolment(Indeterminate)
        | Observation::Indistinct
        | Observation::Failed
        | Observation::Unaskable => Done(Outcome::Unknown, Reason::NotTold),
    }
}

/// What answered is not the API, and may have passed the request on. Unless a read tells that it was done, the run ends.
fn after_foreign(evidence: Evidence) -> Next {
    match evidence.observed {
        Observation::NotRead => Read,
        Observation::Enrolment(Removed) => Done(Outcome::Reset, Reason::None),
        Observation::Enrolment(Replaced) => Done(Outcome::Reset, Reason::EnrolledAgain),
        Observation::Enrolment(Unchanged | Extended | PartlyRemoved | Indeterminate)
        | Observation::Indistinct
        | Observation::NotFound
        | Observation::Failed
        | Observation::Unaskable => LeaveOpen { in_doubt: true },
    }
}
