//! What came of a row, in the words of every script, and the exit code that it asks for.

use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::exit::FailureKind;
use super::mfa::Level;
use super::person::UserId;
use super::time::milliseconds;

/// What came of one row. The words are the contract with every script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Done, and read back.
    Reset,
    /// The service said yes, and that cannot or was not to be read back.
    Accepted,
    /// Nothing to reset, nothing sent.
    NotEnrolled,
    /// The same person as an earlier row, or cancelled.
    Skipped,
    /// A guard said no.
    Refused,
    /// No such person, or more than one.
    NotFound,
    /// Some factors are gone and some are not.
    Partial,
    /// The service said no; nothing was changed.
    Failed,
    /// The service said yes, but the old enrolment is still there.
    Unverified,
    /// The answer was lost, and reading back did not tell.
    Unknown,
    /// On a dry run: a request would go out.
    WouldReset,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 11] = [
        Self::Reset,
        Self::Accepted,
        Self::NotEnrolled,
        Self::Skipped,
        Self::Refused,
        Self::NotFound,
        Self::Partial,
        Self::Failed,
        Self::Unverified,
        Self::Unknown,
        Self::WouldReset,
    ];

    /// The outcome of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    /// The word of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Accepted => "accepted",
            Self::NotEnrolled => "not_enrolled",
            Self::Skipped => "skipped",
            Self::Refused => "refused",
            Self::NotFound => "not_found",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Unverified => "unverified",
            Self::Unknown => "unknown",
            Self::WouldReset => "would_reset",
        }
    }

    /// What it means, for the manual page.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Reset => {
                "done, and read back: no longer enrolled, or enrolled anew since, as `detail` then says"
            }
            Self::Accepted => "the service said yes; it cannot be read back, or `--no-verify`",
            Self::NotEnrolled => "nothing to reset, nothing sent",
            Self::Skipped => "the same person as an earlier row, or cancelled",
            Self::Refused => {
                "a guard said no: an administrator or yourself, another level, id and e-mail are two people, or the \
                 person changed since"
            }
            Self::NotFound => "no such person, or more than one",
            Self::Partial => "some of the person's factors are gone and some are not, as `detail` says",
            Self::Failed => "the service said no; nothing was changed",
            Self::Unverified => "the service said yes, and the old enrolment is still there",
            Self::Unknown => "the answer was lost, and reading back could not settle it",
            Self::WouldReset => "only with `--dry-run` and in a plan: a request would go out",
        }
    }

    /// The exit code that a row with this outcome asks for; `None` where the row is done.
    #[must_use]
    pub fn exit_kind(self) -> Option<FailureKind> {
        match self {
            Self::Reset | Self::Accepted | Self::NotEnrolled | Self::Skipped | Self::WouldReset => None,
            Self::Refused | Self::NotFound | Self::Partial | Self::Failed | Self::Unverified => {
                Some(FailureKind::Incomplete)
            }
            Self::Unknown => Some(FailureKind::UnknownOutcome),
        }
    }
}

/// The exit code of a run whose rows have these outcomes. An unknown one weighs more than one that is known to be bad.
pub fn worst_exit_kind(outcomes: impl IntoIterator<Item = Outcome>) -> Option<FailureKind> {
    outcomes.into_iter().filter_map(Outcome::exit_kind).max_by_key(|kind| kind.code())
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Outcome {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Self::from_word(&word).ok_or_else(|| D::Error::custom(format!("no outcome is called {word}")))
    }
}

/// What happened to one row of the input: the same in a table, JSON and CSV.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResultRow {
    /// The data record in the input, from 1.
    pub row: u64,
    /// The person's id, once known.
    pub user_id: Option<UserId>,
    /// The person's e-mail, from the service once known, else as typed.
    pub email: Option<String>,
    /// The person's name, once known.
    pub name: Option<String>,
    /// The level of the enrolment that was reset.
    pub level: Option<Level>,
    /// What came of it; `None` where the run did not get there.
    pub outcome: Option<Outcome>,
    /// What else is worth knowing.
    pub detail: Option<String>,
    /// When the outcome was known, in milliseconds.
    #[serde(serialize_with = "milliseconds")]
    pub at: Option<Timestamp>,
}
