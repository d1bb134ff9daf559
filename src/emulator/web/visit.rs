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
    /// Sessions of the API that end with it.
    sessions: Vec<Digest>,
    /// The seeding that the person is of, see [`seeding`](crate::emulator::store::org::seeding).
    seeding: i64,
}

impl Visits {
    /// Begins a visit; returns the secret for the cookie. `notice` is said on its first page.
    pub(super) fn begin(
        &self,
        person: i64,
        stage: Stage,
        notice: Option<String>,
        seeding: i64,
        now: i64,
    ) -> String {
        let secret = secrets::token();
        let visit = Visit {
            person,
            stage,
            token: secrets::token(),
            until: now + SESSION,
            notice,
            sessions: Vec::new(),
            seeding,
        };
        let mut visits = self.lock();
        visits.retain(|_, visit| visit.until > now);
        visits.insert(secrets::digest(&secret), visit);
        secret
    }

    /// The visit of this cookie, unless the organisation has been seeded again. It begins to run anew if a person asks.
    pub(super) fn of(&self, secret: &str, seeding: i64, now: i64, by_person: bool) -> Option<Visit> {
        let mut visits = self.lock();
        let lives = |visit: &&mut Visit| visit.until > now && visit.seeding == seeding;
        let visit = visits.get_mut(&secrets::digest(secret)).filter(lives)?;
        if by_person {
            visit.until = now + SESSION;
        }
        Some(visit.clone())
    }

    /// Ends a visit and gives the sessions that must end with it.
    pub(super) fn end(&self, secret: &str) -> Vec<Digest> {
        self.lock().remove(&secrets::digest(secret)).map(|visit| visit.sessions).unwrap_or_default()
    }

    pub(super) fn keep_session(&self, secret: &str, session: Digest) {
        if let Some(visit) = self.lock().get_mut(&secrets::digest(secret)) {
            visit.sessions.push(session);
        }
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

#[cfg(test)]
mod tests {
    use super::{SESSION, Stage, Visits};

    #[test]
    fn a_person_keeps_a_visit_alive_and_a_page_that_asks_by_itself_does_not() {
        let visits = Visits::default();
        let secret = visits.begin(1, Stage::SignedIn, None, 7, 0);
        let lives = |now, by_person| visits.of(&secret, 7, now, by_person).is_some();
        assert!(lives(SESSION - 1, false));
        assert!(!lives(SESSION, false));
        assert!(lives(SESSION - 1, true));
        assert!(lives(SESSION, false));
    }
}
