//! A browser without scripts, for the tests of the screens.

use crate::lab::{Answer, Lab, encoded};

/// What a browser says of the page that sends a form.
pub(crate) const OURS: &str = "origin: http://localhost\r\nsec-fetch-site: same-origin\r\n";

/// Somebody who is signed in to the screens.
pub(crate) struct Visit<'a> {
    lab: &'a Lab,
    /// The cookie, as a header.
    pub(crate) cookie: String,
}

impl<'a> Visit<'a> {
    pub(crate) fn of_the_administrator(lab: &'a Lab) -> Self {
        Self::of(lab, lab.email())
    }

    /// Of somebody who needs no code.
    pub(crate) fn of(lab: &'a Lab, email: &str) -> Self {
        let fields = format!("email={}&password={}", encoded(email), encoded(lab.password()));
        let answer = posted(lab, "/sign-in", OURS, &fields);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/")), "{}", answer.text);
        let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap();
        Self { lab, cookie: format!("cookie: {cookie}\r\n") }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        got(self.lab, path, &self.cookie)
    }

    pub(crate) fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.text
    }

    pub(crate) fn post(&self, path: &str, headers: &str, fields: &str) -> Answer {
        posted(self.lab, path, &format!("{}{headers}", self.cookie), fields)
    }
}

pub(crate) fn got(lab: &Lab, path: &str, headers: &str) -> Answer {
    lab.raw(&format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{headers}"))
}

pub(crate) fn posted(lab: &Lab, path: &str, headers: &str, fields: &str) -> Answer {
    let kind = if fields.is_empty() { "" } else { "content-type: application/x-www-form-urlencoded\r\n" };
    let length = fields.len();
    let head =
        format!("POST {path} HTTP/1.1\r\nhost: localhost\r\n{headers}{kind}content-length: {length}\r\n");
    lab.raw_with(&head, fields)
}
