//! Reading and changing people.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::search;
use crate::emulator::fold;
use crate::emulator::secrets::Digested;

/// Why somebody enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// By their own choice.
    User,
    /// Because the organisation enforces it.
    Org,
}

impl Level {
    /// The word on the wire.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Org => "org",
        }
    }

    pub(super) const fn of(by_org: bool) -> Self {
        if by_org { Self::Org } else { Self::User }
    }
}

/// A second factor that is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Enrolment {
    pub(crate) level: Level,
    /// Milliseconds since 1970.
    pub(crate) at: i64,
}

/// A person of the organisation.
#[expect(clippy::struct_excessive_bools, reason = "a person has that many yeses and noes")]
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
    /// Signs in elsewhere.
    pub(crate) sso: bool,
    /// Milliseconds since 1970.
    pub(crate) last_login: Option<i64>,
    pub(crate) enrolment: Option<Enrolment>,
    /// Groups and roles: bit 0 is id 1.
    pub(crate) groups: i64,
    pub(crate) roles: i64,
}

/// A page of a list, the first being 1.
#[derive(Clone, Copy)]
pub(crate) struct PeoplePage {
    pub(crate) number: usize,
    pub(crate) limit: usize,
}

impl PeoplePage {
    /// How many come before it.
    pub(crate) const fn skip(self) -> usize {
        self.number.saturating_sub(1).saturating_mul(self.limit)
    }
}

/// Somebody to be added.
pub(crate) struct Newcomer {
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) email: String,
    pub(crate) lang: String,
    pub(crate) active: bool,
    pub(crate) admin: bool,
    /// The hash; nobody can sign in without one.
    pub(crate) password: Option<String>,
}

/// What of a membership changes; `None` stays.
#[derive(Default)]
pub(crate) struct MembershipChange {
    pub(crate) exempt: Option<bool>,
    pub(crate) active: Option<bool>,
    pub(crate) admin: Option<bool>,
    pub(crate) all_access: Option<bool>,
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
    let enrolled_at: Option<i64> = row.get(12)?;
    let enrolment = match enrolled_at {
        Some(at) => Some(Enrolment { level: Level::of(row.get(11)?), at }),
        None => None,
    };
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
        enrolment,
        groups: row.get(13)?,
        roles: row.get(14)?,
    })
}

pub(crate) fn by_id(connection: &Connection, id: i64) -> rusqlite::Result<Option<Person>> {
    connection.prepare_cached(BY_ID)?.query_row([id], from_row).optional()
}

pub(crate) fn by_email(connection: &Connection, email: &str) -> rusqlite::Result<Option<Person>> {
    let id: Option<i64> = connection
        .prepare_cached("SELECT id FROM person WHERE mailbox = ?")?
        .query_row([fold::mailbox(email)], |row| row.get(0))
        .optional()?;
    id.map_or(Ok(None), |id| by_id(connection, id))
}

/// Calls `each` for the people with this role, or for all administrators. Stops at the first error.
pub(crate) fn with_role<E: From<rusqlite::Error>>(
    connection: &Connection,
    role: Option<i64>,
    page: Option<PeoplePage>,
    mut each: impl FnMut(Person) -> Result<(), E>,
) -> Result<(), E> {
    let bit = role.map_or(0, |role| 1_i64.checked_shl(shift(role)).unwrap_or(0));
    let (limit, skip) = bounds(page);
    let mut statement = connection.prepare_cached(WITH_ROLE)?;
    let mut rows = statement.query(params![role.is_none(), bit, limit, skip])?;
    while let Some(row) = rows.next()? {
        each(from_row(row)?)?;
    }
    Ok(())
}

/// `None` if somebody already has the address.
pub(crate) fn add(connection: &Connection, one: &Newcomer) -> rusqlite::Result<Option<i64>> {
    let mailbox = fold::mailbox(&one.email);
    if by_email(connection, &one.email)?.is_some() {
        return Ok(None);
    }
    let id: i64 = connection.query_row(
        "UPDATE organisation SET next_person = next_person + 1 RETURNING next_person - 1",
        [],
        |row| row.get(0),
    )?;
    let mut password = None;
    if let Some(hash) = &one.password {
        connection.execute("INSERT INTO password(hash) VALUES (?)", [hash])?;
        password = Some(connection.last_insert_rowid());
    }
    connection.execute(
        "INSERT INTO person(id, group_bits, role_bits, first, last, email, mailbox, lang, active, admin,
                            all_access, exempt, password)
         VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?2, ?2, FALSE, ?9)",
        params![id, one.admin, one.first, one.last, one.email, mailbox, one.lang, one.active, password],
    )?;
    search::refresh(connection, id)?;
    Ok(Some(id))
}

pub(crate) fn remove(connection: &Connection, id: i64) -> rusqlite::Result<()> {
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
        connection.execute(&format!("DELETE FROM {table} WHERE {column} = ?"), [id])?;
    }
    search::refresh(connection, id)
}

/// Gives a person another address. `false` if it is somebody else's.
pub(crate) fn change_email(connection: &Connection, id: i64, email: &str) -> rusqlite::Result<bool> {
    if by_email(connection, email)?.is_some_and(|other| other.id != id) {
        return Ok(false);
    }
    connection.execute(
        "UPDATE person SET email = ?2, mailbox = ?3 WHERE id = ?1",
        params![id, email, fold::mailbox(email)],
    )?;
    search::refresh(connection, id)?;
    Ok(true)
}

/// `false` if there is no such person.
pub(crate) fn change_membership(
    connection: &Connection,
    id: i64,
    change: &MembershipChange,
) -> rusqlite::Result<bool> {
    let changed = connection
        .prepare_cached(
            "UPDATE person SET exempt = ifnull(?2, exempt), active = ifnull(?3, active),
                admin = ifnull(?4, admin), all_access = ifnull(?5, all_access) WHERE id = ?1",
        )?
        .execute(params![id, change.exempt, change.active, change.admin, change.all_access])?;
    Ok(changed > 0)
}

/// `LIMIT` and `OFFSET` of a page.
pub(super) fn bounds(page: Option<PeoplePage>) -> (i64, i64) {
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    page.map_or((-1, 0), |page| (whole(page.limit), whole(page.skip())))
}

/// How far the bit of a group or role is from the lowest; past the end for an id that cannot be one.
pub(super) fn shift(id: i64) -> u32 {
    u32::try_from(id - 1).unwrap_or(u32::MAX)
}

/// Keeps a new address until its token comes back; a person can wait for one at a time.
pub(crate) fn propose_email(
    connection: &Connection,
    person: i64,
    email: &str,
    token: &Digested,
) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM email_change WHERE person = ?", [person])?;
    connection
        .execute(
            "INSERT INTO email_change(hash, person, email) VALUES (?, ?, ?)",
            params![token, person, email],
        )
        .map(drop)
}

/// Gives a waiting address another token. `false` if none is waiting.
pub(crate) fn renew_proposal(
    connection: &Connection,
    person: i64,
    token: &Digested,
) -> rusqlite::Result<bool> {
    let renewed =
        connection.execute("UPDATE email_change SET hash = ?2 WHERE person = ?1", params![person, token])?;
    Ok(renewed > 0)
}

/// The person and the address that this token was for; it is used up.
pub(crate) fn take_proposal(
    connection: &Connection,
    token: &Digested,
) -> rusqlite::Result<Option<(i64, String)>> {
    connection
        .query_row("DELETE FROM email_change WHERE hash = ? RETURNING person, email", [token], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
}
