//! `mfa reset`: one person, several, or everybody in a CSV file.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::level::LevelWord;
use crate::failure::{Failure, FailureKind};
use crate::job::input::{Input, KeyColumns, Targets, Typed};
use crate::job::policy::permitted;
use crate::job::{Confirmation, JobSpec, PlannedFor, ResetJob, RunOptions, carry_out};
use crate::model::{Level, Lookup, User};
use crate::output::Card;
use crate::people::{can_ask, panel, pick};
use crate::session::{Context, block_on_until_signal};
use crate::state::Justification;

/// Whom to reset, and how.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("who").multiple(true))]
pub(crate) struct ResetArgs {
    #[command(flatten)]
    targets: Targets,
    /// A CSV file with a column `User ID` or `Email`, however it is spelt; - reads stdin
    #[arg(long, value_name = "FILE", group = "who", conflicts_with_all = ["person", "user_id", "email"])]
    csv: Option<PathBuf>,
    #[command(flatten)]
    columns: KeyColumns,
    /// The level that must apply; a person with another one is refused
    #[arg(long, value_enum, default_value_t = LevelWord::Auto)]
    level: LevelWord,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    /// On top of --yes: the e-mail of an administrator, or how many people the input of a production batch names
    #[arg(long, value_name = "WORD")]
    confirm: Option<String>,
    #[command(flatten)]
    options: RunOptions,
}

pub(super) fn run(args: ResetArgs, context: &Context) -> Result<(), Failure> {
    let (input, shown) = match args.csv {
        Some(path) => (Input::Csv(path, args.columns), None),
        // If clap required `--csv`, it would let this pass beside `--user-id`, with which `--csv` conflicts.
        None if !args.columns.is_empty() => {
            return Err(Failure::usage("--id-column and --email-column name columns of a --csv file"));
        }
        None if args.targets.0.is_empty() => {
            let user = guided(context, args.yes)?;
            (Input::Typed(vec![Typed::Id(user.0.id.to_string())]), Some(user))
        }
        None => (Input::Typed(args.targets.0), None),
    };
    let confirmation = Confirmation { yes: args.yes, word: args.confirm };
    reset(context, &input, args.options, args.level.into(), confirmation, shown)
}

/// Resets the people of an input. `shown` is the person whose Account Status panel stands on the screen already.
pub(crate) fn reset(
    context: &Context,
    input: &Input,
    options: RunOptions,
    level: Option<Level>,
    confirmation: Confirmation,
    shown: Option<(User, PlannedFor)>,
) -> Result<(), Failure> {
    let mut spec = JobSpec::new(context, input, options, level, confirmation)?;
    if let Some((user, planned_for)) = shown {
        spec.mode.shown = Some(user);
        // The default profile may change while the question stands.
        spec.planned_for = Some(planned_for);
    }
    let job = ResetJob::draft(context, spec, input)?;
    carry_out(job).map_err(|failure| match input.sole_person() {
        Some(person) if concerns_one_person(failure.kind) => {
            failure.cannot(format!("reset MFA for {person}"))
        }
        _ => failure,
    })
}

/// The guided way: a person is searched for and chosen, and their Account Status panel is shown. What follows is the reset
/// of a person who was named.
fn guided(context: &Context, yes: bool) -> Result<(User, PlannedFor), Failure> {
    const EXAMPLE: &str = "mfa reset 42";
    if yes {
        return Err(Failure::usage("nobody is named").hint(format!(
            "name people, as in `mfa-admin {EXAMPLE} --yes`, or leave --yes out to search for them"
        )));
    }
    can_ask(context, EXAMPLE)?;
    // Before anybody is searched for: the person is chosen for nothing otherwise.
    permitted(context, context.settings.profile()?.environment, &Justification::default())?;
    block_on_until_signal(async {
        let connection = context.connect_to_read()?;
        let principal = connection.admit().await?;
        let user = pick(context, &connection).await?;
        let account = connection.provider.account(&Lookup::Id(user.id)).await?;
        context.output.show_for_question(&panel(context, &connection, &account, &principal).lines());
        let (destination, profile) = (connection.destination(), connection.profile.name);
        Ok((account.user, PlannedFor { what: "the person", destination, profile }))
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
