//! What can be wrong with flags, environment or config file.

use std::path::PathBuf;

use thiserror::Error;

use crate::files::Exposed;
use crate::model::EnvironmentKind;

/// What is wrong with flags, environment or config file.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// A variable holds a value that it cannot have.
    #[error("{variable} cannot be `{value}`")]
    Variable {
        /// The variable.
        variable: &'static str,
        /// Its value.
        value: String,
        /// The values it can have.
        possible: String,
    },
    /// There is no home folder to put anything in.
    #[error("no home folder")]
    NoHome,
    /// The config file cannot be written.
    #[error("cannot write {}: {why}", path.display())]
    NotWritten {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// Other users can change the config file or its folder.
    #[error(transparent)]
    Exposed(#[from] Exposed),
    /// The config file cannot be read or understood.
    #[error("cannot use {}: {why}", path.display())]
    ConfigFile {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// What stands in the config file, or in the variables of a one-run profile, is wrong.
    #[error("{place}: {why}")]
    BadProfile {
        /// The file and profile, or the variable.
        place: String,
        /// What is wrong.
        why: String,
    },
    /// A profile other than the built-in one has the environment `demo`.
    #[error("{place}: the environment `{}` belongs to the built-in profile", EnvironmentKind::Demo.word())]
    DemoElsewhere {
        /// The file and profile, or the variable.
        place: String,
    },
    /// The environment has a credential for one URL, and the profile of this run another.
    #[error(
        "the credential in the environment is for the URL in MFA_ADMIN_URL, and profile `{name}` has another"
    )]
    AnotherUrl {
        /// The profile.
        name: String,
    },
    /// A profile was named that does not exist.
    #[error("there is no profile `{name}`")]
    NoSuchProfile {
        /// Its name.
        name: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// No profile was named and there is none to fall back on.
    #[error("no profile")]
    NoProfile,
}
