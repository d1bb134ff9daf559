//! The organisation's audit trail, exported by a job.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;

use super::caller::Caller;
use crate::emulator::clock;
use crate::emulator::http::{Call, Refusal, Reply, id};
use crate::emulator::state::Emulator;
use crate::emulator::store::audit::{self, Line};

const RUNNING: u8 = 1;
const DONE: u8 = 2;

/// `POST /audit/user/export {dateStart, dateEnd}` → `{id}` of a job. Times as RFC 3339 or plain dates.
pub(super) fn start_export(emulator: &Emulator, call: &Call, _: Caller) -> Result<Reply, Refusal> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Span {
        date_start: Option<String>,
        date_end: Option<String>,
    }
    let span: Span = call.json()?;
    let time = |text: Option<String>, absent| match text {
        None => Ok(absent),
        Some(text) => {
            clock::parse(&text).ok_or_else(|| Refusal::bad_request(format!("{text} is not a time")))
        }
    };
    let (first, last) = (time(span.date_start, 0)?, time(span.date_end, i64::MAX)?);
    let job = emulator.store.write(|db| audit::start_export(db, first, last))?;
    Reply::json(&json!({ "id": job }))
}

/// `GET /object/job/{id}` → `{id, status}`: 1 while it runs, which is at the first call; then 2, with the newest 50,000
/// rows as `data`.
pub(super) async fn job(emulator: &Arc<Emulator>, _: Caller, text: &str) -> Result<Reply, Refusal> {
    let job = id(text, "job")?;
    let asked = emulator.store.write(|db| audit::ask_for_export(db, job))?;
    let (first, last, before) = asked.ok_or_else(|| Refusal::not_found("job"))?;
    if before == 0 {
        return Reply::json(&json!({ "id": job, "status": RUNNING }));
    }
    emulator.blocking(move |emulator| {
        let lines = emulator.store.read_long(|db| audit::lines(db, first, last))?;
        let row = |Line { at, subject, event, actor }: &Line| {
            json!({ "time": clock::rfc3339(*at), "subject": subject, "event": event, "performedBy": actor })
        };
        Reply::json(&json!({ "id": job, "status": DONE, "data": lines.iter().map(row).collect::<Vec<_>>() }))
    })
    .await
}
