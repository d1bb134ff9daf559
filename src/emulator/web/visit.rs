//! Visits: who is signed in to the screens, and how far. They live in memory and end with the server.
//!
//! The cookie holds 256 random bits, and the memory their digest. The cookie never opens the API.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::emulator::secrets::{self, Digest};
use crate::emulator::store::access::SESSION;

#[derive(Default)]
pub(crate) struct Visits(Mutex<HashMap<Digest, Visit>>);

/// How far a person has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The password was right; the code is missing.
    Code,
    /// They must set MFA up before anything else.
    SetUp,
    SignedIn,
}

impl Stage {
    /// Where somebody goes on who has come so far.
    pub(super) fn page(self) -> &'static str {
        match self {
            Self::Code => "/sign-in/code",
            Self::SetUp => "/set-up-mfa",
            Self::SignedIn => "/",
        }
    }
}

#[derive(Clone)]
pub(super) struct Visit {
    pub(super) person: i64,
    pub(super) stage: Stage,
    /// What every form of this visit carries, and no page of another server knows.
    pub(super) token: String,
    /// When it ends unless something is asked for before, in milliseconds.
    until: i64,
    /// What is said on the next page, once.
    notice: Option<String>,
}

impl Visits {
    /// Begins a visit; returns the secret for the cookie. `notice` is said on its first page.
    pub(super) fn begin(&self, person: i64, stage: Stage, notice: Option<String>, now: i64) -> String {
        let secret = secrets::token();
        let visit = Visit { person, stage, token: secrets::token(), until: now + SESSION, notice };
        let mut visits = self.lock();
        visits.retain(|_, visit| visit.until > now);
        visits.insert(secrets::digest(&secret), visit);
        secret
    }

    /// The visit of this cookie, which begins to run anew.
    pub(super) fn of(&self, secret: &str, now: i64) -> Option<Visit> {
        let mut visits = self.lock();
        let visit = visits.get_mut(&secrets::digest(secret)).filter(|visit| visit.until > now)?;
        visit.until = now + SESSION;
        Some(visit.clone())
    }

    pub(super) fn end(&self, secret: &str) {
        self.lock().remove(&secrets::digest(secret));
    }

    /// Keeps words for the next page.
    pub(super) fn tell(&self, secret: &str, words: String) {
        if let Some(visit) = self.lock().get_mut(&secrets::digest(secret)) {
            visit.notice = Some(words);
        }
    }

    /// The words for this page, once.
    pub(super) fn told(&self, secret: &str) -> Option<String> {
        self.lock().get_mut(&secrets::digest(secret))?.notice.take()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Digest, Visit>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
