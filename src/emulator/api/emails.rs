//! A new e-mail address, in two steps. The real service sends the token by mail; here it is in the answer.

use serde::Deserialize;
use serde_json::json;

use super::caller;
use super::people::{address, taken};
use crate::emulator::http::{Call, Refusal, Reply};
use crate::emulator::state::Emulator;
use crate::emulator::store::{audit, people};
use crate::emulator::{clock, secrets};

/// `PUT /user/users/email {"email":"…"}` → `{confirmationToken}`; administrators may add the `id` of another person.
pub(super) fn change(emulator: &Emulator, call: &Call) -> Result<Reply, Refusal> {
    #[derive(Deserialize)]
    struct Body {
        id: Option<i64>,
        email: String,
    }
    let caller = caller::signed_in(emulator, call)?;
    let body: Body = call.json()?;
    let person = body.id.unwrap_or(caller.id);
    if person != caller.id && !caller.admin {
        return Err(Refusal::forbidden());
    }
    let email = address(&body.email)?;
    let token = secrets::token();
    emulator.store.write(|db| {
        people::by_id(db, person)?.ok_or_else(|| Refusal::not_found("person"))?;
        if people::by_email(db, &email)?.is_some_and(|other| other.id != person) {
            return Err(taken());
        }
        Ok(people::propose_email(db, person, &email, &secrets::digest(&token))?)
    })?;
    Reply::json(&json!({ "confirmationToken": token }))
}

/// `POST /user/users/email/resendChangeConfirmation` → a new `{confirmationToken}`; the old one is void.
pub(super) fn resend(emulator: &Emulator, call: &Call) -> Result<Reply, Refusal> {
    let caller = caller::signed_in(emulator, call)?;
    let token = secrets::token();
    let waiting =
        emulator.store.write(|db| people::renew_proposal(db, caller.id, &secrets::digest(&token)))?;
    if waiting {
        Reply::json(&json!({ "confirmationToken": token }))
    } else {
        Err(Refusal::not_found("change of e-mail"))
    }
}

/// `PUT /user/users/email/confirmChange {"token":"…"}` → 204. A caller who has the token needs no other credential.
pub(super) fn confirm(emulator: &Emulator, call: &Call) -> Result<Reply, Refusal> {
    #[derive(Deserialize)]
    struct Body {
        token: String,
    }
    let body: Body = call.json()?;
    emulator.store.write(|db| {
        let proposal = people::take_proposal(db, &secrets::digest(&body.token))?;
        let (person, email) = proposal.ok_or_else(|| Refusal::not_found("change of e-mail"))?;
        if !people::change_email(db, person, &email)? {
            return Err(taken());
        }
        Ok(audit::note(db, Some(person), "Changed e-mail", person, clock::now_ms())?)
    })?;
    Ok(Reply::done())
}
