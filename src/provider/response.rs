//! What an answer means: its status, headers and body, taken together.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use serde_json::Value;

use super::body::is_web_page;
use super::error::{Lost, ProviderError, SignInError};
use super::list::List;
use super::pace::Class;
use super::redaction::Redaction;
use super::strict;

/// How much of a body that is not the API's is quoted.
const QUOTED: usize = 300;
/// So many bytes of the service's words are kept: the 4 kB of `cli.md`.
const WORDS: usize = 4000;

/// What one exchange brought.
pub(super) enum Response {
    Success(Content),
    Throttled { retry_after: Option<Duration> },
}

/// What a success brought.
pub(super) enum Content {
    /// A body; null where there is none.
    Json(Value),
    /// A list that is still coming in.
    List(Box<List>),
}

impl Content {
    /// The body. A list that is still coming in has none yet.
    pub(super) fn json(self) -> Value {
        match self {
            Self::Json(json) => json,
            Self::List(_) => Value::Null,
        }
    }
}

/// What a status, its headers and its body mean together, in answer to a read or to a change. The service's own words
/// come out redacted and cut; a body of the API is left to the caller.
pub(super) fn interpret(
    class: Class,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    now: Timestamp,
    redaction: &Redaction,
) -> Result<Response, ProviderError> {
    let message = || message(status, body, redaction);
    if let Some(throttled) = throttling(status, headers, now, &message) {
        return Ok(throttled);
    }
    let code = status.as_u16();
    let is_change = class == Class::Change;
    match code {
        200..=299 => success(headers, body).map(|json| Response::Success(Content::Json(json))),
        300..=399 => {
            let to = headers.get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("nowhere");
            Err(ProviderError::NotTheApi { why: format!("a redirect to {}", cut(&redaction.text(to))) })
        }
        401 => Err(ProviderError::Unauthenticated { why: SignInError::Rejected { message: message() } }),
        // A gateway speaks here, and the service behind it may still be at work: never to be sent again.
        408 | 504 | 522 | 524 if is_change => Err(ProviderError::NoAnswer(Lost::TimedOut)),
        // The API did not write the page, and may have made the change all the same.
        400..=499 if is_change && is_web_page(headers, body) => Err(ProviderError::NoAnswer(Lost::WebPage)),
        403 => Err(ProviderError::Forbidden { message: message() }),
        500..=599 => Err(ProviderError::NoAnswer(Lost::ServerError { status: code, message: message() })),
        _ if is_web_page(headers, body) => {
            Err(ProviderError::NotTheApi { why: format!("{code} with a web page") })
        }
        _ => Err(ProviderError::Refused { status: code, message: message() }),
    }
}

fn success(headers: &HeaderMap, body: &[u8]) -> Result<Value, ProviderError> {
    if is_web_page(headers, body) {
        return Err(ProviderError::NoAnswer(Lost::WebPage));
    }
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Null);
    }
    strict::json(body).map_err(ProviderError::garbled)
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

/// The service's own words, in any of the usual places; else the status and the beginning of the body.
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
    // Redacted before it is cut: a part of a credential would not be found.
    if let Some(said) = said {
        return cut(&redaction.text(&said));
    }
    // JSON that is written anew has only the escapes that it needs.
    let text = json.map_or_else(|| String::from_utf8_lossy(body), |json| json.to_string().into());
    let text: String = redaction.text(&text).chars().take(QUOTED).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { status.to_string() } else { format!("{status}: {text}") }
}

/// Foreign text, cut to a length that a person reads.
#[must_use]
pub fn cut(text: &str) -> String {
    if text.len() <= WORDS {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(WORDS - '…'.len_utf8());
    format!("{}…", &text[..end])
}
