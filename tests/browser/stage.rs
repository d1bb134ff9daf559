//! An organisation and a browser for one test.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::driver::Driver;
use crate::lab::{Emulator, Lab};

/// Valentina Rodriguez, who has set MFA up by her own choice.
pub(crate) const BY_CHOICE: u64 = 42;
/// A person who has set MFA up because the organisation enforces it.
pub(crate) const BY_ORG: u64 = 6;
/// Every one of the invented people has this password.
pub(crate) const PASSWORD: &str = "Demo-Reset-166";

/// A browser in front of an organisation of 100 people.
pub(crate) struct Stage {
    pub(crate) page: Driver,
    pub(crate) lab: Lab,
}

impl Stage {
    /// `None` where there is no browser.
    pub(crate) fn new() -> Option<Self> {
        let page = Driver::start()?;
        page.sized(1280, 800);
        Some(Self { page, lab: Lab::new() })
    }

    /// The same, with the administrator on the home screen.
    pub(crate) fn signed_in() -> Option<Self> {
        let stage = Self::new()?;
        stage.signs_in(&stage.emulator().email, &stage.emulator().password);
        stage.page.sees("My Tasks");
        Some(stage)
    }

    pub(crate) fn emulator(&self) -> &Emulator {
        self.lab.emulator()
    }

    /// Opens a page of the organisation.
    #[track_caller]
    pub(crate) fn opens(&self, path: &str) -> &Driver {
        self.page.opens(&format!("{}{path}", self.emulator().url))
    }

    /// Fills the sign-in page in.
    #[track_caller]
    pub(crate) fn signs_in(&self, email: &str, password: &str) {
        self.opens("/").fills("E-mail", email).fills("Password", password).clicks("Sign in");
    }

    /// The people whose reset was asked for, by whichever way.
    pub(crate) fn sent(&self) -> Vec<u64> {
        let ids = |request: &Value| request["ids"].as_array().cloned().unwrap_or_default();
        self.emulator().requests().iter().flat_map(ids).filter_map(|id| id.as_u64()).collect()
    }

    /// The e-mail of a person.
    pub(crate) fn email(&self, id: u64) -> String {
        self.emulator().person(id)["email"].as_str().expect("an address").to_owned()
    }

    /// The name of a person, as the command line shows it.
    pub(crate) fn name(&self, id: u64) -> String {
        let shown = self.lab.run(&format!("users show --user-id {id} -o json")).exits(0).json();
        shown["name"].as_str().unwrap_or_else(|| panic!("no name: {shown}")).to_owned()
    }

    /// The page of a person, as somebody finds it who follows the article: steps 1 to 3 of the first way.
    #[track_caller]
    pub(crate) fn finds(&self, search: &str, name: &str) {
        let page = &self.page;
        page.clicks("Administration").sees("Administrator Settings").clicks("User Management");
        page.sees("Licensed Users").fills("Search", search).presses(crate::page::ENTER);
        page.clicks(name).sees("Edit User");
    }

    /// The key for an authenticator, in the letters that the page shows.
    #[track_caller]
    pub(crate) fn key(&self) -> String {
        let text = self.page.text();
        let words: Vec<_> = text.split_whitespace().collect();
        let group =
            |word: &&str| word.len() == 4 && word.bytes().all(|one| matches!(one, b'A'..=b'Z' | b'2'..=b'7'));
        let runs = words.chunk_by(|one, next| group(one) && group(next));
        let key = runs.max_by_key(|run| run.len()).filter(|run| run.len() >= 4);
        key.unwrap_or_else(|| panic!("no key on the page:\n{text}")).concat()
    }

    /// Rejects requests that went to anybody but the emulator, and mistakes of scripts.
    #[track_caller]
    pub(crate) fn is_clean(&self) {
        self.is_clean_but_for(&[]);
    }

    /// The same where the browser reports answers with these words as mistakes.
    #[track_caller]
    pub(crate) fn is_clean_but_for(&self, known: &[&str]) {
        let own = &self.emulator().url;
        let asked: Vec<_> = self.page.log("performance").iter().filter_map(request).collect();
        let strangers: Vec<_> =
            asked.iter().filter(|url| url.starts_with("http") && !url.starts_with(own.as_str())).collect();
        assert!(strangers.is_empty(), "asked: {strangers:?}");
        assert!(asked.iter().any(|url| url.starts_with(own.as_str())), "the log has no request");
        let mistakes: Vec<_> = self
            .page
            .log("browser")
            .into_iter()
            .filter(|entry| {
                entry["level"] == "SEVERE"
                    && !known
                        .iter()
                        .any(|words| entry["message"].as_str().is_some_and(|text| text.contains(words)))
            })
            .collect();
        assert!(mistakes.is_empty(), "{mistakes:#?}");
    }
}

/// The address of a request in a line of the performance log.
fn request(entry: &Value) -> Option<String> {
    let line: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
    let sent = &line["message"];
    (sent["method"] == "Network.requestWillBeSent")
        .then(|| sent["params"]["request"]["url"].as_str().map(str::to_owned))?
}

impl Driver {
    /// The part of the window that shows the page becomes so large.
    #[track_caller]
    pub(crate) fn sized(&self, width: u32, height: u32) -> &Self {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.cdp("Emulation.setDeviceMetricsOverride", &size);
        self
    }

    /// From now on the machine prefers `light` or `dark`.
    #[track_caller]
    pub(crate) fn prefers(&self, scheme: &str) -> &Self {
        let feature = json!({"name": "prefers-color-scheme", "value": scheme});
        self.cdp("Emulation.setEmulatedMedia", &json!({ "features": [feature] }));
        self
    }

    /// From now on no page runs a script.
    #[track_caller]
    pub(crate) fn runs_no_script(&self) -> &Self {
        self.cdp("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
        self
    }
}

/// What an authenticator app with this key shows now (0), or in so many steps of 30 seconds.
#[expect(clippy::disallowed_methods, reason = "an authenticator app has a clock of its own")]
pub(crate) fn code(key: &str, step: u64) -> String {
    let secret = Secret::try_from_base32(key).expect("letters of a key");
    let app = Builder::new().with_secret(secret).build_noncompliant();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    app.generate(now + step * 30).to_string()
}
