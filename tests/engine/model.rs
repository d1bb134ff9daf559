//! The nouns: whether two enrolments or two e-mails are one, and the exit codes.

use std::collections::BTreeSet;

use mfa_admin::model::{
    Enrolment, EnrolmentChange, Factor, FailureKind, MfaStatus, Outcome, fold_email, worst_exit_kind,
};

fn enrolled(at: &str) -> MfaStatus {
    MfaStatus {
        enrolment: Enrolment::Enrolled,
        enrolled_at: Some(at.parse().expect("a time")),
        ..MfaStatus::default()
    }
}

fn factors(ids: &[&str]) -> MfaStatus {
    let factor = |id: &&str| Factor { id: (*id).to_owned(), kind: "totp".to_owned(), ..Factor::default() };
    MfaStatus {
        enrolment: Enrolment::Enrolled,
        factors: Some(ids.iter().map(factor).collect()),
        ..MfaStatus::default()
    }
}

#[test]
fn a_later_enrolment_is_another_one() {
    let planned = enrolled("2026-01-01T00:00:00.001Z");
    assert_eq!(planned.since(&enrolled("2026-01-01T00:00:00.001Z")), EnrolmentChange::Unchanged);
    assert_eq!(planned.since(&enrolled("2026-01-01T00:00:00.002Z")), EnrolmentChange::Replaced);
}

#[test]
fn an_earlier_enrolment_proves_nothing() {
    let planned = enrolled("2026-01-01T00:00:00.500Z");
    assert_eq!(planned.since(&enrolled("2026-01-01T00:00:00Z")), EnrolmentChange::Indeterminate);
    let with_ids = |at: &str, ids| MfaStatus { factors: factors(ids).factors, ..enrolled(at) };
    let planned = with_ids("2026-01-01T00:00:00.500Z", &["a"]);
    assert_eq!(planned.since(&with_ids("2026-01-01T00:00:00Z", &["b"])), EnrolmentChange::Replaced);
}

#[test]
fn factors_are_told_apart_by_their_ids_in_any_order() {
    assert_eq!(factors(&["a", "b"]).since(&factors(&["b", "a"])), EnrolmentChange::Unchanged);
    assert_eq!(factors(&["a"]).since(&factors(&["c"])), EnrolmentChange::Replaced);
}

#[test]
fn some_of_the_factors_gone_is_neither_gone_nor_the_same() {
    let planned = factors(&["a", "b"]);
    for now in [factors(&["b"]), factors(&["c", "b"])] {
        assert_eq!(planned.since(&now), EnrolmentChange::PartlyRemoved);
        assert_eq!(planned.left(&now)[0].id, "b");
    }
    assert_eq!(planned.since(&factors(&["a", "b", "c"])), EnrolmentChange::Extended);
}

#[test]
fn the_same_id_set_up_at_another_time_is_another_factor() {
    let at = |time: &str| {
        let mut status = factors(&["a"]);
        status.factors.iter_mut().flatten().for_each(|factor| factor.enrolled_at = time.parse().ok());
        status
    };
    let planned = at("2026-01-01T00:00:00Z");
    assert_eq!(planned.since(&at("2026-01-02T00:00:00Z")), EnrolmentChange::Replaced);
    assert_eq!(planned.since(&at("2026-01-01T00:00:00Z")), EnrolmentChange::Unchanged);
    assert_eq!(planned.since(&factors(&["a"])), EnrolmentChange::Unchanged);
}

#[test]
fn still_enrolled_without_a_time_proves_nothing() {
    let bare = MfaStatus { enrolment: Enrolment::Enrolled, ..MfaStatus::default() };
    assert_eq!(bare.since(&bare), EnrolmentChange::Indeterminate);
    assert_eq!(enrolled("2026-01-01T00:00:00Z").since(&bare), EnrolmentChange::Indeterminate);
}

#[test]
fn gone_and_unknown_need_no_time() {
    let planned = enrolled("2026-01-01T00:00:00Z");
    let gone = MfaStatus { enrolment: Enrolment::NotEnrolled, ..MfaStatus::default() };
    assert_eq!(planned.since(&gone), EnrolmentChange::Removed);
    assert_eq!(planned.since(&MfaStatus::default()), EnrolmentChange::Indeterminate);
    assert_eq!(gone.since(&planned), EnrolmentChange::Replaced);
}

#[test]
fn emails_are_one_when_ascii_case_and_spaces_are_all_that_differs() {
    assert_eq!(fold_email("  Valentina.R@TEST.com\t"), "valentina.r@test.com");
    for (one, other) in [
        ("mi\u{212a}e@x.y", "mike@x.y"),
        ("ЖУК@x.y", "жук@x.y"),
        ("\u{17f}am@x.y", "sam@x.y"),
        ("\u{a0}ana@x.y", "ana@x.y"),
    ] {
        assert_ne!(fold_email(one), fold_email(other));
    }
}

#[test]
fn an_unknown_outcome_weighs_more_than_a_bad_one_and_a_bad_one_more_than_any_number_that_are_done() {
    let (done, bad, unknown) = (Outcome::Reset, Outcome::Failed, Outcome::Unknown);
    for (outcomes, expected) in [
        (&[][..], None),
        (&[done, Outcome::Skipped], None),
        (&[done, bad, done], Some(FailureKind::Incomplete)),
        (&[bad, unknown, bad], Some(FailureKind::UnknownOutcome)),
    ] {
        assert_eq!(worst_exit_kind(outcomes.iter().copied()), expected, "{outcomes:?}");
    }
}

#[test]
fn every_kind_has_a_code_and_a_word_of_its_own() {
    let codes: Vec<_> = FailureKind::ALL.iter().map(|kind| kind.code()).collect();
    assert!(codes.is_sorted_by(|one, next| one < next), "{codes:?}");
    let words: BTreeSet<_> = FailureKind::ALL.iter().map(|kind| kind.word()).collect();
    assert_eq!(words.len(), FailureKind::ALL.len());
}
