//! What several calls need.

use crate::emulator::http::{Call, Refusal};
use crate::emulator::store::{PeoplePage, org};

/// The most people that a page can hold.
const LARGEST_PAGE: i64 = 1000;

/// Refuses every organisation but the one that there is.
pub(super) fn our_org(text: &str) -> Result<(), Refusal> {
    if text.parse() == Ok(org::ORG) { Ok(()) } else { Err(Refusal::not_found("organisation")) }
}

/// The page that was asked for; without `limit` it is everything.
pub(super) fn page(call: &Call) -> Result<Option<PeoplePage>, Refusal> {
    let number = call.number("pageNumber")?.unwrap_or(1);
    let Some(limit) = call.number("limit")? else { return Ok(None) };
    if number < 1 {
        return Err(Refusal::bad_request("pageNumber begins with 1"));
    }
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Refusal::bad_request(format!("limit must be from 1 to {LARGEST_PAGE}")));
    }
    let whole = |number| usize::try_from(number).unwrap_or(usize::MAX);
    Ok(Some(PeoplePage { number: whole(number), limit: whole(limit) }))
}
