//! Batches that are over are purged, and their audit records stay.

use std::time::Duration;

use mfa_admin::model::Outcome;
use mfa_admin::state::StateError;

use crate::fixture::{NOW, enrolled, keep, keep_as, later, recorded, records, rows, state};

#[test]
fn purging_keeps_the_records_and_every_batch_that_is_not_over_or_not_old() {
    const DAY: Duration = Duration::from_hours(24);
    let (_folder, mut state) = state();
    let [old, young, open, given_up] = [(); 4].map(|()| keep(&mut state, 2, &enrolled()));
    for (batch, end) in [(&old, later(1)), (&young, NOW + DAY)] {
        state.claim(batch.n, 0, 1, NOW).unwrap();
        state.record(batch.n, &[recorded(1, Outcome::Reset), recorded(2, Outcome::NotEnrolled)]).unwrap();
        assert!(state.finish(batch.n, end).unwrap());
    }
    state.cancel(given_up.n, "cancelled", later(1)).unwrap();
    let single = keep_as(&mut state, 1, &enrolled(), true);
    state.cancel(single.n, "cancelled", later(1)).unwrap();
    let before = records(&state).len();
    assert_eq!(state.purge(DAY, NOW + DAY).unwrap(), 0);
    assert_eq!(state.purge(DAY, NOW + DAY + Duration::from_millis(2)).unwrap(), 2);
    let left: Vec<_> = state.batches().unwrap().into_iter().map(|batch| batch.id).collect();
    assert_eq!(left, [open.id, young.id]);
    assert!(matches!(state.batch(&old.id), Err(StateError::NoSuchBatch { .. })));
    let records = records(&state);
    assert_eq!((records.len(), records[0].outcome), (before, Some(Outcome::Reset)));
    assert_eq!(records[0].batch_id.as_deref(), Some(old.id.as_str()));
    assert_eq!(rows(&state, old.n).len(), 0, "the record needs no rows");
    assert_eq!(rows(&state, single.n).len(), 0, "also of a reset of one person");
}

#[test]
fn a_single_reset_that_died_is_unknown_where_a_request_may_have_left() {
    let (_folder, mut state) = state();
    let [sent, unsent, works] = [(); 3].map(|()| keep_as(&mut state, 1, &enrolled(), true));
    state.claim(sent.n, 0, 1, NOW).unwrap();
    state.claim(works.n, 0, 1, NOW).unwrap();
    let lock = state.lock_batch(&works.id).unwrap();
    assert_eq!(
        state.purge(Duration::ZERO, NOW + Duration::from_hours(1)).unwrap(),
        0,
        "singles are no batches"
    );
    let outcomes: Vec<_> = records(&state).into_iter().map(|record| record.outcome).collect();
    assert_eq!(outcomes, [None, Some(Outcome::Unknown)], "who works on still comes first");
    assert_eq!((rows(&state, sent.n).len(), rows(&state, unsent.n).len()), (0, 0));
    drop(lock);
}
