//! The Account Status panel of the web screen.

use jiff::Timestamp;
use serde::Serialize;

use super::found::Found;
use crate::model::{Account, Enrolment, Factor, Level, Principal, milliseconds};
use crate::output::person::{
    command_for, enrolled_since, factor, last_login, on_off, unknown, unlock_hint, yes_no,
};
use crate::output::{Card, Cell, Line, Tone};
use crate::session::Context;
use crate::session::connection::Connection;

/// The Account Status panel.
pub(crate) fn panel(
    context: &Context,
    connection: &Connection,
    account: &Account,
    principal: &Principal,
) -> impl Card {
    let unlocks = connection.provider.capabilities().unlock;
    Panel::new(account, principal, context.settings.profile.clone(), unlocks)
}

/// The Account Status panel.
#[derive(Serialize)]
struct Panel {
    #[serde(flatten)]
    found: Found,
    all_data_access: Option<bool>,
    exempt: Option<bool>,
    enforced: Option<bool>,
    #[serde(serialize_with = "milliseconds")]
    enrolled_at: Option<Timestamp>,
    factors: Option<Vec<Factor>>,
    language: Option<String>,
    groups: Option<Vec<String>>,
    roles: Option<Vec<String>>,
    sso: Option<bool>,
    /// The profile that this run named: a command that people copy must name it, too.
    #[serde(skip)]
    profile: Option<String>,
    /// Is a lock all that keeps the person out, and can the service clear it?
    #[serde(skip)]
    may_be_unlocked: bool,
}

impl Panel {
    fn new(account: &Account, principal: &Principal, profile: Option<String>, unlocks: bool) -> Self {
        let user = &account.user;
        Self {
            found: user.into(),
            all_data_access: account.all_data_access,
            exempt: user.mfa.exempt,
            enforced: user.mfa.enforced_in(principal.org_enforces_mfa),
            enrolled_at: user.mfa.enrolled_at,
            factors: user.mfa.factors.clone(),
            language: account.language.clone(),
            groups: account.groups.clone(),
            roles: account.roles.clone(),
            sso: account.sso,
            profile,
            may_be_unlocked: unlocks && user.mfa.is_locked_out(),
        }
    }
}

impl Card for Panel {
    const KEYS: &'static [&'static str] = &[
        "user_id",
        "name",
        "email",
        "active",
        "admin",
        "mfa",
        "level",
        "last_login",
        "all_data_access",
        "exempt",
        "enforced",
        "enrolled_at",
        "factors",
        "language",
        "groups",
        "roles",
        "sso",
    ];

    fn lines(&self) -> Vec<Line> {
        let user = &self.found;
        let list = |names: &Option<Vec<String>>| match names {
            Some(names) if names.is_empty() => Cell::toned("none", Tone::Faint),
            Some(names) => names.join(", ").into(),
            None => unknown(),
        };
        let mut lines = vec![
            Line::Heading("User Profile".to_owned()),
            Line::Field("Name", Cell::maybe(user.name.as_deref())),
            Line::Field("Email", Cell::maybe(user.email.as_deref())),
            Line::Field("User ID", user.user_id.as_str().into()),
            Line::Field("Language", self.language.as_deref().map_or_else(unknown, Cell::from)),
            Line::Field("Groups", list(&self.groups)),
            Line::Field("Roles", list(&self.roles)),
            Line::Field("Last login", last_login(user.last_login)),
            Line::Blank,
            Line::Heading("Account Status".to_owned()),
            Line::Field("Enable User Access", on_off(user.active)),
            Line::Field("Admin", on_off(user.admin)),
            Line::Field("All Data Access", on_off(self.all_data_access)),
            Line::Field("Enforce org-level MFA", on_off(self.enforced)),
            Line::Field("Exempt from org-level MFA", yes_no(self.exempt)),
            Line::Field("Single sign-on", yes_no(self.sso)),
            Line::Field("MFA", enrolled_since(user.mfa, user.level, self.enrolled_at)),
        ];
        lines.extend(self.factors.iter().flatten().map(|one| Line::Field("Factor", factor(one))));
        if self.may_be_unlocked {
            lines.extend([
                Line::Blank,
                Line::Heading("LOCKED BY WRONG CODES: CLEARING THE COUNTER MAY BE ENOUGH".to_owned()),
                Line::Field(
                    "",
                    Cell::toned(unlock_hint(&user.user_id, self.profile.as_deref()), Tone::Faint),
                ),
            ]);
        }
        if user.mfa != Enrolment::NotEnrolled {
            let button = match user.level {
                Some(Level::Org) => "RESET ORG-LEVEL MFA FOR THIS USER",
                Some(Level::User) | None => "RESET MFA FOR THIS USER",
            };
            let command = command_for("mfa reset", user.user_id.as_str(), self.profile.as_deref());
            lines.extend([
                Line::Blank,
                Line::Heading(button.to_owned()),
                Line::Field("", Cell::toned(command, Tone::Faint)),
            ]);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LastLogin, MfaStatus, User, UserId};
    use crate::output::Record;

    fn keys(record: &impl Serialize) -> Vec<String> {
        let text = serde_json::to_string(record).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut keys: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
        keys.sort_by_key(|key| text.find(&format!("\"{key}\":")));
        keys
    }

    fn user() -> User {
        User {
            id: UserId::new("42"),
            name: None,
            email: None,
            active: None,
            admin: None,
            mfa: MfaStatus::default(),
            last_login: LastLogin::Unknown,
        }
    }

    #[test]
    fn csv_has_the_keys_of_json_in_the_same_order() {
        assert_eq!(keys(&Found::from(&user())), Found::KEYS);
        let account = Account {
            user: user(),
            all_data_access: None,
            language: None,
            groups: None,
            roles: None,
            sso: None,
        };
        let principal = Principal { user: user(), org_id: None, org: None, org_enforces_mfa: None };
        assert_eq!(keys(&Panel::new(&account, &principal, None, false)), Panel::KEYS);
    }
}
