//! A state folder or database that cannot be used: 13, before anything is sent, and nothing of it is overwritten.

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use crate::lab::{Lab, Shown};

/// Every command that needs the state database.
const NEED_IT: [&str; 7] = [
    "mfa reset --user-id 42 --yes",
    "mfa reset --user-id 42 --user-id 46 --yes",
    "batch list",
    "batch show 20260101-abcdef",
    "batch resume 20260101-abcdef --yes",
    "batch purge --older-than 0",
    "audit list",
];

/// Each of these commands refuses, with this text in its message.
#[track_caller]
fn all_refuse(lab: &Lab, says: &str, hint: &str) {
    for words in NEED_IT {
        let shown = lab.run(&format!("{words} -o json")).exits(13);
        let error = shown.error();
        assert_eq!((shown.stdout.as_str(), &error["code"]), ("", &json!("state")), "{words}");
        assert!(error["message"].to_string().contains(says), "{words}\n{error}");
        assert!(error["hint"].to_string().contains(hint), "{words}\n{error}");
    }
    assert_eq!(lab.emulator().requests().len(), 0);
    // Commands that store nothing do not need the database.
    lab.run("mfa reset --user-id 42 --dry-run").exits(0);
    lab.run("users show --user-id 42").exits(0);
}

fn database(lab: &Lab) -> PathBuf {
    lab.path("state/state.sqlite")
}

/// A database with a batch and a record in it. The request log of the emulator is empty again.
fn used() -> Lab {
    let lab = Lab::new();
    lab.run("mfa reset --user-id 46 --user-id 6 --yes").exits(0);
    lab.emulator().forgets();
    lab
}

#[test]
fn a_database_that_is_damaged_is_left_as_it_is() {
    let lab = used();
    let whole = fs::read(database(&lab)).expect("a database");
    let garbage: Vec<u8> = (0..whole.len()).map(|index| u8::try_from(index % 251).unwrap_or(0)).collect();
    let half = &whole[..whole.len() / 2];
    for damaged in [half, &whole[..100], &whole[..50], &[], &garbage, b"not a database"] {
        fs::write(database(&lab), damaged).expect("it can be written");
        all_refuse(&lab, "damaged", "backup");
        assert_eq!(fs::read(database(&lab)).expect("it is there"), damaged);
        lab.emulator().forgets();
    }
    fs::write(database(&lab), &whole).expect("it can be written");
    let batches = lab.run("batch list -o json").exits(0).json();
    assert_eq!(batches.as_array().map(Vec::len), Some(1));
}

#[test]
fn a_page_of_nonsense_inside_is_noticed_when_it_is_read() {
    let lab = used();
    let mut bytes = fs::read(database(&lab)).expect("a database");
    let page = 4096;
    bytes[page..].fill(0xa5);
    fs::write(database(&lab), &bytes).expect("it can be written");
    for words in ["batch list", "mfa reset --user-id 42 --user-id 46 --yes"] {
        assert_eq!(lab.run(&format!("{words} -o json")).exits(13).error()["code"], "state", "{words}");
    }
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

/// On a full disk the header is moved from the log into the file, and then the copy stops.
#[test]
fn what_a_full_disk_kept_from_the_database_is_in_its_log() {
    let lab = Lab::new();
    lab.emulator().faults(&[("PUT /user/users/mfa/reset", "delay:20000")]);
    // The log is long enough for pages that the file does not have yet.
    let words = format!("mfa reset --user-id 46 --user-id 6 --yes --reason {}", "x".repeat(20_000));
    let running = lab.types(&words).start();
    lab.emulator().wait_for_resets(1);
    running.kill();
    let log = lab.path("state/state.sqlite-wal");
    let (mut file, frames) =
        (fs::read(database(&lab)).expect("a database"), fs::read(&log).expect("its log"));
    let copy = lab.file("copy/state.sqlite", &file);
    lab.file("copy/state.sqlite-wal", &frames);
    let connection = rusqlite::Connection::open(&copy).expect("a database");
    let pages: u32 = connection.pragma_query_value(None, "page_count", |row| row.get(0)).expect("a number");
    file[28..32].copy_from_slice(&pages.to_be_bytes());
    assert!(file.len() < pages as usize * 4096, "the log makes it longer");
    fs::write(database(&lab), &file).expect("it can be written");
    lab.file("without/state.sqlite", &file);
    let without = lab.path("without").display().to_string();
    let shown = lab.types("batch list -o json").set("MFA_ADMIN_STATE_DIR", &without).run().exits(13);
    assert!(shown.error()["message"].to_string().contains("is cut short"), "\n{shown}");
    let batches = lab.run("batch list -o json").exits(0).json();
    assert_eq!((&batches[0]["state"], &batches[0]["total"]), (&json!("interrupted"), &json!(2)));
    let all = fs::metadata(database(&lab)).expect("a database").len();
    assert_eq!(all, u64::from(pages) * 4096, "with room again the log is moved");
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    let lab = used();
    // The place of the user version in the header of an SQLite file.
    let mut bytes = fs::read(database(&lab)).expect("a database");
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(database(&lab), &bytes).expect("it can be written");
    all_refuse(&lab, "version 99", "newer version of mfa-admin");
    assert_eq!(fs::read(database(&lab)).expect("it is there"), bytes);
}

#[test]
fn a_folder_that_is_none_is_told() {
    let lab = Lab::new();
    let file = lab.file("taken", "a file");
    let lab = lab.set("MFA_ADMIN_STATE_DIR", &file.to_string_lossy());
    all_refuse(&lab, "taken", "MFA_ADMIN_STATE_DIR");
    assert_eq!(fs::read_to_string(file).expect("it is there"), "a file");
}

#[test]
fn a_folder_stands_where_a_file_belongs() {
    for name in ["state.sqlite", "state.lock"] {
        let lab = Lab::new();
        fs::create_dir_all(lab.path("state").join(name)).expect("a folder");
        all_refuse(&lab, name, "`mv ");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let allow = |lab: &Lab, mode: u32| {
        fs::set_permissions(lab.path("state"), fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    for lab in [Lab::new(), used()] {
        fs::create_dir_all(lab.path("state")).expect("a folder");
        allow(&lab, 0o500);
        // Root may write everywhere and sees no error.
        if fs::write(lab.path("state/probe"), "").is_err() {
            let shown: Vec<Shown> = NEED_IT[..2].iter().map(|words| lab.run(words).exits(13)).collect();
            assert!(shown.iter().all(|shown| shown.stdout.is_empty()), "{shown:?}");
            assert_eq!(lab.emulator().requests().len(), 0);
        }
        allow(&lab, 0o700);
    }
}

#[cfg(unix)]
#[test]
fn what_is_kept_is_for_its_owners_eyes_only() {
    use std::os::unix::fs::PermissionsExt;
    let lab = Lab::new();
    lab.interrupted("");
    let mode = |name: &str| fs::metadata(lab.path(name)).expect("it is there").permissions().mode() & 0o777;
    assert_eq!((mode("state"), mode("state/batches")), (0o700, 0o700));
    for entry in fs::read_dir(lab.path("state")).expect("a folder").flatten() {
        if entry.path().is_file() {
            assert_eq!(entry.metadata().expect("a file").permissions().mode() & 0o777, 0o600, "{entry:?}");
        }
    }
}

#[test]
fn a_batch_that_is_over_leaves_no_lock_behind() {
    let lab = Lab::new();
    let id = lab.interrupted("");
    let locks = || fs::read_dir(lab.path("state/batches")).expect("a folder").count();
    assert_eq!(locks(), 1);
    lab.run(&format!("batch resume {id} --yes")).exits(0);
    lab.run("mfa reset --user-id 42 --yes").exits(0);
    assert_eq!(locks(), 0);
}
