//! The connection to a server: its requests, and which answers are the service's own.

use std::cell::Cell;

use jiff::Timestamp;
use reqwest::header::AUTHORIZATION;
use serde_json::Value;
use tokio::time::Instant;

use super::super::error::{Lost, ProviderError, SignInError};
use super::super::request::Request;
use super::super::transport::{Http, TRIES};
use super::wire;
use crate::credentials::Secret;

/// A server, signed in to, and the realm that it is asked about.
pub(super) struct PrivacyIdeaService {
    pub(super) http: Http,
    pub(super) token: Secret,
    /// What the token says of itself, unverified.
    pub(super) claims: Value,
    pub(super) ends: Option<Timestamp>,
    /// In lower case, as the service keeps all realms: an older one says of any other spelling that it is empty.
    pub(super) realm: String,
    /// The realm as the profile has it.
    pub(super) org_id: String,
    /// What was last found out about our own rights.
    pub(super) admin_view: Cell<Option<AdminView>>,
}

/// The realm and its tokens are visible to us.
#[derive(Clone, Copy)]
pub(super) struct AdminView {
    /// When that was found out.
    pub(super) since: Instant,
    /// Is each person of the realm an administrator of the server?
    pub(super) administrators: bool,
}

impl PrivacyIdeaService {
    /// Sends a request with the credential.
    pub(super) async fn send(&self, request: Request) -> Result<Value, ProviderError> {
        let request = request.sign(AUTHORIZATION, "", &self.token)?;
        match self.http.send(&request).await {
            Err(ProviderError::Unauthenticated { .. })
                if self.ends.is_some_and(|end| end <= self.http.now()) =>
            {
                Err(SignInError::Ended.into())
            }
            answer => Ok(answer?.json()),
        }
    }

    /// A read. A path that the service does not know is a web page with a 200 there, or a 404, which no list that is
    /// read here ever is.
    pub(super) async fn get(&self, request: Request) -> Result<Value, ProviderError> {
        self.get_or_404(request).await.map_err(|error| match error {
            ProviderError::Refused { status: 404, message } => {
                ProviderError::NotTheApi { why: format!("404 {message}") }
            }
            error => error,
        })
    }

    /// A read that may say 404.
    async fn get_or_404(&self, request: Request) -> Result<Value, ProviderError> {
        match self.send(request).await {
            Err(ProviderError::NoAnswer(Lost::WebPage)) => {
                Err(ProviderError::NotTheApi { why: "a web page".to_owned() })
            }
            answer => wire::result(answer?).map_err(|why| ProviderError::NotTheApi { why }),
        }
    }

    /// A list of tokens. Servers before 3.14 read them one by one, and say 404 when one goes meanwhile: `None`.
    pub(super) async fn listed_tokens(&self, request: Request) -> Result<Option<Value>, ProviderError> {
        match self.get_or_404(request).await {
            Ok(mut answer) => Ok(Some(answer["result"]["value"].take())),
            Err(ProviderError::Refused { status: 404, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sends a change.
    pub(super) async fn change(&self, request: Request) -> Result<Value, ProviderError> {
        wire::result(self.send(request).await?).map_err(ProviderError::garbled)
    }

    /// Is it the realm of this connection?
    pub(super) fn is_ours(&self, realm: &str) -> bool {
        realm.eq_ignore_ascii_case(&self.realm)
    }
}

/// Repeats a read of tokens for which `None` says that they changed meanwhile.
pub(super) async fn until_stable<T>(
    read: impl AsyncFn() -> Result<Option<T>, ProviderError>,
) -> Result<T, ProviderError> {
    for _ in 0..TRIES {
        if let Some(found) = read().await? {
            return Ok(found);
        }
    }
    Err(ProviderError::garbled("the list of tokens changes while it is read"))
}
