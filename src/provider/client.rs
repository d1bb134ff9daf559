//! How a service is reached: the TLS set-up, and what it means when there is no connection.

use std::error::Error;
use std::io;
use std::path::Path;

use anyhow::Chain;
use reqwest::{Certificate, Client, Url, redirect, retry};

use super::endpoint::{Endpoint, is_loopback};
use super::error::{ConnectFailure, Lost, ProviderError};

/// All authorities of the world come to a quarter of a megabyte.
const MOST_CERTIFICATES: u64 = 16 << 20;

/// Prepares the client. Nothing is sent.
pub(super) fn client(endpoint: &Endpoint) -> Result<Client, ProviderError> {
    // No other part of the program chooses a provider of cryptography; a second call changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut client = Client::builder()
        .user_agent(concat!("mfa-admin/", env!("CARGO_PKG_VERSION")))
        // A redirect would send `x-api-key` to any host that it names.
        .redirect(redirect::Policy::none())
        // `transport.rs` decides what may be sent again.
        .retry(retry::never())
        .referer(false)
        .http1_only()
        .tcp_nodelay(true)
        .timeout(endpoint.timeout)
        .read_timeout(endpoint.timeout)
        // Shorter than the whole, so that a time-out in here is known as "never sent".
        .connect_timeout(endpoint.timeout.mul_f32(0.9));
    if is_loopback(&endpoint.url) {
        client = client.no_proxy();
    }
    if let Some(path) = &endpoint.ca_file {
        client = client.tls_certs_only(certificates(path)?);
    } else if endpoint.url.scheme() == "http" {
        // Loading the system's authorities takes 3 ms that a connection without TLS has no use for.
        client = client.tls_certs_only([]);
    }
    // Nothing else can fail here than the authorities of this machine.
    client.build().map_err(|error| ProviderError::Unreachable {
        host: host(&endpoint.url),
        failure: ConnectFailure::Untrusted,
        why: format!("TLS cannot be set up: {}", causes(&error)),
    })
}

/// Tells "never sent" from "sent, and no answer".
pub(super) fn lost(base: &Url, error: &reqwest::Error) -> ProviderError {
    let why = causes(error);
    if error.is_connect() || error.is_builder() {
        let failure = failure(error).unwrap_or(ConnectFailure::Other);
        return ProviderError::Unreachable { host: host(base), failure, why };
    }
    ProviderError::NoAnswer(if error.is_timeout() { Lost::TimedOut } else { Lost::Cut { why } })
}

/// Searches the causes for an error of rustls: reqwest says only that there is no connection.
fn failure(error: &(dyn Error + 'static)) -> Option<ConnectFailure> {
    use rustls::{CertificateError, Error as Tls, InvalidMessage};
    Chain::new(error).find_map(|cause| match cause.downcast_ref() {
        Some(Tls::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::Other(_))) => {
            Some(ConnectFailure::Untrusted)
        }
        Some(Tls::InvalidMessage(InvalidMessage::InvalidContentType)) => Some(ConnectFailure::PlainHttp),
        // An I/O error leaves the error that it wraps out of the chain.
        _ => failure(cause.downcast_ref::<io::Error>()?.get_ref()?),
    })
}

/// The causes below an error of reqwest, whose own words say nothing.
fn causes(error: &(dyn Error + 'static)) -> String {
    let mut words: Vec<String> = Chain::new(error).map(ToString::to_string).collect();
    // A cause often repeats the one below it.
    let own = words.remove(0);
    words.dedup_by(|said, above| above.contains(&**said));
    if words.is_empty() { own } else { words.join(": ") }
}

fn certificates(path: &Path) -> Result<Vec<Certificate>, ProviderError> {
    let fail = |why: String| ProviderError::CaFile { path: path.to_owned(), why };
    // A link is as good as what it leads to; a read of a pipe would wait.
    let found = std::fs::metadata(path).map_err(|error| fail(error.to_string()))?;
    if !found.is_file() || found.len() > MOST_CERTIFICATES {
        return Err(fail("it is no file of certificates".to_owned()));
    }
    let pem = std::fs::read(path).map_err(|error| fail(error.to_string()))?;
    let found = Certificate::from_pem_bundle(&pem).map_err(|error| fail(causes(&error)))?;
    if found.is_empty() { Err(fail("there is no certificate in it".to_owned())) } else { Ok(found) }
}

fn host(url: &Url) -> String {
    let port = url.port_or_known_default().map_or_else(String::new, |port| format!(":{port}"));
    format!("{}{port}", url.host_str().unwrap_or_default())
}
