//! A service that sends our own credential back: it is taken out of every text.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::lab::{Asked, Lab, Reply, Stub};

/// With letters that are escaped in a URL.
const KEY: &str = "k3y-that/nobody+may=see";
/// The same in a URL, and in base64 after `user:`.
const IN_A_URL: &str = "k3y-that%2Fnobody%2bmay%3Dsee";
const IN_BASE64: &str = "dXNlcjprM3ktdGhhdC9ub2JvZHkrbWF5PXNlZQ==";
/// What must not be left of any of them.
const LEFT: [&str; 4] = ["k3y-that", "nobody", "prM3ktdGhhdC9u", "OmszeS10aGF0L25v"];

/// Fails where any part of the key is in these bytes.
#[track_caller]
fn is_bare(bytes: &[u8], what: &str) {
    for part in LEFT {
        let found = bytes.windows(part.len()).any(|window| window == part.as_bytes());
        assert!(!found, "{part} is in {what}\n{}", String::from_utf8_lossy(bytes));
    }
}

/// Checks every file of a folder.
fn files_are_bare(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries.fold(0, |count, entry| {
        if entry.path().is_dir() {
            return count + files_are_bare(&entry.path());
        }
        is_bare(&fs::read(entry.path()).expect("a file"), &entry.path().display().to_string());
        count + 1
    })
}

/// Runs every command that shows or keeps something, against a service that `echoes` the key that it was sent.
#[track_caller]
fn shows_nothing(echoes: impl Fn(&Asked, &str) -> Option<Reply> + Send + Sync + 'static) -> Stub {
    let stub = Stub::org(move |asked| {
        let key = asked.headers.get("x-api-key").expect("a key");
        echoes(asked, key)
    });
    let lab = Lab::on(&stub).set("MFA_ADMIN_API_KEY", KEY);
    lab.file("people.csv", "user_id\n7\n8\n");
    let mut seen = String::new();
    for words in [
        "auth status -o json",
        "users search -o json",
        "users search -o csv",
        "users search",
        "users search --group x",
        "users show --user-id 7",
        "users show --user-id 7 -o json",
        "users show --email a@x.test",
        "mfa plan --csv people.csv --out people.plan",
        "mfa reset --csv people.csv --yes --settle 0 --results rows.csv",
        "batch show last",
        "batch show last -o json",
        "audit list -o json",
    ] {
        let shown = lab.run(&format!("-vv --log-file run.log {words}"));
        is_bare(format!("{shown:?}").as_bytes(), words);
        seen.push_str(&shown.to_string());
    }
    assert!(seen.contains("[credential]"), "what stood there is told\n{seen}");
    let count = files_are_bare(&lab.path("state"));
    assert!(count > 0, "there is a state");
    for name in ["rows.csv", "people.plan", "run.log"] {
        is_bare(&fs::read(lab.path(name)).unwrap_or_default(), name);
    }
    stub
}

fn person(id: u64, text: &str) -> serde_json::Value {
    json!({
        "id": id, "first": text, "last": format!("x{text}x"), "email": format!("{text}@x.test"), "isAdmin": false,
        "lang": text, "groups": [{"name": text}], "roles": [text], text: text,
    })
}

#[test]
fn a_key_in_whatever_a_person_is_called_is_taken_out() {
    for written in [KEY, IN_A_URL, IN_BASE64] {
        let stub = shows_nothing(move |asked, _| match asked.line().as_str() {
            "GET /user/users" => Some(Reply::ok(json!({"data": [person(7, written), person(8, written)]}))),
            "GET /user/group" => Some(Reply::ok(json!([{"id": 1, "name": written}]))),
            "PUT /user/users/mfa/reset" => Some(Reply::Raw(204, Vec::new(), String::new())),
            line => {
                let id = line.strip_prefix("GET /user/org/166/user/")?.parse().ok()?;
                Some(Reply::ok(json!({"id": 9, "user": person(id, written), "lang": written})))
            }
        });
        assert_eq!(stub.resets(), 2);
    }
}

#[test]
fn a_key_in_the_words_of_an_error_is_taken_out() {
    for status in [400, 401, 403, 404, 409, 500, 503] {
        shows_nothing(move |asked, key| match asked.line().as_str() {
            "GET /user/users/me" => None,
            "GET /user/org/166/user/8" => Some(Reply::ok(json!({"id": 9, "user": {"id": 8}}))),
            "GET /user/users" => Some(Reply::refused(status, &format!("{IN_A_URL} is no good"))),
            "PUT /user/users/mfa/reset" => {
                Some(Reply::Raw(status, Vec::new(), format!("{}{key}", "x".repeat(290))))
            }
            _ => Some(Reply::refused(status, &format!("the key {key} or {IN_BASE64} is no good"))),
        });
    }
}

#[test]
fn a_key_with_which_an_error_of_json_begins_is_taken_out_whatever_its_escapes() {
    shows_nothing(|asked, _| {
        // Whole, and broken off.
        let end = if asked.line() == "GET /user/users" { "" } else { "\"}" };
        let text = KEY.bytes().fold(String::new(), |text, byte| format!("{text}\\u{byte:04x}"));
        (asked.line() != "GET /user/users/me")
            .then(|| Reply::Raw(403, Vec::new(), format!("{{\"message\":\"{text}{end}")))
    });
}

#[test]
fn a_key_in_a_header_is_taken_out() {
    for written in [KEY, IN_A_URL, IN_BASE64] {
        shows_nothing(move |asked, _| {
            let headers = ["Set-Cookie", "X-Echo", "X-Api-Key", "Server"];
            let headers = headers.map(|name| (name, format!("it is {written}"))).to_vec();
            (asked.line() != "GET /user/users/me").then(|| Reply::Raw(404, headers, String::new()))
        });
    }
}

#[test]
fn a_key_in_the_target_of_a_redirect_is_taken_out() {
    for written in [KEY, IN_A_URL] {
        shows_nothing(move |asked, _| {
            let to = format!("https://elsewhere.test/login?key={written}");
            (asked.line() != "GET /user/users/me")
                .then(|| Reply::Raw(302, vec![("Location", to)], String::new()))
        });
    }
}
