//! Who needs more than `--yes`, and what is refused whatever was typed.

use serde::{Deserialize, Serialize};

use crate::model::{Enrolment, Level, MfaStatus, Outcome, Principal, Since, User, fold_email};

/// Why a person needs a confirmation of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delicate {
    /// An administrator of the organisation.
    Administrator,
    /// Whoever is signed in.
    Yourself,
}

impl Delicate {
    /// How a message calls them.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Administrator => "an administrator",
            Self::Yourself => "yourself",
        }
    }
}

/// Is this somebody whose loss of MFA opens more than one account?
#[must_use]
pub fn delicate(user: &User, principal: &Principal) -> Option<Delicate> {
    if user.id == principal.user.id {
        Some(Delicate::Yourself)
    } else if user.admin == Some(true) {
        Some(Delicate::Administrator)
    } else {
        None
    }
}

/// Why somebody is left alone who set MFA up anew.
pub(super) const ENROLLED_AGAIN: &str = "enrolled again since it was planned";

/// Whom a plan that was made before is for, as they were then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The e-mail.
    pub email: Option<String>,
    /// The enrolment that is to be reset.
    pub mfa: MfaStatus,
}

/// The end of a row whose person is not any more as an earlier plan (in its own words) has them.
#[must_use]
pub fn changed(expected: &str, user: &User) -> Option<(Outcome, Option<String>)> {
    let Ok(expected) = serde_json::from_str::<Expected>(expected) else {
        return Some((Outcome::Refused, Some("the plan cannot be read".to_owned())));
    };
    let fold = |email: &Option<String>| email.as_deref().map(fold_email).unwrap_or_default();
    if fold(&expected.email) != fold(&user.email) {
        let words = |email: &Option<String>| email.clone().unwrap_or_else(|| "none".to_owned());
        let detail =
            format!("the e-mail was {} in the plan and is {}", words(&expected.email), words(&user.email));
        return Some((Outcome::Refused, Some(detail)));
    }
    enrolment_changed(&expected.mfa, &user.mfa)
}

/// The same for the enrolment.
pub(super) fn enrolment_changed(then: &MfaStatus, now: &MfaStatus) -> Option<(Outcome, Option<String>)> {
    let refused = |why: &str| Some((Outcome::Refused, Some(why.to_owned())));
    match then.since(now) {
        Since::Gone => return Some((Outcome::NotEnrolled, None)),
        Since::Anew => return refused(ENROLLED_AGAIN),
        Since::Partly | Since::Grown => return refused("the factors are not those in the plan any more"),
        // What shows nothing now and showed nothing then is all that there is to go by: where a service never tells,
        // nobody could be reset otherwise. What showed something in one of them has changed.
        Since::CannotTell if now.enrolment == Enrolment::Unknown && then.enrolment != Enrolment::Unknown => {
            return refused("the enrolment was read for the plan and cannot be read now");
        }
        Since::CannotTell if then.is_distinct() || now.is_distinct() => {
            return refused("the enrolment cannot be compared with the one in the plan");
        }
        // A plan in a file has no times of the single factors, but the latest of them.
        Since::Same if then.enrolled_at.zip(now.enrolled_at).is_some_and(|(then, now)| now > then) => {
            return refused(ENROLLED_AGAIN);
        }
        Since::Same | Since::CannotTell => {}
    }
    let differs = |what: &str, then: &str, now: &str| {
        (then != now).then(|| format!("the {what} was {then} in the plan and is {now}"))
    };
    let levels = then.level.zip(now.level);
    let detail = differs("enrolment", then.enrolment.word(), now.enrolment.word())
        .or_else(|| levels.and_then(|(then, now)| differs("level", then.word(), now.word())))?;
    Some((Outcome::Refused, Some(detail)))
}

/// The end of a row before anything is sent, if it has one: the outcome and its detail.
#[must_use]
pub fn verdict(
    user: &User,
    principal: &Principal,
    level: Option<Level>,
    single: bool,
) -> Option<(Outcome, Option<String>)> {
    if let (false, Some(delicate)) = (single, delicate(user, principal)) {
        return Some((Outcome::Refused, Some(format!("{}: reset singly", delicate.words()))));
    }
    if user.mfa.enrolment == Enrolment::NotEnrolled {
        return Some((Outcome::NotEnrolled, None));
    }
    match (level, user.mfa.level) {
        (Some(wanted), Some(applies)) if wanted != applies => {
            Some((Outcome::Refused, Some(format!("the level that applies is {}", applies.word()))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LastLogin, MfaStatus, UserId};

    fn user(id: &str, admin: bool, enrolment: Enrolment, level: Option<Level>) -> User {
        User {
            id: UserId::new(id),
            name: None,
            email: None,
            active: Some(true),
            admin: Some(admin),
            mfa: MfaStatus { enrolment, level, ..MfaStatus::default() },
            last_login: LastLogin::Unknown,
        }
    }

    fn principal() -> Principal {
        let user = user("1", true, Enrolment::NotEnrolled, None);
        Principal { user, org_id: None, org: None, org_enforces_mfa: None }
    }

    #[test]
    fn a_batch_never_touches_an_administrator_or_whoever_runs_it() {
        for id in ["1", "2"] {
            let admin = user(id, true, Enrolment::Enrolled, None);
            let (outcome, detail) = verdict(&admin, &principal(), None, false).unwrap();
            assert_eq!(outcome, Outcome::Refused);
            assert!(detail.unwrap().contains("singly"));
            assert_eq!(verdict(&admin, &principal(), None, true), None);
        }
    }

    #[test]
    fn a_level_is_an_assertion_where_it_can_be_read() {
        let org = user("7", false, Enrolment::Enrolled, Some(Level::Org));
        let (outcome, detail) = verdict(&org, &principal(), Some(Level::User), true).unwrap();
        assert_eq!((outcome, detail.as_deref()), (Outcome::Refused, Some("the level that applies is org")));
        assert_eq!(verdict(&org, &principal(), Some(Level::Org), true), None);
        let silent = user("7", false, Enrolment::Enrolled, None);
        assert_eq!(verdict(&silent, &principal(), Some(Level::User), true), None);
    }

    fn since(then: &MfaStatus, now: &MfaStatus) -> Option<(Outcome, Option<String>)> {
        let expected = Expected { email: Some("ana@x.test".to_owned()), mfa: then.clone() };
        let expected = serde_json::to_string(&expected).unwrap();
        let now = User {
            email: Some(" ANA@x.test".to_owned()),
            mfa: now.clone(),
            ..user("7", false, Enrolment::Enrolled, None)
        };
        changed(&expected, &now)
    }

    #[test]
    fn whoever_is_as_planned_is_not_changed() {
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
        assert_eq!(verdict(&bare, &principal(), Some(Level::User), true), Some((Outcome::NotEnrolled, None)));
    }
}
