//! What one running emulator holds, and the way of a request through it: noted, met by the faults,
//! carried out, its answer noted.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::{HeaderName, HeaderValue, RETRY_AFTER};

use super::api;
use super::control::{self, Log};
use super::faults::{Event, FaultInjection};
use super::http::{Body, Call, Refusal, Reply};
use super::own::Own;
use super::secrets::{self, Digested};
use super::server::Cut;
use super::store::Store;
use super::visibility::ReadVisibility;

/// Everything behind the front door.
pub(super) struct Service {
    pub(super) store: Store,
    pub(super) visibility: ReadVisibility,
    pub(super) faults: FaultInjection,
    pub(super) log: Log,
    /// Where only what was made for this run opens it.
    pub(super) own: Option<Own>,
    /// Whether `/_emulator` exists.
    control: bool,
}

impl Service {
    pub(super) fn new(store: Store, control: bool, own: Option<Own>) -> Self {
        let (visibility, faults, log) =
            (ReadVisibility::default(), FaultInjection::default(), Log::default());
        Self { store, visibility, faults, log, own, control }
    }

    /// A fresh key or token to hand out, and what the database is to keep of it.
    pub(super) fn mint(&self) -> (String, Digested) {
        let secret = secrets::token();
        let kept = secrets::digest(&secret);
        if let Some(own) = &self.own {
            own.hand_out(kept);
        }
        (secret, kept)
    }

    /// Answers a request, or cuts the connection.
    pub(super) async fn answer(self: &Arc<Self>, call: Call) -> Result<Reply, Cut> {
        if !self.control {
            return Ok(self.carry_out(&call).await);
        }
        if control::concerns(call.path()) {
            return Ok(control::answer(self, &call).unwrap_or_else(Reply::from));
        }
        let seq = self.log.received(&call);
        let reply = match self.faults.matches(&call) {
            None => self.carry_out(&call).await,
            Some(event) => self.weathered(call, event).await?,
        };
        self.log.answered(seq, reply.status);
        Ok(reply)
    }

    async fn carry_out(self: &Arc<Self>, call: &Call) -> Reply {
        api::answer(self, call).await.unwrap_or_else(Reply::from)
    }

    async fn weathered(self: &Arc<Self>, mut call: Call, event: Event) -> Result<Reply, Cut> {
        Ok(match event {
            Event::DropBefore => return Err(Cut),
            Event::DropAfter => {
                self.carry_out(&call).await;
                return Err(Cut);
            }
            Event::Delay(wait) => {
                let reply = self.carry_out(&call).await;
                tokio::time::sleep(wait).await;
                reply
            }
            Event::Status { status, retry_after } => failed(status, retry_after),
            Event::Quota { retry_after } => {
                let refusal = Refusal::new(StatusCode::FORBIDDEN, "API quota exceeded for this organisation");
                let left = HeaderName::from_static("x-ratelimit-remaining");
                later(Reply::from(refusal), retry_after).with(left, HeaderValue::from_static("0"))
            }
            Event::Html => Reply::html(PAGE),
            Event::Truncate => halved(self.carry_out(&call).await).await,
            Event::NoEffect => Reply::done(),
            Event::Stale(span) => {
                call.stale = Some(span);
                self.carry_out(&call).await
            }
        })
    }
}

/// What a wrong address in front of the service would show.
const PAGE: &str =
    "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>\n";

fn failed(status: StatusCode, retry_after: Option<u64>) -> Reply {
    let message = match status {
        StatusCode::TOO_MANY_REQUESTS => "Too many requests",
        StatusCode::SERVICE_UNAVAILABLE => "The service is not available",
        _ => "The service has failed",
    };
    later(Refusal::new(status, message).into(), retry_after)
}

fn later(reply: Reply, retry_after: Option<u64>) -> Reply {
    match retry_after {
        Some(seconds) => reply.with(RETRY_AFTER, seconds),
        None => reply,
    }
}

/// The first half of the JSON, as a well-formed answer of 200. A call with no body to halve gets half of one.
async fn halved(reply: Reply) -> Reply {
    let whole = reply.body.gathered().await;
    let whole = if whole.len() < 2 { r#"{"statusCode":200,"message":"done"}"#.into() } else { whole };
    Reply::of_json(StatusCode::OK, Body::Whole(Some(whole.slice(..whole.len() / 2))))
}
