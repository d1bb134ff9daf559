//! The route of a request: it is logged, meets a fault, is carried out, and its answer is logged.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::{HeaderName, HeaderValue, RETRY_AFTER};

use super::faults::Fault;
use super::http::{Body, Call, Cut, Refusal, Reply};
use super::state::Emulator;
use super::{api, control, web};

/// Answers a request, or cuts the connection.
pub(super) async fn answer(emulator: &Arc<Emulator>, call: Call) -> Result<Reply, Cut> {
    if !emulator.control {
        return Ok(carry_out(emulator, &call).await);
    }
    if control::concerns(call.path()) {
        return Ok(control::answer(emulator, &call).unwrap_or_else(Reply::from));
    }
    let seq = emulator.requests.received(&call);
    let reply = match emulator.faults.matches(&call) {
        None => carry_out(emulator, &call).await,
        Some(fault) => with_fault(emulator, call, fault).await?,
    };
    emulator.requests.answered(seq, reply.status);
    Ok(reply)
}

async fn carry_out(emulator: &Arc<Emulator>, call: &Call) -> Reply {
    if web::is_page(call.path()) {
        return web::answer(emulator, call).await;
    }
    api::answer(emulator, call).await.unwrap_or_else(Reply::from)
}

async fn with_fault(emulator: &Arc<Emulator>, mut call: Call, fault: Fault) -> Result<Reply, Cut> {
    Ok(match fault {
        Fault::DropBefore => return Err(Cut),
        Fault::DropAfter => {
            carry_out(emulator, &call).await;
            return Err(Cut);
        }
        Fault::Delay(wait) => {
            let reply = carry_out(emulator, &call).await;
            tokio::time::sleep(wait).await;
            reply
        }
        Fault::Status { status, retry_after } => {
            let message = match status {
                StatusCode::TOO_MANY_REQUESTS => "Too many requests",
                StatusCode::SERVICE_UNAVAILABLE => "The service is not available",
                _ => "The service has failed",
            };
            later(&call, Refusal::new(status, message), retry_after)
        }
        Fault::Quota { retry_after } => {
            let refusal = Refusal::new(StatusCode::FORBIDDEN, "API quota exceeded for this organisation");
            let left = HeaderName::from_static("x-ratelimit-remaining");
            later(&call, refusal, retry_after).with(left, HeaderValue::from_static("0"))
        }
        Fault::Html => Reply::html(StatusCode::OK, PAGE),
        Fault::Truncate => halved(carry_out(emulator, &call).await).await,
        Fault::NoEffect => Reply::done(),
        Fault::Stale(span) => {
            call.stale = Some(span);
            carry_out(emulator, &call).await
        }
    })
}

/// A web page, as a wrong address in front of the service would show one.
const PAGE: &str =
    "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>\n";

fn later(call: &Call, refusal: Refusal, retry_after: Option<u64>) -> Reply {
    let reply = web::refused(call.path(), refusal);
    match retry_after {
        Some(seconds) => reply.with(RETRY_AFTER, seconds),
        None => reply,
    }
}

/// The first half of the body, as a well-formed answer of 200. An answer without a body becomes half of one that has it.
async fn halved(reply: Reply) -> Reply {
    let Reply { headers, body, .. } = reply;
    let whole = body.gathered().await;
    if whole.len() < 2 {
        let half = r#"{"statusCode":200"#;
        return Reply::of_json(StatusCode::OK, Body::Whole(Some(half.into())));
    }
    let half = Body::Whole(Some(whole.slice(..whole.len() / 2)));
    Reply { status: StatusCode::OK, headers, body: half }
}
