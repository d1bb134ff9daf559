//! An entry in a store that a test stages. `tests/keyring/stores.rs` has the real stores.

use super::{Credential, CredentialError, Secret, SecretScope, Vault};

pub(super) fn key(text: &str) -> Credential {
    Credential::ApiKey(Secret::new(text.to_owned()))
}

pub(super) fn token(text: &str, expires_at: &str) -> Credential {
    let token = Secret::new(text.to_owned());
    Credential::Token { token, expires_at: expires_at.parse().unwrap() }
}

/// The scope of all credentials here.
pub(super) fn scope() -> SecretScope {
    SecretScope::new("resolver", "https://mfa.test", "166")
}

/// A credential, spelled out: it can itself be neither compared nor printed.
pub(super) fn words(credential: Credential) -> String {
    match credential {
        Credential::ApiKey(key) => format!("key {}", key.expose()),
        Credential::Token { token, expires_at } => format!("token {} until {expires_at}", token.expose()),
    }
}

fn held(vault: &Vault) -> Option<String> {
    vault.load(&scope()).unwrap().map(words)
}

/// An entry for our scope that holds this.
pub(super) fn entry_of(secret: &str) -> String {
    format!(r#"{{"provider":"resolver","url":"https://mfa.test","org_id":"166",{secret}}}"#)
}

#[test]
fn a_secret_is_never_printed() {
    let (key, token) = (key("hunter2"), token("hunter2", "2030-01-01T00:00:00Z"));
    let vault = Vault::mock("work");
    vault.save(&scope(), &token).unwrap();
    let elsewhere = vault.load(&SecretScope::new("resolver", "https://other.test", "166")).unwrap_err();
    let shown = format!("{key:?} {token:?} {vault:?} {:?} {elsewhere:?}", vault.load(&scope()));
    assert!(!shown.contains("hunter2"), "{shown}");
    assert_eq!(format!("{key:?}"), "ApiKey(Secret(…))");
}

#[test]
fn an_entry_keeps_what_it_is_given() {
    let vault = Vault::mock("work");
    assert_eq!((held(&vault), vault.delete()), (None, Ok(false)));
    for text in ["k-1 ключ", "k-2"] {
        vault.save(&scope(), &key(text)).unwrap();
        vault.probe().unwrap();
        assert_eq!(held(&vault).unwrap(), format!("key {text}"));
    }
    vault.save(&scope(), &token("t-1", "2030-01-01T00:00:00Z")).unwrap();
    assert_eq!(held(&vault.clone()).unwrap(), "token t-1 until 2030-01-01T00:00:00Z");
    assert_eq!((vault.delete(), held(&vault), vault.delete()), (Ok(true), None, Ok(false)));
}

#[test]
fn a_credential_that_could_not_be_loaded_again_is_not_saved() {
    let vault = Vault::mock("work");
    assert!(matches!(vault.save(&scope(), &key("")), Err(CredentialError::Damaged { .. })));
    assert!(vault.load(&scope()).unwrap().is_none());
}
