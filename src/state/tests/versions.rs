//! The way from one version of the database to the next.

use super::*;
use crate::state::{file, schema};

#[test]
fn an_empty_database_is_brought_up_to_this_version() {
    let connection = Connection::open_in_memory().unwrap();
    assert_eq!(schema::version(&connection).unwrap(), 0);
    schema::migrate(&connection).unwrap();
    assert_eq!(schema::version(&connection).unwrap(), schema::VERSION);
    schema::migrate(&connection).unwrap();
    connection.prepare("SELECT n FROM batch").unwrap();
}

#[test]
fn a_file_without_tables_is_brought_up_to_this_version() {
    let folder = TempDir::new().unwrap();
    let empty = Connection::open(folder.path().join(file::NAME)).unwrap();
    // A file of no pages is cut short; one of a former version has some.
    empty.execute_batch("CREATE TABLE other(n); DROP TABLE other;").unwrap();
    drop(empty);
    let mut state = State::open(folder.path()).unwrap();
    keep(&mut state, 1, &enrolled());
    assert_eq!(schema::version(&state.connection).unwrap(), schema::VERSION);
}

#[test]
fn a_file_of_version_1_keeps_its_batches_and_its_records() {
    let folder = TempDir::new().unwrap();
    let old = Connection::open(folder.path().join(file::NAME)).unwrap();
    old.execute_batch(schema::MIGRATIONS[0]).unwrap();
    old.execute_batch(
        "INSERT INTO batch VALUES (1, '20260101-abcdef', 0, 0, 'running', 0, NULL, 'work', 'sandbox', 'resolver',
            'https://x.test/', '166', 'admin@test.com', 'morgan', 'people.csv', 'd1', '{}', NULL, NULL, 'T-1', NULL, 2, 2, 2);
         INSERT INTO resumed VALUES (1, 1, 0, 'other@test.com', 'robin');
         INSERT INTO row(batch, row, user_id) VALUES (1, 1, '7'), (1, 2, '8');
         INSERT INTO audit(at, batch, row, resumed) VALUES (0, 1, 1, NULL), (0, 1, 2, 1);
         PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    let mut state = State::open(folder.path()).unwrap();
    assert_eq!(schema::version(&state.connection).unwrap(), schema::VERSION);
    let named = |name: &str| OsAccount { os_user: Some(name.to_owned()), ..OsAccount::default() };
    let batch = state.batch("20260101-abcdef").unwrap();
    assert_eq!((&batch.new.account, batch.total), (&named("morgan"), 2));
    let by: Vec<_> = records(&state).into_iter().map(|record| record.account).collect();
    assert_eq!(by, [named("morgan"), named("robin")]);
    // And it goes on as one of this version.
    state.resumed(batch.n, "third@test.com", &account("sasha"), NOW).unwrap();
    keep(&mut state, 1, &enrolled());
}

#[test]
fn a_version_that_is_not_known_is_refused() {
    for version in [schema::VERSION + 1, 99, -1] {
        let connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", version).unwrap();
        let refused = schema::migrate(&connection);
        assert!(matches!(refused, Err(StateError::Newer { found, .. }) if found == version), "{refused:?}");
        assert_eq!(schema::version(&connection).unwrap(), version);
    }
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("CREATE TABLE audit(somebody_elses)").unwrap();
    assert!(schema::migrate(&connection).is_err());
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK").unwrap();
    }
    assert_eq!(schema::version(&connection).unwrap(), 0);
    assert!(connection.prepare("SELECT n FROM batch").is_err());
}
