//! Answers for a browser.

use hyper::StatusCode;
use hyper::header::{HeaderName, HeaderValue, LOCATION};

use super::problem::Problem;
use crate::emulator::http::{Body, Reply};

/// Files that pages use: name, type, content.
const ASSETS: &[(&str, &str, &str)] = &[
    ("style.css", "text/css; charset=utf-8", include_str!("assets/style.css")),
    ("tools.css", "text/css; charset=utf-8", include_str!("assets/tools.css")),
    ("swagger.js", "text/javascript; charset=utf-8", include_str!("assets/swagger.js")),
    ("trail.js", "text/javascript; charset=utf-8", include_str!("assets/trail.js")),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

/// What every answer says: no script, style or form but ours, in no frame, and nothing is kept.
const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    // With `no-referrer`, a browser sends our own forms with `Origin: null`.
    ("referrer-policy", "same-origin"),
    ("cache-control", "no-store"),
];

pub(crate) fn secured(reply: Reply) -> Reply {
    HEADERS.iter().fold(reply, |reply, (name, value)| {
        reply.with(HeaderName::from_static(name), HeaderValue::from_static(value))
    })
}

pub(super) fn asset(name: &str) -> Result<Reply, Problem> {
    let (_, kind, text) = ASSETS.iter().find(|(known, ..)| *known == name).ok_or(Problem::NotFound)?;
    Ok(Reply::typed(StatusCode::OK, kind, Body::Whole(Some((*text).into()))))
}

/// Leads to a page of ours.
pub(super) fn see_other(to: &str) -> Reply {
    let reply = Reply { status: StatusCode::SEE_OTHER, ..Reply::done() };
    match HeaderValue::try_from(to) {
        Ok(to) => reply.with(LOCATION, to),
        Err(_) => reply,
    }
}
