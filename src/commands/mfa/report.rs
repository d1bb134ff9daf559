//! What came of it: the rows, the counts, and the exit code that tells the truth.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::written;
use super::Context;
use crate::batch::Stopped;
use crate::failure::{Failure, FailureKind};
use crate::model::{EnvironmentKind, Level, Outcome, ResultRow};
use crate::output::GivesWay::{Goes, Shrinks};
use crate::output::{Cell, GivesWay, Record, Tone};
use crate::settings::{Format, Profile};

/// The whole result, as JSON has it.
#[derive(Serialize)]
pub(super) struct Document {
    /// Null where no batch is stored.
    batch_id: Option<String>,
    dry_run: bool,
    profile: String,
    environment: EnvironmentKind,
    rows: Vec<ResultRow>,
    counts: BTreeMap<&'static str, usize>,
}

impl Document {
    pub(super) fn new(profile: &Profile, dry_run: bool, rows: Vec<ResultRow>) -> Self {
        Self {
            batch_id: None,
            dry_run,
            profile: profile.name.clone(),
            environment: profile.environment,
            counts: counts(&rows),
            rows,
        }
    }
}

/// How often each outcome occurred.
pub(super) fn counts<'a>(rows: impl IntoIterator<Item = &'a ResultRow>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for outcome in rows.into_iter().filter_map(|row| row.outcome) {
        *counts.entry(outcome.word()).or_default() += 1;
    }
    counts
}

/// Writes the rows.
pub(super) fn show(context: &Context, document: &Document) -> Result<(), Failure> {
    written(match context.output.format() {
        Format::Json => context.output.document(document),
        Format::Table | Format::Jsonl | Format::Csv => context.output.all(&document.rows),
    })
}

/// Writes the rows and judges the run.
pub(super) fn finish(
    context: &Context,
    document: &Document,
    stopped: Option<Stopped>,
) -> Result<(), Failure> {
    show(context, document)?;
    let failure = match stopped {
        Some(Stopped::Cause(error)) => Failure::from(error),
        Some(Stopped::Interrupted) => Failure::interrupted(),
        None => return verdict(&document.rows),
    };
    let open = document.rows.iter().filter(|row| row.outcome.is_none()).count();
    Err(failure.because(format!("{open} of {} rows were not reached", document.rows.len())))
}

/// An unknown outcome weighs more than one that is known to be bad.
fn verdict(rows: &[ResultRow]) -> Result<(), Failure> {
    let kind = rows.iter().filter_map(|row| row.outcome).filter_map(weight).max_by_key(|kind| kind.code());
    let Some(kind) = kind else { return Ok(()) };
    let undone: Vec<_> = rows.iter().filter(|row| row.outcome.and_then(weight).is_some()).collect();
    let words: Vec<_> =
        counts(undone.iter().copied()).iter().map(|(word, count)| format!("{count} {word}")).collect();
    let failure = Failure::new(kind, format!("not everything is done: {}", words.join(", ")));
    Err(match undone.as_slice() {
        [row] => row.detail.iter().fold(failure, Failure::because),
        _ => failure,
    })
}

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

impl Record for ResultRow {
    const KEYS: &'static [&'static str] =
        &["row", "user_id", "email", "name", "level", "outcome", "detail", "at"];
    const COLUMNS: &'static [&'static str] =
        &["ROW", "USER ID", "EMAIL", "NAME", "LEVEL", "OUTCOME", "DETAIL", "AT"];
    const GIVES_WAY: &'static [GivesWay] = &[
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
            |outcome| {
                let tone = match (weight(outcome), outcome) {
                    (Some(_), _) => Tone::Bad,
                    (None, Outcome::Reset | Outcome::Accepted) => Tone::Good,
                    (None, _) => Tone::Plain,
                };
                Cell::toned(outcome.word(), tone)
            },
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
