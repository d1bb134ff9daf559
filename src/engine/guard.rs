//! Which people need more than `--yes`, and what is refused whatever was typed. What is not known counts as dangerous.

use serde::{Deserialize, Serialize};

use super::policy::{Answer, Doubtful, Evidence, Next, Observation, decide};
use super::reason::Circumstances;
use crate::model::{Enrolment, EnrolmentChange, Level, MfaStatus, Outcome, Principal, User, fold_email};
use crate::provider::Administrators;

pub use super::objection::{Objection, Protected};

/// An outcome and its detail.
pub type Verdict = (Outcome, Option<String>);

/// Who may be reset.
#[derive(Debug, Clone)]
pub struct Guards {
    /// Who is signed in.
    pub principal: Principal,
    /// Of which people the service says whether they are administrators.
    pub administrators: Administrators,
    /// The level that must apply; any when `None`.
    pub level: Option<Level>,
    /// May a protected person be reset? Only singly, when that was confirmed or is about to be asked.
    pub protected_may: bool,
}

impl Guards {
    /// The same for a reset of one person, who may be protected: it is then asked for more than a yes.
    #[must_use]
    pub fn for_one(self, is_one: bool) -> Self {
        Self { protected_may: is_one, ..self }
    }

    /// Could a reset of this person open more than one account? Also where the service does not say that it could not.
    #[must_use]
    pub fn protected(&self, user: &User) -> Option<Protected> {
        let own = &self.principal.user;
        let is_own_email = own
            .email
            .as_deref()
            .map(fold_email)
            .is_some_and(|own| user.email.as_deref().map(fold_email).is_some_and(|email| email == own));
        match user.admin {
            _ if user.id == own.id || is_own_email => Some(Protected::Yourself),
            Some(true) => Some(Protected::Administrator),
            Some(false) => None,
            None if self.administrators == Administrators::NoneAmongPeople => None,
            None => Some(Protected::NotTold),
        }
    }

    /// What speaks against a reset, whatever the plan says.
    #[must_use]
    pub fn objection(&self, user: &User) -> Option<Objection> {
        if let (false, Some(why)) = (self.protected_may, self.protected(user)) {
            return Some(Objection::Protected(why));
        }
        // Where nothing is set up there is no level either.
        let wanted = self.level.filter(|_| user.mfa.enrolment != Enrolment::NotEnrolled)?;
        (user.mfa.level != Some(wanted)).then_some(Objection::Level(user.mfa.level))
    }

    /// The end of a row of a new plan, if it has one.
    #[must_use]
    pub fn verdict(&self, user: &User) -> Option<Verdict> {
        if let Some(objection) = self.objection(user) {
            return Some((Outcome::Refused, Some(objection.to_string())));
        }
        (user.mfa.enrolment == Enrolment::NotEnrolled).then_some((Outcome::NotEnrolled, None))
    }
}

/// A target of an earlier plan, as that plan saw the person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The e-mail.
    pub email: Option<String>,
    /// The enrolment that is to be reset.
    pub mfa: MfaStatus,
}

impl Expected {
    /// Reads what a draft keeps of it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The end of a row whose person is not as planned any more.
    #[must_use]
    pub fn verdict(&self, user: &User) -> Option<Verdict> {
        let objection =
            email_changed(self.email.as_deref(), user).or_else(|| status_changed(&self.mfa, &user.mfa));
        let evidence = Evidence {
            answer: Answer::None,
            observed: observation_before(&self.mfa, &user.mfa),
            // These factors were reviewed, and no others.
            conditional: false,
            doubtful: Doubtful::None,
            on_its_way: false,
            objection: objection.is_some(),
            verified_by_read: false,
            resumable: true,
        };
        match decide(evidence) {
            Next::Done(outcome, reason) => {
                Some((outcome, reason.words(&Circumstances { objection, ..Circumstances::default() })))
            }
            Next::Read | Next::Send | Next::LeaveOpen { .. } => None,
        }
    }
}

/// Is the e-mail another one than in the plan? Two addresses are two people.
pub(super) fn email_changed(then: Option<&str>, user: &User) -> Option<Objection> {
    let now = user.email.as_deref();
    let words = |email: Option<&str>| email.unwrap_or("none").to_owned();
    let differs = then.map(fold_email) != now.map(fold_email);
    differs.then(|| Objection::Changed { what: "e-mail", then: words(then), now: words(now) })
}

/// Is what is set up of another kind than in the plan?
pub(super) fn status_changed(then: &MfaStatus, now: &MfaStatus) -> Option<Objection> {
    let differs = |what, then: &str, now: &str| {
        (then != now).then(|| Objection::Changed { what, then: then.to_owned(), now: now.to_owned() })
    };
    if now.enrolment == Enrolment::NotEnrolled {
        return None;
    }
    let levels = then.level.zip(now.level);
    differs("enrolment", then.enrolment.word(), now.enrolment.word())
        .or_else(|| levels.and_then(|(then, now)| differs("level", then.word(), now.word())))
}

/// How the enrolment compares with the planned one, before a request leaves for it.
pub(super) fn observation_before(then: &MfaStatus, now: &MfaStatus) -> Observation {
    let is_later = then.enrolled_at.zip(now.enrolled_at).is_some_and(|(then, now)| now > then);
    match then.since(now) {
        // A plan in a file has no times of the single factors, but the latest of them.
        EnrolmentChange::Unchanged if is_later => Observation::Enrolment(EnrolmentChange::Replaced),
        // Where a service never tells one enrolment from another, nobody could be reset otherwise.
        EnrolmentChange::Indeterminate if !then.is_distinct() && !now.is_distinct() => {
            Observation::Indistinct
        }
        change => Observation::Enrolment(change),
    }
}
