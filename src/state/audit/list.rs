//! The record as people read it.

use std::collections::HashMap;

use rusqlite::{Row, params};

use super::event::{AuditEvent, EventKind};
use super::filter::AuditFilter;
use crate::model::{Level, UserId};
use crate::state::batch_state::BatchState;
use crate::state::database::State;
use crate::state::error::{Nonsense, StateError};
use crate::state::rows::{IN_DOUBT, seen};

use super::event::enrolment_words;

/// A person for whom a request may have left, and whose outcome is not known.
struct OpenPerson {
    row: u64,
    email: Option<String>,
    level: Option<Level>,
    seen_before: String,
    /// The event of their intent.
    intent: u64,
}

/// These people, by job and id.
type OpenPeople = HashMap<(String, UserId), OpenPerson>;

const EVENTS: &str = "SELECT seq, body, hash FROM audit_event ORDER BY seq";

impl State {
    /// Shows every event that is wanted to `see`, the oldest first.
    ///
    /// # Errors
    /// [`StateError::Damaged`] at the first that cannot be read.
    pub fn each_event<E: From<StateError>>(
        &self,
        filter: &AuditFilter,
        mut see: impl FnMut(&AuditEvent) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each(EVENTS, [], event, |event| if filter.wants(event) { see(event) } else { Ok(()) })
    }

    /// The same with one record a person: an intent is shown only where its outcome is not known, for each of its
    /// people by themselves.
    pub fn each_record<E: From<StateError>>(
        &self,
        filter: &AuditFilter,
        mut see: impl FnMut(&AuditEvent) -> Result<(), E>,
    ) -> Result<(), E> {
        let open = self.open_people()?;
        self.each(EVENTS, [], event, |event| {
            if event.event != EventKind::Intent {
                return if filter.wants(event) { see(event) } else { Ok(()) };
            }
            let Some(job) = event.job.clone() else { return Ok(()) };
            for id in event.user_ids.iter().flatten() {
                let Some(person) = open.get(&(job.clone(), id.clone())) else { continue };
                let one = AuditEvent {
                    user_id: Some(id.clone()),
                    email: person.email.clone(),
                    level: person.level,
                    seen_before: Some(person.seen_before.clone()),
                    row: Some(person.row),
                    rows: None,
                    user_ids: None,
                    ..event.clone()
                };
                if person.intent == event.seq && filter.wants(&one) {
                    see(&one)?;
                }
            }
            Ok(())
        })
    }

    /// Shows the text of every event and its hash to `see`, the oldest first, whatever is in them.
    pub fn each_text<E: From<StateError>>(
        &self,
        mut see: impl FnMut(&[u8], Option<&[u8]>) -> Result<(), E>,
    ) -> Result<(), E> {
        let fail = |error: rusqlite::Error| E::from(error.into());
        let mut statement = self.connection.prepare(EVENTS).map_err(fail)?;
        let mut rows = statement.query([]).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            let body = row.get_ref(1).map_err(fail)?.as_bytes().unwrap_or_default();
            see(body, row.get_ref(2).map_err(fail)?.as_bytes_or_null().unwrap_or_default())?;
        }
        Ok(())
    }

    /// Those whose outcome is not known: as many as a run that died had on the way, for each batch that is not over.
    fn open_people(&self) -> Result<OpenPeople, StateError> {
        let mut open = OpenPeople::new();
        let unfinished = BatchState::is_unfinished();
        let mut batches = self
            .connection
            .prepare(&format!("SELECT n, id, claimed FROM batch WHERE {unfinished} AND claimed > 0"))?;
        let batches = batches
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<Vec<(i64, String, u64)>, _>>()?;
        for (n, job, claimed) in batches {
            let mut statement = self.connection.prepare(&format!(
                "SELECT row, user_id, email, level, seen, seen_at, seen_factors FROM row WHERE batch = ?1 AND {IN_DOUBT}"
            ))?;
            let people = statement.query_map(params![n, claimed], |row| {
                let level = row.get(3)?;
                Ok((
                    row.get(1)?,
                    OpenPerson {
                        row: row.get(0)?,
                        email: row.get(2)?,
                        level,
                        seen_before: enrolment_words(&seen(row, level, 4)?),
                        intent: 0,
                    },
                ))
            })?;
            for person in people {
                let (id, person) = person?;
                open.insert((job.clone(), id), person);
            }
        }
        if !open.is_empty() {
            self.each(EVENTS, [], event, |event| {
                let job = event.job.as_ref().filter(|_| event.event == EventKind::Intent);
                for id in event.user_ids.iter().flatten() {
                    if let Some(job) = job
                        && let Some(person) = open.get_mut(&(job.clone(), id.clone()))
                    {
                        person.intent = event.seq;
                    }
                }
                Ok::<_, StateError>(())
            })?;
        }
        Ok(open)
    }
}

fn event(row: &Row<'_>) -> rusqlite::Result<AuditEvent> {
    let body = row.get_ref(1)?.as_bytes().unwrap_or_default();
    let hash = row.get_ref(2)?.as_bytes_or_null().unwrap_or_default();
    let event = AuditEvent::parsed(body, hash);
    Ok(event.ok_or_else(|| {
        rusqlite::types::FromSqlError::from(Nonsense {
            what: "an event of the record",
            value: String::from_utf8_lossy(body).into_owned(),
        })
    })?)
}
