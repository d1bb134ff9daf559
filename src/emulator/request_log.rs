//! What was received, in order, so that tests can ask the emulator what the client sent.

use std::sync::{Mutex, MutexGuard, PoisonError};

use hyper::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use super::clock;
use super::http::Call;

#[derive(Default)]
pub(super) struct RequestLog(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    /// The number of the newest request; it goes on counting when entries are forgotten.
    last_seq: u64,
    entries: Vec<Entry>,
}

#[derive(Clone, Serialize)]
pub(super) struct Entry {
    seq: u64,
    method: Box<str>,
    path: Box<str>,
    query: Option<Box<str>>,
    ids: Box<[i64]>,
    /// `None` until the answer, and for ever when the connection was cut.
    status: Option<u16>,
    at: String,
}

impl RequestLog {
    /// Adds a request and gives its number. Headers and bodies hold secrets and are not kept, but for the ids of a
    /// reset.
    pub(super) fn received(&self, call: &Call) -> u64 {
        #[derive(Default, Deserialize)]
        struct Ids {
            ids: Box<[i64]>,
        }
        let is_reset = call.path() == "/user/users/mfa/reset" && call.method == Method::PUT;
        let Ids { ids } = if is_reset { call.json().unwrap_or_default() } else { Ids::default() };
        let ids = reset_on_a_screen(call).map_or(ids, |id| Box::new([id]));
        let mut log = self.lock();
        log.last_seq += 1;
        let entry = Entry {
            seq: log.last_seq,
            method: call.method.as_str().into(),
            path: call.path().into(),
            query: call.uri.query().map(Into::into),
            ids,
            status: None,
            at: clock::rfc3339(clock::now_ms()),
        };
        log.entries.push(entry);
        log.last_seq
    }

    pub(super) fn answered(&self, seq: u64, status: StatusCode) {
        let mut log = self.lock();
        // The entry may have been forgotten while the answer was made.
        if let Ok(place) = log.entries.binary_search_by_key(&seq, |entry| entry.seq) {
            log.entries[place].status = Some(status.as_u16());
        }
    }

    /// The requests after the one with this number.
    pub(super) fn after(&self, seq: i64) -> Vec<Entry> {
        let seq = u64::try_from(seq).unwrap_or_default();
        let entries = &self.lock().entries;
        entries[entries.partition_point(|entry| entry.seq <= seq)..].to_vec()
    }

    pub(super) fn forget(&self) {
        self.lock().entries = Vec::new();
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whom RESET MFA on the screen Edit User is about.
fn reset_on_a_screen(call: &Call) -> Option<i64> {
    let path = call.path().strip_prefix("/settings/users/").filter(|_| call.method == Method::POST)?;
    path.strip_suffix("/reset-mfa")?.parse().ok()
}
