//! What a person has set up, what is required of them, and whether a later read shows the same enrolment.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A person's MFA on its two axes: what they have set up, and what is required of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MfaStatus {
    /// What the person has set up.
    pub enrolment: Enrolment,
    /// On whose demand it was set up.
    pub level: Option<Level>,
    /// When it was set up.
    pub enrolled_at: Option<Timestamp>,
    /// The single factors, where the service lists them.
    pub factors: Option<Vec<Factor>>,
    /// Is the person exempt from the organisation's demand?
    pub exempt: Option<bool>,
    /// Does the organisation demand MFA of this person?
    pub enforced: Option<bool>,
}

/// What a person has set up as their second factor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enrolment {
    /// At least one factor works.
    Enrolled,
    /// Set-up was begun and not finished.
    Partial,
    /// Nothing is set up.
    NotEnrolled,
    /// The service does not tell.
    #[default]
    Unknown,
}

impl Enrolment {
    /// The enrolment of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Enrolled, Self::Partial, Self::NotEnrolled, Self::Unknown]
            .into_iter()
            .find(|enrolment| enrolment.word() == word)
    }

    /// The word of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Partial => "partial",
            Self::NotEnrolled => "not_enrolled",
            Self::Unknown => "unknown",
        }
    }
}

/// One second factor of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// The service's id of the factor.
    pub id: String,
    /// What it is, in the service's word.
    pub kind: String,
    /// When it was set up.
    pub enrolled_at: Option<Timestamp>,
    /// When it was last used to sign in.
    #[serde(default)]
    pub last_used: Option<Timestamp>,
    /// Is it switched off? It counts as set up all the same.
    #[serde(default)]
    pub disabled: bool,
    /// Is it revoked for good? It counts as set up all the same.
    #[serde(default)]
    pub revoked: bool,
    /// Were there too many wrong codes? Then clearing the counter may be all that the person needs.
    #[serde(default)]
    pub locked: bool,
}

impl Factor {
    /// Is a lock all that keeps it from working?
    #[must_use]
    pub fn is_only_locked(&self) -> bool {
        self.locked && !self.disabled && !self.revoked
    }

    /// Are they one? The same id set up at another time is another factor.
    fn is(&self, other: &Self) -> bool {
        let times = self.enrolled_at.zip(other.enrolled_at);
        self.id == other.id && times.is_none_or(|(time, other)| time == other)
    }
}

/// What happens at the next sign-in of a person who has nothing set up, by the rules of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextSignIn {
    /// They are let in, and set MFA up there.
    Enrols,
    /// They are let in with their password alone.
    PasswordOnly,
    /// They are locked out, until an administrator sets MFA up for them.
    LockedOut,
    /// The rules cannot be read, or do not hold for everybody.
    Unclear,
}

/// Who asked for the MFA: the person or the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The person opted in by themselves.
    User,
    /// The organisation enforces it.
    Org,
}

impl Level {
    /// The level of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::User, Self::Org].into_iter().find(|level| level.word() == word)
    }

    /// The word of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Org => "org",
        }
    }
}

/// How the enrolment of a later read compares with one that was seen before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrolmentChange {
    /// Nothing is set up any more.
    Removed,
    /// Nothing of what was seen is left, and another enrolment stands there.
    Replaced,
    /// Some of the factors that were seen are gone, and some are not.
    PartlyRemoved,
    /// The very enrolment that was seen.
    Unchanged,
    /// All that was seen, and another factor besides.
    Extended,
    /// The service does not tell enough to know.
    Indeterminate,
}

impl MfaStatus {
    /// Compares what was seen (`self`) with what is there `now`.
    ///
    /// "Still enrolled" alone proves nothing: the person may have set MFA up again. Only the factors or a time tell the
    /// old enrolment from a new one. A time alone does so only when it is later: an earlier one may be the same
    /// enrolment, rounded or read from another server.
    #[must_use]
    pub fn since(&self, now: &Self) -> EnrolmentChange {
        match (now.enrolment, self.enrolment) {
            (Enrolment::Unknown, _) => EnrolmentChange::Indeterminate,
            (Enrolment::NotEnrolled, _) => EnrolmentChange::Removed,
            (_, Enrolment::NotEnrolled) => EnrolmentChange::Replaced,
            _ => match (self.listed(), now.listed()) {
                ([], []) => match self.enrolled_at.zip(now.enrolled_at) {
                    Some((before, after)) if after == before => EnrolmentChange::Unchanged,
                    Some((before, after)) if after > before => EnrolmentChange::Replaced,
                    _ => EnrolmentChange::Indeterminate,
                },
                ([], _) | (_, []) => EnrolmentChange::Indeterminate,
                (seen, there) => match self.left(now).len() {
                    0 => EnrolmentChange::Replaced,
                    left if left < seen.len() => EnrolmentChange::PartlyRemoved,
                    _ if there.len() > seen.len() => EnrolmentChange::Extended,
                    _ => EnrolmentChange::Unchanged,
                },
            },
        }
    }

    /// Is a lock the reason that nothing of it works? Then no reset may be needed.
    #[must_use]
    pub fn is_locked_out(&self) -> bool {
        !self.listed().is_empty()
            && self.listed().iter().any(Factor::is_only_locked)
            && self.listed().iter().all(|factor| factor.locked || factor.disabled || factor.revoked)
    }

    /// The factors that were seen (`self`) and are still there `now`.
    #[must_use]
    pub fn left(&self, now: &Self) -> Vec<&Factor> {
        self.listed().iter().filter(|seen| now.listed().iter().any(|there| seen.is(there))).collect()
    }

    /// The factors, where the service lists any.
    #[must_use]
    pub fn listed(&self) -> &[Factor] {
        self.factors.as_deref().unwrap_or_default()
    }

    /// Does it show anything by which this enrolment can be told from a later one?
    #[must_use]
    pub fn is_distinct(&self) -> bool {
        !self.listed().is_empty() || self.enrolled_at.is_some()
    }

    /// Does the organisation demand MFA of this person, given what it demands of everybody?
    #[must_use]
    pub fn enforced_in(&self, org_enforces: Option<bool>) -> Option<bool> {
        self.enforced.or(match (org_enforces, self.exempt) {
            (Some(false), _) | (_, Some(true)) => Some(false),
            (Some(true), Some(false)) => Some(true),
            _ => None,
        })
    }
}
