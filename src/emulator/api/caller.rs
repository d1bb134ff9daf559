//! Who is calling: the person behind a token or a key.

use crate::emulator::clock;
use crate::emulator::http::{Call, Refusal};
use crate::emulator::secrets;
use crate::emulator::service::Service;
use crate::emulator::store::access::{self, Holder};

/// Somebody who is let in.
#[derive(Clone, Copy)]
pub(super) struct Caller {
    /// Whose rights count.
    pub(super) id: i64,
    pub(super) admin: bool,
    /// Who really calls; another than `id` while impersonating. The audit trail names this one.
    pub(super) actor: i64,
}

/// The caller, if an administrator.
pub(super) fn administrator(service: &Service, call: &Call) -> Result<Caller, Refusal> {
    let caller = anybody(service, call)?;
    if caller.admin { Ok(caller) } else { Err(Refusal::forbidden()) }
}

/// The caller, or the person an administrator impersonates.
pub(super) fn anybody(service: &Service, call: &Call) -> Result<Caller, Refusal> {
    let holder = holder(service, call)?;
    let own = Caller { id: holder.id, admin: holder.admin, actor: holder.id };
    let Some(other) = call.header("impersonate-user-id") else { return Ok(own) };
    if !own.admin {
        return Err(Refusal::forbidden());
    }
    let other: i64 =
        other.trim().parse().map_err(|_| Refusal::bad_request("impersonate-user-id must be an id"))?;
    match service.store.read(|db| access::by_id(db, other))? {
        Some(Holder { id, admin, active: true }) => Ok(Caller { id, admin, actor: own.id }),
        _ => Err(Refusal::not_found("active person to impersonate")),
    }
}

/// Whose token or key it is. The key comes first where both are sent.
fn holder(service: &Service, call: &Call) -> Result<Holder, Refusal> {
    let (secret, is_key) = match (call.header("x-api-key"), bearer(call)) {
        (Some(key), _) => (secrets::digest(key.trim()), true),
        (None, Some(token)) => (secrets::digest(token), false),
        (None, None) => return Err(Refusal::unauthenticated("Sign in first")),
    };
    let found = service.store.read(|db| {
        if is_key { access::by_key(db, &secret) } else { access::by_token(db, &secret, clock::now_ms()) }
    })?;
    found
        .filter(|holder| holder.active && service.own.as_ref().is_none_or(|own| own.handed_out(&secret)))
        .ok_or_else(|| Refusal::unauthenticated("The credential is not valid"))
}

/// The token; the scheme may be written in any case.
fn bearer(call: &Call) -> Option<&str> {
    let (scheme, token) = call.header("authorization")?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
