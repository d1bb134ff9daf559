//! Sends the requests of every provider: at the pace of the service, and again where that is safe.

use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, Url};
use serde_json::Value;
use tokio::time::{Instant, sleep_until};

use super::body::{Body, Fit};
use super::call_answer::CallAnswer;
use super::client::{client, lost};
use super::endpoint::Endpoint;
use super::error::{Lost, ProviderError};
use super::list::List;
use super::observer::{Event, Exchange, Observer, Retrying};
use super::pace::{Admission, ChangeSlot, Class, Pace};
use super::redaction::Redaction;
use super::request::Request;
use super::response::{Content, Response, interpret};
use crate::model::Clock;

/// Reads, and changes that certainly never left, are tried this often.
pub(super) const TRIES: u32 = 3;
/// A change is not sent any more when so much time has passed in its slot: the person must be read again.
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
    observer: Option<Observer>,
    concurrency: usize,
}

impl Http {
    /// Prepares the client. Nothing is sent. `usual` is how many requests may be in flight where the profile does not
    /// say.
    pub(super) fn new(endpoint: &Endpoint, usual: usize) -> Result<Self, ProviderError> {
        let concurrency = endpoint.concurrency.unwrap_or(usual);
        Ok(Self {
            client: client(endpoint)?,
            base: endpoint.url.clone(),
            pace: Pace::new(endpoint.patience, endpoint.rate, concurrency, endpoint.stop.clone()),
            clock: endpoint.clock,
            timeout: endpoint.timeout,
            redaction: Rc::default(),
            observer: endpoint.observer.clone(),
            concurrency,
        })
    }

    /// How many requests may be in flight.
    pub(super) fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// The most changes a second at the moment; `None` while nothing limits them.
    pub(super) fn pace(&self) -> Option<f64> {
        self.pace.rate(Class::Change)
    }

    /// Waits until a change may go out, which is then sent with [`Request::in_slot`].
    pub(super) async fn ready(&self) -> Result<ChangeSlot, ProviderError> {
        self.pace.take_slot().await
    }

    /// The time of day.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Sends a request as often as it may be, and reads the answer. A request without a slot waits for its turn here.
    pub(super) async fn send(&self, request: &Request) -> Result<Content, ProviderError> {
        let mut tries = 1;
        let result = self.send_again(request, &mut tries).await;
        if tries > 1 {
            self.tell(&Event::RetryOver);
        }
        result
    }

    async fn send_again(&self, request: &Request, tries: &mut u32) -> Result<Content, ProviderError> {
        let started = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let admission = match &request.slot {
                Some(slot) => {
                    let admission = self.pace.admit_in_slot(slot).await?;
                    admission.filter(|_| !is_late(request, started)).ok_or(ProviderError::Throttled)?
                }
                None => self.pace.admit(request.class()).await?,
            };
            let error = match self.once(request).await {
                Ok(Response::Throttled { retry_after }) => {
                    self.pace.throttled(&admission, retry_after)?;
                    self.tell_throttling();
                    if request.slot.is_some() {
                        return Err(ProviderError::Throttled);
                    }
                    continue;
                }
                Ok(Response::Success(content)) => {
                    self.answered(&admission);
                    return Ok(content);
                }
                Err(error) => error,
            };
            if is_an_answer(&error) {
                self.answered(&admission);
            }
            // Others may be sent while this one waits for its next try.
            drop(admission);
            let again = match &error {
                ProviderError::Unreachable { .. } => true,
                ProviderError::NoAnswer(lost) => request.class() == Class::Read && lost.may_pass(),
                _ => false,
            };
            if !again || *tries == TRIES || is_late(request, started) {
                return Err(error);
            }
            *tries += 1;
            let at = Instant::now() + pause;
            self.tell(&Event::Retry(Retrying { error: &error, at, next: *tries, of: TRIES }));
            sleep_until(at).await;
            pause *= 2;
        }
    }

    fn tell(&self, event: &Event<'_>) {
        if let Some(observer) = &self.observer {
            observer(event);
        }
    }

    /// The service answered, and it was not throttling.
    fn answered(&self, admission: &Admission<'_>) {
        if self.pace.answered(admission) {
            self.tell_throttling();
        }
    }

    fn tell_throttling(&self) {
        self.tell(&self.pace.throttling().map_or(Event::Unthrottled, Event::Throttled));
    }

    /// Sends a request once, and tells the observer.
    async fn once(&self, request: &Request) -> Result<Response, ProviderError> {
        let url = self.url(request);
        let sent = headers(request);
        let started = Instant::now();
        let mut received = None;
        let response = self.exchange(request, &url, &sent, &mut received).await;
        let answer = match (&response, &received) {
            (_, Some((status, _))) => Ok(*status),
            (Err(error), None) => Err(error),
            (Ok(_), None) => unreachable!("a response has a status"),
        };
        self.tell(&Event::Exchange(Exchange {
            method: request.method.as_str(),
            path: url.path(),
            answer,
            took: started.elapsed(),
            sent: &sent,
            received: received.as_ref().map(|(_, headers)| headers),
            redaction: &self.redaction,
        }));
        response
    }

    async fn exchange(
        &self,
        request: &Request,
        url: &Url,
        sent: &HeaderMap,
        received: &mut Option<(u16, HeaderMap)>,
    ) -> Result<Response, ProviderError> {
        let mut outgoing = self.client.request(request.method.clone(), url.clone()).headers(sent.clone());
        if let Some(body) = &request.body {
            outgoing = outgoing.body(body.to_vec());
        }
        if let Some(kept) = &request.kept {
            // An answer before this try is no answer to it.
            kept.take();
        }
        request.secrets.iter().for_each(|secret| self.redaction.learn(secret));
        if !request.fit.is_short() {
            // The limit then holds from one piece to the next, and from one element to the next (`body.rs`).
            outgoing = outgoing.timeout(Duration::from_hours(24));
        }
        let response = outgoing.send().await.map_err(|error| lost(&self.base, &error))?;
        let code = response.status();
        let headers = &received.insert((code.as_u16(), response.headers().clone())).1;
        // A refusal is short, whatever was asked for.
        let fit = if code.is_success() { request.fit } else { Fit::One };
        let mut body = Body::new(response, fit, self.timeout);
        if fit == Fit::Endless {
            let list = List::begin(body, headers, Rc::clone(&self.redaction)).await?;
            return Ok(Response::Success(Content::List(Box::new(list))));
        }
        let mut bytes = Vec::new();
        let read = body.read(&mut bytes).await;
        // A body that breaks off or never ends after an error status changes nothing about what the status says.
        if code.is_success() {
            read?;
        }
        if let Some(kept) = &request.kept
            && code.is_success()
        {
            let answer = CallAnswer::new(code.as_u16(), bytes, &self.redaction);
            answer.checked(headers)?;
            kept.replace(Some(answer));
            return Ok(Response::Success(Content::Json(Value::Null)));
        }
        let response = interpret(request.class(), code, headers, &bytes, self.clock.now(), &self.redaction);
        if let Some(kept) = &request.kept {
            kept.replace(Some(CallAnswer::new(code.as_u16(), bytes, &self.redaction)));
        }
        let mut response = response?;
        if let Response::Success(Content::Json(json)) = &mut response
            && fit != Fit::Token
        {
            self.redaction.json(json);
        }
        Ok(response)
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

/// The headers of a request.
fn headers(request: &Request) -> HeaderMap {
    let json = HeaderValue::from_static("application/json");
    let mut headers = HeaderMap::new();
    headers.extend(request.credential.clone());
    if request.body.is_some() {
        headers.insert(CONTENT_TYPE, json.clone());
    }
    headers.insert(ACCEPT, json);
    headers
}

/// Has it taken so long in its slot that the caller must read the person again?
pub(super) fn is_late(request: &Request, started: Instant) -> bool {
    request.slot.is_some() && started.elapsed() > LATEST_TRY
}

/// Did the service itself say something, if only "no"?
fn is_an_answer(error: &ProviderError) -> bool {
    !matches!(
        error,
        ProviderError::Unreachable { .. } | ProviderError::NoAnswer(Lost::TimedOut | Lost::Cut { .. })
    )
}
