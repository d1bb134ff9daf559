//! The screens: pages for a browser, over the same organisation as the API, rendered here and without a script but for
//! the Swagger page, and for the audit trail to renew itself.
//!
//! A request is an [`Ask`](ask::Ask): the call, the visit it belongs to, and its form. A page is a function of it, and
//! what it cannot show is a [`Problem`](problem::Problem), which `problem_page` shows. `visit` holds who is signed in,
//! `layout` what is around each page.

mod ask;
mod form;
mod home;
mod layout;
mod overview;
mod problem;
mod problem_page;
mod reply;
mod set_up;
mod sign_in;
mod swagger;
mod time;
mod trail;
mod users;
mod visit;
mod wanted;

use std::sync::Arc;

use hyper::Method;

use self::ask::Ask;
use self::problem::Problem;
use super::http::{Call, Refusal, Reply};
use super::state::Emulator;
pub(super) use reply::secured;
pub(super) use visit::Visits;
pub(super) use wanted::WantedPages;

/// Whether a path is that of a screen. All others are the API's, and so is `//`, which a browser that is led there takes
/// for another host.
pub(super) fn is_page(path: &str) -> bool {
    if path.contains("//") {
        return false;
    }
    match path.split('/').nth(1).unwrap_or_default() {
        "" | "sign-in" | "sign-out" | "set-up-mfa" | "settings" | "overview" | "assets" => true,
        "api" => matches!(path, "/api" | "/api/token"),
        _ => false,
    }
}

/// A refusal in the form that the path is answered in.
pub(super) fn refused(path: &str, refusal: Refusal) -> Reply {
    if is_page(path) { problem_page::of_refusal(&refusal) } else { refusal.into() }
}

/// Answers a request for a screen.
pub(super) async fn answer(emulator: &Arc<Emulator>, call: &Call) -> Reply {
    let ask = match Ask::new(emulator, call) {
        Ok(ask) => ask,
        Err(refusal) => return problem_page::of_refusal(&refusal),
    };
    route(&ask).await.unwrap_or_else(|problem| problem_page::show(problem, &ask))
}

async fn route(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let segments = ask.call.segments();
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    // The server leaves the body away.
    let method = if ask.call.method == Method::HEAD { &Method::GET } else { &ask.call.method };
    match (method.as_str(), segments.as_slice()) {
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

        // For administrators.
        ("GET", ["overview"]) => overview::show(ask),
        ("GET", ["overview", "trail"]) => trail::show(ask),
        ("GET", ["api"]) => swagger::show(ask),
        ("POST", ["api", "token"]) => swagger::token(ask),
        ("GET", ["settings", "users"]) => users::list(ask).await,
        ("GET", ["settings", "users", id]) => users::show(ask, id),
        ("POST", ["settings", "users", id, "status"]) => users::change(ask, id),
        ("POST", ["settings", "users", id, "reset-mfa"]) => users::reset(ask, id),

        (_, path) => Err(methods(path).map_or(Problem::NotFound, Problem::WrongMethod)),
    }
}

/// What a path can be asked for with, as the header `Allow` says it.
fn methods(path: &[&str]) -> Option<&'static str> {
    match path {
        ["sign-out"] | ["api", "token"] | ["settings", "users", _, "status" | "reset-mfa"] => Some("POST"),
        ["sign-in" | "set-up-mfa"] | ["sign-in", "code"] => Some("GET, HEAD, POST"),
        []
        | ["overview" | "api"]
        | ["assets", _]
        | ["overview", "trail"]
        | ["settings", "users"]
        | ["settings", "users", _] => Some("GET, HEAD"),
        _ => None,
    }
}
