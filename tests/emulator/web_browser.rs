//! A browser with its cookies, which goes where it is led.

use std::collections::BTreeMap;

use crate::lab::{Answer, Lab, encoded};
use crate::web::{OURS, got, posted};

/// Somebody who has MFA and is no administrator.
pub(crate) const VALENTINA: &str = "valentina.r@test.com";

pub(crate) struct Browser<'a> {
    lab: &'a Lab,
    pub(crate) cookies: BTreeMap<String, String>,
    /// What it shows.
    pub(crate) page: String,
}

impl<'a> Browser<'a> {
    pub(crate) fn of(lab: &'a Lab) -> Self {
        Self { lab, cookies: BTreeMap::new(), page: String::new() }
    }

    /// Opens a page; gives the path where it ends.
    pub(crate) fn open(&mut self, path: &str) -> String {
        let answer = got(self.lab, path, &self.cookie_header());
        self.follow(path, answer)
    }

    /// Sends a form; gives the path where it ends.
    pub(crate) fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.sent(path, fields);
        self.follow(path, answer)
    }

    /// Sends a form and goes nowhere.
    pub(crate) fn sent(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all: Vec<_> = fields.iter().map(|(key, value)| format!("{key}={}", encoded(value))).collect();
        all.extend(hidden(&self.page, "token").map(|token| format!("token={token}")));
        let answer = posted(self.lab, path, &format!("{OURS}{}", self.cookie_header()), &all.join("&"));
        self.keep_cookies(&answer);
        answer
    }

    pub(crate) fn sign_in(&mut self, email: &str) -> String {
        assert_eq!(self.open("/sign-in"), "/sign-in");
        self.send("/sign-in", &[("email", email), ("password", self.lab.password())])
    }

    pub(crate) fn sign_out(&mut self) {
        assert_eq!(self.send("/sign-out", &[]), "/sign-in");
    }

    /// The key on the page for setting MFA up.
    pub(crate) fn key(&self) -> String {
        let key = self.page.split_once("<code class=\"key\">").expect("a key").1;
        key.split('<').next().unwrap().replace(' ', "")
    }

    pub(crate) fn cookie_header(&self) -> String {
        let all: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if all.is_empty() { String::new() } else { format!("cookie: {}\r\n", all.join("; ")) }
    }

    fn follow(&mut self, path: &str, mut answer: Answer) -> String {
        let mut path = path.to_owned();
        self.keep_cookies(&answer);
        while answer.status == 303 {
            answer.header("location").unwrap().clone_into(&mut path);
            answer = got(self.lab, &path, &self.cookie_header());
            self.keep_cookies(&answer);
        }
        self.page = answer.text;
        path
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for line in answer.head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")) {
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The value of a hidden field.
pub(crate) fn hidden(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split('"').next().map(str::to_owned)
}

/// What an authenticator app with this key shows: now, or so many steps of 30 seconds later.
pub(crate) fn app_code(key: &str, later: u64) -> String {
    let secret = totp_rs::Secret::try_from_base32(key).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    app.generate(now + 30 * later).to_string()
}
