//! One transport for every provider: time-outs, what may be sent again, throttling, and what a status means.

use std::error::Error;
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Certificate, Client, Method, Response, Url, redirect, retry};
use serde::Serialize;
use serde_json::Value;
use tokio::time::{Instant, sleep};
use zeroize::Zeroizing;

use super::elements::Elements;
use super::judge::{Reply, garbled, is_web_page, judge};
use super::pace::Pace;
use super::{Endpoint, Exchange, Lost, Obstacle, ProviderError, SignInError, Trace};
use crate::credentials::Secret;
use crate::model::Clock;

/// Reads, and changes that certainly never left, are tried this often.
pub(super) const TRIES: u32 = 3;
/// The pause before the second try; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// A connection to one service.
pub(super) struct Http {
    client: Client,
    base: Url,
    pace: Pace,
    clock: Clock,
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
    /// Is the answer a list that may be too long to be held whole?
    endless: bool,
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

/// A list that is read while it comes in.
pub(super) struct List {
    response: Response,
    elements: Elements,
    complete: Vec<Value>,
    /// How many of the elements to come are passed over.
    passed_over: usize,
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
            endless: false,
        }
    }

    /// The answer is a list that may be too long to be held whole.
    pub(super) fn endless(mut self) -> Self {
        self.endless = true;
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
        Ok(self)
    }
}

impl Http {
    /// Prepares the client. Nothing is sent.
    pub(super) fn new(endpoint: &Endpoint) -> Result<Self, ProviderError> {
        // No other part of the program chooses a provider of cryptography; a second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let loopback = is_loopback(&endpoint.url);
        let mut client = Client::builder()
            .user_agent(concat!("mfa-admin/", env!("CARGO_PKG_VERSION")))
            // A redirect would hand `x-api-key` on to whoever it names.
            .redirect(redirect::Policy::none())
            // What may be sent again is decided here, never below.
            .retry(retry::never())
            .referer(false)
            .http1_only()
            .tcp_nodelay(true)
            .timeout(endpoint.timeout)
            .read_timeout(endpoint.timeout)
            // Shorter than the whole, so that a time-out in here is known as "never sent".
            .connect_timeout(endpoint.timeout.mul_f32(0.9));
        if loopback {
            client = client.no_proxy();
        }
        if let Some(path) = &endpoint.ca_file {
            client = client.tls_certs_only(certificates(path)?);
        } else if endpoint.url.scheme() == "http" {
            // Loading the system's authorities takes 3 ms that a plain connection has no use for.
            client = client.tls_certs_only([]);
        }
        // Nothing can be wrong with it but the authorities of this machine.
        let client = client.build().map_err(|error| ProviderError::Unreachable {
            host: host(&endpoint.url),
            obstacle: Obstacle::Untrusted,
            why: format!("TLS cannot be set up: {}", chain(&error)),
        })?;
        let base = endpoint.url.clone();
        let (pace, clock) = (Pace::new(endpoint.patience, endpoint.stop.clone()), endpoint.clock);
        Ok(Self { client, base, pace, clock, trace: endpoint.trace.clone() })
    }

    /// Sends a request as often as it may be, and reads the answer.
    pub(super) async fn send(&self, request: &Request) -> Result<Answer, ProviderError> {
        let mut pause = FIRST_PAUSE;
        let mut tries = 1;
        loop {
            match request.repeat {
                Repeat::Always => self.pace.wait().await,
                Repeat::WhenNotSent => self.pace.wait_unless_stopped().await?,
            }
            let error = match self.once(request).await {
                Ok(Reply::Answer(answer)) => {
                    self.pace.answered();
                    return Ok(answer);
                }
                Ok(Reply::Throttled { retry_after }) => {
                    self.pace.throttled(retry_after)?;
                    continue;
                }
                Err(error) => error,
            };
            let again = match &error {
                ProviderError::Unreachable { .. } => true,
                ProviderError::NoAnswer(_) => request.repeat == Repeat::Always,
                _ => false,
            };
            if !again || tries == TRIES {
                return Err(error);
            }
            sleep(pause).await;
            pause *= 2;
            tries += 1;
        }
    }

    async fn once(&self, request: &Request) -> Result<Reply, ProviderError> {
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
    ) -> Result<Reply, ProviderError> {
        let mut outgoing =
            self.client.request(request.method.clone(), url.clone()).header(ACCEPT, "application/json");
        if let Some((name, value)) = &request.secret {
            outgoing = outgoing.header(name, value);
        }
        if let Some(body) = &request.body {
            outgoing = outgoing.header(CONTENT_TYPE, "application/json").body(body.to_vec());
        }
        if request.endless {
            // The limit then holds from one piece to the next.
            outgoing = outgoing.timeout(Duration::from_hours(24));
        }
        let response = outgoing.send().await.map_err(|error| lost(&self.base, &error))?;
        let code = response.status();
        *status = Some(code.as_u16());
        if request.endless && code.is_success() {
            return List::begin(response, &self.base)
                .await
                .map(|list| Reply::Answer(Answer::Open(Box::new(list))));
        }
        let headers = response.headers().clone();
        // A body that breaks off after an error status changes nothing about what the status says.
        let body = match response.bytes().await {
            Err(error) if code.is_success() => return Err(lost(&self.base, &error)),
            body => body.unwrap_or_default(),
        };
        judge(request.repeat, code, &headers, &body, self.clock.now())
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

/// Tells "never sent" from "sent, and no answer".
fn lost(base: &Url, error: &reqwest::Error) -> ProviderError {
    let why = chain(error);
    if error.is_connect() || error.is_builder() {
        return ProviderError::Unreachable { host: host(base), obstacle: obstacle(error), why };
    }
    ProviderError::NoAnswer(if error.is_timeout() { Lost::TimedOut } else { Lost::Cut { why } })
}

/// Looks for rustls among the causes: reqwest says only that there is no connection.
fn obstacle(error: &(dyn Error + 'static)) -> Obstacle {
    use rustls::{CertificateError, Error as Tls, InvalidMessage};
    let mut cause = Some(error);
    while let Some(error) = cause {
        // An error of io keeps the one that it wraps out of the chain.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        match wrapped.map_or_else(|| error.downcast_ref(), |wrapped| wrapped.downcast_ref()) {
            Some(Tls::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::Other(_))) => {
                return Obstacle::Untrusted;
            }
            Some(Tls::InvalidMessage(InvalidMessage::InvalidContentType)) => return Obstacle::PlainHttp,
            _ => {}
        }
        cause = wrapped.map(|wrapped| wrapped as &(dyn Error + 'static)).or_else(|| error.source());
    }
    Obstacle::Other
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

impl List {
    /// Reads the first piece, by which a web page can be told from a list.
    async fn begin(mut response: Response, base: &Url) -> Result<Self, ProviderError> {
        let first = response.chunk().await.map_err(|error| lost(base, &error))?.unwrap_or_default();
        if is_web_page(response.headers(), &first) {
            return Err(ProviderError::NoAnswer(Lost::WebPage));
        }
        let mut elements = Elements::default();
        let complete = elements.feed(&first).map_err(garbled)?;
        Ok(Self { response, elements, complete, passed_over: 0 })
    }

    /// Leaves out the first elements, which an answer that broke off has already given.
    pub(super) fn pass_over(&mut self, count: usize) {
        self.passed_over = count;
    }

    /// The next elements; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Value>>, ProviderError> {
        loop {
            let known = self.passed_over.min(self.complete.len());
            self.complete.drain(..known);
            self.passed_over -= known;
            if !self.complete.is_empty() {
                return Ok(Some(std::mem::take(&mut self.complete)));
            }
            let Some(piece) =
                self.response.chunk().await.map_err(|error| lost(self.response.url(), &error))?
            else {
                return self.elements.end().map(|()| None).map_err(garbled);
            };
            self.complete = self.elements.feed(&piece).map_err(garbled)?;
        }
    }
}

/// reqwest's own words say nothing; the causes below do.
fn chain(error: &dyn Error) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        // A cause often repeats the one below it.
        if words.last().is_none_or(|last| !last.contains(&said)) {
            words.push(said);
        }
        cause = error.source();
    }
    if words.is_empty() { error.to_string() } else { words.join(": ") }
}

fn certificates(path: &Path) -> Result<Vec<Certificate>, ProviderError> {
    let fail = |why: String| ProviderError::CaFile { path: path.to_owned(), why };
    let pem = std::fs::read(path).map_err(|error| fail(error.to_string()))?;
    let found = Certificate::from_pem_bundle(&pem).map_err(|error| fail(chain(&error)))?;
    if found.is_empty() { Err(fail("there is no certificate in it".to_owned())) } else { Ok(found) }
}

/// Is it this very machine: 127.0.0.0/8, `[::1]` or `localhost`?
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    ip.map_or_else(|_| host.eq_ignore_ascii_case("localhost"), |ip| ip.is_loopback())
}

fn host(url: &Url) -> String {
    let port = url.port_or_known_default().map_or_else(String::new, |port| format!(":{port}"));
    format!("{}{port}", url.host_str().unwrap_or_default())
}
