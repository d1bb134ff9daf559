//! The stores themselves: what a [`Vault`] does with a real one, and says where there is none.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mfa_admin::credentials::{
    Credential, CredentialError, Secret, SecretScope, StoreChoice, StoreKind, Vault,
};

use crate::session::{all, is_own, kept, lock, say, signal, variable};

fn key(text: &str) -> Credential {
    Credential::ApiKey(Secret::new(text.to_owned()))
}

fn token(text: &str, expires_at: &str) -> Credential {
    let token = Secret::new(text.to_owned());
    Credential::Token { token, expires_at: expires_at.parse().unwrap() }
}

/// The scope of all credentials here.
fn scope() -> SecretScope {
    SecretScope::new("resolver", "https://mfa.test", "166")
}

/// A credential, spelled out: it can itself be neither compared nor printed.
fn words(credential: Credential) -> String {
    match credential {
        Credential::ApiKey(key) => format!("key {}", key.expose()),
        Credential::Token { token, expires_at } => format!("token {} until {expires_at}", token.expose()),
    }
}

fn held(vault: &Vault) -> Option<String> {
    vault.load(&scope()).unwrap().map(words)
}

/// An entry for our scope that holds this.
fn entry_of(secret: &str) -> String {
    format!(r#"{{"provider":"resolver","url":"https://mfa.test","org_id":"166",{secret}}}"#)
}

#[test]
fn stores_bear_the_words_of_the_command_line() {
    let kinds = [
        (StoreKind::SecretService, "secret-service"),
        (StoreKind::Keychain, "keychain"),
        (StoreKind::CredentialManager, "credential-manager"),
        (StoreKind::Keyutils, "keyutils"),
        (StoreKind::Environment, "environment"),
        (StoreKind::Memory, "memory"),
    ];
    for (kind, word) in kinds {
        assert_eq!((kind.to_string(), serde_json::to_value(kind).unwrap()), (word.to_owned(), word.into()));
    }
    for (choice, word) in [(StoreChoice::Keyring, "keyring"), (StoreChoice::Keyutils, "keyutils")] {
        assert_eq!(
            (choice.to_string(), serde_json::to_value(choice).unwrap()),
            (word.to_owned(), word.into())
        );
    }
}

#[test]
fn the_kind_of_a_store_is_known_without_touching_it() {
    let system = if cfg!(target_os = "macos") {
        StoreKind::Keychain
    } else if cfg!(target_os = "windows") {
        StoreKind::CredentialManager
    } else {
        StoreKind::SecretService
    };
    assert_eq!(Vault::open(StoreChoice::Keyring, "work").kind(), system);
    assert_eq!(Vault::open(StoreChoice::Keyutils, "work").kind(), StoreKind::Keyutils);
}

/// What every store has to do, whatever it is made of.
fn keeps_what_it_is_given(open: impl Fn(&str) -> Vault) {
    let profiles = ["work", "home"].map(|name| format!("{name}-{:08x}", fastrand::u32(..)));
    let [work, home] = profiles.each_ref().map(|profile| open(profile));
    assert_eq!((held(&work), work.delete()), (None, Ok(false)));

    work.save(&scope(), &key("k-1 ключ")).unwrap();
    home.save(&scope(), &token("t-1", "2030-01-01T00:00:00Z")).unwrap();
    assert_eq!(held(&work).unwrap(), "key k-1 ключ");
    assert_eq!(held(&home).unwrap(), "token t-1 until 2030-01-01T00:00:00Z");

    work.save(&scope(), &key("k-2")).unwrap();
    work.probe().unwrap();
    assert_eq!(held(&work).unwrap(), "key k-2");
    let long = "t".repeat(1_500);
    work.save(&scope(), &token(&long, "2030-01-01T00:00:01Z")).unwrap();
    assert_eq!(held(&work).unwrap(), format!("token {long} until 2030-01-01T00:00:01Z"));

    assert_eq!(work.delete(), Ok(true));
    assert_eq!((held(&work), work.delete()), (None, Ok(false)));
    assert_eq!(held(&home).unwrap(), "token t-1 until 2030-01-01T00:00:00Z");
    assert_eq!(home.delete(), Ok(true));
}

fn this_program() -> String {
    std::env::current_exe().unwrap().to_str().unwrap().to_owned()
}

/// The output of a command that has to succeed.
fn run(command: &[&str]) -> String {
    let output = Command::new(command[0]).args(&command[1..]).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{command:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What a probe says in a process of its own, where nothing of the store has been opened yet.
fn probe_elsewhere(around: &[&str], environment: &[(&str, &str)]) -> String {
    let this = this_program();
    let test = "stores::the_probe_of_another_process";
    let words = [around, &[&this, "--exact", test, "--ignored", "--nocapture"]].concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).envs(environment.iter().copied()).stdin(Stdio::null());
    let output = String::from_utf8(command.output().unwrap().stderr).unwrap();
    output.lines().find_map(|line| line.strip_prefix("probe: ")).unwrap_or(&output).to_owned()
}

#[test]
#[ignore = "run by other tests"]
fn the_probe_of_another_process() {
    let keyutils = variable("MFA_ADMIN_TEST_STORE").is_some();
    let choice = if keyutils { StoreChoice::Keyutils } else { StoreChoice::Keyring };
    say(&format!("probe: {:?}", Vault::open(choice, "elsewhere").probe()));
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_bus_there_is_no_store() {
    let nowhere = [("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")];
    let answer = probe_elsewhere(&[], &nowhere);
    assert!(answer.starts_with("Err(NoStore {"), "{answer}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_bus_without_a_keyring_is_no_store() {
    if !is_own() {
        return;
    }
    let config = tempfile::NamedTempFile::new().unwrap();
    let bus = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>\
               <policy context=\"default\"><allow send_destination=\"*\"/><allow eavesdrop=\"true\"/></policy></busconfig>";
    std::fs::write(&config, bus).unwrap();
    let config = format!("--config-file={}", config.path().display());
    let answer = probe_elsewhere(&["dbus-run-session", &config, "--"], &[]);
    assert!(answer.starts_with("Err(NoStore {"), "{answer}");
}

#[test]
fn the_keyring_keeps_what_it_is_given() {
    if !is_own() {
        return;
    }
    keeps_what_it_is_given(|profile| Vault::open(StoreChoice::Keyring, profile));
}

#[test]
fn an_entry_can_be_read_from_outside_and_put_there() {
    if !is_own() {
        return;
    }
    let vault = Vault::open(StoreChoice::Keyring, "outside");
    vault.save(&scope(), &key("k-outside")).unwrap();
    let stored = kept("outside").unwrap();
    assert_eq!(stored, entry_of(r#""api_key":"k-outside""#));
    let store = |entry: &str| {
        let tool = "secret-tool store --label=x service mfa-admin username outside";
        run(&["sh", "-c", &format!("printf '{entry}' | {tool}")]);
    };
    store(&stored.replace("outside", "new"));
    assert_eq!(held(&vault).unwrap(), "key k-new");
    store("k-bare");
    assert!(matches!(vault.load(&scope()), Err(CredentialError::Unbound { .. })));
    assert_eq!(vault.delete(), Ok(true));
    assert_eq!(run(&["sh", "-c", "secret-tool search service mfa-admin username outside 2>&1"]), "");
}

#[tokio::test(flavor = "current_thread")]
async fn the_keyring_may_be_asked_inside_an_async_runtime() {
    if is_own() {
        assert_eq!(Vault::open(StoreChoice::Keyring, "async").probe(), Ok(()));
    }
}

#[test]
fn a_probe_leaves_nothing_behind() {
    if !is_own() {
        return;
    }
    Vault::open(StoreChoice::Keyring, "probed").probe().unwrap();
    assert!(!all().contains("probe"), "{}", all());
}

#[test]
fn a_locked_keyring_says_so() {
    if !is_own() {
        return;
    }
    let vault = Vault::open(StoreChoice::Keyring, "locked");
    vault.save(&scope(), &key("k-locked")).unwrap();
    lock();
    let answers = [
        vault.probe().err(),
        vault.load(&scope()).err(),
        vault.save(&scope(), &key("k")).err(),
        vault.delete().err(),
    ];
    let elsewhere = probe_elsewhere(&[], &[]);
    for answer in answers {
        assert!(matches!(answer, Some(CredentialError::Locked { .. })), "{answer:?}");
    }
    assert!(elsewhere.starts_with("Err(Locked {"), "{elsewhere}");
}

#[test]
fn a_keyring_that_hangs_is_given_three_seconds() {
    if !is_own() {
        return;
    }
    let vault = Vault::open(StoreChoice::Keyring, "hanging");
    vault.save(&scope(), &key("k-hanging")).unwrap();
    signal("STOP");
    let started = Instant::now();
    let answer = vault.load(&scope());
    let waited = started.elapsed();
    let elsewhere = probe_elsewhere(&[], &[]);
    signal("CONT");
    assert!(matches!(answer, Err(CredentialError::Hanging { seconds: 3 })), "{answer:?}");
    assert!(waited < Duration::from_secs(4), "{waited:?}");
    assert_eq!(elsewhere, "Err(Hanging { seconds: 3 })");
    assert_eq!(held(&vault).unwrap(), "key k-hanging");
}

#[test]
fn a_keyring_that_died_is_told_from_one_that_hangs() {
    if !is_own() {
        return;
    }
    let vault = Vault::open(StoreChoice::Keyring, "died");
    vault.save(&scope(), &key("k-died")).unwrap();
    signal("KILL");
    let answers = [vault.probe().unwrap_err(), vault.load(&scope()).unwrap_err()];
    assert!(!answers.iter().any(|answer| matches!(answer, CredentialError::Hanging { .. })), "{answers:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_kernel_keyring_keeps_what_it_is_given_inside_a_session() {
    if !is_own() {
        return;
    }
    let kernel = [("MFA_ADMIN_TEST_STORE", "keyutils")];
    assert_eq!(probe_elsewhere(&["keyctl", "session", "-"], &kernel), "Ok(())");
    let outside = probe_elsewhere(&[], &kernel);
    assert!(outside == "Ok(())" || outside.starts_with("Err(Denied {"), "{outside}");
    let this = this_program();
    let test = "stores::the_kernel_keyring_keeps_all";
    run(&["keyctl", "session", "-", &this, "--exact", test, "--ignored"]);
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "run by another test, inside a session"]
fn the_kernel_keyring_keeps_all() {
    keeps_what_it_is_given(|profile| Vault::open(StoreChoice::Keyutils, profile));
}
