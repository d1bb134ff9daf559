//! The record is a chain: whatever is changed in it from outside is noticed, at the right place.

use mfa_admin::model::Outcome;
use mfa_admin::state::{Anchor, AuditEvent, EventKind, State, StateError, Verification};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::fixture::{NOW, enrolled, events, keep, later, recorded, state};

/// The number, the text and the hash of an event, as they are stored.
type Stored = (i64, Vec<u8>, Vec<u8>);

/// A record of every kind of event that a batch leaves.
fn recorded_batch() -> (TempDir, State) {
    let (folder, mut state) = state();
    let n = keep(&mut state, 4, &enrolled()).n;
    state.confirmed(n, "flag", None, later(1)).expect("it works");
    state.claim(n, 0, 3, later(2)).expect("it works");
    state.give_back(n, &[3], later(3)).expect("it works");
    state.record(n, &[recorded(1, Outcome::Reset), recorded(2, Outcome::Failed)]).expect("it works");
    state.claim(n, 2, 2, later(4)).expect("it works");
    state.record(n, &[recorded(3, Outcome::Reset), recorded(4, Outcome::Reset)]).expect("it works");
    let detail = "Zoë 李 🦀 \u{1f}\u{7f}\u{2028}\"\\/";
    state.append(AuditEvent::new(EventKind::Api, later(5)).detailed(detail)).expect("it works");
    (folder, state)
}

/// The file as another program opens it, without what forbids to change it.
fn outside(folder: &TempDir) -> Connection {
    let outside = Connection::open(folder.path().join("state.sqlite")).expect("it works");
    outside
        .execute_batch(
            "PRAGMA synchronous = OFF; DROP TRIGGER audit_event_stays; DROP TRIGGER audit_event_is_fixed;",
        )
        .expect("it works");
    outside
}

fn stored(outside: &Connection) -> Vec<Stored> {
    let sql = "SELECT seq, CAST(body AS BLOB), CAST(hash AS BLOB) FROM audit_event ORDER BY seq";
    let mut statement = outside.prepare(sql).expect("it works");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).expect("it works");
    rows.collect::<Result<_, _>>().expect("it works")
}

fn put(outside: &Connection, events: &[Stored]) {
    outside.execute_batch("BEGIN; DELETE FROM audit_event;").expect("it works");
    for (seq, body, hash) in events {
        let sql = "INSERT INTO audit_event VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT))";
        outside.execute(sql, params![seq, body, hash]).expect("it works");
    }
    outside.execute_batch("COMMIT").expect("it works");
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

/// Changes the record in some way. Returns what was done, and the number of the first event that is not as it was.
fn tamper(events: &mut Vec<Stored>) -> (&'static str, i64) {
    let count = events.len();
    // The last one is dealt with by an anchor.
    let place = fastrand::usize(..count - 1);
    let seq = events[place].0;
    match fastrand::u32(..8) {
        0..3 => {
            let any = fastrand::usize(..count);
            let text = if fastrand::u32(..4) == 0 { &mut events[any].2 } else { &mut events[any].1 };
            let byte = fastrand::usize(..text.len());
            text[byte] ^= fastrand::u8(1..);
            ("a byte", events[any].0)
        }
        3 => {
            events.remove(place);
            ("removed", seq)
        }
        4 => {
            let mut new = events[fastrand::usize(..count)].clone();
            new.0 = seq;
            events[place..].iter_mut().for_each(|event| event.0 += 1);
            let is_the_same = new.1 == events[place].1;
            events.insert(place, new);
            ("put in", if is_the_same { seq + 1 } else { seq })
        }
        5 => {
            let other = place + 1 + fastrand::usize(..count - place - 1);
            let (first, second) = (events[place].clone(), events[other].clone());
            events[place] = (first.0, second.1, second.2);
            events[other] = (second.0, first.1, first.2);
            ("swapped", seq)
        }
        6 => {
            let end = events[count - 1].0;
            events[place].0 = end + 1 + fastrand::i64(0..9);
            ("moved", seq)
        }
        _ => {
            let text = String::from_utf8(events[place].1.clone()).expect("it works");
            events[place].1 = text.replace("166", "167").replace("null", "true").into_bytes();
            events[place].2 = hex(&Sha256::digest(&events[place].1));
            ("hashed anew", seq)
        }
    }
}

#[test]
fn a_record_that_nobody_changed_is_as_it_was_written() {
    let (_folder, state) = recorded_batch();
    let events = events(&state);
    let kinds: Vec<_> = events.iter().map(|event| event.event.word()).collect();
    let words = "plan confirm intent interrupt outcome outcome intent outcome outcome api";
    assert_eq!(kinds.join(" "), words);
    let head = events.last().unwrap().hash.clone();
    let whole = Verification { records: 10, first_bad: None, head: head.clone() };
    assert_eq!(state.verify(&[]).unwrap(), whole);
    let anchors =
        [&events[0], &events[9]].map(|event| Anchor { seq: None, hash: event.hash.clone().unwrap() });
    assert_eq!(state.verify(&anchors).unwrap(), whole);
}

#[test]
fn whatever_is_changed_from_outside_is_noticed_at_the_first_event_that_is_not_as_it_was() {
    let (folder, state) = recorded_batch();
    let outside = outside(&folder);
    let whole = stored(&outside);
    for round in 0..1000 {
        let mut events = whole.clone();
        let (what, first) = tamper(&mut events);
        if events == whole {
            continue;
        }
        put(&outside, &events);
        let found = state.verify(&[]).unwrap();
        assert_eq!(found.first_bad, u64::try_from(first).ok(), "{round}: {what}");
    }
    put(&outside, &whole);
    assert_eq!(state.verify(&[]).unwrap().first_bad, None);
}

#[test]
fn an_end_that_was_cut_and_a_record_begun_anew_are_noticed_by_a_head_of_an_earlier_time() {
    let (folder, state) = recorded_batch();
    let (seq, hash) = state.head().unwrap().unwrap();
    let (by_hash, by_both) = (Anchor { seq: None, hash: hash.clone() }, Anchor { seq: Some(seq), hash });
    let outside = outside(&folder);
    let whole = stored(&outside);
    put(&outside, &whole[..7]);
    assert_eq!(state.verify(&[]).unwrap().first_bad, None, "nothing in the file itself shows it");
    for anchor in [&by_hash, &by_both] {
        assert_eq!(state.verify(std::slice::from_ref(anchor)).unwrap().first_bad, Some(8));
        assert!(!state.contains(anchor).unwrap());
    }
    let (_other, anew) = recorded_batch();
    assert_eq!(anew.verify(&[]).unwrap().first_bad, None);
    assert_eq!(anew.verify(&[by_both]).unwrap().first_bad, Some(seq), "another event has its number");
}

#[test]
fn an_event_can_be_neither_changed_nor_removed_by_mistake() {
    let (folder, state) = recorded_batch();
    let outside = Connection::open(folder.path().join("state.sqlite")).unwrap();
    for change in ["UPDATE audit_event SET hash = NULL", "DELETE FROM audit_event WHERE seq = 3"] {
        let refused = outside.execute(change, []).expect_err(change).to_string();
        assert!(refused.contains("only appended"), "{refused}");
    }
    assert_eq!(state.verify(&[]).unwrap().first_bad, None);
}

#[test]
fn several_processes_append_to_one_chain() {
    let (folder, state) = state();
    let path = folder.path().to_owned();
    let append = |_| {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut state = State::open(&path)?;
            for _ in 0..20 {
                state.append(AuditEvent::new(EventKind::SignIn, NOW))?;
            }
            Ok::<_, StateError>(())
        })
    };
    for thread in [0; 4].map(append) {
        thread.join().unwrap().unwrap();
    }
    let Verification { records, first_bad, .. } = state.verify(&[]).unwrap();
    assert_eq!((records, first_bad), (80, None));
}

#[test]
fn what_was_on_record_before_the_chain_is_sealed_by_its_first_event() {
    let folder = crate::versions::folder_of_version_1();
    let mut state = State::open(folder.path()).unwrap();
    let before = state.verify(&[]).unwrap();
    assert_eq!(before, Verification { records: 2, first_bad: None, head: None });
    state.append(AuditEvent::new(EventKind::SignIn, NOW)).unwrap();
    let seqs: Vec<_> = events(&state).iter().map(|event| (event.seq, event.hash.is_some())).collect();
    assert_eq!(seqs, [(1, false), (2, false), (3, true)]);
    assert_eq!(state.verify(&[]).unwrap().first_bad, None);
    let outside = outside(&folder);
    outside.execute("UPDATE audit_event SET body = replace(body, 'admin@', 'other@')", []).unwrap();
    assert_eq!(state.verify(&[]).unwrap().first_bad, Some(1));
}
