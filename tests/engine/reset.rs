//! One reset, and what proves it.

use std::time::Duration;

use mfa_admin::engine::Stopped;
use mfa_admin::model::{Lookup, Outcome, UserId};
use mfa_admin::provider::{Lost, ProviderError};
use mfa_admin::state::StateError;

use crate::service::{
    Answer, SETTLE, Service, advance, carried_out, clock, cut, done, done_and_cut, done_and_enrolled_again,
    gone, outcome, planned, reset, run, timed_out, web_page,
};

#[tokio::test(start_paused = true)]
async fn an_enrolment_read_just_now_is_not_read_again_before_the_reset() {
    let service = Service::new(&[done]);
    let report = reset(&service, || ()).await;
    assert_eq!(outcome(&report), (Some(Outcome::Reset), ""));
    assert_eq!((service.sent.get(), service.reads.get()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_person_who_enrolled_again_while_the_question_stood_is_left_alone() {
    let service = Service::new(&[done]);
    let report = reset(&service, || {
        advance(61);
        service.enrolled.set(Some(2));
    })
    .await;
    assert_eq!(report.row.outcome, Some(Outcome::Refused));
    assert_eq!((service.sent.get(), service.enrolled.get()), (0, Some(2)));
}

#[tokio::test(start_paused = true)]
async fn a_person_who_has_nothing_any_more_after_a_minute_is_not_reset() {
    let service = Service::new(&[done]);
    let report = reset(&service, || {
        advance(61);
        service.enrolled.set(None);
    })
    .await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::NotEnrolled), ""), 0));
}

#[tokio::test(start_paused = true)]
async fn the_same_enrolment_after_a_minute_is_reset_after_a_second_read() {
    let service = Service::new(&[done]);
    let report = reset(&service, || advance(61)).await;
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

#[tokio::test(start_paused = true)]
async fn a_throttled_person_is_read_again_after_a_long_wait() {
    fn throttled(_: &Service) -> Result<(), ProviderError> {
        advance(300);
        Err(ProviderError::Throttled)
    }
    let service = Service::new(&[throttled, done]);
    let report = reset(&service, || ()).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 2));
    assert_eq!(service.reads.get(), 2, "one before the second request, one after it");
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_and_then_a_cause_that_stops_the_run_is_not_as_if_nothing_was_sent() {
    fn unreachable(_: &Service) -> Result<(), ProviderError> {
        Err(gone())
    }
    let service = Service::new(&[cut, unreachable]);
    let (handle, batch) = planned(&service).await;
    assert!(matches!(run(&service, &handle, batch, true).await, Err(Stopped::Cause(_))));
    let doubt = handle.ask(move |state| state.in_doubt(batch, 0, 10)).await.expect("read");
    assert_eq!(doubt.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_state_that_cannot_be_written_lets_nothing_out() {
    let service = Service::new(&[done]);
    let (handle, batch) = planned(&service).await;
    // The thread that keeps the intent is gone.
    let lost = handle.ask(|_| -> Result<(), StateError> { panic!("the thread of the state dies") }).await;
    assert!(lost.is_err());
    assert!(matches!(run(&service, &handle, batch, true).await, Err(Stopped::State(_))));
    assert_eq!(service.sent.get(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_comes_back_within_settle_costs_no_outcome() {
    for answer in [done as Answer, done_and_cut] {
        let service = Service::new(&[answer]);
        *service.unread.borrow_mut() = [gone(), gone(), web_page()].into();
        let report = reset(&service, || ()).await;
        assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 1));
    }
}

#[tokio::test(start_paused = true)]
async fn what_only_a_dead_connection_keeps_from_being_read_back_is_left_to_a_resume() {
    for answer in [done as Answer, done_and_cut, timed_out] {
        let service = Service::new(&[answer]);
        let (handle, batch) = planned(&service).await;
        service.unread.borrow_mut().extend(std::iter::repeat_with(gone).take(100));
        assert!(matches!(run(&service, &handle, batch, true).await, Err(Stopped::Cause(_))));
        service.unread.borrow_mut().clear();
        // It was done, if late, and the person has enrolled again.
        service.enrolled.set(Some(2));
        let next = Service { enrolled: service.enrolled.clone(), ..Service::new(&[done]) };
        let report = carried_out(&next, handle, batch).await;
        assert_eq!(outcome(&report), (Some(Outcome::Reset), "enrolled again since"));
        assert_eq!((next.sent.get(), next.enrolled.get()), (0, Some(2)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_single_reset_that_cannot_be_read_back_has_its_outcome_at_once() {
    for (answer, expected) in [(done as Answer, Outcome::Unverified), (cut, Outcome::Unknown)] {
        let service = Service::new(&[answer]);
        let (handle, batch) = planned(&service).await;
        service.unread.borrow_mut().extend(std::iter::repeat_with(gone).take(100));
        assert!(run(&service, &handle, batch, false).await.is_ok());
        let row = handle.ask(move |state| state.row(batch, 1)).await.expect("the row");
        assert_eq!(row.outcome, Some(expected));
    }
}

#[tokio::test(start_paused = true)]
async fn reads_that_fail_are_tried_again_for_a_moment_after_settle_and_no_longer() {
    for (fails, expected) in [(5, Outcome::Reset), (1000, Outcome::Unverified)] {
        let service = Service::new(&[done]);
        service.unread.borrow_mut().extend(std::iter::repeat_with(web_page).take(fails));
        let start = tokio::time::Instant::now();
        let report = reset(&service, || ()).await;
        assert_eq!((report.row.outcome, service.sent.get()), (Some(expected), 1));
        let took = start.elapsed();
        assert!(took < SETTLE + Duration::from_secs(4), "{took:?}");
    }
}

fn foreign_answer(_: &Service) -> Result<(), ProviderError> {
    Err(ProviderError::NotTheApi { why: "a redirect".to_owned() })
}

fn done_and_foreign_answer(service: &Service) -> Result<(), ProviderError> {
    service.enrolled.set(None);
    foreign_answer(service)
}

#[tokio::test(start_paused = true)]
async fn a_redirect_in_answer_to_a_reset_stops_the_batch_and_may_have_been_carried_out() {
    let service = Service::new(&[done_and_foreign_answer]);
    let report = reset(&service, || ()).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 1));
    let service = Service::new(&[foreign_answer]);
    let report = reset(&service, || ()).await;
    assert_eq!((outcome(&report), service.sent.get()), ((None, "a request may have been sent"), 1));
    assert!(matches!(report.stopped, Some(Stopped::Cause(ProviderError::NotTheApi { .. }))));
    // Where no read tells, it stays in doubt: it is never sent again without a read.
    let service = Service::new(&[foreign_answer]);
    service.unread.borrow_mut().extend(std::iter::repeat_with(web_page).take(1000));
    let report = reset(&service, || ()).await;
    assert_eq!(outcome(&report), (None, "a request may have been sent"));
}

fn forbidden(_: &Service) -> Result<(), ProviderError> {
    Err(ProviderError::Forbidden { message: "no right".to_owned() })
}

#[tokio::test(start_paused = true)]
async fn a_right_that_is_missing_for_one_person_is_theirs_and_one_that_was_lost_stops_the_batch() {
    let service = Service::new(&[forbidden]);
    let report = reset(&service, || ()).await;
    assert_eq!(outcome(&report), (Some(Outcome::Failed), "forbidden: no right"));
    let service = Service::new(&[forbidden]);
    let report = reset(&service, || service.demoted.set(true)).await;
    assert_eq!(outcome(&report), (None, ""));
    assert!(matches!(report.stopped, Some(Stopped::Cause(ProviderError::Forbidden { .. }))));
}

#[tokio::test(start_paused = true)]
async fn a_person_who_became_an_administrator_since_is_refused() {
    let service = Service::new(&[done]);
    let report = reset(&service, || {
        advance(61);
        service.promoted.set(true);
    })
    .await;
    assert_eq!(outcome(&report), (Some(Outcome::Refused), "an administrator: reset singly"));
    assert_eq!(service.sent.get(), 0);
}

/// A service that removes the factors of the plan, and nothing else.
fn with_factors(answers: &[Answer]) -> Service {
    let service = Service { conditional: true, ..Service::new(answers) };
    service.factors.replace(Some(vec!["a", "b"]));
    service
}

fn leave(service: &Service, ids: &[&'static str]) {
    service.factors.replace(Some(ids.to_vec()));
}

#[tokio::test(start_paused = true)]
async fn some_of_the_factors_gone_is_partial_and_says_what_is_left() {
    for (answer, detail) in [
        (
            (|service| {
                leave(service, &["b"]);
                Err(ProviderError::Refused { status: 400, message: "no".to_owned() })
            }) as Answer,
            "the service refused: 400 no; b is still there",
        ),
        (
            |service| {
                leave(service, &["b", "c"]);
                Ok(())
            },
            "b is still there",
        ),
    ] {
        let service = with_factors(&[answer]);
        let report = reset(&service, || ()).await;
        assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Partial), detail), 1));
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_set_up_besides_is_spared_and_a_lost_answer_is_asked_for_again() {
    let half = |service: &Service| {
        leave(service, &["b", "c"]);
        Err(ProviderError::NoAnswer(Lost::TimedOut))
    };
    let rest = |service: &Service| {
        leave(service, &["c"]);
        Ok(())
    };
    let service = with_factors(&[half, rest]);
    let report = reset(&service, || leave(&service, &["a", "b", "c"])).await;
    assert_eq!(outcome(&report), (Some(Outcome::Reset), "enrolled again since"));
    assert_eq!((service.sent.get(), service.factors.take()), (2, Some(vec!["c"])));
}

#[tokio::test(start_paused = true)]
async fn a_conditional_reset_that_may_still_be_carried_out_is_unknown() {
    let service = with_factors(&[timed_out]);
    let report = reset(&service, || ()).await;
    assert_eq!((report.row.outcome, service.sent.get()), (Some(Outcome::Unknown), 6));
}

#[tokio::test(start_paused = true)]
async fn a_person_who_is_gone_when_it_is_read_back_is_not_found() {
    for answer in [done as Answer, cut] {
        let service = Service::new(&[answer]);
        let who = Lookup::Id(UserId::new("7"));
        service.unread.borrow_mut().push_back(ProviderError::NotFound { who });
        let report = reset(&service, || ()).await;
        assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::NotFound), ""), 1));
    }
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_read_first_is_tried_again_and_was_not_sent() {
    let unread = |_: &Service| Err(ProviderError::Unread(Lost::TimedOut));
    let service = with_factors(&[unread, unread, |service| {
        leave(service, &[]);
        Ok(())
    }]);
    assert_eq!(outcome(&reset(&service, || ()).await), (Some(Outcome::Reset), ""));
    let service = with_factors(&[unread]);
    let detail = "cannot be read, nothing was sent: none came in time";
    assert_eq!(outcome(&reset(&service, || ()).await), (Some(Outcome::Failed), detail));
}

#[tokio::test(start_paused = true)]
async fn a_person_who_became_an_administrator_while_the_answer_was_lost_is_not_sent_another() {
    let promoted = |service: &Service| {
        service.promoted.set(true);
        cut(service)
    };
    for conditional in [false, true] {
        let service = Service { conditional, ..Service::new(&[promoted, done]) };
        let report = reset(&service, || ()).await;
        let refused = (Some(Outcome::Refused), "an administrator: reset singly");
        assert_eq!((outcome(&report), service.sent.get()), (refused, 1), "{conditional}");
    }
}

#[tokio::test(start_paused = true)]
async fn after_the_question_the_person_is_read_again_also_where_the_reset_is_conditional() {
    for conditional in [false, true] {
        let service = Service { conditional, ..Service::new(&[done]) };
        let report = reset(&service, || {
            advance(1);
            service.answered_at.set(Some(clock().now()));
            service.promoted.set(true);
        })
        .await;
        assert_eq!((report.row.outcome, service.sent.get()), (Some(Outcome::Refused), 0), "{conditional}");
    }
}

#[tokio::test(start_paused = true)]
async fn reads_that_are_stale_when_they_are_there_let_nothing_out() {
    let service = Service { slow: true, ..Service::new(&[done]) };
    let report = reset(&service, || advance(61)).await;
    let detail = "cannot be read, nothing was sent: every read is older than 60 s when it is there";
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Failed), detail), 0));
}
