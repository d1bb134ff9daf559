//! Accounts and credentials: passwords, the lock after wrong tries, sessions, keys.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::emulator::secrets::Digest;

/// Wrong tries that lock an account.
const WRONG_TRIES: i64 = 3;
/// How long it stays locked.
pub(crate) const LOCKED_FOR: i64 = 15 * 60 * 1000;
/// How long a session lives.
pub(crate) const SESSION: i64 = 15 * 60 * 1000;

/// The person whose credential a request carries.
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
    /// `None` for people who sign in elsewhere (SSO).
    pub(crate) hash: Option<String>,
    pub(crate) locked_until: Option<i64>,
    pub(crate) enrolled: bool,
}

fn holder(row: &Row<'_>) -> rusqlite::Result<Holder> {
    Ok(Holder { id: row.get(0)?, admin: row.get(1)?, active: row.get(2)? })
}

pub(crate) fn by_id(db: &Connection, person: i64) -> rusqlite::Result<Option<Holder>> {
    db.prepare_cached("SELECT id, admin, active FROM person WHERE id = ?")?
        .query_row([person], holder)
        .optional()
}

pub(crate) fn by_key(db: &Connection, key: &Digest) -> rusqlite::Result<Option<Holder>> {
    db.prepare_cached(
        "SELECT p.id, p.admin, p.active FROM api_key k JOIN person p ON p.id = k.person WHERE k.hash = ?",
    )?
    .query_row([key], holder)
    .optional()
}

pub(crate) fn by_token(db: &Connection, token: &Digest, now: i64) -> rusqlite::Result<Option<Holder>> {
    db.prepare_cached(
        "SELECT p.id, p.admin, p.active FROM session s JOIN person p ON p.id = s.person
             WHERE s.hash = ? AND s.until > ?",
    )?
    .query_row(params![token, now], holder)
    .optional()
}

pub(crate) fn account(db: &Connection, mailbox: &str) -> rusqlite::Result<Option<Account>> {
    db.prepare_cached(
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

pub(crate) fn is_locked(db: &Connection, person: i64, now: i64) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM strike WHERE person = ? AND locked_until > ?")?.exists([person, now])
}

/// Counts a wrong try; `true` if it locks the account. The count begins again after a lock.
pub(crate) fn count_wrong_try(db: &Connection, person: i64, now: i64) -> rusqlite::Result<bool> {
    let count: i64 = db.query_row(
        "INSERT INTO strike(person, count) VALUES (?1, 1)
         ON CONFLICT(person) DO UPDATE SET
            count = CASE WHEN locked_until <= ?2 THEN 1 ELSE count + 1 END,
            locked_until = CASE WHEN locked_until <= ?2 THEN NULL ELSE locked_until END
         RETURNING count",
        [person, now],
        |row| row.get(0),
    )?;
    if count < WRONG_TRIES {
        return Ok(false);
    }
    db.execute(
        "UPDATE strike SET locked_until = ifnull(locked_until, ?2) WHERE person = ?1",
        [person, now + LOCKED_FOR],
    )?;
    Ok(true)
}

/// Forgets wrong tries and writes down the time of the sign-in.
pub(crate) fn signed_in(db: &Connection, person: i64, now: i64) -> rusqlite::Result<()> {
    db.execute("DELETE FROM strike WHERE person = ?", [person])?;
    db.execute("UPDATE person SET last_login = ?2 WHERE id = ?1", [person, now]).map(drop)
}

/// Starts a session and gives the time of its end; sessions that have ended are deleted.
pub(crate) fn start_session(db: &Connection, person: i64, token: &Digest, now: i64) -> rusqlite::Result<i64> {
    let until = now + SESSION;
    db.execute("DELETE FROM session WHERE until <= ?", [now])?;
    db.execute("INSERT INTO session(hash, person, until) VALUES (?, ?, ?)", params![token, person, until])?;
    Ok(until)
}

/// `standing`: the key stays when the organisation is seeded again.
pub(crate) fn add_key(
    db: &Connection,
    person: i64,
    name: &str,
    key: &Digest,
    standing: bool,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT INTO api_key(hash, person, name, standing) VALUES (?, ?, ?, ?)",
        params![key, person, name, standing],
    )
    .map(drop)
}
