//! What is kept comes back as it was, whatever happened in between.

use std::time::Duration;

use jiff::Timestamp;
use tempfile::TempDir;

use super::*;
use crate::model::{
    Enrolment, EnvironmentKind, Factor, InputRow, LastLogin, Level, MfaStatus, OsAccount, Outcome, ResultRow,
    User, UserId,
};

mod drafts;
mod over;
mod versions;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// A time so many milliseconds later.
fn later(milliseconds: u64) -> Timestamp {
    NOW + Duration::from_millis(milliseconds)
}

fn enrolled() -> MfaStatus {
    MfaStatus { enrolment: Enrolment::Enrolled, level: Some(Level::User), ..MfaStatus::default() }
}

fn user(id: u64, mfa: MfaStatus) -> User {
    User {
        id: UserId::new(id.to_string()),
        name: Some(format!("Person {id}")),
        email: Some(format!("P{id}@test.com")),
        active: Some(true),
        admin: Some(false),
        mfa,
        last_login: LastLogin::Unknown,
    }
}

fn by_id(row: u64, id: u64) -> InputRow {
    InputRow { row, user_id: Some(UserId::new(id.to_string())), email: None }
}

fn new_batch(digest: &str) -> NewBatch {
    NewBatch {
        single: false,
        created_at: NOW,
        profile: "work".to_owned(),
        environment: EnvironmentKind::Sandbox,
        provider: "resolver".to_owned(),
        url: "https://x.test/".to_owned(),
        org_id: "166".to_owned(),
        actor: "admin@test.com".to_owned(),
        account: account("morgan"),
        source: "people.csv".to_owned(),
        digest: digest.to_owned(),
        rules: "{}".to_owned(),
        results: None,
        justification: Justification { ticket: Some("T-1".to_owned()), ..Justification::default() },
        people: 0,
        duplicates: DuplicateRule::Any,
    }
}

fn account(os_user: &str) -> OsAccount {
    OsAccount { uid: Some(1042), os_user: Some(os_user.to_owned()), sudo_user: Some("sam".to_owned()) }
}

/// A folder of its own, and the state in it.
fn state() -> (TempDir, State) {
    let folder = TempDir::new().unwrap();
    let state = State::open(folder.path()).unwrap();
    (folder, state)
}

/// Makes a row a target.
fn aim(draft: &Draft<'_>, row: u64, user: &User, read_at: Timestamp) -> Result<(), StateError> {
    draft.assign(row, user, &RowDecision::Aim { read_at, end: None })
}

/// Ends a row of which it is known whom it means.
fn end(draft: &Draft<'_>, row: u64, user: &User, outcome: Outcome) -> Result<(), StateError> {
    draft.assign(row, user, &RowDecision::End(RowEnd { outcome, detail: None, at: NOW }))
}

/// Keeps a batch of targets 101, 102 … in rows 1, 2 …, with this enrolment.
fn keep(state: &mut State, rows: u64, mfa: &MfaStatus) -> BatchRecord {
    keep_as(state, rows, mfa, false)
}

fn keep_as(state: &mut State, rows: u64, mfa: &MfaStatus, single: bool) -> BatchRecord {
    state.begin_draft().unwrap();
    let plan = |draft: &Draft<'_>| {
        for row in 1..=rows {
            draft.ask(&by_id(row, 100 + row), None)?;
            aim(draft, row, &user(100 + row, mfa.clone()), later(7))?;
        }
        draft.index()
    };
    state.draft::<_, StateError>(plan).unwrap();
    state.keep(&NewBatch { single, ..new_batch("digest") }).unwrap().unwrap()
}

/// How many targets are open, and whether all of them can be read.
fn open(state: &State, batch: i64) -> (u64, bool) {
    let OpenTargets { people, readable, .. } = state.open_targets(batch).unwrap();
    (people, readable)
}

fn settled(row: u64, outcome: Outcome) -> RecordedOutcome {
    RecordedOutcome { row, outcome, detail: None, at: later(row), told: None }
}

fn rows(state: &State, batch: i64) -> Vec<ResultRow> {
    let mut rows = Vec::new();
    let all = state.each_row(batch, |row| {
        rows.push(row.clone());
        Ok::<_, StateError>(())
    });
    all.unwrap();
    rows
}

fn records(state: &State) -> Vec<AuditRecord> {
    let mut records = Vec::new();
    let all = state.each_record(|record| {
        records.push(record.clone());
        Ok::<_, StateError>(())
    });
    all.unwrap();
    records
}

fn numbers(claimed: &[Claimed]) -> Vec<u64> {
    claimed.iter().map(|target| target.row).collect()
}

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
    state.give_back(n, &[2, 4]).unwrap();
    assert_eq!(numbers(&state.in_doubt(n, 0, 9).unwrap()), [1, 3]);
    assert_eq!(records(&state).len(), 2);
    let details: Vec<_> = rows(&state, n).iter().map(|row| row.detail.is_some()).collect();
    assert_eq!(details, [true, false, true, false], "who is in doubt says so");
    assert_eq!(numbers(&state.claim(n, 0, 9, later(2)).unwrap()), [2, 4]);
    assert_eq!(numbers(&state.in_doubt(n, 0, 9).unwrap()), [1, 2, 3, 4]);
    let seqs: Vec<_> = records(&state).iter().map(|record| (record.seq, record.at)).collect();
    assert_eq!(seqs, [(1, later(1)), (3, later(1)), (5, later(2)), (6, later(2))], "no number is used twice");
}

#[test]
fn what_is_settled_is_counted_shown_and_on_record() {
    let (_folder, mut state) = state();
    let batch = keep(&mut state, 3, &enrolled());
    let n = batch.n;
    state.claim(n, 0, 3, NOW).unwrap();
    let failed = RecordedOutcome { detail: Some("no".to_owned()), ..settled(2, Outcome::Failed) };
    state.record(n, &[settled(1, Outcome::Reset), failed]).unwrap();
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
    assert_eq!(outcomes, [Some(Outcome::Reset), Some(Outcome::Failed), None]);
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
    state.record(n, &[settled(1, Outcome::Accepted), settled(2, Outcome::Unknown)]).unwrap();
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
    state.resumed(n, "other@test.com", &OsAccount::default(), NOW).unwrap();
    assert!(state.claim(n, 0, 2, NOW).unwrap().iter().all(|target| target.read_at.is_none()));
}

#[test]
fn whoever_goes_on_with_a_batch_is_on_record_for_what_they_send() {
    let (_folder, mut state) = state();
    let (first, other) = (keep(&mut state, 3, &enrolled()).n, keep(&mut state, 1, &enrolled()).n);
    state.claim(first, 0, 1, NOW).unwrap();
    state.resumed(first, "other@test.com", &account("robin"), NOW).unwrap();
    state.claim(first, 1, 1, NOW).unwrap();
    state.resumed(first, "third@test.com", &OsAccount::default(), NOW).unwrap();
    state.claim(first, 2, 1, NOW).unwrap();
    state.claim(other, 0, 1, NOW).unwrap();
    let by: Vec<_> = records(&state).into_iter().map(|record| (record.actor, record.account)).collect();
    let names = |actor: &str, account: OsAccount| (actor.to_owned(), account);
    let expected = [
        names("admin@test.com", account("morgan")),
        names("other@test.com", account("robin")),
        names("third@test.com", OsAccount::default()),
        names("admin@test.com", account("morgan")),
    ];
    assert_eq!(by, expected);
}

#[test]
fn a_batch_ends_when_every_row_has_its_outcome_and_not_before() {
    let (_folder, mut state) = state();
    let n = keep(&mut state, 2, &enrolled()).n;
    state.begin(n).unwrap();
    state.claim(n, 0, 2, NOW).unwrap();
    state.record(n, &[settled(1, Outcome::Reset)]).unwrap();
    assert!(!state.end(n, NOW).unwrap());
    assert_eq!(state.by_number(n).unwrap().stage, Stage::Interrupted);
    state.record(n, &[settled(2, Outcome::Reset)]).unwrap();
    assert!(state.end(n, NOW).unwrap());
    assert_eq!(state.by_number(n).unwrap().stage, Stage::Finished);
}

#[test]
fn whoever_holds_a_batch_keeps_others_from_it_until_they_let_go() {
    let (folder, mut state) = state();
    let batch = keep(&mut state, 1, &enrolled());
    let other = State::open(folder.path()).unwrap();
    let seen_by = |state: &State| state.batch(&batch.id).unwrap().stage;
    assert_eq!(seen_by(&other), Stage::Interrupted);
    let hold = state.hold(&batch.id).unwrap();
    assert_eq!(seen_by(&other), Stage::Planned);
    state.begin(batch.n).unwrap();
    assert_eq!(seen_by(&other), Stage::Running);
    assert!(matches!(other.hold(&batch.id), Err(StateError::Held { id }) if id == batch.id));
    drop(hold);
    assert_eq!(seen_by(&other), Stage::Interrupted);
    other.hold(&batch.id).unwrap().over();
    assert_eq!(std::fs::read_dir(folder.path().join("batches")).unwrap().count(), 0);
}

#[test]
fn what_is_cancelled_is_skipped_and_over() {
    let (_folder, mut state) = state();
    let batch = keep(&mut state, 2, &enrolled());
    state.cancel(batch.n, "cancelled", later(5)).unwrap();
    let batch = state.batch(&batch.id).unwrap();
    assert_eq!((batch.stage, batch.counts), (Stage::Cancelled, [(Outcome::Skipped, 2)].into()));
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
    state.record(first.n, &[settled(1, Outcome::Reset)]).unwrap();
    state.end(first.n, NOW).unwrap();
    assert_eq!(known(&state), None);
}

#[test]
fn the_newest_batch_is_listed_first_and_a_single_reset_never() {
    let (_folder, mut state) = state();
    let ids: Vec<_> = (0..3).map(|_| keep(&mut state, 1, &enrolled()).id).collect();
    state.begin_draft().unwrap();
    let single = state.keep(&NewBatch { single: true, ..new_batch("digest") }).unwrap().unwrap();
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
    state.hold(&batch.id).unwrap().over();
    assert_eq!(rows(&state, batch.n).len(), 2);
}
