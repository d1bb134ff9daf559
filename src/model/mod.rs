//! The nouns: a person, what they have set up, and what came of a reset. Nothing here knows HTTP, a terminal or a disk.

mod mfa;
mod stop;

use std::fmt;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

pub use mfa::{Enrolment, EnrolmentChange, Factor, Level, MfaStatus, NextSignIn};
pub use stop::Stop;

/// A person's id as the service wrote it. Opaque: only the provider that gave it knows what it means.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct UserId(String);

impl UserId {
    /// Takes an id in the form its provider uses.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as the service writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The key by which two e-mail addresses are one: surrounding ASCII spaces are dropped and ASCII letters folded. All else
/// counts to the letter, for two services fold it in two ways: of a Kelvin sign some make a `k`, and would pick `mike`.
#[must_use]
pub fn fold_email(email: &str) -> String {
    email.trim_ascii().to_ascii_lowercase()
}

/// How a person is picked. A name never picks anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// By the service's own id.
    Id(UserId),
    /// By the whole e-mail address.
    Email(String),
}

impl fmt::Display for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "user {id}"),
            Self::Email(email) => f.write_str(email),
        }
    }
}

/// One row of the input: a person, by id, by e-mail, or by both, which then must agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputRow {
    /// The data record, from 1.
    pub row: u64,
    /// By id.
    pub user_id: Option<UserId>,
    /// By whole e-mail.
    pub email: Option<String>,
}

impl InputRow {
    /// How the person is looked up: the id is the stronger key.
    #[must_use]
    pub fn lookup(&self) -> Lookup {
        match (&self.user_id, &self.email) {
            (Some(id), _) => Lookup::Id(id.clone()),
            (None, email) => Lookup::Email(email.clone().unwrap_or_default()),
        }
    }
}

/// A person of the organisation, as far as the service tells. What it does not tell is `None`, never guessed.
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// The immutable id that every change acts on.
    pub id: UserId,
    /// First and last name; foreign text, show it only through `output::sanitize`.
    pub name: Option<String>,
    /// The e-mail address as the service writes it.
    pub email: Option<String>,
    /// May this person sign in?
    pub active: Option<bool>,
    /// Is this person an administrator of the organisation?
    pub admin: Option<bool>,
    /// What is known of their second factor.
    pub mfa: MfaStatus,
    /// The last sign-in.
    pub last_login: LastLogin,
}

/// When a person last signed in. A script gets the moment, or null.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LastLogin {
    /// The service does not tell.
    #[default]
    Unknown,
    /// They never did.
    Never,
    /// Then.
    At(Timestamp),
}

impl Serialize for LastLogin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = if let Self::At(at) = self { Some(*at) } else { None };
        milliseconds(&at, serializer)
    }
}

impl User {
    /// How a message names this person: by e-mail, else by id.
    #[must_use]
    pub fn label(&self) -> String {
        self.email.clone().unwrap_or_else(|| format!("user {}", self.id))
    }
}

/// The Account Status panel: a person, and what only a read of that one person tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// The person.
    pub user: User,
    /// The switch "All Data Access".
    pub all_data_access: Option<bool>,
    /// The preferred language, as a tag such as `en-US`.
    pub language: Option<String>,
    /// Names of the groups they are in.
    pub groups: Option<Vec<String>>,
    /// Names of the roles they have.
    pub roles: Option<Vec<String>>,
    /// Do they sign in by single sign-on?
    pub sso: Option<bool>,
}

/// What came of one row. The words are the contract with every script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Done, and read back.
    Reset,
    /// The service said yes; nobody can or wanted to read it back.
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
    /// The answer was lost and reading back could not settle it.
    Unknown,
    /// On a dry run: a request would go out.
    WouldReset,
}

impl Outcome {
    const ALL: [Self; 11] = [
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
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
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
    /// Whatever else is worth knowing.
    pub detail: Option<String>,
    /// When the outcome was known, in milliseconds.
    #[serde(serialize_with = "milliseconds")]
    pub at: Option<Timestamp>,
}

/// Writes a time as RFC 3339 in UTC with exactly three decimals.
///
/// # Errors
/// Those of the serializer.
pub fn milliseconds<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.serialize_str(&format!("{at:.3}")),
        None => serializer.serialize_none(),
    }
}

/// The administrator who is signed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Principal {
    /// Who they are.
    pub user: User,
    /// The organisation their credential is for.
    pub org_id: Option<String>,
    /// Its name.
    pub org: Option<String>,
    /// Does the organisation demand MFA of everybody who is not exempt?
    pub org_enforces_mfa: Option<bool>,
}

/// How much is at stake behind a profile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EnvironmentKind {
    /// Real people; also when nothing is said.
    #[default]
    Production,
    /// A Sandbox environment of the service.
    Sandbox,
    /// The embedded organisation.
    Demo,
}

impl EnvironmentKind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Production, Self::Sandbox, Self::Demo];

    /// Those that a profile can say of a service, in the order in which help lists them.
    pub const OF_SERVICES: [Self; 2] = [Self::Production, Self::Sandbox];

    /// The word of the command line and of the config file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
            Self::Demo => "demo",
        }
    }

    /// The environment of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The account on this machine that runs us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OsAccount {
    /// The real uid, where this system has such.
    pub uid: Option<u32>,
    /// The name of the real uid.
    pub os_user: Option<String>,
    /// From whose account `sudo` came here: a variable says so, which anybody can set.
    pub sudo_user: Option<String>,
}

/// The time of day. One for a run, from `Host`; a fixed one in tests.
#[derive(Clone, Copy)]
pub struct Clock(fn() -> Timestamp);

impl Clock {
    /// A clock that calls `now`.
    #[must_use]
    pub fn new(now: fn() -> Timestamp) -> Self {
        Self(now)
    }

    /// The time of day.
    #[must_use]
    pub fn now(self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_are_one_when_ascii_case_and_spaces_are_all_that_differs() {
        assert_eq!(fold_email("  Valentina.R@TEST.com\t"), "valentina.r@test.com");
        for (one, other) in [
            ("mi\u{212a}e@x.y", "mike@x.y"),
            ("ЖУК@x.y", "жук@x.y"),
            ("\u{17f}am@x.y", "sam@x.y"),
            ("\u{a0}ana@x.y", "ana@x.y"),
        ] {
            assert_ne!(fold_email(one), fold_email(other));
        }
    }
}
