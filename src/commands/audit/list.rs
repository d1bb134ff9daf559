//! `audit list`: the record as people read it.

use clap::Args;
use jiff::{SignedDuration, Timestamp};

use super::record::Shown;
use crate::failure::Failure;
use crate::model::{Lookup, Outcome, UserId};
use crate::session::{Context, RowsError, rows_written};
use crate::state::{AuditEvent, AuditFilter, State};

/// Which events.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Not before: a date, a time as in the list, or so long ago, such as 7d
    #[arg(long, value_name = "T", value_parser = moment)]
    since: Option<Moment>,
    /// Not after; a date counts to its end
    #[arg(long, value_name = "T", value_parser = moment)]
    until: Option<Moment>,
    /// About this person: an id, or a whole e-mail address
    #[arg(long, value_name = "WHO", value_parser = who)]
    user: Option<Lookup>,
    /// By this administrator: an id, or a whole e-mail address
    #[arg(long, value_name = "WHO", value_parser = who)]
    actor: Option<Lookup>,
    /// For this ticket
    #[arg(long, value_name = "ID")]
    ticket: Option<String>,
    /// Of this batch: its id, the beginning of one, or `last`
    #[arg(long, value_name = "ID")]
    batch: Option<String>,
    /// With one of these outcomes
    #[arg(long, value_name = "WORD", value_delimiter = ',', value_parser = outcome)]
    outcome: Vec<Outcome>,
    /// Each event of the chain by itself
    #[arg(long)]
    events: bool,
}

/// A point in time as people write it.
#[derive(Debug, Clone, Copy)]
enum Moment {
    At(Timestamp),
    /// The day that begins then.
    On(Timestamp),
    Ago(SignedDuration),
}

fn moment(text: &str) -> Result<Moment, String> {
    let text = text.trim();
    if let Ok(begin) = format!("{text}T00:00:00Z").parse::<Timestamp>() {
        return Ok(Moment::On(begin));
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(Moment::At(at));
    }
    let hours = |hours: i64| hours.checked_mul(3600).map(SignedDuration::from_secs);
    let ago = match text.strip_suffix('d') {
        Some(days) => days.parse::<u32>().ok().and_then(|days| hours(i64::from(days) * 24)),
        None => text.parse::<SignedDuration>().ok().filter(SignedDuration::is_positive),
    };
    ago.map(Moment::Ago)
        .ok_or_else(|| "a date, a time such as 2026-11-24T09:30:00Z, or 7d is wanted".to_owned())
}

impl Moment {
    /// The first instant of it, or the last.
    fn instant(self, now: Timestamp, is_end: bool) -> Result<Timestamp, Failure> {
        let found = match self {
            Self::At(at) => Ok(at),
            Self::On(begin) if is_end => begin.checked_add(SignedDuration::new(86_399, 999_999_999)),
            Self::On(begin) => Ok(begin),
            Self::Ago(duration) => now.checked_sub(duration),
        };
        found.map_err(|error| Failure::usage("there is no such time").because(error.to_string()))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "clap wants a result")]
fn who(text: &str) -> Result<Lookup, String> {
    Ok(if text.contains('@') { Lookup::Email(text.to_owned()) } else { Lookup::Id(UserId::new(text)) })
}

fn outcome(word: &str) -> Result<Outcome, String> {
    Outcome::from_word(word)
        .ok_or_else(|| format!("it can be one of: {}", Outcome::ALL.map(Outcome::word).join(", ")))
}

pub(super) fn run(args: ListArgs, context: &Context) -> Result<(), Failure> {
    let state = State::open(&context.settings.state_folder)?;
    let now = context.host.clock.now();
    let filter = AuditFilter {
        since: args.since.map(|since| since.instant(now, false)).transpose()?,
        until: args.until.map(|until| until.instant(now, true)).transpose()?,
        user: args.user,
        actor: args.actor,
        ticket: args.ticket,
        batch: match args.batch.as_deref() {
            None => None,
            Some("last") => Some(state.last_batch(&context.settings.profile()?.name)?.id),
            Some(id) => Some(state.job_beginning(id)?),
        },
        outcomes: args.outcome,
    };
    let mut list = context.output.list();
    let mut empty = true;
    let mut show = |event: &AuditEvent| {
        empty = false;
        list.push(&Shown(event.clone())).map_err(RowsError::Write)
    };
    let shown = if args.events {
        state.each_event(&filter, &mut show)
    } else {
        state.each_record(&filter, &mut show)
    };
    if empty {
        context.output.note("nothing like that is on record here");
    }
    rows_written(shown.and_then(|()| list.finish().map_err(RowsError::Write)))
}
