//! A request to a service, before it is sent.

use std::borrow::Cow;
use std::rc::Rc;

use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use serde::Serialize;
use zeroize::Zeroizing;

use super::api::Login;
use super::body::Fit;
use super::error::SignInError;
use super::pace::{ChangeSlot, Class};
use super::raw_call::{AllowedCall, Kept};
use crate::credentials::Secret;

/// What is asked of the service.
pub(super) struct Request {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Vec<(Cow<'static, str>, String)>,
    pub(super) body: Option<Zeroizing<Vec<u8>>>,
    /// The header with the credential.
    pub(super) credential: Option<(HeaderName, HeaderValue)>,
    /// What the answer is for.
    pub(super) fit: Fit,
    /// Secrets in it, which are taken out of the words that come back.
    pub(super) secrets: Vec<Secret>,
    /// The turn of a change, where the caller has waited for it.
    pub(super) slot: Option<ChangeSlot>,
    /// Where the last answer to a raw call is kept, whatever it says.
    pub(super) kept: Option<Kept>,
}

impl Request {
    /// A read. It may be sent again after any passing fault.
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// A change, or anything else that is sent again only when it certainly never reached the service. `method` is not
    /// GET.
    pub(super) fn change(method: Method, path: impl Into<String>) -> Self {
        Self::new(method, path)
    }

    /// A sign-in with a password. The secrets in it are taken out of the words that come back; the token in the answer
    /// is not, and nothing of the answer may be shown.
    pub(super) fn sign_in(path: &str, login: &Login<'_>, body: &impl Serialize) -> Self {
        let mut request = Self::change(Method::POST, path).json(body).fit(Fit::Token);
        request.secrets.extend(login.code.map(Secret::new));
        request.secrets.push(login.password.clone());
        request
    }

    /// A call as an administrator typed it. Its answer is kept.
    pub(super) fn raw(AllowedCall(call): &AllowedCall, kept: &Kept) -> Self {
        let fit = if call.method.changes() { Fit::One } else { Fit::Whole };
        let mut request = Self::new(call.method.http(), call.path.path()).fit(fit);
        for (key, value) in call.path.query() {
            request = request.query(key.clone(), value);
        }
        request.kept = Some(Rc::clone(kept));
        match &call.body {
            Some(body) => request.json(body),
            None => request,
        }
    }

    fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            body: None,
            credential: None,
            fit: Fit::One,
            secrets: Vec::new(),
            slot: None,
            kept: None,
        }
    }

    pub(super) fn class(&self) -> Class {
        if self.method == Method::GET { Class::Read } else { Class::Change }
    }

    /// Sends the change in the turn that the caller has waited for. If that turn has passed by then, the change is not
    /// sent, and [`ProviderError::Throttled`](super::ProviderError::Throttled) says so. Without a slot it waits for a
    /// turn of its own.
    pub(super) fn in_slot(mut self, slot: Option<ChangeSlot>) -> Self {
        self.slot = slot;
        self
    }

    /// What the answer is for, where that is not one person or one change.
    pub(super) fn fit(mut self, fit: Fit) -> Self {
        self.fit = fit;
        self
    }

    /// Adds a parameter to the URL.
    pub(super) fn query(mut self, key: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.query.push((key.into(), value.into()));
        self
    }

    /// The body. It may hold a password: it is wiped, and has room enough not to grow, which would leave a copy.
    pub(super) fn json(mut self, body: &impl Serialize) -> Self {
        let mut bytes = Zeroizing::new(Vec::with_capacity(4 << 10));
        serde_json::to_writer(&mut *bytes, body).expect("texts and numbers are always JSON");
        self.body = Some(bytes);
        self
    }

    /// The header with the credential, instead of the one before. It is marked as sensitive, so that no library prints
    /// it.
    pub(super) fn sign(
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
        self.credential = Some((name, value));
        self.secrets.push(secret.clone());
        Ok(self)
    }
}
