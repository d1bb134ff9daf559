//! The emulator as a process of its own, and what it received.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::http::Answer;
use super::{call, program, send_signal, wait_for};

/// A running emulator. It ends with the test.
pub(crate) struct Emulator {
    child: Child,
    pub(crate) url: String,
    pub(crate) org_id: String,
    pub(crate) email: String,
    pub(crate) password: String,
    pub(crate) api_key: String,
}

impl Emulator {
    /// Starts an emulator on a free port, with its database in this folder.
    pub(crate) fn start(state: &Path, users: u32) -> Self {
        let mut child = Command::new(program())
            .args(["emulator", "serve", "--control", "--port", "0", "-o", "json", "--users"])
            .arg(users.to_string())
            .env_clear()
            .env("MFA_ADMIN_STATE_DIR", state)
            .env("MFA_ADMIN_CONFIG_DIR", state)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the emulator starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let served: Value = serde_json::from_str(&line).expect("its address and credentials");
        let text = |key: &str| served[key].as_str().expect("a text").to_owned();
        Self {
            child,
            url: text("url"),
            org_id: text("org_id"),
            email: text("email"),
            password: text("password"),
            api_key: text("api_key"),
        }
    }

    /// Sets the faults from now on: which call meets which fault.
    pub(crate) fn faults(&self, rules: &[(&str, &str)]) {
        let rules: Vec<_> = rules.iter().map(|(at, does)| json!({"match": at, "do": does})).collect();
        self.inject(&json!({ "rules": rules }));
    }

    /// Sets the faults as the JSON of the control call.
    pub(crate) fn inject(&self, faults: &Value) {
        assert_eq!(self.control("PUT", "faults", faults).0, 204, "{faults}");
    }

    /// From now on no enrolment can be read.
    pub(crate) fn hides_enrolment(&self) {
        assert_eq!(self.control("PUT", "options", &json!({"readMfa": false})).0, 204);
    }

    /// Enrols the person again, now.
    pub(crate) fn enroll(&self, id: u64) {
        assert_eq!(self.control("POST", &format!("users/{id}/enroll"), &Value::Null).0, 200);
    }

    /// Gives the person another e-mail.
    pub(crate) fn changes_email(&self, id: u64, email: &str) {
        let wish = self.manage("PUT", "users/email", &json!({"id": id, "email": email}));
        let token = &wish.json["confirmationToken"];
        let done = self.manage("PUT", "users/email/confirmChange", &json!({ "token": token }));
        assert_eq!((wish.status, done.status), (200, 204), "{email}");
    }

    /// Makes the person an administrator.
    pub(crate) fn makes_administrator(&self, id: u64) {
        let done = self.manage("PUT", &format!("users/{id}/membership"), &json!({"isAdmin": true}));
        assert_eq!(done.status, 204);
    }

    /// A call of another administrator.
    fn manage(&self, method: &str, path: &str, body: &Value) -> Answer {
        let key = format!("x-api-key: {}\r\n", self.api_key);
        call(&self.url, method, &format!("/user/{path}"), &key, &body.to_string())
    }

    /// What the emulator has stored about a person.
    pub(crate) fn person(&self, id: u64) -> Value {
        self.control("GET", &format!("users/{id}"), &Value::Null).1
    }

    /// What the emulator has stored about a person's MFA.
    pub(crate) fn truth(&self, id: u64) -> Value {
        self.person(id)["mfa"].clone()
    }

    /// How often an enrolment of this person was removed.
    pub(crate) fn resets(&self, id: u64) -> u64 {
        self.truth(id)["resets"].as_u64().expect("a number")
    }

    /// All requests received so far.
    pub(crate) fn requests(&self) -> Vec<Value> {
        self.requests_after(0)
    }

    /// The requests received after the one with that number.
    pub(crate) fn requests_after(&self, seq: u64) -> Vec<Value> {
        let path = format!("requests?after={seq}");
        let (_, Value::Array(requests)) = self.control("GET", &path, &Value::Null) else {
            panic!("no list of requests")
        };
        requests
    }

    /// The number of the last request so far.
    pub(crate) fn last_seq(&self) -> u64 {
        self.requests().last().and_then(|request| request["seq"].as_u64()).unwrap_or(0)
    }

    /// Empties the log of requests.
    pub(crate) fn forgets(&self) {
        assert_eq!(self.control("DELETE", "requests", &Value::Null).0, 204);
    }

    /// The ids of every reset that was received, in order.
    pub(crate) fn sent(&self) -> Vec<u64> {
        self.requests()
            .iter()
            .filter(|request| request["method"] == "PUT")
            .flat_map(|request| request["ids"].as_array().cloned().unwrap_or_default())
            .filter_map(|id| id.as_u64())
            .collect()
    }

    /// The ids of every reset that was carried out with an answer, sorted.
    pub(crate) fn carried_out(&self) -> Vec<u64> {
        let requests = self.requests();
        let done = requests.iter().filter(|request| request["method"] == "PUT" && request["status"] == 204);
        let ids = done.flat_map(|request| request["ids"].as_array().cloned().unwrap_or_default());
        let mut ids: Vec<_> = ids.filter_map(|id| id.as_u64()).collect();
        ids.sort_unstable();
        ids
    }

    /// Waits until a reset has come in.
    pub(crate) fn wait_for_resets(&self, count: usize) {
        wait_for("a reset", || (self.sent().len() >= count).then_some(()));
    }

    /// Sends a signal and waits for the end.
    pub(crate) fn signalled(mut self, name: &str) {
        send_signal(self.child.id(), name);
        wait_for("its end", || self.child.try_wait().expect("it can be asked"));
    }

    /// Ends it, as `kill -9` would.
    pub(crate) fn stop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }

    fn control(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = call(&self.url, method, &format!("/_emulator/{path}"), "", &body);
        (answer.status, answer.json)
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.stop();
    }
}
