//! Who may come in: passwords and the three-strikes lock, sessions, keys.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::emulator::secrets::Digested;

/// Wrong tries that lock an account.
const STRIKES: i64 = 3;
/// How long it stays locked.
pub(crate) const LOCKED_FOR: i64 = 15 * 60 * 1000;
/// How long a session lives.
pub(crate) const SESSION: i64 = 15 * 60 * 1000;

/// Whose credential a request carries.
#[derive(Clone, Copy)]
pub(crate) struct Holder {
    pub(crate) id: i64,
    pub(crate) admin: bool,
    pub(crate) active: bool,
}

/// What signing in needs to know of an account.
pub(crate) struct Account {
    pub(crate) id: i64,
    pub(crate) active: bool,
    /// `None` for those who sign in elsewhere (SSO).
    pub(crate) hash: Option<String>,
    pub(crate) locked_until: Option<i64>,
    pub(crate) enrolled: bool,
}

fn holder(row: &Row<'_>) -> rusqlite::Result<Holder> {
    Ok(Holder { id: row.get(0)?, admin: row.get(1)?, active: row.get(2)? })
}

pub(crate) fn by_id(connection: &Connection, person: i64) -> rusqlite::Result<Option<Holder>> {
    connection
        .prepare_cached("SELECT id, admin, active FROM person WHERE id = ?")?
        .query_row([person], holder)
        .optional()
}

pub(crate) fn by_key(connection: &Connection, key: &Digested) -> rusqlite::Result<Option<Holder>> {
    connection
        .prepare_cached(
            "SELECT p.id, p.admin, p.active FROM api_key k JOIN person p ON p.id = k.person WHERE k.hash = ?",
        )?
        .query_row([key], holder)
        .optional()
}

pub(crate) fn by_token(
    connection: &Connection,
    token: &Digested,
    now: i64,
) -> rusqlite::Result<Option<Holder>> {
    connection
        .prepare_cached(
            "SELECT p.id, p.admin, p.active FROM session s JOIN person p ON p.id = s.person
             WHERE s.hash = ? AND s.until > ?",
        )?
        .query_row(params![token, now], holder)
        .optional()
}

pub(crate) fn account(connection: &Connection, mailbox: &str) -> rusqlite::Result<Option<Account>> {
    connection
        .prepare_cached(
            "SELECT p.id, p.active, w.hash, s.locked_until, m.enrolled_at IS NOT NULL FROM person p
             LEFT JOIN password w ON w.id = p.password
             LEFT JOIN strike s ON s.person = p.id
             LEFT JOIN mfa m ON m.person = p.id
             WHERE p.mailbox = ?",
        )?
        .query_row([mailbox], |row| {
            Ok(Account {
                id: row.get(0)?,
                active: row.get(1)?,
                hash: row.get(2)?,
                locked_until: row.get(3)?,
                enrolled: row.get(4)?,
            })
        })
        .optional()
}

/// Counts a wrong try; answers whether it was the one that locks. The count begins anew after a lock.
pub(crate) fn strike(connection: &Connection, person: i64, now: i64) -> rusqlite::Result<bool> {
    let count: i64 = connection.query_row(
        "INSERT INTO strike(person, count) VALUES (?1, 1)
         ON CONFLICT(person) DO UPDATE SET
            count = CASE WHEN locked_until <= ?2 THEN 1 ELSE count + 1 END,
            locked_until = CASE WHEN locked_until <= ?2 THEN NULL ELSE locked_until END
         RETURNING count",
        [person, now],
        |row| row.get(0),
    )?;
    if count < STRIKES {
        return Ok(false);
    }
    connection.execute(
        "UPDATE strike SET locked_until = ifnull(locked_until, ?2) WHERE person = ?1",
        [person, now + LOCKED_FOR],
    )?;
    Ok(true)
}

/// Forgets wrong tries and notes the sign-in.
pub(crate) fn signed_in(connection: &Connection, person: i64, now: i64) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM strike WHERE person = ?", [person])?;
    connection.execute("UPDATE person SET last_login = ?2 WHERE id = ?1", [person, now]).map(drop)
}

/// Starts a session; those that have ended are swept out. Answers when it ends.
pub(crate) fn start_session(
    connection: &Connection,
    person: i64,
    token: &Digested,
    now: i64,
) -> rusqlite::Result<i64> {
    let until = now + SESSION;
    connection.execute("DELETE FROM session WHERE until <= ?", [now])?;
    connection.execute(
        "INSERT INTO session(hash, person, until) VALUES (?, ?, ?)",
        params![token, person, until],
    )?;
    Ok(until)
}

/// `standing`: the key outlives a new seed of the organisation.
pub(crate) fn add_key(
    connection: &Connection,
    person: i64,
    name: &str,
    key: &Digested,
    standing: bool,
) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT INTO api_key(hash, person, name, standing) VALUES (?, ?, ?, ?)",
            params![key, person, name, standing],
        )
        .map(drop)
}
