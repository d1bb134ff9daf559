//! The person whose token or key a call carries.

use crate::emulator::clock;
use crate::emulator::http::{Call, Refusal};
use crate::emulator::secrets;
use crate::emulator::state::Emulator;
use crate::emulator::store::access::{self, Holder};

#[derive(Clone, Copy)]
pub(super) struct Caller {
    /// The person whose rights count.
    pub(super) id: i64,
    pub(super) admin: bool,
    /// The person who calls: another than `id` while impersonating. The audit trail names this one.
    pub(super) actor: i64,
}

pub(super) fn administrator(emulator: &Emulator, call: &Call) -> Result<Caller, Refusal> {
    let caller = signed_in(emulator, call)?;
    if caller.admin { Ok(caller) } else { Err(Refusal::forbidden()) }
}

/// The caller, or the person an administrator impersonates.
pub(super) fn signed_in(emulator: &Emulator, call: &Call) -> Result<Caller, Refusal> {
    let holder = holder(emulator, call)?;
    let own = Caller { id: holder.id, admin: holder.admin, actor: holder.id };
    let Some(other) = call.header("impersonate-user-id") else { return Ok(own) };
    if !own.admin {
        return Err(Refusal::forbidden());
    }
    let other: i64 =
        other.trim().parse().map_err(|_| Refusal::bad_request("impersonate-user-id must be an id"))?;
    match emulator.store.read(|db| access::by_id(db, other))? {
        Some(Holder { id, admin, active: true }) => Ok(Caller { id, admin, actor: own.id }),
        _ => Err(Refusal::not_found("active person to impersonate")),
    }
}

/// The holder of the token or key. Where both are sent, the key counts.
fn holder(emulator: &Emulator, call: &Call) -> Result<Holder, Refusal> {
    let (secret, is_key) = match (call.header("x-api-key"), bearer(call)) {
        (Some(key), _) => (secrets::digest(key.trim()), true),
        (None, Some(token)) => (secrets::digest(token), false),
        (None, None) => return Err(Refusal::unauthenticated("Sign in first")),
    };
    let found = emulator.store.read(|db| {
        if is_key { access::by_key(db, &secret) } else { access::by_token(db, &secret, clock::now_ms()) }
    })?;
    let of_this_run = emulator.run_secrets.as_ref().is_none_or(|run| run.handed_out(&secret));
    found
        .filter(|holder| holder.active && of_this_run)
        .ok_or_else(|| Refusal::unauthenticated("The credential is not valid"))
}

/// The token; the scheme may be written in any case.
fn bearer(call: &Call) -> Option<&str> {
    let (scheme, token) = call.header("authorization")?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
