//! What is done about a batch, as events of the record: appended in the transaction of the change that they stand for.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::audit::{AuditEvent, Chain, EventKind, enrolment_words};
use super::batches::{BatchRecord, COLUMNS, NewBatch, batch_record};
use super::columns::Milliseconds;
use super::database::State;
use super::error::StateError;
use super::justification::Justification;
use super::rows::{Claimed, RecordedOutcome, seen};
use crate::model::{OsAccount, Outcome, User, UserId};

impl NewBatch {
    /// An event of whoever planned this, as far as it is the same for all of them.
    #[must_use]
    pub fn event(&self, kind: EventKind, at: Timestamp) -> AuditEvent {
        let event = AuditEvent::new(kind, at)
            .by_account(&self.account)
            .at_place(&self.profile, &self.destination)
            .justified(&self.justification);
        AuditEvent {
            actor: Some(self.actor.clone()),
            actor_id: self.actor_id.clone(),
            planned_by: self.review.planned_by.clone(),
            approved_by: self.review.approved_by.clone(),
            ..event
        }
    }
}

impl State {
    /// An event of the batch of that number: by whoever resumed it last, else by whoever planned it.
    pub fn event_of(&self, batch: i64, kind: EventKind, at: Timestamp) -> Result<AuditEvent, StateError> {
        event_of(&self.connection, batch, kind, at)
    }

    /// What was stated of a batch only when it was resumed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn justify(&mut self, n: i64, said: &Justification) -> Result<(), StateError> {
        let Justification { reason, ticket, verified_by } = said;
        let change = "UPDATE batch SET reason = ?, ticket = ?, verified_by = ? WHERE n = ?";
        self.connection.execute(change, params![reason, ticket, verified_by, n])?;
        Ok(())
    }

    /// A batch, or the reset of that person, was confirmed in that way: see [`AuditEvent::confirmed_by`].
    pub fn confirmed(
        &mut self,
        batch: i64,
        by: &str,
        person: Option<&User>,
        at: Timestamp,
    ) -> Result<(), StateError> {
        self.together(|connection| {
            connection.execute("UPDATE batch SET confirmed_by = ?2 WHERE n = ?1", params![batch, by])?;
            let event = event_of(connection, batch, EventKind::Confirm, at)?;
            let event = match person {
                Some(person) => event.about(person),
                None => AuditEvent { rows: Some((1, rows_of(connection, batch)?)), ..event },
            };
            Chain::at_head(connection)?.append(event).map(drop)
        })
    }
}

/// An event of the batch of that number.
pub(super) fn event_of(
    connection: &Connection,
    batch: i64,
    kind: EventKind,
    at: Timestamp,
) -> Result<AuditEvent, StateError> {
    let sql = format!("SELECT {COLUMNS} FROM batch WHERE n = ?");
    let BatchRecord { id, new, confirmed_by, .. } =
        connection.prepare_cached(&sql)?.query_row([batch], batch_record)?;
    let event = new.event(kind, at);
    let batch_id = (!new.single).then(|| id.clone());
    let event = AuditEvent { batch_id, job: Some(id), confirmed_by, ..event };
    let mut resumed = connection.prepare_cached(
        "SELECT actor, actor_id, os_user, uid, sudo_user, host FROM resumed WHERE batch = ? ORDER BY n DESC LIMIT 1",
    )?;
    let resumed = resumed.query_row([batch], |row| {
        let account =
            OsAccount { os_user: row.get(2)?, uid: row.get(3)?, sudo_user: row.get(4)?, host: row.get(5)? };
        Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<UserId>>(1)?, account))
    });
    Ok(match resumed.optional()? {
        Some((actor, actor_id, account)) => AuditEvent { actor, actor_id, ..event }.by_account(&account),
        None => event,
    })
}

fn rows_of(connection: &Connection, batch: i64) -> Result<u64, StateError> {
    Ok(connection.query_row("SELECT total FROM batch WHERE n = ?", [batch], |row| row.get(0))?)
}

/// A batch was planned, and a guard refused some of its rows.
pub(super) fn planned(connection: &Connection, batch: i64, new: &NewBatch) -> Result<(), StateError> {
    let mut chain = Chain::at_head(connection)?;
    if !new.single {
        let rows = rows_of(connection, batch)?;
        let sql = "SELECT count(*) FROM row WHERE batch = ? AND outcome IS NULL";
        let open: u64 = connection.query_row(sql, [batch], |row| row.get(0))?;
        let event = event_of(connection, batch, EventKind::Plan, new.created_at)?;
        let detail = format!("{}: {} people, {open} to be reset", new.source, new.people);
        chain.append(AuditEvent { rows: Some((1, rows)), ..event.detailed(detail) })?;
    }
    let mut refused = connection.prepare(
        "SELECT row, user_id, email, level, detail, at FROM row WHERE batch = ? AND outcome = ? ORDER BY row",
    )?;
    let event = event_of(connection, batch, EventKind::Refuse, new.created_at)?;
    let mut refused = refused.query(params![batch, Outcome::Refused])?;
    while let Some(row) = refused.next()? {
        chain.append(AuditEvent {
            outcome: Some(Outcome::Refused),
            row: row.get(0)?,
            user_id: row.get(1)?,
            email: row.get(2)?,
            level: row.get(3)?,
            detail: row.get(4)?,
            at: row.get::<_, Option<Milliseconds>>(5)?.map_or(new.created_at, |at| at.0),
            ..event.clone()
        })?;
    }
    Ok(())
}

/// Requests may leave for these people.
pub(super) fn intended(
    connection: &Connection,
    batch: i64,
    people: &[Claimed],
    at: Timestamp,
) -> Result<(), StateError> {
    let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(()) };
    let mut event = event_of(connection, batch, EventKind::Intent, at)?;
    if let [one] = people {
        event.user_id = Some(one.user_id.clone());
        event.email.clone_from(&one.email);
        event.level = one.seen.level;
        event.seen_before = Some(enrolment_words(&one.seen));
        event.row = Some(one.row);
    }
    event.rows = Some((first.row, last.row));
    event.user_ids = Some(people.iter().map(|one| one.user_id.clone()).collect());
    Chain::at_head(connection)?.append(event).map(drop)
}

/// Certainly no request left for the people of these rows.
pub(super) fn given_back(
    connection: &Connection,
    batch: i64,
    rows: &[u64],
    at: Timestamp,
) -> Result<(), StateError> {
    let (Some(first), Some(last)) = (rows.iter().min(), rows.iter().max()) else { return Ok(()) };
    let mut id = connection.prepare_cached("SELECT user_id FROM row WHERE batch = ? AND row = ?")?;
    let ids = rows.iter().map(|row| id.query_row(params![batch, row], |row| row.get(0)));
    let ids = ids.collect::<Result<Vec<UserId>, _>>()?;
    let event = event_of(connection, batch, EventKind::Interrupt, at)?.detailed("certainly nothing was sent");
    let event = AuditEvent { rows: Some((*first, *last)), user_ids: Some(ids), ..event };
    Chain::at_head(connection)?.append(event).map(drop)
}

/// Keeps outcomes with their rows and in the record.
pub(super) fn recorded(
    connection: &Connection,
    batch: i64,
    outcomes: &[RecordedOutcome],
) -> Result<(), StateError> {
    let Some(first) = outcomes.first() else { return Ok(()) };
    let mut chain = Chain::at_head(connection)?;
    let common = event_of(connection, batch, EventKind::Outcome, first.at)?;
    let mut update = connection.prepare_cached(
        "UPDATE row SET outcome = ?3, detail = ?4, at = ?5, email = CASE WHEN ?6 THEN ifnull(?7, email) ELSE email END,
            name = CASE WHEN ?6 THEN ?8 ELSE name END, level = CASE WHEN ?6 THEN ?9 ELSE level END
         WHERE batch = ?1 AND row = ?2
         RETURNING user_id, email, level, seen, seen_at, seen_factors",
    )?;
    for RecordedOutcome { row, outcome, detail, at, person, seen_after } in outcomes {
        let (email, name, level) = person
            .as_ref()
            .map_or((None, None, None), |person| (person.email.as_ref(), person.name.as_ref(), person.level));
        let set =
            params![batch, row, outcome, detail, at.as_millisecond(), person.is_some(), email, name, level];
        let event = update.query_row(set, |found| {
            let level = found.get(2)?;
            let before = found.get::<_, Option<String>>(3)?.map(|_| seen(found, level, 3)).transpose()?;
            Ok(AuditEvent {
                at: *at,
                row: Some(*row),
                user_id: found.get(0)?,
                email: found.get(1)?,
                level,
                outcome: Some(*outcome),
                detail: detail.clone(),
                seen_before: before.as_ref().map(enrolment_words),
                seen_after: seen_after.clone(),
                ..common.clone()
            })
        })?;
        chain.append(event)?;
    }
    Ok(())
}
