//! Looking people up by pages of the whole directory, where that is fewer requests than one for each person.
//!
//! A list never has the last word: whoever it leaves out, or tells too little of, is looked up singly afterwards.

use std::sync::Arc;

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

/// Reads the directory as far as it is worth it.
pub(super) async fn read(
    provider: &dyn Provider,
    desk: &Desk,
    judge: &Arc<Judge>,
) -> Result<(), PlanError> {
    let size = desk.ask(|state| state.draft(|draft| draft.size())).await?;
    if !provider.capabilities().directory || size.rows < ENOUGH {
        return Ok(());
    }
    let wanted = Wanted { rows: size.rows, by_email: size.emails > 0 };
    if !pages(provider, desk, judge, &wanted).await? && wanted.by_email {
        // Somebody with the same e-mail may stand on a page that was not read.
        desk.ask(|state| state.draft(|draft| draft.take_back_by_email())).await?;
    }
    Ok(())
}

/// Reads page after page. Says whether everybody was seen.
async fn pages(
    provider: &dyn Provider,
    desk: &Desk,
    judge: &Arc<Judge>,
    wanted: &Wanted,
) -> Result<bool, PlanError> {
    let query = Query::default();
    let (mut received, mut left, mut exact) = (0, wanted.rows, false);
    let mut next = provider.search(&query, None).await;
    loop {
        let page = match next {
            Ok(page) => page,
            Err(error) if error.stops_the_batch() => return Err(error.into()),
            Err(_) => return Ok(false),
        };
        let Page { users, next: more, looks_cut } = page;
        received += users.len() as u64;
        if !exact && let Some(enrolled) = users.iter().find(|user| user.mfa.enrolment == Enrolment::Enrolled) {
            exact = list_is_exact(provider, enrolled).await?;
            if !exact {
                return Ok(false);
            }
        }
        let placing = place_page(desk, judge, users);
        let goes_on = more.is_some() && received <= wanted.rows * WORTH;
        // The next page comes in while this one is written down.
        let (placed, answer) = tokio::join!(placing, async {
            match more {
                Some(cursor) if goes_on => Some(provider.search(&query, Some(cursor)).await),
                _ => None,
            }
        });
        left = left.saturating_sub(placed?);
        match answer {
            Some(answer) if left > 0 || wanted.by_email => next = answer,
            Some(_) => return Ok(false),
            None => return Ok(received <= wanted.rows * WORTH && !looks_cut),
        }
    }
}

/// Writes down whoever of these people is asked for. Says how many rows were settled by it.
async fn place_page(desk: &Desk, judge: &Arc<Judge>, users: Vec<User>) -> Result<u64, StateError> {
    let judge = Arc::clone(judge);
    desk.ask(move |state| {
        state.draft(|draft| {
            let at = judge.clock.now();
            let mut settled = 0;
            for user in users.iter().filter(|user| is_whole(user)) {
                let rows = still_asking(draft, user)?;
                place_user(draft, user, &rows, at, &judge, false)?;
                settled += rows.len() as u64;
            }
            Ok(settled)
        })
    })
    .await
}

/// The rows that mean this person and nobody else on the pages so far.
fn still_asking(draft: &Draft<'_>, user: &User) -> Result<Vec<Asking>, StateError> {
    let mut rows = draft.asking_for(user)?;
    for row in &rows {
        if row.means.as_ref().is_some_and(|other| *other != user.id) {
            draft.take_back(row.row)?;
        }
    }
    rows.retain(|row| row.means.is_none());
    Ok(rows)
}
