//! Calls of the API pages of privacyIDEA that only read, and the rule that no other is sent.
//!
//! A token, a person and a policy all decide who gets in with which factor, so that hardly any change there leaves factors
//! alone: none is sent. Some reads are more than that, too.

use super::super::raw_call::CallMethod::Get;
use super::super::raw_call::{AllowedCall, DocumentedCall, RawCall, Refusal, Ruling};

const fn read(topic: &'static str, path: &'static str, summary: &'static str) -> DocumentedCall {
    DocumentedCall { method: Get, topic, path, summary, example: None }
}

pub(super) static DOCUMENTED: &[DocumentedCall] = &[
    read("user", "/user/", "People of a realm"),
    read("user", "/user/attribute", "Attributes of a person"),
    read("token", "/token/", "Tokens"),
    read("token", "/token/challenges/", "Open challenges"),
    read("realm", "/realm/", "Realms"),
    read("realm", "/defaultrealm", "The default realm"),
    read("resolver", "/resolver/", "Resolvers"),
    read("policy", "/policy/", "Policies"),
    read("policy", "/policy/check", "Which policies apply"),
    read("event", "/event/", "Event handlers"),
    read("machine", "/machine/", "Machines"),
    read("client", "/client/", "Clients that have asked"),
    read("audit", "/audit/", "The audit trail"),
    read("auth", "/auth/rights", "Rights of whoever is signed in"),
    read("system", "/system/", "Settings of the server"),
];

/// Below these a GET counts tries, sends codes or signs in.
const NOT_ONLY_READS: [&str; 5] = ["validate", "ttype", "auth", "register", "recover"];
const RESET_COMMAND: &str = "reset people with `mfa-admin mfa reset WHO`";
const UNLOCK_COMMAND: &str = "clear a counter of wrong codes with `mfa-admin mfa unlock WHO`";

/// Rules on a call.
pub(super) fn rule_on(call: RawCall) -> Ruling {
    let path = call.path.folded();
    let segments: Vec<&str> = path.iter().map(String::as_str).collect();
    let first = segments.first().copied().unwrap_or_default();
    if call.method == Get {
        if NOT_ONLY_READS.contains(&first) && segments != ["auth", "rights"] {
            return Ruling::Refused(Refusal::new("it counts tries, sends codes or signs in", None));
        }
        return Ruling::Allowed(AllowedCall(call));
    }
    let instead = match segments.as_slice() {
        ["token", "reset", ..] => Some(UNLOCK_COMMAND),
        ["token", ..] => Some(RESET_COMMAND),
        ["auth", ..] => Some("sign in with `mfa-admin auth login`"),
        _ => None,
    };
    Ruling::Refused(Refusal::new("a change there can touch who gets in with which factor", instead))
}
