//! The organisation's audit trail.

use rusqlite::{Connection, OptionalExtension, params};

/// How many lines an export gives, the newest.
const EXPORTED: i64 = 50_000;

pub(crate) struct Line {
    pub(crate) at: i64,
    pub(crate) subject: String,
    pub(crate) event: String,
    pub(crate) actor: String,
}

/// Writes a line. `subject`: a person; `None` for the organisation.
pub(crate) fn note(
    db: &Connection,
    subject: Option<i64>,
    event: &str,
    actor: i64,
    now: i64,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO audit(at, subject, event, actor) VALUES (?, ?, ?, ?)")?
        .execute(params![now, subject, event, actor])
        .map(drop)
}

/// Writes down an export of the lines between two times and gives its id.
pub(crate) fn start_export(db: &Connection, first: i64, last: i64) -> rusqlite::Result<i64> {
    db.execute("INSERT INTO export_job(first, last) VALUES (?, ?)", [first, last])?;
    Ok(db.last_insert_rowid())
}

/// The two times of an export, and how often it was asked for before. `None`: there is no such export.
pub(crate) fn ask_for_export(db: &Connection, job: i64) -> rusqlite::Result<Option<(i64, i64, i64)>> {
    db.query_row(
        "UPDATE export_job SET asked = asked + 1 WHERE id = ? RETURNING first, last, asked - 1",
        [job],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
    .optional()
}

/// The newest lines between two times, newest first.
pub(crate) fn lines(db: &Connection, first: i64, last: i64) -> rusqlite::Result<Vec<Line>> {
    let mut statement = db.prepare_cached(
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
