//! A file of an earlier version becomes one of this version.

use mfa_admin::model::OsAccount;
use mfa_admin::state::State;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::fixture::{NOW, account, account_of, enrolled, keep, records, resumer};

const FILE: &str = "state.sqlite";
/// The tables as the first release made them.
const VERSION_1: &str = include_str!("version_1.sql");

fn version(folder: &TempDir) -> i64 {
    let connection = Connection::open(folder.path().join(FILE)).expect("a database");
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version")
}

#[test]
fn a_file_without_tables_is_brought_up_to_this_version() {
    let folder = TempDir::new().unwrap();
    let empty = Connection::open(folder.path().join(FILE)).unwrap();
    // A file of no pages is cut short; one of a former version has some.
    empty.execute_batch("CREATE TABLE other(n); DROP TABLE other;").unwrap();
    drop(empty);
    let mut state = State::open(folder.path()).unwrap();
    keep(&mut state, 1, &enrolled());
    assert_eq!(version(&folder), 3);
}

#[test]
fn a_file_of_version_1_keeps_its_batches_and_its_records() {
    let folder = TempDir::new().unwrap();
    let old = Connection::open(folder.path().join(FILE)).unwrap();
    old.execute_batch(VERSION_1).unwrap();
    old.execute_batch(
        "INSERT INTO batch VALUES (1, '20260101-abcdef', 0, 0, 'running', 0, NULL, 'work', 'sandbox', 'resolver',
            'https://x.test/', '166', 'admin@test.com', 'morgan', 'people.csv', 'd1', '{}', NULL, NULL, 'T-1', NULL, 2,
            2, 2);
         INSERT INTO resumed VALUES (1, 1, 0, 'other@test.com', 'robin');
         INSERT INTO row(batch, row, user_id, seen) VALUES (1, 1, '7', 'enrolled'), (1, 2, '8', 'enrolled');
         INSERT INTO audit(at, batch, row, resumed) VALUES (0, 1, 1, NULL), (0, 1, 2, 1);
         PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    let mut state = State::open(folder.path()).unwrap();
    assert_eq!(version(&folder), 3);
    let named = |name: &str| OsAccount { os_user: Some(name.to_owned()), ..OsAccount::default() };
    let batch = state.batch("20260101-abcdef").unwrap();
    assert_eq!((&batch.new.account, batch.total), (&named("morgan"), 2));
    let by: Vec<_> = records(&state).into_iter().map(|record| account_of(&record)).collect();
    assert_eq!(by, [named("morgan"), named("robin")]);
    // And it goes on as one of this version.
    state.resumed(batch.n, &resumer("third@test.com", account("sasha")), NOW).unwrap();
    keep(&mut state, 1, &enrolled());
}
