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
