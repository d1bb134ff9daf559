//! `mfa-admin mfa`: the reset, for one person or for a whole file, at once or by a plan that somebody reviews.

mod apply;
mod plan;
mod unlock;

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use crate::failure::{Failure, FailureKind};
use crate::job::confirm::Confirmation;
use crate::job::input::Input;
use crate::job::input::targets::{Targets, Typed};
use crate::job::options::{Manner, Ready};
use crate::model::Level;
use crate::session::Context;

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
    /// Write a plan of a reset, for somebody else to review; sends nothing
    #[command(
        long_about = "Write a plan of a reset, for somebody else to review; sends nothing.\n\n\
        Looks everybody up, reads their enrolment and asks the guards, as `mfa reset --dry-run` does, and writes what \
        would be done: a line for each row of the input. No batch is kept. The exit code is that of the dry run: 7 when \
        somebody would be refused or was not found; the plan is written all the same. `mfa-admin mfa apply` carries \
        it out.",
        after_help = "\
Examples:
  mfa-admin --profile demo mfa plan --csv people.csv --out people.plan
  mfa-admin mfa plan --csv people.csv --out people.plan --level org"
    )]
    Plan(Box<plan::MakePlan>),
    /// Carry out a plan that was reviewed
    #[command(
        long_about = "Carry out a plan that was reviewed.\n\n\
        Reads everybody again and resets those whom the plan has as would_reset, and nobody else. Whoever is not any \
        more as planned is refused: another e-mail, another enrolment, an administrator by now. The other rows are not \
        read again: they come out as they were planned, and count for the exit code in the same way.\n\n\
        A plan that was changed or cut short, or is for another organisation, service or environment, is refused as a \
        whole. It is a batch like any other: `mfa-admin batch resume` goes on with it. Applied twice, it resets nobody \
        twice.",
        after_help = "\
Examples:
  mfa-admin --profile demo mfa apply people.plan
  mfa-admin mfa apply people.plan --yes --confirm 250 --ticket HELP-1234 -o csv > results.csv"
    )]
    Apply(Box<apply::Apply>),
    /// Clear a person's counter of wrong codes; removes nothing
    #[command(
        long_about = "Clear a person's counter of wrong codes; removes nothing.\n\n\
        For somebody whose codes are refused because too many were wrong, at a service that counts them. What they have \
        set up works again. Read back afterwards; safe to repeat.",
        after_help = "Example:\n  mfa-admin mfa unlock --email ana@example.org"
    )]
    Unlock(unlock::Unlock),
}

/// Whom to reset, and how.
#[derive(Debug, Args)]
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
    #[command(flatten)]
    manner: Manner,
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
    match mfa {
        Mfa::Reset(reset) => self::reset(*reset, context),
        Mfa::Plan(plan) => plan::make(*plan, context),
        Mfa::Apply(apply) => apply::apply(*apply, context),
        Mfa::Unlock(unlock) => unlock::unlock(&unlock, context),
    }
}

fn reset(reset: Reset, context: &Context) -> Result<(), Failure> {
    let profile = context.settings.profile()?;
    let confirmation = Confirmation { yes: reset.yes, word: reset.confirm };
    let manner = reset.manner;
    manner.is_possible(context, &confirmation)?;
    let input = match reset.csv {
        Some(path) => Input::Csv(path),
        None => Input::Typed(reset.targets.0),
    };
    let mut state = manner.state(context)?;
    let drafted = input.draft(&mut state, &profile, context)?;
    let ready = Ready {
        drafted,
        level: reset.level.into(),
        typed: input.is_typed(),
        source: input.source(),
        planned_for: None,
        once: false,
    };
    let subject = sole_subject(&input);
    manner.carry_out(context, profile, state, confirmation, ready).map_err(|failure| {
        match subject {
            // Words of its own need no "cannot reset": they concern everybody.
            Some(who) if concerns_one(failure.kind) => failure.cannot(format!("reset MFA for {who}")),
            _ => failure,
        }
    })
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
