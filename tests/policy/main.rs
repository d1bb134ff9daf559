//! The decisions about a reset: every combination of evidence, what must hold of each of them, and the table for
//! readers.

mod promises;
mod table;

use mfa_admin::engine::policy::{Answer, Doubtful, Evidence, Observation};
use mfa_admin::model::EnrolmentChange;

use EnrolmentChange::{Extended, Indeterminate, PartlyRemoved, Removed, Replaced, Unchanged};

pub(crate) const ANSWERS: [Answer; 7] = [
    Answer::None,
    Answer::Throttled,
    Answer::Lost,
    Answer::TimedOut,
    Answer::Yes,
    Answer::No,
    Answer::Foreign,
];
pub(crate) const OBSERVATIONS: [Observation; 11] = [
    Observation::NotRead,
    Observation::Unaskable,
    Observation::Failed,
    Observation::NotFound,
    Observation::Enrolment(Removed),
    Observation::Enrolment(Replaced),
    Observation::Enrolment(Unchanged),
    Observation::Enrolment(Extended),
    Observation::Enrolment(PartlyRemoved),
    Observation::Enrolment(Indeterminate),
    Observation::Indistinct,
];
const DOUBTFUL: [Doubtful; 3] = [Doubtful::None, Doubtful::Some, Doubtful::Spent];

/// A question about the evidence beside the answer and the observation.
pub(crate) struct Field {
    pub(crate) yes: &'static str,
    pub(crate) no: &'static str,
    pub(crate) set: fn(&mut Evidence, bool),
}

pub(crate) const ON_ITS_WAY: &str = "a request may still be carried out";

/// In the order in which the table asks.
pub(crate) const FIELDS: [Field; 6] = [
    Field { yes: "a guard objects", no: "no guard objects", set: |evidence, yes| evidence.objection = yes },
    Field {
        yes: "the service removes only what was planned",
        no: "the service removes whatever there is",
        set: |evidence, yes| evidence.conditional = yes,
    },
    Field {
        yes: ON_ITS_WAY,
        no: "no request can be on its way",
        set: |evidence, yes| evidence.on_its_way = yes,
    },
    Field {
        yes: "it was sent as often as it may be",
        no: "it may be sent again",
        set: |evidence, yes| {
            if evidence.doubtful != Doubtful::None {
                evidence.doubtful = if yes { Doubtful::Spent } else { Doubtful::Some };
            }
        },
    },
    Field {
        yes: "a yes is to be verified, and can be",
        no: "a yes is not to be verified, or cannot be",
        set: |evidence, yes| evidence.verified_by_read = yes,
    },
    Field {
        yes: "the batch can be resumed",
        no: "nobody resumes it",
        set: |evidence, yes| evidence.resumable = yes,
    },
];

pub(crate) fn evidence(answer: Answer, observed: Observation, doubtful: Doubtful) -> Evidence {
    Evidence {
        answer,
        observed,
        conditional: false,
        doubtful,
        on_its_way: false,
        objection: false,
        verified_by_read: true,
        resumable: true,
    }
}

/// All that there can be.
pub(crate) fn every_combination() -> Vec<Evidence> {
    let mut all = Vec::new();
    for answer in ANSWERS {
        for observed in OBSERVATIONS {
            for doubtful in DOUBTFUL {
                for bits in 0..1 << FIELDS.len() {
                    let mut one = evidence(answer, observed, doubtful);
                    for (n, field) in FIELDS.iter().enumerate() {
                        (field.set)(&mut one, bits & (1 << n) != 0);
                    }
                    all.push(one);
                }
            }
        }
    }
    all
}
