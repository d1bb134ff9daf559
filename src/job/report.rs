//! The report: rows, counts and exit code. Rows are read from the state database one by one, because a report is as long
//! as its input.

use std::collections::BTreeMap;
use std::path::Path;

use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};

use super::sentence::sentence;
use crate::engine::Stopped;
use crate::failure::Failure;
use crate::model::{EnvironmentKind, Level, NextSignIn, Outcome, ResultRow, worst_exit_kind};
use crate::output::NarrowRule::{Goes, Shrinks};
use crate::output::{Cell, Line, NarrowRule, Record, Shape, Tone, sanitize};
use crate::session::{Context, RowsError, rows_written, written};
use crate::state::{BatchRecord, State, StateError};

/// The result of a run in JSON.
#[derive(Serialize)]
struct Document<'a> {
    /// Null for a dry run and a single person.
    batch_id: Option<&'a str>,
    dry_run: bool,
    profile: &'a str,
    environment: EnvironmentKind,
    rows: Rows<'a>,
    counts: Counts,
    /// The file that the plan was written to; only `mfa plan` writes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a str>,
}

/// How often each outcome occurred.
pub(crate) type Counts = BTreeMap<&'static str, u64>;

/// The counts of a batch, in words.
pub(crate) fn counts(batch: &BatchRecord) -> Counts {
    batch.counts.iter().map(|(outcome, count)| (outcome.word(), *count)).collect()
}

/// The rows of a batch, read while they are written.
pub(crate) struct Rows<'a> {
    pub(crate) state: &'a State,
    pub(crate) batch: i64,
    /// Only rows with one of these outcomes; all rows where it is empty.
    pub(crate) outcomes: &'a [Outcome],
}

impl<'a> Rows<'a> {
    /// Every row of a batch.
    fn all(state: &'a State, batch: &BatchRecord) -> Self {
        Self { state, batch: batch.n, outcomes: &[] }
    }

    fn each<E: From<StateError>>(&self, mut see: impl FnMut(&ResultRow) -> Result<(), E>) -> Result<(), E> {
        self.state.each_row(self.batch, |row| {
            let is_wanted = row.outcome.is_some_and(|outcome| self.outcomes.contains(&outcome));
            if self.outcomes.is_empty() || is_wanted { see(row) } else { Ok(()) }
        })
    }
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(None)?;
        self.each(|row| rows.serialize_element(row).map_err(RowsError::Write)).map_err(
            |error| match error {
                RowsError::Read(error) => S::Error::custom(error),
                RowsError::Write(error) => error,
            },
        )?;
        rows.end()
    }
}

/// What a batch is whose rows are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// It is stored: a script can ask for it by its id.
    Stored,
    /// A dry run, of which nothing is stored.
    DryRun,
    /// Nobody confirmed it: it is about to be forgotten.
    Unconfirmed,
}

/// Writes the result of a run: a document, or its rows. `plan` is the file of a plan.
pub(super) fn show(
    context: &Context,
    state: &State,
    batch: &BatchRecord,
    shown: Shown,
    plan: Option<&str>,
) -> Result<(), Failure> {
    if context.output.shape() != Shape::Document {
        return show_rows(context, &Rows::all(state, batch));
    }
    written(context.output.document(&Document {
        batch_id: (shown == Shown::Stored && !batch.new.single).then_some(&batch.id),
        dry_run: shown == Shown::DryRun,
        profile: &batch.new.profile,
        environment: batch.new.destination.environment,
        rows: Rows::all(state, batch),
        counts: counts(batch),
        plan,
    }))
}

/// Writes the rows, one by one.
pub(crate) fn show_rows(context: &Context, rows: &Rows<'_>) -> Result<(), Failure> {
    let mut list = context.output.list();
    let shown = rows
        .each(|row| list.push(row).map_err(RowsError::Write))
        .and_then(|()| list.finish().map_err(RowsError::Write));
    rows_written(shown)
}

/// A job that is over: what is on record of it, and why it ended early if it did.
pub(crate) struct Report<'a> {
    pub(crate) context: &'a Context,
    pub(crate) state: State,
    pub(crate) batch: BatchRecord,
    pub(crate) dry_run: bool,
    pub(crate) stopped: Option<Failure>,
    /// What the next sign-in will do, where the service has rules for it.
    pub(crate) next_sign_in: Option<NextSignIn>,
}

impl Report<'_> {
    /// Writes the rows and the summary. The result is the exit code: an error unless everything asked for is done.
    pub(crate) fn tell(self) -> Result<(), Failure> {
        let Self { context, state, batch, dry_run, stopped, next_sign_in } = &self;
        if batch.new.single && stopped.is_none() && context.output.speaks() {
            // The first row stands for the person; later ones may name the same person again.
            let mut said = None;
            state.each_row(batch.n, |row| {
                said.get_or_insert_with(|| sentence(row, context.settings.profile.as_deref(), *next_sign_in));
                Ok::<_, StateError>(())
            })?;
            return written(context.output.sentence(&said.unwrap_or_else(|| Ok(String::new()))?));
        }
        let exit = match stopped {
            Some(cause) => Err(resumable(cause.clone(), batch)),
            // A dry run was to do nothing, so nothing is left undone.
            None if *dry_run => exit_of_run(state, batch, "the run would leave somebody out"),
            None => exit_of_run(state, batch, "not everything is done"),
        };
        let shown = show(context, state, batch, if *dry_run { Shown::DryRun } else { Shown::Stored }, None);
        if !batch.new.single {
            let mut lines = summary(batch, *dry_run);
            if let Some((_, head)) = state.head()?.filter(|_| !dry_run) {
                lines.push(Line::Field("Record", format!("ends with {head}").into()));
            }
            // Space before the error.
            lines.extend(exit.is_err().then_some(Line::Blank));
            context.output.show(&lines);
        }
        // The outcomes of people matter more than a table that could not be written.
        exit.and(shown)
    }

    /// Writes the result of `mfa plan`: where the plan is, and the rows for scripts. The exit code is that of a dry run.
    pub(crate) fn tell_plan(self, path: &Path) -> Result<(), Failure> {
        let Self { context, state, batch, .. } = &self;
        let name = path.display().to_string();
        let shown = if context.output.shape() == Shape::Page {
            written(context.output.result(&format!("{}\n", sanitize(&name))))
        } else {
            show(context, state, batch, Shown::DryRun, Some(&name))
        };
        exit_of_run(state, batch, "the plan leaves somebody out").and(shown)
    }
}

/// The outcomes in a few lines, for people who do not read a thousand rows.
fn summary(batch: &BatchRecord, dry_run: bool) -> Vec<Line> {
    let words = |done: bool| {
        let of_these = batch.counts.iter().filter(|(outcome, _)| outcome.exit_kind().is_none() == done);
        let words: Vec<_> = of_these
            .map(|(outcome, count)| format!("{count} {}", outcome.word().replace('_', " ")))
            .collect();
        (!words.is_empty()).then(|| words.join(", "))
    };
    let mut lines = Vec::new();
    if !dry_run {
        lines.push(Line::Field("Batch", format!("{}, {}", batch.id, batch.stage.word()).into()));
    }
    let (done, undone) = if dry_run { ("Can be done", "Cannot be done") } else { ("Done", "Not done") };
    lines.extend(words(true).map(|words| Line::Field(done, Cell::toned(words, Tone::Good))));
    lines.extend(words(false).map(|words| Line::Field(undone, Cell::toned(words, Tone::Bad))));
    let left = left(batch);
    if left > 0 {
        lines.push(Line::Field("Not reached", Cell::toned(left.to_string(), Tone::Mind)));
    }
    lines
}

/// How many rows have no outcome yet.
fn left(batch: &BatchRecord) -> u64 {
    batch.total - batch.counts.values().sum::<u64>()
}

/// Why a run ended early.
pub(super) fn cause(stopped: Stopped) -> Failure {
    match stopped {
        Stopped::Cause(error) => error.into(),
        Stopped::State(error) => error.into(),
        Stopped::Observer(error) => Failure::not_written(error).cannot("write the results"),
        Stopped::Interrupted => Failure::interrupted(),
    }
}

/// Adds how many rows are left, and how to go on.
pub(super) fn resumable(failure: Failure, batch: &BatchRecord) -> Failure {
    let left = left(batch);
    if left == 0 || batch.new.single {
        return failure;
    }
    failure
        .because(format!("{left} of {} rows of batch {} have no outcome yet", batch.total, batch.id))
        .then(&format!("go on with `{}`", resume_command(batch)))
}

/// The command that goes on with a batch.
pub(super) fn resume_command(batch: &BatchRecord) -> String {
    format!("mfa-admin batch resume {}", batch.id)
}

/// The exit code of a run: that of its worst outcome.
fn exit_of_run(state: &State, batch: &BatchRecord, message: &str) -> Result<(), Failure> {
    let Some(kind) = worst_exit_kind(batch.counts.keys().copied()) else {
        return Ok(());
    };
    let undone: Vec<_> = batch.counts.iter().filter(|(outcome, _)| outcome.exit_kind().is_some()).collect();
    let words: Vec<_> = undone.iter().map(|(outcome, count)| format!("{count} {}", outcome.word())).collect();
    let failure = Failure::new(kind, format!("{message}: {}", words.join(", ")));
    let only_one = matches!(undone.as_slice(), [(_, 1)]);
    if !only_one || batch.total > FEW {
        return Err(failure);
    }
    let mut why = None;
    state.each_row(batch.n, |row| {
        if row.outcome.and_then(Outcome::exit_kind).is_some() {
            why.clone_from(&row.detail);
        }
        Ok::<_, StateError>(())
    })?;
    Err(why.into_iter().fold(failure, Failure::because))
}

/// In a longer report the one row that is not done is not quoted: reading every row again takes too long.
const FEW: u64 = 1000;

/// How an outcome is meant.
pub(crate) fn tone(outcome: Outcome) -> Tone {
    match (outcome.exit_kind(), outcome) {
        (Some(_), _) => Tone::Bad,
        (None, Outcome::Reset | Outcome::Accepted) => Tone::Good,
        (None, _) => Tone::Plain,
    }
}

impl Record for ResultRow {
    const KEYS: &'static [&'static str] =
        &["row", "user_id", "email", "name", "level", "outcome", "detail", "at"];
    const COLUMNS: &'static [&'static str] =
        &["ROW", "USER ID", "EMAIL", "NAME", "LEVEL", "OUTCOME", "DETAIL", "AT"];
    const NARROW_RULES: &'static [NarrowRule] = &[
        Goes("AT"),
        Shrinks("NAME", 12),
        Shrinks("DETAIL", 24),
        Goes("LEVEL"),
        Shrinks("NAME", 8),
        Goes("NAME"),
        Shrinks("DETAIL", 12),
        Shrinks("EMAIL", 20),
    ];

    fn cells(&self) -> Vec<Cell> {
        let outcome = self.outcome.map_or_else(
            || Cell::toned("not reached", Tone::Mind),
            |outcome| Cell::toned(outcome.word(), tone(outcome)),
        );
        vec![
            self.row.to_string().into(),
            Cell::maybe(self.user_id.as_ref().map(ToString::to_string)),
            Cell::maybe(self.email.as_deref()),
            Cell::maybe(self.name.as_deref()),
            Cell::maybe(self.level.map(Level::word)),
            outcome,
            Cell::maybe(self.detail.as_deref()),
            Cell::maybe(self.at.map(|at| format!("{at:.3}"))),
        ]
    }
}
