//! A token that is renewed while it is used, and written back. It needs a store: the kernel keyring of a session.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::{SignedDuration, Timestamp};
use mfa_admin::credentials::{Credential, Secret};
use mfa_admin::model::{Clock, MfaStatus, Stop, UserId};
use mfa_admin::provider::{
    Authentication, ChangeSlot, Endpoint, Login, ProviderError, ProviderKind, Removal, SignIn,
};
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
    // Sessions of one user may share a keyring, so no two tests may use one name, and nothing may be left behind.
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
fn the_lock_of_a_token_is_not_taken_through_a_link() {
    let stub = tokens(300);
    let script = "lock=$MFA_ADMIN_STATE_DIR/$profile.token.lock; mkdir -p $MFA_ADMIN_STATE_DIR\n\
                  echo precious > it; ln -sf $PWD/it $lock\n\
                  mfa-admin users search -q -o json; code=$?; grep -q precious it && exit $code";
    let Some(shown) = signed_in(&stub, script) else { return };
    let error = shown.exits(13).error();
    assert!(error["hint"].as_str().is_some_and(|hint| hint.contains("mv ")), "{error}");
    assert_eq!(bearers(&stub, "GET /user/users"), [""; 0]);
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
fn status_tells_when_the_token_ends_that_its_own_question_has_renewed() {
    // The first ends soon, the others later.
    let stub = Stub::org(|asked| match asked.method.as_str() {
        "POST" => Some(Reply::ok(json!({"token": "t0ken-1", "expiresAt": now() + 300}))),
        _ => (asked.line() == "GET /user/authenticate")
            .then(|| Reply::ok(json!({"token": "t0ken-2", "expiresAt": now() + 800}))),
    });
    let Some(shown) = signed_in(&stub, "mfa-admin auth status -o json") else { return };
    let ends: Timestamp = shown.json()["expires_at"].as_str().expect("a time").parse().expect("a moment");
    assert!(u64::try_from(ends.as_second()).expect("after 1970") > now() + 400, "{ends}");
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
fn a_person_of_no_org_is_unauthenticated() {
    let stub = Stub::org(|asked| {
        (asked.line() == "POST /user/authenticate")
            .then(|| Reply::refused(404, "not an active member of any org"))
    });
    let Some(shown) = signed_in(&stub, "true") else { return };
    shown.exits(3);
}

/// From now on it can be read, and not overwritten.
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

#[test]
fn a_store_that_does_not_take_a_renewed_token_is_told_once_and_stops_nothing() {
    let stub = tokens(300);
    let script = format!("{LOCKS_THE_KEY} && mfa-admin users search && mfa-admin users search -o json");
    let Some(shown) = signed_in(&stub, &script) else { return };
    let shown = shown.exits(0);
    let told = shown.stderr.lines().filter(|line| line.contains("a renewed token may not be kept"));
    assert_eq!(told.count(), 2, "once for each command\n{shown}");
    // Each command goes on with what it renewed itself.
    let number = |bearer: &String| bearer.rsplit('-').next().and_then(|number| number.parse::<u64>().ok());
    for used in bearers(&stub, "GET /user/users") {
        assert!(number(&used) > Some(2), "{used}");
    }
}

/// Where a stub is, as a profile would have it.
fn endpoint(stub: &Stub) -> Endpoint {
    #[expect(clippy::disallowed_methods, reason = "the service has a clock of its own")]
    let clock = Clock::new(Timestamp::now);
    Endpoint {
        url: stub.url().parse().expect("a URL"),
        org_id: "166".to_owned(),
        ca_file: None,
        timeout: Duration::from_secs(20),
        patience: Duration::from_secs(1),
        options: BTreeMap::new(),
        concurrency: None,
        rate: None,
        stop: Stop::default(),
        clock,
        observer: None,
    }
}

/// Resets user 7 with a token that is due to be renewed. Gives the tokens that the resets were sent with.
async fn reset_with_a_due_token(stub: &Stub) -> (Result<(), ProviderError>, Vec<String>) {
    let endpoint = endpoint(stub);
    let expires_at = endpoint.clock.now() + SignedDuration::from_mins(5);
    let credential = Credential::Token { token: Secret::new("good"), expires_at };
    let provider = ProviderKind::Resolver
        .connect(&endpoint, Authentication { credential, token_store: None })
        .expect("a connection");
    let seen = MfaStatus::default();
    let removal = Removal { user: &UserId::new("7"), level: None, seen: &seen };
    let answer = provider.reset(ChangeSlot::unlimited(), &[removal]).await;
    (answer, bearers(stub, "PUT /user/users/mfa/reset"))
}

#[tokio::test]
async fn whatever_a_renewal_brings_a_reset_goes_out_while_the_old_token_is_good() {
    let renewals: [fn() -> Reply; 7] = [
        || Reply::ok(json!({})),
        || Reply::ok(json!({"token": 7})),
        || Reply::Raw(200, Vec::new(), "<html></html>".to_owned()),
        || Reply::Raw(302, vec![("Location", "/login".to_owned())], String::new()),
        || Reply::refused(403, "no"),
        || Reply::refused(500, "out of order"),
        || Reply::Raw(429, vec![("Retry-After", "3600".to_owned())], String::new()),
    ];
    for (index, renewal) in renewals.into_iter().enumerate() {
        let stub = Stub::org(move |asked| match asked.line().as_str() {
            "GET /user/authenticate" => Some(renewal()),
            "PUT /user/users/mfa/reset" => Some(Reply::Raw(204, Vec::new(), String::new())),
            _ => None,
        });
        let (answer, sent) = reset_with_a_due_token(&stub).await;
        assert!(answer.is_ok(), "{index}: {answer:?}");
        assert_eq!(sent, ["bearer good"], "{index}");
    }
}

#[tokio::test]
async fn a_renewal_may_bring_the_token_that_was_sent() {
    let stub = Stub::org(|asked| match asked.line().as_str() {
        "GET /user/authenticate" => Some(Reply::ok(json!({"token": "good", "expiresAt": now() + 900}))),
        "PUT /user/users/mfa/reset" => Some(Reply::Raw(204, Vec::new(), String::new())),
        _ => None,
    });
    let (answer, sent) = reset_with_a_due_token(&stub).await;
    assert!(answer.is_ok(), "{answer:?}");
    assert_eq!(sent, ["bearer good"]);
}

#[tokio::test]
async fn a_password_and_a_code_are_taken_out_of_the_words_of_a_sign_in() {
    let password = Secret::new("pass/w0rd");
    let login = Login { login: "a@x.test", password: &password, code: Some("918273") };
    for kind in [ProviderKind::Resolver, ProviderKind::PrivacyIdea] {
        for status in [302, 400, 401, 403, 404, 500] {
            let stub = Stub::new(move |_| {
                let to = vec![("Location", "/?p=pass%2fw0rd".to_owned())];
                let body = json!({"message": "neither pass/w0rd nor 918273 is right"});
                Reply::Raw(status, to, body.to_string())
            });
            let Err(error) = kind.sign_in(&endpoint(&stub), &login).await else {
                panic!("{status} is no token");
            };
            let words = error.to_string();
            assert!(!words.contains("w0rd") && !words.contains("918273"), "{status}: {words}");
        }
    }
}

#[tokio::test]
async fn a_token_is_what_it_is_whatever_password_is_in_it() {
    let stub = Stub::new(|_| Reply::ok(json!({"token": "a-long-token"})));
    let login = Login { login: "a@x.test", password: &Secret::new("long"), code: None };
    let signed_in = ProviderKind::Resolver.sign_in(&endpoint(&stub), &login).await.expect("an answer");
    let SignIn::Done(Credential::Token { token, .. }) = signed_in else { panic!("a token") };
    assert_eq!(token.expose(), "a-long-token");
}

#[tokio::test]
async fn a_reset_that_never_left_is_no_lost_answer() {
    let stub = Stub::org(|asked| {
        (asked.line() == "GET /user/authenticate").then(|| Reply::refused(401, "this session was ended"))
    });
    let (answer, sent) = reset_with_a_due_token(&stub).await;
    assert!(matches!(answer, Err(ProviderError::Unauthenticated { .. })), "{answer:?}");
    assert_eq!(sent, [""; 0]);
}

#[test]
fn a_sign_in_sends_what_the_documents_name_and_nothing_else() {
    let stub = tokens(900);
    let Some(shown) = signed_in(&stub, "true") else { return };
    shown.exits(0);
    let asked = stub.asked();
    let sent: serde_json::Value = serde_json::from_str(&asked[0].body).expect("JSON");
    let wanted = json!({
        "email": "admin@test.com", "password": "pass word", "selectedOrg": 166, "client": "core-client",
    });
    assert_eq!((asked[0].line().as_str(), sent), ("POST /user/authenticate", wanted));
}
