//! One transport for every provider: time-outs, what may be sent again, throttling, and what a status means.

use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Client, Method, Url};
use serde::Serialize;
use serde_json::Value;
use tokio::time::{Instant, sleep};
use zeroize::Zeroizing;

use super::body::{Body, Fit};
use super::client::{client, lost};
use super::list::List;
use super::pace::{Class, Pace};
use super::redaction::Redaction;
use super::response::{Response, judge};
use super::{Endpoint, Exchange, Lost, ProviderError, SignInError, Trace};
use crate::credentials::Secret;
use crate::model::Clock;

/// Reads, and changes that certainly never left, are tried this often.
pub(super) const TRIES: u32 = 3;
/// A change in its slot is not tried again when so much time has passed.
const LATEST_TRY: Duration = Duration::from_secs(2);
/// The pause before the second try; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// A connection to one service.
pub(super) struct Http {
    client: Client,
    base: Url,
    pace: Pace,
    clock: Clock,
    /// The limit for one request.
    timeout: Duration,
    redaction: Rc<Redaction>,
    trace: Option<Trace>,
}

/// What is asked of the service.
pub(super) struct Request {
    method: Method,
    path: String,
    query: Vec<(&'static str, String)>,
    body: Option<Zeroizing<Vec<u8>>>,
    secret: Option<(HeaderName, HeaderValue)>,
    repeat: Repeat,
    fit: Fit,
    /// What it sends that must not be shown.
    sent: Vec<Secret>,
    /// Does the answer bring a new credential? It may be the one that was sent.
    brings_a_token: bool,
    /// Has the caller waited for a slot?
    in_slot: bool,
}

/// May the request be sent again by itself?
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// A read: after any passing fault.
    Always,
    /// A change: only when the one before certainly never reached the service.
    WhenNotSent,
}

/// A success.
pub(super) enum Answer {
    /// With its body read; null where there is none.
    Whole(Value),
    /// A list that is still coming in.
    Open(Box<List>),
}

impl Request {
    /// A read.
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path, Repeat::Always)
    }

    /// A change, or anything else that must not be repeated.
    pub(super) fn change(method: Method, path: impl Into<String>) -> Self {
        Self::new(method, path, Repeat::WhenNotSent)
    }

    fn new(method: Method, path: impl Into<String>, repeat: Repeat) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            body: None,
            secret: None,
            repeat,
            fit: Fit::One,
            sent: Vec::new(),
            brings_a_token: false,
            in_slot: false,
        }
    }

    fn class(&self) -> Class {
        match self.repeat {
            Repeat::Always => Class::Read,
            Repeat::WhenNotSent => Class::Change,
        }
    }

    /// The caller has waited until a change may go out. If that is over by now it is not sent, and
    /// [`ProviderError::Throttled`] says so.
    pub(super) fn in_slot(mut self) -> Self {
        self.in_slot = true;
        self
    }

    /// Has it taken so long that whoever looked at something before must look again?
    pub(super) fn is_late(&self, started: Instant) -> bool {
        self.in_slot && started.elapsed() > LATEST_TRY
    }

    /// What the answer is for, where that is not one person or one change.
    pub(super) fn fit(mut self, fit: Fit) -> Self {
        self.fit = fit;
        self
    }

    /// The body holds this, which is taken out of the words that come back.
    pub(super) fn hides(mut self, secret: &Secret) -> Self {
        self.sent.push(secret.clone());
        self
    }

    /// The answer brings a credential: it is left as it is, and nothing of it may be shown.
    pub(super) fn brings_a_token(mut self) -> Self {
        self.brings_a_token = true;
        self
    }

    pub(super) fn query(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.query.push((key, value.into()));
        self
    }

    /// The body. It may hold a password: it is wiped, and has room enough not to grow, which would leave a copy.
    pub(super) fn json(mut self, body: &impl Serialize) -> Self {
        let mut bytes = Zeroizing::new(Vec::with_capacity(4 << 10));
        serde_json::to_writer(&mut *bytes, body).expect("texts and numbers are always JSON");
        self.body = Some(bytes);
        self
    }

    /// The header that opens the service. Marked as sensitive, so that nothing below us prints it.
    pub(super) fn secret(
        mut self,
        name: HeaderName,
        prefix: &str,
        secret: &Secret,
    ) -> Result<Self, SignInError> {
        let text = Zeroizing::new([prefix, secret.expose()].concat());
        let mut value = HeaderValue::from_str(&text).map_err(|_| {
            let message = "the credential holds characters that no header may carry".to_owned();
            SignInError::Rejected { message }
        })?;
        value.set_sensitive(true);
        self.secret = Some((name, value));
        Ok(self.hides(secret))
    }
}

impl Http {
    /// Prepares the client. Nothing is sent. `concurrency` is how many requests may be under way at once.
    pub(super) fn new(endpoint: &Endpoint, concurrency: usize) -> Result<Self, ProviderError> {
        let client = client(endpoint)?;
        let base = endpoint.url.clone();
        let pace = Pace::new(endpoint, concurrency);
        let (timeout, redaction) = (endpoint.timeout, Rc::default());
        Ok(Self {
            client,
            base,
            pace,
            clock: endpoint.clock,
            timeout,
            redaction,
            trace: endpoint.trace.clone(),
        })
    }

    /// Changes a second that go out at most now; `None` while nothing holds them.
    pub(super) fn pace(&self) -> Option<f64> {
        self.pace.rate(Class::Change)
    }

    /// Waits until a change may go out, which is then sent with [`Request::in_slot`].
    pub(super) async fn ready(&self) -> Result<(), ProviderError> {
        self.pace.take_slot(Class::Change).await
    }

    /// The time of day.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Sends a request as often as it may be, and reads the answer.
    pub(super) async fn send(&self, request: &Request) -> Result<Answer, ProviderError> {
        let started = Instant::now();
        let mut pause = FIRST_PAUSE;
        let mut tries = 1;
        loop {
            let admission = if request.in_slot {
                let admission = self.pace.admit_in_slot(request.class()).await?;
                // Whoever has waited long for others to come back must look again, too.
                admission.filter(|_| !request.is_late(started)).ok_or(ProviderError::Throttled)?
            } else {
                self.pace.admit(request.class()).await?
            };
            let reply = self.once(request).await;
            let error = match reply {
                Ok(Response::Throttled { retry_after }) => {
                    self.pace.throttled(&admission, retry_after)?;
                    if request.in_slot {
                        return Err(ProviderError::Throttled);
                    }
                    continue;
                }
                Ok(Response::Answer(answer)) => {
                    self.pace.answered(&admission);
                    return Ok(answer);
                }
                Err(error) => error,
            };
            if is_an_answer(&error) {
                self.pace.answered(&admission);
            }
            // Others may be sent while this one waits for its next try.
            drop(admission);
            let again = match &error {
                ProviderError::Unreachable { .. } => true,
                ProviderError::NoAnswer(lost) => request.repeat == Repeat::Always && lost.may_pass(),
                _ => false,
            };
            if !again || tries == TRIES || request.is_late(started) {
                return Err(error);
            }
            sleep(pause).await;
            pause *= 2;
            tries += 1;
        }
    }

    async fn once(&self, request: &Request) -> Result<Response, ProviderError> {
        let url = self.url(request);
        let started = Instant::now();
        let mut status = None;
        let reply = self.exchange(request, &url, &mut status).await;
        if let Some(trace) = &self.trace {
            let answer = match (&reply, status) {
                (_, Some(status)) => Ok(status),
                (Err(error), None) => Err(error),
                (Ok(_), None) => unreachable!("a reply has a status"),
            };
            let (method, path) = (request.method.as_str(), url.path());
            trace(&Exchange { method, path, answer, took: started.elapsed() });
        }
        reply
    }

    async fn exchange(
        &self,
        request: &Request,
        url: &Url,
        status: &mut Option<u16>,
    ) -> Result<Response, ProviderError> {
        let mut outgoing =
            self.client.request(request.method.clone(), url.clone()).header(ACCEPT, "application/json");
        if let Some((name, value)) = &request.secret {
            outgoing = outgoing.header(name, value);
        }
        if let Some(body) = &request.body {
            outgoing = outgoing.header(CONTENT_TYPE, "application/json").body(body.to_vec());
        }
        request.sent.iter().for_each(|secret| self.redaction.learn(secret));
        if request.fit != Fit::One {
            // The limit then holds from one piece to the next, and from one element to the next (`body.rs`).
            outgoing = outgoing.timeout(Duration::from_hours(24));
        }
        let response = outgoing.send().await.map_err(|error| lost(&self.base, &error))?;
        let code = response.status();
        *status = Some(code.as_u16());
        let headers = response.headers().clone();
        // A refusal is short, whatever was asked for.
        let fit = if code.is_success() { request.fit } else { Fit::One };
        let mut body = Body::new(response, fit, self.timeout);
        if fit == Fit::Endless {
            let list = List::begin(body, &headers, Rc::clone(&self.redaction)).await?;
            return Ok(Response::Answer(Answer::Open(Box::new(list))));
        }
        let mut bytes = Vec::new();
        let read = body.read(&mut bytes).await;
        // A body that breaks off or never ends after an error status changes nothing about what the status says.
        if code.is_success() {
            read?;
        }
        let mut reply = judge(request.repeat, code, &headers, &bytes, self.clock.now(), &self.redaction)?;
        if let (Response::Answer(Answer::Whole(json)), false) = (&mut reply, request.brings_a_token) {
            self.redaction.json(json);
        }
        Ok(reply)
    }

    /// The base URL, its path prefix kept, and the request's own path.
    fn url(&self, request: &Request) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{}", self.base.path().trim_end_matches('/'), request.path));
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        url
    }
}

/// Did the service itself say something, if only "no"?
fn is_an_answer(error: &ProviderError) -> bool {
    !matches!(
        error,
        ProviderError::Unreachable { .. } | ProviderError::NoAnswer(Lost::TimedOut | Lost::Cut { .. })
    )
}

impl Answer {
    /// The body. A list that is still coming in has none yet.
    pub(super) fn json(self) -> Value {
        match self {
            Self::Whole(json) => json,
            Self::Open(_) => Value::Null,
        }
    }
}
