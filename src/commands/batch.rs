//! `mfa-admin batch`: stored batches, and going on with one.

use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use serde::Serialize;

use crate::failure::Failure;
use crate::job::{Confirmation, Counts, Rows, counts, resume, show_rows};
use crate::model::Outcome;
use crate::output::NarrowRule::{Goes, Shrinks};
use crate::output::{Cell, Line, NarrowRule, Record, Shape, Tone};
use crate::session::{Context, written};
use crate::state::{BatchRecord, Justification, State};

/// See batches, and go on with one that was interrupted
#[derive(Debug, Subcommand)]
pub(crate) enum Batch {
    /// List the batches, newest first
    #[command(after_help = "Example:\n  mfa-admin batch list")]
    List,
    /// Show a batch and its rows
    #[command(after_help = "\
Examples:
  mfa-admin batch show last
  mfa-admin batch show last --outcome failed,unknown
  mfa-admin batch show 20261124-k3 -o csv")]
    Show(Show),
    /// Go on with a batch that is not finished
    #[command(
        long_about = "Go on with a batch that is not finished.\n\n\
        People for whom a request may have been sent are read first: whoever has no enrolment any more, or a newer one, \
        is done. Nobody is reset twice. It goes on with the profile, the rules and the results file of the batch.",
        after_help = "Examples:\n  mfa-admin batch resume last\n  mfa-admin batch resume 20261124-k3f9q2 --yes"
    )]
    Resume(Resume),
    /// Forget batches that are over; what was sent stays in `audit list`
    #[command(after_help = "Example:\n  mfa-admin batch purge --older-than 90")]
    Purge(Purge),
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its id or the beginning of it, as `batch list` has it; or last, the newest of the profile
    #[arg(value_name = "ID")]
    id: String,
    /// Only rows with one of these outcomes
    #[arg(long, value_name = "WORD", value_delimiter = ',', value_parser = outcomes())]
    outcome: Vec<Outcome>,
}

/// The words of `--outcome`.
fn outcomes() -> impl TypedValueParser<Value = Outcome> {
    let words = Outcome::ALL.into_iter().filter(|outcome| *outcome != Outcome::WouldReset);
    let words = PossibleValuesParser::new(words.map(Outcome::word));
    words.try_map(|word| Outcome::from_word(&word).ok_or("no outcome"))
}

/// Which batch, and how it is confirmed.
#[derive(Debug, Args)]
pub(crate) struct Resume {
    /// Its id or the beginning of it, as `batch list` has it; or last, the newest of the profile
    #[arg(value_name = "ID")]
    id: String,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    /// On top of --yes: the number of people of a production batch
    #[arg(long, value_name = "COUNT")]
    confirm: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Purge {
    /// Batches that ended so many days ago
    #[arg(long, value_name = "DAYS")]
    older_than: u32,
}

pub(super) fn run(batch: Batch, context: &Context) -> Result<(), Failure> {
    let state = State::open(&context.settings.state_folder)?;
    match batch {
        Batch::List => list(context, &state),
        Batch::Show(Show { id, outcome }) => show(context, &state, &found(context, &state, &id)?, &outcome),
        Batch::Resume(Resume { id, yes, confirm }) => {
            let batch = found(context, &state, &id)?;
            resume(context, state, &batch, Confirmation { yes, word: confirm })
        }
        Batch::Purge(Purge { older_than }) => purge(context, state, older_than),
    }
}

/// The batch that is meant by an id, the beginning of one, or `last`.
fn found(context: &Context, state: &State, id: &str) -> Result<BatchRecord, Failure> {
    Ok(match id {
        "last" => state.last_batch(&context.settings.profile()?.name)?,
        id => state.batch_beginning(id)?,
    })
}

/// A batch in a list.
#[derive(Serialize)]
struct Shown<'a> {
    batch_id: &'a str,
    profile: &'a str,
    created_at: String,
    state: &'static str,
    total: u64,
    counts: Counts,
    source: &'a str,
    #[serde(flatten)]
    whole: Option<Whole<'a>>,
}

/// What is shown of one batch alone.
#[derive(Serialize)]
struct Whole<'a> {
    reason: Option<&'a str>,
    ticket: Option<&'a str>,
    verified_by: Option<&'a str>,
    actor: &'a str,
    rows: Rows<'a>,
}

impl<'a> Shown<'a> {
    fn new(batch: &'a BatchRecord) -> Self {
        Self {
            batch_id: &batch.id,
            profile: &batch.new.profile,
            created_at: format!("{:.3}", batch.new.created_at),
            state: batch.stage.word(),
            total: batch.total,
            counts: counts(batch),
            source: &batch.new.source,
            whole: None,
        }
    }

    fn tone(&self) -> Tone {
        match self.state {
            "interrupted" => Tone::Mind,
            "finished" => Tone::Good,
            _ => Tone::Plain,
        }
    }

    fn outcomes(&self) -> Cell {
        let words: Vec<_> = self.counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
        Cell::maybe((!words.is_empty()).then(|| words.join(", ")))
    }
}

impl Record for Shown<'_> {
    const KEYS: &'static [&'static str] =
        &["batch_id", "profile", "created_at", "state", "total", "counts", "source"];
    const COLUMNS: &'static [&'static str] =
        &["BATCH ID", "PROFILE", "CREATED AT", "STATE", "TOTAL", "OUTCOMES", "SOURCE"];
    // The id shows the day, too.
    const NARROW_RULES: &'static [NarrowRule] = &[
        Shrinks("SOURCE", 16),
        Goes("CREATED AT"),
        Shrinks("OUTCOMES", 20),
        Goes("PROFILE"),
        Goes("SOURCE"),
        Shrinks("OUTCOMES", 8),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.batch_id.into(),
            self.profile.into(),
            self.created_at.as_str().into(),
            Cell::toned(self.state, self.tone()),
            self.total.to_string().into(),
            self.outcomes(),
            self.source.into(),
        ]
    }
}

fn list(context: &Context, state: &State) -> Result<(), Failure> {
    let batches = state.batches()?;
    if batches.is_empty() {
        context.output.note("there are no batches yet");
    }
    written(context.output.all(&batches.iter().map(Shown::new).collect::<Vec<_>>()))
}

fn show(context: &Context, state: &State, batch: &BatchRecord, outcomes: &[Outcome]) -> Result<(), Failure> {
    let shown = Shown::new(batch);
    let rows = Rows { state, batch: batch.n, outcomes };
    if !outcomes.is_empty() && !outcomes.iter().any(|outcome| batch.counts.contains_key(outcome)) {
        context.output.note("no row of this batch has that outcome");
    }
    match context.output.shape() {
        Shape::Document => {
            let Justification { reason, ticket, verified_by } = &batch.new.justification;
            let whole = Whole {
                reason: reason.as_deref(),
                ticket: ticket.as_deref(),
                verified_by: verified_by.as_deref(),
                actor: &batch.new.actor,
                rows,
            };
            written(context.output.document(&Shown { whole: Some(whole), ..shown }))
        }
        Shape::Rows => show_rows(context, &rows),
        Shape::Page => {
            written(context.output.head(&lines(&shown, batch)))?;
            show_rows(context, &rows)
        }
    }
}

fn lines(shown: &Shown<'_>, batch: &BatchRecord) -> Vec<Line> {
    let org = format!("{} ({})", batch.new.destination.org_id, batch.new.destination.environment.word());
    let Justification { reason, ticket, verified_by } = &batch.new.justification;
    let said = [("Reason", reason), ("Ticket", ticket), ("Verified by", verified_by)];
    let said = said.into_iter().filter_map(|(label, said)| Some(Line::Field(label, said.as_deref()?.into())));
    let mut lines = vec![
        Line::Field("Batch", shown.batch_id.into()),
        Line::Field("State", Cell::toned(shown.state, shown.tone())),
        Line::Field("Profile", shown.profile.into()),
        Line::Field("Org", org.into()),
        Line::Field("By", batch.new.actor.as_str().into()),
        Line::Field("Created", shown.created_at.as_str().into()),
        Line::Field("Source", shown.source.into()),
        Line::Field("Rows", shown.total.to_string().into()),
        Line::Field("Outcomes", shown.outcomes()),
    ];
    lines.extend(said);
    lines.push(Line::Blank);
    lines
}

fn purge(context: &Context, mut state: State, days: u32) -> Result<(), Failure> {
    let age = Duration::from_hours(24) * days;
    let purged = state.purge(age, context.host.clock.now())?;
    context.output.note(match purged {
        1 => "1 batch is forgotten".to_owned(),
        purged => format!("{purged} batches are forgotten"),
    });
    Ok(())
}
