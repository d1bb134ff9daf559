//! Signing in, and renewing a token.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::caller;
use crate::emulator::http::{Call, Refusal, Reply};
use crate::emulator::state::Emulator;
use crate::emulator::store::{access, audit, mfa, org};
use crate::emulator::{clock, secrets, sign_in};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignIn {
    email: String,
    password: String,
    selected_org: Value,
    client: String,
    /// The code that the authenticator app shows.
    mfa_token: Option<String>,
    /// With a code: the answer has a `deviceId` that needs no code for 30 days, or until a reset.
    #[serde(default)]
    remember_device: bool,
    device_id: Option<String>,
}

/// `POST /user/authenticate`. An enrolled person who sends no code gets 200 without a token.
pub(super) async fn start(emulator: &Arc<Emulator>, call: &Call) -> Result<Reply, Refusal> {
    let body: SignIn = call.json()?;
    if body.client != "core-client" {
        return Err(Refusal::bad_request("client must be core-client"));
    }
    let Some(org) = whole(&body.selected_org) else {
        return Err(Refusal::bad_request("selectedOrg must be an id"));
    };
    let account = sign_in::password(emulator, &body.email, &body.password).await?;
    if !account.active || org != org::ORG {
        return Err(Refusal::new(hyper::StatusCode::NOT_FOUND, "Not an active member of this organisation"));
    }
    emulator.store.write(|db| second_step(emulator, db, &body, &account, clock::now_ms()))
}

/// Checks the code, where one is needed, and starts the session. The refusal of a wrong code is `Ok`: as an error it
/// would undo that the try is counted.
fn second_step(
    emulator: &Emulator,
    db: &rusqlite::Connection,
    body: &SignIn,
    account: &access::Account,
    now: i64,
) -> Result<Reply, Refusal> {
    let device = body.device_id.as_deref().map(secrets::digest);
    let known_device = match &device {
        Some(device) => mfa::device_remembered(db, account.id, device, now)?,
        None => false,
    };
    let mut coded = false;
    if account.enrolled && !known_device {
        let Some(code) = &body.mfa_token else {
            return Reply::json(&json!({ "mfaRequired": true, "message": "MFA code required" }));
        };
        if let Some(denied) = sign_in::code(db, account.id, code)? {
            return Ok(Refusal::from(denied).into());
        }
        coded = true;
    }
    access::signed_in(db, account.id, now)?;
    audit::note(db, Some(account.id), "Signed in", account.id, now)?;
    let mut session = session(emulator, db, account.id, now)?;
    if coded && body.remember_device {
        let device = secrets::token();
        mfa::remember_device(db, account.id, &secrets::digest(&device), now + sign_in::DEVICE)?;
        session["deviceId"] = device.into();
    }
    Reply::json(&session)
}

/// `GET /user/authenticate`: a new token for a valid credential. The old one stays valid until it expires.
pub(super) fn renew(emulator: &Emulator, call: &Call) -> Result<Reply, Refusal> {
    let caller = caller::signed_in(emulator, call)?;
    let session = emulator.store.write(|db| session(emulator, db, caller.actor, clock::now_ms()))?;
    Reply::json(&session)
}

fn session(emulator: &Emulator, db: &rusqlite::Connection, person: i64, now: i64) -> Result<Value, Refusal> {
    let (token, digest) = emulator.new_secret();
    let until = access::start_session(db, person, &digest, now)?;
    Ok(json!({ "token": token, "expiresAt": until / 1000 }))
}

/// A number, or one in quotes.
fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}
