//! What is shown in place of a page.

use hyper::StatusCode;
use hyper::header::{ALLOW, HeaderValue};
use maud::{Markup, html};

use super::ask::Ask;
use super::layout::{bare, page_of_status};
use super::problem::Problem;
use super::reply::see_other;
use crate::emulator::http::{Refusal, Reply};

pub(super) fn show(problem: Problem, ask: &Ask<'_>) -> Reply {
    let (status, words) = match problem {
        Problem::Elsewhere("/sign-in") => return ask.lead_to_sign_in(),
        Problem::Elsewhere(to) => return see_other(to),
        Problem::WrongMethod(allowed) => {
            let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "This page cannot be asked for so.");
            return of_refusal(&refusal).with(ALLOW, HeaderValue::from_static(allowed));
        }
        Problem::NotAdministrator => {
            (StatusCode::FORBIDDEN, "Only administrators of this organisation can see this page.".to_owned())
        }
        Problem::NotFound => (StatusCode::NOT_FOUND, "There is no such page.".to_owned()),
        Problem::OutOfDate => (StatusCode::FORBIDDEN, "The page is out of date. Load it again.".to_owned()),
        Problem::Refused(refusal) => (refusal.status, refusal.message),
    };
    let body = body(status, &words);
    match ask.visitor() {
        Ok(visitor) => page_of_status(status, ask, &visitor, title(status), &body),
        Err(_) => bare(status, title(status), &body),
    }
}

/// Of a request that does not belong to any visit.
pub(super) fn of_refusal(refusal: &Refusal) -> Reply {
    let status = refusal.status;
    bare(status, title(status), &body(status, &refusal.message))
}

fn body(status: StatusCode, words: &str) -> Markup {
    html! {
        h1 { (title(status)) }
        p { (words) }
        p { a href="/" { "Home" } }
    }
}

fn title(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Error")
}
