//! The tables, and how each version of them becomes the next.

use rusqlite::Connection;

use super::error::StateError;

/// `MIGRATIONS[n]` leads from version n to n + 1. Those that were released never change.
const MIGRATIONS: &[&str] = &[
    // 1: batches, their rows, and the audit records.
    "CREATE TABLE batch(
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        -- A reset of one person goes the same way, and is no batch in anybody's eyes.
        single INTEGER NOT NULL,
        -- Forgotten, but for what the audit records need.
        purged INTEGER NOT NULL DEFAULT 0,
        stage TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        ended_at INTEGER,
        profile TEXT NOT NULL,
        environment TEXT NOT NULL,
        provider TEXT NOT NULL,
        url TEXT NOT NULL,
        org_id TEXT NOT NULL,
        actor TEXT NOT NULL,
        os_user TEXT,
        source TEXT NOT NULL,
        digest TEXT NOT NULL,
        rules TEXT NOT NULL,
        results TEXT,
        reason TEXT,
        ticket TEXT,
        verified_by TEXT,
        people INTEGER NOT NULL,
        total INTEGER NOT NULL,
        -- The intent of every target up to this row is on disk.
        claimed INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE row(
        batch INTEGER NOT NULL REFERENCES batch(n),
        row INTEGER NOT NULL,
        user_id TEXT,
        email TEXT,
        name TEXT,
        level TEXT,
        -- The enrolment that a reset is for; null where none is to be sent.
        seen TEXT,
        seen_at INTEGER,
        seen_factors TEXT,
        read_at INTEGER,
        -- Claimed, and given back because certainly no request left.
        given_back INTEGER NOT NULL DEFAULT 0,
        -- No answer came in time: the request may still be carried out.
        timed_out INTEGER NOT NULL DEFAULT 0,
        outcome TEXT,
        detail TEXT,
        at INTEGER,
        PRIMARY KEY(batch, row)
    ) WITHOUT ROWID;
    CREATE TABLE audit(
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        batch INTEGER NOT NULL,
        row INTEGER NOT NULL,
        -- Null: by whoever planned the batch.
        resumed INTEGER,
        UNIQUE(batch, row)
    );
    -- Who went on with a batch: it need not be who planned it.
    CREATE TABLE resumed(
        n INTEGER PRIMARY KEY,
        batch INTEGER NOT NULL REFERENCES batch(n),
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        os_user TEXT
    );
    CREATE INDEX batch_by_digest ON batch(digest);",
    // 2: the account by its number, and what sudo says; until here, `os_user` was believed from variables.
    "ALTER TABLE batch ADD COLUMN uid INTEGER;
    ALTER TABLE batch ADD COLUMN sudo_user TEXT;
    ALTER TABLE resumed ADD COLUMN uid INTEGER;
    ALTER TABLE resumed ADD COLUMN sudo_user TEXT;",
    // 3: the record is a chain. What was on record until now becomes its unsealed beginning.
    "ALTER TABLE batch ADD COLUMN actor_id TEXT;
    ALTER TABLE batch ADD COLUMN host TEXT;
    ALTER TABLE batch ADD COLUMN planned_by TEXT;
    -- The principals, as a JSON array.
    ALTER TABLE batch ADD COLUMN approved_by TEXT;
    ALTER TABLE batch ADD COLUMN confirmed_by TEXT;
    ALTER TABLE resumed ADD COLUMN actor_id TEXT;
    ALTER TABLE resumed ADD COLUMN host TEXT;
    CREATE TABLE audit_event(
        seq INTEGER PRIMARY KEY,
        -- The event as JSON, keys sorted, no blanks: exactly what the hash is of.
        body TEXT NOT NULL,
        -- Null in records that are older than the chain.
        hash TEXT
    ) STRICT;
    INSERT INTO audit_event(seq, body)
        SELECT a.seq, json_object(
            'actor', ifnull(s.actor, b.actor), 'actor_id', NULL, 'approved_by', NULL,
            'at', strftime('%Y-%m-%dT%H:%M:%S', a.at / 1000, 'unixepoch') || printf('.%03dZ', a.at % 1000),
            'batch_id', CASE WHEN NOT b.single THEN b.id END, 'confirmed_by', NULL, 'detail', r.detail,
            'email', r.email, 'environment', b.environment,
            'event', CASE WHEN r.outcome IS NULL THEN 'intent' ELSE 'outcome' END, 'host', NULL, 'job', b.id,
            'level', r.level, 'org_id', b.org_id,
            'os_user', CASE WHEN s.n IS NULL THEN b.os_user ELSE s.os_user END, 'outcome', r.outcome,
            'planned_by', NULL, 'prev', NULL, 'profile', b.profile, 'reason', b.reason, 'row', r.row, 'rows', NULL,
            'seen_after', NULL, 'seen_before', NULL, 'seq', a.seq,
            'sudo_user', CASE WHEN s.n IS NULL THEN b.sudo_user ELSE s.sudo_user END, 'ticket', b.ticket,
            'uid', CASE WHEN s.n IS NULL THEN b.uid ELSE s.uid END, 'url', b.url, 'user_id', r.user_id,
            'user_ids', CASE WHEN r.outcome IS NULL THEN json_array(r.user_id) END, 'verified_by', b.verified_by,
            'version', NULL)
        FROM audit a JOIN batch b ON b.n = a.batch JOIN row r ON r.batch = a.batch AND r.row = a.row
            LEFT JOIN resumed s ON s.n = a.resumed
        ORDER BY a.seq;
    DROP TABLE audit;
    CREATE TRIGGER audit_event_stays BEFORE DELETE ON audit_event
        BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;
    CREATE TRIGGER audit_event_is_fixed BEFORE UPDATE ON audit_event
        BEGIN SELECT RAISE(ABORT, 'the record is only appended to'); END;",
];

/// The version that this program writes.
const VERSION: i64 = 3;

/// The version of a file; 0 for an empty one.
fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings the tables up to this version, all the way or not at all.
pub(super) fn migrate(connection: &Connection) -> Result<(), StateError> {
    let found = version(connection)?;
    debug_assert_eq!(usize::try_from(VERSION), Ok(MIGRATIONS.len()), "each version has its migration");
    if found == VERSION {
        return Ok(());
    }
    let todo = usize::try_from(found)
        .ok()
        .and_then(|found| MIGRATIONS.get(found..))
        .ok_or(StateError::Newer { found, known: VERSION })?;
    // A change made by a killed process is rolled back by SQLite itself.
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE; {} PRAGMA user_version = {VERSION}; COMMIT;",
        todo.concat()
    ))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_database_is_brought_up_to_this_version() {
        let connection = Connection::open_in_memory().unwrap();
        assert_eq!(version(&connection).unwrap(), 0);
        migrate(&connection).unwrap();
        assert_eq!(version(&connection).unwrap(), VERSION);
        migrate(&connection).unwrap();
        connection.prepare("SELECT n FROM batch").unwrap();
    }

    #[test]
    fn a_version_that_is_not_known_is_refused() {
        for other in [VERSION + 1, 99, -1] {
            let connection = Connection::open_in_memory().unwrap();
            connection.pragma_update(None, "user_version", other).unwrap();
            let refused = migrate(&connection);
            assert!(matches!(refused, Err(StateError::Newer { found, .. }) if found == other), "{refused:?}");
            assert_eq!(version(&connection).unwrap(), other);
        }
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE audit(somebody_elses)").unwrap();
        assert!(migrate(&connection).is_err());
        if !connection.is_autocommit() {
            connection.execute_batch("ROLLBACK").unwrap();
        }
        assert_eq!(version(&connection).unwrap(), 0);
        assert!(connection.prepare("SELECT n FROM batch").is_err());
    }
}
