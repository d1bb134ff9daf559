//! The one check of passwords and codes, for the API and for the screens: both count the same wrong tries.

use std::sync::Arc;

use hyper::StatusCode;
use rusqlite::Connection;

use super::http::Refusal;
use super::state::Emulator;
use super::store::access::{self, Account};
use super::store::mfa;
use super::{clock, codes, fold, secrets};

/// How long a device needs no code, in milliseconds.
pub(super) const DEVICE: i64 = 30 * 86_400_000;

/// Why a person is not let in.
pub(super) enum Denied {
    WrongPassword,
    WrongCode,
    Locked,
    Failed(Refusal),
}

impl Denied {
    pub(super) fn words(&self) -> String {
        match self {
            Self::WrongPassword => "Wrong e-mail or password".to_owned(),
            Self::WrongCode => "Wrong MFA code".to_owned(),
            Self::Locked => {
                let minutes = access::LOCKED_FOR / 60_000;
                format!("The account is locked for {minutes} minutes after too many wrong tries")
            }
            Self::Failed(refusal) => refusal.message.clone(),
        }
    }
}

impl From<Denied> for Refusal {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Failed(refusal) => refusal,
            denied => Self::new(StatusCode::UNAUTHORIZED, denied.words()),
        }
    }
}

impl From<rusqlite::Error> for Denied {
    fn from(why: rusqlite::Error) -> Self {
        Self::Failed(why.into())
    }
}

/// The account with this address and password. A wrong password is counted.
pub(super) async fn password(
    emulator: &Arc<Emulator>,
    email: &str,
    password: &str,
) -> Result<Account, Denied> {
    let account = emulator.store.read(|db| access::account(db, &fold::mailbox(email)))?;
    let account = account.ok_or(Denied::WrongPassword)?;
    let now = clock::now_ms();
    if account.locked_until.is_some_and(|until| until > now) {
        return Err(Denied::Locked);
    }
    let hash = account.hash.clone().ok_or(Denied::WrongPassword)?;
    let fits = if let Some(run) = &emulator.run_secrets {
        run.password_fits(password)
    } else {
        let password = password.to_owned();
        let fits = emulator.blocking(move |_| Ok(secrets::password_fits(&password, &hash))).await;
        fits.map_err(Denied::Failed)?
    };
    if fits {
        return Ok(account);
    }
    let is_last = emulator.store.write(|db| access::count_wrong_try(db, account.id, now))?;
    Err(if is_last { Denied::Locked } else { Denied::WrongPassword })
}

/// Whether the code is that of the person's app. A wrong one is counted in the transaction of `db`, which must be
/// committed: so it is no error of the transaction.
pub(super) fn code(db: &Connection, person: i64, code: &str) -> rusqlite::Result<Option<Denied>> {
    let seconds = clock::now_seconds();
    unless_locked(db, person, || mfa::use_code(db, person, code, seconds))
}

/// Sets the second factor up with the secret that was proposed, if the code is that of an app with this secret. A wrong
/// one is counted, as by [`code`].
pub(super) fn set_up(db: &Connection, person: i64, code: &str) -> Result<Option<Denied>, Refusal> {
    let secret = mfa::proposed(db, person)?.ok_or_else(|| Refusal::bad_request("Ask for a secret first"))?;
    let seconds = clock::now_seconds();
    let denied = unless_locked(db, person, || {
        if codes::fitting_step(secret, code, seconds, 0).is_none() {
            return Ok(false);
        }
        mfa::enrol(db, person, secret, clock::now_ms())?;
        // It is no good for a sign-in any more.
        mfa::use_code(db, person, code, seconds)
    })?;
    Ok(denied)
}

/// Counts a wrong try, and allows none while the account is locked.
fn unless_locked(
    db: &Connection,
    person: i64,
    is_right: impl FnOnce() -> rusqlite::Result<bool>,
) -> rusqlite::Result<Option<Denied>> {
    let now = clock::now_ms();
    if access::is_locked(db, person, now)? {
        return Ok(Some(Denied::Locked));
    }
    if is_right()? {
        return Ok(None);
    }
    let is_last = access::count_wrong_try(db, person, now)?;
    Ok(Some(if is_last { Denied::Locked } else { Denied::WrongCode }))
}
