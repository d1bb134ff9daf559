//! The way to the service: URL, name, connection, TLS, clock.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::Url;

use super::check::{Check, Name};
use crate::failure::{Failure, FailureKind};
use crate::host::Environment;
use crate::provider::probe::{Handshake, PeerCertificate, addresses, connect, handshake, server_time};
use crate::provider::{Endpoint, ProviderError, is_loopback};

/// A certificate that ends sooner is worth a warning.
const RENEW_SOON: i64 = 21;
/// A clock that differs by more is wrong: tokens, and codes of authenticator apps, are good for a minute.
const CLOCK_IS_OFF: SignedDuration = SignedDuration::from_secs(60);
/// A clock that differs by more should be set.
const CLOCK_DRIFTS: SignedDuration = SignedDuration::from_secs(10);
/// So many addresses of a host are shown.
const ADDRESSES: usize = 3;

/// Checks the way to a service. The second value is true where the service can be asked who is signed in.
pub(super) async fn way(endpoint: &Endpoint, environment: Environment) -> (Vec<Check>, bool) {
    let mut checks = vec![url(&endpoint.url)];
    let address = match proxy(&endpoint.url, environment) {
        Some(variable) => {
            let by_proxy = format!("the proxy of {variable} does it");
            checks.extend([Name::Dns.skipped(&by_proxy), Name::Tcp.skipped(&by_proxy)]);
            None
        }
        None => match reach(endpoint, &mut checks).await {
            Some(address) => Some(address),
            None => return (checks, false),
        },
    };
    let answer = server_time(endpoint).await.map_err(NoAnswer::from);
    let unreached = answer.as_ref().err().filter(|why| !why.is_reached).map(|why| &why.failure);
    checks.push(tls(endpoint, address, unreached).await);
    let can_ask = unreached.is_none();
    checks.push(clock(answer));
    (checks, can_ask)
}

/// Why a service did not answer.
struct NoAnswer {
    /// Was there a connection that is trusted?
    is_reached: bool,
    failure: Failure,
}

impl From<ProviderError> for NoAnswer {
    fn from(error: ProviderError) -> Self {
        let is_reached = !matches!(error, ProviderError::Unreachable { .. } | ProviderError::CaFile { .. });
        Self { is_reached, failure: error.into() }
    }
}

/// What cannot be checked without a way to the service.
pub(super) fn skipped(names: &[Name], why: &str) -> Vec<Check> {
    names.iter().map(|name| name.skipped(why)).collect()
}

fn url(url: &Url) -> Check {
    Name::Url.holds(url.to_string())
}

/// Looks the host up and connects. `None` where that fails; then the checks behind it are skipped.
async fn reach(endpoint: &Endpoint, checks: &mut Vec<Check>) -> Option<SocketAddr> {
    let host = endpoint.url.host_str().unwrap_or_default();
    let port = endpoint.url.port_or_known_default().unwrap_or_default();
    let timeout = endpoint.timeout;
    let found = match within(timeout, addresses(&endpoint.url)).await {
        Ok(found) => found,
        Err(error) => {
            checks.push(Name::Dns.failed(&unreachable(format!("{host} has no address: {error}")).hint(
                "check the host in the URL of the profile, and whether this machine is online (VPN, DNS)",
            )));
            let behind = [Name::Tcp, Name::Tls, Name::Clock];
            checks.extend(skipped(&behind, "the host has no address"));
            return None;
        }
    };
    let listed: Vec<_> = found.iter().take(ADDRESSES).map(|address| address.ip().to_string()).collect();
    checks.push(Name::Dns.holds(format!("{host} is {}", listed.join(", "))));
    let started = tokio::time::Instant::now();
    match within(timeout, connect(&found)).await {
        Ok(address) => {
            checks.push(Name::Tcp.holds(format!("to {address} in {} ms", started.elapsed().as_millis())));
            Some(address)
        }
        Err(error) => {
            checks.push(Name::Tcp.failed(
                &unreachable(format!("nothing answers at {host}:{port}: {error}")).hint(
                    "check the port in the URL of the profile, and the way there (VPN, proxy, firewall)",
                ),
            ));
            checks.extend(skipped(&[Name::Tls, Name::Clock], "there is no connection"));
            None
        }
    }
}

fn unreachable(message: String) -> Failure {
    Failure::new(FailureKind::Unreachable, message)
}

async fn within<T>(timeout: Duration, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    let late = || io::Error::new(io::ErrorKind::TimedOut, format!("nothing within {} s", timeout.as_secs()));
    tokio::time::timeout(timeout, work).await.unwrap_or_else(|_| Err(late()))
}

/// The variable by which a proxy makes the connection, if one does.
fn proxy(url: &Url, environment: Environment) -> Option<&'static str> {
    let names = match url.scheme() {
        "https" => ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"],
        _ => ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"],
    };
    let host = url.host_str().unwrap_or_default();
    let spared = environment.get("NO_PROXY").or_else(|| environment.get("no_proxy")).unwrap_or_default();
    let is_spared = spared.split(',').map(|name| name.trim().trim_start_matches('.')).any(|name| {
        let above = host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        name == "*" || !name.is_empty() && above
    });
    let variable = names.into_iter().find(|name| environment.get(name).is_some());
    variable.filter(|_| !is_spared && !is_loopback(url))
}

/// TLS: the certificates are shown, trusted or not; `unreached` says why they are not.
async fn tls(endpoint: &Endpoint, address: Option<SocketAddr>, unreached: Option<&Failure>) -> Check {
    if endpoint.url.scheme() != "https" {
        return Name::Tls.skipped("plain http, which never leaves this machine");
    }
    let now = endpoint.clock.now();
    let Some(address) = address else {
        let by_proxy = || Name::Tls.holds("the certificate is trusted, by way of the proxy");
        return unreached.map_or_else(by_proxy, |failure| Name::Tls.failed(failure));
    };
    let hands = within(endpoint.timeout, handshake(&endpoint.url, address, endpoint.timeout)).await;
    match (hands, unreached) {
        (Ok(hands), Some(failure)) => Name::Tls.failed(&explained(failure.clone(), &hands, now)),
        (Ok(hands), None) => trusted(&hands, now),
        (Err(_), Some(failure)) => Name::Tls.failed(&failure.clone().hint(
            "does this port speak plain http? check the URL of the profile, and what is in between (proxy, firewall)",
        )),
        (Err(_), None) => Name::Tls.holds("the certificate is trusted"),
    }
}

/// A chain that is trusted, and for how long it is.
fn trusted(Handshake { version, chain }: &Handshake, now: Timestamp) -> Check {
    let mut words = vec![(*version).to_owned(), names(chain)];
    let Some(ends) = chain.iter().filter_map(|certificate| certificate.not_after).min() else {
        return Name::Tls.holds(words.join(", "));
    };
    let days = days_between(now, ends);
    words.push(format!("{days} days left"));
    if days >= RENEW_SOON {
        return Name::Tls.holds(words.join(", "));
    }
    let hint = format!("have a certificate of the service renewed: from {} on it is refused", date(ends));
    Name::Tls.warning(words.join(", "), hint)
}

/// A failure of TLS, with what the certificates say about it.
fn explained(mut failure: Failure, Handshake { chain, .. }: &Handshake, now: Timestamp) -> Failure {
    failure.message = format!("{}; it presents {}", failure.message, names(chain));
    let clock = format!("this machine takes it to be {}: check its clock", date(now));
    let ended = chain.iter().filter_map(|certificate| certificate.not_after).find(|ends| *ends < now);
    let begins = chain.iter().filter_map(|certificate| certificate.not_before).find(|begins| *begins > now);
    match (ended, begins) {
        (Some(ended), _) => failure.hint(format!(
            "the certificate ended on {}: have it renewed by those who run the service; {clock}",
            date(ended)
        )),
        (None, Some(begins)) => {
            failure.hint(format!("the certificate holds from {} on; {clock}", date(begins)))
        }
        (None, None) => failure,
    }
}

/// The names of the certificates, that of the service first.
fn names(chain: &[PeerCertificate]) -> String {
    let name =
        |certificate: &PeerCertificate| certificate.name.clone().unwrap_or("a nameless one".to_owned());
    let names: Vec<_> = chain.iter().map(name).collect();
    match names.split_first() {
        None => "no certificate".to_owned(),
        Some((own, [])) => format!("a certificate of {own}"),
        Some((own, above)) => format!("a certificate of {own} by {}", above.join(", ")),
    }
}

fn date(at: Timestamp) -> String {
    at.to_string().chars().take("2026-01-31".len()).collect()
}

fn days_between(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// The clock of this machine against that of the service.
fn clock(answer: Result<Option<SignedDuration>, NoAnswer>) -> Check {
    let ahead = match answer {
        Ok(Some(ahead)) => ahead,
        Ok(None) => return Name::Clock.skipped("the service does not tell its time"),
        Err(NoAnswer { is_reached: false, .. }) => {
            return Name::Clock.skipped("the service cannot be asked for its time");
        }
        Err(NoAnswer { failure, .. }) => return Name::Clock.failed(&failure),
    };
    let off = ahead.abs();
    // The service tells whole seconds.
    let off_by = SignedDuration::from_secs(off.as_secs());
    let side = if ahead.is_positive() { "behind" } else { "ahead of" };
    let words = format!("{off_by:#} {side} that of the service");
    let hint = "set the clock of this machine from the network (`timedatectl set-ntp true`)";
    if off > CLOCK_IS_OFF {
        Name::Clock.failed(&unreachable(words).hint(format!("{hint}; times on record would be wrong")))
    } else if off > CLOCK_DRIFTS {
        Name::Clock.warning(words, hint)
    } else {
        Name::Clock.holds("agrees with that of the service")
    }
}
