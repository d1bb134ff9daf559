//! Where a service is, how it is to be asked, and with which credential.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use reqwest::Url;

use super::observer::Observer;
use crate::credentials::{Credential, CredentialError, SecretScope, Vault};
use crate::model::{Clock, Stop};

/// Where a service is and how it is to be asked: what profile and flags say, in one place.
#[derive(Clone)]
pub struct Endpoint {
    /// The base URL; a path in it is kept.
    pub url: Url,
    /// The organisation, in the service's own words.
    pub org_id: String,
    /// A PEM file with the only certificate authorities to trust.
    pub ca_file: Option<PathBuf>,
    /// The limit for one request.
    pub timeout: Duration,
    /// How long the service may throttle before we give up, since its last answer that was not throttling.
    pub patience: Duration,
    /// The values of [`ProviderKind::provider_keys`](super::ProviderKind::provider_keys) that the profile has.
    pub options: BTreeMap<String, String>,
    /// How many requests may be in flight; the provider's own number when not given.
    pub concurrency: Option<usize>,
    /// The most requests a second, however many the service would take.
    pub rate: Option<f64>,
    /// Raised when no further change may be sent.
    pub stop: Stop,
    /// The time of day, for the end of a token.
    pub clock: Clock,
    /// Told of every request, and of what a request waits for.
    pub observer: Option<Observer>,
}

/// A credential, and where its renewals are kept.
pub struct Authentication {
    /// The credential.
    pub credential: Credential,
    /// Where a renewed token goes; `None` keeps it for this run only.
    pub token_store: Option<TokenStore>,
}

/// Where a renewed token is written back, by one process at a time.
pub struct TokenStore {
    /// The store.
    pub vault: Vault,
    /// What the token is for.
    pub scope: SecretScope,
    /// The file that is locked while a token is renewed.
    pub lock: PathBuf,
    /// Told, once, when the store fails. The run goes on with the token that it has.
    pub on_failure: Box<dyn Fn(&CredentialError)>,
}

/// Is it this very machine: 127.0.0.0/8, `[::1]` or `localhost`?
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    ip.map_or_else(|_| host.eq_ignore_ascii_case("localhost"), |ip| ip.is_loopback())
}
