//! Looking people up by pages of the whole directory, where that is fewer requests than one for each person.
//!
//! A list finds people, and spares the reads of those who have nothing set up. It is never enough for a reset: a target
//! is read by itself before the request leaves. A person whom the list leaves out, tells too little of, or shows as one
//! whom a guard may refuse, is looked up by themselves at once.

use std::sync::Arc;

use jiff::Timestamp;

use super::assign::{PlanContext, PlanError, assign_person, disagrees};
use crate::model::{Enrolment, EnrolmentChange, Lookup, Outcome, User};
use crate::provider::{DirectoryPage, Provider, ProviderError, Query};
use crate::state::{Draft, DraftRow, RowDecision, RowEnd, StateError, StateHandle};

/// For fewer rows the directory is not worth its first page.
const ENOUGH: u64 = 200;
/// Reading so many people in a list takes as long as reading one of them by themselves.
const WORTH: u64 = 50;

/// What a list is read for.
struct Wanted {
    rows: u64,
    /// Does any row ask by e-mail? Then the list must be read to its end: two people may have the same.
    by_email: bool,
}

/// Reads the directory as far as it is worth it. Says how many rows were assigned by it.
pub(super) async fn read(
    provider: &dyn Provider,
    handle: &StateHandle,
    context: &Arc<PlanContext>,
    progress: &dyn Fn(u64),
) -> Result<u64, PlanError> {
    let size = |draft: &Draft<'_>| draft.size();
    let size = handle.ask(move |state| state.draft(size)).await?;
    // A reviewed plan is compared with what is read now, and a list tells too little for that.
    if !provider.capabilities().directory || size.rows < ENOUGH || size.is_from_plan {
        return Ok(0);
    }
    let wanted = Wanted { rows: size.rows, by_email: size.emails > 0 };
    let (assigned, is_everybody) = pages(provider, handle, context, &wanted, progress).await?;
    if !is_everybody && wanted.by_email {
        // Another person with the same e-mail may stand on a page that was not read.
        let take_back = |draft: &Draft<'_>| draft.take_back_by_email();
        handle.ask(move |state| state.draft(take_back)).await?;
        return Ok(0);
    }
    Ok(assigned)
}

/// Reads page after page. Says how many rows were assigned, and whether everybody was seen.
async fn pages(
    provider: &dyn Provider,
    handle: &StateHandle,
    context: &Arc<PlanContext>,
    wanted: &Wanted,
    progress: &dyn Fn(u64),
) -> Result<(u64, bool), PlanError> {
    let query = Query::default();
    let (mut received, mut assigned, mut exact) = (0, 0, false);
    let mut next = provider.search(&query, None).await;
    loop {
        let DirectoryPage { users, as_of, next: more, may_be_truncated } = match next {
            Ok(page) => page,
            Err(error) if error.stops_the_batch() => return Err(error.into()),
            Err(_) => return Ok((assigned, false)),
        };
        received += users.len() as u64;
        if !exact && let Some(enrolled) = users.iter().find(|user| user.mfa.enrolment == Enrolment::Enrolled)
        {
            exact = list_is_exact(provider, enrolled).await?;
            if !exact {
                return Ok((assigned, false));
            }
        }
        let worth_it = received <= wanted.rows * WORTH;
        let is_last = more.is_none();
        // The next page comes in while this one is written down.
        let (from_page, answer) =
            tokio::join!(assign_page(handle, context, users, as_of, wanted.by_email), async {
                match more {
                    Some(cursor) if worth_it => Some(provider.search(&query, Some(cursor)).await),
                    _ => None,
                }
            });
        assigned += from_page?;
        progress(assigned);
        match answer {
            Some(answer) if assigned < wanted.rows || wanted.by_email => next = answer,
            _ => return Ok((assigned, is_last && !may_be_truncated)),
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

/// Assigns the rows that mean people of this page. Says how many they are.
async fn assign_page(
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
                let mut assigned = 0;
                for user in &users {
                    let mut rows = unassigned_rows(draft, user, by_email, context.is_told_enough(user))?;
                    rows.retain(|row| !disagrees(row, user));
                    assign_person(draft, user, &rows, &context, |_| listed(user, as_of))?;
                    assigned += rows.len() as u64;
                }
                Ok(assigned)
            })
        })
        .await
}

impl PlanContext {
    /// Does a list tell enough of this person? Those whom a guard may refuse are looked up at once, so that the
    /// confirmation says how many are left.
    fn is_told_enough(&self, user: &User) -> bool {
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

/// What is done about a row whose person was found in a list that was asked for at that time.
fn listed(user: &User, at: Timestamp) -> RowDecision {
    if user.mfa.enrolment == Enrolment::NotEnrolled {
        return RowDecision::End(RowEnd { outcome: Outcome::NotEnrolled, detail: None, at });
    }
    RowDecision::Listed
}

/// The rows that mean this person, and no other on the pages so far, and for which a list is enough. The others are
/// looked up by themselves: two people may have one e-mail, and the list tells enough of only one of them.
fn unassigned_rows(
    draft: &Draft<'_>,
    user: &User,
    by_email: bool,
    is_enough: bool,
) -> Result<Vec<DraftRow>, StateError> {
    let mut rows = draft.rows_for(user, by_email)?;
    // Only a read of the person says whether an id and an e-mail are one person.
    let by_id = if by_email { draft.rows_for(user, false)?.len() } else { rows.len() };
    let is_mixed = 0 < by_id && by_id < rows.len();
    for row in &rows {
        match &row.assigned {
            None if !is_enough || is_mixed => draft.look_up_singly(row.row)?,
            Some(other) if !is_enough || is_mixed || *other != user.id => draft.take_back(row.row)?,
            _ => {}
        }
    }
    rows.retain(|row| row.assigned.is_none() && is_enough && !is_mixed);
    Ok(rows)
}
