//! `users search`: the people whose name or e-mail contains a text.

use std::collections::HashSet;

use clap::Args;

use super::found::Found;
use crate::failure::Failure;
use crate::model::{Enrolment, User, UserId};
use crate::provider::Query;
use crate::session::{Context, is_read, written};

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

pub(super) async fn search(search: &Search, context: &Context) -> Result<(), Failure> {
    let connection = context.connect_to_read()?;
    connection.admit().await?;
    let group = match &search.group {
        Some(name) => Some(connection.provider.members(name).await?.into_iter().collect::<HashSet<UserId>>()),
        None => None,
    };
    let filter = Filter { search, group };
    let limit = if search.limit == 0 { usize::MAX } else { search.limit };
    // Without a filter a page need not be longer than the limit and one more person, which shows that the list was cut.
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

/// The filters among the flags.
struct Filter<'a> {
    search: &'a Search,
    group: Option<HashSet<UserId>>,
}

impl Filter<'_> {
    fn takes_everybody(&self) -> bool {
        let Search { active, inactive, admins, enrolled, not_enrolled, .. } = self.search;
        !(*active || *inactive || *admins || *enrolled || *not_enrolled || self.group.is_some())
    }

    /// An error where the service does not tell what a filter needs.
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
