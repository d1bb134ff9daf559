//! The dangerous act under a clock that the test turns: what takes a minute in life takes none here.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use mfa_admin::batch::{Follower, Judge, Rules, Run, Stopped, plan};
use mfa_admin::model::{
    Account, Asked, Clock, Enrolment, EnvironmentKind, Lookup, MfaStatus, Outcome, Principal, ResultRow, Stop,
    User, UserId,
};
use mfa_admin::provider::{Capabilities, Cursor, Lost, Page, Provider, ProviderError, Query, Removal};
use mfa_admin::state::{Desk, NewBatch, Reviewed, Settled, State, StateError};

thread_local! {
    /// Seconds that have passed in the test.
    static PASSED: Cell<i64> = const { Cell::new(0) };
}

/// The time of day moves only when a test says so.
fn clock() -> Clock {
    Clock::new(|| Timestamp::from_second(1_000_000 + PASSED.get()).expect("a time"))
}

fn pass(seconds: i64) {
    PASSED.set(PASSED.get() + seconds);
}

/// What a reset comes to.
type Answer = fn(&Service) -> Result<(), ProviderError>;

/// A service with one person, whose enrolment is a moment or nothing.
struct Service {
    enrolled: Cell<Option<i64>>,
    sent: Cell<u32>,
    reads: Cell<u32>,
    /// What happens to each reset, the last of them for ever.
    answers: RefCell<Vec<Answer>>,
    conditional: bool,
    stop: Stop,
}

impl Service {
    fn new(answers: &[Answer]) -> Self {
        Self {
            enrolled: Cell::new(Some(1)),
            sent: Cell::new(0),
            reads: Cell::new(0),
            answers: RefCell::new(answers.to_vec()),
            conditional: false,
            stop: Stop::default(),
        }
    }

    fn mfa(&self) -> MfaStatus {
        MfaStatus {
            enrolment: if self.enrolled.get().is_some() {
                Enrolment::Enrolled
            } else {
                Enrolment::NotEnrolled
            },
            enrolled_at: self.enrolled.get().and_then(|at| Timestamp::from_second(at).ok()),
            ..MfaStatus::default()
        }
    }

    fn user(&self, id: &str, admin: bool) -> User {
        User {
            id: UserId::new(id),
            name: None,
            email: Some(format!("{id}@x.test")),
            active: Some(true),
            admin: Some(admin),
            mfa: self.mfa(),
            last_login: None,
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "an answer like the others")]
fn done(service: &Service) -> Result<(), ProviderError> {
    service.enrolled.set(None);
    Ok(())
}

fn timed_out(_: &Service) -> Result<(), ProviderError> {
    Err(ProviderError::NoAnswer(Lost::TimedOut))
}

fn cut(_: &Service) -> Result<(), ProviderError> {
    Err(ProviderError::NoAnswer(Lost::Cut { why: "a test".to_owned() }))
}

fn done_and_cut(service: &Service) -> Result<(), ProviderError> {
    service.enrolled.set(None);
    cut(service)
}

fn done_and_enrolled_again(service: &Service) -> Result<(), ProviderError> {
    service.enrolled.set(Some(2));
    cut(service)
}

#[async_trait(?Send)]
impl Provider for Service {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            conditional_reset: self.conditional,
            many_ids: false,
            directory: false,
            concurrency: 4,
        }
    }

    fn pace(&self) -> Option<f64> {
        None
    }

    async fn whoami(&self) -> Result<Principal, ProviderError> {
        Ok(Principal { user: self.user("1", true), org_id: None, org: None, org_enforces_mfa: None })
    }

    async fn search(&self, _: &Query, _: Option<Cursor>) -> Result<Page, ProviderError> {
        Ok(Page { users: Vec::new(), next: None, looks_cut: false })
    }

    async fn members(&self, _: &str) -> Result<Vec<UserId>, ProviderError> {
        Ok(Vec::new())
    }

    async fn find(&self, who: &Lookup) -> Result<User, ProviderError> {
        match who {
            Lookup::Id(id) => Ok(self.user(id.as_str(), false)),
            Lookup::Email(_) => Err(ProviderError::NotFound { who: who.clone() }),
        }
    }

    async fn account(&self, who: &Lookup) -> Result<Account, ProviderError> {
        Err(ProviderError::NotFound { who: who.clone() })
    }

    async fn status(&self, _: &UserId) -> Result<MfaStatus, ProviderError> {
        self.reads.set(self.reads.get() + 1);
        Ok(self.mfa())
    }

    async fn ready(&self) -> Result<(), ProviderError> {
        if self.stop.is_raised() { Err(ProviderError::Halted) } else { Ok(()) }
    }

    async fn reset(&self, _: &[Removal<'_>]) -> Result<(), ProviderError> {
        self.sent.set(self.sent.get() + 1);
        let answers = self.answers.borrow().clone();
        let number = (self.sent.get() as usize).min(answers.len());
        answers[number - 1](self)
    }
}

const SETTLE: Duration = Duration::from_secs(5);

/// Nobody follows.
struct Alone;

impl Follower for Alone {
    fn wants_rows(&self) -> bool {
        false
    }

    fn settled(&self, _: &[Settled], _: &[ResultRow]) -> std::io::Result<()> {
        Ok(())
    }
}

fn rules() -> Rules {
    Rules { level: None, verify: true, settle: SETTLE, ids_per_request: 1 }
}

/// A plan to reset user 7, kept.
async fn planned(service: &Service) -> (Desk, i64) {
    let mut state = State::scratch().expect("a database");
    state.begin_draft().expect("room");
    let asked = Asked { row: 1, user_id: Some(UserId::new("7")), email: None };
    state.draft(|draft| draft.ask(&asked, None).and_then(|()| draft.index())).expect("room");
    let desk = Desk::open(state).expect("a thread");
    let principal = service.whoami().await.expect("somebody");
    let judge = Judge { principal, level: None, typed: true, dry_run: false, clock: clock() };
    let plan = plan(service, &desk, judge.into()).await.expect("a plan");
    assert!(plan.single);
    let new = NewBatch {
        single: true,
        created_at: clock().now(),
        profile: "test".to_owned(),
        environment: EnvironmentKind::Sandbox,
        provider: "test".to_owned(),
        url: String::new(),
        org_id: "1".to_owned(),
        actor: "1@x.test".to_owned(),
        os_user: None,
        source: "command line".to_owned(),
        digest: String::new(),
        rules: String::new(),
        results: None,
        reviewed: Reviewed::default(),
        people: plan.people,
    };
    let batch = desk.ask(move |state| state.keep(new)).await.expect("a batch");
    (desk, batch.n)
}

/// What came of it.
struct Report {
    row: ResultRow,
    stopped: Option<Stopped>,
}

async fn carried_out(service: &Service, desk: Desk, batch: i64) -> Report {
    let (rules, stop, clock) = (rules(), service.stop.clone(), clock());
    let run =
        Run { provider: service, desk: &desk, batch, rules: &rules, readable: true, stop: &stop, clock };
    let stopped = run.carry_out(&Alone).await.err();
    let state = desk.close().expect("the state");
    Report { row: state.row(batch, 1).expect("the row"), stopped }
}

/// Plans a reset of user 7, lets `meanwhile` happen, and carries it out.
async fn reset(service: &Service, meanwhile: impl FnOnce()) -> Report {
    let (desk, batch) = planned(service).await;
    meanwhile();
    carried_out(service, desk, batch).await
}

fn outcome(report: &Report) -> (Option<Outcome>, &str) {
    (report.row.outcome, report.row.detail.as_deref().unwrap_or_default())
}

#[tokio::test(start_paused = true)]
async fn an_enrolment_read_just_now_is_not_read_again_before_the_reset() {
    let service = Service::new(&[done]);
    let report = reset(&service, || ()).await;
    assert_eq!(outcome(&report), (Some(Outcome::Reset), ""));
    assert_eq!((service.sent.get(), service.reads.get()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn whoever_enrolled_anew_while_the_question_stood_is_left_alone() {
    let service = Service::new(&[done]);
    let report = reset(&service, || {
        pass(61);
        service.enrolled.set(Some(2));
    })
    .await;
    assert_eq!(report.row.outcome, Some(Outcome::Refused));
    assert_eq!((service.sent.get(), service.enrolled.get()), (0, Some(2)));
}

#[tokio::test(start_paused = true)]
async fn whoever_has_nothing_any_more_after_a_minute_is_not_reset() {
    let service = Service::new(&[done]);
    let report = reset(&service, || {
        pass(61);
        service.enrolled.set(None);
    })
    .await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::NotEnrolled), ""), 0));
}

#[tokio::test(start_paused = true)]
async fn the_same_enrolment_after_a_minute_is_reset_after_a_second_look() {
    let service = Service::new(&[done]);
    let report = reset(&service, || pass(61)).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 1));
    assert_eq!(service.reads.get(), 2);
}

#[tokio::test(start_paused = true)]
async fn after_a_time_out_it_is_never_sent_again() {
    let service = Service::new(&[timed_out]);
    let report = reset(&service, || ()).await;
    assert_eq!((report.row.outcome, service.sent.get()), (Some(Outcome::Unknown), 1));
}

#[tokio::test(start_paused = true)]
async fn after_a_time_out_a_conditional_reset_may_be_sent_again() {
    let service = Service { conditional: true, ..Service::new(&[timed_out, done]) };
    let report = reset(&service, || ()).await;
    assert_eq!((report.row.outcome, service.sent.get()), (Some(Outcome::Reset), 2));
}

#[tokio::test(start_paused = true)]
async fn after_a_cut_it_is_sent_again_twice_at_most() {
    let service = Service::new(&[cut]);
    let report = reset(&service, || ()).await;
    assert_eq!((report.row.outcome, service.sent.get()), (Some(Outcome::Failed), 3));
    let service = Service::new(&[cut, cut, done]);
    let report = reset(&service, || ()).await;
    assert_eq!((report.row.outcome, service.sent.get()), (Some(Outcome::Reset), 3));
}

#[tokio::test(start_paused = true)]
async fn a_cut_after_the_deed_is_a_reset_and_a_new_enrolment_stays() {
    let service = Service::new(&[done_and_cut]);
    let report = reset(&service, || ()).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 1));
    let service = Service::new(&[done_and_enrolled_again]);
    let report = reset(&service, || ()).await;
    assert_eq!(outcome(&report), (Some(Outcome::Reset), "enrolled again since"));
    assert_eq!((service.sent.get(), service.enrolled.get()), (1, Some(2)));
}

#[tokio::test(start_paused = true)]
async fn reading_back_ends_with_settle() {
    let service = Service::new(&[|_| Ok(())]);
    let start = tokio::time::Instant::now();
    let report = reset(&service, || ()).await;
    assert_eq!((report.row.outcome, service.sent.get()), (Some(Outcome::Unverified), 1));
    let took = start.elapsed();
    assert!(took <= SETTLE && took >= SETTLE / 2, "{took:?}");
    assert!((3..20).contains(&service.reads.get()), "with growing pauses: {}", service.reads.get());
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_stopped_sends_nothing_more() {
    let service = Service::new(&[done]);
    let report = reset(&service, || service.stop.raise()).await;
    assert_eq!((report.row.outcome, service.sent.get()), (None, 0));
    assert!(matches!(report.stopped, Some(Stopped::Interrupted)));
}

/// A run that died when the intent was on disk: the request may have left, or not.
async fn died(service: &Service) -> (Desk, i64) {
    let (desk, batch) = planned(service).await;
    let at = clock().now();
    let claimed = desk.ask(move |state| state.claim(batch, 0, 10, at)).await.expect("an intent");
    assert_eq!(claimed.len(), 1);
    (desk, batch)
}

#[tokio::test(start_paused = true)]
async fn after_a_crash_whoever_has_nothing_any_more_is_reset_and_nothing_is_sent() {
    let service = Service::new(&[done]);
    let (desk, batch) = died(&service).await;
    service.enrolled.set(None);
    let report = carried_out(&service, desk, batch).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 0));
}

#[tokio::test(start_paused = true)]
async fn after_a_crash_whoever_enrolled_again_is_left_alone() {
    let service = Service::new(&[done]);
    let (desk, batch) = died(&service).await;
    service.enrolled.set(Some(2));
    let report = carried_out(&service, desk, batch).await;
    assert_eq!(outcome(&report), (Some(Outcome::Reset), "enrolled again since"));
    assert_eq!((service.sent.get(), service.enrolled.get()), (0, Some(2)));
}

#[tokio::test(start_paused = true)]
async fn after_a_crash_the_planned_enrolment_is_reset_once_settle_is_over() {
    let service = Service::new(&[done]);
    let (desk, batch) = died(&service).await;
    let start = tokio::time::Instant::now();
    let report = carried_out(&service, desk, batch).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 1));
    assert!(start.elapsed() >= SETTLE);
}

#[tokio::test(start_paused = true)]
async fn after_a_time_out_and_a_crash_it_is_never_sent_again() {
    let service = Service::new(&[done]);
    let (desk, batch) = died(&service).await;
    desk.ask(move |state| state.timed_out(batch, 1)).await.expect("kept");
    let report = carried_out(&service, desk, batch).await;
    assert_eq!((report.row.outcome, service.sent.get()), (Some(Outcome::Unknown), 0));
}

#[tokio::test(start_paused = true)]
async fn what_was_given_back_is_no_doubt_for_whoever_goes_on() {
    let service = Service::new(&[done]);
    let (desk, batch) = died(&service).await;
    desk.ask(move |state| state.give_back(batch, &[1])).await.expect("kept");
    let doubt = desk.ask(move |state| state.in_doubt(batch, 0, 10)).await.expect("read");
    assert!(doubt.is_empty());
    let start = tokio::time::Instant::now();
    let report = carried_out(&service, desk, batch).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 1));
    assert!(start.elapsed() < SETTLE);
}

#[tokio::test(start_paused = true)]
async fn a_throttled_reset_is_looked_at_again_when_it_has_waited_long() {
    fn throttled(_: &Service) -> Result<(), ProviderError> {
        pass(300);
        Err(ProviderError::Throttled)
    }
    let service = Service::new(&[throttled, done]);
    let report = reset(&service, || ()).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 2));
    assert_eq!(service.reads.get(), 2, "one before the second request, one after it");
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_and_then_a_cause_that_stops_the_run_is_not_as_if_nothing_was_sent() {
    fn signed_out(_: &Service) -> Result<(), ProviderError> {
        Err(ProviderError::Unreachable { host: "x".to_owned(), why: "gone".to_owned() })
    }
    let service = Service::new(&[cut, signed_out]);
    let (desk, batch) = planned(&service).await;
    let (rules, stop, clock) = (rules(), service.stop.clone(), clock());
    let run =
        Run { provider: &service, desk: &desk, batch, rules: &rules, readable: true, stop: &stop, clock };
    assert!(matches!(run.carry_out(&Alone).await, Err(Stopped::Cause(_))));
    let doubt = desk.ask(move |state| state.in_doubt(batch, 0, 10)).await.expect("read");
    assert_eq!(doubt.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_state_that_cannot_be_written_lets_nothing_out() {
    let service = Service::new(&[done]);
    let (desk, batch) = planned(&service).await;
    // Nobody is there any more to keep the intent.
    let lost = desk.ask(|_| -> Result<(), StateError> { panic!("the thread of the state dies") }).await;
    assert!(lost.is_err());
    let (rules, stop, clock) = (rules(), service.stop.clone(), clock());
    let run =
        Run { provider: &service, desk: &desk, batch, rules: &rules, readable: true, stop: &stop, clock };
    assert!(matches!(run.carry_out(&Alone).await, Err(Stopped::State(_))));
    assert_eq!(service.sent.get(), 0);
}
