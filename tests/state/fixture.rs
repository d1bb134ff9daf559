//! People, plans and batches for the tests of the state database.

use std::time::Duration;

use jiff::Timestamp;
use mfa_admin::model::{
    Destination, Enrolment, EnvironmentKind, InputRow, LastLogin, Level, MfaStatus, OsAccount, Outcome,
    ResultRow, User, UserId,
};
use mfa_admin::state::{
    AuditEvent, AuditFilter, BatchRecord, Claimed, Draft, DuplicateRule, EventKind, Justification, Kept,
    NewBatch, OpenTargets, RecordedOutcome, Resumer, Review, RowDecision, RowEnd, State, StateError,
};
use tempfile::TempDir;

pub(crate) const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// A time so many milliseconds later.
pub(crate) fn later(milliseconds: u64) -> Timestamp {
    NOW + Duration::from_millis(milliseconds)
}

pub(crate) fn enrolled() -> MfaStatus {
    MfaStatus { enrolment: Enrolment::Enrolled, level: Some(Level::User), ..MfaStatus::default() }
}

pub(crate) fn user(id: u64, mfa: MfaStatus) -> User {
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

pub(crate) fn by_id(row: u64, id: u64) -> InputRow {
    InputRow { row, user_id: Some(UserId::new(id.to_string())), email: None }
}

pub(crate) fn new_batch(digest: &str) -> NewBatch {
    NewBatch {
        single: false,
        created_at: NOW,
        profile: "work".to_owned(),
        destination: Destination {
            provider: "resolver".to_owned(),
            url: "https://x.test/".to_owned(),
            org_id: "166".to_owned(),
            environment: EnvironmentKind::Sandbox,
        },
        actor: "admin@test.com".to_owned(),
        actor_id: Some(UserId::new("1")),
        account: account("morgan"),
        source: "people.csv".to_owned(),
        digest: digest.to_owned(),
        rules: "{}".to_owned(),
        results: None,
        justification: Justification { ticket: Some("T-1".to_owned()), ..Justification::default() },
        review: Review::default(),
        people: 0,
        duplicates: DuplicateRule::MayRepeat,
    }
}

pub(crate) fn account(os_user: &str) -> OsAccount {
    OsAccount {
        uid: Some(1042),
        os_user: Some(os_user.to_owned()),
        sudo_user: Some("sam".to_owned()),
        host: None,
    }
}

/// A folder of its own, and the state in it.
pub(crate) fn state() -> (TempDir, State) {
    let folder = TempDir::new().expect("a folder");
    let state = State::open(folder.path()).expect("a database");
    (folder, state)
}

/// Makes a row a target.
pub(crate) fn target(draft: &Draft<'_>, row: u64, user: &User, read_at: Timestamp) -> Result<(), StateError> {
    draft.assign(row, user, &RowDecision::Target { read_at, end: None })
}

/// Ends a row of which it is known whom it means.
pub(crate) fn end(draft: &Draft<'_>, row: u64, user: &User, outcome: Outcome) -> Result<(), StateError> {
    draft.assign(row, user, &RowDecision::End(RowEnd { outcome, detail: None, at: NOW }))
}

/// Keeps a batch of targets 101, 102 … in rows 1, 2 …, with this enrolment.
pub(crate) fn keep(state: &mut State, rows: u64, mfa: &MfaStatus) -> BatchRecord {
    keep_as(state, rows, mfa, false)
}

pub(crate) fn keep_as(state: &mut State, rows: u64, mfa: &MfaStatus, single: bool) -> BatchRecord {
    state.begin_draft().expect("kept");
    let plan = |draft: &Draft<'_>| {
        for row in 1..=rows {
            draft.add(&by_id(row, 100 + row), None)?;
            target(draft, row, &user(100 + row, mfa.clone()), later(7))?;
        }
        draft.index()
    };
    state.draft::<_, StateError>(plan).expect("kept");
    kept(state, &NewBatch { single, ..new_batch("digest") })
}

/// Keeps what was drafted.
pub(crate) fn kept(state: &mut State, new: &NewBatch) -> BatchRecord {
    match state.keep(new).expect("a batch") {
        Kept::New(batch) => batch,
        Kept::Existing(batch) => panic!("batch {} is there already", batch.id),
    }
}

/// How many targets are open, and whether all of them can be read.
pub(crate) fn open(state: &State, batch: i64) -> (u64, bool) {
    let OpenTargets { people, readable, .. } = state.open_targets(batch).expect("targets");
    (people, readable)
}

pub(crate) fn recorded(row: u64, outcome: Outcome) -> RecordedOutcome {
    RecordedOutcome { row, outcome, detail: None, at: later(row), person: None, seen_after: None }
}

pub(crate) fn rows(state: &State, batch: i64) -> Vec<ResultRow> {
    let mut rows = Vec::new();
    let all = state.each_row(batch, |row| {
        rows.push(row.clone());
        Ok::<_, StateError>(())
    });
    all.expect("all of them");
    rows
}

/// The account of a record.
pub(crate) fn account_of(record: &AuditEvent) -> OsAccount {
    let AuditEvent { uid, os_user, sudo_user, host, .. } = record.clone();
    OsAccount { uid, os_user, sudo_user, host }
}

/// Somebody who goes on with a batch.
pub(crate) fn resumer(actor: &str, account: OsAccount) -> Resumer {
    Resumer { actor: actor.to_owned(), actor_id: None, account }
}

/// What is on record of people: one record each.
pub(crate) fn records(state: &State) -> Vec<AuditEvent> {
    let mut records = Vec::new();
    let all = state.each_record(&AuditFilter::default(), |record| {
        if !matches!(record.event, EventKind::Intent | EventKind::Outcome) {
            return Ok(());
        }
        records.push(record.clone());
        Ok::<_, StateError>(())
    });
    all.expect("all of them");
    records
}

pub(crate) fn numbers(claimed: &[Claimed]) -> Vec<u64> {
    claimed.iter().map(|target| target.row).collect()
}

/// Every event of the chain.
pub(crate) fn events(state: &State) -> Vec<AuditEvent> {
    let mut events = Vec::new();
    let all = state.each_event(&AuditFilter::default(), |event| {
        events.push(event.clone());
        Ok::<_, StateError>(())
    });
    all.expect("all of them");
    events
}
