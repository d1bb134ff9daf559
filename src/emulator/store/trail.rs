//! The audit trail as a page shows it.

use rusqlite::{Connection, params};

/// A line as a page shows it.
pub(crate) struct Entry {
    /// The number of the line; later lines have larger ones.
    pub(crate) seq: i64,
    /// Milliseconds since 1970.
    pub(crate) at: i64,
    pub(crate) subject: Subject,
    pub(crate) event: String,
    pub(crate) actor: Subject,
}

/// Whom a line is about, or who caused it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// By name.
    Organisation(String),
    Person {
        id: i64,
        name: String,
    },
    Removed(i64),
}

/// So many lines before this one, newest first. It reads no others, however many there are.
pub(crate) fn before(db: &Connection, seq: i64, limit: usize) -> rusqlite::Result<Vec<Entry>> {
    let mut statement = db.prepare_cached(
        "SELECT a.seq, a.at, a.event, a.subject, s.first || ' ' || s.last, a.actor, p.first || ' ' || p.last,
                (SELECT name FROM organisation)
         FROM audit a LEFT JOIN person s ON s.id = a.subject LEFT JOIN person p ON p.id = a.actor
         WHERE a.seq < ? ORDER BY a.seq DESC LIMIT ?",
    )?;
    let person = |id, name: Option<String>| match name {
        Some(name) => Subject::Person { id, name: name.trim().to_owned() },
        None => Subject::Removed(id),
    };
    statement
        .query_map(params![seq, i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            let subject = match row.get(3)? {
                Some(id) => person(id, row.get(4)?),
                None => Subject::Organisation(row.get(7)?),
            };
            let actor = person(row.get(5)?, row.get(6)?);
            Ok(Entry { seq: row.get(0)?, at: row.get(1)?, subject, event: row.get(2)?, actor })
        })?
        .collect()
}
