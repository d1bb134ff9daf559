//! The input of a job: flags, a CSV file or a plan file, checked as a whole while its rows are drafted.

pub mod csv;
mod digest;
pub mod plan_file;
mod targets;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::Digest;

use crate::approval::HashingReader;
use crate::engine::guard::Expected;
use crate::failure::{Failure, FailureKind};
use crate::model::InputRow;
use crate::session::Context;
use crate::settings::Profile;
use crate::state::{Draft, PlannedRow, Size, State};
pub(crate) use csv::KeyColumns;
use digest::{digest_for, hex};
use plan_file::{Heading, ReviewedPlan, SignedPlan};
pub(crate) use targets::{Target, Targets, Typed};

/// Where the rows come from.
pub(crate) enum Input {
    /// The command line: WHO, `--user-id` and `--email`.
    Typed(Vec<Typed>),
    /// A CSV file, or stdin for `-`, and the columns that flags name.
    Csv(PathBuf, KeyColumns),
    /// A plan file, or stdin for `-`.
    Plan(PathBuf),
}

/// An input whose rows are drafted.
pub(crate) struct DraftedInput {
    pub(crate) size: Size,
    /// The same input for the same organisation has the same digest.
    pub(crate) digest: String,
    /// What a plan file says above its rows, and what its signatures must be of.
    pub(crate) reviewed: Option<(ReviewedPlan, SignedPlan)>,
}

impl Input {
    /// How people recognise the input.
    pub(crate) fn source(&self) -> String {
        match self {
            Self::Typed(_) => "command line".to_owned(),
            Self::Csv(path, _) | Self::Plan(path) => path.display().to_string(),
        }
    }

    pub(crate) fn is_typed(&self) -> bool {
        matches!(self, Self::Typed(_))
    }

    /// How a message names the only person of the input.
    pub(crate) fn sole_person(&self) -> Option<String> {
        match self {
            Self::Typed(typed) => match typed.as_slice() {
                [Typed::Id(id)] => Some(format!("user {}", id.trim())),
                [Typed::Email(email)] => Some(email.trim().to_owned()),
                _ => None,
            },
            Self::Csv(..) | Self::Plan(_) => None,
        }
    }

    /// Checks the whole input and drafts its rows. Nothing is sent.
    pub(crate) fn draft(
        &self,
        state: &mut State,
        profile: &Profile,
        context: &Context,
    ) -> Result<DraftedInput, Failure> {
        state.begin_draft()?;
        state.draft(|draft| {
            let mut digest = digest_for(profile);
            let mut reviewed = None;
            let mut take = |asked: &InputRow| {
                let id = asked.user_id.as_ref().map_or("", |id| id.as_str());
                let email = asked.email.as_deref().unwrap_or_default();
                digest.update(format!("\n{id}\t{email}"));
                draft.add(asked, None).map_err(Failure::from)
            };
            match self {
                Self::Typed(typed) => targets::rows(typed, profile)?.iter().try_for_each(take)?,
                Self::Csv(path, named) => read(path, "take", context, |file| {
                    csv::read(
                        file,
                        named,
                        &|text| profile.kind.user_id(text),
                        |csv::Entry { row, user_id, email, .. }| take(&InputRow { row, user_id, email }),
                    )
                })?,
                Self::Plan(path) => {
                    let mut digests = None;
                    let (plan, sum) = read(path, "apply", context, |file| {
                        let (file, read) = HashingReader::new(file);
                        let drafted = draft_plan(draft, profile, file)?;
                        digests = Some(read());
                        Ok(drafted)
                    })?;
                    digest.update(format!("\nplan {sum}"));
                    reviewed = digests.map(|digests| {
                        let Heading { planned_by, planned_by_id, .. } = plan.heading.clone();
                        (plan, SignedPlan { path: path.clone(), digests, planned_by, planned_by_id })
                    });
                }
            }
            draft.index()?;
            Ok(DraftedInput { size: draft.size()?, digest: hex(&digest.finalize()), reviewed })
        })
    }
}

/// Drafts the rows of a plan file. Returns what stands above them, and the checksum.
fn draft_plan(
    draft: &Draft<'_>,
    profile: &Profile,
    file: impl Read,
) -> Result<(ReviewedPlan, String), Failure> {
    let mut indistinct = 0;
    let mut take = |PlannedRow { shown, seen }: &PlannedRow| {
        let Some(seen) = seen else { return Ok(draft.carry_over(shown)?) };
        indistinct += u64::from(!seen.is_distinct());
        let expected = Expected { email: shown.email.clone(), mfa: seen.clone() };
        let expected = serde_json::to_string(&expected).unwrap_or_default();
        Ok(draft.add_planned(shown, &expected)?)
    };
    let (heading, sum) = plan_file::read(file, &|text| profile.kind.user_id(text), &mut take)?;
    Ok((ReviewedPlan { heading, indistinct }, sum))
}

/// Reads a file, or stdin for `-`. Bad input is told with the name of the file.
fn read<T>(
    path: &Path,
    verb: &str,
    context: &Context,
    reader: impl FnOnce(Box<dyn Read>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let file: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(context.host.stdin())
    } else {
        Box::new(File::open(path).map_err(|error| {
            Failure::new(FailureKind::BadInput, error.to_string()).cannot(format!("read {}", path.display()))
        })?)
    };
    reader(file).map_err(|failure| match failure.kind {
        FailureKind::BadInput => failure.cannot(format!("{verb} {}", path.display())),
        _ => failure,
    })
}
