use serde_json::json;

use crate::lab::{Answer, Lab, lab};
use crate::web::{OURS, Visit, got, posted};
use crate::web_browser::hidden;

/// What every answer of a page says.
const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "same-origin"),
    ("cache-control", "no-store"),
];

fn check(answer: &Answer, status: u16, what: &str) {
    assert_eq!(answer.status, status, "{what}");
    for (name, value) in HEADERS {
        assert_eq!(answer.header(name), Some(*value), "{what}");
    }
    assert!(!answer.text.contains("style=") && !answer.text.contains("<script>"), "{what}");
}

fn check_page(answer: &Answer, status: u16, what: &str) {
    check(answer, status, what);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{what}");
    assert!(answer.text.starts_with("<!DOCTYPE html>"), "{what}: {}", answer.text);
}

#[test]
fn every_page_asset_redirect_and_error_has_the_security_headers() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    for path in ["/", "/sign-in", "/set-up-mfa", "/overview", "/overview/trail", "/api", "/settings/users"] {
        check_page(&visit.get(path), 200, path);
    }
    check_page(&visit.get("/settings/users/42"), 200, "Edit User");
    for name in ["style.css", "tools.css", "swagger.js", "trail.js", "icon.svg"] {
        check(&got(&lab, &format!("/assets/{name}"), ""), 200, name);
    }
    check(&got(&lab, "/", ""), 303, "a redirect");
    check(&visit.post("/api/token", OURS, ""), 403, "no token of the visit");
    check_page(&got(&lab, "/assets/none", ""), 404, "no such file");
    check_page(&visit.get("/settings/none"), 404, "no such page");
    check_page(&visit.get("/settings/users/x"), 404, "no such person");
    check_page(&visit.get("/overview/trail?before=x"), 400, "a wrong number");
    check_page(&posted(&lab, "/sign-in", OURS, "email=a"), 401, "a wrong password");
    check_page(&posted(&lab, "/sign-in", "", "email=a"), 403, "no origin");
    check_page(&got(&lab, "/", "origin: http://evil.test\r\n"), 403, "a foreign origin");
    check_page(&lab.raw("GET / HTTP/1.1\r\nhost: evil.test\r\n"), 421, "another host");
    check_page(&lab.raw("DELETE /api HTTP/1.1\r\nhost: localhost\r\n"), 405, "a wrong method");
}

fn sent(lab: &Lab, kind: &str, body: &str) -> Answer {
    let length = body.len();
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nhost: localhost\r\n{OURS}content-type: {kind}\r\ncontent-length: {length}\r\n"
    );
    lab.raw_with(&head, body)
}

#[test]
fn so_has_what_is_refused_for_its_body() {
    let lab = lab();
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=a"] {
        check_page(&sent(&lab, kind, "{}"), 415, kind);
    }
    let form = "application/x-www-form-urlencoded";
    check_page(&sent(&lab, form, &"a".repeat(16 * 1024 * 1024 + 1)), 413, "too large");
}

#[test]
fn so_has_what_a_fault_rule_makes_of_a_page() {
    let lab = lab();
    let whole = got(&lab, "/sign-in", "").text.len();
    for (fault, status) in [("status:503", 503), ("status:429", 429), ("quota:403", 403), ("html", 200)] {
        lab.faults(&json!([{ "match": "GET /sign-in", "do": fault }]));
        check_page(&got(&lab, "/sign-in", ""), status, fault);
    }
    lab.faults(&json!([{ "match": "GET /sign-in", "do": "truncate" }]));
    let half = got(&lab, "/sign-in", "");
    check_page(&half, 200, "truncate");
    assert_eq!(half.text.len(), whole / 2);
    lab.faults(&json!([{ "match": "GET /sign-in", "do": "no_effect" }]));
    check(&got(&lab, "/sign-in", ""), 204, "no_effect");
}

#[test]
fn what_is_said_after_a_change_is_in_no_address_and_is_said_once() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let token = hidden(&visit.page("/"), "token").unwrap();
    let fields = format!("token={token}&enforce=on&active=on");
    let answer = visit.post("/settings/users/42/status", OURS, &fields);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/settings/users/42")));
    let words = "The account status was saved.";
    assert!(visit.page("/settings/users/42").contains(words));
    assert!(!visit.page("/settings/users/42").contains(words));
    assert!(!visit.page(&format!("/settings/users/42?notice={words}").replace(' ', "+")).contains(words));
}
