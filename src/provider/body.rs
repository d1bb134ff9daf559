//! The body of an answer while it comes in: it may be only so large and so slow as an answer of its kind is.

use std::time::Duration;

use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use tokio::time::{Instant, timeout};

use super::client::lost;
use super::error::{Lost, ProviderError};

/// One person, one element of a list, or what stands around a list. The number is that of `cli.md` (exit codes).
pub(super) const ONE: usize = 1_000_000;
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
    /// A page of a list, or a short one.
    Page,
    /// A list that is held whole.
    Whole,
    /// A list that is read while it comes in, however long it is.
    Endless,
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
        let silence = if fit == Fit::One { limit } else { limit.saturating_mul(SILENCE) };
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
        ProviderError::NoAnswer(if self.fit == Fit::One { Lost::TimedOut } else { Lost::Stalled { seconds } })
    }

    /// An element came.
    pub(super) fn goes_on(&mut self) {
        self.waited = Duration::ZERO;
    }

    /// Reads all of it. What came before an error stays in `bytes`.
    pub(super) async fn read(&mut self, bytes: &mut Vec<u8>) -> Result<(), ProviderError> {
        let most = match self.fit {
            Fit::One => ONE,
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
            if self.fit == Fit::One {
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

pub(super) fn oversized(bytes: usize) -> Lost {
    Lost::Oversized { most: format!("{} MB", bytes / ONE) }
}

/// How much has come since the last element of a list was complete, whatever the list is called and where it stands.
#[derive(Default)]
struct Measure {
    /// Brackets open.
    depth: usize,
    /// How many are open in the list: the outermost bracket that is square.
    list: Option<usize>,
    text: Text,
    /// Has the element begun?
    begun: bool,
    since: usize,
}

/// Inside a string, brackets mean nothing.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    #[default]
    Outside,
    Inside,
    Escaped,
}

impl Text {
    /// Takes the next byte. True for every one of a string, its quotes included.
    pub(super) fn goes_through(&mut self, byte: u8) -> bool {
        let (next, within) = match (*self, byte) {
            (Self::Outside, b'"') => (Self::Inside, true),
            (Self::Outside, _) => (Self::Outside, false),
            (Self::Inside, b'\\') => (Self::Escaped, true),
            (Self::Inside, b'"') => (Self::Outside, true),
            (Self::Inside | Self::Escaped, _) => (Self::Inside, true),
        };
        *self = next;
        within
    }
}

impl Measure {
    /// Takes the next piece. Was an element complete with it? One that is larger than it may be stays the last.
    fn feed(&mut self, piece: &[u8]) -> bool {
        let mut came = false;
        for byte in piece {
            self.since += 1;
            if self.since > ONE {
                break;
            }
            came |= self.ends_an_element(*byte);
        }
        came
    }

    fn ends_an_element(&mut self, byte: u8) -> bool {
        if self.text.goes_through(byte) {
            self.begun |= self.list.is_some();
            return false;
        }
        let here = self.list == Some(self.depth);
        match byte {
            b'[' | b'{' => {
                self.begun |= self.list.is_some();
                self.depth += 1;
                if byte == b'[' {
                    self.list = self.list.or(Some(self.depth));
                }
            }
            b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                if here {
                    self.list = None;
                    return self.element();
                }
            }
            b',' if here => return self.element(),
            byte => self.begun |= self.list.is_some() && !byte.is_ascii_whitespace(),
        }
        false
    }

    /// Between two commas there must have been something.
    fn element(&mut self) -> bool {
        if self.begun {
            self.since = 0;
        }
        std::mem::take(&mut self.begun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many elements are complete, and how much has come since.
    fn measured(text: &str) -> (usize, usize) {
        let mut measure = Measure::default();
        let came = text.bytes().filter(|byte| measure.feed(&[*byte])).count();
        (came, measure.since)
    }

    #[test]
    fn elements_are_told_in_whichever_list() {
        assert_eq!(measured(r#"[{"a":1},{"b":[1,2,3]}]"#), (2, 0));
        assert_eq!(measured(r#"{"detail":{"x":[]},"value":[{"a":"],\"["}, 7 ,"x"] }"#), (3, 2));
        assert_eq!(measured(r#"{"value":{"tokens":[{"a":{"b":1}},"#), (1, 0));
    }

    #[test]
    fn what_is_no_element_brings_nothing_further() {
        for text in ["[ , , ,", "[[{\"a\":[1,2,3", "{\"a\":1,\"b\":2,", "{\"a\":[],\"a\":[],", "]]]}},,["] {
            assert_eq!(measured(text), (0, text.len()), "{text}");
        }
    }
}
