//! Which people a batch may not touch, and what is not as planned any more.

use mfa_admin::engine::guard::{Expected, Guards, Protected};
use mfa_admin::model::{Enrolment, LastLogin, Level, MfaStatus, Outcome, Principal, User, UserId};
use mfa_admin::provider::Administrators;

fn user(id: &str, admin: impl Into<Option<bool>>, enrolment: Enrolment, level: Option<Level>) -> User {
    User {
        id: UserId::new(id),
        name: None,
        email: None,
        active: Some(true),
        admin: admin.into(),
        mfa: MfaStatus { enrolment, level, ..MfaStatus::default() },
        last_login: LastLogin::Unknown,
    }
}

fn guards(level: Option<Level>) -> Guards {
    let user = user("1", true, Enrolment::NotEnrolled, None);
    let principal = Principal { user, org_id: None, org: None, org_enforces_mfa: None };
    Guards { principal, administrators: Administrators::AmongPeople, level, protected_may: false }
}

#[test]
fn a_batch_never_touches_an_administrator_or_yourself_or_a_person_who_may_be_one() {
    for (id, admin) in [("1", Some(true)), ("1", Some(false)), ("2", Some(true)), ("2", None)] {
        let admin = user(id, admin, Enrolment::Enrolled, None);
        let (outcome, detail) = guards(None).verdict(&admin).unwrap();
        assert_eq!(outcome, Outcome::Refused);
        assert!(detail.unwrap().contains("singly"));
        assert_eq!(guards(None).for_one(true).verdict(&admin), None);
    }
    assert_eq!(guards(None).verdict(&user("2", false, Enrolment::Enrolled, None)), None);
}

#[test]
fn only_a_service_without_administrators_among_its_people_may_be_silent_about_them() {
    let apart = Guards { administrators: Administrators::NoneAmongPeople, ..guards(None) };
    assert_eq!(apart.protected(&user("7", None, Enrolment::Enrolled, None)), None);
    assert_eq!(apart.protected(&user("7", true, Enrolment::Enrolled, None)), Some(Protected::Administrator));
    assert_eq!(apart.protected(&user("1", None, Enrolment::Enrolled, None)), Some(Protected::Yourself));
}

#[test]
fn a_level_is_an_assertion_and_one_that_cannot_be_read_is_refused() {
    let verdict = |wanted, user: &User| guards(Some(wanted)).verdict(user);
    let org = user("7", false, Enrolment::Enrolled, Some(Level::Org));
    let (outcome, detail) = verdict(Level::User, &org).unwrap();
    assert_eq!((outcome, detail.as_deref()), (Outcome::Refused, Some("the level that applies is org")));
    assert_eq!(verdict(Level::Org, &org), None);
    for silent in [Enrolment::Enrolled, Enrolment::Unknown] {
        let (outcome, detail) = verdict(Level::User, &user("7", false, silent, None)).unwrap();
        let words = "the level that applies cannot be read";
        assert_eq!((outcome, detail.as_deref()), (Outcome::Refused, Some(words)));
    }
}

fn since(then: &MfaStatus, now: &MfaStatus) -> Option<(Outcome, Option<String>)> {
    let expected = Expected { email: Some("ana@x.test".to_owned()), mfa: then.clone() };
    let now = User {
        email: Some(" ANA@x.test".to_owned()),
        mfa: now.clone(),
        ..user("7", false, Enrolment::Enrolled, None)
    };
    expected.verdict(&now)
}

#[test]
fn a_person_as_planned_is_not_changed() {
    let at = MfaStatus {
        enrolment: Enrolment::Enrolled,
        enrolled_at: Some("2026-01-01T00:00:00.001Z".parse().unwrap()),
        ..MfaStatus::default()
    };
    assert_eq!(since(&at, &at), None);
    let gone = MfaStatus { enrolment: Enrolment::NotEnrolled, ..MfaStatus::default() };
    assert_eq!(since(&at, &gone), Some((Outcome::NotEnrolled, None)));
}

#[test]
fn an_enrolment_that_never_shows_anything_is_taken_as_planned_and_one_that_did_is_not() {
    let bare = MfaStatus { enrolment: Enrolment::Enrolled, ..MfaStatus::default() };
    let unread = MfaStatus::default();
    let at = |time: &str| MfaStatus { enrolled_at: Some(time.parse().unwrap()), ..bare.clone() };
    let (early, late) = (at("2026-01-01T00:00:00Z"), at("2026-01-02T00:00:00Z"));
    assert_eq!(since(&bare, &bare), None);
    assert_eq!(since(&unread, &unread), None);
    for (then, now) in [
        (&early, &late),
        (&late, &early),
        (&early, &bare),
        (&bare, &early),
        (&early, &unread),
        (&bare, &unread),
        (&unread, &bare),
    ] {
        let (outcome, detail) = since(then, now).unwrap();
        assert_eq!(outcome, Outcome::Refused, "{then:?} {now:?}");
        assert!(detail.is_some());
    }
}

#[test]
fn another_level_is_a_change() {
    let level = |level| MfaStatus {
        enrolment: Enrolment::Enrolled,
        level: Some(level),
        enrolled_at: Some("2026-01-01T00:00:00Z".parse().unwrap()),
        ..MfaStatus::default()
    };
    let (outcome, detail) = since(&level(Level::User), &level(Level::Org)).unwrap();
    assert_eq!(outcome, Outcome::Refused);
    assert_eq!(detail.as_deref(), Some("the level was user in the plan and is org"));
}

#[test]
fn nothing_set_up_is_nothing_to_reset() {
    let bare = user("7", false, Enrolment::NotEnrolled, None);
    assert_eq!(guards(Some(Level::User)).verdict(&bare), Some((Outcome::NotEnrolled, None)));
}
