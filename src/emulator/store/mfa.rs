//! Second factors: set up, used, reset.

use rusqlite::{Connection, OptionalExtension, params};

use super::people::{Enrolment, Level};
use crate::emulator::{codes, secrets};

/// What is true of a person's second factor, whatever the wire is made to say.
pub(crate) struct Truth {
    pub(crate) email: String,
    pub(crate) enrolment: Option<Enrolment>,
    /// How often an enrolment was removed.
    pub(crate) resets: i64,
}

/// Takes a person's second factor away, together with the devices that needed no code. `false` if there is
/// no such person; somebody without a second factor loses nothing, and it is not counted as a reset.
pub(crate) fn reset(connection: &Connection, person: i64, actor: i64, now: i64) -> rusqlite::Result<bool> {
    // One statement looks the person up and writes the trail: this path is the busiest there is.
    let known = connection
        .prepare_cached(
            "INSERT INTO audit(at, subject, event, actor)
             SELECT ?2, id, 'Reset MFA', ?3 FROM person WHERE id = ?1",
        )?
        .execute(params![person, now, actor])?;
    if known == 0 {
        return Ok(false);
    }
    connection
        .prepare_cached(
            "UPDATE mfa SET enrolled_at = NULL, secret = NULL, resets = resets + 1
             WHERE person = ? AND enrolled_at IS NOT NULL",
        )?
        .execute([person])?;
    connection.prepare_cached("DELETE FROM device WHERE person = ?")?.execute([person])?;
    Ok(true)
}

pub(crate) fn enrolment(connection: &Connection, person: i64) -> rusqlite::Result<Option<Enrolment>> {
    connection
        .prepare_cached("SELECT by_org, enrolled_at FROM mfa WHERE person = ? AND enrolled_at IS NOT NULL")?
        .query_row([person], |row| Ok(Enrolment { level: Level::of(row.get(0)?), at: row.get(1)? }))
        .optional()
}

pub(crate) fn truth(connection: &Connection, person: i64) -> rusqlite::Result<Option<Truth>> {
    connection
        .prepare_cached(
            "SELECT p.email, ifnull(m.resets, 0), m.by_org, m.enrolled_at
             FROM person p LEFT JOIN mfa m ON m.person = p.id WHERE p.id = ?",
        )?
        .query_row([person], |row| {
            let enrolment = match row.get(3)? {
                Some(at) => Some(Enrolment { level: Level::of(row.get(2)?), at }),
                None => None,
            };
            Ok(Truth { email: row.get(0)?, resets: row.get(1)?, enrolment })
        })
        .optional()
}

/// Sets the second factor up, in place of one that may be there. Somebody who had one keeps its level;
/// else the organisation's rule decides. Never at the same millisecond as an enrolment before.
pub(crate) fn enrol(
    connection: &Connection,
    person: i64,
    secret: [u8; 20],
    now: i64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO mfa(person, by_org, enrolled_at, latest, secret)
             SELECT p.id, o.mfa_enforced AND NOT p.exempt, ?2, ?2, ?3 FROM person p, organisation o WHERE p.id = ?1
             ON CONFLICT(person) DO UPDATE SET
                enrolled_at = max(?2, latest + 1), latest = max(?2, latest + 1), secret = ?3, last_step = 0",
        )?
        .execute(params![person, now, secret])?;
    connection.prepare_cached("DELETE FROM device WHERE person = ?")?.execute([person])?;
    connection.prepare_cached("DELETE FROM new_secret WHERE person = ?")?.execute([person])?;
    Ok(())
}

/// The secret in an enrolled person's app.
pub(crate) fn secret(connection: &Connection, person: i64) -> rusqlite::Result<Option<[u8; 20]>> {
    let stored: Option<Option<[u8; 20]>> = connection
        .prepare_cached("SELECT secret FROM mfa WHERE person = ? AND enrolled_at IS NOT NULL")?
        .query_row([person], |row| row.get(0))
        .optional()?;
    Ok(stored.map(|secret| secret.unwrap_or_else(|| secrets::seeded_app_secret(person))))
}

/// Whether the code is right; if so, it is used up.
pub(crate) fn use_code(
    connection: &Connection,
    person: i64,
    code: &str,
    seconds: u64,
) -> rusqlite::Result<bool> {
    let Some(secret) = secret(connection, person)? else { return Ok(false) };
    let last: i64 =
        connection.query_row("SELECT last_step FROM mfa WHERE person = ?", [person], |row| row.get(0))?;
    let Some(step) = codes::fitting_step(secret, code, seconds, last.unsigned_abs()) else {
        return Ok(false);
    };
    connection.execute(
        "UPDATE mfa SET last_step = ?2 WHERE person = ?1",
        params![person, i64::try_from(step).unwrap_or(i64::MAX)],
    )?;
    Ok(true)
}

/// Keeps a secret until a code proves that an app has it.
pub(crate) fn propose(connection: &Connection, person: i64, secret: [u8; 20]) -> rusqlite::Result<()> {
    connection
        .execute("INSERT OR REPLACE INTO new_secret(person, secret) VALUES (?, ?)", params![person, secret])
        .map(drop)
}

/// The secret that waits for its code.
pub(crate) fn proposed(connection: &Connection, person: i64) -> rusqlite::Result<Option<[u8; 20]>> {
    connection
        .query_row("SELECT secret FROM new_secret WHERE person = ?", [person], |row| row.get(0))
        .optional()
}

/// Lets a device pass without a code until then.
pub(crate) fn remember_device(
    connection: &Connection,
    person: i64,
    device: &secrets::Digested,
    until: i64,
) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT OR REPLACE INTO device(person, hash, until) VALUES (?, ?, ?)",
            params![person, device, until],
        )
        .map(drop)
}

/// Whether the device may pass without a code.
pub(crate) fn device_remembered(
    connection: &Connection,
    person: i64,
    device: &secrets::Digested,
    now: i64,
) -> rusqlite::Result<bool> {
    connection
        .prepare("SELECT 1 FROM device WHERE person = ? AND hash = ? AND until > ?")?
        .exists(params![person, device, now])
}
