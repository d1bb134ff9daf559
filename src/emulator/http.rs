//! A request as the routes see it, and what they answer.

use std::borrow::Cow;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Bytes, Frame, SizeHint};
use hyper::header::{HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, StatusCode, Uri};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::sync::mpsc;

/// A request that has arrived whole.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// For how long reads go on showing the enrolment that this call removes (faults only).
    pub(super) stale: Option<Duration>,
}

impl Call {
    pub(super) fn path(&self) -> &str {
        self.uri.path()
    }

    /// The parts of the path, decoded.
    pub(super) fn segments(&self) -> Vec<Cow<'_, str>> {
        self.path().split('/').filter(|part| !part.is_empty()).map(|part| decoded(part, false)).collect()
    }

    /// A value of the query.
    pub(super) fn query(&self, name: &str) -> Option<Cow<'_, str>> {
        self.uri.query()?.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(key, true) == name).then(|| decoded(value, true))
        })
    }

    /// A whole number of the query; absent or empty is `None`.
    pub(super) fn number(&self, name: &str) -> Result<Option<i64>, Refusal> {
        match self.query(name).filter(|text| !text.is_empty()) {
            None => Ok(None),
            Some(text) => text
                .parse()
                .map(Some)
                .map_err(|_| Refusal::bad_request(format!("{name} must be a whole number"))),
        }
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON of this shape.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_slice(&self.body)
            .map_err(|why| Refusal::bad_request(format!("the body is wrong: {why}")))
    }
}

/// Undoes percent encoding; in a query `+` is a space. What cannot be undone stays as it is.
fn decoded(text: &str, query: bool) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let escaped = match (byte, tail) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        out.push(match escaped {
            Some(value) => value,
            None if query && byte == b'+' => b' ',
            None => byte,
        });
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// What is answered.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Body,
}

impl Reply {
    /// 204: done, nothing to say.
    pub(super) fn done() -> Self {
        Self { status: StatusCode::NO_CONTENT, headers: Vec::new(), body: Body::Whole(None) }
    }

    /// 200 with JSON.
    pub(super) fn json(value: &impl Serialize) -> Result<Self, Refusal> {
        let text = serde_json::to_vec(value).map_err(|why| Refusal::internal(&why))?;
        Ok(Self::of_json(StatusCode::OK, Body::Whole(Some(text.into()))))
    }

    pub(super) fn of_json(status: StatusCode, body: Body) -> Self {
        Self::typed(status, "application/json; charset=utf-8", body)
    }

    pub(super) fn html(page: &'static str) -> Self {
        Self::typed(StatusCode::OK, "text/html; charset=utf-8", Body::Whole(Some(page.into())))
    }

    fn typed(status: StatusCode, kind: &'static str, body: Body) -> Self {
        Self { status, headers: vec![(hyper::header::CONTENT_TYPE, HeaderValue::from_static(kind))], body }
    }

    pub(super) fn with(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Why a call is not carried out.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn unauthenticated(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, message)
    }

    pub(super) fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "Only administrators of this organisation can do this")
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("No such {what}"))
    }

    pub(super) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    pub(super) fn internal(why: &dyn std::error::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, why.to_string())
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(why: rusqlite::Error) -> Self {
        Self::internal(&why)
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let Refusal { status, message } = refusal;
        let error = status.canonical_reason().unwrap_or_default();
        let text = json!({ "statusCode": status.as_u16(), "error": error, "message": message }).to_string();
        Self::of_json(status, Body::Whole(Some(text.into())))
    }
}

/// What follows the headers: all of it, or piece by piece.
pub(super) enum Body {
    Whole(Option<Bytes>),
    Pieces(mpsc::Receiver<Bytes>),
}

impl Body {
    /// Waits for the end and gives everything.
    pub(super) async fn gathered(self) -> Bytes {
        match self {
            Self::Whole(bytes) => bytes.unwrap_or_default(),
            Self::Pieces(mut pieces) => {
                let mut all = Vec::new();
                while let Some(piece) = pieces.recv().await {
                    all.extend_from_slice(&piece);
                }
                all.into()
            }
        }
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Pieces(pieces) => {
                pieces.poll_recv(context).map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            Self::Pieces(_) => SizeHint::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn percent_signs_and_pluses_are_undone_where_they_can_be() {
        assert_eq!(decoded("%D0%96+b", true), "\u{416} b");
        assert_eq!(decoded("a+b%40c", false), "a+b@c");
        assert_eq!(decoded("100%", true), "100%");
        assert_eq!(decoded("%zz%4", true), "%zz%4");
        assert_eq!(decoded("%+1", false), "%+1");
    }
}
