//! Second factors: reset by an administrator, set up by the person.

use serde::Deserialize;
use serde_json::json;

use super::caller::{self, Caller};
use crate::emulator::http::{Call, Refusal, Reply};
use crate::emulator::state::Emulator;
use crate::emulator::store::{Enrolment, mfa, org, people};
use crate::emulator::{clock, codes, secrets, sign_in};

/// `PUT /user/users/mfa/reset {"ids":[…]}` → 204. All of them or, if one is unknown, none. For a person who is not
/// enrolled nothing changes, and the answer is the same.
pub(super) fn reset(emulator: &Emulator, call: &Call, caller: Caller) -> Result<Reply, Refusal> {
    #[derive(Deserialize)]
    struct Body {
        ids: Vec<i64>,
    }
    let Body { ids } = call.json()?;
    if ids.is_empty() {
        return Err(Refusal::bad_request("ids is empty"));
    }
    let now = clock::now_ms();
    let removed = emulator.store.write(|db| {
        let mut removed: Vec<(i64, Enrolment)> = Vec::new();
        for id in ids {
            // Only the fault `stale` needs to know what was there.
            if call.stale.is_some() {
                let old = mfa::truth(db, id)?.and_then(|truth| truth.enrolment);
                removed.extend(old.map(|old| (id, old)));
            }
            if !mfa::reset(db, id, caller.actor, now)? {
                return Err(Refusal::not_found(&format!("person: {id}")));
            }
        }
        Ok(removed)
    })?;
    for (id, old) in removed {
        emulator.visibility.linger(id, old, call.stale.unwrap_or_default());
    }
    Ok(Reply::done())
}

/// `POST /user/users/mfa/generateTempSecret` → `{secret, uri}` for the caller's authenticator app.
pub(super) fn propose_secret(emulator: &Emulator, call: &Call) -> Result<Reply, Refusal> {
    let caller = caller::signed_in(emulator, call)?;
    let secret = secrets::app_secret();
    let (found, org) = emulator.store.write(|db| {
        mfa::propose(db, caller.id, secret)?;
        Ok::<_, Refusal>((people::by_id(db, caller.id)?, org::organisation(db)?))
    })?;
    let found = found.ok_or_else(|| Refusal::not_found("person"))?;
    let (secret, uri) = codes::invitation(secret, &found.email, &org.name);
    Reply::json(&json!({ "secret": secret, "uri": uri }))
}

/// `POST /user/users/mfa/verify {"mfaToken":"123456"}` → 204: the app has the secret, the caller is enrolled.
pub(super) fn verify(emulator: &Emulator, call: &Call) -> Result<Reply, Refusal> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Body {
        mfa_token: String,
    }
    let caller = caller::signed_in(emulator, call)?;
    let body: Body = call.json()?;
    // As an error of the transaction it would undo that the try is counted.
    match emulator.store.write(|db| sign_in::set_up(db, caller.id, &body.mfa_token))? {
        None => Ok(Reply::done()),
        Some(denied) => Err(Refusal::bad_request(denied.words())),
    }
}
