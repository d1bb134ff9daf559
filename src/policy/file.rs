//! The files of a policy: where they are, and who may have written them.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::error::{PolicyError, RuleOrigin};
use super::read::rules;
use super::rule::{Rule, StatedRule};
use crate::files::{self, FileError, Owner};
use crate::host::Environment;

/// A place where a policy may be.
#[derive(Debug, Clone)]
pub struct PolicySource {
    /// The file.
    pub path: PathBuf,
    /// Who may own it.
    pub owner: Owner,
    /// Is it an error if it is not there?
    pub must_exist: bool,
}

impl PolicySource {
    /// That of the system, and the one that the environment adds.
    #[must_use]
    pub fn all(environment: Environment) -> Vec<Self> {
        let added = environment.get("MFA_ADMIN_POLICY_FILE");
        let added = added.map(|path| Self { path: path.into(), owner: Owner::Ours, must_exist: true });
        std::iter::once(Self::of_system(environment)).chain(added).collect()
    }

    /// That of the system.
    #[must_use]
    pub fn of_system(environment: Environment) -> Self {
        let path = environment.policy_folder().join("policy.toml");
        Self { path, owner: Owner::Root, must_exist: false }
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFile {
    /// Where it is.
    pub path: PathBuf,
    /// The SHA-256 of its bytes, in hex, as `sha256sum` has it.
    pub digest: String,
}

/// Reads a file; none where it is not there and need not be.
pub(super) fn read(source: &PolicySource) -> Result<Option<(PolicyFile, Vec<StatedRule>)>, PolicyError> {
    let PolicySource { path, owner, must_exist } = source;
    let bytes = match bytes(path, *owner) {
        Err(error) if error.is(ErrorKind::NotFound) && *must_exist => {
            return Err(PolicyError::Missing { path: path.clone() });
        }
        Err(error) if error.is(ErrorKind::NotFound) => return Ok(None),
        bytes => bytes.map_err(unusable)?,
    };
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        PolicyError::Wrong { origin: RuleOrigin { path: path.clone(), line }, why: "is not UTF-8".to_owned() }
    })?;
    let rules = rules(path, text)?;
    rules.iter().try_for_each(|stated| check_named(stated, *owner))?;
    let digest = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Some((PolicyFile { path: path.clone(), digest }, rules)))
}

/// The content of a file that nobody else can have written.
fn bytes(path: &Path, owner: Owner) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    files::open_to_trust(path, owner)?
        .read_to_end(&mut bytes)
        .map_err(|error| FileError::Io { path: path.to_owned(), error })?;
    Ok(bytes)
}

/// The files that a rule names decide as much as the rule itself.
fn check_named(StatedRule { rule, origin }: &StatedRule, owner: Owner) -> Result<(), PolicyError> {
    let (Rule::Approvers(path) | Rule::Revoked(path)) = rule else { return Ok(()) };
    match files::open_to_trust(path, owner) {
        Err(error) if error.is(ErrorKind::NotFound) => Err(PolicyError::Wrong {
            origin: origin.clone(),
            why: format!("`{}` names {}, which is not there", rule.name(), path.display()),
        }),
        opened => opened.map(drop).map_err(unusable),
    }
}

fn unusable(error: FileError) -> PolicyError {
    match error {
        FileError::Exposed(exposed) => exposed.into(),
        FileError::Io { path, error } => PolicyError::Unreadable { path, error },
    }
}
