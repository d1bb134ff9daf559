//! The connection to the service: base URLs, redirects, pages, proxies, and where the key goes.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use serde_json::json;

use crate::lab::{Lab, Reply, Stub};

fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").to_string()
}

#[test]
fn a_redirect_is_never_followed() {
    let elsewhere = Stub::new(|_| Reply::ok(json!({"id": 1, "isAdmin": true})));
    for status in [301, 302, 303, 307, 308] {
        let to = format!("{}/user/users/me", elsewhere.url());
        let stub = Stub::new(move |_| Reply::Raw(status, vec![("Location", to.clone())], String::new()));
        let shown = Lab::on(&stub).run("users search -o json").exits(9);
        assert_eq!(shown.error()["code"], "unreachable", "{status}");
        assert_eq!(stub.asked().len(), 1, "{status}: it would say the same again");
    }
    assert_eq!(elsewhere.asked().len(), 0);
}

#[test]
fn a_redirected_reset_ends_the_run() {
    let stub = Stub::org(|asked| match asked.line().as_str() {
        "GET /user/org/166/user/7" => Some(Reply::ok(json!({"id": 1, "user": {"id": 7, "isAdmin": false}}))),
        "PUT /user/users/mfa/reset" => {
            Some(Reply::Raw(307, vec![("Location", "/elsewhere".to_owned())], String::new()))
        }
        _ => None,
    });
    let shown = Lab::on(&stub).run("mfa reset --user-id 7 --yes -o json").exits(9);
    // The redirecting server may have forwarded it before, and this service does not show enrolments.
    assert_eq!((shown.outcomes(), stub.resets()), (vec!["unknown".to_owned()], 1));
}

#[test]
fn a_web_page_means_a_wrong_base_url() {
    let page = "<!DOCTYPE html><html><body>Welcome</body></html>";
    for (headers, body) in [
        (vec![("Content-Type", "text/html; charset=utf-8".to_owned())], page),
        (vec![], page),
        (vec![("Content-Type", "Text/HTML".to_owned())], ""),
    ] {
        let stub = Stub::new(move |_| Reply::Raw(200, headers.clone(), body.to_owned()));
        let shown = Lab::on(&stub).run("users search -o json").exits(9);
        assert!(shown.error()["hint"].to_string().contains("base URL"), "\n{shown}");
    }
    let stub =
        Stub::new(move |_| Reply::Raw(404, vec![("Content-Type", "text/html".to_owned())], page.to_owned()));
    Lab::on(&stub).run("users search").exits(9);
}

#[test]
fn a_garbled_answer_is_not_the_apis() {
    for body in ["{\"id\":", "hello", "{}", "[]", "\u{0}"] {
        let stub = Stub::new(move |_| Reply::Raw(200, Vec::new(), body.to_owned()));
        Lab::on(&stub).run("users search").exits(9);
    }
}

#[test]
fn a_path_in_the_base_url_is_kept() {
    for prefix in ["/api", "/api/", "/a/b"] {
        let stub = Stub::new(|asked| match asked.line().rsplit('/').next() {
            Some("me") => Reply::ok(json!({"id": 1, "isAdmin": true})),
            _ => Reply::ok(json!([])),
        });
        let url = format!("{}{prefix}", stub.url());
        Lab::on(&stub).set("MFA_ADMIN_URL", &url).run("users search").exits(0);
        let prefix = prefix.trim_end_matches('/');
        assert_eq!(stub.lines(), [format!("GET {prefix}/user/users/me"), format!("GET {prefix}/user/users")]);
    }
}

#[test]
fn what_is_typed_is_data_in_a_query() {
    let stub = Stub::people(vec![]);
    Lab::on(&stub).types_all(&["users", "search", "a&b=c #d/é+"]).run().exits(0);
    let asked = stub.asked();
    assert_eq!(asked[1].path, "/user/users?search=a%26b%3Dc+%23d%2F%C3%A9%2B");
}

#[test]
fn the_key_goes_into_its_header_and_nowhere_else() {
    let stub = Stub::people(vec![json!({"id": 7, "email": "a@x.test", "isAdmin": false})]);
    let lab = Lab::on(&stub).set("MFA_ADMIN_API_KEY", "k3y-that-nobody-may-see");
    for words in [
        "-vv users search",
        "-vv users show --user-id 7",
        "-vvv mfa reset --email a@x.test --yes",
        "-vv auth status",
        "-vv auth status -o json",
        "-vv users show --user-id 8",
    ] {
        let shown = lab.run(&format!("--log-file run.log {words}"));
        assert!(!format!("{shown:?}").contains("k3y-"), "{words}\n{shown}");
    }
    let log = std::fs::read_to_string(lab.path("run.log")).expect("a log");
    assert!(log.contains("> x-api-key: [hidden]") && !log.contains("k3y-"), "{log}");
    assert!(stub.asked().len() > 8);
    for asked in stub.asked() {
        assert_eq!(asked.headers.get("x-api-key").map(String::as_str), Some("k3y-that-nobody-may-see"));
        assert!(!asked.headers.contains_key("authorization"));
        assert!(!asked.path.contains("k3y-") && !asked.body.contains("k3y-"));
    }
}

#[test]
fn a_token_goes_into_the_bearer_header() {
    let stub = Stub::people(vec![]);
    let lab = Lab::on(&stub).set("MFA_ADMIN_API_KEY", "").set("MFA_ADMIN_TOKEN", "t0ken");
    let shown = lab.run("-vv users search").exits(0);
    assert!(!format!("{shown:?}").contains("t0ken"));
    assert!(shown.stderr.contains("> authorization: [hidden]"), "{shown}");
    for asked in stub.asked() {
        let header = asked.headers.get("authorization").expect("a header");
        assert_eq!(header.to_lowercase(), "bearer t0ken");
        assert!(!asked.headers.contains_key("x-api-key"));
    }
}

#[test]
fn a_key_that_no_header_can_carry_is_rejected_without_being_sent_or_shown() {
    let stub = Stub::people(vec![]);
    let lab = Lab::on(&stub).set("MFA_ADMIN_API_KEY", "a\nb");
    let shown = lab.run("-vv users search").exits(3);
    assert_eq!(stub.asked().len(), 0);
    assert!(!shown.stderr.contains("a\nb"));
}

#[test]
fn a_proxy_is_never_asked_for_this_machine() {
    let proxy = Stub::new(|_| Reply::refused(502, "a proxy"));
    let stub = Stub::people(vec![]);
    let mut lab = Lab::on(&stub);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        lab = lab.set(name, &proxy.url());
    }
    lab.run("users search").exits(0);
    let localhost = stub.url().replace("127.0.0.1", "localhost");
    lab.set("MFA_ADMIN_URL", &localhost).run("users search").exits(0);
    assert_eq!(proxy.asked().len(), 0);
}

#[test]
fn a_proxy_of_the_environment_is_asked_for_other_machines() {
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let proxy = Stub::new(|_| Reply::refused(502, "no way"));
        let lab = Lab::bare()
            .set("MFA_ADMIN_PROVIDER", "resolver")
            .set("MFA_ADMIN_URL", "https://mfa.invalid")
            .set("MFA_ADMIN_ORG_ID", "1")
            .set("MFA_ADMIN_API_KEY", "k3y-that-nobody-may-see")
            .set(name, &proxy.url());
        lab.run("users search").exits(9);
        let asked = proxy.asked();
        assert!(!asked.is_empty(), "{name}");
        for asked in asked {
            assert_eq!(
                (asked.method.as_str(), asked.path.as_str()),
                ("CONNECT", "mfa.invalid:443"),
                "{name}"
            );
            assert!(!format!("{asked:?}").contains("k3y-"), "the proxy must not see the key");
        }
    }
}

#[test]
fn a_closed_port_is_unreachable() {
    let lab = Lab::bare()
        .set("MFA_ADMIN_PROVIDER", "resolver")
        .set("MFA_ADMIN_ORG_ID", "1")
        .set("MFA_ADMIN_API_KEY", "key");
    for scheme in ["http", "https"] {
        let url = format!("{scheme}://{}", closed_port());
        let shown = lab.types("users search -o json").set("MFA_ADMIN_URL", &url).run().exits(9);
        assert_eq!(shown.error()["code"], "unreachable");
    }
    let shown = lab.types("users search").set("MFA_ADMIN_URL", "https://mfa.invalid").run().exits(9);
    assert!(shown.stderr.contains("mfa.invalid"), "\n{shown}");
}

#[test]
fn https_to_a_port_without_tls_says_so() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            let _ = stream.read(&mut [0; 4096]);
        }
    });
    let stub = Stub::people(vec![]);
    let shown = Lab::on(&stub).set("MFA_ADMIN_URL", &url).run("users search").exits(9);
    assert!(shown.stderr.contains("plain http"), "\n{shown}");
}

#[test]
fn plain_http_only_to_this_machine() {
    let stub = Stub::people(vec![]);
    for host in
        ["mfa.example", "127.0.0.1.example", "localhost.example", "10.0.0.1", "[2001:db8::1]", "0.0.0.0"]
    {
        let shown =
            Lab::on(&stub).set("MFA_ADMIN_URL", &format!("http://{host}")).run("users search -o json");
        assert_eq!(shown.exits(10).error()["code"], "bad_input", "{host}");
    }
    assert_eq!(stub.asked().len(), 0);
}

#[test]
fn a_call_that_the_service_does_not_know_is_not_the_api() {
    let stub = Stub::new(|_| Reply::refused(404, "no such call"));
    let shown = Lab::on(&stub).run("users search -o json").exits(9);
    assert_eq!(shown.error()["code"], "unreachable");
}
