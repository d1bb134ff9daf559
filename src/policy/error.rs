//! Why there is no policy to go by, and what a policy refuses.

use std::fmt;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::files::Exposed;

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOrigin {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
}

impl fmt::Display for RuleOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path.display(), self.line)
    }
}

/// Why the policy cannot be used. Until that is mended nothing is changed.
#[derive(Debug, Error)]
pub enum PolicyError {
    /// The file, its folder, or a file that it names may have been written by somebody who may not make rules.
    #[error(transparent)]
    Exposed(#[from] Exposed),
    /// A file is there, and cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// `MFA_ADMIN_POLICY_FILE` names a file that is not there.
    #[error("MFA_ADMIN_POLICY_FILE names {}, which is not there", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// What stands in the file is wrong.
    #[error("{origin}: {why}")]
    Wrong {
        /// Where.
        origin: RuleOrigin,
        /// The rule, and what is wrong with it.
        why: String,
    },
}

/// A rule forbids what was about to be done.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("forbidden by `{rule}` in {origin}: {why}")]
pub struct PolicyRefusal {
    /// The name of the rule.
    pub rule: &'static str,
    /// Where it stands.
    pub origin: RuleOrigin,
    /// What it allows, and what it was asked for.
    pub why: String,
    /// What to do about it.
    pub remedy: String,
}
