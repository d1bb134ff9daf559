//! What can be done to a database without a server, also while one runs on it.

use std::path::Path;

use anyhow::Context as _;

use super::store::{self, mfa, people, unusable};
use super::{clock, codes};

/// What a person's authenticator app shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Six digits.
    pub code: String,
    /// How long the app will go on showing them.
    pub seconds_left: u64,
    /// The person's id.
    pub user_id: String,
    /// The person's address.
    pub email: String,
}

/// Why there is no code.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCode {
    /// No person of the organisation has this id, or this e-mail address.
    #[error("no person has the {} {who}", if who.contains('@') { "e-mail" } else { "id" })]
    NoSuchPerson {
        /// The id or address that was asked for.
        who: String,
    },
    /// The person has no second factor, so no app shows a code.
    #[error("{email} is not enrolled")]
    NotEnrolled {
        /// The person's address.
        email: String,
    },
}

/// Puts the organisation back to its first state, with so many people.
///
/// # Errors
///
/// When the database cannot be used.
pub fn seed(database: &Path, users: u32) -> anyhow::Result<()> {
    store::reseed(database, users).with_context(|| unusable(database))
}

/// The code that a person's authenticator app shows now. The person is picked by id, or by whole e-mail address.
///
/// # Errors
///
/// [`NoCode`], or that the database cannot be used.
pub fn code(database: &Path, who: &str) -> anyhow::Result<Code> {
    let nobody = || NoCode::NoSuchPerson { who: who.to_owned() };
    let found = store::peek(database, |db| {
        let id = if who.contains('@') {
            people::by_email(db, who)?.map(|person| person.id)
        } else {
            who.trim().parse().ok()
        };
        let Some(id) = id else { return Ok(None) };
        Ok(mfa::truth(db, id)?.map(|truth| (id, truth.email)).zip(Some(mfa::secret(db, id)?)))
    });
    let ((id, email), secret) = found.with_context(|| unusable(database))?.ok_or_else(nobody)?;
    let Some(secret) = secret else { return Err(NoCode::NotEnrolled { email }.into()) };
    let now = clock::now_seconds();
    let seconds_left = codes::STEP - now % codes::STEP;
    Ok(Code { code: codes::code(secret, now), seconds_left, user_id: id.to_string(), email })
}
