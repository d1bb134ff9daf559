//! Looking people up by pages of the whole directory, where that is fewer requests than one for each person.
//!
//! A list finds people, and spares the reads of those who have nothing set up. It never judges: whoever is to be reset is
//! read singly before the request leaves, and whoever it leaves out, tells too little of, or shows as somebody whom a
//! guard may refuse, is looked up singly at once.

use std::sync::Arc;

use jiff::Timestamp;

use super::plan::{PlanContext, PlanError, disagrees, place_user};
use crate::model::{Enrolment, EnrolmentChange, Lookup, Outcome, User};
use crate::provider::{DirectoryPage, Provider, ProviderError, Query};
use crate::state::{Asking, Draft, RowDecision, RowEnd, StateError, StateHandle};

/// For fewer rows the directory is not worth its first page.
const ENOUGH: u64 = 200;
/// Reading so many people in a list takes as long as reading one of them singly.
const WORTH: u64 = 50;

/// What a list is read for.
struct Wanted {
    rows: u64,
    /// Does any row ask by e-mail? Then the list must be read to its end: two people may have the same.
    by_email: bool,
}

/// Reads the directory as far as it is worth it. Says how many rows were settled by it.
pub(super) async fn read(
    provider: &dyn Provider,
    handle: &StateHandle,
    context: &Arc<PlanContext>,
    progress: &dyn Fn(u64),
) -> Result<u64, PlanError> {
    let size = |draft: &Draft<'_>| draft.size();
    let size = handle.ask(move |state| state.draft(size)).await?;
    // Whoever is in a plan that was reviewed is compared with it, which a list cannot be.
    if !provider.capabilities().directory || size.rows < ENOUGH || size.justification {
        return Ok(0);
    }
    let wanted = Wanted { rows: size.rows, by_email: size.emails > 0 };
    let (settled, everybody) = pages(provider, handle, context, &wanted, progress).await?;
    if !everybody && wanted.by_email {
        // Somebody with the same e-mail may stand on a page that was not read.
        let take_back = |draft: &Draft<'_>| draft.take_back_by_email();
        handle.ask(move |state| state.draft(take_back)).await?;
        return Ok(0);
    }
    Ok(settled)
}

/// Reads page after page. Says how many rows were settled, and whether everybody was seen.
async fn pages(
    provider: &dyn Provider,
    handle: &StateHandle,
    context: &Arc<PlanContext>,
    wanted: &Wanted,
    progress: &dyn Fn(u64),
) -> Result<(u64, bool), PlanError> {
    let query = Query::default();
    let (mut received, mut settled, mut exact) = (0, 0, false);
    let mut next = provider.search(&query, None).await;
    loop {
        let DirectoryPage { users, as_of, next: more, may_be_truncated } = match next {
            Ok(page) => page,
            Err(error) if error.stops_the_batch() => return Err(error.into()),
            Err(_) => return Ok((settled, false)),
        };
        received += users.len() as u64;
        if !exact && let Some(enrolled) = users.iter().find(|user| user.mfa.enrolment == Enrolment::Enrolled)
        {
            exact = list_is_exact(provider, enrolled).await?;
            if !exact {
                return Ok((settled, false));
            }
        }
        let worth_it = received <= wanted.rows * WORTH;
        let is_last = more.is_none();
        // The next page comes in while this one is written down.
        let (placed, answer) =
            tokio::join!(place_page(handle, context, users, as_of, wanted.by_email), async {
                match more {
                    Some(cursor) if worth_it => Some(provider.search(&query, Some(cursor)).await),
                    _ => None,
                }
            });
        settled += placed?;
        progress(settled);
        match answer {
            Some(answer) if settled < wanted.rows || wanted.by_email => next = answer,
            _ => return Ok((settled, is_last && !may_be_truncated)),
        }
    }
}

/// Does a read of the one person show the very enrolment that the list showed? Else an old enrolment would look new.
async fn list_is_exact(provider: &dyn Provider, user: &User) -> Result<bool, ProviderError> {
    match provider.find(&Lookup::Id(user.id.clone())).await {
        Ok(now) => Ok(user.mfa.since(&now.mfa) == EnrolmentChange::Unchanged),
        Err(error) if error.stops_the_batch() => Err(error),
        Err(_) => Ok(false),
    }
}

/// Writes down whoever of these people is asked for. Says how many rows were found by it.
async fn place_page(
    handle: &StateHandle,
    context: &Arc<PlanContext>,
    users: Vec<User>,
    as_of: Timestamp,
    by_email: bool,
) -> Result<u64, StateError> {
    let context = Arc::clone(context);
    handle
        .ask(move |state| {
            state.draft(|draft| {
                let mut found = 0;
                for user in &users {
                    let mut rows = still_asking(draft, user, by_email, context.is_found_by_list(user))?;
                    rows.retain(|row| !disagrees(row, user));
                    place_user(draft, user, &rows, &context, &|_| listed(user, as_of))?;
                    found += rows.len() as u64;
                }
                Ok(found)
            })
        })
        .await
}

impl PlanContext {
    /// Is what a list tells of a person enough to find them by? A guard may refuse the others: they are looked up at once,
    /// so that whoever is asked knows how many are left.
    fn is_found_by_list(&self, user: &User) -> bool {
        let may_be_protected = user.admin == Some(true) || user.id == self.guards.principal.user.id;
        let has_the_level = self.guards.level.is_none() || user.mfa.level == self.guards.level;
        match user.mfa.enrolment {
            Enrolment::Unknown => false,
            Enrolment::NotEnrolled => !may_be_protected,
            Enrolment::Enrolled | Enrolment::Partial => {
                !may_be_protected && has_the_level && user.mfa.is_distinct()
            }
        }
    }
}

/// What is done about a row whose person was found in a list that was asked for then.
fn listed(user: &User, at: Timestamp) -> RowDecision {
    if user.mfa.enrolment == Enrolment::NotEnrolled {
        return RowDecision::End(RowEnd { outcome: Outcome::NotEnrolled, detail: None, at });
    }
    RowDecision::Listed
}

/// The rows that mean this person and nobody else on the pages so far, and for which a list is enough. The others are looked
/// up singly: a person whom the list does not tell enough of may be the twin of one whom it does.
fn still_asking(
    draft: &Draft<'_>,
    user: &User,
    by_email: bool,
    is_enough: bool,
) -> Result<Vec<Asking>, StateError> {
    let mut rows = draft.asking_for(user, by_email)?;
    // Only the person's own page says whether an id and an e-mail are one: a list must not make one row of the two.
    let by_id = if by_email { draft.asking_for(user, false)?.len() } else { rows.len() };
    let is_mixed = 0 < by_id && by_id < rows.len();
    for row in &rows {
        match &row.means {
            None if !is_enough || is_mixed => draft.look_up_singly(row.row)?,
            Some(other) if !is_enough || is_mixed || *other != user.id => draft.take_back(row.row)?,
            _ => {}
        }
    }
    rows.retain(|row| row.means.is_none() && is_enough && !is_mixed);
    Ok(rows)
}
