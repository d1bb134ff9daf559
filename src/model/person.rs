//! A person of an organisation, and how they are picked.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

use super::mfa::MfaStatus;
use super::time::milliseconds;

/// A person's id as the service wrote it. Opaque: only the provider that gave it knows what it means.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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

/// The key by which two e-mail addresses are one: surrounding ASCII spaces are dropped and ASCII letters folded. All
/// else stays, for services differ in it: some make a `k` of a Kelvin sign, and would pick `mike`.
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
