//! The dangerous act under a clock that the test turns: what takes a minute in life takes none here.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use mfa_admin::batch::{Asked, Report, Rules, Run, plan};
use mfa_admin::model::{
    Account, Clock, Enrolment, Level, Lookup, MfaStatus, Outcome, Principal, Stop, User, UserId,
};
use mfa_admin::provider::{Capabilities, Cursor, Expect, Lost, Page, Provider, ProviderError, Query};
use tokio::time::advance;

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
}

impl Service {
    fn new(answers: &[Answer]) -> Self {
        Self {
            enrolled: Cell::new(Some(1)),
            sent: Cell::new(0),
            reads: Cell::new(0),
            answers: RefCell::new(answers.to_vec()),
            conditional: false,
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
        Capabilities { conditional_reset: self.conditional, concurrency: 4 }
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

    async fn reset(&self, _: &UserId, _: Option<Level>, _: &Expect<'_>) -> Result<(), ProviderError> {
        self.sent.set(self.sent.get() + 1);
        let answers = self.answers.borrow().clone();
        let number = (self.sent.get() as usize).min(answers.len());
        answers[number - 1](self)
    }
}

const SETTLE: Duration = Duration::from_secs(5);

/// Plans a reset of user 7, lets `meanwhile` happen, and carries it out.
async fn reset(service: &Service, meanwhile: impl AsyncFnOnce()) -> Report {
    let rules = Rules { level: None, single: true, dry_run: false, verify: true, settle: SETTLE };
    let asked = vec![Asked { row: 1, user_id: Some(UserId::new("7")), email: None }];
    let clock = Clock::new(|| Timestamp::UNIX_EPOCH);
    let principal = service.whoami().await.expect("somebody");
    let plan = plan(service, &principal, asked, &rules, clock).await.expect("a plan");
    meanwhile().await;
    let (run, stop) = (Run::new(plan), Stop::default());
    run.carry_out(service, &rules, &stop, clock).await;
    run.report(&stop, clock)
}

fn outcome(report: &Report) -> (Option<Outcome>, &str) {
    (report.rows[0].outcome, report.rows[0].detail.as_deref().unwrap_or_default())
}

#[tokio::test(start_paused = true)]
async fn an_enrolment_read_just_now_is_not_read_again_before_the_reset() {
    let service = Service::new(&[done]);
    let report = reset(&service, async || ()).await;
    assert_eq!(outcome(&report), (Some(Outcome::Reset), ""));
    assert_eq!((service.sent.get(), service.reads.get()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn whoever_enrolled_anew_while_the_question_stood_is_left_alone() {
    let service = Service::new(&[done]);
    let report = reset(&service, async || {
        advance(Duration::from_secs(61)).await;
        service.enrolled.set(Some(2));
    })
    .await;
    assert_eq!(report.rows[0].outcome, Some(Outcome::Refused));
    assert_eq!((service.sent.get(), service.enrolled.get()), (0, Some(2)));
}

#[tokio::test(start_paused = true)]
async fn whoever_has_nothing_any_more_after_a_minute_is_not_reset() {
    let service = Service::new(&[done]);
    let report = reset(&service, async || {
        advance(Duration::from_secs(61)).await;
        service.enrolled.set(None);
    })
    .await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::NotEnrolled), ""), 0));
}

#[tokio::test(start_paused = true)]
async fn the_same_enrolment_after_a_minute_is_reset_after_a_second_look() {
    let service = Service::new(&[done]);
    let report = reset(&service, async || advance(Duration::from_secs(61)).await).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 1));
    assert_eq!(service.reads.get(), 2);
}

#[tokio::test(start_paused = true)]
async fn after_a_time_out_it_is_never_sent_again() {
    let service = Service::new(&[timed_out]);
    let report = reset(&service, async || ()).await;
    assert_eq!((report.rows[0].outcome, service.sent.get()), (Some(Outcome::Unknown), 1));
}

#[tokio::test(start_paused = true)]
async fn after_a_time_out_a_conditional_reset_may_be_sent_again() {
    let service = Service { conditional: true, ..Service::new(&[timed_out, done]) };
    let report = reset(&service, async || ()).await;
    assert_eq!((report.rows[0].outcome, service.sent.get()), (Some(Outcome::Reset), 2));
}

#[tokio::test(start_paused = true)]
async fn after_a_cut_it_is_sent_again_twice_at_most() {
    let service = Service::new(&[cut]);
    let report = reset(&service, async || ()).await;
    assert_eq!((report.rows[0].outcome, service.sent.get()), (Some(Outcome::Failed), 3));
    let service = Service::new(&[cut, cut, done]);
    let report = reset(&service, async || ()).await;
    assert_eq!((report.rows[0].outcome, service.sent.get()), (Some(Outcome::Reset), 3));
}

#[tokio::test(start_paused = true)]
async fn a_cut_after_the_deed_is_a_reset_and_a_new_enrolment_stays() {
    let service = Service::new(&[done_and_cut]);
    let report = reset(&service, async || ()).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 1));
    let service = Service::new(&[done_and_enrolled_again]);
    let report = reset(&service, async || ()).await;
    assert_eq!(outcome(&report), (Some(Outcome::Reset), "enrolled again since"));
    assert_eq!((service.sent.get(), service.enrolled.get()), (1, Some(2)));
}

#[tokio::test(start_paused = true)]
async fn reading_back_ends_with_settle() {
    let service = Service::new(&[|_| Ok(())]);
    let start = tokio::time::Instant::now();
    let report = reset(&service, async || ()).await;
    assert_eq!((report.rows[0].outcome, service.sent.get()), (Some(Outcome::Unverified), 1));
    let took = start.elapsed();
    assert!(took <= SETTLE && took >= SETTLE / 2, "{took:?}");
    assert!((3..20).contains(&service.reads.get()), "with growing pauses: {}", service.reads.get());
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_stopped_sends_nothing_more() {
    let service = Service::new(&[done]);
    let rules = Rules { level: None, single: false, dry_run: false, verify: true, settle: SETTLE };
    let asked = vec![Asked { row: 1, user_id: Some(UserId::new("7")), email: None }];
    let clock = Clock::new(|| Timestamp::UNIX_EPOCH);
    let principal = service.whoami().await.expect("somebody");
    let plan = plan(&service, &principal, asked, &rules, clock).await.expect("a plan");
    let (run, stop) = (Run::new(plan), Stop::default());
    stop.raise();
    run.carry_out(&service, &rules, &stop, clock).await;
    let report = run.report(&stop, clock);
    assert_eq!((report.rows[0].outcome, service.sent.get()), (None, 0));
    assert!(report.stopped.is_some());
}
