//! Looking people up by pages of the whole directory, where that is fewer requests than one for each person.
//!
//! A list never has the last word: whoever it leaves out, or tells too little of, is looked up singly afterwards.

use std::sync::Arc;

use jiff::Timestamp;

use super::plan::{Judge, PlanError, is_whole, list_is_exact, place_user};
use crate::model::{Enrolment, User};
use crate::provider::{Page, Provider, Query};
use crate::state::{Asking, Desk, Draft, StateError};

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
    desk: &Desk,
    judge: &Arc<Judge>,
    progress: &dyn Fn(u64),
) -> Result<u64, PlanError> {
    let size = |draft: &Draft<'_>| draft.size();
    let size = desk.ask(move |state| state.draft(size)).await?;
    if !provider.capabilities().directory || size.rows < ENOUGH {
        return Ok(0);
    }
    let wanted = Wanted { rows: size.rows, by_email: size.emails > 0 };
    let (settled, everybody) = pages(provider, desk, judge, &wanted, progress).await?;
    if !everybody && wanted.by_email {
        // Somebody with the same e-mail may stand on a page that was not read.
        let take_back = |draft: &Draft<'_>| draft.take_back_by_email();
        desk.ask(move |state| state.draft(take_back)).await?;
        return Ok(0);
    }
    Ok(settled)
}

/// Reads page after page. Says how many rows were settled, and whether everybody was seen.
async fn pages(
    provider: &dyn Provider,
    desk: &Desk,
    judge: &Arc<Judge>,
    wanted: &Wanted,
    progress: &dyn Fn(u64),
) -> Result<(u64, bool), PlanError> {
    let query = Query::default();
    let (mut received, mut settled, mut exact) = (0, 0, false);
    let mut next = provider.search(&query, None).await;
    loop {
        let Page { users, as_of, next: more, looks_cut } = match next {
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
        let (placed, answer) = tokio::join!(place_page(desk, judge, users, as_of, wanted.by_email), async {
            match more {
                Some(cursor) if worth_it => Some(provider.search(&query, Some(cursor)).await),
                _ => None,
            }
        });
        settled += placed?;
        progress(settled);
        match answer {
            Some(answer) if settled < wanted.rows || wanted.by_email => next = answer,
            _ => return Ok((settled, is_last && !looks_cut)),
        }
    }
}

/// Writes down whoever of these people is asked for. Says how many rows were settled by it.
async fn place_page(
    desk: &Desk,
    judge: &Arc<Judge>,
    users: Vec<User>,
    as_of: Timestamp,
    by_email: bool,
) -> Result<u64, StateError> {
    let judge = Arc::clone(judge);
    desk.ask(move |state| {
        state.draft(|draft| {
            let mut settled = 0;
            for user in users.iter().filter(|user| is_whole(user)) {
                let rows = still_asking(draft, user, by_email)?;
                place_user(draft, user, &rows, as_of, &judge, false)?;
                settled += rows.len() as u64;
            }
            Ok(settled)
        })
    })
    .await
}

/// The rows that mean this person and nobody else on the pages so far.
fn still_asking(draft: &Draft<'_>, user: &User, by_email: bool) -> Result<Vec<Asking>, StateError> {
    let mut rows = draft.asking_for(user, by_email)?;
    for row in &rows {
        if row.means.as_ref().is_some_and(|other| *other != user.id) {
            draft.take_back(row.row)?;
        }
    }
    rows.retain(|row| row.means.is_none());
    Ok(rows)
}
