//! A run that died, and the next one, which resumes the batch.

use mfa_admin::model::{OsAccount, Outcome};
use mfa_admin::state::{Resumer, State, StateHandle};

use crate::service::{SETTLE, Service, carried_out, clock, done, outcome, planned, web_page};

/// A run that died when the intent was on disk: the request may have left, or not.
async fn died(service: &Service) -> (StateHandle, i64) {
    let (handle, batch) = planned(service).await;
    let at = clock().now();
    let claimed = handle.ask(move |state| state.claim(batch, 0, 10, at)).await.expect("an intent");
    assert_eq!(claimed.len(), 1);
    (handle, batch)
}

#[tokio::test(start_paused = true)]
async fn after_a_crash_a_person_with_nothing_any_more_is_reset_and_nothing_is_sent() {
    let service = Service::new(&[done]);
    let (handle, batch) = died(&service).await;
    service.enrolled.set(None);
    let report = carried_out(&service, handle, batch).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 0));
}

#[tokio::test(start_paused = true)]
async fn after_a_crash_a_person_who_enrolled_again_is_left_alone() {
    let service = Service::new(&[done]);
    let (handle, batch) = died(&service).await;
    service.enrolled.set(Some(2));
    let report = carried_out(&service, handle, batch).await;
    assert_eq!(outcome(&report), (Some(Outcome::Reset), "enrolled again since"));
    assert_eq!((service.sent.get(), service.enrolled.get()), (0, Some(2)));
}

#[tokio::test(start_paused = true)]
async fn after_a_crash_the_planned_enrolment_is_reset_once_settle_is_over() {
    let service = Service::new(&[done]);
    let (handle, batch) = died(&service).await;
    let start = tokio::time::Instant::now();
    let report = carried_out(&service, handle, batch).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 1));
    assert!(start.elapsed() >= SETTLE);
}

#[tokio::test(start_paused = true)]
async fn after_a_time_out_and_a_crash_it_is_never_sent_again() {
    let service = Service::new(&[done]);
    let (handle, batch) = died(&service).await;
    handle.ask(move |state| state.timed_out(batch, 1)).await.expect("kept");
    let report = carried_out(&service, handle, batch).await;
    assert_eq!((report.row.outcome, service.sent.get()), (Some(Outcome::Unknown), 0));
}

#[tokio::test(start_paused = true)]
async fn what_was_given_back_is_no_doubt_for_a_resume() {
    let service = Service::new(&[done]);
    let (handle, batch) = died(&service).await;
    handle.ask(move |state| state.give_back(batch, &[1], clock().now())).await.expect("kept");
    let doubt = handle.ask(move |state| state.in_doubt(batch, 0, 10)).await.expect("read");
    assert!(doubt.is_empty());
    let start = tokio::time::Instant::now();
    let report = carried_out(&service, handle, batch).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 1));
    assert!(start.elapsed() < SETTLE);
}

#[tokio::test(start_paused = true)]
async fn after_a_crash_a_read_that_fails_does_not_decide() {
    let service = Service::new(&[done]);
    let (handle, batch) = died(&service).await;
    service.enrolled.set(None);
    *service.unread.borrow_mut() = [web_page(), web_page(), web_page()].into();
    let report = carried_out(&service, handle, batch).await;
    assert_eq!((outcome(&report), service.sent.get()), ((Some(Outcome::Reset), ""), 0));
}

#[tokio::test(start_paused = true)]
async fn a_resume_reads_again_also_where_the_last_read_is_not_old() {
    let service = Service::new(&[done]);
    let (handle, batch) = died(&service).await;
    let now = clock().now();
    let resumer = Resumer { actor: "1@x.test".to_owned(), actor_id: None, account: OsAccount::default() };
    let resume = move |state: &mut State| {
        state.give_back(batch, &[1], clock().now())?;
        state.resumed(batch, &resumer, now)
    };
    handle.ask(resume).await.expect("kept");
    service.enrolled.set(Some(2));
    let report = carried_out(&service, handle, batch).await;
    assert_eq!((report.row.outcome, service.sent.get()), (Some(Outcome::Refused), 0));
    assert_eq!(service.enrolled.get(), Some(2));
}

#[tokio::test(start_paused = true)]
async fn after_a_crash_a_person_who_became_an_administrator_is_refused() {
    for conditional in [false, true] {
        let service = Service { conditional, ..Service::new(&[done]) };
        let (handle, batch) = died(&service).await;
        service.promoted.set(true);
        let report = carried_out(&service, handle, batch).await;
        assert_eq!((report.row.outcome, service.sent.get()), (Some(Outcome::Refused), 0), "{conditional}");
    }
}
