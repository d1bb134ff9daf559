//! The kinds of service. Only this file names the providers.

use std::collections::BTreeMap;

use super::api::{Connector, Login, Provider, ProviderKey, SignIn};
use super::endpoint::{Authentication, Endpoint};
use super::raw_call::{DocumentedCall, RawCall, Ruling};
use super::{ProviderError, privacyidea, resolver};
use crate::model::UserId;

/// The kinds of service that can hold the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderKind {
    /// Resolver Core.
    Resolver,
    /// privacyIDEA.
    PrivacyIdea,
}

impl ProviderKind {
    /// Every kind, in the order in which help lists them.
    pub const ALL: &'static [Self] = &[Self::Resolver, Self::PrivacyIdea];

    /// The only place that tells the kinds apart.
    fn connector(self) -> &'static dyn Connector {
        match self {
            Self::Resolver => &resolver::Resolver,
            Self::PrivacyIdea => &privacyidea::PrivacyIdea,
        }
    }

    /// The word of `--provider` and of the config file.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.connector().word()
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// Reads an id as a person writes it; `None` when it cannot be one of this service.
    #[must_use]
    pub fn user_id(self, text: &str) -> Option<UserId> {
        self.connector().user_id(text.trim())
    }

    /// The base URL behind a shorthand such as `us`.
    #[must_use]
    pub fn shorthand(self, url: &str) -> Option<&'static str> {
        self.connector().shorthand(url)
    }

    /// The keys of a profile that only this kind has.
    #[must_use]
    pub fn provider_keys(self) -> &'static [ProviderKey] {
        self.connector().provider_keys()
    }

    /// The values of these keys that the embedded organisation has where a profile says nothing else.
    #[must_use]
    pub fn demo_defaults(self) -> &'static [(&'static str, &'static str)] {
        self.connector().demo_defaults()
    }

    /// The calls that the documents of the service name, in their order.
    #[must_use]
    pub fn documented(self) -> &'static [DocumentedCall] {
        self.connector().documented()
    }

    /// Rules on a call: whether it is sent as it is. `options` are those of the profile.
    #[must_use]
    pub fn rule_on(self, call: RawCall, options: &BTreeMap<String, String>) -> Ruling {
        self.connector().rule_on(call, options)
    }

    /// Connects to a service. Sends nothing yet.
    ///
    /// # Errors
    /// When the TLS set-up cannot be used, such as an unreadable `ca_file`.
    pub fn connect(
        self,
        endpoint: &Endpoint,
        authentication: Authentication,
    ) -> Result<Box<dyn Provider>, ProviderError> {
        self.connector().connect(endpoint, authentication)
    }

    /// Exchanges a password for a token. It is never tried again by itself: three wrong passwords lock the account.
    ///
    /// # Errors
    /// Those of the service, and of the connection to it.
    pub async fn sign_in(self, endpoint: &Endpoint, login: &Login<'_>) -> Result<SignIn, ProviderError> {
        self.connector().sign_in(endpoint, login).await
    }
}

/// Reads an answer in every way of every service: see [`properties`](super::properties).
#[cfg(any(test, fuzzing))]
pub(super) fn read_anything(json: &serde_json::Value) {
    resolver::read_anything(json);
    privacyidea::read_anything(json);
}
