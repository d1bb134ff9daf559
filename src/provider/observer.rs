//! What a connection tells while it works. Nothing here is written anywhere: the observer decides.

use std::rc::Rc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::Instant;

use super::error::ProviderError;
use super::redaction::Redaction;

/// Called at every event.
pub type Observer = Rc<dyn Fn(&Event<'_>)>;

/// What happened on a connection.
pub enum Event<'a> {
    /// A request was sent, and answered or not.
    Exchange(Exchange<'a>),
    /// The service throttles, still or again.
    Throttled(Throttling),
    /// It does not any more.
    Unthrottled,
    /// A request got no answer and is sent again.
    Retry(Retrying<'a>),
    /// It has its answer, or is given up.
    RetryOver,
}

/// How the service throttles.
#[derive(Debug, Clone, Copy)]
pub struct Throttling {
    /// What it throttles: `reads` or `changes`.
    pub what: &'static str,
    /// When the next request may leave.
    pub opens: Instant,
    /// When the run ends, if the service still throttles.
    pub patience_ends: Instant,
    /// The most requests a second from then on; `None` while nothing limits them.
    pub rate: Option<f64>,
}

/// A request that is sent again.
pub struct Retrying<'a> {
    /// Why.
    pub error: &'a ProviderError,
    /// When.
    pub at: Instant,
    /// Which try that is.
    pub next: u32,
    /// How many there are.
    pub of: u32,
}

/// One request and its answer. Its body cannot be seen, nor can a secret.
pub struct Exchange<'a> {
    /// The method.
    pub method: &'a str,
    /// The URL without its query, which may hold what a person typed.
    pub path: &'a str,
    /// The status, or what went wrong.
    pub answer: Result<u16, &'a ProviderError>,
    /// How long it took.
    pub took: Duration,
    pub(super) sent: &'a HeaderMap,
    pub(super) received: Option<&'a HeaderMap>,
    pub(super) redaction: &'a Redaction,
}

/// Stands for the value of a header that is or may be a secret.
const HIDDEN: &str = "[hidden]";
/// A header with one of these in its name may hold a secret.
const SECRET: [&str; 7] = ["auth", "cookie", "credential", "key", "secret", "session", "token"];
/// So many characters of a value are shown.
const LONGEST: usize = 300;

impl Exchange<'_> {
    /// The headers of the request: names and values.
    #[must_use]
    pub fn sent(&self) -> Vec<(String, String)> {
        self.shown(self.sent)
    }

    /// The headers of the answer, where there is one.
    #[must_use]
    pub fn received(&self) -> Vec<(String, String)> {
        self.received.map_or_else(Vec::new, |headers| self.shown(headers))
    }

    fn shown(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        let shown = |(name, value): (&HeaderName, &HeaderValue)| {
            let name = self.redaction.text(name.as_str()).into_owned();
            if value.is_sensitive() || SECRET.iter().any(|part| name.contains(part)) {
                return (name, HIDDEN.to_owned());
            }
            let value = String::from_utf8_lossy(value.as_bytes());
            let value = self.redaction.text(&value).chars().take(LONGEST).collect();
            (name, value)
        };
        headers.iter().map(shown).collect()
    }
}
