//! The API, call by call. This table is the place to find one.

mod audit;
mod caller;
mod emails;
mod groups;
mod list;
mod membership;
mod mfa;
mod people;
mod person;
mod session;

use std::sync::Arc;

use super::http::{Call, Refusal, Reply};
use super::service::Service;
use super::store::PeoplePage;

/// The most that a page can hold.
const LARGEST_PAGE: i64 = 1000;

/// Carries out a call.
pub(super) async fn answer(service: &Arc<Service>, call: &Call) -> Result<Reply, Refusal> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    let admin = || caller::administrator(service, call);
    match (call.method.as_str(), segments.as_slice()) {
        // Signing in, and what everybody may do for themselves.
        ("POST", ["user", "authenticate"]) => session::sign_in(service, call).await,
        ("GET", ["user", "authenticate"]) => session::renew(service, call),
        ("GET", ["user", "users", "me"]) => people::me(service, call),
        ("POST", ["user", "users", "mfa", "generateTempSecret"]) => mfa::propose_secret(service, call),
        ("POST", ["user", "users", "mfa", "verify"]) => mfa::verify(service, call),
        ("PUT", ["user", "users", "email"]) => emails::change(service, call),
        ("PUT", ["user", "users", "email", "confirmChange"]) => emails::confirm(service, call),
        ("POST", ["user", "users", "email", "resendChangeConfirmation"]) => emails::resend(service, call),

        // User Management: for administrators.
        ("GET", ["user", "users"]) => people::list(service, call, admin()?).await,
        ("POST", ["user", "users"]) => people::add(service, call, admin()?),
        ("POST", ["user", "users", "insert", org]) => people::add_to(service, call, admin()?, org),
        ("GET", ["user", "users", "addedToRole"]) => people::with_role(service, call, admin()?).await,
        ("GET", ["user", "users", "admins", org]) => {
            people::administrators(service, call, admin()?, org).await
        }
        ("GET", ["user", "users", "email", email]) => people::by_email(service, admin()?, email),
        ("DELETE", ["user", "users", "deleteFromAllOrgs", email]) => people::remove(service, admin()?, email),
        ("PUT", ["user", "users", "mfa", "reset"]) => mfa::reset(service, call, admin()?),
        ("GET", ["user", "users", id]) => people::by_id(service, admin()?, id),
        ("PUT", ["user", "users", id, "membership"]) => membership::change(service, call, admin()?, id),
        ("GET", ["user", "org", org, "user", id]) => membership::show(service, admin()?, org, id),
        ("PUT", ["user", "org", "mfa"]) => membership::enforce(service, call, admin()?),
        ("POST", ["user", "apiKey"]) => membership::make_key(service, call, admin()?),
        ("GET", ["user", "group"]) => groups::groups(admin()?),
        ("GET", ["user", "group", "users"]) => groups::people(service, call, admin()?).await,
        ("GET", ["user", "group", "roles"]) => groups::group_roles(admin()?),
        ("GET", ["user", "role"]) => groups::roles(admin()?),
        ("POST", ["audit", "user", "export"]) => audit::order(service, call, admin()?),
        ("GET", ["object", "job", id]) => audit::job(service, admin()?, id).await,
        _ => Err(Refusal::not_found("call")),
    }
}

/// An id in a path. What is not a number is nobody's id.
fn id(text: &str, what: &str) -> Result<i64, Refusal> {
    text.parse().map_err(|_| Refusal::not_found(what))
}

/// Refuses every organisation but ours.
fn our_org(text: &str) -> Result<(), Refusal> {
    if text.parse() == Ok(super::store::org::ORG) { Ok(()) } else { Err(Refusal::not_found("organisation")) }
}

/// The page that was asked for; without `limit` it is everything.
fn page(call: &Call) -> Result<Option<PeoplePage>, Refusal> {
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

/// Runs what may take long on a thread of its own.
async fn aside<T: Send + 'static>(
    service: &Arc<Service>,
    work: impl FnOnce(&Service) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let service = Arc::clone(service);
    tokio::task::spawn_blocking(move || work(&service)).await.map_err(|why| Refusal::internal(&why))?
}
