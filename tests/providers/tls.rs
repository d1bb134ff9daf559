//! TLS: a connection needs an authority that the machine or the profile trusts, and nothing is sent before.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::lab::Lab;

/// A service at `https://localhost` whose certificate comes from an authority of its own.
struct Secure {
    url: String,
    authority: String,
    asked: Arc<AtomicUsize>,
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
}

impl Secure {
    fn new() -> Self {
        Self::with("localhost", |_| {})
    }

    /// The same with another certificate.
    fn with(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Self {
        let authority = authority();
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        params.distinguished_name.push(DnType::CommonName, name);
        change(&mut params);
        let certificate = params.signed_by(&key, &authority).expect("a certificate");
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .expect("a certificate and its key");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("https://localhost:{}", listener.local_addr().expect("an address").port());
        let (config, asked) = (Arc::new(config), Arc::new(AtomicUsize::new(0)));
        let count = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
                // A client that does not trust us goes away in the middle of the handshake.
                let _ = answer(StreamOwned::new(connection, stream), &count);
            }
        });
        Self { url, authority: authority.pem(), asked }
    }
}

fn answer(
    stream: StreamOwned<ServerConnection, std::net::TcpStream>,
    count: &AtomicUsize,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    // A client that only looks at the certificate says goodbye.
    if reader.read_line(&mut line)? == 0 {
        return Ok(());
    }
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    count.fetch_add(1, Ordering::SeqCst);
    let body = r#"{"id":1,"email":"admin@test.com","isAdmin":true,"currentOrg":{"id":166}}"#;
    let mut stream = reader.into_inner();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    stream.conn.send_close_notify();
    stream.flush()
}

fn lab(url: &str, more: &str) -> Lab {
    let lab = Lab::bare().set("MFA_ADMIN_API_KEY", "the-key");
    lab.config(&format!(
        "default_profile = \"w\"\n[profiles.w]\nprovider = \"resolver\"\nurl = \"{url}\"\norg_id = \"166\"\n{more}"
    ));
    lab
}

#[test]
fn an_authority_that_the_profile_names_is_trusted() {
    let secure = Secure::new();
    let lab = lab(&secure.url, "ca_file = \"own.pem\"\n");
    // Beside the config file, where a path without a folder is looked for.
    std::fs::write(lab.path("config/own.pem"), &secure.authority).expect("written");
    let shown = lab.run("auth status -o json").exits(0);
    assert_eq!(shown.json()["email"], "admin@test.com", "\n{shown}");
    assert_eq!(secure.asked.load(Ordering::SeqCst), 1);
}

#[test]
fn an_unknown_authority_is_not_trusted_and_sees_no_request() {
    let secure = Secure::new();
    let shown = lab(&secure.url, "").run("auth status").exits(9);
    assert!(shown.stderr.contains("--ca-file"), "\n{shown}");
    let other = lab(&secure.url, "ca_file = \"other.pem\"\n");
    std::fs::write(other.path("config/other.pem"), authority().pem()).expect("written");
    other.run("auth status").exits(9);
    assert_eq!(secure.asked.load(Ordering::SeqCst), 0);
}

/// What `doctor` says of TLS, where the profile trusts the authority or not, and how many requests came in.
fn doctor(secure: &Secure, is_trusted: bool, code: i32) -> (String, usize) {
    let lab = lab(&secure.url, if is_trusted { "ca_file = \"own.pem\"\n" } else { "" });
    std::fs::write(lab.path("config/own.pem"), &secure.authority).expect("written");
    let shown = lab.run("doctor -o json").exits(code);
    assert!(!format!("{shown:?}").contains("the-key"), "\n{shown}");
    let checks = shown.json()["checks"].as_array().expect("an array").clone();
    let tls = checks.iter().find(|check| check["check"] == "tls").expect("it is there");
    assert_eq!(tls["ok"], code == 0, "\n{shown}");
    let said =
        format!("{} {}", tls["detail"].as_str().expect("text"), tls["hint"].as_str().unwrap_or_default());
    (said, secure.asked.load(Ordering::SeqCst))
}

#[test]
fn the_doctor_tells_who_presents_which_certificate_and_for_how_long() {
    let (said, requests) = doctor(&Secure::new(), true, 0);
    assert!(said.starts_with("TLS 1.3, a certificate of localhost, "), "{said}");
    let days = said.trim_end().strip_suffix(" days left").and_then(|said| said.rsplit(' ').next());
    assert!(days.is_some_and(|days| days.parse::<u32>().is_ok_and(|days| days > 10_000)), "{said}");
    assert_eq!(requests, 2, "one for the time, one for the role");
}

#[test]
fn the_doctor_names_what_is_wrong_with_a_certificate_and_sends_nothing_there() {
    let past = |params: &mut CertificateParams| {
        (params.not_before, params.not_after) = (date_time_ymd(2019, 1, 1), date_time_ymd(2020, 2, 3));
    };
    let future = |params: &mut CertificateParams| params.not_before = date_time_ymd(2090, 1, 1);
    for (secure, is_trusted, words) in [
        (Secure::new(), false, "--ca-file"),
        (Secure::with("localhost", past), true, "ended on 2020-02-03"),
        (Secure::with("localhost", future), true, "holds from 2090-01-01 on"),
        (Secure::with("elsewhere.test", |_| {}), true, "a certificate of elsewhere.test"),
    ] {
        let (said, requests) = doctor(&secure, is_trusted, 9);
        assert!(said.contains(words), "{words}: {said}");
        assert_eq!(requests, 0, "{words}");
    }
}
