//! `mfa-admin mfa plan`: what a reset would do, written down for somebody else to look at.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::LevelWord;
use crate::engine::ResetRules;
use crate::failure::Failure;
use crate::job::confirm::{Confirmation, card};
use crate::job::course::{Course, Order, within};
use crate::job::input::plan_file::{File, Heading, Writer, cannot};
use crate::job::input::{Drafted, Input};
use crate::job::spec::{Pacing, PacingArgs, Terms};
use crate::job::{report, results_file};
use crate::model::EnvironmentKind;
use crate::output::{Shape, sanitize};
use crate::session::connection::Connection;
use crate::session::destination::Destination;
use crate::session::{Context, block_on, written};
use crate::shell::shell_word;
use crate::signals::Signals;
use crate::state::{BatchRecord, DuplicateRule, Justification, State, StateError};

/// Whom to plan for, and where to write it.
#[derive(Debug, Args)]
pub(crate) struct MakePlan {
    /// A CSV file with a column user_id or email; - reads stdin
    #[arg(long, value_name = "FILE")]
    csv: PathBuf,
    /// Write the plan to this new file
    #[arg(long, value_name = "PLAN")]
    out: PathBuf,
    /// The level that must apply; a person with another one is refused
    #[arg(long, value_enum, default_value_t = LevelWord::Auto)]
    level: LevelWord,
    /// Do nothing when the input names more people than this
    #[arg(long, value_name = "N")]
    max: Option<u64>,
    #[command(flatten)]
    pacing: PacingArgs,
}

/// Plans, and writes the plan.
pub(super) fn make(wish: MakePlan, context: &Context) -> Result<(), Failure> {
    let profile = context.settings.profile()?;
    if wish.out.as_os_str() == "-" {
        return Err(Failure::usage("a plan is written to a file").hint("give --out the name of a new file"));
    }
    results_file::new_place(&wish.out, "--out")?;
    let input = Input::Csv(wish.csv);
    // Nothing of it is kept but the file.
    let mut state = State::scratch()?;
    let Drafted { size, digest } = input.draft(&mut state, &profile, context)?;
    within(wish.max, size.ids.max(size.emails))?;
    let file = File::begin(&wish.out)?;
    let rules =
        ResetRules { level: wish.level.into(), verify: true, settle: Duration::ZERO, ids_per_request: 1 };
    let order = Order {
        terms: Terms { rules, pacing: Pacing::from(wish.pacing) },
        confirmation: Confirmation { yes: false, word: None },
        dry_run: true,
        typed: false,
        max: wish.max,
        rows: size.rows,
        source: input.source(),
        digest,
        results: None,
        justification: Justification::default(),
        duplicates: DuplicateRule::Any,
    };
    block_on(async |signals| {
        let connection = context.connect(profile, &order.terms.pacing)?;
        plan(&order, context, &connection, state, &signals, (file, &wish.out)).await
    })
}

async fn plan(
    order: &Order,
    context: &Context,
    connection: &Connection,
    state: State,
    signals: &Signals,
    (mut file, path): (File, &Path),
) -> Result<(), Failure> {
    let (course, plan) = order.prepare(context, connection, state, signals).await?;
    let card = card(&course.question(&plan).await?);
    let Course { handle, batch, guards, .. } = course;
    let state = handle.close()?;
    let heading = heading(&batch, connection, guards.principal.org.as_deref(), order);
    let indistinct = write(&mut file, &heading, &state, &batch).map_err(|error| match error {
        Unwritten::File(error) => cannot(path, error),
        Unwritten::State(error) => error.into(),
    })?;
    file.keep()?;
    context.output.show(&card);
    say(context, &heading, indistinct, path);
    finish(context, &state, &batch, path)
}

fn heading(batch: &BatchRecord, connection: &Connection, org: Option<&str>, order: &Order) -> Heading {
    let new = &batch.new;
    Heading {
        created_at: new.created_at,
        planned_by: new.actor.clone(),
        profile: new.profile.clone(),
        source: new.source.clone(),
        place: Destination::from(connection),
        org: org.map(str::to_owned),
        level: order.terms.rules.level,
        counts: batch.counts.clone(),
    }
}

/// What can go wrong while rows are read and written at once.
enum Unwritten {
    File(io::Error),
    State(StateError),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<StateError> for Unwritten {
    fn from(error: StateError) -> Self {
        Self::State(error)
    }
}

/// Writes the plan. Says how many of the enrolments in it cannot be told from later ones.
fn write(file: &mut File, heading: &Heading, state: &State, batch: &BatchRecord) -> Result<u64, Unwritten> {
    let mut writer = Writer::begin(file.writer(), heading)?;
    let mut indistinct = 0;
    state.each_planned(batch.n, |planned| {
        indistinct += u64::from(planned.seen.as_ref().is_some_and(|seen| !seen.is_distinct()));
        Ok::<_, Unwritten>(writer.row(planned)?)
    })?;
    writer.finish()?;
    Ok(indistinct)
}

/// What to do with it.
fn say(context: &Context, heading: &Heading, indistinct: u64, path: &Path) {
    let production = heading.place.environment == EnvironmentKind::Production;
    let confirm = if production { format!(" --confirm {}", heading.to_reset()) } else { String::new() };
    if indistinct > 0 {
        context.output.note(format!(
            "the service does not tell when {indistinct} of these people enrolled: whoever enrols anew before the \
             plan is applied is reset all the same"
        ));
    }
    let path = shell_word(&path.display().to_string());
    context.output.note(format!("carry it out with `mfa-admin mfa apply {path}{confirm}`"));
}

/// The result, and the exit code of a dry run.
fn finish(context: &Context, state: &State, batch: &BatchRecord, path: &Path) -> Result<(), Failure> {
    let name = path.display().to_string();
    let shown = match context.output.shape() {
        Shape::Page => written(context.output.result(&format!("{}\n", sanitize(&name)))),
        Shape::Document => report::show_document(context, state, batch, true, Some(&name)),
        Shape::Rows => report::show_rows(context, state, batch.n),
    };
    let planned = |failure: Failure| Failure {
        message: failure.message.replacen("not everything is done", "the plan leaves somebody out", 1),
        ..failure
    };
    report::verdict(state, batch).map_err(planned).and(shown)
}
