//! The tables, and whether a file has them.

use anyhow::ensure;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::search_index;

/// Marks the file as ours (`application_id`).
const APPLICATION: i64 = 0x4D46_4145;

/// The version of the tables (`user_version`). A newer one is refused. From [`MIGRATED`] on an older one is migrated.
/// One older than that holds an invented organisation, so it is seeded again, with the number of people that is then
/// asked for.
const VERSION: i64 = 3;

/// The oldest version that is migrated. Until 1 accents counted in the search text; until 2 it had no facts for filters,
/// and people were not counted.
const MIGRATED: i64 = 1;

/// Whether the file is new, or has tables that are too old. An error if it is the file of another program or of a newer
/// version.
pub(super) fn needs_seed(db: &Connection) -> anyhow::Result<bool> {
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    ensure!(tables == 0 || application == APPLICATION, "it is a database of something else");
    let version = version(db)?;
    ensure!(version <= VERSION, "it was written by a newer version of this program (schema {version})");
    Ok(version < MIGRATED)
}

/// Brings the tables of an older version up to date. Of two processes, the second finds the work of the first.
pub(super) fn migrate(db: &Connection) -> rusqlite::Result<()> {
    let is_old = |db| version(db).map(|version| (MIGRATED..VERSION).contains(&version));
    if !is_old(db)? {
        return Ok(());
    }
    let transaction = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
    if is_old(&transaction)? {
        transaction.execute_batch("DROP TABLE search_block")?;
        transaction.execute_batch(SEARCHED)?;
        search_index::rebuild(&transaction)?;
        transaction.execute_batch(COUNTED)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Makes the tables again, inside the caller's transaction. Sessions and keys stay if the version does: a server that
/// runs on the file while it is seeded keeps the key that it has printed.
pub(super) fn recreate(db: &Connection) -> rusqlite::Result<()> {
    let version = version(db)?;
    let mut old = db.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table'
         AND (?1 <> ?2 OR name NOT IN ('session', 'api_key'))",
    )?;
    let old: Vec<String> = old.query_map([version, VERSION], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in old {
        db.execute_batch(&format!("DROP TABLE {table}"))?;
    }
    db.execute_batch(TABLES)?;
    db.execute_batch(SEARCHED)?;
    db.pragma_update(None, "application_id", APPLICATION)?;
    db.pragma_update(None, "user_version", VERSION)
}

/// Made after the tables are filled: to sort a million addresses once is quicker than to insert each in its place.
pub(super) const INDEXES: &str = "CREATE UNIQUE INDEX person_mailbox ON person(mailbox);";

/// Counts the people, and goes on counting: to count a million takes 90 ms. Made after the people, as indexes are.
pub(super) const COUNTED: &str = "
CREATE TABLE headcount(people INTEGER NOT NULL, inactive INTEGER NOT NULL);
INSERT INTO headcount SELECT count(*), count(*) FILTER (WHERE NOT active) FROM person;
CREATE TRIGGER person_added AFTER INSERT ON person BEGIN
    UPDATE headcount SET people = people + 1, inactive = inactive + NOT new.active;
END;
CREATE TRIGGER person_removed AFTER DELETE ON person BEGIN
    UPDATE headcount SET people = people - 1, inactive = inactive - NOT old.active;
END;
CREATE TRIGGER person_activated AFTER UPDATE OF active ON person BEGIN
    UPDATE headcount SET inactive = inactive + (NOT new.active) - (NOT old.active);
END;
";

/// What searches go through, see `search_index.rs`. The text comes last: what stands before it is read without it.
const SEARCHED: &str = "
CREATE TABLE search_block(
    block INTEGER PRIMARY KEY, people INTEGER NOT NULL, facts BLOB NOT NULL, text TEXT NOT NULL
);
";

/// Times are milliseconds since 1970. What a reset changes is in narrow rows, apart from the wide rows of people, so
/// that a commit writes few pages.
const TABLES: &str = "
CREATE TABLE organisation(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, mfa_enforced INTEGER NOT NULL,
    next_person INTEGER NOT NULL
);
CREATE TABLE password(id INTEGER PRIMARY KEY, hash TEXT NOT NULL);
-- password: null for people who sign in elsewhere (SSO). group_bits and role_bits: bit 0 is id 1.
CREATE TABLE person(
    id INTEGER PRIMARY KEY, group_bits INTEGER NOT NULL, role_bits INTEGER NOT NULL,
    first TEXT NOT NULL, last TEXT NOT NULL, email TEXT NOT NULL, mailbox TEXT NOT NULL,
    lang TEXT NOT NULL, active INTEGER NOT NULL, admin INTEGER NOT NULL, all_access INTEGER NOT NULL,
    exempt INTEGER NOT NULL, password INTEGER, last_login INTEGER
);
-- A row for each person who was ever enrolled. enrolled_at: null after a reset. latest: the newest enrolled_at
-- of all times. secret: null where it follows from the id. last_step: the newest code already used.
CREATE TABLE mfa(
    person INTEGER PRIMARY KEY, by_org INTEGER NOT NULL, enrolled_at INTEGER, latest INTEGER NOT NULL,
    secret BLOB, last_step INTEGER NOT NULL DEFAULT 0, resets INTEGER NOT NULL DEFAULT 0
);
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
-- standing: made at a start of the server, and so kept when the organisation is seeded again.
CREATE TABLE IF NOT EXISTS api_key(
    hash BLOB PRIMARY KEY, person INTEGER NOT NULL, name TEXT NOT NULL, standing INTEGER NOT NULL
) WITHOUT ROWID;
";
