//! privacyIDEA, or its fork, as `tests/live/privacyidea` starts and seeds it: the variables are told there.

use std::collections::HashMap;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once};

use serde_json::{Value, json};

use super::{Credential, Setup, Someone, Truth, World};
use crate::lab::{Lab, call, wait_for};

/// A realm in which the people of these numbers are in no other test.
const REALM: &str = "globex";
const FIRST: usize = 400;
const LAST: usize = 749;

static SKIPPED: Once = Once::new();
static USED: AtomicUsize = AtomicUsize::new(FIRST);

pub(super) struct Live {
    url: String,
    token: String,
    /// How often something had been removed when the person was staged.
    before: Mutex<HashMap<String, usize>>,
}

impl World for Live {
    const REMOVES: &'static str = "DELETE /token/";

    fn open() -> Option<Self> {
        let Some(url) = variable("URL") else {
            SKIPPED.call_once(|| {
                let line = "skipped: no live server (tests/live/privacyidea runs them)\n";
                #[expect(
                    clippy::disallowed_methods,
                    reason = "what is not tested is said also where output is captured"
                )]
                std::io::stderr().write_all(line.as_bytes()).ok();
            });
            return None;
        };
        let token = variable("TOKEN").expect("beside the URL");
        Some(Self { url, token, before: Mutex::default() })
    }

    fn url(&self) -> String {
        self.url.clone()
    }

    fn lab(&self, url: &str) -> Lab {
        Lab::bare()
            .set("MFA_ADMIN_PROVIDER", "privacyidea")
            .set("MFA_ADMIN_URL", url)
            .set("MFA_ADMIN_ORG_ID", REALM)
            .set("MFA_ADMIN_ENVIRONMENT", "sandbox")
            .set("MFA_ADMIN_API_KEY", &self.token)
    }

    fn person(&self, setup: Setup) -> Option<Someone> {
        let number = USED.fetch_add(1, Ordering::SeqCst);
        assert!(number <= LAST, "a fresh server has people for one run");
        let id = format!("user{number:04}");
        let someone = Someone { email: format!("{id}@{REALM}.example"), id };
        self.takes_all(&someone);
        match setup {
            Setup::Nothing => {}
            Setup::Begun => self.enrols(&someone, &json!({"type": "hotp", "2stepinit": 1})),
            Setup::One => self.enrols(&someone, &json!({"type": "totp"})),
            Setup::Two => {
                self.enrols(&someone, &json!({"type": "totp"}));
                self.enrols(&someone, &json!({"type": "hotp"}));
            }
        }
        let removed = self.removed(&someone);
        self.before.lock().expect("no thread broke it").insert(someone.id.clone(), removed);
        Some(someone)
    }

    fn enrols_again(&self, someone: &Someone) {
        self.takes_all(someone);
        self.enrols(someone, &json!({"type": "totp"}));
    }

    fn adds_a_factor(&self, someone: &Someone) -> bool {
        self.enrols(someone, &json!({"type": "hotp"}));
        true
    }

    fn truth(&self, someone: &Someone) -> Truth {
        let before = self.before.lock().expect("no thread broke it")[&someone.id];
        Truth { factors: self.serials(someone).len(), removed: self.removed(someone) - before }
    }

    fn unknown_id(&self) -> String {
        "nobody".to_owned()
    }

    fn twins(&self) -> Option<(Lab, String)> {
        let lab = self.lab(&self.url).set("MFA_ADMIN_ORG_ID", "acme");
        Some((lab, "twins@acme.example".to_owned()))
    }

    fn outsider(&self) -> Option<Credential> {
        Some(self.signed_in("POLICYLESS"))
    }

    fn onlooker(&self) -> Option<Credential> {
        Some(self.signed_in("AUDITOR"))
    }

    fn ordinary(&self) -> Option<Credential> {
        Some(self.signed_in("USER"))
    }

    fn brief(&self) -> Option<Credential> {
        // The fork knows no policy that makes one.
        variable("BRIEF").map(|_| self.signed_in("BRIEF"))
    }
}

impl Live {
    /// A token of the account in that variable.
    fn signed_in(&self, account: &str) -> Credential {
        let account = variable(account).expect("beside the URL");
        let (name, password) = account.split_once(':').expect("name:password");
        let body = json!({"username": name, "password": password}).to_string();
        let answer = call(&self.url, "POST", "/auth", "", &body);
        let token = &answer.json["result"]["value"]["token"];
        ("MFA_ADMIN_TOKEN", token.as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned())
    }

    fn asks(&self, method: &str, path: &str, body: &Value) -> Value {
        let header = format!("Authorization: {}\r\n", self.token);
        // What says that it is JSON must be.
        let body = if body.is_null() { "{}".to_owned() } else { body.to_string() };
        wait_for("an answer", || {
            let answer = call(&self.url, method, path, &header, &body);
            // An older server stumbles over a token that goes while it makes a list.
            let stumbles = method == "GET" && answer.status == 404;
            assert!(stumbles || answer.status == 200, "{method} {path}: {answer:?}");
            (!stumbles).then(|| answer.json["result"]["value"].clone())
        })
    }

    fn serials(&self, someone: &Someone) -> Vec<String> {
        let path = format!("/token/?realm={REALM}&user={}", someone.id);
        let tokens = self.asks("GET", &path, &Value::Null)["tokens"].take();
        let serial = |token: &Value| token["serial"].as_str().expect("a serial").to_owned();
        tokens.as_array().expect("a list").iter().map(serial).collect()
    }

    fn takes_all(&self, someone: &Someone) {
        for serial in self.serials(someone) {
            let path = format!("/token/{serial}?realm={REALM}&user={}", someone.id);
            assert_eq!(self.asks("DELETE", &path, &Value::Null), 1);
        }
    }

    fn enrols(&self, someone: &Someone, how: &Value) {
        let mut body = json!({"user": someone.id, "realm": REALM, "genkey": 1});
        body.as_object_mut().expect("an object").extend(how.as_object().cloned().expect("an object"));
        self.asks("POST", "/token/init", &body);
    }

    /// How often a token of theirs was deleted, by the server's own audit trail.
    fn removed(&self, someone: &Someone) -> usize {
        let path = format!("/audit/?action=DELETE*&realm={REALM}&user={}&page_size=1000", someone.id);
        let rows = self.asks("GET", &path, &Value::Null)["auditdata"].take();
        rows.as_array()
            .expect("a list")
            .iter()
            .filter(|row| row["success"] == 1 || row["success"] == true)
            .count()
    }
}

#[expect(clippy::disallowed_methods, reason = "the script that starts the server tells where it is")]
fn variable(name: &str) -> Option<String> {
    std::env::var(format!("MFA_ADMIN_LIVE_{name}")).ok().filter(|text| !text.is_empty())
}
