//! Rows are claimed, given back and recorded.

use mfa_admin::model::{Factor, MfaStatus, OsAccount, Outcome, UserId};
use mfa_admin::state::{RecordedOutcome, State};

use crate::fixture::{
    NOW, account, account_of, enrolled, keep, later, numbers, open, recorded, records, resumer, rows, state,
};

#[test]
fn an_enrolment_comes_back_to_the_nanosecond_and_with_its_factors() {
    let (_folder, mut state) = state();
    let seen = MfaStatus {
        enrolled_at: Some("2026-01-05T17:55:00.123456789Z".parse().unwrap()),
        factors: Some(vec![
            Factor { id: "a".to_owned(), kind: "totp".to_owned(), ..Factor::default() },
            Factor {
                id: "ü".to_owned(),
                kind: "key".to_owned(),
                enrolled_at: Some("2026-01-05T17:55:00.1Z".parse().unwrap()),
                last_used: Some("2026-01-06T17:55:00Z".parse().unwrap()),
                locked: true,
                ..Factor::default()
            },
        ]),
        ..enrolled()
    };
    let batch = keep(&mut state, 1, &seen);
    let claimed = state.claim(batch.n, 0, 1, later(9)).unwrap();
    assert_eq!((&claimed[0].seen, claimed[0].read_at), (&seen, Some(later(7))));
    assert_eq!(state.in_doubt(batch.n, 0, 9).unwrap()[0].seen, seen);
}

#[test]
fn a_time_that_cannot_be_kept_exactly_is_not_kept() {
    let (_folder, mut state) = state();
    let seen = MfaStatus { enrolled_at: Some("9000-01-01T00:00:00Z".parse().unwrap()), ..enrolled() };
    let batch = keep(&mut state, 1, &seen);
    assert_eq!(state.claim(batch.n, 0, 1, NOW).unwrap()[0].seen.enrolled_at, None);
}

#[test]
fn intents_are_given_out_once_and_in_order() {
    let (_folder, mut state) = state();
    let n = keep(&mut state, 5, &enrolled()).n;
    assert!(!state.is_begun(n).unwrap());
    assert_eq!(numbers(&state.claim(n, 0, 2, NOW).unwrap()), [1, 2]);
    assert!(state.is_begun(n).unwrap());
    assert_eq!(numbers(&state.claim(n, 2, 9, NOW).unwrap()), [3, 4, 5]);
    assert_eq!(numbers(&state.claim(n, 5, 9, NOW).unwrap()), [0; 0]);
    // Of another run, which does not know how far this one came.
    assert_eq!(numbers(&state.claim(n, 0, 9, NOW).unwrap()), [0; 0]);
    assert_eq!(numbers(&state.in_doubt(n, 0, 2).unwrap()), [1, 2]);
    assert_eq!(numbers(&state.in_doubt(n, 2, 9).unwrap()), [3, 4, 5]);
}

#[test]
fn what_was_given_back_is_no_doubt_and_is_given_out_again() {
    let (_folder, mut state) = state();
    let n = keep(&mut state, 4, &enrolled()).n;
    state.claim(n, 0, 4, later(1)).unwrap();
    state.give_back(n, &[2, 4], later(3)).unwrap();
    assert_eq!(numbers(&state.in_doubt(n, 0, 9).unwrap()), [1, 3]);
    assert_eq!(records(&state).len(), 2);
    let details: Vec<_> = rows(&state, n).iter().map(|row| row.detail.is_some()).collect();
    assert_eq!(details, [true, false, true, false], "a row in doubt says so");
    assert_eq!(numbers(&state.claim(n, 0, 9, later(2)).unwrap()), [2, 4]);
    assert_eq!(numbers(&state.in_doubt(n, 0, 9).unwrap()), [1, 2, 3, 4]);
    let people: Vec<_> = records(&state).iter().map(|record| (record.user_id.clone(), record.at)).collect();
    let open = |id: &str, at| (Some(UserId::new(id)), at);
    assert_eq!(
        people,
        [open("101", later(1)), open("103", later(1)), open("102", later(2)), open("104", later(2))],
        "each under the intent that holds"
    );
}

#[test]
fn what_is_recorded_is_counted_shown_and_audited() {
    let (_folder, mut state) = state();
    let batch = keep(&mut state, 3, &enrolled());
    let n = batch.n;
    state.claim(n, 0, 3, NOW).unwrap();
    let failed = RecordedOutcome { detail: Some("no".to_owned()), ..recorded(2, Outcome::Failed) };
    state.record(n, &[recorded(1, Outcome::Reset), failed]).unwrap();
    assert_eq!(state.counts(n).unwrap(), [(Outcome::Reset, 1), (Outcome::Failed, 1)].into());
    assert_eq!(numbers(&state.in_doubt(n, 0, 9).unwrap()), [3]);
    assert_eq!(open(&state, n), (1, true));
    let row = state.row(n, 2).unwrap();
    assert_eq!(
        (row.outcome, row.detail.as_deref(), row.at),
        (Some(Outcome::Failed), Some("no"), Some(later(2)))
    );
    let records = records(&state);
    let outcomes: Vec<_> = records.iter().map(|record| record.outcome).collect();
    assert_eq!(
        outcomes,
        [None, Some(Outcome::Reset), Some(Outcome::Failed)],
        "an open one stands at its intent"
    );
    let records = &records[1..];
    assert_eq!(records[0].batch_id.as_deref(), Some(batch.id.as_str()));
    assert_eq!(
        (records[0].ticket.as_deref(), records[0].user_id.clone()),
        (Some("T-1"), Some(UserId::new("101")))
    );
}

#[test]
fn whether_every_enrolment_could_be_read_is_known() {
    let (_folder, mut state) = state();
    let n = keep(&mut state, 2, &MfaStatus::default()).n;
    assert_eq!(open(&state, n), (2, false));
    state.claim(n, 0, 2, NOW).unwrap();
    state.record(n, &[recorded(1, Outcome::Accepted), recorded(2, Outcome::Unknown)]).unwrap();
    assert_eq!(open(&state, n), (0, true));
}

#[test]
fn a_request_that_may_still_be_carried_out_is_remembered() {
    let (folder, mut state) = state();
    let n = keep(&mut state, 2, &enrolled()).n;
    state.claim(n, 0, 2, NOW).unwrap();
    state.timed_out(n, 2).unwrap();
    drop(state);
    let state = State::open(folder.path()).unwrap();
    let doubt = state.in_doubt(n, 0, 9).unwrap();
    assert_eq!(doubt.iter().map(|target| target.timed_out).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn what_was_read_before_a_pause_is_too_old_after_it() {
    let (_folder, mut state) = state();
    let n = keep(&mut state, 2, &enrolled()).n;
    state.resumed(n, &resumer("other@test.com", OsAccount::default()), NOW).unwrap();
    assert!(state.claim(n, 0, 2, NOW).unwrap().iter().all(|target| target.read_at.is_none()));
}

#[test]
fn the_administrator_who_resumes_a_batch_is_on_record_for_what_is_sent_then() {
    let (_folder, mut state) = state();
    let (first, other) = (keep(&mut state, 3, &enrolled()).n, keep(&mut state, 1, &enrolled()).n);
    state.claim(first, 0, 1, NOW).unwrap();
    state.resumed(first, &resumer("other@test.com", account("robin")), NOW).unwrap();
    state.claim(first, 1, 1, NOW).unwrap();
    state.resumed(first, &resumer("third@test.com", OsAccount::default()), NOW).unwrap();
    state.claim(first, 2, 1, NOW).unwrap();
    state.claim(other, 0, 1, NOW).unwrap();
    let by: Vec<_> =
        records(&state).into_iter().map(|record| (record.actor.clone(), account_of(&record))).collect();
    let names = |actor: &str, account: OsAccount| (Some(actor.to_owned()), account);
    let expected = [
        names("admin@test.com", account("morgan")),
        names("other@test.com", account("robin")),
        names("third@test.com", OsAccount::default()),
        names("admin@test.com", account("morgan")),
    ];
    assert_eq!(by, expected);
}
