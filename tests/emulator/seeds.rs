use std::path::Path;
use std::thread;

use serde_json::json;

use crate::lab::{lab, lab_at, lab_of, lab_on};
use mfa_admin::emulator::{NoCode, Options, code, seed, start};

#[test]
fn the_same_number_of_people_is_the_same_organisation() {
    let (one, other) = (lab(), lab());
    assert_eq!(one.get("/user/users").text, other.get("/user/users").text);
    let larger = lab_of(150);
    assert_eq!(larger.get("/user/users/42").text, one.get("/user/users/42").text);
    assert_eq!(larger.found("").len(), 150);
}

#[test]
fn seeding_brings_the_first_state_back_under_a_running_server() {
    let lab = lab();
    let first = lab.get("/user/users").text;
    lab.reset(&json!([42, 34]));
    lab.call("POST", "/user/users", &json!({ "email": "new@example.org" }));
    lab.call("PUT", "/user/org/mfa", &json!({ "on": false }));
    let token = lab.sign_in(lab.email(), lab.password(), &json!({})).json()["token"].clone();
    assert_ne!(lab.get("/user/users").text, first);

    seed(&lab.database, 100).unwrap();
    assert_eq!(lab.get("/user/users").text, first);
    assert_eq!(lab.truth(42)["resets"], 0);
    assert_eq!(lab.get("/user/users/me").json()["currentOrg"]["mfaEnforced"], true);
    let bearer = format!("authorization: BEARER {}\r\n", token.as_str().unwrap());
    assert_eq!(lab.try_call_as(&bearer, "GET", "/user/users/me", None).unwrap().status, 200);
}

#[test]
fn an_organisation_outlives_its_server_and_so_do_its_keys() {
    let lab = lab();
    lab.reset(&json!([42]));
    let old_key = lab.key_header();
    let lab = lab.restarted(7);
    assert_eq!(lab.truth(42)["resets"], 1);
    assert_eq!(lab.found("").len(), 100);
    assert_eq!(lab.try_call_as(&old_key, "GET", "/user/users/me", None).unwrap().status, 200);
}

#[test]
fn processes_that_start_at_once_share_one_organisation() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("deep").join("down").join("demo.sqlite");
    let options = Options { database, users: 3000, port: 0, control: false, private: false };
    let servers: Vec<_> = thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| start(&options).unwrap())).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    for server in servers {
        assert_eq!(lab_on(server, &options.database).found("").len(), 3000);
    }
}

#[test]
fn a_change_is_seen_by_other_processes_soon() {
    let lab = lab();
    let other = lab_at(&lab.database, 1);
    assert_eq!(lab.reset(&json!([42])), 204);
    let seen = (0..50).any(|_| {
        thread::sleep(std::time::Duration::from_millis(1));
        other.shown(42)["enrolled"] == false
    });
    assert!(seen, "not within 50 ms");
}

#[test]
fn what_cannot_be_used_is_said_and_left_alone() {
    let lab = lab();
    let port = lab.server.access().url.rsplit(':').next().unwrap().parse().unwrap();
    let options = |database: &Path, port| Options {
        database: database.to_owned(),
        users: 10,
        port,
        control: false,
        private: false,
    };
    let taken = start(&options(&lab.database, port)).unwrap_err();
    assert_eq!(format!("{taken:#}"), format!("port {port} is taken"));
    let no_code = |id| code(&lab.database, id).unwrap_err().downcast::<NoCode>().unwrap();
    assert_eq!(no_code("4242"), NoCode::NoSuchPerson { who: "4242".to_owned() });
    assert_eq!(no_code("1"), NoCode::NotEnrolled { email: lab.email().to_owned() });

    let unusable = |error: &anyhow::Error, database: &Path, why: &str| {
        let what = format!("the database {} cannot be used: ", database.display());
        let said = format!("{error:#}");
        assert!(said.starts_with(&what) && said.contains(why), "{said}");
    };
    let nowhere = lab.database.with_file_name("absent");
    unusable(&code(&nowhere, "1").unwrap_err(), &nowhere, "unable to open database file");
    assert!(!nowhere.exists());

    let foreign = lab.database.with_file_name("foreign");
    let db = rusqlite::Connection::open(&foreign).unwrap();
    db.execute_batch("CREATE TABLE treasure(x); INSERT INTO treasure VALUES (1)").unwrap();
    unusable(&seed(&foreign, 10).unwrap_err(), &foreign, "it is a database of something else");
    unusable(&start(&options(&foreign, 0)).unwrap_err(), &foreign, "it is a database of something else");
    assert_eq!(db.query_row("SELECT x FROM treasure", [], |row| row.get::<_, i64>(0)).unwrap(), 1);

    let raw = rusqlite::Connection::open(&lab.database).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    unusable(&seed(&lab.database, 10).unwrap_err(), &lab.database, "by a newer version of this program");
}

#[test]
fn a_code_can_be_read_while_nothing_serves() {
    let lab = lab();
    let path = lab.database.clone();
    let before = code(&path, "42").unwrap();
    let stopped = lab.stopped();
    let after = code(&path, "42").unwrap();
    assert_eq!((after.email, after.code.len()), (before.email, 6));
    drop(stopped);
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let lab = lab();
    lab.reset(&json!([42]));
    let folder = lab.database.parent().unwrap();
    assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    assert!(files.len() >= 3, "database, log and shared memory");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
    }
}

#[test]
fn an_organisation_of_a_former_version_is_kept_and_searched_without_accents() {
    for version in [1, 2] {
        let lab = lab();
        lab.reset(&json!([42]));
        lab.call("POST", "/user/users", &json!({ "first": "José", "email": "new@example.org" }));
        let former = format!(
            "CREATE TABLE former(block INTEGER PRIMARY KEY, people INTEGER NOT NULL, text TEXT NOT NULL);
             INSERT INTO former SELECT block, people, replace(text, 'jose', 'josé') FROM search_block;
             DROP TABLE search_block;
             ALTER TABLE former RENAME TO search_block;
             DROP TRIGGER person_added; DROP TRIGGER person_removed; DROP TRIGGER person_activated;
             DROP TABLE headcount;
             PRAGMA user_version = {version};"
        );
        rusqlite::Connection::open(&lab.database).unwrap().execute_batch(&former).unwrap();
        let lab = lab.restarted(7);
        assert_eq!(lab.truth(42)["resets"], 1);
        assert_eq!(lab.found("search=JOSE").last(), Some(&101));
        assert_eq!(lab.found("").len(), 101);
        assert_eq!(lab.call("POST", "/user/users", &json!({ "email": "more@example.org" })).status, 200);
        assert_eq!(lab.found("").len(), 102);
    }
}
