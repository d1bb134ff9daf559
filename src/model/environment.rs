//! What a profile reaches, and the account on this machine that reaches it.

use serde::{Deserialize, Serialize};

/// How much is at stake behind a profile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The name of this machine.
    pub host: Option<String>,
}

/// An organisation of a service, and its environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The word for the kind of service.
    pub provider: String,
    /// The base URL.
    pub url: String,
    /// The organisation.
    pub org_id: String,
    /// Production, sandbox or demo.
    pub environment: EnvironmentKind,
}
