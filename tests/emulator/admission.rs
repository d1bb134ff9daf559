//! Which requests are answered at all, and what opens the server.

use serde_json::json;

use crate::lab::{lab, lab_at, lab_on};
use mfa_admin::emulator::{Options, start};

#[test]
fn a_request_for_another_host_gets_no_answer() {
    let lab = lab();
    let key = lab.key_header();
    let status =
        |hosts: &str, target: &str| lab.raw(&format!("GET {target} HTTP/1.1\r\n{hosts}{key}")).status;
    let paths = ["/user/users/42", "/_emulator/users/42"];
    for path in paths {
        for host in ["localhost", "LOCALHOST:1", "127.0.0.1", "127.1.2.3:80", "[::1]", "[::1]:8080"] {
            assert_eq!(status(&format!("host: {host}\r\n"), path), 200, "{host}");
        }
        for host in
            ["evil.test", "evil.test:80", "localhost.evil.test", "10.0.0.1", "", "me@localhost", "[::2]"]
        {
            assert_eq!(status(&format!("host: {host}\r\n"), path), 421, "{host}");
        }
    }
    assert_eq!(status("host: localhost\r\nhost: evil.test\r\n", paths[0]), 421);
    assert_eq!(status("host: localhost\r\n", "http://evil.test/user/users/42"), 421);
    assert_eq!(status("", paths[0]), 421);
    let refused = lab.raw(&format!("GET {} HTTP/1.1\r\nhost: evil.test\r\n{key}", paths[0])).json();
    assert_eq!((&refused["statusCode"], &refused["error"]), (&json!(421), &json!("Misdirected Request")));
}

#[test]
fn a_page_of_another_server_gets_no_answer() {
    let lab = lab();
    let enrol = |origin: &str| {
        lab.raw(&format!(
            "POST /_emulator/users/42/enroll HTTP/1.1\r\nhost: localhost\r\norigin: {origin}\r\n"
        ))
    };
    for origin in ["https://evil.test", "null", "http://localhost.evil.test"] {
        assert_eq!(enrol(origin).status, 403, "{origin}");
    }
    assert_eq!(enrol("http://localhost:3000").status, 200);
}

#[test]
fn a_body_is_taken_only_as_json() {
    let lab = lab();
    let key = lab.key_header();
    let sent = |path: &str, kinds: &str, body: &str| {
        let length = body.len();
        let head =
            format!("PUT {path} HTTP/1.1\r\nhost: localhost\r\n{key}{kinds}content-length: {length}\r\n");
        lab.raw_with(&head, body).status
    };
    let calls = [("/_emulator/faults", r#"{"rules":[]}"#), ("/user/users/mfa/reset", r#"{"ids":[42]}"#)];
    for (path, body) in calls {
        for kinds in [
            "",
            "content-type: text/plain\r\n",
            "content-type: application/x-www-form-urlencoded\r\n",
            "content-type: application/jsonp\r\n",
            "content-type: application/json\r\ncontent-type: text/plain\r\n",
        ] {
            assert_eq!(sent(path, kinds, body), 415, "{path} {kinds}");
        }
    }
    assert_eq!(lab.truth(42)["enrolled"], true);
    for (path, body) in calls {
        assert_eq!(sent(path, "Content-Type: Application/JSON; charset=utf-8\r\n", body), 204, "{path}");
    }
    assert_eq!(lab.truth(42)["enrolled"], false);
}

#[test]
fn a_private_server_opens_only_to_what_was_made_for_its_run() {
    let open = lab();
    let seeded_password = open.password();
    let known = open.sign_in(open.email(), seeded_password, &json!({})).json();
    let token = format!("authorization: bearer {}\r\n", known["token"].as_str().unwrap());
    let key = open.key_header();

    let database = open.database.clone();
    let options = Options { database: database.clone(), users: 100, port: 0, control: false, private: true };
    let private = lab_on(start(&options).unwrap(), &database);
    for secret in [&token, &key] {
        assert_eq!(open.try_call_as(secret, "GET", "/user/users/42", None).unwrap().status, 200);
        assert_eq!(private.try_call_as(secret, "GET", "/user/users/42", None).unwrap().status, 401);
    }
    for email in [private.email(), "valentina.r@test.com"] {
        assert_eq!(private.sign_in(email, seeded_password, &json!({})).status, 401, "{email}");
    }

    let (email, password) = (private.email(), private.password());
    assert_ne!(password, seeded_password);
    let first = private.sign_in(email, password, &json!({})).json();
    let bearer = |session: &serde_json::Value| {
        format!("authorization: bearer {}\r\n", session["token"].as_str().unwrap())
    };
    let renewed = private.try_call_as(&bearer(&first), "GET", "/user/authenticate", None).unwrap().json();
    for session in [&first, &renewed] {
        assert_eq!(private.try_call_as(&bearer(session), "GET", "/user/users/42", None).unwrap().status, 200);
    }
    assert_eq!(private.get("/user/users/42").status, 200);
    // Each run has secrets of its own, and those of other runs do not open it.
    let other = lab_at(&database, 100);
    assert_ne!(other.password(), password);
    let again = lab_on(start(&options).unwrap(), &database);
    assert_ne!(again.password(), password);
    let key = private.key_header();
    assert_eq!(again.try_call_as(&key, "GET", "/user/users/42", None).unwrap().status, 401);
}
