//! A server in a folder of its own, and a client that sees every byte.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::openapi_check;
use mfa_admin::emulator::{Options, Running, start};

pub(crate) struct Lab {
    pub(crate) server: Running,
    pub(crate) database: PathBuf,
    /// Removed with the lab that made it.
    folder: Option<tempfile::TempDir>,
    /// Whether faults were asked for: their answers are not those of the description.
    faulty: AtomicBool,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|why| panic!("{why}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// A server with a hundred people and `/_emulator`.
pub(crate) fn lab() -> Lab {
    lab_of(100)
}

pub(crate) fn lab_of(users: u32) -> Lab {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("state").join("demo.sqlite");
    Lab { folder: Some(folder), ..lab_at(&database, users) }
}

/// A server on this database, which may have others.
pub(crate) fn lab_at(database: &Path, users: u32) -> Lab {
    let options = Options { database: database.to_owned(), users, port: 0, control: true, private: false };
    lab_on(start(&options).unwrap(), database)
}

/// A server that runs already.
pub(crate) fn lab_on(server: Running, database: &Path) -> Lab {
    Lab { server, database: database.to_owned(), folder: None, faulty: AtomicBool::new(false) }
}

impl Lab {
    /// The administrator's address.
    pub(crate) fn email(&self) -> &str {
        &self.server.access().email
    }

    /// The administrator's password.
    pub(crate) fn password(&self) -> &str {
        &self.server.access().password
    }

    /// The administrator's key.
    pub(crate) fn api_key(&self) -> &str {
        &self.server.access().api_key
    }

    /// The administrator's key, as a header.
    pub(crate) fn key_header(&self) -> String {
        format!("x-api-key: {}\r\n", self.api_key())
    }

    /// A call with the administrator's key; `None` if the connection ended without a byte.
    pub(crate) fn try_call(&self, method: &str, path: &str, body: Option<&Value>) -> Option<Answer> {
        self.try_call_as(&self.key_header(), method, path, body)
    }

    pub(crate) fn call(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.try_call(method, path, Some(body)).expect("an answer")
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.try_call("GET", path, None).expect("an answer")
    }

    pub(crate) fn call_as(&self, headers: &str, method: &str, path: &str, body: &Value) -> Answer {
        self.try_call_as(headers, method, path, Some(body)).expect("an answer")
    }

    pub(crate) fn try_call_as(
        &self,
        headers: &str,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Option<Answer> {
        let kind = if body.is_some() { "content-type: application/json\r\n" } else { "" };
        let body = body.map(Value::to_string).unwrap_or_default();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{headers}{kind}content-length: {length}\r\n"
        );
        self.try_raw(&head, &body)
    }

    /// A request with just these headers, its first line among them.
    pub(crate) fn raw(&self, head: &str) -> Answer {
        self.raw_with(head, "")
    }

    pub(crate) fn raw_with(&self, head: &str, body: &str) -> Answer {
        self.try_raw(head, body).expect("an answer")
    }

    /// Sends this, and looks whether the answer is one of those that the description has for it.
    fn try_raw(&self, head: &str, body: &str) -> Option<Answer> {
        let answer = self.try_unchecked(head, body)?;
        if !self.faulty.load(Ordering::Relaxed) {
            let mut words = head.split(' ');
            let (method, target) = (words.next().unwrap(), words.next().unwrap());
            if let Err(why) = openapi_check::check(method, target, &answer) {
                panic!("{method} {target}: {why}: {} {}", answer.status, answer.text);
            }
        }
        Some(answer)
    }

    pub(crate) fn try_unchecked(&self, head: &str, body: &str) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.server.access().url.trim_start_matches("http://")).unwrap();
        stream.write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes()).unwrap();
        let mut bytes = Vec::new();
        // A cut may show as an end or as a reset; either way nothing was answered.
        let _ = stream.read_to_end(&mut bytes);
        if bytes.is_empty() {
            return None;
        }
        let text = String::from_utf8(bytes).unwrap();
        let (head, text) = text.split_once("\r\n\r\n").expect("an end of the headers");
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let chunked = head.contains("transfer-encoding: chunked");
        let text = if chunked { joined(text) } else { text.to_owned() };
        Some(Answer { status, head: head.to_owned(), text })
    }

    pub(crate) fn reset(&self, ids: &Value) -> u16 {
        self.call("PUT", "/user/users/mfa/reset", &json!({ "ids": ids })).status
    }

    pub(crate) fn faults(&self, rules: &Value) -> Answer {
        self.faulty.store(true, Ordering::Relaxed);
        self.call("PUT", "/_emulator/faults", &json!({ "rules": rules }))
    }

    /// The truth about a person's second factor.
    pub(crate) fn truth(&self, id: i64) -> Value {
        self.get(&format!("/_emulator/users/{id}")).json()["mfa"].clone()
    }

    /// What reads say of a person's second factor.
    pub(crate) fn shown(&self, id: i64) -> Value {
        self.get(&format!("/user/users/{id}")).json()["mfa"].clone()
    }

    pub(crate) fn found(&self, query: &str) -> Vec<i64> {
        let answer = self.get(&format!("/user/users?{query}"));
        assert_eq!(answer.status, 200, "{}", answer.text);
        let json = answer.json();
        json["data"].as_array().unwrap().iter().map(|one| one["id"].as_i64().unwrap()).collect()
    }

    /// A sign-in with further keys beside the usual ones.
    pub(crate) fn sign_in(&self, email: &str, password: &str, more: &Value) -> Answer {
        let mut body =
            json!({ "email": email, "password": password, "selectedOrg": 166, "client": "core-client" });
        for (key, value) in more.as_object().unwrap() {
            body[key] = value.clone();
        }
        self.call_as("", "POST", "/user/authenticate", &body)
    }

    /// Ends the server; the folder stays for as long as what is answered.
    pub(crate) fn stopped(self) -> Option<tempfile::TempDir> {
        self.folder
    }

    /// Another server on the same database, after this one has stopped.
    pub(crate) fn restarted(self, users: u32) -> Self {
        let Self { server, database, folder, .. } = self;
        drop(server);
        Self { folder, ..lab_at(&database, users) }
    }

    /// A change behind the server's back, for what would take a quarter of an hour.
    pub(crate) fn tamper(&self, sql: &str) {
        let changed = rusqlite::Connection::open(&self.database).unwrap().execute(sql, []).unwrap();
        assert!(changed > 0, "{sql}");
    }
}

fn joined(mut chunks: &str) -> String {
    let mut all = String::new();
    while let Some((size, rest)) = chunks.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        all.push_str(&rest[..size]);
        chunks = &rest[size + 2..];
    }
    all
}

/// Text as it may stand in a query.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        write!(all, "%{byte:02X}").unwrap();
        all
    })
}
