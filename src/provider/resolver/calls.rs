//! The calls that the public documents of Resolver Core name, in the order of its Swagger page, and which of them are not
//! sent as they are.
//!
//! Sources: the help articles on resetting MFA, on authentication, API keys and the audit trail, and code written against
//! the API. `verify` is not among them: the embedded organisation needs it to finish a set-up.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::call_path::CallPath;
use super::super::raw_call::CallMethod::{Delete, Get, Post, Put};
use super::super::raw_call::{AllowedCall, CallMethod, DocumentedCall, RawCall, Refusal, Ruling, names};
use super::wire;
use crate::model::Level;

const fn call(
    method: CallMethod,
    topic: &'static str,
    path: &'static str,
    summary: &'static str,
) -> DocumentedCall {
    DocumentedCall { method, topic, path, summary, example: None }
}

const fn with_body(call: DocumentedCall, example: &'static str) -> DocumentedCall {
    DocumentedCall { example: Some(example), ..call }
}

#[rustfmt::skip]
pub(super) static DOCUMENTED: &[DocumentedCall] = &[
    call(Get, "user", "/user/users", "Retrieve users"),
    with_body(call(Post, "user", "/user/users", "Add a new user"), NEW_PERSON),
    call(Get, "user", "/user/users/addedToRole", "Retrieve the users with a role"),
    call(Get, "user", "/user/users/admins/{orgId}", "Retrieve the administrators of an org"),
    call(Delete, "user", "/user/users/deleteFromAllOrgs/{email}", "Delete a user from all orgs"),
    with_body(call(Put, "user", "/user/users/email", "Change an e-mail address"), r#"{"email":"ana@example.com"}"#),
    with_body(call(Put, "user", "/user/users/email/confirmChange", "Confirm a change of e-mail address"), r#"{"token":"TOKEN"}"#),
    call(Post, "user", "/user/users/email/resendChangeConfirmation", "Resend the confirmation of one's own change"),
    call(Get, "user", "/user/users/email/{email}", "Retrieve a user by e-mail address"),
    with_body(call(Post, "user", "/user/users/insert/{orgId}", "Add a new user to an org"), NEW_PERSON),
    call(Get, "user", "/user/users/me", "whoami?"),
    call(Post, "user", "/user/users/mfa/generateTempSecret", "Generate a temporary MFA secret for yourself"),
    with_body(call(Put, "user", RESET, "Reset user MFA"), IDS),
    with_body(call(Post, "user", "/user/users/mfa/verify", "Set MFA up for yourself"), r#"{"mfaToken":"123456"}"#),
    call(Get, "user", "/user/users/{id}", "Retrieve a user"),
    with_body(call(Put, "user", "/user/users/{id}/membership", "Change the membership of a user"), r#"{"isActive":true}"#),
    with_body(call(Post, "authentication", "/user/authenticate", "Sign in"), r#"{"email":"ana@example.com","password":"PASSWORD","selectedOrg":166,"client":"core-client"}"#),
    call(Get, "authentication", "/user/authenticate", "Renew a token"),
    with_body(call(Post, "authentication", "/user/apiKey", "Make an API key"), r#"{"orgUserId":1,"name":"scripts"}"#),
    with_body(call(Put, "org", "/user/org/mfa", "Enforce MFA, or stop that"), r#"{"mfaEnforced":true}"#),
    call(Get, "org", "/user/org/{orgId}/user/{userId}", "Retrieve a membership"),
    call(Get, "group", "/user/group", "Retrieve groups"),
    call(Get, "group", "/user/group/roles", "Retrieve the roles of groups"),
    call(Get, "group", "/user/group/users", "Retrieve the users of groups"),
    call(Get, "group", "/user/role", "Retrieve roles"),
    with_body(call(Post, "audit", "/audit/user/export", "Export the user audit trail"), r#"{"dateStart":"2026-01-01"}"#),
    call(Get, "object", "/object/job/{id}", "Retrieve a job"),
];

const NEW_PERSON: &str = r#"{"first":"Ana","last":"Silva","email":"ana@example.com"}"#;
/// The reset of the help article "Reset multi-factor authentication"; takes `{"ids":[1]}`.
pub(super) const RESET: &str = "/user/users/mfa/reset";
/// The key of a profile that names the path of an organisation-level reset, where it differs.
pub(super) const ORG_RESET_PATH: &str = "org_reset_path";
const IDS: &str = r#"{"ids":[1]}"#;
const RESET_COMMAND: &str = "reset people with `mfa-admin mfa reset WHO`";
/// What may be changed of a membership: none of it says anything about MFA, or takes a person out of the guards' care.
const MEMBERSHIP_KEYS: [&str; 3] = ["isActive", "allAccess", "lang"];
/// A key with one of these in it is about factors, exemption or enforcement.
const FACTOR_WORDS: [&str; 9] =
    ["mfa", "2fa", "factor", "otp", "optout", "exempt", "enforce", "authenticator", "sso"];

/// Rules on a call. `options` are those of the profile.
pub(super) fn rule_on(call: RawCall, options: &BTreeMap<String, String>) -> Ruling {
    let path = call.path.folded();
    let segments: Vec<&str> = path.iter().map(String::as_str).collect();
    let org_reset = options.get(ORG_RESET_PATH);
    if is_path(&path, RESET) {
        // Where the levels are apart, this path resets only what people have set up by themselves.
        return reset(&call, org_reset.map(|_| Level::User));
    }
    if org_reset.is_some_and(|org_reset| is_path(&path, org_reset)) {
        return reset(&call, Some(Level::Org));
    }
    // A read, too, gives out a token there.
    if segments == ["user", "authenticate"] {
        let instead = "sign in with `mfa-admin auth login`";
        return Ruling::Refused(Refusal::new("it signs in and gives out a token", Some(instead)));
    }
    if !call.method.changes() {
        return Ruling::Allowed(AllowedCall(call));
    }
    match refused(&call, &path, &segments) {
        Some(refusal) => Ruling::Refused(refusal),
        None => Ruling::Allowed(AllowedCall(call)),
    }
}

fn is_path(folded: &[String], other: &str) -> bool {
    // A path of the profile that is none cannot be typed either.
    CallPath::parse(other).is_ok_and(|other| other.folded() == *folded)
}

fn reset(call: &RawCall, level: Option<Level>) -> Ruling {
    if call.method != Put || !call.path.query().is_empty() {
        return Ruling::Refused(Refusal::new("it is the path of the reset", Some(RESET_COMMAND)));
    }
    match call.body.as_ref().and_then(ids) {
        Some(ids) => Ruling::Reset { ids, level },
        None => Ruling::NoIds { example: IDS },
    }
}

/// The ids of a body that has them and nothing else.
fn ids(body: &Value) -> Option<Vec<String>> {
    let object = body.as_object().filter(|object| object.len() == 1)?;
    let ids = object.get("ids")?.as_array().filter(|ids| !ids.is_empty())?;
    let sound = |id: &Value| Some(wire::parse_id(wire::id(id)?.as_str())?.to_string());
    ids.iter().map(sound).collect()
}

/// Why a change is not sent, if it is not.
fn refused(call: &RawCall, path: &[String], segments: &[&str]) -> Option<Refusal> {
    match segments {
        ["user", "users", "mfa", ..] => {
            return Some(Refusal::new("it sets up or removes a second factor", Some(RESET_COMMAND)));
        }
        ["user", "org", "mfa", ..] => {
            return Some(Refusal::new("it changes for everybody whether MFA is enforced", None));
        }
        ["user", "users", _, "membership"] if !is_harmless(call) => {
            let instead = "of a membership `api` changes isActive, allAccess and lang alone";
            let why =
                "it could exempt a person from MFA, or make an administrator a person whom no guard protects";
            return Some(Refusal::new(why, Some(instead)));
        }
        ["user", "users", "deletefromallorgs", ..] => {
            return Some(Refusal::new("it removes a person together with their second factor", None));
        }
        _ => {}
    }
    if names(call, &FACTOR_WORDS) {
        return Some(Refusal::new("its body or query speaks of MFA", Some(RESET_COMMAND)));
    }
    if DOCUMENTED.iter().any(|known| known.is(call.method, path)) {
        return None;
    }
    // What a service does at a path that no document names is not known, and what is not known counts as dangerous.
    let instead = "see `mfa-admin api list` for the calls that it names";
    Some(Refusal::new("no public document names this change, which could touch MFA", Some(instead)))
}

/// Has a change of a membership only keys that say nothing about MFA?
fn is_harmless(call: &RawCall) -> bool {
    let known = |key: &String| MEMBERSHIP_KEYS.contains(&key.as_str());
    let body = match &call.body {
        None => true,
        Some(body) => body.as_object().is_some_and(|object| object.keys().all(known)),
    };
    body && call.path.query().is_empty()
}
