//! `mfa-admin users`: find people, and see their account status in the words of the web screen.

use std::collections::HashSet;
use std::io;

use clap::{ArgGroup, Args, Subcommand};
use jiff::Timestamp;
use serde::Serialize;

use super::{Context, written};
use crate::failure::Failure;
use crate::model::{Account, Enrolment, Factor, Level, Lookup, Principal, User, UserId, milliseconds};
use crate::output::{Cell, Line, Page, Record, Tone};
use crate::provider::Query;
use crate::settings::Profile;

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
    Show(Show),
}

/// Which people to list.
#[derive(Debug, Args)]
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

/// Whom to show.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("who").required(true))]
pub(crate) struct Show {
    /// The person's id
    #[arg(long, value_name = "ID", group = "who")]
    user_id: Option<String>,
    /// The person's whole e-mail address
    #[arg(long, value_name = "EMAIL", group = "who")]
    email: Option<String>,
}

pub(super) fn run(users: Users, context: &Context) -> Result<(), Failure> {
    match users {
        Users::Search(search) => context.block_on_until_signal(find(&search, context)),
        Users::Show(show) => context.block_on_until_signal(account(&show, context)),
    }
}

async fn find(search: &Search, context: &Context) -> Result<(), Failure> {
    let connection = context.connect()?;
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
    let mut shown = 0;
    let mut page = None;
    let mut looks_cut = None;
    let cut = 'pages: loop {
        let found = connection.provider.search(&query, page).await?;
        if found.looks_cut {
            looks_cut = Some(found.users.len());
        }
        for user in &found.users {
            if !filter.takes(user)? {
                continue;
            }
            if shown == limit {
                break 'pages true;
            }
            match list.push(&Found::from(user)) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
                pushed => pushed?,
            }
            shown += 1;
        }
        written(list.flush())?;
        page = found.next;
        if page.is_none() {
            break false;
        }
    };
    written(list.finish())?;
    if cut {
        context
            .output
            .note(format!("only the first {shown} people are shown: narrow the search, or use --limit"));
    } else if shown == 0 {
        context.output.note("nobody matches");
    }
    if let Some(count) = looks_cut {
        context.output.note(format!(
            "the service sent exactly {count} people and may have left some out: narrow the search"
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

async fn account(show: &Show, context: &Context) -> Result<(), Failure> {
    let profile = context.settings.profile()?;
    let who = lookup(show.user_id.as_deref(), show.email.as_deref(), &profile)?;
    let connection = context.connect()?;
    // Who is asking and who is asked about do not depend on each other.
    let (principal, account) = tokio::join!(connection.admit(), connection.provider.account(&who));
    let principal = principal?;
    let panel = Panel::new(&account?, &principal);
    written(context.output.page(&panel))
}

/// Reads how a person was picked on the command line.
pub(super) fn lookup(id: Option<&str>, email: Option<&str>, profile: &Profile) -> Result<Lookup, Failure> {
    match (id, email.map(str::trim)) {
        (Some(id), _) => match profile.kind.user_id(id) {
            Some(id) => Ok(Lookup::Id(id)),
            None => Err(Failure::usage(format!("`{id}` cannot be a user id of {}", profile.kind.word()))),
        },
        (None, Some("") | None) => Err(Failure::usage("the e-mail is empty")),
        (None, Some(email)) => Ok(Lookup::Email(email.to_owned())),
    }
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
    #[serde(serialize_with = "milliseconds")]
    last_login: Option<Timestamp>,
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
}

impl Panel {
    fn new(account: &Account, principal: &Principal) -> Self {
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
        }
    }
}

impl Record for Panel {
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
    const COLUMNS: &'static [&'static str] = Found::COLUMNS;

    fn cells(&self) -> Vec<Cell> {
        self.found.cells()
    }
}

impl Page for Panel {
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
        lines.extend(self.factors.iter().flatten().map(|factor| {
            let since = factor.enrolled_at.map_or_else(String::new, |at| format!(", since {}", moment(at)));
            Line::Field("Factor", format!("{} {}{since}", factor.kind, factor.id).into())
        }));
        if user.mfa != Enrolment::NotEnrolled {
            let button = match user.level {
                Some(Level::Org) => "RESET ORG-LEVEL MFA FOR THIS USER",
                Some(Level::User) | None => "RESET MFA FOR THIS USER",
            };
            let command = format!("mfa-admin mfa reset --user-id {}", user.user_id);
            lines.extend([
                Line::Blank,
                Line::Heading(button.to_owned()),
                Line::Field("", Cell::toned(command, Tone::Faint)),
            ]);
        }
        lines
    }
}

/// A person's enrolment in words.
pub(super) fn enrolled_since(mfa: Enrolment, level: Option<Level>, at: Option<Timestamp>) -> Cell {
    let level = level.map_or_else(String::new, |level| format!(" ({} level)", level.word()));
    let since = at.map_or_else(String::new, |at| format!(" since {}", moment(at)));
    match mfa {
        Enrolment::Enrolled => Cell::toned(format!("enrolled{level}{since}"), Tone::Good),
        Enrolment::Partial => Cell::toned(format!("set-up not finished{level}{since}"), Tone::Mind),
        Enrolment::NotEnrolled => Cell::toned("not enrolled", Tone::Mind),
        Enrolment::Unknown => Cell::toned("unknown: the service does not tell", Tone::Faint),
    }
}

/// The last sign-in, in the words of the web screen.
pub(super) fn last_login(at: Option<Timestamp>) -> Cell {
    at.map_or_else(|| Cell::toned("Never", Tone::Faint), |at| moment(at).into())
}

/// A moment as people read it; scripts get the whole of it.
pub(super) fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A truth in words.
pub(super) fn yes_no(truth: Option<bool>) -> Cell {
    match truth {
        Some(true) => "yes".into(),
        Some(false) => Cell::toned("no", Tone::Faint),
        None => Cell::toned("-", Tone::Faint),
    }
}

fn on_off(truth: Option<bool>) -> Cell {
    match truth {
        Some(true) => "on".into(),
        Some(false) => Cell::toned("off", Tone::Faint),
        None => unknown(),
    }
}

fn unknown() -> Cell {
    Cell::toned("unknown", Tone::Faint)
}

fn enrolment(mfa: Enrolment) -> Cell {
    let tone = match mfa {
        Enrolment::Enrolled => Tone::Good,
        Enrolment::Partial | Enrolment::NotEnrolled => Tone::Mind,
        Enrolment::Unknown => Tone::Faint,
    };
    Cell::toned(mfa.word(), tone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MfaStatus;

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
            last_login: None,
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
        assert_eq!(keys(&Panel::new(&account, &principal)), Panel::KEYS);
    }
}
