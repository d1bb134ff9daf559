//! `/_emulator`, for tests and rehearsals: what was received, the truth about a person, the faults.

use serde::Deserialize;
use serde_json::json;

use super::http::{Call, Refusal, Reply, id};
use super::state::Emulator;
use super::store::{Level, mfa};
use super::{clock, secrets};

const PREFIX: &str = "/_emulator";

/// Whether a path is one of these calls. They are neither logged nor met by faults.
pub(super) fn concerns(path: &str) -> bool {
    path.strip_prefix(PREFIX).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(super) fn answer(emulator: &Emulator, call: &Call) -> Result<Reply, Refusal> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().skip(1).map(AsRef::as_ref).collect();
    match (call.method.as_str(), segments.as_slice()) {
        ("GET", ["requests"]) => Reply::json(&emulator.requests.after(call.number("after")?.unwrap_or(0))),
        ("DELETE", ["requests"]) => {
            emulator.requests.forget();
            Ok(Reply::done())
        }
        ("GET", ["users", person]) => truth(emulator, id(person, "person")?),
        ("POST", ["users", person, "enroll"]) => enrol(emulator, id(person, "person")?),
        ("PUT", ["faults"]) => emulator.faults.change(&call.json()?).map(|()| Reply::done()),
        ("PUT", ["options"]) => {
            let options: Options = call.json()?;
            emulator.visibility.show_mfa(options.read_mfa);
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

fn truth(emulator: &Emulator, person: i64) -> Result<Reply, Refusal> {
    let found = emulator.store.read(|db| mfa::truth(db, person))?;
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

/// The person sets the second factor up again, now. The answer is the truth after it.
fn enrol(emulator: &Emulator, person: i64) -> Result<Reply, Refusal> {
    emulator.store.write(|db| mfa::enrol(db, person, secrets::app_secret(), clock::now_ms()))?;
    truth(emulator, person)
}
