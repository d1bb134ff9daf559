//! How events are appended to the chain.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::anchor::Anchor;
use super::event::AuditEvent;
use crate::state::database::State;
use crate::state::error::StateError;

/// The end of the chain, inside a transaction that keeps every other process from appending.
pub(crate) struct Chain<'a> {
    connection: &'a Connection,
    last: u64,
    head: String,
}

impl<'a> Chain<'a> {
    /// The chain as it is now.
    pub(crate) fn at_head(connection: &'a Connection) -> Result<Self, StateError> {
        let mut statement =
            connection.prepare_cached("SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1")?;
        let last = statement
            .query_row([], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, Option<String>>(1)?)))
            .optional()?;
        let (last, head) = match last {
            Some((seq, Some(hash))) => (seq, hash),
            Some((seq, None)) => (seq, unsealed_digest(connection)?),
            None => (0, origin()),
        };
        Ok(Self { connection, last, head })
    }

    /// Appends an event, and gives it its number, its `prev` and its hash.
    pub(crate) fn append(&mut self, mut event: AuditEvent) -> Result<AuditEvent, StateError> {
        event.seq = self.last + 1;
        event.prev = Some(self.head.clone());
        let body =
            serde_json::to_string(&event).map_err(|error| StateError::Damaged { why: error.to_string() })?;
        let hash = sha256(body.as_bytes());
        self.connection
            .prepare_cached("INSERT INTO audit_event(seq, body, hash) VALUES (?, ?, ?)")?
            .execute(params![event.seq, body, hash])?;
        self.last = event.seq;
        self.head.clone_from(&hash);
        event.hash = Some(hash);
        Ok(event)
    }
}

impl State {
    /// Appends an event to the record. What it allows may be done from now on. Gives it back with its number and its hash.
    ///
    /// # Errors
    /// When it cannot be written: then what it stands for must not be done.
    pub fn append(&mut self, event: AuditEvent) -> Result<AuditEvent, StateError> {
        self.together(|connection| Chain::at_head(connection)?.append(event))
    }

    /// Does the record have that event?
    pub fn contains(&self, Anchor { seq, hash }: &Anchor) -> Result<bool, StateError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM audit_event WHERE hash = ?1 AND (?2 IS NULL OR seq = ?2))";
        Ok(self.connection.query_row(sql, params![hash, seq], |row| row.get(0))?)
    }

    /// The number and the hash of the last event; `None` where there is none that has a hash.
    pub fn head(&self) -> Result<Option<(u64, String)>, StateError> {
        let sql = "SELECT seq, hash FROM audit_event WHERE hash IS NOT NULL ORDER BY seq DESC LIMIT 1";
        Ok(self.connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }
}

/// What stands before the first event.
pub(super) fn origin() -> String {
    "0".repeat(64)
}

/// The SHA-256 of a text, in hexadecimal digits.
pub(super) fn sha256(text: &[u8]) -> String {
    hex(&Sha256::digest(text))
}

/// The SHA-256 of the records that are older than the chain: of their texts, each with a line feed behind it.
fn unsealed_digest(connection: &Connection) -> Result<String, StateError> {
    let mut digest = Sha256::new();
    let mut statement = connection.prepare("SELECT body FROM audit_event WHERE hash IS NULL ORDER BY seq")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        digest.update(row.get_ref(0)?.as_bytes().unwrap_or_default());
        digest.update(b"\n");
    }
    Ok(hex(&digest.finalize()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// What a stored text says of its number and of the event before it, as far as it can be read.
pub(super) fn links(body: &[u8]) -> (Option<u64>, Option<String>) {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    (body["seq"].as_u64(), body["prev"].as_str().map(ToOwned::to_owned))
}
