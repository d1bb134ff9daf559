//! With a keyring that is locked, hangs, or has died: each command says so within seconds, before it asks or sends
//! anything.

use std::time::{Duration, Instant};

use crate::lab::{Emulator, Lab};
use crate::session::{is_own, lock, on_the_bus, signal};

/// A profile that is signed in, and an organisation next to it.
fn signed_in() -> (Lab, Emulator, String) {
    let lab = on_the_bus(Lab::bare());
    let emulator = Emulator::start(&lab.path("emulator"), 100);
    let login = format!(
        "auth login --profile work --provider resolver --url {} --org 166 --with-api-key -o json",
        emulator.url
    );
    lab.types(&login).stdin(&emulator.api_key).run().exits(0);
    (lab, emulator, login)
}

/// Every command that needs the store ends with 12, soon, and has sent nothing.
fn is_told(lab: &Lab, emulator: &Emulator, login: &str) {
    let before = emulator.requests().len();
    for words in
        [login, "users search -o json", "mfa reset --user-id 42 --yes -o json", "auth logout -o json"]
    {
        let started = Instant::now();
        let shown = lab.types(words).stdin(&emulator.api_key).run().exits(12);
        assert_eq!((shown.stdout.as_str(), shown.error()["code"].as_str()), ("", Some("keyring")), "{words}");
        assert!(started.elapsed() < Duration::from_secs(10), "{words}: {:?}", started.elapsed());
    }
    assert_eq!(emulator.requests().len(), before);
    // The doctor goes on, and says the same of it.
    let started = Instant::now();
    let shown = lab.run("doctor -o json").exits(12);
    let checks = shown.json()["checks"].as_array().expect("an array").clone();
    let failed = checks.iter().filter(|check| check["ok"] == false).map(|check| check["check"].clone());
    assert_eq!(failed.collect::<Vec<_>>(), ["credential", "store"], "\n{shown}");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[test]
fn a_locked_keyring() {
    if !is_own() {
        return;
    }
    let (lab, emulator, login) = signed_in();
    lock();
    is_told(&lab, &emulator, &login);
}

#[test]
fn a_keyring_that_hangs() {
    if !is_own() {
        return;
    }
    let (lab, emulator, login) = signed_in();
    signal("STOP");
    is_told(&lab, &emulator, &login);
    signal("CONT");
}

#[test]
fn a_keyring_that_died() {
    if !is_own() {
        return;
    }
    let (lab, emulator, login) = signed_in();
    signal("KILL");
    is_told(&lab, &emulator, &login);
}

#[test]
fn without_a_keyring_a_key_in_the_environment_is_enough() {
    if !is_own() {
        return;
    }
    let (lab, emulator, _) = signed_in();
    lock();
    let lab = lab.set("MFA_ADMIN_API_KEY", &emulator.api_key);
    lab.run("users search").exits(0);
    lab.run("doctor").exits(0);
    assert_eq!(lab.run("auth status -o json").exits(0).json()["store"], "environment");
}
