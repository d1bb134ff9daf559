//! The body of an answer while it comes in: it may be only so large and so slow as an answer of its kind is.

use std::time::Duration;

use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use tokio::time::{Instant, timeout};

use super::client::lost;
use super::error::{Lost, ProviderError};
use super::json_array::{Measure, ONE, oversized};

/// A page of a thousand people, of 16 kB each.
const PAGE: usize = 16 * ONE;
/// A list that has to be held whole, because what stands behind it decides whether it can be trusted. It has room for
/// 400,000 people of the 300 bytes that privacyIDEA writes of one, which is more than its user stores give at once.
const WHOLE: usize = 128 * ONE;
/// So many time-outs may go by without an element of a list (also a number of `cli.md`).
const SILENCE: u32 = 10;

/// What an answer is for, which says how large and how slow it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// One person, or what came of a change. All of it comes within the time-out.
    One,
    /// The same, with a new credential in it: it is not redacted, and nothing of it may be shown.
    Token,
    /// A page of a list, or a short one.
    Page,
    /// A list that is held whole.
    Whole,
    /// A list that is read while it comes in, however long it is.
    Endless,
}

impl Fit {
    /// Does all of it come within the time-out of one request?
    pub(super) fn is_short(self) -> bool {
        matches!(self, Self::One | Self::Token)
    }
}

/// What is still to come of an answer.
pub(super) struct Body {
    response: Response,
    fit: Fit,
    /// How long it may bring no element of a list.
    silence: Duration,
    /// How long it was waited for since the last element. The time that we work in between does not count.
    waited: Duration,
}

impl Body {
    /// `limit` is that of one request.
    pub(super) fn new(response: Response, fit: Fit, limit: Duration) -> Self {
        let silence = if fit.is_short() { limit } else { limit.saturating_mul(SILENCE) };
        Self { response, fit, silence, waited: Duration::ZERO }
    }

    /// The next piece; `None` at the end.
    pub(super) async fn piece(&mut self) -> Result<Option<impl AsRef<[u8]> + use<>>, ProviderError> {
        let asked = Instant::now();
        let left = self.silence.saturating_sub(self.waited);
        let piece = timeout(left, self.response.chunk()).await.map_err(|_| self.late())?;
        self.waited += asked.elapsed();
        piece.map_err(|error| lost(self.response.url(), &error))
    }

    fn late(&self) -> ProviderError {
        let seconds = self.silence.as_secs();
        ProviderError::NoAnswer(if self.fit.is_short() { Lost::TimedOut } else { Lost::Stalled { seconds } })
    }

    /// An element came.
    pub(super) fn goes_on(&mut self) {
        self.waited = Duration::ZERO;
    }

    /// Reads all of it. What came before an error stays in `bytes`.
    pub(super) async fn read(&mut self, bytes: &mut Vec<u8>) -> Result<(), ProviderError> {
        let most = match self.fit {
            Fit::One | Fit::Token => ONE,
            Fit::Page => PAGE,
            Fit::Whole | Fit::Endless => WHOLE,
        };
        let mut measure = Measure::default();
        while let Some(piece) = self.piece().await? {
            let piece = piece.as_ref();
            if bytes.len() + piece.len() > most {
                return Err(ProviderError::NoAnswer(oversized(most)));
            }
            bytes.extend_from_slice(piece);
            if self.fit.is_short() {
                continue;
            }
            if measure.feed(piece) {
                self.goes_on();
            }
            if measure.since > ONE {
                return Err(ProviderError::NoAnswer(oversized(ONE)));
            }
        }
        Ok(())
    }
}

/// Is it a web page, by its type or its first letter?
pub(super) fn is_web_page(headers: &HeaderMap, body: &[u8]) -> bool {
    let html = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    html || body.trim_ascii_start().first() == Some(&b'<')
}
