//! Second factors.

use rusqlite::{Connection, OptionalExtension, params};

use super::people::Enrolment;
use crate::emulator::{codes, secrets};

/// The truth about a person's second factor, whatever reads show.
pub(crate) struct Truth {
    pub(crate) email: String,
    pub(crate) enrolment: Option<Enrolment>,
    /// How often an enrolment was removed.
    pub(crate) resets: i64,
}

/// Removes a person's second factor, and the devices that need no code. `false` if there is no such person. Without a
/// second factor there is nothing to remove, and it does not count as a reset.
pub(crate) fn reset(db: &Connection, person: i64, actor: i64, now: i64) -> rusqlite::Result<bool> {
    // One statement looks the person up and writes the trail: no call is more frequent.
    let known = db
        .prepare_cached(
            "INSERT INTO audit(at, subject, event, actor)
             SELECT ?2, id, 'Reset MFA', ?3 FROM person WHERE id = ?1",
        )?
        .execute(params![person, now, actor])?;
    if known == 0 {
        return Ok(false);
    }
    db.prepare_cached(
        "UPDATE mfa SET enrolled_at = NULL, secret = NULL, resets = resets + 1
             WHERE person = ? AND enrolled_at IS NOT NULL",
    )?
    .execute([person])?;
    db.prepare_cached("DELETE FROM device WHERE person = ?")?.execute([person])?;
    Ok(true)
}

pub(crate) fn truth(db: &Connection, person: i64) -> rusqlite::Result<Option<Truth>> {
    db.prepare_cached(
        "SELECT p.email, ifnull(m.resets, 0), m.by_org, m.enrolled_at
             FROM person p LEFT JOIN mfa m ON m.person = p.id WHERE p.id = ?",
    )?
    .query_row([person], |row| {
        Ok(Truth { email: row.get(0)?, resets: row.get(1)?, enrolment: Enrolment::from_row(row, 2)? })
    })
    .optional()
}

/// Sets the second factor up, in place of one that may be there. The level stays that of an earlier enrolment; without
/// one the organisation's rule decides. The time is always later than that of an earlier enrolment.
pub(crate) fn enrol(db: &Connection, person: i64, secret: [u8; 20], now: i64) -> rusqlite::Result<()> {
    db
        .prepare_cached(
            "INSERT INTO mfa(person, by_org, enrolled_at, latest, secret)
             SELECT p.id, o.mfa_enforced AND NOT p.exempt, ?2, ?2, ?3 FROM person p, organisation o WHERE p.id = ?1
             ON CONFLICT(person) DO UPDATE SET
                enrolled_at = max(?2, latest + 1), latest = max(?2, latest + 1), secret = ?3, last_step = 0",
        )?
        .execute(params![person, now, secret])?;
    db.prepare_cached("DELETE FROM device WHERE person = ?")?.execute([person])?;
    db.prepare_cached("DELETE FROM new_secret WHERE person = ?")?.execute([person])?;
    Ok(())
}

/// The secret in an enrolled person's app.
pub(crate) fn secret(db: &Connection, person: i64) -> rusqlite::Result<Option<[u8; 20]>> {
    let stored: Option<Option<[u8; 20]>> = db
        .prepare_cached("SELECT secret FROM mfa WHERE person = ? AND enrolled_at IS NOT NULL")?
        .query_row([person], |row| row.get(0))
        .optional()?;
    Ok(stored.map(|secret| secret.unwrap_or_else(|| secrets::seeded_app_secret(person))))
}

/// Whether the code is right; if so, it is used up.
pub(crate) fn use_code(db: &Connection, person: i64, code: &str, seconds: u64) -> rusqlite::Result<bool> {
    let Some(secret) = secret(db, person)? else { return Ok(false) };
    let last: i64 = db.query_row("SELECT last_step FROM mfa WHERE person = ?", [person], |row| row.get(0))?;
    let Some(step) = codes::fitting_step(secret, code, seconds, last.unsigned_abs()) else {
        return Ok(false);
    };
    db.execute(
        "UPDATE mfa SET last_step = ?2 WHERE person = ?1",
        params![person, i64::try_from(step).unwrap_or(i64::MAX)],
    )?;
    Ok(true)
}

/// Stores a secret until a code shows that an app has it.
pub(crate) fn propose(db: &Connection, person: i64, secret: [u8; 20]) -> rusqlite::Result<()> {
    db.execute("INSERT OR REPLACE INTO new_secret(person, secret) VALUES (?, ?)", params![person, secret])
        .map(drop)
}

/// The secret that waits for its code.
pub(crate) fn proposed(db: &Connection, person: i64) -> rusqlite::Result<Option<[u8; 20]>> {
    db.query_row("SELECT secret FROM new_secret WHERE person = ?", [person], |row| row.get(0)).optional()
}

/// From now until then, the device needs no code.
pub(crate) fn remember_device(
    db: &Connection,
    person: i64,
    device: &secrets::Digest,
    until: i64,
) -> rusqlite::Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO device(person, hash, until) VALUES (?, ?, ?)",
        params![person, device, until],
    )
    .map(drop)
}

pub(crate) fn device_remembered(
    db: &Connection,
    person: i64,
    device: &secrets::Digest,
    now: i64,
) -> rusqlite::Result<bool> {
    db.prepare("SELECT 1 FROM device WHERE person = ? AND hash = ? AND until > ?")?
        .exists(params![person, device, now])
}
