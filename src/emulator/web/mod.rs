//! The screens: pages for a browser, over the same organisation as the API, rendered here and without a script but for
//! the Swagger page.
//!
//! A request is an [`Ask`](ask::Ask): the call, the visit it belongs to, and its form. A page is a function of it, and
//! what it cannot show is a [`Problem`](problem::Problem). `visit` holds who is signed in, `layout` what is around each
//! page.

mod ask;
mod form;
mod home;
mod layout;
mod problem;
mod reply;
mod set_up;
mod sign_in;
mod time;
mod visit;

use std::sync::Arc;

use self::ask::Ask;
use self::problem::Problem;
use super::http::{Call, Reply};
use super::state::Emulator;
pub(super) use visit::Visits;

/// Whether a path is that of a screen. All others are the API's.
pub(super) fn is_page(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    match first {
        "" | "sign-in" | "sign-out" | "set-up-mfa" | "settings" | "overview" | "assets" => true,
        "api" => matches!(path, "/api" | "/api/token"),
        _ => false,
    }
}

/// Answers a request for a screen.
pub(super) async fn answer(emulator: &Arc<Emulator>, call: &Call) -> Reply {
    let ask = match Ask::new(emulator, call) {
        Ok(ask) => ask,
        Err(refusal) => return reply::secured(problem::page_of(refusal)),
    };
    reply::secured(match route(&ask).await {
        Ok(reply) => reply,
        Err(problem) => problem.page(&ask),
    })
}

async fn route(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let segments = ask.call.segments();
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    match (ask.call.method.as_str(), segments.as_slice()) {
        ("GET", ["assets", name]) => reply::asset(name),

        // For everybody.
        ("GET", ["sign-in"]) => Ok(sign_in::show(ask)),
        ("POST", ["sign-in"]) => sign_in::with_password(ask).await,
        ("GET", ["sign-in", "code"]) => sign_in::show_code(ask),
        ("POST", ["sign-in", "code"]) => sign_in::with_code(ask),
        ("GET", ["set-up-mfa"]) => set_up::show(ask),
        ("POST", ["set-up-mfa"]) => set_up::finish(ask),
        ("POST", ["sign-out"]) => sign_in::sign_out(ask),
        ("GET", []) => home::show(ask),

        _ => Err(Problem::NotFound),
    }
}
