//! Batches are kept, found again, locked, and come to their end.

use mfa_admin::model::{Level, Outcome, ResultRow, UserId};
use mfa_admin::state::{BatchState, DuplicateRule, Kept, NewBatch, State, StateError};

use crate::fixture::{NOW, enrolled, keep, kept, later, new_batch, recorded, records, rows, state};

#[test]
fn a_batch_comes_back_as_it_was_kept() {
    let (folder, mut state) = state();
    let kept = keep(&mut state, 3, &enrolled());
    drop(state);
    let state = State::open(folder.path()).unwrap();
    let batch = state.batch(&kept.id).unwrap();
    assert_eq!((batch.n, batch.total, batch.new.created_at), (kept.n, 3, NOW));
    assert_eq!(
        (batch.new.profile.as_str(), batch.new.justification.ticket.as_deref()),
        ("work", Some("T-1"))
    );
    let rows = rows(&state, batch.n);
    assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 2, 3]);
    let first = ResultRow {
        row: 1,
        user_id: Some(UserId::new("101")),
        email: Some("P101@test.com".to_owned()),
        name: Some("Person 101".to_owned()),
        level: Some(Level::User),
        outcome: None,
        detail: None,
        at: None,
    };
    assert_eq!(rows[0], first);
    assert_eq!(state.row(batch.n, 1).unwrap(), first);
    assert!(matches!(state.batch("20260101-nobody"), Err(StateError::NoSuchBatch { .. })));
}

#[test]
fn a_batch_ends_when_every_row_has_its_outcome_and_not_before() {
    let (_folder, mut state) = state();
    let n = keep(&mut state, 2, &enrolled()).n;
    state.begin(n).unwrap();
    state.claim(n, 0, 2, NOW).unwrap();
    state.record(n, &[recorded(1, Outcome::Reset)]).unwrap();
    assert!(!state.finish(n, NOW).unwrap());
    assert_eq!(state.by_number(n).unwrap().stage, BatchState::Interrupted);
    state.record(n, &[recorded(2, Outcome::Reset)]).unwrap();
    assert!(state.finish(n, NOW).unwrap());
    assert_eq!(state.by_number(n).unwrap().stage, BatchState::Finished);
}

#[test]
fn a_batch_is_forgotten_only_while_nothing_of_it_can_have_been_sent() {
    let (_folder, mut state) = state();
    let batch = keep(&mut state, 2, &enrolled());
    state.forget(batch.n).unwrap();
    assert!(matches!(state.batch(&batch.id), Err(StateError::NoSuchBatch { .. })));
    let batch = keep(&mut state, 2, &enrolled());
    state.begin(batch.n).unwrap();
    state.claim(batch.n, 0, 1, NOW).unwrap();
    state.forget(batch.n).unwrap();
    assert_eq!((state.batch(&batch.id).unwrap().n, rows(&state, batch.n).len()), (batch.n, 2));
}

#[test]
fn a_locked_batch_is_kept_from_other_processes_until_it_is_let_go() {
    let (folder, mut state) = state();
    let batch = keep(&mut state, 1, &enrolled());
    let other = State::open(folder.path()).unwrap();
    let seen_by = |state: &State| state.batch(&batch.id).unwrap().stage;
    assert_eq!(seen_by(&other), BatchState::Interrupted);
    let lock = state.lock_batch(&batch.id).unwrap();
    assert_eq!(seen_by(&other), BatchState::Planned);
    state.begin(batch.n).unwrap();
    assert_eq!(seen_by(&other), BatchState::Running);
    assert!(matches!(other.lock_batch(&batch.id), Err(StateError::Locked { id }) if id == batch.id));
    drop(lock);
    assert_eq!(seen_by(&other), BatchState::Interrupted);
    other.lock_batch(&batch.id).unwrap().remove();
    assert_eq!(std::fs::read_dir(folder.path().join("batches")).unwrap().count(), 0);
}

#[test]
fn what_is_cancelled_is_skipped_and_over() {
    let (_folder, mut state) = state();
    let batch = keep(&mut state, 2, &enrolled());
    state.cancel(batch.n, "cancelled", later(5)).unwrap();
    let batch = state.batch(&batch.id).unwrap();
    assert_eq!((batch.stage, batch.counts), (BatchState::Cancelled, [(Outcome::Skipped, 2)].into()));
    assert_eq!(rows(&state, batch.n)[0].at, Some(later(5)));
    assert!(records(&state).is_empty());
}

#[test]
fn only_what_is_not_finished_is_known_again() {
    let (_folder, mut state) = state();
    assert!(state.unfinished("digest").unwrap().is_none());
    let first = keep(&mut state, 1, &enrolled());
    let second = keep(&mut state, 1, &enrolled());
    let known = |state: &State| state.unfinished("digest").unwrap().map(|batch| batch.id);
    assert_eq!(known(&state), Some(second.id));
    assert!(state.unfinished("another").unwrap().is_none());
    state.cancel(second.n, "cancelled", NOW).unwrap();
    assert_eq!(known(&state), Some(first.id));
    state.record(first.n, &[recorded(1, Outcome::Reset)]).unwrap();
    state.finish(first.n, NOW).unwrap();
    assert_eq!(known(&state), None);
}

#[test]
fn the_newest_batch_is_listed_first_and_a_single_reset_never() {
    let (_folder, mut state) = state();
    let ids: Vec<_> = (0..3).map(|_| keep(&mut state, 1, &enrolled()).id).collect();
    state.begin_draft().unwrap();
    let single = kept(&mut state, &NewBatch { single: true, ..new_batch("digest") });
    let listed: Vec<_> = state.batches().unwrap().into_iter().map(|batch| batch.id).collect();
    assert_eq!(listed, ids.iter().rev().cloned().collect::<Vec<_>>());
    assert!(state.batch(&single.id).is_err());
    for id in ids {
        let (day, letters) = id.split_once('-').unwrap();
        assert_eq!((day, letters.len()), ("19700101", 6), "{id}");
        assert!(letters.bytes().all(|byte| b"23456789abcdefghjkmnpqrstuvwxyz".contains(&byte)), "{id}");
    }
}

#[test]
fn a_scratch_database_keeps_nothing_and_needs_no_lock() {
    let mut state = State::scratch().unwrap();
    let batch = keep(&mut state, 2, &enrolled());
    state.lock_batch(&batch.id).unwrap().remove();
    assert_eq!(rows(&state, batch.n).len(), 2);
}

#[test]
fn a_batch_is_kept_out_by_one_of_the_same_content_as_its_rule_says() {
    let (_folder, mut state) = state();
    let mut keep_beside = |duplicates| {
        state.begin_draft().unwrap();
        match state.keep(&NewBatch { duplicates, ..new_batch("digest") }).unwrap() {
            Kept::New(batch) => (batch.n, true),
            Kept::Existing(batch) => (batch.n, false),
        }
    };
    let finished_before = |milliseconds| DuplicateRule::FinishedBefore(later(milliseconds));
    assert_eq!(keep_beside(DuplicateRule::OnlyOnce), (1, true));
    assert_eq!(keep_beside(DuplicateRule::OnlyOnce), (1, false));
    assert_eq!(keep_beside(finished_before(0)), (1, false), "it is not finished");
    assert_eq!(keep_beside(DuplicateRule::MayRepeat), (2, true));
}

#[test]
fn a_batch_that_finished_earlier_or_was_cancelled_keeps_no_other_out() {
    let (_folder, mut state) = state();
    let (finished, cancelled) = (keep(&mut state, 0, &enrolled()).n, keep(&mut state, 0, &enrolled()).n);
    state.cancel(cancelled, "cancelled", NOW).unwrap();
    assert!(state.finish(finished, later(5)).unwrap());
    let mut is_kept = |duplicates| {
        state.begin_draft().unwrap();
        match state.keep(&NewBatch { duplicates, ..new_batch("digest") }).unwrap() {
            Kept::New(batch) => state.cancel(batch.n, "a test", NOW).is_ok(),
            Kept::Existing(batch) => batch.n != finished,
        }
    };
    assert!(!is_kept(DuplicateRule::FinishedBefore(later(5))));
    assert!(is_kept(DuplicateRule::FinishedBefore(later(6))));
    assert!(!is_kept(DuplicateRule::OnlyOnce));
}
