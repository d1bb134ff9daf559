//! Resolver Core, as the emulator in the program has it.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tempfile::TempDir;

use super::{Credential, Setup, Someone, Truth, World};
use crate::lab::{ENROLLED, Emulator, Lab, RESET, call};

/// A person who is not enrolled.
const NOT_ENROLLED: u64 = 43;

pub(super) struct Emulated {
    emulator: Emulator,
    used: AtomicUsize,
    _folder: TempDir,
}

impl World for Emulated {
    const REMOVES: &'static str = RESET;

    fn open() -> Option<Self> {
        let folder = TempDir::new().expect("a folder");
        let emulator = Emulator::start(folder.path(), 100);
        Some(Self { emulator, used: AtomicUsize::new(0), _folder: folder })
    }

    fn url(&self) -> String {
        self.emulator.url.clone()
    }

    fn lab(&self, url: &str) -> Lab {
        Lab::bare()
            .set("MFA_ADMIN_PROVIDER", "resolver")
            .set("MFA_ADMIN_URL", url)
            .set("MFA_ADMIN_ORG_ID", &self.emulator.org_id)
            .set("MFA_ADMIN_ENVIRONMENT", "sandbox")
            .set("MFA_ADMIN_API_KEY", &self.emulator.api_key)
    }

    fn person(&self, setup: Setup) -> Option<Someone> {
        let id = match setup {
            Setup::Nothing => NOT_ENROLLED,
            Setup::One => *ENROLLED.get(self.used.fetch_add(1, Ordering::SeqCst))?,
            // One enrolment at most, and no state between none and one.
            Setup::Begun | Setup::Two => return None,
        };
        let email = self.emulator.person(id)["email"].as_str().expect("an address").to_owned();
        Some(Someone { id: id.to_string(), email })
    }

    fn enrols_again(&self, someone: &Someone) {
        self.emulator.enroll(number(someone));
    }

    fn adds_a_factor(&self, _: &Someone) -> bool {
        false
    }

    fn truth(&self, someone: &Someone) -> Truth {
        let mfa = self.emulator.truth(number(someone));
        let removed = mfa["resets"].as_u64().and_then(|resets| resets.try_into().ok()).expect("a number");
        Truth { factors: usize::from(mfa["enrolled"] == true), removed }
    }

    fn unknown_id(&self) -> String {
        "4242".to_owned()
    }

    fn twins(&self) -> Option<(Lab, String)> {
        None
    }

    fn outsider(&self) -> Option<Credential> {
        None
    }

    fn onlooker(&self) -> Option<Credential> {
        None
    }

    fn ordinary(&self) -> Option<Credential> {
        let Emulator { url, password, org_id, .. } = &self.emulator;
        let org: u64 = org_id.parse().expect("a number");
        let email = &self.emulator.person(NOT_ENROLLED)["email"];
        // Each person there has the same password.
        let body = json!({"email": email, "password": password, "selectedOrg": org, "client": "core-client"});
        let answer = call(url, "POST", "/user/authenticate", "", &body.to_string());
        let token = answer.json["token"].as_str().unwrap_or_else(|| panic!("{answer:?}"));
        Some(("MFA_ADMIN_TOKEN", token.to_owned()))
    }

    fn brief(&self) -> Option<Credential> {
        None
    }
}

fn number(someone: &Someone) -> u64 {
    someone.id.parse().expect("a number")
}
