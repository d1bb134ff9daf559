//! Admission: what no web page may make a browser on this machine send.
//!
//! A page whose host name was made to point at this machine (DNS rebinding) still sends that name in `Host`, and other
//! pages send theirs in `Origin`. To send a body as JSON, a page of another origin needs a permission (CORS) that this
//! server never gives.

use std::net::IpAddr;

use hyper::header::{CONTENT_TYPE, HOST, ORIGIN};
use hyper::http::request::Parts;
use hyper::http::uri::Authority;
use hyper::{StatusCode, Uri};

use super::http::Refusal;

/// Refuses a request that is not for this machine, or not from it, before its body is read.
pub(super) fn admit(request: &Parts) -> Result<(), Refusal> {
    let mut hosts = request.headers.get_all(HOST).iter().peekable();
    let named = hosts.peek().is_some()
        && hosts
            .all(|host| host.to_str().is_ok_and(|host| host.parse().is_ok_and(|host| is_loopback(&host))))
        && request.uri.authority().is_none_or(is_loopback);
    if !named {
        return Err(Refusal::new(
            StatusCode::MISDIRECTED_REQUEST,
            "This server answers only to localhost, 127.0.0.1 and [::1]",
        ));
    }
    let ours = |origin: &Uri| origin.authority().is_some_and(is_loopback);
    let foreign = |origin: &str| !origin.parse().is_ok_and(|origin| ours(&origin));
    if request.headers.get_all(ORIGIN).iter().any(|origin| origin.to_str().map_or(true, foreign)) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "Pages of other servers may not call this one"));
    }
    Ok(())
}

/// Refuses a body that is not said to be JSON; of a screen, one that is not said to be a form. A page of another server
/// can send a form: what tells ours from it is in `web`.
pub(super) fn admit_body(request: &Parts, is_page: bool) -> Result<(), Refusal> {
    let wanted = if is_page { "application/x-www-form-urlencoded" } else { "application/json" };
    let fits = |kind: &str| {
        let kind = kind.split(';').next().unwrap_or_default();
        kind.trim().eq_ignore_ascii_case(wanted)
    };
    let mut kinds = request.headers.get_all(CONTENT_TYPE).iter();
    match (kinds.next().map(|kind| kind.to_str().is_ok_and(fits)), kinds.next()) {
        (Some(true), None) => Ok(()),
        _ => Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("The body must be {wanted}"))),
    }
}

/// Whether it names this machine. The port does not matter: there may be a proxy of this machine in between.
fn is_loopback(authority: &Authority) -> bool {
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let loopback = |ip: IpAddr| ip.is_loopback();
    !authority.as_str().contains('@')
        && (host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(loopback))
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_this_machine_is_named_so() {
        for name in ["localhost", "LocalHost:80", "127.0.0.1", "127.8.9.10:8080", "[::1]", "[::1]:1"] {
            assert!(is_loopback(&name.parse().unwrap()), "{name}");
        }
        for name in [
            "here",
            "10.0.0.1",
            "localhost.evil.test",
            "127.0.0.1.evil.test:80",
            "me@localhost",
            "[::2]",
            "0.0.0.0",
        ] {
            assert!(!is_loopback(&name.parse().unwrap()), "{name}");
        }
    }
}
