//! The tables, and whose database this is.

use rusqlite::Connection;

use super::StoreError;

/// Marks the file as ours (`application_id`).
const APPLICATION: i64 = 0x4D46_4145;

/// The shape of the tables (`user_version`). A newer one is refused. An older one is never migrated: it
/// holds an invented organisation, so it is seeded afresh, with the number of people then asked for.
const VERSION: i64 = 1;

/// Whether the file is new or of an older shape; an error if it is not ours to touch.
pub(super) fn needs_seed(connection: &Connection) -> Result<bool, StoreError> {
    match refuse_what_is_not_ours(connection)? {
        VERSION => Ok(false),
        _ => Ok(true),
    }
}

/// Answers the version of the tables, 0 for a new file.
pub(super) fn refuse_what_is_not_ours(connection: &Connection) -> Result<i64, StoreError> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let version = pragma("user_version")?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables > 0 && pragma("application_id")? != APPLICATION {
        return Err(StoreError::Foreign);
    }
    if version > VERSION {
        return Err(StoreError::Newer(version));
    }
    Ok(version)
}

/// Makes the tables anew, inside the caller's transaction.
///
/// Sessions and keys stay where the shape does: a server that runs on the file while it is seeded keeps the
/// key it has printed.
pub(super) fn recreate(connection: &Connection) -> rusqlite::Result<()> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let mut old = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table'
         AND (?1 <> ?2 OR name NOT IN ('session', 'api_key'))",
    )?;
    let old: Vec<String> = old.query_map([version, VERSION], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in old {
        connection.execute_batch(&format!("DROP TABLE {table}"))?;
    }
    connection.execute_batch(TABLES)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", VERSION)
}

/// Filled first, indexed after: sorting a million addresses once is quicker than finding each its place.
pub(super) const INDEXES: &str = "CREATE UNIQUE INDEX person_mailbox ON person(mailbox);";

/// Times are milliseconds since 1970. What changes at a reset is narrow and apart from the wide rows of
/// people, so that a commit writes few pages.
const TABLES: &str = "
CREATE TABLE organisation(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, mfa_enforced INTEGER NOT NULL,
    next_person INTEGER NOT NULL
);
CREATE TABLE password(id INTEGER PRIMARY KEY, hash TEXT NOT NULL);
-- password: null for those who sign in elsewhere (SSO). group_bits and role_bits: bit 0 is id 1.
CREATE TABLE person(
    id INTEGER PRIMARY KEY, group_bits INTEGER NOT NULL, role_bits INTEGER NOT NULL,
    first TEXT NOT NULL, last TEXT NOT NULL, email TEXT NOT NULL, mailbox TEXT NOT NULL,
    lang TEXT NOT NULL, active INTEGER NOT NULL, admin INTEGER NOT NULL, all_access INTEGER NOT NULL,
    exempt INTEGER NOT NULL, password INTEGER, last_login INTEGER
);
-- One row for whoever has ever enrolled. enrolled_at: null after a reset. latest: the newest enrolled_at
-- there ever was. secret: null where it follows from the id. last_step: the newest code already used.
CREATE TABLE mfa(
    person INTEGER PRIMARY KEY, by_org INTEGER NOT NULL, enrolled_at INTEGER, latest INTEGER NOT NULL,
    secret BLOB, last_step INTEGER NOT NULL DEFAULT 0, resets INTEGER NOT NULL DEFAULT 0
);
-- Lines to search in, see `search.rs`.
CREATE TABLE search_block(block INTEGER PRIMARY KEY, people INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE strike(person INTEGER PRIMARY KEY, count INTEGER NOT NULL, locked_until INTEGER);
CREATE TABLE new_secret(person INTEGER PRIMARY KEY, secret BLOB NOT NULL);
CREATE TABLE device(
    person INTEGER NOT NULL, hash BLOB NOT NULL, until INTEGER NOT NULL, PRIMARY KEY(person, hash)
) WITHOUT ROWID;
CREATE TABLE email_change(hash BLOB PRIMARY KEY, person INTEGER NOT NULL, email TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE audit(
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, subject INTEGER, event TEXT NOT NULL, actor INTEGER NOT NULL
);
CREATE TABLE export_job(
    id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, asked INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS session(
    hash BLOB PRIMARY KEY, person INTEGER NOT NULL, until INTEGER NOT NULL
) WITHOUT ROWID;
-- standing: minted by a start of the server, and so kept when the organisation is seeded again.
CREATE TABLE IF NOT EXISTS api_key(
    hash BLOB PRIMARY KEY, person INTEGER NOT NULL, name TEXT NOT NULL, standing INTEGER NOT NULL
) WITHOUT ROWID;
";
