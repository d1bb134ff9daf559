//! The documented calls: the table of them, and a file for each subject.

mod audit;
mod caller;
mod common;
mod emails;
mod groups;
mod list;
mod membership;
mod mfa;
mod people;
mod person;
mod session;

use std::sync::Arc;

use hyper::header::{ALLOW, HeaderValue};
use hyper::{Method, StatusCode};

use super::description;
use super::http::{Call, Refusal, Reply};
use super::state::Emulator;

pub(super) async fn answer(emulator: &Arc<Emulator>, call: &Call) -> Result<Reply, Refusal> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    if let Err(refused) = taken(&call.method, &segments) {
        return Ok(refused);
    }
    let admin = || caller::administrator(emulator, call);
    match (call.method.as_str(), segments.as_slice()) {
        ("GET", ["api", "openapi.json"]) => Reply::json(&description::document()),

        // For everyone: signing in, and what people may do for themselves.
        ("POST", ["user", "authenticate"]) => session::start(emulator, call).await,
        ("GET", ["user", "authenticate"]) => session::renew(emulator, call),
        ("GET", ["user", "users", "me"]) => people::me(emulator, call),
        ("POST", ["user", "users", "mfa", "generateTempSecret"]) => mfa::propose_secret(emulator, call),
        ("POST", ["user", "users", "mfa", "verify"]) => mfa::verify(emulator, call),
        ("PUT", ["user", "users", "email"]) => emails::change(emulator, call),
        ("PUT", ["user", "users", "email", "confirmChange"]) => emails::confirm(emulator, call),
        ("POST", ["user", "users", "email", "resendChangeConfirmation"]) => emails::resend(emulator, call),

        // For administrators.
        ("GET", ["user", "users"]) => people::list(emulator, call, admin()?).await,
        ("POST", ["user", "users"]) => people::add(emulator, call, admin()?),
        ("POST", ["user", "users", "insert", org]) => people::add_to(emulator, call, admin()?, org),
        ("GET", ["user", "users", "addedToRole"]) => people::with_role(emulator, call, admin()?).await,
        ("GET", ["user", "users", "admins", org]) => {
            people::administrators(emulator, call, admin()?, org).await
        }
        ("GET", ["user", "users", "email", email]) => people::by_email(emulator, admin()?, email),
        ("DELETE", ["user", "users", "deleteFromAllOrgs", email]) => {
            people::remove(emulator, admin()?, email)
        }
        ("PUT", ["user", "users", "mfa", "reset"]) => mfa::reset(emulator, call, admin()?),
        ("GET", ["user", "users", id]) => people::by_id(emulator, admin()?, id),
        ("PUT", ["user", "users", id, "membership"]) => membership::change(emulator, call, admin()?, id),
        ("GET", ["user", "org", org, "user", id]) => membership::show(emulator, admin()?, org, id),
        ("PUT", ["user", "org", "mfa"]) => membership::enforce(emulator, call, admin()?),
        ("POST", ["user", "apiKey"]) => membership::make_key(emulator, call, admin()?),
        ("GET", ["user", "group"]) => groups::groups(admin()?),
        ("GET", ["user", "group", "users"]) => groups::people(emulator, call, admin()?).await,
        ("GET", ["user", "group", "roles"]) => groups::group_roles(admin()?),
        ("GET", ["user", "role"]) => groups::roles(admin()?),
        ("POST", ["audit", "user", "export"]) => audit::start_export(emulator, call, admin()?),
        ("GET", ["object", "job", id]) => audit::job(emulator, admin()?, id).await,
        _ => Err(Refusal::not_found("call")),
    }
}

/// Refuses a method that the path does not take, whatever else is wrong: `/user/users/email` has no `GET`, though it
/// looks like a person's path.
fn taken(method: &Method, segments: &[&str]) -> Result<(), Reply> {
    let methods = description::methods(segments);
    if methods.is_empty() || methods.contains(&method.as_str()) {
        return Ok(());
    }
    let methods = methods.join(", ");
    let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, format!("This path takes {methods}"));
    let allowed = HeaderValue::try_from(methods).map(|allowed| Reply::from(refusal).with(ALLOW, allowed));
    Err(allowed.unwrap_or_else(|why| Refusal::internal(&why).into()))
}
