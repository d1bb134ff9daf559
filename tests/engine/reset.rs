//! One reset, and proof of it.

use std::time::Duration;

use mfa_admin::batch::Stopped;
use mfa_admin::model::Outcome;
use mfa_admin::provider::ProviderError;
use mfa_admin::state::StateError;

use crate::service::{
    Answer, SETTLE, Service, carried_out, cut, done, done_and_cut, done_and_enrolled_again, gone, outcome,
    pass, planned, reset, run, timed_out, web_page,
};

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
    fn unreachable(_: &Service) -> Result<(), ProviderError> {
        Err(gone())
    }
    let service = Service::new(&[cut, unreachable]);
    let (desk, batch) = planned(&service).await;
    assert!(matches!(run(&service, &desk, batch, true).await, Err(Stopped::Cause(_))));
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
    assert!(matches!(run(&service, &desk, batch, true).await, Err(Stopped::State(_))));
    assert_eq!(service.sent.get(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_comes_back_within_settle_costs_nobody_their_outcome() {
    for answer in [done as Answer, done_and_cut] {
        let service = Service::new(&[answer]);
        *service.unread.borrow_mut() = [gone(), gone(), web_page()].into();
        let report = reset(&service, || ()).await;
        assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 1));
    }
}

#[tokio::test(start_paused = true)]
async fn what_only_a_dead_connection_keeps_from_being_read_back_is_left_to_whoever_resumes() {
    for answer in [done as Answer, done_and_cut, timed_out] {
        let service = Service::new(&[answer]);
        let (desk, batch) = planned(&service).await;
        service.unread.borrow_mut().extend(std::iter::repeat_with(gone).take(100));
        assert!(matches!(run(&service, &desk, batch, true).await, Err(Stopped::Cause(_))));
        service.unread.borrow_mut().clear();
        // It was done, if late, and the person has enrolled again.
        service.enrolled.set(Some(2));
        let next = Service { enrolled: service.enrolled.clone(), ..Service::new(&[done]) };
        let report = carried_out(&next, desk, batch).await;
        assert_eq!(outcome(&report), (Some(Outcome::Reset), "enrolled again since"));
        assert_eq!((next.sent.get(), next.enrolled.get()), (0, Some(2)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_single_reset_that_cannot_be_read_back_has_its_outcome_at_once() {
    for (answer, expected) in [(done as Answer, Outcome::Unverified), (cut, Outcome::Unknown)] {
        let service = Service::new(&[answer]);
        let (desk, batch) = planned(&service).await;
        service.unread.borrow_mut().extend(std::iter::repeat_with(gone).take(100));
        assert!(run(&service, &desk, batch, false).await.is_ok());
        let row = desk.ask(move |state| state.row(batch, 1)).await.expect("the row");
        assert_eq!(row.outcome, Some(expected));
    }
}

#[tokio::test(start_paused = true)]
async fn reads_that_fail_are_gone_on_with_for_a_moment_after_settle_and_no_longer() {
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
