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
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderName};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

use super::super::transport::{Answer, Http, Request};
use super::super::{Authentication, Endpoint, Login, ProviderError, SignIn, SignInError, TokenStore};
use super::wire;
use crate::credentials::{Credential, CredentialError, Secret};
use crate::files;
use crate::model::Clock;

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
const LIFE: SignedDuration = SignedDuration::from_mins(15);
/// A token is renewed when it is used and older than this: "15 minutes unused and it is gone" then holds to the
/// minute, and no run renews more often than once a minute.
const FRESH: SignedDuration = SignedDuration::from_mins(1);
/// How long we wait for another process that is renewing the same token.
const LOCK_WAIT: Duration = Duration::from_secs(3);
/// The key of a profile that names the key under which the MFA code goes out…
pub(super) const MFA_CODE_KEY: &str = "mfa_code_key";
/// …and the one where it names none: it is not documented by the vendor.
const USUAL_CODE_KEY: &str = "mfaToken";

/// What opens the service, kept good for as long as the run lasts.
pub(super) struct Session {
    credential: RefCell<Credential>,
    token_store: Option<TokenStore>,
    /// Has a failure of the store been told?
    told: Cell<bool>,
    renewing: Mutex<()>,
    clock: Clock,
}

impl Session {
    pub(super) fn new(pass: Authentication, clock: Clock) -> Self {
        let Authentication { credential, token_store } = pass;
        Self {
            credential: RefCell::new(credential),
            token_store,
            told: Cell::new(false),
            renewing: Mutex::new(()),
            clock,
        }
    }

    /// Sends a request as whoever is signed in. Only a [`SignInError`] can come before it leaves, which nobody takes
    /// for a lost answer.
    pub(super) async fn send(
        &self,
        http: &Http,
        request: impl Fn() -> Request,
    ) -> Result<Answer, ProviderError> {
        let started = Instant::now();
        self.freshen(http).await?;
        let signed = self.sign(request())?;
        if signed.is_late(started) {
            return Err(ProviderError::Throttled);
        }
        let answer = http.send(&signed).await;
        match answer {
            // 401 says that nothing was done. Another process may have renewed the token meanwhile.
            Err(ProviderError::Unauthenticated { why }) => {
                if self.adopt_newer()? {
                    http.send(&self.sign(request())?).await
                } else {
                    Err(self.ended(why))
                }
            }
            answer => answer,
        }
    }

    fn sign(&self, request: Request) -> Result<Request, SignInError> {
        match &*self.credential.borrow() {
            Credential::ApiKey(key) => request.secret(API_KEY, "", key),
            Credential::Token { token, .. } => request.secret(AUTHORIZATION, "bearer ", token),
        }
    }

    /// A token that is past its end says so, whatever words the service has for it.
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

    /// Renews the token when it is due, which may take its time: before anybody is read for a reset.
    pub(super) async fn ready(&self, http: &Http) -> Result<(), ProviderError> {
        Ok(self.freshen(http).await?)
    }

    /// Renews the token when it is due. Where that fails, whatever the reason, the old one is used while it is good.
    async fn freshen(&self, http: &Http) -> Result<(), SignInError> {
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
            self.tell(&error);
        }
        if !self.is_stale() {
            return Ok(());
        }
        let good = self.token_end().is_some_and(|end| end > self.clock.now());
        if !good {
            return Err(SignInError::Ended);
        }
        let answer = http.send(&self.sign(Request::get("/user/authenticate").brings_a_token())?).await;
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
        match token_store.vault.load(&token_store.place)? {
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
            let saved = token_store.vault.save(&token_store.place, &self.credential.borrow());
            saved.unwrap_or_else(|error| self.tell(&error));
        }
    }

    /// The store fails: told once, for it would be the same with every request.
    fn tell(&self, error: &CredentialError) {
        if let (Some(token_store), false) = (&self.token_store, self.told.replace(true)) {
            (token_store.on_failure)(error);
        }
    }
}

/// One process at a time renews a token. Without the lock the renewal still works, it may only be done twice.
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

/// What a sign-in sends. It only borrows the secrets.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Questionnaire<'a> {
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
    let body = Questionnaire {
        email: login.login,
        password: login.password.expose(),
        selected_org: endpoint.org_id.parse::<i64>().map_or_else(|_| json!(endpoint.org_id), |id| json!(id)),
        client: "core-client",
        code: login.code.map(|code| (code_key, code)).into_iter().collect(),
    };
    let request = Request::change(Method::POST, "/user/authenticate").json(&body).brings_a_token();
    let request = login.secrets().iter().fold(request, Request::hides);
    match http.send(&request).await.map(Answer::json) {
        Ok(json) if json["token"].is_string() => token(&json, endpoint.clock.now()).map(SignIn::Done),
        Ok(json) if login.code.is_none() && speaks_of_mfa(&json.to_string()) => Ok(SignIn::CodeNeeded),
        Ok(_) => Err(wire::garbled("a sign-in without a token")),
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
    let token = json["token"].as_str().ok_or_else(|| wire::garbled("a renewal without a token"))?;
    let expires_at = wire::time(&json["expiresAt"]).unwrap_or(now + LIFE);
    Ok(Credential::Token { token: Secret::new(token), expires_at })
}
