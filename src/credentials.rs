//! Secrets that cannot be printed, and where they are kept: the keyring of the system, the kernel's, or memory.

#[cfg(test)]
mod tests;
mod vault;

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub use vault::Vault;

/// A text nobody should see: it cannot be displayed, its `Debug` is empty, and its memory is wiped when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text as it is; nothing is trimmed.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one place that has to send it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What a profile signs in with.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A key that lives until it is revoked.
    ApiKey(Secret),
    /// What a password sign-in left.
    Token {
        /// The token itself.
        token: Secret,
        /// When it is gone unless used before.
        expires_at: Timestamp,
    },
}

/// The stored form of a token: one line of JSON.
#[derive(Serialize, Deserialize)]
struct StoredToken<'a> {
    #[serde(borrow)]
    token: Cow<'a, str>,
    /// Seconds since 1970.
    expires_at: i64,
}

impl Credential {
    /// What stands in the store: an API key as it is, so that people can put it there and read it with other
    /// tools; a token as one line of JSON, its fractions of a second dropped.
    fn to_stored(&self) -> Zeroizing<String> {
        match self {
            Self::ApiKey(key) => key.0.clone(),
            Self::Token { token, expires_at } => {
                let stored = StoredToken { token: token.expose().into(), expires_at: expires_at.as_second() };
                Zeroizing::new(serde_json::to_string(&stored).expect("a text and a number are always JSON"))
            }
        }
    }

    /// What begins with a brace is a token; no service makes such API keys.
    fn from_stored(bytes: &[u8]) -> Result<Self, CredentialError> {
        let damaged = |why: &str| CredentialError::Damaged { why: why.to_owned() };
        let text = str::from_utf8(bytes).map_err(|_| damaged("it is not text"))?;
        if text.is_empty() {
            return Err(damaged("it is empty"));
        }
        if !text.starts_with('{') {
            return Ok(Self::ApiKey(Secret::new(text.to_owned())));
        }
        // The message of the parser may quote the secret.
        let stored: StoredToken =
            serde_json::from_str(text).map_err(|_| damaged("it is not a stored token"))?;
        let expires_at = Timestamp::from_second(stored.expires_at)
            .map_err(|_| damaged("its token ends at no time there is"))?;
        Ok(Self::Token { token: Secret::new(stored.token.into_owned()), expires_at })
    }
}

/// Which kind of store a credential comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoreKind {
    /// The D-Bus service of Linux and BSD desktops.
    SecretService,
    /// The keychain of macOS.
    Keychain,
    /// The credential manager of Windows.
    CredentialManager,
    /// The kernel keyring of Linux.
    Keyutils,
    /// Environment variables, for one run.
    Environment,
    /// This process alone.
    Memory,
}

impl StoreKind {
    /// The word people and scripts see.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SecretService => "secret-service",
            Self::Keychain => "keychain",
            Self::CredentialManager => "credential-manager",
            Self::Keyutils => "keyutils",
            Self::Environment => "environment",
            Self::Memory => "memory",
        }
    }
}

impl fmt::Display for StoreKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// The store a person chose, in the word of `--store` and of the config file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum StoreChoice {
    /// The keyring of the operating system.
    #[default]
    Keyring,
    /// The keyring of the Linux kernel.
    Keyutils,
}

impl StoreChoice {
    /// The word people type.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Keyring => "keyring",
            Self::Keyutils => "keyutils",
        }
    }
}

impl fmt::Display for StoreChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Why a store did not do as it was asked. A `why` is in the words of the store; none ever holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// There is no such store here, or it cannot be reached.
    #[error("no credential store: {why}")]
    NoStore {
        /// What the attempt to reach it said.
        why: String,
    },
    /// It is locked and nobody opened it, or it has no collection to keep anything in yet.
    #[error("the credential store is locked: {why}")]
    Locked {
        /// What it said.
        why: String,
    },
    /// It does not answer, or waits for somebody to answer its prompt. What was asked may still be done.
    #[error("the credential store does not answer for {seconds} s")]
    Hanging {
        /// How long it was waited for.
        seconds: u64,
    },
    /// It lets this process in, but not to this.
    #[error("the credential store denies access: {why}")]
    Denied {
        /// What it said.
        why: String,
    },
    /// The secret is longer than the store takes.
    #[error("the credential store takes no more than {limit} bytes")]
    TooLarge {
        /// Its limit in bytes.
        limit: u32,
    },
    /// What is stored is not what we store.
    #[error("the stored credential is damaged: {why}")]
    Damaged {
        /// What is wrong with it.
        why: String,
    },
    /// It said yes, and then gave back something else or nothing.
    #[error("the credential store does not keep what it is given")]
    NotKept,
    /// Anything else it said no with.
    #[error("the credential store failed: {why}")]
    Failed {
        /// What it said.
        why: String,
    },
}
