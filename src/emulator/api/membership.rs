//! What people are in the organisation, and what the organisation asks of them.

use hyper::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::caller::Caller;
use super::common::our_org;
use super::{groups, person};
use crate::emulator::clock;
use crate::emulator::http::{Call, Refusal, Reply, id};
use crate::emulator::state::Emulator;
use crate::emulator::store::people::{self, MembershipChange};
use crate::emulator::store::{access, audit, org};

/// The id of a membership is that of the person plus this.
const MEMBERSHIP: i64 = 50_000_000;

/// `GET /user/org/{orgId}/user/{userId}`. The `id` is the membership's, never the person's.
pub(super) fn show(emulator: &Emulator, _: Caller, org: &str, text: &str) -> Result<Reply, Refusal> {
    our_org(org)?;
    let id = id(text, "person")?;
    let found =
        emulator.store.read(|db| people::by_id(db, id))?.ok_or_else(|| Refusal::not_found("person"))?;
    let mut membership = json!({
        "id": MEMBERSHIP + id,
        "orgId": org::ORG,
        "userId": id,
        "isActive": found.active,
        "isAdmin": found.admin,
        "allAccess": found.all_access,
        "mfaOptOut": found.exempt,
        "isSso": found.sso,
        "lang": &found.lang,
        "user": person::shown(emulator, &found),
        "groups": groups::groups_of(found.groups),
        "roles": groups::roles_of(found.roles),
    });
    if let Some(mfa) = person::mfa(emulator, &found) {
        membership["mfa"] = json!(mfa);
    }
    Reply::json(&membership)
}

/// `PUT /user/users/{id}/membership {"mfaOptOut":true}` → 204; also `isActive`, `isAdmin`, `allAccess`.
pub(super) fn change(emulator: &Emulator, call: &Call, caller: Caller, text: &str) -> Result<Reply, Refusal> {
    let id = id(text, "person")?;
    let change: MembershipChange = call.json()?;
    if change == MembershipChange::default() {
        return Err(Refusal::bad_request("nothing to change: mfaOptOut, isActive, isAdmin or allAccess"));
    }
    emulator.store.write(|db| {
        if !people::change_membership(db, id, &change)? {
            return Err(Refusal::not_found("person"));
        }
        Ok(audit::note(db, Some(id), "Changed membership", caller.actor, clock::now_ms())?)
    })?;
    Ok(Reply::done())
}

/// `PUT /user/org/mfa` → 204. The body's key is not public: whatever it is, its boolean counts.
pub(super) fn enforce(emulator: &Emulator, call: &Call, caller: Caller) -> Result<Reply, Refusal> {
    let body: Map<String, Value> = call.json()?;
    let [enforced] = body.values().filter_map(Value::as_bool).collect::<Vec<_>>()[..] else {
        return Err(Refusal::bad_request("the body must have exactly one boolean"));
    };
    let event = if enforced { "Enforced MFA" } else { "Stopped enforcing MFA" };
    emulator.store.write(|db| {
        org::enforce_mfa(db, enforced)?;
        audit::note(db, None, event, caller.actor, clock::now_ms()).map_err(Refusal::from)
    })?;
    Ok(Reply::done())
}

/// `POST /user/apiKey {orgUserId, name}` → `{apiKey}`, shown this once.
pub(super) fn make_key(emulator: &Emulator, call: &Call, caller: Caller) -> Result<Reply, Refusal> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Body {
        org_user_id: i64,
        name: String,
    }
    let body: Body = call.json()?;
    let person = body.org_user_id.saturating_sub(MEMBERSHIP);
    let (key, digest) = emulator.new_secret();
    emulator.store.write(|db| {
        if access::by_id(db, person)?.is_none() {
            return Err(Refusal::new(StatusCode::NOT_FOUND, "No such membership"));
        }
        access::add_key(db, person, &body.name, &digest, false)?;
        Ok(audit::note(db, Some(person), "Made an API key", caller.actor, clock::now_ms())?)
    })?;
    Reply::json(&json!({ "apiKey": key }))
}
