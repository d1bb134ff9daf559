//! `mfa-admin audit`: every reset that was or may have been sent.

use clap::Subcommand;

use crate::failure::Failure;
use crate::output::NarrowRule::{Goes, Shrinks};
use crate::output::{Cell, NarrowRule, Record, Tone};
use crate::session::{Context, RowsError, rows_written};
use crate::state::{AuditRecord, State};

/// See what was reset, by whom and why
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// List every reset that was or may have been sent from this machine, oldest first
    #[command(after_help = "Examples:
  mfa-admin audit list
  mfa-admin audit list -o csv > audit.csv")]
    List,
}

pub(super) fn run(audit: &Audit, context: &Context) -> Result<(), Failure> {
    let Audit::List = audit;
    let state = State::open(&context.settings.state_folder)?;
    let mut list = context.output.list();
    let mut empty = true;
    let shown = state.each_record(|record| {
        empty = false;
        list.push(record).map_err(RowsError::Write)
    });
    if empty {
        context.output.note("nothing was reset from here yet");
    }
    rows_written(shown.and_then(|()| list.finish().map_err(RowsError::Write)))
}

impl Record for AuditRecord {
    const KEYS: &'static [&'static str] = &[
        "seq",
        "at",
        "profile",
        "org_id",
        "environment",
        "actor",
        "os_user",
        "user_id",
        "email",
        "level",
        "reason",
        "ticket",
        "verified_by",
        "outcome",
        "batch_id",
        "uid",
        "sudo_user",
    ];
    const COLUMNS: &'static [&'static str] = &[
        "SEQ",
        "AT",
        "ORG",
        "ACTOR",
        "USER ID",
        "EMAIL",
        "OUTCOME",
        "REASON",
        "TICKET",
        "VERIFIED BY",
        "BATCH ID",
    ];
    // Time, actor, person and outcome are the last to go.
    const NARROW_RULES: &'static [NarrowRule] = &[
        Shrinks("REASON", 16),
        Shrinks("VERIFIED BY", 12),
        Goes("BATCH ID"),
        Goes("ORG"),
        Goes("VERIFIED BY"),
        Shrinks("ACTOR", 12),
        Goes("REASON"),
        Goes("TICKET"),
        Goes("ACTOR"),
        Shrinks("EMAIL", 20),
        Goes("SEQ"),
        Goes("AT"),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.seq.to_string().into(),
            format!("{:.3}", self.at).into(),
            format!("{} ({})", self.org_id, self.environment.word()).into(),
            self.actor.as_str().into(),
            Cell::maybe(self.user_id.as_ref().map(ToString::to_string)),
            Cell::maybe(self.email.as_deref()),
            self.outcome
                .map_or_else(|| Cell::toned("not known", Tone::Mind), |outcome| outcome.word().into()),
            Cell::maybe(self.reason.as_deref()),
            Cell::maybe(self.ticket.as_deref()),
            Cell::maybe(self.verified_by.as_deref()),
            Cell::maybe(self.batch_id.as_deref()),
        ]
    }
}
