//! What pages of other servers make a browser send.

use serde_json::json;

use crate::lab::{Lab, encoded, lab};
use crate::web::{OURS, Visit, got, posted};
use crate::web_browser::{Browser, VALENTINA, app_code, hidden};

/// What a page of another server, or of another port of this machine, looks like.
const FOREIGN: &[&str] = &[
    "",
    "origin: null\r\n",
    "origin: http://evil.test\r\n",
    "origin: http://localhost:81\r\n",
    "origin: http://127.0.0.1\r\n",
    "origin: https://localhost\r\n",
    "origin: http://localhost/\r\n",
    "origin: http://localhost\r\norigin: http://localhost:81\r\n",
    "origin: http://localhost\r\nsec-fetch-site: same-site\r\n",
    "origin: http://localhost\r\nsec-fetch-site: cross-site\r\n",
    "origin: http://localhost\r\nsec-fetch-site: none\r\n",
    "origin: http://localhost\r\nsec-fetch-site: same-origin\r\nsec-fetch-site: cross-site\r\n",
];

/// The forms of Edit User for person 42, with the fields that they need.
fn forms(lab: &Lab) -> [(&'static str, String); 3] {
    let page = Visit::of_the_administrator(lab).page("/settings/users/42");
    let seen = hidden(&page, "seen").unwrap();
    [
        ("/settings/users/42/reset-mfa", format!("seen={seen}")),
        ("/settings/users/42/status", "enforce=on".to_owned()),
        ("/sign-out", String::new()),
    ]
}

/// What the forms would change.
fn state(lab: &Lab) -> (serde_json::Value, serde_json::Value) {
    (lab.truth(42), lab.get("/user/org/166/user/42").json())
}

#[test]
fn a_form_of_another_server_changes_nothing_even_with_the_cookie_and_the_token() {
    let lab = lab();
    let forms = forms(&lab);
    let visit = Visit::of_the_administrator(&lab);
    let token = hidden(&visit.page("/"), "token").unwrap();
    let before = state(&lab);
    for headers in FOREIGN {
        for (path, fields) in &forms {
            let answer = visit.post(path, headers, &format!("{fields}&token={token}"));
            assert_eq!(answer.status, 403, "{path} {headers}");
        }
        assert_eq!(visit.get("/").status, 200, "signed out: {headers}");
    }
    assert_eq!(state(&lab), before);
    for (path, fields) in &forms {
        assert_eq!(visit.post(path, OURS, &format!("{fields}&token={token}")).status, 303, "{path}");
    }
    assert_ne!(state(&lab), before, "so the forms are those that change something");
}

#[test]
fn a_form_of_another_server_signs_nobody_in() {
    let lab = lab();
    let fields = format!("email={}&password={}", encoded(lab.email()), encoded(lab.password()));
    for headers in FOREIGN {
        let answer = posted(&lab, "/sign-in", headers, &fields);
        assert_eq!((answer.status, answer.header("set-cookie")), (403, None), "{headers}");
    }
    assert_eq!(posted(&lab, "/sign-in", "origin: http://localhost\r\n", &fields).status, 303);
}

#[test]
fn a_form_without_the_token_of_its_visit_changes_nothing() {
    let lab = lab();
    let forms = forms(&lab);
    let visit = Visit::of_the_administrator(&lab);
    let other = hidden(&Visit::of_the_administrator(&lab).page("/"), "token").unwrap();
    let before = state(&lab);
    for token in ["", "&token=", "&token=0", &format!("&token={other}")] {
        for (path, fields) in &forms {
            let answer = visit.post(path, OURS, &format!("{fields}{token}"));
            assert_eq!(answer.status, 403, "{path} {token}");
            assert!(answer.text.contains("The page is out of date. Load it again."), "{}", answer.text);
        }
    }
    assert_eq!(visit.get("/").status, 200, "signed out");
    assert_eq!(state(&lab), before);
}

#[test]
fn nor_does_a_code_without_it() {
    let lab = lab();
    let mut browser = Browser::of(&lab);
    assert_eq!(browser.sign_in(VALENTINA), "/sign-in/code");
    let code = mfa_admin::emulator::code(&lab.database, "42").unwrap().code;
    browser.page.clear();
    assert_eq!(browser.sent("/sign-in/code", &[("code", &code)]).status, 403);
    assert_eq!(browser.open("/"), "/sign-in/code");

    assert_eq!(lab.reset(&json!([42])), 204);
    assert_eq!(browser.sign_in(VALENTINA), "/set-up-mfa");
    let key = browser.key();
    browser.page.clear();
    assert_eq!(browser.sent("/set-up-mfa", &[("code", &app_code(&key, 0))]).status, 403);
    assert_eq!(lab.truth(42)["enrolled"], false);
}

#[test]
fn a_page_for_another_host_is_refused() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    for path in ["/", "/sign-in", "/settings/users", "/api", "/assets/style.css"] {
        for host in ["evil.test", "localhost.evil.test", "10.0.0.1:80", "0.0.0.0"] {
            let answer = lab.raw(&format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n{}", visit.cookie));
            assert_eq!(answer.status, 421, "{host} {path}");
            assert!(answer.text.starts_with("<!DOCTYPE html>"), "{}", answer.text);
        }
    }
}

#[test]
fn a_page_that_renews_itself_takes_no_words_and_gets_no_further() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let page = visit.page("/settings/users/42");
    let token = hidden(&page, "token").unwrap();
    let renew = format!("{}x-renew: 1\r\n", visit.cookie);
    let fields = format!("token={token}&enforce=on&active=on");
    assert_eq!(visit.post("/settings/users/42/status", OURS, &fields).status, 303);
    let words = "The account status was saved.";
    assert!(!got(&lab, "/overview/trail", &renew).text.contains(words));
    assert!(visit.page("/settings/users/42").contains(words), "they wait for a person");

    assert_eq!(got(&lab, "/overview/trail", "x-renew: 1\r\n").status, 303);
    let reset = "/settings/users/42/reset-mfa";
    for headers in [format!("x-renew: 1\r\n{OURS}"), "x-renew: 1\r\n".to_owned()] {
        assert_eq!(visit.post(reset, &headers, "").status, 403, "{headers}");
    }
}
