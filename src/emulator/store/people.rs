//! Reading and changing people.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Deserialize;

use super::search_index;
use crate::emulator::fold;
use crate::emulator::secrets::Digest;

/// Who wanted the enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    User,
    /// The organisation, which enforces it.
    Org,
}

impl Level {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Org => "org",
        }
    }
}

/// A second factor that is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Enrolment {
    pub(crate) level: Level,
    /// Milliseconds since 1970.
    pub(crate) at: i64,
}

impl Enrolment {
    /// Out of two columns: `by_org`, which is this one, and `enrolled_at`, the next.
    pub(super) fn from_row(row: &Row<'_>, by_org: usize) -> rusqlite::Result<Option<Self>> {
        let Some(at) = row.get(by_org + 1)? else { return Ok(None) };
        let level = if row.get(by_org)? { Level::Org } else { Level::User };
        Ok(Some(Self { level, at }))
    }
}

#[expect(clippy::struct_excessive_bools, reason = "these are independent facts about a person")]
pub(crate) struct Person {
    pub(crate) id: i64,
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) email: String,
    pub(crate) lang: String,
    pub(crate) active: bool,
    pub(crate) admin: bool,
    pub(crate) all_access: bool,
    pub(crate) exempt: bool,
    /// Whether the person signs in elsewhere.
    pub(crate) sso: bool,
    /// Milliseconds since 1970.
    pub(crate) last_login: Option<i64>,
    pub(crate) enrolment: Option<Enrolment>,
    /// Groups and roles: bit 0 is id 1.
    pub(crate) groups: i64,
    pub(crate) roles: i64,
}

/// A page of a list; the first is 1.
#[derive(Clone, Copy)]
pub(crate) struct PeoplePage {
    pub(crate) number: usize,
    pub(crate) limit: usize,
}

impl PeoplePage {
    pub(crate) const fn skip(self) -> usize {
        self.number.saturating_sub(1).saturating_mul(self.limit)
    }
}

/// A person to be added, as a call asks for it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewPerson {
    #[serde(default)]
    pub(crate) first: String,
    #[serde(default)]
    pub(crate) last: String,
    pub(crate) email: String,
    #[serde(default = "english")]
    lang: String,
    #[serde(default = "yes")]
    is_active: bool,
    #[serde(default)]
    is_admin: bool,
    /// Without one the person cannot sign in.
    pub(crate) password: Option<String>,
}

fn english() -> String {
    "en-US".to_owned()
}

const fn yes() -> bool {
    true
}

/// Changes to a membership, as a call asks for them; `None` changes nothing.
#[derive(Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MembershipChange {
    mfa_opt_out: Option<bool>,
    is_active: Option<bool>,
    is_admin: Option<bool>,
    all_access: Option<bool>,
}

/// The columns that [`from_row`] reads; a macro, because `concat!` takes no constants.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.first, p.last, p.email, p.lang, p.active, p.admin, p.all_access, p.exempt, ",
            "p.password IS NULL, p.last_login, m.by_org, m.enrolled_at, p.group_bits, p.role_bits ",
            "FROM person p LEFT JOIN mfa m ON m.person = p.id ",
            $rest
        )
    };
}

const BY_ID: &str = select!("WHERE p.id = ?");

/// From an id on; a limit of -1 is none.
pub(super) const IN_ORDER: &str = select!("WHERE p.id >= ? ORDER BY p.id LIMIT ? OFFSET ?");

/// Either all administrators, or those with a role.
const WITH_ROLE: &str = select!(
    "WHERE CASE WHEN ?1 THEN p.admin ELSE p.role_bits & ?2 <> 0 END ORDER BY p.id LIMIT ?3 OFFSET ?4"
);

pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row.get(0)?,
        first: row.get(1)?,
        last: row.get(2)?,
        email: row.get(3)?,
        lang: row.get(4)?,
        active: row.get(5)?,
        admin: row.get(6)?,
        all_access: row.get(7)?,
        exempt: row.get(8)?,
        sso: row.get(9)?,
        last_login: row.get(10)?,
        enrolment: Enrolment::from_row(row, 11)?,
        groups: row.get(13)?,
        roles: row.get(14)?,
    })
}

pub(crate) fn by_id(db: &Connection, id: i64) -> rusqlite::Result<Option<Person>> {
    db.prepare_cached(BY_ID)?.query_row([id], from_row).optional()
}

pub(crate) fn by_email(db: &Connection, email: &str) -> rusqlite::Result<Option<Person>> {
    let id: Option<i64> = db
        .prepare_cached("SELECT id FROM person WHERE mailbox = ?")?
        .query_row([fold::mailbox(email)], |row| row.get(0))
        .optional()?;
    id.map_or(Ok(None), |id| by_id(db, id))
}

/// Calls `each` for the people with this role, or for all administrators. Stops at the first error.
pub(crate) fn with_role<E: From<rusqlite::Error>>(
    db: &Connection,
    role: Option<i64>,
    page: Option<PeoplePage>,
    mut each: impl FnMut(Person) -> Result<(), E>,
) -> Result<(), E> {
    let bit = role.map_or(0, |role| 1_i64.checked_shl(shift(role)).unwrap_or(0));
    let (limit, skip) = bounds(page);
    let mut statement = db.prepare_cached(WITH_ROLE)?;
    let mut rows = statement.query(params![role.is_none(), bit, limit, skip])?;
    while let Some(row) = rows.next()? {
        each(from_row(row)?)?;
    }
    Ok(())
}

/// `None` if another person has the address.
pub(crate) fn add(
    db: &Connection,
    new: &NewPerson,
    password_hash: Option<String>,
) -> rusqlite::Result<Option<i64>> {
    let mailbox = fold::mailbox(&new.email);
    if by_email(db, &new.email)?.is_some() {
        return Ok(None);
    }
    let id: i64 = db.query_row(
        "UPDATE organisation SET next_person = next_person + 1 RETURNING next_person - 1",
        [],
        |row| row.get(0),
    )?;
    let mut password = None;
    if let Some(hash) = password_hash {
        db.execute("INSERT INTO password(hash) VALUES (?)", [hash])?;
        password = Some(db.last_insert_rowid());
    }
    db.execute(
        "INSERT INTO person(id, group_bits, role_bits, first, last, email, mailbox, lang, active, admin,
                            all_access, exempt, password)
         VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?2, ?2, FALSE, ?9)",
        params![
            id,
            new.is_admin,
            new.first.trim(),
            new.last.trim(),
            new.email,
            mailbox,
            new.lang,
            new.is_active,
            password
        ],
    )?;
    search_index::refresh(db, id)?;
    Ok(Some(id))
}

pub(crate) fn remove(db: &Connection, id: i64) -> rusqlite::Result<()> {
    for (table, column) in [
        ("person", "id"),
        ("mfa", "person"),
        ("session", "person"),
        ("api_key", "person"),
        ("device", "person"),
        ("strike", "person"),
        ("new_secret", "person"),
        ("email_change", "person"),
    ] {
        db.execute(&format!("DELETE FROM {table} WHERE {column} = ?"), [id])?;
    }
    search_index::refresh(db, id)
}

/// Changes a person's address. `false` if another person has it.
pub(crate) fn change_email(db: &Connection, id: i64, email: &str) -> rusqlite::Result<bool> {
    if by_email(db, email)?.is_some_and(|other| other.id != id) {
        return Ok(false);
    }
    db.execute(
        "UPDATE person SET email = ?2, mailbox = ?3 WHERE id = ?1",
        params![id, email, fold::mailbox(email)],
    )?;
    search_index::refresh(db, id)?;
    Ok(true)
}

/// `false` if there is no such person.
pub(crate) fn change_membership(
    db: &Connection,
    id: i64,
    change: &MembershipChange,
) -> rusqlite::Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE person SET exempt = ifnull(?2, exempt), active = ifnull(?3, active),
                admin = ifnull(?4, admin), all_access = ifnull(?5, all_access) WHERE id = ?1",
        )?
        .execute(params![id, change.mfa_opt_out, change.is_active, change.is_admin, change.all_access])?;
    Ok(changed > 0)
}

pub(super) fn bounds(page: Option<PeoplePage>) -> (i64, i64) {
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    page.map_or((-1, 0), |page| (whole(page.limit), whole(page.skip())))
}

/// How far to shift for the bit of a group or role; past the end for an id that there cannot be.
pub(super) fn shift(id: i64) -> u32 {
    u32::try_from(id.saturating_sub(1)).unwrap_or(u32::MAX)
}

/// Stores a new address until its token comes back; only the newest of a person counts.
pub(crate) fn propose_email(
    db: &Connection,
    person: i64,
    email: &str,
    token: &Digest,
) -> rusqlite::Result<()> {
    db.execute("DELETE FROM email_change WHERE person = ?", [person])?;
    db.execute(
        "INSERT INTO email_change(hash, person, email) VALUES (?, ?, ?)",
        params![token, person, email],
    )
    .map(drop)
}

/// Changes the token of a new address. `false` if there is none.
pub(crate) fn renew_proposal(db: &Connection, person: i64, token: &Digest) -> rusqlite::Result<bool> {
    let renewed =
        db.execute("UPDATE email_change SET hash = ?2 WHERE person = ?1", params![person, token])?;
    Ok(renewed > 0)
}

/// The person and the new address of this token, which becomes invalid.
pub(crate) fn take_proposal(db: &Connection, token: &Digest) -> rusqlite::Result<Option<(i64, String)>> {
    db.query_row("DELETE FROM email_change WHERE hash = ? RETURNING person, email", [token], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
    .optional()
}
