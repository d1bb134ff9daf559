//! Who is asked for: flags, a file, or stdin, on the way into the plan.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::super::users::lookup;
use super::Context;
use super::targets::Typed;
use crate::batch::roster;
use crate::failure::{Failure, FailureKind};
use crate::model::{Asked, Lookup};
use crate::settings::Profile;
use crate::state::{Draft, Size, State};

/// Where the rows come from.
pub(super) enum Input {
    /// The command line.
    Typed(Vec<Typed>),
    /// A file, or stdin for `-`.
    Csv(PathBuf),
}

/// The input, judged and drafted.
pub(super) struct Drafted {
    pub(super) size: Size,
    /// By which the same input to the same place is known again.
    pub(super) digest: String,
}

impl Input {
    /// How people know the input again.
    pub(super) fn source(&self) -> String {
        match self {
            Self::Typed(_) => "command line".to_owned(),
            Self::Csv(path) => path.display().to_string(),
        }
    }

    pub(super) fn is_typed(&self) -> bool {
        matches!(self, Self::Typed(_))
    }

    /// Judges the whole input, and drafts its rows. Nothing has been sent yet.
    pub(super) fn draft(
        &self,
        state: &mut State,
        profile: &Profile,
        context: &Context,
    ) -> Result<Drafted, Failure> {
        state.begin_draft()?;
        state.draft(|draft| {
            let mut digest = digest_of(profile);
            let mut take = |asked: &Asked| {
                let id = asked.user_id.as_ref().map_or("", |id| id.as_str());
                let email = asked.email.as_deref().unwrap_or_default();
                digest.update(format!("\n{id}\t{email}"));
                draft.ask(asked, None).map_err(Failure::from)
            };
            match self {
                Self::Typed(typed) => from_flags(typed, profile)?.iter().try_for_each(take)?,
                Self::Csv(path) => from_csv(path, profile, context, &mut take)?,
            }
            finish(draft, &digest.finalize())
        })
    }
}

/// Begins the digest of what is asked for by the place where it is.
pub(super) fn digest_of(profile: &Profile) -> Sha256 {
    let place = [&profile.name, profile.environment.word(), profile.kind.word(), &profile.org_id];
    Sha256::new_with_prefix(place.join("\n"))
}

/// The rows are complete.
pub(super) fn finish(draft: &Draft<'_>, digest: &[u8]) -> Result<Drafted, Failure> {
    draft.index()?;
    Ok(Drafted { size: draft.size()?, digest: hex(digest) })
}

/// Bytes as text.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn from_flags(typed: &[Typed], profile: &Profile) -> Result<Vec<Asked>, Failure> {
    let asked = |(index, typed): (usize, &Typed)| {
        let who = match typed {
            Typed::Id(id) => lookup(Some(id), None, profile),
            Typed::Email(email) => lookup(None, Some(email), profile),
        }?;
        let row = index as u64 + 1;
        Ok(match who {
            Lookup::Id(id) => Asked { row, user_id: Some(id), email: None },
            Lookup::Email(email) => Asked { row, user_id: None, email: Some(email) },
        })
    };
    typed.iter().enumerate().map(asked).collect()
}

fn from_csv(
    path: &Path,
    profile: &Profile,
    context: &Context,
    take: &mut dyn FnMut(&Asked) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let file = opened(path, context)?;
    let judge = |text: &str| profile.kind.user_id(text);
    roster::read(file, &judge, |entry| take(&entry.into())).map_err(|failure: Failure| {
        if failure.kind == FailureKind::BadInput {
            failure.cannot(format!("take {}", path.display()))
        } else {
            failure
        }
    })
}

/// A file, or stdin for `-`.
pub(super) fn opened(path: &Path, context: &Context) -> Result<Box<dyn Read>, Failure> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(context.host.stdin()));
    }
    let file = File::open(path).map_err(|error| {
        Failure::new(FailureKind::BadInput, error.to_string()).cannot(format!("read {}", path.display()))
    })?;
    Ok(Box::new(file))
}
