//! An event of the record as people and scripts see it.

use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use crate::output::NarrowRule::{Goes, Shrinks};
use crate::output::{Cell, NarrowRule, Record, Tone};
use crate::state::{AuditEvent, EventKind};

/// An event, with the keys in the order of the contract.
pub(super) struct Shown(pub(super) AuditEvent);

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut event = serde_json::to_value(&self.0).map_err(S::Error::custom)?;
        event["hash"] = self.0.hash.as_deref().into();
        serializer.collect_map(Self::KEYS.iter().map(|key| (key, &event[*key])))
    }
}

impl Record for Shown {
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
        "event",
        "row",
        "rows",
        "user_ids",
        "detail",
        "url",
        "actor_id",
        "uid",
        "sudo_user",
        "host",
        "version",
        "confirmed_by",
        "planned_by",
        "approved_by",
        "seen_before",
        "seen_after",
        "job",
        "prev",
        "hash",
    ];
    const COLUMNS: &'static [&'static str] = &[
        "SEQ",
        "AT",
        "EVENT",
        "ORG",
        "ACTOR",
        "USER ID",
        "EMAIL",
        "OUTCOME",
        "DETAIL",
        "REASON",
        "TICKET",
        "VERIFIED BY",
        "BATCH ID",
    ];
    // Time, event, person and outcome are the last to go.
    const NARROW_RULES: &'static [NarrowRule] = &[
        Shrinks("REASON", 16),
        Shrinks("DETAIL", 16),
        Shrinks("VERIFIED BY", 12),
        Goes("BATCH ID"),
        Goes("ORG"),
        Goes("VERIFIED BY"),
        Goes("DETAIL"),
        Shrinks("ACTOR", 12),
        Goes("REASON"),
        Goes("TICKET"),
        Goes("ACTOR"),
        Shrinks("EMAIL", 20),
        Goes("SEQ"),
        Goes("AT"),
        Goes("EVENT"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let event = &self.0;
        let org = event.org_id.as_ref().map(|org| match event.environment {
            Some(environment) => format!("{org} ({})", environment.word()),
            None => org.clone(),
        });
        let outcome = match event.outcome {
            Some(outcome) => outcome.word().into(),
            None if event.event == EventKind::Intent => Cell::toned("not known", Tone::Mind),
            None => Cell::maybe(None::<String>),
        };
        let people = || event.user_ids.as_ref().map(|ids| format!("{} people", ids.len()));
        vec![
            event.seq.to_string().into(),
            format!("{:.3}", event.at).into(),
            event.event.word().into(),
            Cell::maybe(org),
            Cell::maybe(event.actor.as_deref()),
            Cell::maybe(event.user_id.as_ref().map(ToString::to_string).or_else(people)),
            Cell::maybe(event.email.as_deref()),
            outcome,
            Cell::maybe(event.detail.as_deref()),
            Cell::maybe(event.reason.as_deref()),
            Cell::maybe(event.ticket.as_deref()),
            Cell::maybe(event.verified_by.as_deref()),
            Cell::maybe(event.batch_id.as_deref()),
        ]
    }
}
