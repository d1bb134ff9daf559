//! Why a page cannot be shown, as a page.

use hyper::StatusCode;
use maud::html;

use super::ask::Ask;
use super::layout::{bare, page_of_status};
use super::reply::see_other;
use crate::emulator::http::{Refusal, Reply};

pub(super) enum Problem {
    /// Another page comes first.
    Elsewhere(&'static str),
    NotAdministrator,
    NotFound,
    /// A form of an earlier visit.
    OutOfDate,
    Refused(Refusal),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(why: rusqlite::Error) -> Self {
        Self::Refused(why.into())
    }
}

impl Problem {
    pub(super) fn page(self, ask: &Ask<'_>) -> Reply {
        let (status, words) = match self {
            Self::Elsewhere(to) => return see_other(to),
            Self::NotAdministrator => (
                StatusCode::FORBIDDEN,
                "Only administrators of this organisation can see this page.".to_owned(),
            ),
            Self::NotFound => (StatusCode::NOT_FOUND, "There is no such page.".to_owned()),
            Self::OutOfDate => (StatusCode::FORBIDDEN, "The page is out of date. Load it again.".to_owned()),
            Self::Refused(refusal) => (refusal.status, refusal.message),
        };
        let title = title(status);
        let body = html! {
            h1 { (title) }
            p { (words) }
            p { a href="/" { "Home" } }
        };
        match ask.visitor() {
            Ok(visitor) => page_of_status(status, ask, &visitor, title, &body),
            Err(_) => bare(status, title, &body),
        }
    }
}

/// A request that does not belong to any visit.
pub(super) fn page_of(refusal: Refusal) -> Reply {
    let title = title(refusal.status);
    let body = html! {
        h1 { (title) }
        p { (refusal.message) }
        p { a href="/" { "Home" } }
    };
    bare(refusal.status, title, &body)
}

fn title(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Error")
}
