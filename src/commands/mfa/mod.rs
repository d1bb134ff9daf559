//! `mfa-admin mfa`: the reset, for one person or for a whole file.

pub(super) mod confirm;
pub(super) mod course;
mod follow;
mod input;
pub(super) mod report;
mod results;
mod targets;
pub(super) mod terms;

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use super::{Context, batch, block_on};
use crate::batch::Rules;
use crate::failure::{Failure, FailureKind};
use crate::model::Level;
use crate::output::{Asked, ask_choice};
use crate::settings::Profile;
use crate::signals::Signals;
use crate::state::{BatchRecord, Reviewed, State};
use confirm::Confirmation;
use course::{Order, within};
use input::{Drafted, Input};
use targets::{Targets, Typed};
use terms::{Pacing, Terms};

/// Reset multi-factor authentication
#[derive(Debug, Subcommand)]
pub(crate) enum Mfa {
    /// Reset MFA, so that people can set it up again
    #[command(
        long_about = "Reset MFA, so that people can set it up again.\n\n\
        Reads the person, shows who it is, and asks in a pop-up in which CANCEL is the default. Nothing is sent \
        before RESET MFA is chosen. After the reset the enrolment is read back where the service can tell. \
        Without a terminal, or with --no-input, give --yes.\n\n\
        Several people, or a file, are a batch: it is kept in the state folder, everybody in it is reset once whatever \
        dies, and `mfa-admin batch resume` goes on with it.",
        after_help = "\
Examples:
  mfa-admin --profile demo mfa reset --user-id 42
  mfa-admin --profile demo mfa reset --email valentina.r@test.com --yes -o json
  mfa-admin --profile demo mfa reset --user-id 42 --user-id 43 --dry-run
  mfa-admin mfa reset --csv people.csv --yes --confirm 250 -o csv > results.csv
  mfa-admin mfa reset --csv people.csv --yes --confirm 250 --rate 20/s --ticket HELP-1234 --results rows.csv"
    )]
    Reset(Box<Reset>),
}

/// Whom to reset, and how.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are flags of the command line")]
#[command(group = ArgGroup::new("who").required(true).multiple(true))]
pub(crate) struct Reset {
    #[command(flatten)]
    targets: Targets,
    /// A CSV file with a column user_id or email; - reads stdin
    #[arg(long, value_name = "FILE", group = "who", conflicts_with_all = ["user_id", "email"])]
    csv: Option<PathBuf>,
    /// The level that must apply; a person with another one is refused
    #[arg(long, value_enum, default_value_t = LevelWord::Auto)]
    level: LevelWord,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    /// On top of --yes: the e-mail of an administrator, or the number of people of a production batch
    #[arg(long, value_name = "WORD")]
    confirm: Option<String>,
    /// Only look: read everything, send no change
    #[arg(long)]
    dry_run: bool,
    /// Take the service's word, do not read back
    #[arg(long)]
    no_verify: bool,
    /// How long reading back may take to show that it worked
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = targets::seconds)]
    settle: Duration,
    /// Do nothing when the input names more people than this
    #[arg(long, value_name = "N")]
    max: Option<u64>,
    /// Run the same input again although a batch of it is not finished
    #[arg(long)]
    again: bool,
    /// Also write the result rows to this new file, as CSV, as they come
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,
    #[command(flatten)]
    pacing: terms::PacingArgs,
    #[command(flatten)]
    reviewed: ReviewedArgs,
}

/// What is put on record beside who did what.
#[derive(Debug, Args)]
#[command(next_help_heading = "On record")]
pub(super) struct ReviewedArgs {
    /// Why, for the audit record
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The ticket, for the audit record
    #[arg(long, value_name = "ID")]
    ticket: Option<String>,
    /// How the people's identity was checked, for the audit record
    #[arg(long, value_name = "HOW")]
    verified_by: Option<String>,
}

impl From<ReviewedArgs> for Reviewed {
    fn from(args: ReviewedArgs) -> Self {
        Self { reason: args.reason, ticket: args.ticket, verified_by: args.verified_by }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LevelWord {
    /// Whichever applies
    Auto,
    /// The person opted in by themselves
    User,
    /// The organisation enforces MFA
    Org,
}

impl From<LevelWord> for Option<Level> {
    fn from(word: LevelWord) -> Self {
        match word {
            LevelWord::Auto => None,
            LevelWord::User => Some(Level::User),
            LevelWord::Org => Some(Level::Org),
        }
    }
}

pub(super) fn run(mfa: Mfa, context: &Context) -> Result<(), Failure> {
    let Mfa::Reset(reset) = mfa;
    self::reset(*reset, context)
}

fn reset(reset: Reset, context: &Context) -> Result<(), Failure> {
    let profile = context.settings.profile()?;
    let confirmation = Confirmation { yes: reset.yes, word: reset.confirm };
    if !reset.dry_run {
        confirmation.is_possible(context)?;
    }
    let input = match reset.csv {
        Some(path) => Input::Csv(path),
        None => Input::Typed(reset.targets.0),
    };
    let mut state =
        if reset.dry_run { State::scratch() } else { State::open(&context.settings.state_folder) }?;
    let Drafted { size, digest } = input.draft(&mut state, &profile, context)?;
    within(reset.max, size.ids.max(size.emails))?;
    if !reset.again
        && !reset.dry_run
        && let Some(unfinished) = state.unfinished(&digest)?
    {
        match resume_instead(context, &unfinished)? {
            Instead::Resume => return batch::go_on(context, state, &unfinished, &confirmation),
            Instead::Anew => {}
        }
    }
    // After that: the same command typed again names the same file, and is answered by how to go on.
    let results = reset.results.as_deref().map(results::place).transpose()?;
    let rules = Rules {
        level: reset.level.into(),
        verify: !reset.no_verify,
        settle: reset.settle,
        ids_per_request: reset.pacing.ids_per_request.or(profile.site.ids_per_request).unwrap_or(1),
    };
    let order = Order {
        terms: Terms { rules, pacing: Pacing::from(reset.pacing) },
        confirmation,
        dry_run: reset.dry_run,
        typed: input.is_typed(),
        max: reset.max,
        rows: size.rows,
        source: input.source(),
        digest,
        results,
        reviewed: reset.reviewed.into(),
    };
    let subject = sole_subject(&input);
    block_on(async |signals| go(order, context, &profile, state, &signals).await).map_err(|failure| {
        match subject {
            // Words of its own need no "cannot reset": they concern everybody.
            Some(who) if concerns_one(failure.kind) => failure.cannot(format!("reset MFA for {who}")),
            _ => failure,
        }
    })
}

async fn go(
    order: Order,
    context: &Context,
    profile: &Profile,
    state: State,
    signals: &Signals,
) -> Result<(), Failure> {
    let connection = context.connect(profile.clone(), &order.terms.pacing)?;
    order.run(context, &connection, state, signals).await
}

/// How a message names the one person on the command line.
fn sole_subject(input: &Input) -> Option<String> {
    match input {
        Input::Typed(typed) => match typed.as_slice() {
            [Typed::Id(id)] => Some(format!("user {}", id.trim())),
            [Typed::Email(email)] => Some(email.trim().to_owned()),
            _ => None,
        },
        Input::Csv(_) => None,
    }
}

/// Does a failure that ends a run mean that this one person could not be reset?
fn concerns_one(kind: FailureKind) -> bool {
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

/// What is done about a batch of the same input that is not finished.
enum Instead {
    Resume,
    Anew,
}

fn resume_instead(context: &Context, unfinished: &BatchRecord) -> Result<Instead, Failure> {
    let command = report::resume(unfinished);
    let (id, stage) = (&unfinished.id, unfinished.stage.word());
    if !context.settings.can_ask {
        return Err(Failure::cancelled(format!(
            "batch {id} of the same input is not finished: it is {stage}"
        ))
        .hint(format!("nothing was sent; go on with `{command}`, or give --again to run the input anew")));
    }
    let prompt = format!("Batch {id} of the same input is {stage}");
    let choices = ["Go on with it", "Run the input again, as a new batch", "Cancel"];
    let answer = block_on(async |signals| {
        super::until_signal(&signals, async { Ok(ask_choice(&prompt, &choices).await) }).await
    })?;
    match answer {
        Asked::Answer(0) => Ok(Instead::Resume),
        Asked::Answer(1) => Ok(Instead::Anew),
        _ => Err(Failure::cancelled("cancelled").because("nothing was sent")),
    }
}
