//! The way to a service: how it is reached, and what it means when it is not.

use std::error::Error;
use std::io;
use std::net::IpAddr;
use std::path::Path;

use reqwest::{Certificate, Client, Url, redirect, retry};

use super::{ConnectFailure, Endpoint, Lost, ProviderError};

/// The authorities of the whole world come to a quarter of a megabyte.
const MOST_CERTIFICATES: u64 = 16 << 20;

/// Prepares the client. Nothing is sent.
pub(super) fn client(endpoint: &Endpoint) -> Result<Client, ProviderError> {
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
    client.build().map_err(|error| ProviderError::Unreachable {
        host: host(&endpoint.url),
        failure: ConnectFailure::Untrusted,
        why: format!("TLS cannot be set up: {}", chain(&error)),
    })
}

/// Tells "never sent" from "sent, and no answer".
pub(super) fn lost(base: &Url, error: &reqwest::Error) -> ProviderError {
    let why = chain(error);
    if error.is_connect() || error.is_builder() {
        return ProviderError::Unreachable { host: host(base), failure: failure(error), why };
    }
    ProviderError::NoAnswer(if error.is_timeout() { Lost::TimedOut } else { Lost::Cut { why } })
}

/// Looks for rustls among the causes: reqwest says only that there is no connection.
fn failure(error: &(dyn Error + 'static)) -> ConnectFailure {
    use rustls::{CertificateError, Error as Tls, InvalidMessage};
    let mut cause = Some(error);
    while let Some(error) = cause {
        // An error of io keeps the one that it wraps out of the chain.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        match wrapped.map_or_else(|| error.downcast_ref(), |wrapped| wrapped.downcast_ref()) {
            Some(Tls::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::Other(_))) => {
                return ConnectFailure::Untrusted;
            }
            Some(Tls::InvalidMessage(InvalidMessage::InvalidContentType)) => {
                return ConnectFailure::PlainHttp;
            }
            _ => {}
        }
        cause = wrapped.map(|wrapped| wrapped as &(dyn Error + 'static)).or_else(|| error.source());
    }
    ConnectFailure::Other
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
    // A link is as good as what it leads to; a pipe would be waited for.
    let found = std::fs::metadata(path).map_err(|error| fail(error.to_string()))?;
    if !found.is_file() || found.len() > MOST_CERTIFICATES {
        return Err(fail("it is no file of certificates".to_owned()));
    }
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
