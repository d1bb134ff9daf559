//! A token that is renewed while it is used, and written back. It needs a store: the kernel keyring of a session.

use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use crate::lab::{Lab, Reply, Shown, Stub, is_moment};

#[expect(clippy::disallowed_methods, reason = "a stub has a clock of its own")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs()
}

/// A service that gives tokens which end after so many seconds; each renewal gives the next.
fn tokens(seconds: u64) -> Stub {
    let given = AtomicU64::new(0);
    Stub::org(move |asked| match asked.line().as_str() {
        "POST /user/authenticate" | "GET /user/authenticate" => {
            let number = given.fetch_add(1, Ordering::SeqCst) + 1;
            Some(Reply::ok(json!({"token": format!("t0ken-{number}"), "expiresAt": now() + seconds})))
        }
        "GET /user/users" => Some(Reply::ok(json!([]))),
        _ => None,
    })
}

/// Signs in by password and runs a script, in one session. `None` where this machine has no kernel keyring. In the
/// script, `$profile` is the profile, and `$key` its key in the kernel.
fn signed_in(stub: &Stub, script: &str) -> Option<Shown> {
    let keyctl = Command::new("keyctl").args(["session", "-", "true"]).output();
    if !keyctl.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let lab = Lab::on(stub).without_variables();
    // Sessions of one person may share a keyring, so no two tests may use one name; and nothing is left behind.
    let profile = stub.url().rsplit(':').next().map(|port| format!("w{port}")).expect("a port");
    let script = format!(
        "profile={profile}\ntrap 'mfa-admin auth logout --profile $profile -q >/dev/null 2>&1' EXIT\n\
         printf 'pass word\\n' | mfa-admin auth login --profile $profile --provider resolver --url {} --org 166 \
         --login admin@test.com --password-stdin --store keyutils -q || exit\n\
         key=$(keyctl search @s user keyring:$profile@mfa-admin)\n{script}",
        stub.url()
    );
    let shown = lab.in_session(&script);
    assert!(
        !format!("{shown:?}").contains("t0ken") && !format!("{shown:?}").contains("pass word"),
        "{shown}"
    );
    Some(shown)
}

fn bearers(stub: &Stub, line: &str) -> Vec<String> {
    let header = |asked: &crate::lab::Asked| asked.headers.get("authorization").cloned().unwrap_or_default();
    stub.asked().iter().filter(|asked| asked.line() == line).map(header).collect()
}

#[test]
fn a_token_that_is_due_is_renewed_and_written_back() {
    let stub = tokens(300);
    let Some(shown) = signed_in(&stub, "mfa-admin users search -q && mfa-admin users search -q") else {
        return;
    };
    shown.exits(0);
    // The second command goes on with what the first wrote back.
    let renewed = bearers(&stub, "GET /user/authenticate");
    let used = bearers(&stub, "GET /user/users");
    let number = |bearer: &String| bearer.rsplit('-').next().and_then(|number| number.parse::<u64>().ok());
    assert!(renewed.len() >= 2, "{renewed:?}");
    assert!(number(&used[1]) > number(&used[0]), "{used:?}");
    // What the sign-in renewed for its own question is not kept; from then on no token is renewed twice.
    let numbers: Vec<_> = renewed.iter().skip(1).map(number).collect();
    assert!(numbers.is_sorted() && numbers.windows(2).all(|pair| pair[0] != pair[1]), "{numbers:?}");
}

#[test]
fn a_fresh_token_is_used_as_it_is() {
    let stub = tokens(900);
    let Some(shown) = signed_in(&stub, "mfa-admin users search -q") else { return };
    shown.exits(0);
    assert_eq!(bearers(&stub, "GET /user/authenticate"), [""; 0]);
    assert_eq!(bearers(&stub, "GET /user/users"), ["bearer t0ken-1"]);
}

#[test]
fn a_token_that_cannot_be_renewed_opens_nothing() {
    let stub = Stub::org(move |asked| match asked.line().as_str() {
        "POST /user/authenticate" => Some(Reply::ok(json!({"token": "t0ken-1", "expiresAt": now() + 60}))),
        "GET /user/authenticate" => Some(Reply::refused(401, "no")),
        _ => None,
    });
    // The sign-in itself asks who it is, and so renews: it ends there, and nothing is kept.
    let Some(shown) = signed_in(&stub, "mfa-admin users search -o json") else { return };
    shown.exits(3);
    assert_eq!(bearers(&stub, "GET /user/users"), [""; 0]);
}

#[test]
fn status_tells_when_a_token_ends() {
    let stub = tokens(900);
    let Some(shown) = signed_in(&stub, "mfa-admin auth status -o json") else { return };
    let status = shown.exits(0).json();
    assert_eq!((&status["credential"], &status["store"]), (&json!("token"), &json!("keyutils")));
    let ends = status["expires_at"].as_str().expect("a time");
    assert!(is_moment(ends), "{ends}");
}

#[test]
fn a_wrong_password_is_sent_once() {
    let stub = Stub::org(|asked| {
        (asked.line() == "POST /user/authenticate").then(|| Reply::refused(401, "Wrong e-mail or password"))
    });
    let Some(shown) = signed_in(&stub, "true") else { return };
    shown.exits(3);
    assert_eq!(stub.lines(), ["POST /user/authenticate"]);
}

#[test]
fn whoever_is_in_no_org_is_unauthenticated() {
    let stub = Stub::org(|asked| {
        (asked.line() == "POST /user/authenticate")
            .then(|| Reply::refused(404, "not an active member of any org"))
    });
    let Some(shown) = signed_in(&stub, "true") else { return };
    shown.exits(3);
}

/// Nobody may overwrite it any more; it can still be read.
const LOCKS_THE_KEY: &str = "keyctl setperm $key 0x1b000000";

#[test]
fn a_former_secret_never_goes_to_the_url_of_a_later_sign_in() {
    let (former, later) = (tokens(900), tokens(900));
    let script = format!(
        "{LOCKS_THE_KEY} || exit\n\
         printf 'other key\\n' | mfa-admin auth login --profile $profile --url {} --with-api-key -q\n\
         mfa-admin users search -q; true",
        later.url()
    );
    let Some(shown) = signed_in(&former, &script) else { return };
    shown.exits(0);
    assert!(!later.asked().is_empty());
    for asked in later.asked() {
        assert_eq!(asked.headers.get("authorization"), None, "a token of the former service");
    }
}
