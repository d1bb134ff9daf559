//! What an answer means: its status, headers and body, taken together.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER};
use serde_json::Value;

use super::redaction::Redaction;
use super::transport::{Answer, Repeat};
use super::{Lost, ProviderError, SignInError, strict};

/// How much of a body that is not the API's is quoted.
const QUOTED: usize = 300;
/// So many bytes of the service's words are kept: the 4 kB of the contract.
const WORDS: usize = 4000;

/// What one exchange brought.
pub(super) enum Response {
    Answer(Answer),
    Throttled { retry_after: Option<Duration> },
}

/// What a status, its headers and its body mean together, in answer to a read or to a change. Words of the service come
/// out redacted and cut; a body that is the API's is left to the caller.
pub(super) fn judge(
    repeat: Repeat,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    now: Timestamp,
    redaction: &Redaction,
) -> Result<Response, ProviderError> {
    let message = || message(status, body, redaction);
    if let Some(reply) = throttling(status, headers, now, &message) {
        return Ok(reply);
    }
    let code = status.as_u16();
    let is_change = repeat == Repeat::WhenNotSent;
    match code {
        200..=299 => success(headers, body).map(Response::Answer),
        300..=399 => {
            let to = headers.get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("nowhere");
            Err(ProviderError::NotTheApi { why: format!("a redirect to {}", cut(&redaction.text(to))) })
        }
        401 => Err(ProviderError::Unauthenticated { why: SignInError::Rejected { message: message() } }),
        // A gateway speaks here, and the service behind it may still be at work: never to be sent again.
        408 | 504 | 522 | 524 if is_change => Err(ProviderError::NoAnswer(Lost::TimedOut)),
        // Whoever wrote the page is not the API, and what the API did nobody knows.
        400..=499 if is_change && is_web_page(headers, body) => Err(ProviderError::NoAnswer(Lost::WebPage)),
        403 => Err(ProviderError::Forbidden { message: message() }),
        500..=599 => Err(ProviderError::NoAnswer(Lost::ServerError { status: code, message: message() })),
        _ if is_web_page(headers, body) => {
            Err(ProviderError::NotTheApi { why: format!("{code} with a web page") })
        }
        _ => Err(ProviderError::Refused { status: code, message: message() }),
    }
}

fn success(headers: &HeaderMap, body: &[u8]) -> Result<Answer, ProviderError> {
    if is_web_page(headers, body) {
        return Err(ProviderError::NoAnswer(Lost::WebPage));
    }
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Answer::Whole(Value::Null));
    }
    strict::json(body).map(Answer::Whole).map_err(garbled)
}

pub(super) fn is_web_page(headers: &HeaderMap, body: &[u8]) -> bool {
    let html = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    html || body.trim_ascii_start().first() == Some(&b'<')
}

/// 429, 503 with `Retry-After`, and a 403 that speaks of a quota.
fn throttling(
    status: StatusCode,
    headers: &HeaderMap,
    now: Timestamp,
    message: &dyn Fn() -> String,
) -> Option<Response> {
    let retry_after =
        headers.get(RETRY_AFTER).map(|value| retry_after(value.to_str().unwrap_or_default(), now));
    let is_throttling = match status.as_u16() {
        429 => true,
        503 => retry_after.is_some(),
        403 => {
            let none_left = headers.get("x-ratelimit-remaining").is_some_and(|left| left == "0");
            let text = message().to_lowercase();
            let says_so =
                ["quota", "rate limit", "too many requests"].iter().any(|words| text.contains(words));
            retry_after.is_some() || none_left || says_so
        }
        _ => false,
    };
    is_throttling.then(|| Response::Throttled { retry_after: retry_after.flatten() })
}

/// Seconds, or a date (RFC 9110, section 10.2.3).
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    value.parse().ok().map(Duration::from_secs).or_else(|| {
        let date = rfc2822::parse(value).ok()?.timestamp();
        Some(date.duration_since(now).try_into().unwrap_or(Duration::ZERO))
    })
}

/// The service's own words, wherever it put them; else the status and the beginning of the body.
fn message(status: StatusCode, body: &[u8], redaction: &Redaction) -> String {
    let json = serde_json::from_slice::<Value>(body).ok();
    let said = json.as_ref().and_then(|json| {
        [
            &json["message"],
            &json["errors"][0]["message"],
            &json["errorMessage"],
            &json["error"]["message"],
            &json["result"]["error"]["message"],
            &json["error"],
        ]
        .into_iter()
        .find_map(|text| text.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned))
    });
    // Before it is cut, for a part of a credential would not be found.
    if let Some(said) = said {
        return cut(&redaction.text(&said));
    }
    // Written anew, a text has no escapes but those that it needs.
    let text = json.map_or_else(|| String::from_utf8_lossy(body), |json| json.to_string().into());
    let text: String = redaction.text(&text).chars().take(QUOTED).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { status.to_string() } else { format!("{status}: {text}") }
}

/// Foreign text, no longer than anybody reads.
#[must_use]
pub fn cut(text: &str) -> String {
    if text.len() <= WORDS {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(WORDS - '…'.len_utf8());
    format!("{}…", &text[..end])
}

pub(super) fn garbled(why: String) -> ProviderError {
    ProviderError::NoAnswer(Lost::Garbled { why })
}
