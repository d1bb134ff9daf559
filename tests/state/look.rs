//! What a person who presses Tab looks at: quickly, and without a trace.

use std::fs;
use std::path::Path;

use mfa_admin::state::{BatchState, State, add_groups, keep_groups, listed_groups};

use crate::fixture::{enrolled, keep, keep_as, state};

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn where_nothing_is_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    for folder in [folder.path(), &folder.path().join("not there")] {
        assert!(State::open_to_read(folder).unwrap().is_none());
        assert!(listed_groups(folder, "work").is_empty() && files(folder).is_empty());
    }
}

#[test]
fn batches_are_found_while_another_process_writes_and_afterwards() {
    let (folder, mut state) = state();
    let (first, second) = (keep(&mut state, 2, &enrolled()), keep(&mut state, 3, &enrolled()));
    keep_as(&mut state, 1, &enrolled(), true);
    let lock = state.lock_batch(&second.id).unwrap();
    let found = |beginning: &str, profile| {
        let before = files(folder.path());
        let read = State::open_to_read(folder.path()).unwrap().expect("a database");
        let batches = read.recent(beginning, profile, 10).unwrap();
        drop(read);
        assert_eq!(files(folder.path()), before);
        batches.into_iter().map(|batch| (batch.id, batch.stage, batch.total)).collect::<Vec<_>>()
    };
    let both =
        |second_is| [(second.id.clone(), second_is, 3), (first.id.clone(), BatchState::Interrupted, 2)];
    // What was written is still in the log.
    assert!(files(folder.path()).iter().any(|name| name.ends_with("-wal")));
    assert_eq!(found("", None), both(BatchState::Planned));
    drop((state, lock));
    assert!(!files(folder.path()).iter().any(|name| name.ends_with("-wal")));
    assert_eq!(found("", Some("work")), both(BatchState::Interrupted));
    assert_eq!(found(&first.id, None), both(BatchState::Interrupted)[1..]);
    assert_eq!(found("", Some("another")), []);
    assert_eq!(found("%", None), []);
}

/// A process that was killed leaves its log behind.
#[test]
fn batches_are_found_in_the_log_of_a_process_that_died() {
    let (folder, mut state) = state();
    let batch = keep(&mut state, 2, &enrolled());
    let copy = tempfile::tempdir().unwrap();
    for name in files(folder.path()) {
        let from = folder.path().join(&name);
        if from.is_file() {
            fs::copy(from, copy.path().join(name)).unwrap();
        }
    }
    let before = files(copy.path());
    let read = State::open_to_read(copy.path()).unwrap().expect("a database");
    assert_eq!(read.recent("", None, 10).unwrap()[0].id, batch.id);
    drop(read);
    assert_eq!(files(copy.path()), before);
}

#[test]
fn groups_are_those_of_the_last_listing_of_their_profile() {
    let folder = tempfile::tempdir().unwrap();
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    keep_groups(folder.path(), "work", &names(&["Old", "Everyone"])).unwrap();
    keep_groups(folder.path(), "other", &names(&["Else"])).unwrap();
    keep_groups(folder.path(), "work", &names(&["Everyone", "New"])).unwrap();
    keep_groups(folder.path(), "work", &[]).unwrap();
    add_groups(folder.path(), "work", &names(&["New", "Theirs"])).unwrap();
    assert_eq!(listed_groups(folder.path(), "work"), ["Everyone", "New", "Theirs"]);
    assert_eq!(listed_groups(folder.path(), "other"), ["Else"]);
    assert_eq!(files(folder.path()), ["groups.json"]);
}
