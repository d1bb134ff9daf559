//! The organisation, and the people in its groups.

use rusqlite::{Connection, params};

use super::people::{PeoplePage, bounds, shift};
use crate::emulator::people::GROUPS;

pub(crate) use super::seed::ORG;

pub(crate) struct Organisation {
    pub(crate) name: String,
    pub(crate) mfa_enforced: bool,
}

pub(crate) fn organisation(db: &Connection) -> rusqlite::Result<Organisation> {
    db.prepare_cached("SELECT name, mfa_enforced FROM organisation")?
        .query_row([], |row| Ok(Organisation { name: row.get(0)?, mfa_enforced: row.get(1)? }))
}

/// A number that is another one after the organisation was seeded again, because its tables are made anew: an id may
/// then be that of somebody else.
pub(crate) fn seeding(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "schema_version", |row| row.get(0))
}

pub(crate) fn enforce_mfa(db: &Connection, enforced: bool) -> rusqlite::Result<()> {
    db.execute("UPDATE organisation SET mfa_enforced = ?", [enforced]).map(drop)
}

/// Calls `each` for every pair of a group and a person in it, in the order of people: of one group or all, of one
/// person or all. Stops at the first error.
pub(crate) fn group_people<E: From<rusqlite::Error>>(
    db: &Connection,
    group: Option<i64>,
    person: Option<i64>,
    page: Option<PeoplePage>,
    mut each: impl FnMut(i64, i64) -> Result<(), E>,
) -> Result<(), E> {
    // CROSS: otherwise SQLite would go through all people once for every group.
    let numbers: Vec<String> = (1..=GROUPS.len()).map(|id| format!("({id})")).collect();
    let sql = format!(
        "WITH team(id) AS (VALUES {})
         SELECT team.id, p.id FROM person p CROSS JOIN team ON p.group_bits >> (team.id - 1) & 1
         WHERE (?1 IS NULL OR p.group_bits & ?1) AND (?2 IS NULL OR team.id = ?2)
           AND p.id BETWEEN ifnull(?3, 0) AND ifnull(?3, 9223372036854775807)
         ORDER BY p.id LIMIT ?4 OFFSET ?5",
        numbers.join(", ")
    );
    let bit = group.map(|group| 1_i64.checked_shl(shift(group)).unwrap_or(0));
    let (limit, skip) = bounds(page);
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![bit, group, person, limit, skip])?;
    while let Some(row) = rows.next()? {
        each(row.get(0)?, row.get(1)?)?;
    }
    Ok(())
}
