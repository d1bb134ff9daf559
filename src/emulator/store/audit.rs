//! The organisation's own trail: who did what to whom.

use rusqlite::{Connection, OptionalExtension, params};

/// The newest rows that an export gives.
const EXPORTED: i64 = 50_000;

/// One line of the trail, in words.
pub(crate) struct Line {
    pub(crate) at: i64,
    pub(crate) subject: String,
    pub(crate) event: String,
    pub(crate) actor: String,
}

/// Writes a line. `subject`: a person, or the organisation.
pub(crate) fn note(
    connection: &Connection,
    subject: Option<i64>,
    event: &str,
    actor: i64,
    now: i64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO audit(at, subject, event, actor) VALUES (?, ?, ?, ?)")?
        .execute(params![now, subject, event, actor])
        .map(drop)
}

/// Orders an export of the lines between two times.
pub(crate) fn order(connection: &Connection, first: i64, last: i64) -> rusqlite::Result<i64> {
    connection.execute("INSERT INTO export_job(first, last) VALUES (?, ?)", [first, last])?;
    Ok(connection.last_insert_rowid())
}

/// The span of an ordered export, and how often it was asked for before. `None`: never ordered.
pub(crate) fn ask(connection: &Connection, job: i64) -> rusqlite::Result<Option<(i64, i64, i64)>> {
    connection
        .query_row(
            "UPDATE export_job SET asked = asked + 1 WHERE id = ? RETURNING first, last, asked - 1",
            [job],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()
}

/// The newest lines between two times, newest first.
pub(crate) fn lines(connection: &Connection, first: i64, last: i64) -> rusqlite::Result<Vec<Line>> {
    let mut statement = connection.prepare_cached(
        "SELECT a.at, iif(a.subject IS NULL, (SELECT name FROM organisation), ifnull(s.email, 'person ' || a.subject)),
                a.event, ifnull(p.email, 'person ' || a.actor)
         FROM audit a LEFT JOIN person s ON s.id = a.subject LEFT JOIN person p ON p.id = a.actor
         WHERE a.at BETWEEN ? AND ? ORDER BY a.seq DESC LIMIT ?",
    )?;
    statement
        .query_map([first, last, EXPORTED], |row| {
            Ok(Line { at: row.get(0)?, subject: row.get(1)?, event: row.get(2)?, actor: row.get(3)? })
        })?
        .collect()
}
