//! `mfa-admin mfa`: the reset, for one person or for a whole file.

mod confirm;
mod report;
mod targets;

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args, Subcommand, ValueEnum};

use super::users::lookup;
use super::{Context, block_on, until_signal};
use crate::batch::{self, Asked, Plan, Rules, Run, roster};
use crate::commands::connection::Connection;
use crate::failure::{Failure, FailureKind};
use crate::model::{Level, Lookup, Principal};
use crate::settings::Profile;
use crate::signals::Signals;
use confirm::Confirmation;
use targets::{Targets, Typed};

/// Reset multi-factor authentication
#[derive(Debug, Subcommand)]
pub(crate) enum Mfa {
    /// Reset MFA, so that people can set it up again
    #[command(
        long_about = "Reset MFA, so that people can set it up again.\n\n\
        Reads the person, shows who it is, and asks in a pop-up in which CANCEL is the default. Nothing is sent \
        before RESET MFA is chosen. After the reset the enrolment is read back where the service can tell. \
        Without a terminal, or with --no-input, give --yes.",
        after_help = "\
Examples:
  mfa-admin --profile demo mfa reset --user-id 42
  mfa-admin --profile demo mfa reset --email valentina.r@test.com --yes -o json
  mfa-admin --profile demo mfa reset --user-id 42 --user-id 43 --dry-run
  mfa-admin mfa reset --csv people.csv --yes --confirm 250 -o csv > results.csv"
    )]
    Reset(Box<Reset>),
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
    max: Option<usize>,
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
    let profile = context.settings.profile()?;
    let asked = asked(&reset, &profile, context)?;
    let people = batch::head_count(&asked);
    within(reset.max, batch::fewest_people(&asked))?;
    if !reset.yes && !reset.dry_run && !context.settings.can_ask {
        return Err(Failure::cancelled("cannot ask for confirmation: there is no terminal to ask on")
            .hint("to reset without being asked, give --yes"));
    }
    let rules = Rules {
        level: reset.level.into(),
        single: reset.csv.is_none() && people == 1,
        dry_run: reset.dry_run,
        verify: !reset.no_verify,
        settle: reset.settle,
    };
    let confirmation = Confirmation { yes: reset.yes, word: reset.confirm };
    let job = Job { asked, rules, confirmation, max: reset.max };
    block_on(async |signals| job.run(context, &signals).await)
}

/// Are there no more people than `--max` allows?
fn within(max: Option<usize>, people: usize) -> Result<(), Failure> {
    match max {
        Some(max) if people > max => {
            let message = format!("the input names {people} people, and --max is {max}");
            Err(Failure::new(FailureKind::BadInput, message).hint("nothing was sent"))
        }
        _ => Ok(()),
    }
}

/// What one command asks for, judged and ready to go.
struct Job {
    asked: Vec<Asked>,
    rules: Rules,
    confirmation: Confirmation,
    max: Option<usize>,
}

impl Job {
    async fn run(self, context: &Context, signals: &Signals) -> Result<(), Failure> {
        let clock = context.host.clock;
        let Self { asked, rules, confirmation, max } = self;
        let subject = rules.single.then(|| asked.first().map(label)).flatten();
        let (connection, principal, plan) = until_signal(signals, prepare(context, asked, &rules))
            .await
            .map_err(|failure| match &subject {
                // Words of its own need no "cannot reset": they concern everybody.
                Some(who) if failure.kind != FailureKind::Interrupted => {
                    failure.cannot(format!("reset MFA for {who}"))
                }
                _ => failure,
            })?;
        within(max, plan.people)?;
        let document = |rows| report::Document::new(&connection.profile, rules.dry_run, rows);
        if rules.dry_run {
            if let Some(word) = &confirmation.word {
                confirm::matches(word, &plan, &principal, &rules, &connection)?;
            }
            let rows = plan.rows.into_iter().map(|row| row.result).collect();
            return report::finish(context, &document(rows), None);
        }
        if plan.targets().next().is_some() {
            let answer = confirmation.ask(context, &connection, &principal, &plan, &rules, signals).await;
            if let Err(refusal) = answer {
                if refusal.says_rows {
                    let rows = plan.cancelled("cancelled", clock.now());
                    report::show(context, &document(rows))?;
                }
                return Err(refusal.failure);
            }
        }
        let report = carry_out(&connection, plan, &rules, context, signals).await;
        report::finish(context, &document(report.rows), report.stopped)
    }
}

/// Everything that only reads: who is signed in, who is asked for, what is to be done.
async fn prepare(
    context: &Context,
    asked: Vec<Asked>,
    rules: &Rules,
) -> Result<(Connection, Principal, Plan), Failure> {
    let connection = context.connect()?;
    let principal = connection.admit().await?;
    let plan = batch::plan(&*connection.provider, &principal, asked, rules, context.host.clock).await?;
    Ok((connection, principal, plan))
}

/// The run itself. The first signal lets what is under way come to its end, the second leaves at once.
async fn carry_out(
    connection: &Connection,
    plan: Plan,
    rules: &Rules,
    context: &Context,
    signals: &Signals,
) -> batch::Report {
    let (stop, clock) = (&connection.stop, context.host.clock);
    let run = Run::new(plan);
    let watch = async {
        signals.first().await;
        stop.raise();
        context.output.note("stopping: waiting for what is under way; once more leaves at once");
        signals.second().await;
    };
    tokio::select! {
        biased;
        () = run.carry_out(&*connection.provider, rules, stop, clock) => {}
        () = watch => {}
    }
    run.report(stop, clock)
}

/// How a message names somebody who was asked for and not yet found.
fn label(asked: &Asked) -> String {
    match (&asked.email, &asked.user_id) {
        (Some(email), _) => email.clone(),
        (None, Some(id)) => format!("user {id}"),
        (None, None) => String::new(),
    }
}

/// The rows of the input: flags, a file, or stdin.
fn asked(reset: &Reset, profile: &Profile, context: &Context) -> Result<Vec<Asked>, Failure> {
    if let Some(path) = &reset.csv {
        return from_csv(path, profile, context);
    }
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
    reset.targets.0.iter().enumerate().map(asked).collect()
}

fn from_csv(path: &PathBuf, profile: &Profile, context: &Context) -> Result<Vec<Asked>, Failure> {
    let name = path.display();
    let file: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(context.host.stdin())
    } else {
        Box::new(File::open(path).map_err(|error| {
            Failure::new(FailureKind::BadInput, error.to_string()).cannot(format!("read {name}"))
        })?)
    };
    let judge = |text: &str| profile.kind.user_id(text);
    let entries =
        roster::read(file, &judge).map_err(|error| Failure::from(error).cannot(format!("take {name}")))?;
    Ok(entries.into_iter().map(Asked::from).collect())
}
