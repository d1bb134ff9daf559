//! Secrets that cannot be printed, and where they are kept: the keyring of the system, the kernel's, or memory.

mod entry;
#[cfg(test)]
mod tests;
mod vault;

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub use entry::SecretScope;
pub use vault::Vault;

/// A text that must not be shown: it has no `Display`, its `Debug` is empty, and its memory is wiped when dropped.
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
    /// What a sign-in with a password brought.
    Token {
        /// The token itself.
        token: Secret,
        /// When it ends unless it is renewed before.
        expires_at: Timestamp,
    },
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

impl fmt::Display for StoreKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::SecretService => "secret-service",
            Self::Keychain => "keychain",
            Self::CredentialManager => "credential-manager",
            Self::Keyutils => "keyutils",
            Self::Environment => "environment",
            Self::Memory => "memory",
        })
    }
}

/// The store of a profile, in the word of `--store` and of the config file.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum StoreChoice {
    /// The keyring of the operating system.
    #[default]
    Keyring,
    /// The keyring of the Linux kernel.
    Keyutils,
}

impl fmt::Display for StoreChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Keyring => "keyring",
            Self::Keyutils => "keyutils",
        })
    }
}

/// How a store failed. A `why` has the words of the store, and never a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// There is no such store here, or it cannot be reached.
    #[error("no credential store: {why}")]
    NoStore {
        /// The store's words.
        why: String,
    },
    /// It is locked, or it has no collection yet.
    #[error("the credential store is locked: {why}")]
    Locked {
        /// The store's words.
        why: String,
    },
    /// It does not answer, or waits for an answer to its prompt. What was asked may still be done.
    #[error("the credential store does not answer for {seconds} s")]
    Hanging {
        /// How long we waited.
        seconds: u64,
    },
    /// It refuses this process.
    #[error("the credential store denies access: {why}")]
    Denied {
        /// The store's words.
        why: String,
    },
    /// The secret is longer than the store takes.
    #[error("the credential store takes no more than {limit} bytes")]
    TooLarge {
        /// Its limit in bytes.
        limit: u32,
    },
    /// The entry is not one of ours.
    #[error("the stored credential is damaged: {why}")]
    Damaged {
        /// What is wrong with it.
        why: String,
    },
    /// The credential was made for another scope, and is sent nowhere else.
    #[error("the stored credential was made for another place, {place}")]
    Elsewhere {
        /// The profile of the entry.
        profile: String,
        /// What it was made for, in words.
        place: String,
    },
    /// The entry does not name a scope, as those of the first versions.
    #[error("the stored credential does not say which service it is for")]
    Unbound {
        /// The profile of the entry.
        profile: String,
    },
    /// It said yes, and then returned something else or nothing.
    #[error("the credential store does not keep what it is given")]
    NotKept,
    /// Any other failure.
    #[error("the credential store failed: {why}")]
    Failed {
        /// The store's words.
        why: String,
    },
}
