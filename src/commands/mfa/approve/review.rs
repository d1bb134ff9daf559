//! What is shown of a plan before it is signed: where it is for, who made it and why, and the people.

use std::fs::File;
use std::path::Path;

use serde::Serialize;

use super::earlier::Earlier;
use crate::approval::{Digests, HashingReader};
use crate::failure::{Failure, FailureKind};
use crate::job::input::plan_file::{self, Heading};
use crate::model::{EnvironmentKind, Level, Outcome, UserId};
use crate::output::{Cell, Line, NarrowRule, Record, Tone};
use crate::state::PlannedRow;

/// So many people are shown. The others stand in the plan, which is a text.
const SHOWN: usize = 50;

/// A plan that was read to be approved.
pub(super) struct Review {
    /// What stands above its rows.
    pub(super) heading: Heading,
    /// What a signature must be of.
    pub(super) digests: Digests,
    /// The first people whom it resets.
    pub(super) first: Vec<PlannedReset>,
    file: String,
    changes: Vec<Line>,
}

/// A person whom a plan resets.
#[derive(Serialize)]
pub(super) struct PlannedReset {
    row: u64,
    user_id: Option<UserId>,
    email: Option<String>,
    name: Option<String>,
    level: Option<Level>,
}

impl Record for PlannedReset {
    const KEYS: &'static [&'static str] = &["row", "user_id", "email", "name", "level"];
    const COLUMNS: &'static [&'static str] = &["ROW", "USER ID", "EMAIL", "NAME", "LEVEL"];
    const NARROW_RULES: &'static [NarrowRule] = &[NarrowRule::Shrinks("NAME", 12)];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.row.to_string().into(),
            Cell::maybe(self.user_id.as_ref().map(UserId::as_str)),
            Cell::maybe(self.email.as_deref()),
            Cell::maybe(self.name.as_deref()),
            Cell::maybe(self.level.map(Level::word)),
        ]
    }
}

impl Review {
    /// Reads and checks a whole plan. Whether its ids can be such is checked where it is applied.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let bad = |failure: Failure| match failure.kind {
            FailureKind::BadInput => failure.cannot(format!("approve {}", path.display())),
            _ => failure,
        };
        let open =
            || File::open(path).map_err(|error| Failure::new(FailureKind::BadInput, error.to_string()));
        let mut earlier = plan_file::read_heading(open().map_err(bad)?)
            .ok()
            .and_then(|heading| Earlier::find(path, &heading));
        let mut first = Vec::new();
        let mut take = |PlannedRow { shown, seen }: &PlannedRow| {
            if shown.outcome != Some(Outcome::WouldReset) {
                return Ok(());
            }
            if first.len() < SHOWN {
                first.push(PlannedReset {
                    row: shown.row,
                    user_id: shown.user_id.clone(),
                    email: shown.email.clone(),
                    name: shown.name.clone(),
                    level: shown.level,
                });
            }
            if let Some(earlier) = &mut earlier {
                earlier.compare(shown, seen.as_ref());
            }
            Ok(())
        };
        let (reader, read) = HashingReader::new(open().map_err(bad)?);
        let (heading, _) = plan_file::read(reader, &|id| Some(UserId::new(id)), &mut take).map_err(bad)?;
        let changes = earlier.map_or_else(Vec::new, Earlier::lines);
        Ok(Self { heading, digests: read(), first, file: path.display().to_string(), changes })
    }

    /// The names of the person who planned.
    pub(super) fn planner(&self) -> Vec<&str> {
        let id = self.heading.planned_by_id.as_ref().map(UserId::as_str);
        [self.heading.planned_by.as_str()].into_iter().chain(id).collect()
    }

    /// The lines beside the question.
    pub(super) fn card(&self) -> Vec<Line> {
        let Heading { planned_by, created_at, source, destination, org, justification, counts, .. } =
            &self.heading;
        let people = self.heading.to_reset();
        let environment = destination.environment;
        let tone = if environment == EnvironmentKind::Production { Tone::Mind } else { Tone::Plain };
        let org = match org {
            Some(name) => format!("{name} ({})", destination.org_id),
            None => destination.org_id.clone(),
        };
        let mut lines = vec![Line::Field("To be reset", Cell::toned(people.to_string(), Tone::Mind))];
        if people > SHOWN as u64 {
            let others = format!("the first {SHOWN} are shown, all of them stand in {}", self.file);
            lines.push(Line::Field("", Cell::toned(others, Tone::Mind)));
        }
        let others: Vec<_> = counts
            .iter()
            .filter(|(outcome, _)| **outcome != Outcome::WouldReset)
            .map(|(outcome, count)| format!("{count} {}", outcome.word().replace('_', " ")))
            .collect();
        if !others.is_empty() {
            lines.push(Line::Field("Other rows", others.join(", ").into()));
        }
        lines.extend([
            Line::Field("Planned by", format!("{planned_by}, {created_at:.0}").into()),
            Line::Field("Source", source.as_str().into()),
            Line::Field("Reason", Cell::maybe(justification.reason.as_deref())),
            Line::Field("Ticket", Cell::maybe(justification.ticket.as_deref())),
            Line::Field("Verified by", Cell::maybe(justification.verified_by.as_deref())),
            Line::Field("Org", org.into()),
            Line::Field("Service", destination.url.as_str().into()),
            Line::Field("Environment", Cell::toned(environment.word(), tone)),
        ]);
        lines.extend(self.changes.iter().map(|line| match line {
            Line::Field(label, cell) => Line::Field(label, cell.clone()),
            _ => Line::Blank,
        }));
        lines
    }
}
