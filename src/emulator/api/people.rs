//! People: found, shown, added, removed.

use std::sync::Arc;

use hyper::StatusCode;
use serde_json::{Value, json};

use super::caller::{self, Caller};
use super::common::{our_org, page};
use super::{list, person};
use crate::emulator::http::{Call, Refusal, Reply, id};
use crate::emulator::state::Emulator;
use crate::emulator::store::people::{self, NewPerson};
use crate::emulator::store::{PeoplePage, Person, audit, org, people_matching};
use crate::emulator::{clock, secrets};

/// `GET /user/users/me`
pub(super) fn me(emulator: &Emulator, call: &Call) -> Result<Reply, Refusal> {
    let caller = caller::signed_in(emulator, call)?;
    let (found, org) = emulator
        .store
        .read(|db| Ok::<_, Refusal>((people::by_id(db, caller.id)?, org::organisation(db)?)))?;
    let found = found.ok_or_else(|| Refusal::not_found("person"))?;
    let mut me =
        serde_json::to_value(person::shown(emulator, &found)).map_err(|why| Refusal::internal(&why))?;
    me["currentOrg"] = json!({ "id": org::ORG, "name": org.name, "mfaEnforced": org.mfa_enforced });
    Reply::json(&me)
}

/// `GET /user/users?search=TEXT&pageNumber=1&limit=N`
pub(super) async fn list(emulator: &Arc<Emulator>, call: &Call, _: Caller) -> Result<Reply, Refusal> {
    let text = call.query("search").unwrap_or_default().into_owned();
    let page = page(call)?;
    list::of(emulator, page, move |emulator, db, list| {
        people_matching(db, &text, page, |one| list.add(&person::shown(emulator, &one)))
    })
    .await
}

/// `GET /user/users/{id}`
pub(super) fn by_id(emulator: &Emulator, _: Caller, text: &str) -> Result<Reply, Refusal> {
    let id = id(text, "person")?;
    show(emulator, emulator.store.read(|db| people::by_id(db, id))?)
}

/// `GET /user/users/email/{email}`
pub(super) fn by_email(emulator: &Emulator, _: Caller, email: &str) -> Result<Reply, Refusal> {
    show(emulator, emulator.store.read(|db| people::by_email(db, email))?)
}

fn show(emulator: &Emulator, found: Option<Person>) -> Result<Reply, Refusal> {
    let found = found.ok_or_else(|| Refusal::not_found("person"))?;
    Reply::json(&person::shown(emulator, &found))
}

/// `GET /user/users/addedToRole?roleId=N`: the people with the role.
pub(super) async fn with_role(emulator: &Arc<Emulator>, call: &Call, _: Caller) -> Result<Reply, Refusal> {
    let role = call.number("roleId")?.ok_or_else(|| Refusal::bad_request("roleId is missing"))?;
    holders(emulator, Some(role), page(call)?).await
}

/// `GET /user/users/admins/{orgId}`
pub(super) async fn administrators(
    emulator: &Arc<Emulator>,
    call: &Call,
    _: Caller,
    org: &str,
) -> Result<Reply, Refusal> {
    our_org(org)?;
    holders(emulator, None, page(call)?).await
}

async fn holders(
    emulator: &Arc<Emulator>,
    role: Option<i64>,
    page: Option<PeoplePage>,
) -> Result<Reply, Refusal> {
    list::of(emulator, page, move |emulator, db, list| {
        people::with_role(db, role, page, |one| list.add(&person::shown(emulator, &one)))
    })
    .await
}

/// `POST /user/users/insert/{orgId}`: as `POST /user/users`, because there is one organisation.
pub(super) fn add_to(emulator: &Emulator, call: &Call, caller: Caller, org: &str) -> Result<Reply, Refusal> {
    our_org(org)?;
    add(emulator, call, caller)
}

/// `POST /user/users` → 200 with the new person.
pub(super) fn add(emulator: &Emulator, call: &Call, caller: Caller) -> Result<Reply, Refusal> {
    let mut new: NewPerson = call.json()?;
    new.email = address(&new.email)?;
    if new.first.contains('@') || new.last.contains('@') {
        // Search relies on it: see `store::search`.
        return Err(Refusal::bad_request("a name cannot have an @"));
    }
    let password_hash = new.password.as_deref().map(secrets::hash_password).transpose();
    let password_hash =
        password_hash.map_err(|why| Refusal::bad_request(format!("the password cannot be used: {why}")))?;
    let added = emulator.store.write(|db| {
        let id = people::add(db, &new, password_hash)?.ok_or_else(taken)?;
        audit::note(db, Some(id), "Added to organisation", caller.actor, clock::now_ms())?;
        Ok::<_, Refusal>(people::by_id(db, id)?)
    })?;
    show(emulator, added)
}

/// `DELETE /user/users/deleteFromAllOrgs/{email}`
pub(super) fn remove(emulator: &Emulator, caller: Caller, email: &str) -> Result<Reply, Refusal> {
    emulator.store.write(|db| {
        let found = people::by_email(db, email)?.ok_or_else(|| Refusal::not_found("person"))?;
        if found.id == caller.actor {
            return Err(Refusal::bad_request("You cannot remove yourself"));
        }
        audit::note(db, Some(found.id), "Removed from all organisations", caller.actor, clock::now_ms())?;
        Ok(people::remove(db, found.id)?)
    })?;
    Ok(Reply::done())
}

/// Refuses what cannot be an address: it must have one `@`, something on both sides of it, and no space.
pub(super) fn address(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let sound = text
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.contains('@'));
    if sound && !text.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
        Ok(text.to_owned())
    } else {
        Err(Refusal::bad_request(format!("{} is not an e-mail address", Value::from(text))))
    }
}

pub(super) fn taken() -> Refusal {
    Refusal::new(StatusCode::CONFLICT, "Somebody already has this e-mail address")
}
