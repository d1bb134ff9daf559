//! `mfa-admin users`: find people, and see their account status in the words of the web screen.

mod show;

use std::collections::HashSet;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::failure::Failure;
use crate::model::{Enrolment, LastLogin, Level, User, UserId};
use crate::output::NarrowRule::{Goes, Shrinks};
use crate::output::person::{enrolment, last_login, yes_no};
use crate::output::{Cell, NarrowRule, Record};
use crate::provider::Query;
use crate::session::{Context, block_on_until_signal, is_read, written};

/// Find people and see their account status
#[derive(Debug, Subcommand)]
pub(crate) enum Users {
    /// List the people whose name or e-mail contains a text
    #[command(after_help = "\
Examples:
  mfa-admin --profile demo users search rodriguez
  mfa-admin --profile demo users search --admins --active
  mfa-admin --profile demo users search --not-enrolled --limit 0 -o csv > not-enrolled.csv")]
    Search(Search),
    /// Show the Account Status panel of one person
    #[command(after_help = "\
Examples:
  mfa-admin --profile demo users show --user-id 42
  mfa-admin --profile demo users show --email valentina.r@test.com -o json")]
    Show(show::Show),
}

/// Which people to list.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are flags, and that is what they are typed as")]
pub(crate) struct Search {
    /// Part of a name or e-mail; everybody when not given
    query: Option<String>,
    /// Only people who may sign in
    #[arg(long, conflicts_with = "inactive")]
    active: bool,
    /// Only people who may not sign in
    #[arg(long)]
    inactive: bool,
    /// Only administrators
    #[arg(long)]
    admins: bool,
    /// Only people in the group of that name
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// Only people who have set MFA up
    #[arg(long, conflicts_with = "not_enrolled")]
    enrolled: bool,
    /// Only people who have not set MFA up
    #[arg(long)]
    not_enrolled: bool,
    /// At most so many people; 0 means all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

pub(super) fn run(users: Users, context: &Context) -> Result<(), Failure> {
    match users {
        Users::Search(search) => block_on_until_signal(find(&search, context)),
        Users::Show(show) => block_on_until_signal(show::account(&show, context)),
    }
}

async fn find(search: &Search, context: &Context) -> Result<(), Failure> {
    let connection = context.connect_to_read()?;
    connection.admit().await?;
    let group = match &search.group {
        Some(name) => Some(connection.provider.members(name).await?.into_iter().collect::<HashSet<UserId>>()),
        None => None,
    };
    let filter = Filter { search, group };
    let limit = if search.limit == 0 { usize::MAX } else { search.limit };
    // Where everybody on a page counts, a page need not be longer than what is wanted and one more, which tells
    // that the list was cut.
    let wanted = (filter.takes_everybody() && search.limit > 0).then(|| limit.saturating_add(1));
    let query = Query { text: search.query.clone(), wanted };

    let mut list = context.output.list();
    let (mut shown, mut received) = (0, 0);
    let mut page = None;
    let (cut, may_be_truncated) = 'pages: loop {
        let found = connection.provider.search(&query, page).await?;
        received += found.users.len();
        for user in &found.users {
            if !filter.takes(user)? {
                continue;
            }
            if shown == limit {
                break 'pages (true, false);
            }
            if !is_read(list.push(&Found::from(user)))? {
                return Ok(());
            }
            shown += 1;
        }
        page = found.next;
        if page.is_none() {
            break (false, found.may_be_truncated);
        }
        if !is_read(list.flush())? {
            return Ok(());
        }
    };
    written(list.finish())?;
    let output = &context.output;
    if cut {
        output.note(format!("only the first {shown} people are shown: narrow the search, or use --limit"));
    } else if shown == 0 {
        output.note("nobody matches");
    }
    if may_be_truncated {
        output.note(format!(
            "exactly {received} people came: the service may leave some out, narrow the search"
        ));
    }
    Ok(())
}

/// What the flags let through.
struct Filter<'a> {
    search: &'a Search,
    group: Option<HashSet<UserId>>,
}

impl Filter<'_> {
    fn takes_everybody(&self) -> bool {
        let Search { active, inactive, admins, enrolled, not_enrolled, .. } = self.search;
        !(*active || *inactive || *admins || *enrolled || *not_enrolled || self.group.is_some())
    }

    /// What cannot be told is an error, not an empty list.
    fn takes(&self, user: &User) -> Result<bool, Failure> {
        let Search { active, inactive, admins, enrolled, not_enrolled, .. } = *self.search;
        let mut takes = self.group.as_ref().is_none_or(|group| group.contains(&user.id));
        if active || inactive {
            takes &= user.active.ok_or_else(|| silent("who is active"))? == active;
        }
        if admins {
            takes &= user.admin.ok_or_else(|| silent("who is an administrator"))?;
        }
        if enrolled || not_enrolled {
            takes &= match user.mfa.enrolment {
                Enrolment::Unknown => return Err(silent("who has set MFA up")),
                Enrolment::NotEnrolled => not_enrolled,
                Enrolment::Enrolled | Enrolment::Partial => enrolled,
            };
        }
        Ok(takes)
    }
}

fn silent(what: &str) -> Failure {
    Failure::usage(format!("this service does not tell {what}")).hint("leave that filter out")
}

/// A person in a list.
#[derive(Serialize)]
pub(super) struct Found {
    user_id: UserId,
    name: Option<String>,
    email: Option<String>,
    active: Option<bool>,
    admin: Option<bool>,
    mfa: Enrolment,
    level: Option<Level>,
    last_login: LastLogin,
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
