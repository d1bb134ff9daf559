//! What can be done to a database without a server, also while one runs on it.

use std::path::Path;

use anyhow::Context as _;

use super::store::{self, mfa, unusable};
use super::{clock, codes};

/// What a person's authenticator app shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Six digits.
    pub code: String,
    /// How long the app will go on showing them.
    pub seconds_left: u64,
    /// The person's address.
    pub email: String,
}

/// Why there is no code.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCode {
    /// No person of the organisation has this id.
    #[error("no person has the id {user_id}")]
    NoSuchPerson {
        /// The id that was asked for.
        user_id: String,
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

/// The code that a person's authenticator app shows now.
///
/// # Errors
///
/// [`NoCode`], or that the database cannot be used.
pub fn code(database: &Path, user_id: &str) -> anyhow::Result<Code> {
    let nobody = || NoCode::NoSuchPerson { user_id: user_id.to_owned() };
    let id: i64 = user_id.trim().parse().map_err(|_| nobody())?;
    let (truth, secret) = store::peek(database, |db| Ok((mfa::truth(db, id)?, mfa::secret(db, id)?)))
        .with_context(|| unusable(database))?;
    let email = truth.ok_or_else(nobody)?.email;
    let Some(secret) = secret else { return Err(NoCode::NotEnrolled { email }.into()) };
    let now = clock::now_seconds();
    Ok(Code { code: codes::code(secret, now), seconds_left: codes::STEP - now % codes::STEP, email })
}
