//! `mfa reset`: one person, several, or everybody in a CSV file.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::level::LevelWord;
use crate::failure::{Failure, FailureKind};
use crate::job::input::{Input, KeyColumns, Targets};
use crate::job::{Confirmation, JobSpec, ResetJob, RunOptions, carry_out};
use crate::session::Context;

/// Whom to reset, and how.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("who").required(true).multiple(true))]
pub(crate) struct ResetArgs {
    #[command(flatten)]
    targets: Targets,
    /// A CSV file with a column `User ID` or `Email`, however it is spelt; - reads stdin
    #[arg(long, value_name = "FILE", group = "who", conflicts_with_all = ["user_id", "email"])]
    csv: Option<PathBuf>,
    #[command(flatten)]
    columns: KeyColumns,
    /// The level that must apply; a person with another one is refused
    #[arg(long, value_enum, default_value_t = LevelWord::Auto)]
    level: LevelWord,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    /// On top of --yes: the e-mail of an administrator, or the number of people of a production batch
    #[arg(long, value_name = "WORD")]
    confirm: Option<String>,
    #[command(flatten)]
    options: RunOptions,
}

pub(super) fn run(args: ResetArgs, context: &Context) -> Result<(), Failure> {
    let input = match args.csv {
        Some(path) => Input::Csv(path, args.columns),
        None if args.columns.is_empty() => Input::Typed(args.targets.0),
        // If clap required `--csv`, it would let this pass beside `--user-id`, with which `--csv` conflicts.
        None => return Err(Failure::usage("--id-column and --email-column name columns of a --csv file")),
    };
    let confirmation = Confirmation { yes: args.yes, word: args.confirm };
    let spec = JobSpec::new(context, &input, args.options, args.level.into(), confirmation)?;
    let job = ResetJob::draft(context, spec, &input)?;
    carry_out(job).map_err(|failure| match input.sole_person() {
        Some(person) if concerns_one_person(failure.kind) => {
            failure.cannot(format!("reset MFA for {person}"))
        }
        _ => failure,
    })
}

/// Does a failure of this kind say that this one person could not be reset? The others concern every person, and have
/// words of their own.
fn concerns_one_person(kind: FailureKind) -> bool {
    !matches!(
        kind,
        FailureKind::Interrupted
            | FailureKind::Cancelled
            | FailureKind::Incomplete
            | FailureKind::UnknownOutcome
            | FailureKind::BadInput
            | FailureKind::Usage
    )
}
