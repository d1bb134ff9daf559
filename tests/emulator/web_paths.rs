//! Which paths are pages, with which methods, and where they lead.

use serde_json::json;

use crate::lab::{encoded, lab};
use crate::web::{OURS, Visit, got, posted};
use crate::web_browser::Browser;

#[test]
fn a_head_is_a_get_without_its_body() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    for path in ["/", "/sign-in", "/settings/users/42", "/assets/style.css", "/settings/none"] {
        let get = visit.get(path);
        let head = lab.raw(&format!("HEAD {path} HTTP/1.1\r\nhost: localhost\r\n{}", visit.cookie));
        assert_eq!((head.status, head.text.as_str()), (get.status, ""), "{path}");
        for name in ["content-type", "content-length", "content-security-policy"] {
            assert_eq!(head.header(name), get.header(name), "{path}");
        }
    }
}

#[test]
fn a_page_says_which_methods_it_has() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let (read, both, post) = ("GET, HEAD", "GET, HEAD, POST", "POST");
    let pages = [
        ("/", read),
        ("/assets/style.css", read),
        ("/overview", read),
        ("/overview/trail", read),
        ("/api", read),
        ("/settings/users", read),
        ("/settings/users/42", read),
        ("/sign-in", both),
        ("/sign-in/code", both),
        ("/set-up-mfa", both),
        ("/sign-out", post),
        ("/api/token", post),
        ("/settings/users/42/status", post),
        ("/settings/users/42/reset-mfa", post),
    ];
    for (path, allowed) in pages {
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n{OURS}{}", visit.cookie);
            let answer = lab.raw(&head);
            if allowed.split(", ").any(|one| one == method) {
                assert_ne!(answer.status, 405, "{method} {path}");
                assert_eq!(answer.header("allow"), None, "{method} {path}");
            } else {
                assert_eq!((answer.status, answer.header("allow")), (405, Some(allowed)), "{method} {path}");
            }
        }
    }
}

#[test]
fn no_other_spelling_of_a_path_is_a_page() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    for path in [
        "//sign-in",
        "//evil.test/settings/users",
        "/settings//users",
        "/sign-in/../api",
        "/assets/../settings/users",
        "/assets/..%2f..%2fstyle.css",
        "/%2e/settings/users",
        "/settings/%2e%2e/settings/users",
        "/%73ign-in",
        "/settings%2Fusers",
        "/settings/users/42%2Freset-mfa",
        "/API",
        "/Settings/users",
        "/api%2Ftoken",
        "/user/../settings/users",
    ] {
        let answer = visit.get(path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.text);
        assert_eq!(answer.header("set-cookie"), None, "{path}");
    }
}

#[test]
fn no_spelling_brings_a_form_or_the_cookie_to_the_api() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    for path in [
        "/user/users/mfa/reset",
        "//user/users/mfa/reset",
        "/sign-in/../user/users/mfa/reset",
        "/settings/%2e%2e/user/users/mfa/reset",
        "/assets//../user/users/mfa/reset",
        "/%75ser/users/mfa/reset",
    ] {
        for (kind, body) in
            [("application/x-www-form-urlencoded", "ids%5B%5D=42"), ("application/json", r#"{"ids":[42]}"#)]
        {
            let head = format!(
                "PUT {path} HTTP/1.1\r\nhost: localhost\r\n{OURS}{}content-type: {kind}\r\ncontent-length: {}\r\n",
                visit.cookie,
                body.len()
            );
            // The description has no such spellings.
            let status = lab.try_unchecked(&head, body).unwrap().status;
            assert!([401, 404, 415].contains(&status), "{path} {kind}: {status}");
        }
    }
    assert_eq!(lab.truth(42)["enrolled"], true);
    assert_eq!(lab.reset(&json!([42])), 204, "so it is only the credential that was missing");
}

#[test]
fn nothing_leads_to_another_host() {
    let lab = lab();
    let fields = format!("email={}&password={}", encoded(lab.email()), encoded(lab.password()));
    for name in ["next", "return", "returnTo", "wanted", "url", "redirect"] {
        for to in ["//evil.test", "http://evil.test", "/%5Cevil.test"] {
            let more = format!("{name}={}", encoded(to));
            let answer = posted(&lab, &format!("/sign-in?{more}"), OURS, &format!("{fields}&{more}"));
            assert_eq!((answer.status, answer.header("location")), (303, Some("/")), "{more}");
        }
    }
    // A cookie can be set by a server on another port of this machine.
    for to in ["//evil.test", "http://evil.test", "/settings/users"] {
        let answer = posted(&lab, "/sign-in", &format!("{OURS}cookie: wanted-80={to}\r\n"), &fields);
        assert_eq!(answer.header("location"), Some("/"), "{to}");
    }
    for path in [
        "//evil.test/settings/users",
        "//settings/users",
        "/\\evil.test/settings",
        "http://localhost//overview",
    ] {
        let mut browser = Browser::of(&lab);
        browser.open(path);
        assert_eq!(browser.sign_in(lab.email()), "/", "{path}");
    }
    let mut browser = Browser::of(&lab);
    assert_eq!(browser.open("http://localhost/overview?//evil.test"), "/sign-in");
    assert_eq!(browser.sign_in(lab.email()), "/overview?//evil.test", "a page of ours");
}

#[test]
fn a_page_that_needs_a_sign_in_leads_there_and_says_nothing_else() {
    let lab = lab();
    for path in
        ["/", "/overview", "/overview/trail?before=3", "/api", "/settings/users?search=a", "/set-up-mfa"]
    {
        let answer = got(&lab, path, "");
        assert_eq!((answer.status, answer.header("location")), (303, Some("/sign-in")), "{path}");
        assert_eq!(answer.text, "", "{path}");
    }
}
