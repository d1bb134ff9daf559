//! The server that the script started, and calls to it that do not go through the program.

use std::env;

use serde_json::{Value, json};

use crate::lab::{Lab, call, wait_for};

/// The server, and an administrator of it.
pub(crate) struct Server {
    pub(crate) url: String,
    token: String,
}

/// A variable that the script must set.
pub(crate) fn variable(name: &str) -> String {
    said(name).expect("no live server: `tests/live/privacyidea cargo test --test live` starts one")
}

/// A variable that the script may set.
#[expect(
    clippy::disallowed_methods,
    reason = "no run of the program reads this: the script speaks to the tests"
)]
pub(crate) fn said(name: &str) -> Option<String> {
    env::var(format!("MFA_ADMIN_LIVE_{name}")).ok()
}

/// The name and the password of an account.
pub(crate) fn account(name: &str) -> (String, String) {
    let account = variable(name);
    let (name, password) = account.split_once(':').expect("name:password");
    (name.to_owned(), password.to_owned())
}

/// A profile for the realm `acme`, reached at `url`, with this token.
pub(crate) fn lab(url: &str, token: &str) -> Lab {
    Lab::bare()
        .set("MFA_ADMIN_PROVIDER", "privacyidea")
        .set("MFA_ADMIN_URL", url)
        .set("MFA_ADMIN_ORG_ID", "acme")
        .set("MFA_ADMIN_ENVIRONMENT", "sandbox")
        .set("MFA_ADMIN_API_KEY", token)
}

impl Server {
    pub(crate) fn new() -> Self {
        Self { url: variable("URL"), token: variable("TOKEN") }
    }

    /// A profile of the administrator who may do everything.
    pub(crate) fn lab(&self) -> Lab {
        lab(&self.url, &self.token)
    }

    /// The value of an answer.
    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let header = format!("Authorization: {}\r\n", self.token);
        wait_for("an answer", || {
            let answer = call(&self.url, method, path, &header, &body.to_string());
            // An older server fails when a token is deleted while it makes a list.
            let stumbles = method == "GET" && answer.status == 404;
            assert!(stumbles || answer.status == 200, "{method} {path}: {}", answer.json);
            (!stumbles).then(|| answer.json["result"]["value"].clone())
        })
    }

    /// The token that an account signs in to.
    pub(crate) fn sign_in(&self, account: &str) -> String {
        let (username, password) = self::account(account);
        let value = self.ask("POST", "/auth", &json!({"username": username, "password": password}));
        value["token"].as_str().expect("a token").to_owned()
    }

    /// The tokens of one person, or of all people in the realm, by the server.
    pub(crate) fn tokens(&self, user: Option<&str>) -> Vec<Value> {
        let who = user.map_or_else(|| "tokenrealm=acme".to_owned(), |user| format!("user={user}&realm=acme"));
        let found = self.ask("GET", &format!("/token/?{who}&pagesize=1000"), &json!({}));
        found["tokens"].as_array().expect("tokens").clone()
    }

    /// The serials of one person.
    pub(crate) fn serials(&self, user: &str) -> Vec<String> {
        let tokens = self.tokens(Some(user));
        let mut serials: Vec<_> =
            tokens.iter().map(|token| token["serial"].as_str().expect("a serial").to_owned()).collect();
        serials.sort();
        serials
    }

    /// Enrols the person now. Returns the serial.
    pub(crate) fn enroll(&self, user: &str) -> String {
        let body = json!({"type": "spass", "user": user, "realm": "acme", "pin": "1234"});
        let header = format!("Authorization: {}\r\n", self.token);
        let answer = call(&self.url, "POST", "/token/init", &header, &body.to_string());
        answer.json["detail"]["serial"].as_str().unwrap_or_else(|| panic!("{}", answer.json)).to_owned()
    }

    /// How often each serial was deleted, by the audit log of the server.
    pub(crate) fn deleted(&self) -> Vec<(String, usize)> {
        let mut counts = std::collections::BTreeMap::new();
        for page in 1.. {
            let path = format!("/audit/?action=*DELETE*&page_size=500&page={page}");
            let found = self.ask("GET", &path, &json!({}));
            let entries = found["auditdata"].as_array().expect("a trail").clone();
            for entry in &entries {
                if entry["success"] == json!(1) || entry["success"] == json!(true) {
                    *counts.entry(entry["serial"].as_str().unwrap_or_default().to_owned()).or_insert(0) += 1;
                }
            }
            if entries.len() < 500 {
                break;
            }
        }
        counts.into_iter().collect()
    }
}
