//! A service of one person, and a run against it, under a clock that the test turns.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use mfa_admin::engine::guard::Guards;
use mfa_admin::engine::{IdleCount, PlanContext, ResetRules, Run, RunObserver, Stopped, plan};
use mfa_admin::model::{
    Clock, Destination, Enrolment, EnvironmentKind, Factor, InputRow, LastLogin, Lookup, MfaStatus,
    OsAccount, Outcome, Principal, ResultRow, Stop, User, UserId,
};
use mfa_admin::provider::{
    Administrators, AllowedCall, Answered, Capabilities, ChangeSlot, ConnectFailure, Cursor, DirectoryPage,
    Lost, Provider, ProviderError, Query, Removal,
};
use mfa_admin::state::{DuplicateRule, Justification, Kept, NewBatch, RecordedOutcome, State, StateHandle};

thread_local! {
    /// Seconds that have passed in the test.
    static PASSED: Cell<i64> = const { Cell::new(0) };
}

/// The time of day moves only when a test says so.
pub(crate) fn clock() -> Clock {
    Clock::new(|| Timestamp::from_second(1_000_000 + PASSED.get()).expect("a time"))
}

pub(crate) fn advance(seconds: i64) {
    PASSED.set(PASSED.get() + seconds);
}

/// What a reset comes to.
pub(crate) type Answer = fn(&Service) -> Result<(), ProviderError>;

/// A service with one person, whose enrolment is a moment or nothing.
pub(crate) struct Service {
    pub(crate) enrolled: Cell<Option<i64>>,
    pub(crate) sent: Cell<u32>,
    pub(crate) reads: Cell<u32>,
    /// What happens to each reset, the last of them for ever.
    pub(crate) answers: RefCell<Vec<Answer>>,
    /// What happens to the next reads; those after them bring the truth.
    pub(crate) unread: RefCell<VecDeque<ProviderError>>,
    pub(crate) conditional: bool,
    /// The factors of the person, where the service lists them.
    pub(crate) factors: RefCell<Option<Vec<&'static str>>>,
    /// Is the person an administrator by now?
    pub(crate) promoted: Cell<bool>,
    /// Is the person who is signed in no administrator any more?
    pub(crate) demoted: Cell<bool>,
    /// Does every read take a minute and a half?
    pub(crate) slow: bool,
    /// When the question was answered, if one was asked.
    pub(crate) answered_at: Cell<Option<Timestamp>>,
    pub(crate) stop: Stop,
}

impl Service {
    pub(crate) fn new(answers: &[Answer]) -> Self {
        Self {
            enrolled: Cell::new(Some(1)),
            sent: Cell::new(0),
            reads: Cell::new(0),
            answers: RefCell::new(answers.to_vec()),
            unread: RefCell::default(),
            conditional: false,
            factors: RefCell::default(),
            promoted: Cell::new(false),
            demoted: Cell::new(false),
            slow: false,
            answered_at: Cell::default(),
            stop: Stop::default(),
        }
    }

    pub(crate) fn mfa(&self) -> MfaStatus {
        if let Some(ids) = self.factors.borrow().as_ref() {
            let factor = |id: &&str| Factor { id: (*id).to_owned(), ..Factor::default() };
            let enrolment = if ids.is_empty() { Enrolment::NotEnrolled } else { Enrolment::Enrolled };
            let factors = Some(ids.iter().map(factor).collect());
            return MfaStatus { enrolment, factors, ..MfaStatus::default() };
        }
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

    /// Who is signed in, as they were at first.
    fn signed_in(&self) -> Principal {
        Principal { user: self.user("1", true), org_id: None, org: None, org_enforces_mfa: None }
    }

    pub(crate) fn guards(&self) -> Guards {
        Guards {
            principal: self.signed_in(),
            administrators: Administrators::AmongPeople,
            level: None,
            protected_may: false,
        }
    }

    pub(crate) fn user(&self, id: &str, admin: bool) -> User {
        User {
            id: UserId::new(id),
            name: None,
            email: Some(format!("{id}@x.test")),
            active: Some(true),
            admin: Some(admin),
            mfa: self.mfa(),
            last_login: LastLogin::Unknown,
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "an answer like the others")]
pub(crate) fn done(service: &Service) -> Result<(), ProviderError> {
    service.enrolled.set(None);
    Ok(())
}

/// The service cannot be reached any more.
pub(crate) fn gone() -> ProviderError {
    ProviderError::Unreachable {
        host: "x".to_owned(),
        failure: ConnectFailure::Other,
        why: "gone".to_owned(),
    }
}

pub(crate) fn web_page() -> ProviderError {
    ProviderError::NoAnswer(Lost::WebPage)
}

pub(crate) fn timed_out(_: &Service) -> Result<(), ProviderError> {
    Err(ProviderError::NoAnswer(Lost::TimedOut))
}

pub(crate) fn cut(_: &Service) -> Result<(), ProviderError> {
    Err(ProviderError::NoAnswer(Lost::Cut { why: "a test".to_owned() }))
}

pub(crate) fn done_and_cut(service: &Service) -> Result<(), ProviderError> {
    service.enrolled.set(None);
    cut(service)
}

pub(crate) fn done_and_enrolled_again(service: &Service) -> Result<(), ProviderError> {
    service.enrolled.set(Some(2));
    cut(service)
}

#[async_trait(?Send)]
impl Provider for Service {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            conditional_reset: self.conditional,
            many_ids: false,
            levels_apart: false,
            directory: false,
            levels: true,
            administrators: Administrators::AmongPeople,
            unlock: false,
            concurrency: 4,
        }
    }

    fn pace(&self) -> Option<f64> {
        None
    }

    async fn whoami(&self) -> Result<Principal, ProviderError> {
        let mut principal = self.signed_in();
        principal.user.admin = Some(!self.demoted.get());
        Ok(principal)
    }

    async fn search(&self, _: &Query, _: Option<Cursor>) -> Result<DirectoryPage, ProviderError> {
        Ok(DirectoryPage { users: Vec::new(), as_of: clock().now(), next: None, may_be_truncated: false })
    }

    async fn find(&self, who: &Lookup) -> Result<User, ProviderError> {
        match who {
            Lookup::Id(id) => {
                self.reads.set(self.reads.get() + 1);
                advance(if self.slow { 90 } else { 0 });
                let unread = self.unread.borrow_mut().pop_front();
                unread.map_or_else(|| Ok(self.user(id.as_str(), self.promoted.get())), Err)
            }
            Lookup::Email(_) => Err(ProviderError::NotFound { who: who.clone() }),
        }
    }

    async fn ready(&self) -> Result<ChangeSlot, ProviderError> {
        if self.stop.is_raised() { Err(ProviderError::Halted) } else { Ok(ChangeSlot::unlimited()) }
    }

    async fn reset(&self, _: ChangeSlot, _: &[Removal<'_>]) -> Result<(), ProviderError> {
        self.sent.set(self.sent.get() + 1);
        let answers = self.answers.borrow().clone();
        let number = (self.sent.get() as usize).min(answers.len());
        answers[number - 1](self)
    }

    async fn call(&self, _: &AllowedCall) -> Answered {
        unreachable!("the engine sends no raw call")
    }
}

pub(crate) const SETTLE: Duration = Duration::from_secs(5);

/// Tells nobody.
struct Silent;

impl RunObserver for Silent {
    fn wants_rows(&self) -> bool {
        false
    }

    fn recorded(&self, _: &[RecordedOutcome], _: &[ResultRow]) -> std::io::Result<()> {
        Ok(())
    }
}

pub(crate) fn rules() -> ResetRules {
    ResetRules { level: None, verify: true, settle: SETTLE, ids_per_request: 1 }
}

/// A plan to reset user 7, kept.
pub(crate) async fn planned(service: &Service) -> (StateHandle, i64) {
    let mut state = State::scratch().expect("a database");
    state.begin_draft().expect("kept");
    let row = InputRow { row: 1, user_id: Some(UserId::new("7")), email: None };
    state.draft(|draft| draft.add(&row, None).and_then(|()| draft.index())).expect("kept");
    let handle = StateHandle::open(state).expect("a thread");
    // What happens to reads is meant for the run.
    let unread = service.unread.take();
    let context = PlanContext { guards: service.guards(), typed: true, dry_run: false, clock: clock() };
    let plan = plan(service, &handle, context.into(), &|_| ()).await.expect("a plan");
    assert!(plan.single);
    let new = NewBatch {
        single: true,
        created_at: clock().now(),
        profile: "test".to_owned(),
        destination: Destination {
            provider: "test".to_owned(),
            url: String::new(),
            org_id: "1".to_owned(),
            environment: EnvironmentKind::Sandbox,
        },
        actor: "1@x.test".to_owned(),
        account: OsAccount::default(),
        source: "command line".to_owned(),
        digest: String::new(),
        rules: String::new(),
        results: None,
        justification: Justification::default(),
        people: plan.people,
        duplicates: DuplicateRule::MayRepeat,
    };
    let kept = handle.ask(move |state| state.keep(&new)).await.expect("a batch");
    let Kept::New(batch) = kept else { panic!("there is none of the same content") };
    service.reads.set(0);
    service.unread.replace(unread);
    (handle, batch.n)
}

/// What came of it.
pub(crate) struct Report {
    pub(crate) row: ResultRow,
    pub(crate) stopped: Option<Stopped>,
}

/// Carries out a batch, which can be resumed, or a single reset, which cannot.
pub(crate) async fn run(
    service: &Service,
    handle: &StateHandle,
    batch: i64,
    resumable: bool,
) -> Result<(), Stopped> {
    run_observed(service, handle, batch, resumable, &Silent).await
}

/// The same, with an observer.
pub(crate) async fn run_observed(
    service: &Service,
    handle: &StateHandle,
    batch: i64,
    resumable: bool,
    observer: &dyn RunObserver,
) -> Result<(), Stopped> {
    let (rules, stop, clock) = (rules(), &service.stop, clock());
    let run = Run {
        provider: service,
        handle,
        batch,
        rules: &rules,
        guards: service.guards(),
        answered_at: service.answered_at.get(),
        readable: true,
        resumable,
        stop,
        idle: IdleCount::default(),
        clock,
    };
    run.carry_out(observer).await
}

pub(crate) async fn carried_out(service: &Service, handle: StateHandle, batch: i64) -> Report {
    let stopped = run(service, &handle, batch, true).await.err();
    let state = handle.close().expect("the state");
    Report { row: state.row(batch, 1).expect("the row"), stopped }
}

/// Plans a reset of user 7, lets `meanwhile` happen, and carries it out.
pub(crate) async fn reset(service: &Service, meanwhile: impl FnOnce()) -> Report {
    let (handle, batch) = planned(service).await;
    meanwhile();
    carried_out(service, handle, batch).await
}

pub(crate) fn outcome(report: &Report) -> (Option<Outcome>, &str) {
    (report.row.outcome, report.row.detail.as_deref().unwrap_or_default())
}
