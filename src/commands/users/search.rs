//! `users search`: the people whose name or e-mail contains a text.

use std::collections::HashSet;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::{SignedDuration, Timestamp};

use super::sort::Sort;
use crate::failure::Failure;
use crate::model::{Clock, Enrolment, LastLogin, Level, MfaStatus, User, UserId};
use crate::output::Record;
use crate::people::Found;
use crate::provider::{Administrators, Members, ProviderError, Query};
use crate::session::connection::Connection;
use crate::session::{Context, is_read, written};
use crate::state::keep_groups;

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
    #[arg(long, conflicts_with = "no_admins")]
    admins: bool,
    /// Nobody who is an administrator: a batch refuses them
    #[arg(long)]
    no_admins: bool,
    /// Only people in the group of that name
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// Only people who have set MFA up
    #[arg(long, conflicts_with = "not_enrolled")]
    enrolled: bool,
    /// Only people who have not set MFA up
    #[arg(long)]
    not_enrolled: bool,
    /// Only people whose enrolment is of this level
    #[arg(long, value_name = "LEVEL", value_parser = PossibleValuesParser::new(LEVELS).try_map(level))]
    level: Option<Level>,
    /// Only people who last signed in before a date (2026-01-31), a time, or so long ago (90d); never: those who never did
    #[arg(long, value_name = "DATE|never", value_parser = LastLoginBefore::read)]
    last_login_before: Option<LastLoginBefore>,
    /// Only these columns, in this order
    #[arg(long, value_name = "A,B", value_delimiter = ',', value_parser = PossibleValuesParser::new(Found::KEYS))]
    fields: Vec<String>,
    /// By this column, or falling with a - before it; reads everybody first
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true, value_parser = Sort::read)]
    sort: Option<Sort>,
    /// At most so many people; 0 means all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

const LEVELS: [&str; 2] = ["user", "org"];

fn level(word: String) -> Result<Level, String> {
    Level::from_word(&word).ok_or(word)
}

pub(super) async fn search(search: &Search, context: &Context) -> Result<(), Failure> {
    let connection = context.connect_to_read()?;
    connection.admit().await?;
    let group = match &search.group {
        Some(name) => Some(members(name, &connection, context).await?),
        None => None,
    };
    let signed_in_before =
        search.last_login_before.map(|before| before.at(context.host.clock)).transpose()?;
    let capabilities = connection.provider.capabilities();
    if search.level.is_some() && !capabilities.levels {
        return Err(silent("who is at which level"));
    }
    let filter = Filter { search, group, administrators: capabilities.administrators, signed_in_before };
    let limit = if search.limit == 0 { usize::MAX } else { search.limit };
    // Without a filter a page need not be longer than the limit and one more person, which shows that the list was cut.
    let stops_early = filter.takes_everybody() && search.limit > 0 && search.sort.is_none();
    let wanted = stops_early.then(|| limit.saturating_add(1));
    let query = Query { text: search.query.clone(), wanted };

    let places = search.fields.iter().filter_map(|field| Found::KEYS.iter().position(|key| key == field));
    let mut list = context.output.list_of(places.collect());
    let mut to_sort = Vec::new();
    let (mut shown, mut received) = (0, 0);
    let mut page = None;
    let (cut, may_be_truncated) = 'pages: loop {
        let found = connection.provider.search(&query, page).await?;
        received += found.users.len();
        for user in &found.users {
            if !filter.takes(user)? {
                continue;
            }
            if search.sort.is_some() {
                to_sort.push(Found::from(user));
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
    let mut cut = cut;
    if let Some(sort) = &search.sort {
        cut = to_sort.len() > limit;
        for found in sort.sorted(to_sort).iter().take(limit) {
            if !is_read(list.push(found))? {
                return Ok(());
            }
            shown += 1;
        }
    }
    written(list.finish())?;
    if cut {
        context
            .output
            .note(format!("only the first {shown} people are shown: narrow the search, or use --limit"));
    } else if shown == 0 {
        context.output.note("nobody matches");
    }
    if may_be_truncated {
        context.output.note(format!(
            "exactly {received} people came: the service may leave some out, narrow the search"
        ));
    }
    Ok(())
}

/// Who is in that group. The names of all groups are kept for completion, without which nothing is lost.
async fn members(
    group: &str,
    connection: &Connection,
    context: &Context,
) -> Result<HashSet<UserId>, Failure> {
    let found = connection.provider.members(group).await;
    let listed = match &found {
        Ok(Members { groups, .. }) | Err(ProviderError::NoGroup { known: groups, .. }) => groups.as_slice(),
        Err(_) => &[],
    };
    let _ = keep_groups(&context.settings.state_folder, &connection.profile.name, listed);
    Ok(found?.people.into_iter().collect())
}

/// The filters among the flags.
struct Filter<'a> {
    search: &'a Search,
    group: Option<HashSet<UserId>>,
    administrators: Administrators,
    signed_in_before: Option<SignedInBefore>,
}

impl Filter<'_> {
    fn takes_everybody(&self) -> bool {
        let Search { active, inactive, admins, no_admins, enrolled, not_enrolled, level, .. } = self.search;
        let any_flag = *active || *inactive || *admins || *no_admins || *enrolled || *not_enrolled;
        !any_flag && level.is_none() && self.signed_in_before.is_none() && self.group.is_none()
    }

    /// An error where the service does not tell what a filter needs.
    fn takes(&self, user: &User) -> Result<bool, Failure> {
        let Search { active, inactive, admins, no_admins, .. } = *self.search;
        let mut takes = self.group.as_ref().is_none_or(|group| group.contains(&user.id));
        if active || inactive {
            takes &= user.active.ok_or_else(|| silent("who is active"))? == active;
        }
        if admins || no_admins {
            let spared = no_admins && self.administrators == Administrators::NoneAmongPeople;
            let is_admin = user.admin.or(spared.then_some(false));
            takes &= is_admin.ok_or_else(|| silent("who is an administrator"))? == admins;
        }
        Ok(takes & self.takes_enrolment(&user.mfa)? & self.takes_last_login(user.last_login)?)
    }

    fn takes_enrolment(&self, mfa: &MfaStatus) -> Result<bool, Failure> {
        let Search { enrolled, not_enrolled, level, .. } = *self.search;
        let mut takes = true;
        if enrolled || not_enrolled {
            takes &= match mfa.enrolment {
                Enrolment::Unknown => return Err(silent("who has set MFA up")),
                Enrolment::NotEnrolled => not_enrolled,
                Enrolment::Enrolled | Enrolment::Partial => enrolled,
            };
        }
        if let Some(wanted) = level {
            takes &= match (mfa.level, mfa.enrolment) {
                (Some(level), _) => level == wanted,
                (None, Enrolment::NotEnrolled) => false,
                (None, _) => return Err(silent("who is at which level")),
            };
        }
        Ok(takes)
    }

    fn takes_last_login(&self, last_login: LastLogin) -> Result<bool, Failure> {
        let Some(before) = self.signed_in_before else { return Ok(true) };
        match last_login {
            LastLogin::Unknown => Err(silent("when people signed in last")),
            LastLogin::Never => Ok(before == SignedInBefore::Never),
            LastLogin::At(at) => Ok(matches!(before, SignedInBefore::At(limit) if at < limit)),
        }
    }
}

fn silent(what: &str) -> Failure {
    Failure::usage(format!("this service does not tell {what}")).hint("leave that filter out")
}

/// `--last-login-before`, as typed.
#[derive(Debug, Clone, Copy)]
enum LastLoginBefore {
    Never,
    At(Timestamp),
    Ago(SignedDuration),
}

/// The same as a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SignedInBefore {
    Never,
    At(Timestamp),
}

impl LastLoginBefore {
    /// `never`, a date (its midnight in UTC), a time of RFC 3339, or how long ago.
    fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("never") {
            return Ok(Self::Never);
        }
        let days = text.strip_suffix('d').and_then(|days| days.parse::<u32>().ok());
        if let Some(days) = days {
            return Ok(Self::Ago(SignedDuration::from_hours(i64::from(days) * 24)));
        }
        let at = text.parse().or_else(|_| format!("{text}T00:00:00Z").parse());
        at.map(Self::At).map_err(|_| "a date such as 2026-01-31, a time, 90d or never is wanted".to_owned())
    }

    fn at(self, clock: Clock) -> Result<SignedInBefore, Failure> {
        let at = match self {
            Self::Never => return Ok(SignedInBefore::Never),
            Self::At(at) => at,
            Self::Ago(ago) => clock
                .now()
                .checked_sub(ago)
                .map_err(|_| Failure::usage("--last-login-before is longer ago than there are dates"))?,
        };
        Ok(SignedInBefore::At(at))
    }
}
