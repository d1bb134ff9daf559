//! With a keyring that works.

use serde_json::{Value, json};

use crate::lab::{Emulator, Lab, Reply, Run, Stub, call};
use crate::session::{all, is_own, kept, on_the_bus};

/// A machine with a keyring, and an organisation next to it.
fn machine() -> (Lab, Emulator) {
    let lab = on_the_bus(Lab::bare());
    let emulator = Emulator::start(&lab.path("emulator"), 100);
    (lab, emulator)
}

fn login(lab: &Lab, url: &str, profile: &str, more: &str) -> Run {
    lab.types(&format!("auth login --profile {profile} --provider resolver --url {url} --org 166 {more}"))
}

/// What is kept of a profile.
fn entry(profile: &str) -> Value {
    serde_json::from_str(&kept(profile).expect("an entry")).expect("JSON")
}

/// An entry for the organisation there that holds this.
fn entry_of(url: &str, secret: &Value) -> Value {
    let mut entry = json!({"provider": "resolver", "url": url, "org_id": "166"});
    entry.as_object_mut().expect("an object").extend(secret.as_object().expect("an object").clone());
    entry
}

fn nothing_is_stored(lab: &Lab) {
    assert!(!lab.path("config/config.toml").exists(), "no profile");
    let all = all();
    assert!(!all.contains("secret ="), "{all}");
}

#[test]
fn a_key_is_kept_in_the_keyring_and_nowhere_else() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    let shown =
        login(&lab, &emulator.url, "work", "--with-api-key").stdin(format!("{}\n", emulator.api_key)).run();
    let shown = shown.exits(0);
    assert_eq!(shown.stdout, "");
    assert!(!format!("{shown:?}").contains(&emulator.api_key));
    assert_eq!(entry("work"), entry_of(&emulator.url, &json!({"api_key": emulator.api_key})));
    let config = std::fs::read_to_string(lab.path("config/config.toml")).expect("a profile");
    assert!(config.contains("[profiles.work]") && !config.contains(&emulator.api_key), "{config}");
    assert!(!all().contains("probe"), "{}", all());

    let status = lab.run("auth status -o json").exits(0).json();
    let wanted = [
        ("profile", "work"),
        ("store", "secret-service"),
        ("credential", "api_key"),
        ("email", "admin@test.com"),
    ];
    for (key, value) in wanted {
        assert_eq!(status[key], value, "{key}");
    }
    assert_eq!(status["expires_at"], Value::Null);
    assert_eq!(lab.run("mfa reset --user-id 42 --yes -o json").exits(0).outcomes(), ["reset"]);
    assert_eq!(emulator.resets(42), 1);
}

#[test]
fn several_profiles_are_listed_switched_and_signed_out_of() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    for (name, environment) in [("work", "production"), ("play", "sandbox")] {
        let more = format!("--environment {environment} --with-api-key");
        login(&lab, &emulator.url, name, &more).stdin(&emulator.api_key).run().exits(0);
    }
    let default = |lab: &Lab| lab.run("auth status -o json").exits(0).json()["profile"].clone();
    assert_eq!(default(&lab), "play");
    lab.run("auth switch work").exits(0);
    assert_eq!(default(&lab), "work");
    let list = lab.run("auth list -o json").exits(0).json();
    let names: Vec<_> = list.as_array().expect("an array").iter().map(|one| one["profile"].clone()).collect();
    assert_eq!(names, ["play", "work"]);
    let every = lab.run("auth status --all -o json").exits(0).json();
    assert_eq!(every.as_array().map(Vec::len), Some(2));

    lab.run("auth logout").exits(0);
    assert_eq!((kept("work"), kept("play").is_some()), (None, true));
    lab.run("users search -o json").exits(3);
    let status = lab.run("auth status -o json").exits(3).json();
    assert_eq!((&status["credential"], &status["store"]), (&json!("none"), &Value::Null));
    lab.run("auth logout --all").exits(0);
    assert_eq!(kept("play"), None);
    lab.run("auth logout --all").exits(0);
    lab.run("auth logout").exits(3);
}

#[test]
fn signing_out_of_all_leaves_no_credential_of_a_profile_that_is_wrong() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    for name in ["a", "work"] {
        login(&lab, &emulator.url, name, "--with-api-key").stdin(&emulator.api_key).run().exits(0);
    }
    let path = lab.path("config/config.toml");
    let config = std::fs::read_to_string(&path).expect("a config");
    std::fs::write(&path, config.replacen("\"resolver\"", "\"nobody\"", 1)).expect("written");
    lab.run("auth logout --all").exits(0);
    assert_eq!((kept("a"), kept("work")), (None, None));
}

#[test]
fn signing_in_again_replaces_the_key() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    login(&lab, &emulator.url, "work", "--with-api-key").stdin(&emulator.api_key).run().exits(0);
    drop(emulator);
    let emulator = Emulator::start(&lab.path("emulator"), 100);
    login(&lab, &emulator.url, "work", "--with-api-key").stdin(&emulator.api_key).run().exits(0);
    assert_eq!(entry("work"), entry_of(&emulator.url, &json!({"api_key": emulator.api_key})));
}

#[test]
fn a_change_of_stores_leaves_nothing_in_the_former() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    login(&lab, &emulator.url, "moves", "--with-api-key").stdin(&emulator.api_key).run().exits(0);
    assert!(kept("moves").is_some());
    let script = format!(
        "printf '{}' | mfa-admin auth login --profile moves --with-api-key --store keyutils -q || exit\n\
         mfa-admin auth status -o csv\nmfa-admin auth logout -q",
        emulator.api_key
    );
    let shown = lab.in_session(&script).exits(0);
    assert!(shown.stdout.contains(",keyutils,"), "\n{shown}");
    assert_eq!(kept("moves"), None);
}

#[test]
fn a_wrong_key_is_unauthenticated_and_not_stored() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    let shown = login(&lab, &emulator.url, "work", "--with-api-key -o json").stdin("wrong\n").run().exits(3);
    assert_eq!(shown.error()["code"], "unauthenticated");
    nothing_is_stored(&lab);
    login(&lab, &emulator.url, "work", "--with-api-key").stdin("\n").run().exits(2);
    nothing_is_stored(&lab);
}

#[test]
fn a_wrong_key_leaves_the_one_before() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    login(&lab, &emulator.url, "work", "--with-api-key").stdin(&emulator.api_key).run().exits(0);
    login(&lab, &emulator.url, "work", "--with-api-key").stdin("wrong").run().exits(3);
    assert_eq!(entry("work"), entry_of(&emulator.url, &json!({"api_key": emulator.api_key})));
}

#[test]
fn a_person_who_is_no_administrator_is_forbidden_and_not_stored() {
    if !is_own() {
        return;
    }
    let lab = on_the_bus(Lab::bare());
    let stub = Stub::new(|_| Reply::ok(json!({"id": 7, "isAdmin": false, "currentOrg": {"id": 166}})));
    let shown = login(&lab, &stub.url(), "work", "--with-api-key -o json").stdin("a-key\n").run().exits(4);
    assert_eq!(shown.error()["code"], "forbidden");
    nothing_is_stored(&lab);
}

#[test]
fn another_org_is_forbidden_and_not_stored() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    let words = format!(
        "auth login --profile work --provider resolver --url {} --org 167 --with-api-key -o json",
        emulator.url
    );
    assert_eq!(lab.types(&words).stdin(&emulator.api_key).run().exits(4).error()["code"], "forbidden");
    nothing_is_stored(&lab);
}

#[test]
fn a_password_becomes_a_token_and_is_kept_nowhere() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    let more = format!("--login {} --password-stdin", emulator.email);
    login(&lab, &emulator.url, "work", &more).stdin(format!("{}\n", emulator.password)).run().exits(0);
    let entry = entry("work");
    assert!(entry["token"].is_string() && entry["expires_at"].is_number(), "{entry}");
    let config = std::fs::read_to_string(lab.path("config/config.toml")).expect("a profile");
    assert!(!all().contains(&emulator.password) && !config.contains(&emulator.password));
    let status = lab.run("auth status -o json").exits(0).json();
    assert_eq!((&status["credential"], &status["store"]), (&json!("token"), &json!("secret-service")));
    assert!(status["expires_at"].is_string(), "{status}");
    assert_eq!(lab.run("mfa reset --user-id 42 --yes -o json").exits(0).outcomes(), ["reset"]);
}

#[test]
fn a_wrong_password_is_sent_once_and_nothing_is_stored() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    let more = format!("--login {} --password-stdin", emulator.email);
    login(&lab, &emulator.url, "work", &more).stdin("wrong\n").run().exits(3);
    assert_eq!(emulator.requests().len(), 1, "{:?}", emulator.requests());
    nothing_is_stored(&lab);
    // An account that is locked is unauthenticated too.
    for _ in 0..3 {
        login(&lab, &emulator.url, "work", &more).stdin("wrong\n").run().exits(3);
    }
    let shown = login(&lab, &emulator.url, "work", &more).stdin(&emulator.password).run().exits(3);
    assert!(shown.stderr.contains("locked"), "\n{shown}");
    nothing_is_stored(&lab);
}

#[test]
fn a_token_that_is_due_is_renewed_and_written_back() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    let body = json!({
        "email": emulator.email, "password": emulator.password, "selectedOrg": 166, "client": "core-client",
    });
    login(&lab, &emulator.url, "work", "--with-api-key").stdin(&emulator.api_key).run().exits(0);
    let answer = call(&emulator.url, "POST", "/user/authenticate", "", &body.to_string());
    // A good token, said to end sooner than it does: so it is due.
    let ends = answer.json["expiresAt"].as_u64().expect("a time") - 600;
    let due = json!({"token": answer.json["token"], "expires_at": ends});
    store("work", &entry_of(&emulator.url, &due));
    lab.run("users search").exits(0);
    let renewed = entry("work");
    assert_eq!(renewed["url"], emulator.url);
    assert_ne!(renewed["token"], answer.json["token"]);
    assert!(renewed["expires_at"].as_u64() > Some(ends), "{renewed}");
    lab.run("users search").exits(0);
    let renewals = |request: &&Value| request["method"] == "GET" && request["path"] == "/user/authenticate";
    assert_eq!(emulator.requests().iter().filter(renewals).count(), 1, "a fresh token is used as it is");
}

#[test]
fn a_token_unused_for_too_long_is_gone() {
    if !is_own() {
        return;
    }
    let (lab, emulator) = machine();
    login(&lab, &emulator.url, "work", "--with-api-key").stdin(&emulator.api_key).run().exits(0);
    let before = emulator.requests().len();
    store("work", &entry_of(&emulator.url, &json!({"token": "old", "expires_at": 1_700_000_000})));
    let shown = lab.run("mfa reset --user-id 42 --yes -o json").exits(3);
    assert_eq!(shown.error()["code"], "unauthenticated");
    assert_eq!(emulator.requests().len(), before, "an old token is not even sent");
}

/// Puts an entry of ours into the keyring from outside.
fn store(profile: &str, entry: &Value) {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut tool = Command::new("secret-tool")
        .args(["store", "--label=test", "service", "mfa-admin", "username", profile])
        .stdin(Stdio::piped())
        .spawn()
        .expect("secret-tool is there");
    tool.stdin.take().expect("a pipe").write_all(entry.to_string().as_bytes()).expect("it reads");
    assert!(tool.wait().expect("it ends").success());
}
