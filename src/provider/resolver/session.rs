//! Signed in to Resolver Core: an API key, or a token that is renewed while it is in use.
//!
//! Sources: the help articles on authentication and on API keys. A token lives 15 minutes; `GET
//! /user/authenticate` exchanges one that is still good for a new one. API keys do not end.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{AUTHORIZATION, HeaderName};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

use super::super::api::{Login, SignIn};
use super::super::body::Fit;
use super::super::endpoint::{Authentication, Endpoint, TokenStore};
use super::super::error::{ProviderError, SignInError};
use super::super::request::Request;
use super::super::response::Content;
use super::super::transport::{Http, is_late};
use super::wire;
use crate::credentials::{Credential, CredentialError, Secret};
use crate::files;
use crate::model::Clock;

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
const LIFE: SignedDuration = SignedDuration::from_mins(15);
/// A token that is used is renewed when it is older than this: then it ends 15 minutes after its last use, to the
/// minute, and no run renews it more often than once a minute.
const FRESH: SignedDuration = SignedDuration::from_mins(1);
/// How long a run waits for another process that is renewing the same token.
const LOCK_WAIT: Duration = Duration::from_secs(3);
/// The key of a profile that names the key under which the MFA code goes out…
pub(super) const MFA_CODE_KEY: &str = "mfa_code_key";
/// …and the one where it names none; the vendor does not document it.
const USUAL_CODE_KEY: &str = "mfaToken";

/// The credential of a run, which is renewed while it is in use.
pub(super) struct Session {
    credential: RefCell<Credential>,
    token_store: Option<TokenStore>,
    /// Was a failure of the store reported?
    reported: Cell<bool>,
    renewing: Mutex<()>,
    clock: Clock,
}

impl Session {
    pub(super) fn new(authentication: Authentication, clock: Clock) -> Self {
        Self {
            credential: RefCell::new(authentication.credential),
            token_store: authentication.token_store,
            reported: Cell::new(false),
            renewing: Mutex::new(()),
            clock,
        }
    }

    /// Sends a request with the credential. Only a [`SignInError`] can come before it leaves, which no caller takes for
    /// a lost answer.
    pub(super) async fn send(&self, http: &Http, request: Request) -> Result<Content, ProviderError> {
        let started = Instant::now();
        self.renew(http).await?;
        let request = self.sign(request)?;
        if is_late(&request, started) {
            return Err(ProviderError::Throttled);
        }
        match http.send(&request).await {
            // 401 says that nothing was done. Another process may have renewed the token meanwhile.
            Err(ProviderError::Unauthenticated { why }) => {
                if self.adopt_newer()? {
                    http.send(&self.sign(request)?).await
                } else {
                    Err(self.ended(why))
                }
            }
            answer => answer,
        }
    }

    fn sign(&self, request: Request) -> Result<Request, SignInError> {
        match &*self.credential.borrow() {
            Credential::ApiKey(key) => request.sign(API_KEY, "", key),
            Credential::Token { token, .. } => request.sign(AUTHORIZATION, "bearer ", token),
        }
    }

    /// The error of a token that is past its end says so, in place of the service's words.
    fn ended(&self, why: SignInError) -> ProviderError {
        let over = self.token_end().is_some_and(|end| end <= self.clock.now());
        ProviderError::Unauthenticated { why: if over { SignInError::Ended } else { why } }
    }

    fn token_end(&self) -> Option<Timestamp> {
        match &*self.credential.borrow() {
            Credential::ApiKey(_) => None,
            Credential::Token { expires_at, .. } => Some(*expires_at),
        }
    }

    fn is_stale(&self) -> bool {
        self.token_end().is_some_and(|end| end.duration_since(self.clock.now()) < LIFE - FRESH)
    }

    /// Renews the token when it is due. Where that fails, for any reason, the old one is used while it is good.
    pub(super) async fn renew(&self, http: &Http) -> Result<(), SignInError> {
        if !self.is_stale() {
            return Ok(());
        }
        let _turn = self.renewing.lock().await;
        if !self.is_stale() {
            return Ok(());
        }
        let _lock = match &self.token_store {
            Some(token_store) => lock(&token_store.lock).await,
            None => None,
        };
        if let Err(error) = self.adopt_newer() {
            self.report(&error);
        }
        if !self.is_stale() {
            return Ok(());
        }
        let good = self.token_end().is_some_and(|end| end > self.clock.now());
        if !good {
            return Err(SignInError::Ended);
        }
        let answer = http.send(&self.sign(Request::get("/user/authenticate").fit(Fit::Token))?).await;
        match answer.and_then(|answer| token(&answer.json(), self.clock.now())) {
            Ok(credential) => self.keep(credential),
            Err(ProviderError::Unauthenticated { why }) => return Err(why),
            Err(_) => {}
        }
        Ok(())
    }

    /// Takes over what another process has written back since, when it is newer.
    fn adopt_newer(&self) -> Result<bool, CredentialError> {
        let (Some(token_store), Some(ours)) = (&self.token_store, self.token_end()) else { return Ok(false) };
        match token_store.vault.load(&token_store.scope)? {
            Some(Credential::Token { token, expires_at }) if expires_at > ours => {
                *self.credential.borrow_mut() = Credential::Token { token, expires_at };
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Goes on with a renewed token. It is good for this run even where the store does not take it.
    fn keep(&self, credential: Credential) {
        *self.credential.borrow_mut() = credential;
        if let Some(token_store) = &self.token_store {
            let saved = token_store.vault.save(&token_store.scope, &self.credential.borrow());
            saved.unwrap_or_else(|error| self.report(&error));
        }
    }

    /// Reports a failure of the store, once: it would be the same with every request.
    fn report(&self, error: &CredentialError) {
        if let (Some(token_store), false) = (&self.token_store, self.reported.replace(true)) {
            (token_store.on_failure)(error);
        }
    }
}

/// The lock by which one process at a time renews a token. Without it the token may be renewed twice, which does no
/// harm.
async fn lock(path: &Path) -> Option<File> {
    let file = files::open_or_create(path).ok()?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(TryLockError::WouldBlock) if start.elapsed() < LOCK_WAIT => {
                sleep(Duration::from_millis(20)).await;
            }
            Err(_) => return None,
        }
    }
}

/// The body of a sign-in. It only borrows the secrets.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SignInBody<'a> {
    email: &'a str,
    password: &'a str,
    selected_org: Value,
    client: &'a str,
    #[serde(flatten)]
    code: BTreeMap<&'a str, &'a str>,
}

/// Exchanges a password for a token.
pub(super) async fn sign_in(endpoint: &Endpoint, login: &Login<'_>) -> Result<SignIn, ProviderError> {
    let http = Http::new(endpoint, 1)?;
    let code_key = endpoint.options.get(MFA_CODE_KEY).map_or(USUAL_CODE_KEY, String::as_str);
    let body = SignInBody {
        email: login.login,
        password: login.password.expose(),
        selected_org: endpoint.org_id.parse::<i64>().map_or_else(|_| json!(endpoint.org_id), |id| json!(id)),
        client: "core-client",
        code: login.code.map(|code| (code_key, code)).into_iter().collect(),
    };
    match http.send(&Request::sign_in("/user/authenticate", login, &body)).await.map(Content::json) {
        Ok(json) if json["token"].is_string() => token(&json, endpoint.clock.now()).map(SignIn::Done),
        Ok(json) if login.code.is_none() && speaks_of_mfa(&json.to_string()) => Ok(SignIn::CodeNeeded),
        Ok(_) => Err(ProviderError::garbled("a sign-in without a token")),
        Err(ProviderError::Unauthenticated { why: SignInError::Rejected { message } })
            if login.code.is_none() && speaks_of_mfa(&message) =>
        {
            Ok(SignIn::CodeNeeded)
        }
        Err(ProviderError::Refused { status: 404, message }) => {
            Err(ProviderError::Unauthenticated { why: SignInError::NoOrg { message } })
        }
        Err(error) => Err(error),
    }
}

fn speaks_of_mfa(text: &str) -> bool {
    let text = text.to_lowercase();
    ["mfa", "multi-factor", "multifactor"].iter().any(|word| text.contains(word))
}

fn token(json: &Value, now: Timestamp) -> Result<Credential, ProviderError> {
    let token = json["token"].as_str().ok_or_else(|| ProviderError::garbled("a renewal without a token"))?;
    let expires_at = wire::time(&json["expiresAt"]).unwrap_or(now + LIFE);
    Ok(Credential::Token { token: Secret::new(token), expires_at })
}
