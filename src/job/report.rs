//! What came of it: the rows, the counts, and the exit code that tells the truth. Everything is read from the state
//! database, row by row: a report is as long as the file that was asked for.

use std::collections::BTreeMap;
use std::io;

use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::engine::Stopped;
use crate::failure::{Failure, FailureKind};
use crate::model::{EnvironmentKind, Level, Outcome, ResultRow};
use crate::output::NarrowRule::{Goes, Shrinks};
use crate::output::{Cell, Line, NarrowRule, Record, Shape, Tone};
use crate::session::Context;
use crate::session::written;
use crate::state::{BatchRecord, State, StateError};

/// The whole result of a run, as JSON has it.
#[derive(Serialize)]
struct Document<'a> {
    /// Null where no batch is stored.
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
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(None)?;
        self.state
            .each_row(self.batch, |row| rows.serialize_element(row).map_err(Trouble::Written))
            .map_err(|trouble| match trouble {
                Trouble::Read(error) => S::Error::custom(error),
                Trouble::Written(error) => error,
            })?;
        rows.end()
    }
}

/// What can go wrong while rows are read and written at once.
enum Trouble<E> {
    Read(StateError),
    Written(E),
}

impl<E> From<StateError> for Trouble<E> {
    fn from(error: StateError) -> Self {
        Self::Read(error)
    }
}

/// Writes the rows.
pub(crate) fn show(
    context: &Context,
    state: &State,
    batch: &BatchRecord,
    dry_run: bool,
) -> Result<(), Failure> {
    match context.output.shape() {
        Shape::Document => show_document(context, state, batch, dry_run, None),
        Shape::Page | Shape::Rows => show_rows(context, state, batch.n),
    }
}

/// Writes the result of a run as one document.
pub(crate) fn show_document(
    context: &Context,
    state: &State,
    batch: &BatchRecord,
    dry_run: bool,
    plan: Option<&str>,
) -> Result<(), Failure> {
    written(context.output.document(&Document {
        batch_id: (!dry_run && !batch.new.single).then_some(&batch.id),
        dry_run,
        profile: &batch.new.profile,
        environment: batch.new.environment,
        rows: Rows { state, batch: batch.n },
        counts: counts(batch),
        plan,
    }))
}

/// Writes the rows, one by one.
pub(crate) fn show_rows(context: &Context, state: &State, batch: i64) -> Result<(), Failure> {
    let mut list = context.output.list();
    let shown = state
        .each_row(batch, |row| list.push(row).map_err(Trouble::Written))
        .and_then(|()| list.finish().map_err(Trouble::<io::Error>::Written));
    match shown {
        Ok(()) => Ok(()),
        Err(Trouble::Read(error)) => Err(error.into()),
        Err(Trouble::Written(error)) => written(Err(error)),
    }
}

/// Writes the rows and judges the run.
pub(crate) fn finish(
    context: &Context,
    state: &State,
    batch: &BatchRecord,
    dry_run: bool,
    stopped: Option<Failure>,
) -> Result<(), Failure> {
    let verdict = match stopped {
        Some(cause) => Err(resumable(cause, batch)),
        None => verdict(state, batch),
    };
    let shown = show(context, state, batch, dry_run);
    if !batch.new.single {
        let mut lines = summary(batch, dry_run);
        // Space before the error.
        lines.extend(verdict.is_err().then_some(Line::Blank));
        context.output.show(&lines);
    }
    // What became of people weighs more than a table that could not be written.
    verdict.and(shown)
}

/// The same for a batch that is over already.
pub(crate) fn finish_over(context: &Context, state: &State, batch: &BatchRecord) -> Result<(), Failure> {
    finish(context, state, batch, false, None)
}

/// What became of everybody, for whoever does not read a thousand rows.
fn summary(batch: &BatchRecord, dry_run: bool) -> Vec<Line> {
    let words = |done: bool| {
        let of_these = batch.counts.iter().filter(|(outcome, _)| weight(**outcome).is_none() == done);
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
pub(crate) fn cause(stopped: Stopped) -> Failure {
    match stopped {
        Stopped::Cause(error) => error.into(),
        Stopped::State(error) => error.into(),
        Stopped::RunObserver(error) => Failure::not_written(error).cannot("write the results"),
        Stopped::Interrupted => Failure::interrupted(),
    }
}

/// Adds how much is left, and how to go on.
pub(crate) fn resumable(failure: Failure, batch: &BatchRecord) -> Failure {
    let left = left(batch);
    if left == 0 || batch.new.single {
        return failure;
    }
    failure
        .because(format!("{left} of {} rows of batch {} have no outcome yet", batch.total, batch.id))
        .then(&format!("go on with `{}`", resume(batch)))
}

/// The command that goes on with a batch.
pub(crate) fn resume(batch: &BatchRecord) -> String {
    format!("mfa-admin batch resume {}", batch.id)
}

/// An unknown outcome weighs more than one that is known to be bad.
pub(crate) fn verdict(state: &State, batch: &BatchRecord) -> Result<(), Failure> {
    let undone: Vec<(Outcome, u64, FailureKind)> = batch
        .counts
        .iter()
        .filter_map(|(outcome, count)| weight(*outcome).map(|kind| (*outcome, *count, kind)))
        .collect();
    let Some(kind) = undone.iter().map(|(.., kind)| *kind).max_by_key(|kind| kind.code()) else {
        return Ok(());
    };
    let words: Vec<_> =
        undone.iter().map(|(outcome, count, _)| format!("{count} {}", outcome.word())).collect();
    let failure = Failure::new(kind, format!("not everything is done: {}", words.join(", ")));
    let only_one = matches!(undone.as_slice(), [(_, 1, _)]);
    if !only_one || batch.total > FEW {
        return Err(failure);
    }
    let mut why = None;
    state.each_row(batch.n, |row| {
        if row.outcome.and_then(weight).is_some() {
            why.clone_from(&row.detail);
        }
        Ok::<_, StateError>(())
    })?;
    Err(why.into_iter().fold(failure, Failure::because))
}

/// Of so many rows people look for the one that is not done with their own eyes.
const FEW: u64 = 1000;

/// What an outcome means for the exit code; `None` where the row is done.
fn weight(outcome: Outcome) -> Option<FailureKind> {
    match outcome {
        Outcome::Reset
        | Outcome::Accepted
        | Outcome::NotEnrolled
        | Outcome::Skipped
        | Outcome::WouldReset => None,
        Outcome::Refused | Outcome::NotFound | Outcome::Partial | Outcome::Failed | Outcome::Unverified => {
            Some(FailureKind::Incomplete)
        }
        Outcome::Unknown => Some(FailureKind::UnknownOutcome),
    }
}

/// How an outcome is meant.
pub(crate) fn tone(outcome: Outcome) -> Tone {
    match (weight(outcome), outcome) {
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
