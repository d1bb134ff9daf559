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
    let fold = |email: &Option<String>| email.as_deref().map(fold_email);
    if fold(&expected.email) != fold(&user.email) {
        let words = |email: &Option<String>| email.clone().unwrap_or_else(|| "none".to_owned());
        let detail =
            format!("the e-mail was {} in the plan and is {}", words(&expected.email), words(&user.email));
        return Some((Outcome::Refused, Some(detail)));
    }
    let refused = |why: &str| Some((Outcome::Refused, Some(why.to_owned())));
    match expected.mfa.since(&user.mfa) {
        Since::Gone => Some((Outcome::NotEnrolled, None)),
        Since::Anew => refused("enrolled again since it was planned"),
        Since::Same => None,
        Since::CannotTell if expected.mfa.enrolment == user.mfa.enrolment => None,
        Since::CannotTell => refused("the enrolment cannot be compared with the one in the plan"),
    }
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
    use crate::model::{MfaStatus, UserId};

    fn user(id: &str, admin: bool, enrolment: Enrolment, level: Option<Level>) -> User {
        User {
            id: UserId::new(id),
            name: None,
            email: None,
            active: Some(true),
            admin: Some(admin),
            mfa: MfaStatus { enrolment, level, ..MfaStatus::default() },
            last_login: None,
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

    #[test]
    fn nothing_set_up_is_nothing_to_reset() {
        let bare = user("7", false, Enrolment::NotEnrolled, None);
        assert_eq!(verdict(&bare, &principal(), Some(Level::User), true), Some((Outcome::NotEnrolled, None)));
    }
}
