//! A new e-mail address, in two steps. The real service sends the token by mail; there is no mail here, so
//! it is in the answer.

use serde::Deserialize;
use serde_json::json;

use super::caller;
use super::people::{address, taken};
use crate::emulator::http::{Call, Refusal, Reply};
use crate::emulator::service::Service;
use crate::emulator::store::{audit, people};
use crate::emulator::{clock, secrets};

/// `PUT /user/users/email {"email":"…"}` → `{confirmationToken}`; administrators may add another's `id`.
pub(super) fn change(service: &Service, call: &Call) -> Result<Reply, Refusal> {
    #[derive(Deserialize)]
    struct Wish {
        id: Option<i64>,
        email: String,
    }
    let caller = caller::anybody(service, call)?;
    let wish: Wish = call.json()?;
    let person = wish.id.unwrap_or(caller.id);
    if person != caller.id && !caller.admin {
        return Err(Refusal::forbidden());
    }
    let email = address(&wish.email)?;
    let token = secrets::token();
    service.store.write(|db| {
        people::by_id(db, person)?.ok_or_else(|| Refusal::not_found("person"))?;
        if people::by_email(db, &email)?.is_some_and(|other| other.id != person) {
            return Err(taken());
        }
        Ok(people::propose_email(db, person, &email, &secrets::digest(&token))?)
    })?;
    Reply::json(&json!({ "confirmationToken": token }))
}

/// `POST /user/users/email/resendChangeConfirmation` → a new `{confirmationToken}`; the old one is void.
pub(super) fn resend(service: &Service, call: &Call) -> Result<Reply, Refusal> {
    let caller = caller::anybody(service, call)?;
    let token = secrets::token();
    let waiting =
        service.store.write(|db| people::renew_proposal(db, caller.id, &secrets::digest(&token)))?;
    if waiting {
        Reply::json(&json!({ "confirmationToken": token }))
    } else {
        Err(Refusal::not_found("change of e-mail"))
    }
}

/// `PUT /user/users/email/confirmChange {"token":"…"}` → 204. Whoever has the token needs no other credential.
pub(super) fn confirm(service: &Service, call: &Call) -> Result<Reply, Refusal> {
    #[derive(Deserialize)]
    struct Proof {
        token: String,
    }
    let proof: Proof = call.json()?;
    service.store.write(|db| {
        let proposal = people::take_proposal(db, &secrets::digest(&proof.token))?;
        let (person, email) = proposal.ok_or_else(|| Refusal::not_found("change of e-mail"))?;
        if !people::change_email(db, person, &email)? {
            return Err(taken());
        }
        Ok(audit::note(db, Some(person), "Changed e-mail", person, clock::now_ms())?)
    })?;
    Ok(Reply::done())
}
