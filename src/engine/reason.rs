//! Why a person has their outcome, and the words for it in `detail`.

use super::objection::Objection;

/// Why it ended so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The outcome says it all.
    None,
    /// The person set MFA up again after the reset.
    EnrolledAgain,
    /// The person set MFA up again after the plan was made, and nothing was sent.
    EnrolledAgainSincePlan,
    /// A guard objects; it has words of its own.
    Objection,
    /// The person could not be read, and nothing was sent.
    NotRead,
    /// The factors are not those of the plan.
    OtherFactors,
    /// The enrolment shows too little to tell whether it is the planned one.
    NotComparable,
    /// Some of the planned factors are still there.
    SomeLeft,
    /// The answer was lost, and no read came through.
    NotReadBack,
    /// The answer was lost, and what is read does not tell.
    NotTold,
    /// The request may still be carried out.
    OnItsWay,
    /// The planned enrolment is still there after the last request.
    NothingChanged,
    /// All that was planned is still there, and another factor that one more request would take away too.
    AnotherFactor,
    /// The service said no.
    SaidNo,
    /// The service said yes, and no read came through.
    YesNotReadBack,
    /// The service said yes, and the planned enrolment is still there.
    YesStillThere,
    /// The service said yes, and what is read does not tell.
    YesNotComparable,
}

/// What the words of a reason depend on.
#[derive(Debug, Default)]
pub(super) struct Circumstances {
    /// What went wrong: with the request, else with the read.
    pub(super) trouble: Option<String>,
    /// Which factors are left, in words.
    pub(super) left: String,
    /// What a guard objects.
    pub(super) objection: Option<Objection>,
    /// How many requests of this run may have reached the service.
    pub(super) sent: u32,
}

impl Reason {
    /// What it means, for a page of documentation.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::None => "",
            Self::EnrolledAgain => "enrolled again since",
            Self::EnrolledAgainSincePlan => "enrolled again since it was planned",
            Self::Objection => "what the guard objects",
            Self::NotRead => "cannot be read, nothing was sent",
            Self::OtherFactors => "the factors are not those in the plan any more",
            Self::NotComparable => "the enrolment cannot be compared with the one in the plan",
            Self::SomeLeft => "which factors are still there",
            Self::NotReadBack => "reading back failed",
            Self::NotTold => "the enrolment cannot be read",
            Self::OnItsWay => "it may still be carried out",
            Self::NothingChanged => "nothing was changed",
            Self::AnotherFactor => "nothing was changed, and another factor was set up since: not sent again",
            Self::SaidNo => "what the service said",
            Self::YesNotReadBack => "the service said yes; reading back failed",
            Self::YesStillThere => "the service said yes, and the enrolment is still there",
            Self::YesNotComparable => {
                "the service said yes; whether this is the old enrolment cannot be told"
            }
        }
    }

    /// The words of `detail`.
    pub(super) fn words(self, about: &Circumstances) -> Option<String> {
        let after_trouble = |words: &str| match &about.trouble {
            Some(trouble) => format!("{trouble}; {words}"),
            None => words.to_owned(),
        };
        let trouble = || about.trouble.clone().unwrap_or_default();
        Some(match self {
            Self::None => return None,
            Self::Objection => about.objection.as_ref().map(Objection::to_string).unwrap_or_default(),
            Self::NotRead => format!("cannot be read, nothing was sent: {}", trouble()),
            Self::SomeLeft => after_trouble(&about.left),
            Self::NotReadBack | Self::NotTold | Self::OnItsWay | Self::AnotherFactor => {
                after_trouble(self.meaning())
            }
            Self::NothingChanged => format!("sent {} times, nothing was changed: {}", about.sent, trouble()),
            Self::SaidNo => trouble(),
            Self::EnrolledAgain
            | Self::EnrolledAgainSincePlan
            | Self::OtherFactors
            | Self::NotComparable
            | Self::YesNotReadBack
            | Self::YesStillThere
            | Self::YesNotComparable => self.meaning().to_owned(),
        })
    }
}
