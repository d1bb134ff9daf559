//! A `WebDriver` client of a few lines: a `chromedriver` of its own, one session, and its end, however the test ends.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::lab::DEADLINE;

const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-US",
];

/// The key under which `WebDriver` hands out an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A session with a browser. Both end with the test.
pub(crate) struct Driver {
    child: Child,
    port: u16,
    session: String,
    process: u64,
    profile: TempDir,
}

impl Driver {
    /// Starts a browser; `None` where there is no chromedriver, which is said once.
    pub(crate) fn start() -> Option<Self> {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                say_once();
                return None;
            }
            Err(error) => panic!("chromedriver does not start: {error}"),
        };
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        let profile = TempDir::new().expect("a folder");
        let port = port.expect("it says its port");
        let mut driver = Self { child, port, session: String::new(), process: 0, profile };
        let folder = format!("--user-data-dir={}", driver.profile.path().display());
        let flags: Vec<_> = FLAGS.into_iter().chain([folder.as_str()]).collect();
        let made = driver.call(
            "POST",
            "/session",
            &json!({"capabilities": {"alwaysMatch": {
                "goog:chromeOptions": {"args": flags},
                "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
                "timeouts": {"script": DEADLINE.as_millis(), "pageLoad": DEADLINE.as_millis()},
            }}}),
        );
        let made = made.unwrap_or_else(|why| panic!("no session: {why}"));
        driver.session = format!("/session/{}", made["sessionId"].as_str().expect("an id"));
        driver.process = made["capabilities"]["goog:processID"].as_u64().expect("an id");
        Some(driver)
    }

    /// The process of the browser.
    pub(crate) fn process(&self) -> u64 {
        self.process
    }

    /// A command of this session; the value of its answer.
    #[track_caller]
    pub(crate) fn does(&self, path: &str, body: &Value) -> Value {
        self.tries(path, body).unwrap_or_else(|why| panic!("{path} {body}: {why}"))
    }

    /// The same for what may be refused: the reason is the browser's.
    pub(crate) fn tries(&self, path: &str, body: &Value) -> Result<Value, String> {
        self.call("POST", &format!("{}{path}", self.session), body)
    }

    /// Reads something of this session.
    #[track_caller]
    pub(crate) fn reads(&self, path: &str) -> Value {
        let read = self.call("GET", &format!("{}{path}", self.session), &Value::Null);
        read.unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    /// Runs a script in the page: the body of a function, whose arguments are `arguments`.
    #[track_caller]
    pub(crate) fn script(&self, script: &str, arguments: &Value) -> Value {
        self.does("/execute/sync", &json!({"script": script, "args": arguments}))
    }

    /// A command of the browser's own protocol.
    #[track_caller]
    pub(crate) fn cdp(&self, command: &str, parameters: &Value) -> Value {
        self.does("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// What has been logged since the last look: `browser` or `performance`.
    #[track_caller]
    pub(crate) fn log(&self, kind: &str) -> Vec<Value> {
        match self.does("/se/log", &json!({"type": kind})) {
            Value::Array(entries) => entries,
            other => panic!("no log: {other}"),
        }
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = exchange(self.port, method, path, &body).map_err(|error| error.to_string())?;
        let mut answer: Value = serde_json::from_slice(&answer).map_err(|error| error.to_string())?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default())),
            None => Ok(value),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Ended without this, chromedriver leaves its browser behind.
        if !self.session.is_empty() {
            self.call("DELETE", &self.session, &Value::Null).ok();
        }
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The path of an element's own commands.
pub(crate) fn element(found: &Value) -> String {
    format!("/element/{}", found[ELEMENT].as_str().unwrap_or_else(|| panic!("no element: {found}")))
}

/// One request. Chromedriver keeps the connection open whatever is asked, so the length says where the answer ends.
fn exchange(port: u16, method: &str, path: &str, body: &str) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(DEADLINE + Duration::from_secs(5)))?;
    let length = body.len();
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n{body}")?;
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else {
            if line.trim().is_empty() {
                break;
            }
            continue;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    let mut answer = vec![0; length];
    reader.read_exact(&mut answer)?;
    Ok(answer)
}

#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
fn say_once() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| eprintln!("not run: no chromedriver"));
}
