//! Who is asked for: flags, a file, or stdin, on the way into the plan.

pub mod csv;
pub(crate) mod plan_file;
pub(crate) mod targets;

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::failure::{Failure, FailureKind};
use crate::model::{InputRow, Lookup};
use crate::session::Context;
use crate::settings::Profile;
use crate::state::{Draft, Size, State};
use targets::Typed;

/// Where the rows come from.
pub(crate) enum Input {
    /// The command line.
    Typed(Vec<Typed>),
    /// A file, or stdin for `-`.
    Csv(PathBuf),
}

/// The input, judged and drafted.
pub(crate) struct Drafted {
    pub(crate) size: Size,
    /// By which the same input to the same place is known again.
    pub(crate) digest: String,
}

impl Input {
    /// How people know the input again.
    pub(crate) fn source(&self) -> String {
        match self {
            Self::Typed(_) => "command line".to_owned(),
            Self::Csv(path) => path.display().to_string(),
        }
    }

    pub(crate) fn is_typed(&self) -> bool {
        matches!(self, Self::Typed(_))
    }

    /// Judges the whole input, and drafts its rows. Nothing has been sent yet.
    pub(crate) fn draft(
        &self,
        state: &mut State,
        profile: &Profile,
        context: &Context,
    ) -> Result<Drafted, Failure> {
        state.begin_draft()?;
        state.draft(|draft| {
            let mut digest = digest_of(profile);
            let mut take = |asked: &InputRow| {
                let id = asked.user_id.as_ref().map_or("", |id| id.as_str());
                let email = asked.email.as_deref().unwrap_or_default();
                digest.update(format!("\n{id}\t{email}"));
                draft.add(asked, None).map_err(Failure::from)
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
pub(crate) fn digest_of(profile: &Profile) -> Sha256 {
    let place = [&profile.name, profile.environment.word(), profile.kind.word(), &profile.org_id];
    Sha256::new_with_prefix(place.join("\n"))
}

/// The rows are complete.
pub(crate) fn finish(draft: &Draft<'_>, digest: &[u8]) -> Result<Drafted, Failure> {
    draft.index()?;
    Ok(Drafted { size: draft.size()?, digest: hex(digest) })
}

/// Bytes as text.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn from_flags(typed: &[Typed], profile: &Profile) -> Result<Vec<InputRow>, Failure> {
    let asked = |(index, typed): (usize, &Typed)| {
        let who = match typed {
            Typed::Id(id) => lookup(Some(id), None, profile),
            Typed::Email(email) => lookup(None, Some(email), profile),
        }?;
        let row = index as u64 + 1;
        Ok(match who {
            Lookup::Id(id) => InputRow { row, user_id: Some(id), email: None },
            Lookup::Email(email) => InputRow { row, user_id: None, email: Some(email) },
        })
    };
    typed.iter().enumerate().map(asked).collect()
}

fn from_csv(
    path: &Path,
    profile: &Profile,
    context: &Context,
    take: &mut dyn FnMut(&InputRow) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let file = opened(path, context)?;
    let judge = |text: &str| profile.kind.user_id(text);
    csv::read(file, &judge, |entry| take(&entry.into())).map_err(|failure: Failure| {
        if failure.kind == FailureKind::BadInput {
            failure.cannot(format!("take {}", path.display()))
        } else {
            failure
        }
    })
}

/// A file, or stdin for `-`.
pub(crate) fn opened(path: &Path, context: &Context) -> Result<Box<dyn Read>, Failure> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(context.host.stdin()));
    }
    let file = File::open(path).map_err(|error| {
        Failure::new(FailureKind::BadInput, error.to_string()).cannot(format!("read {}", path.display()))
    })?;
    Ok(Box::new(file))
}

/// Reads how a person was picked on the command line.
pub(crate) fn lookup(id: Option<&str>, email: Option<&str>, profile: &Profile) -> Result<Lookup, Failure> {
    match (id, email.map(str::trim_ascii)) {
        (Some(id), _) => match profile.kind.user_id(id) {
            Some(id) => Ok(Lookup::Id(id)),
            None => Err(Failure::usage(format!("`{id}` cannot be a user id of {}", profile.kind.word()))),
        },
        (None, Some("") | None) => Err(Failure::usage("the e-mail is empty")),
        (None, Some(email)) => Ok(Lookup::Email(email.to_owned())),
    }
}
