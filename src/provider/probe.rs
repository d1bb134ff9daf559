//! Looks at the way to a service step by step, for `doctor`: name, connection, certificates, time. No credential is sent.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use reqwest::Url;
use reqwest::header::{AGE, DATE, HeaderMap};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, SignatureScheme,
};

use super::client::{client, lost};
use super::endpoint::Endpoint;
use super::error::ProviderError;
use super::observer::{Event, Exchange};
use super::redaction::Redaction;

/// A certificate that a service presents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerCertificate {
    /// Its common name, where it has one.
    pub name: Option<String>,
    /// When it begins to hold.
    pub not_before: Option<Timestamp>,
    /// When it ends.
    pub not_after: Option<Timestamp>,
}

/// What came of a TLS handshake in which every certificate is taken.
#[derive(Debug)]
pub struct Handshake {
    /// The version of the protocol.
    pub version: &'static str,
    /// The certificates, that of the service first.
    pub chain: Vec<PeerCertificate>,
}

/// The addresses of the host of a URL.
///
/// # Errors
/// When its name is not known.
pub async fn addresses(url: &Url) -> io::Result<Vec<SocketAddr>> {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let found = tokio::net::lookup_host((host, url.port_or_known_default().unwrap_or_default())).await?;
    Ok(found.collect())
}

/// Connects to the first of the addresses that answers.
///
/// # Errors
/// When none does.
pub async fn connect(addresses: &[SocketAddr]) -> io::Result<SocketAddr> {
    tokio::net::TcpStream::connect(addresses).await?.peer_addr()
}

/// Shakes hands with a service and takes every certificate, to look at them. Nothing is sent afterwards: [`server_time`]
/// says whether they are trusted.
///
/// # Errors
/// When it does not speak TLS, or not in time.
pub async fn handshake(url: &Url, address: SocketAddr, timeout: Duration) -> io::Result<Handshake> {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_owned();
    // The synchronous interface of rustls is in the tree anyway.
    let work = tokio::task::spawn_blocking(move || shake_hands(host, address, timeout));
    work.await.map_err(io::Error::other)?
}

fn shake_hands(host: String, address: SocketAddr, timeout: Duration) -> io::Result<Handshake> {
    let cryptography = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&cryptography))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(TakesAll(Arc::clone(&cryptography))))
        .with_no_client_auth();
    let name = ServerName::try_from(host).map_err(io::Error::other)?;
    let mut connection = ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)?;
    let mut stream = TcpStream::connect_timeout(&address, timeout)?;
    stream.set_read_timeout(Some(timeout))?;
    stream.set_write_timeout(Some(timeout))?;
    while connection.is_handshaking() {
        connection.complete_io(&mut stream)?;
    }
    connection.send_close_notify();
    // The service may have gone; everything that is wanted has come.
    let _ = connection.complete_io(&mut stream);
    let chain = connection.peer_certificates().unwrap_or_default();
    let version = match connection.protocol_version() {
        Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3",
        _ => "TLS 1.2",
    };
    Ok(Handshake { version, chain: chain.iter().map(|der| look_at(der, &cryptography)).collect() })
}

/// Takes every certificate, because a bad one is to be shown.
#[derive(Debug)]
struct TakesAll(Arc<CryptoProvider>);

impl ServerCertVerifier for TakesAll {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// What a certificate says. No parser of certificates is in the tree but that of webpki, which keeps the dates to
/// itself; it tells them as the reason why a certificate does not hold at the beginning and at the end of time.
fn look_at(der: &CertificateDer<'_>, cryptography: &Arc<CryptoProvider>) -> PeerCertificate {
    let mut roots = RootCertStore::empty();
    let added = roots.add(der.clone().into_owned()).is_ok();
    let name = roots.roots.first().and_then(|root| common_name(&root.subject));
    let cryptography = Arc::clone(cryptography);
    let verifier = added
        .then(|| WebPkiServerVerifier::builder_with_provider(Arc::new(roots), cryptography).build().ok())
        .flatten();
    let refusal = |seconds| {
        let anyone = ServerName::try_from("localhost").ok()?;
        let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        match verifier.as_ref()?.verify_server_cert(der, &[], &anyone, &[], time) {
            Err(rustls::Error::InvalidCertificate(why)) => Some(why),
            _ => None,
        }
    };
    let at = |time: UnixTime| Timestamp::from_second(i64::try_from(time.as_secs()).ok()?).ok();
    let not_before = match refusal(0) {
        Some(CertificateError::NotValidYetContext { not_before, .. }) => at(not_before),
        _ => None,
    };
    // The last second of the year 9999, behind which no certificate can end.
    let not_after = match refusal(253_402_300_799) {
        Some(CertificateError::ExpiredContext { not_after, .. }) => at(not_after),
        _ => None,
    };
    PeerCertificate { name, not_before, not_after }
}

/// The common name in a name of X.500.
fn common_name(subject: &[u8]) -> Option<String> {
    // The object identifier 2.5.4.3, as DER writes it; a tag, a length and the text follow.
    const ID: &[u8] = &[0x06, 0x03, 0x55, 0x04, 0x03];
    let at = subject.windows(ID.len()).position(|window| window == ID)?;
    let (head, rest) = subject.get(at + ID.len()..)?.split_at_checked(2)?;
    let text = rest.get(..usize::from(head[1]))?;
    Some(String::from_utf8_lossy(text).into_owned())
}

/// Asks the service for its base URL, without a credential. By how much is its clock ahead of ours, where it tells its
/// time?
///
/// # Errors
/// When it cannot be reached or trusted, or does not answer.
pub async fn server_time(endpoint: &Endpoint) -> Result<Option<SignedDuration>, ProviderError> {
    let client = client(endpoint)?;
    let (begun, started) = (endpoint.clock.now(), tokio::time::Instant::now());
    let answer = client.get(endpoint.url.clone()).send().await;
    let took = started.elapsed();
    let answer = answer.map_err(|error| lost(&endpoint.url, &error));
    if let Some(observer) = &endpoint.observer {
        // No secret was sent.
        let (sent, redaction) = (HeaderMap::new(), Redaction::default());
        let received = answer.as_ref().ok().map(reqwest::Response::headers);
        let answer = answer.as_ref().map(|answer| answer.status().as_u16());
        let path = endpoint.url.path();
        let (sent, redaction) = (&sent, &redaction);
        observer(&Event::Exchange(Exchange { method: "GET", path, answer, took, sent, received, redaction }));
    }
    let answer = answer?;
    let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let date = header(DATE).and_then(|text| rfc2822::DateTimeParser::new().parse_timestamp(text).ok());
    // An answer out of a cache is as old as this.
    let age = header(AGE).and_then(|text| text.parse::<u32>().ok()).unwrap_or_default();
    let half = SignedDuration::try_from(took / 2).unwrap_or_default();
    Ok(date.map(|date| date.duration_since(begun) + SignedDuration::from_secs(age.into()) - half))
}
