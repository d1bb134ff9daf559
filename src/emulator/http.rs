//! A request that has arrived, and the answer to it.

use std::borrow::Cow;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Bytes, Frame, SizeHint};
use hyper::header::{HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, StatusCode, Uri};
use percent_encoding::percent_decode_str;
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
        let parts = self.path().split('/').filter(|part| !part.is_empty());
        parts.map(|part| percent_decode_str(part).decode_utf8_lossy()).collect()
    }

    /// A value of the query.
    pub(super) fn query(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut pairs = form_urlencoded::parse(self.uri.query()?.as_bytes());
        pairs.find_map(|(key, value)| (key == name).then_some(value))
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

    /// The body as a JSON object of this shape.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        // An array of the values, in the order of our struct, would do for serde.
        if self.body.trim_ascii_start().first() == Some(&b'[') {
            return Err(Refusal::bad_request("the body is wrong: an object is expected"));
        }
        serde_json::from_slice(&self.body)
            .map_err(|why| Refusal::bad_request(format!("the body is wrong: {why}")))
    }
}

/// An id in a path. What is not a number is no id.
pub(super) fn id(text: &str, what: &str) -> Result<i64, Refusal> {
    text.parse().map_err(|_| Refusal::not_found(what))
}

/// The connection ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("cut")]
pub(super) struct Cut;

pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Body,
}

impl Reply {
    /// 204
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

    pub(super) fn html(status: StatusCode, page: impl Into<Bytes>) -> Self {
        Self::typed(status, "text/html; charset=utf-8", Body::Whole(Some(page.into())))
    }

    /// A body of another kind.
    pub(super) fn typed(status: StatusCode, kind: &'static str, body: Body) -> Self {
        Self { status, headers: vec![(hyper::header::CONTENT_TYPE, HeaderValue::from_static(kind))], body }
    }

    pub(super) fn with(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Why a call is not carried out.
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

/// The body of an answer: all of it, or piece by piece.
pub(super) enum Body {
    Whole(Option<Bytes>),
    Pieces(mpsc::Receiver<Bytes>),
}

impl Body {
    /// All of it, once the last piece is there.
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
    use super::{Bytes, Call, HeaderMap, Method};

    #[test]
    fn percent_signs_and_pluses_are_decoded_where_that_is_possible() {
        let call = |uri: &'static str| Call {
            method: Method::GET,
            uri: uri.parse().unwrap(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            stale: None,
        };
        for (query, value) in
            [("/?a=%D0%96+b", "\u{416} b"), ("/?a=100%", "100%"), ("/?b=1&%61=%zz%4", "%zz%4")]
        {
            assert_eq!(call(query).query("a").as_deref(), Some(value), "{query}");
        }
        assert_eq!(call("/a+b%40c//%+1%2F").segments(), ["a+b@c", "%+1/"]);
    }
}
