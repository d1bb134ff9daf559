//! `/_emulator`, for tests and rehearsals: what was received, the truth about a person, the faults.

use std::sync::{Mutex, MutexGuard, PoisonError};

use hyper::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::clock;
use super::http::{Call, Refusal, Reply};
use super::secrets;
use super::service::Service;
use super::store::{Level, mfa};

const PREFIX: &str = "/_emulator";

/// Whether a path is ours, and so neither listed nor met by faults.
pub(super) fn concerns(path: &str) -> bool {
    path.strip_prefix(PREFIX).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Carries out a call to `/_emulator`.
pub(super) fn answer(service: &Service, call: &Call) -> Result<Reply, Refusal> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().skip(1).map(AsRef::as_ref).collect();
    match (call.method.as_str(), segments.as_slice()) {
        ("GET", ["requests"]) => Reply::json(&service.log.after(call.number("after")?.unwrap_or(0))),
        ("DELETE", ["requests"]) => {
            service.log.forget();
            Ok(Reply::done())
        }
        ("GET", ["users", id]) => truth(service, person(id)?),
        ("POST", ["users", id, "enroll"]) => enrol(service, person(id)?),
        ("PUT", ["faults"]) => service.faults.change(&call.json()?).map(|()| Reply::done()),
        ("PUT", ["options"]) => {
            let options: Options = call.json()?;
            service.visibility.show_mfa(options.read_mfa);
            Ok(Reply::done())
        }
        _ => Err(Refusal::not_found("call")),
    }
}

/// The body of `PUT /_emulator/options`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Options {
    /// Whether people are shown with `mfa`. The real service may well not do so.
    read_mfa: bool,
}

fn person(id: &str) -> Result<i64, Refusal> {
    id.parse().map_err(|_| Refusal::not_found("person"))
}

fn truth(service: &Service, person: i64) -> Result<Reply, Refusal> {
    let found = service.store.read(|db| mfa::truth(db, person))?;
    let Some(mfa::Truth { email, enrolment, resets }) = found else {
        return Err(Refusal::not_found("person"));
    };
    Reply::json(&json!({
        "id": person,
        "email": email,
        "mfa": {
            "enrolled": enrolment.is_some(),
            "level": enrolment.map(|mfa| Level::word(mfa.level)),
            "enrolledAt": enrolment.map(|mfa| clock::rfc3339(mfa.at)),
            "resets": resets,
        },
    }))
}

/// The person sets the second factor up again, now. Answers the truth after it.
fn enrol(service: &Service, person: i64) -> Result<Reply, Refusal> {
    let enrolled = service.store.write(|db| mfa::enrol(db, person, secrets::app_secret(), clock::now_ms()));
    enrolled?;
    truth(service, person)
}

/// What was received, in order.
#[derive(Default)]
pub(super) struct Log(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    /// The `seq` before the first entry: how many were forgotten.
    forgotten: u64,
    entries: Vec<Entry>,
}

struct Entry {
    method: Method,
    path: Box<str>,
    query: Option<Box<str>>,
    ids: Box<[i64]>,
    /// `None` until answered, and for ever when cut.
    status: Option<StatusCode>,
    at: i64,
}

/// An entry as it is listed.
#[derive(Serialize)]
pub(super) struct Listed {
    seq: u64,
    method: String,
    path: Box<str>,
    query: Option<Box<str>>,
    ids: Box<[i64]>,
    status: Option<u16>,
    at: String,
}

impl Log {
    /// Notes a request; the number stands for it later. Headers and bodies hold secrets and are not kept,
    /// but for the ids of a reset.
    pub(super) fn received(&self, call: &Call) -> u64 {
        #[derive(Deserialize)]
        struct Ids {
            ids: Box<[i64]>,
        }
        let resets = call.path() == "/user/users/mfa/reset" && call.method == Method::PUT;
        let ids = if resets {
            call.json().map_or_else(|_| Box::default(), |Ids { ids }| ids)
        } else {
            Box::default()
        };
        let entry = Entry {
            method: call.method.clone(),
            path: call.path().into(),
            query: call.uri.query().map(Into::into),
            ids,
            status: None,
            at: clock::now_ms(),
        };
        let mut log = self.held();
        log.entries.push(entry);
        log.forgotten + log.entries.len() as u64
    }

    pub(super) fn answered(&self, seq: u64, status: StatusCode) {
        let mut log = self.held();
        let place = seq.checked_sub(log.forgotten + 1).and_then(|place| usize::try_from(place).ok());
        // An entry may have been forgotten while the answer was made.
        if let Some(entry) = place.and_then(|place| log.entries.get_mut(place)) {
            entry.status = Some(status);
        }
    }

    fn after(&self, seq: i64) -> Vec<Listed> {
        let log = self.held();
        let skip = u64::try_from(seq).unwrap_or(0).saturating_sub(log.forgotten);
        let numbered = (log.forgotten + 1..).zip(&log.entries);
        numbered
            .skip(usize::try_from(skip).unwrap_or(usize::MAX))
            .map(|(seq, entry)| entry.listed(seq))
            .collect()
    }

    /// Empties the list; numbers go on.
    fn forget(&self) {
        let mut log = self.held();
        log.forgotten += log.entries.len() as u64;
        log.entries = Vec::new();
    }

    fn held(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn listed(&self, seq: u64) -> Listed {
        Listed {
            seq,
            method: self.method.to_string(),
            path: self.path.clone(),
            query: self.query.clone(),
            ids: self.ids.clone(),
            status: self.status.map(|status| status.as_u16()),
            at: clock::rfc3339(self.at),
        }
    }
}
