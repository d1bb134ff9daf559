//! A person in a list, and at the head of the panel.

use serde::Serialize;

use crate::model::{Enrolment, LastLogin, Level, User, UserId};
use crate::output::NarrowRule::{Goes, Shrinks};
use crate::output::person::{enrolment, last_login, yes_no};
use crate::output::{Cell, NarrowRule, Record};

/// A person in a list.
#[derive(Serialize)]
pub(crate) struct Found {
    pub(crate) user_id: UserId,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) active: Option<bool>,
    pub(crate) admin: Option<bool>,
    pub(crate) mfa: Enrolment,
    pub(crate) level: Option<Level>,
    pub(crate) last_login: LastLogin,
}

impl From<&User> for Found {
    fn from(user: &User) -> Self {
        Self {
            user_id: user.id.clone(),
            name: user.name.clone(),
            email: user.email.clone(),
            active: user.active,
            admin: user.admin,
            mfa: user.mfa.enrolment,
            level: user.mfa.level,
            last_login: user.last_login,
        }
    }
}

impl Record for Found {
    const KEYS: &'static [&'static str] =
        &["user_id", "name", "email", "active", "admin", "mfa", "level", "last_login"];
    const COLUMNS: &'static [&'static str] =
        &["USER ID", "NAME", "EMAIL", "ACTIVE", "ADMIN", "MFA", "LEVEL", "LAST LOGIN"];
    const NARROW_RULES: &'static [NarrowRule] = &[
        Shrinks("NAME", 16),
        Goes("LAST LOGIN"),
        Goes("LEVEL"),
        Shrinks("NAME", 8),
        Goes("ACTIVE"),
        Shrinks("EMAIL", 20),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.user_id.as_str().into(),
            Cell::maybe(self.name.as_deref()),
            Cell::maybe(self.email.as_deref()),
            yes_no(self.active),
            yes_no(self.admin),
            enrolment(self.mfa),
            Cell::maybe(self.level.map(Level::word)),
            last_login(self.last_login),
        ]
    }
}
