//! A server with scripted answers, for those that the emulator never gives.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// One request that came in.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// With its query.
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Asked {
    /// Method and path without the query.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.path.split('?').next().unwrap_or_default())
    }
}

/// The answer to send.
pub(crate) enum Reply {
    Json(u16, Value),
    /// A status, more headers, and a body.
    Raw(u16, Vec<(&'static str, String)>, String),
    /// The connection is cut.
    Cut,
    /// No answer.
    Silence,
    /// A status, the beginning of a body, and a text that is repeated with this pause until the client closes the
    /// connection.
    Endless(u16, String, String, Duration),
}

impl Reply {
    pub(crate) fn ok(json: Value) -> Self {
        Self::Json(200, json)
    }

    /// A refusal with the service's message.
    pub(crate) fn refused(status: u16, message: &str) -> Self {
        Self::Json(status, json!({"statusCode": status, "message": message}))
    }
}

/// A running stub. It listens until the test binary ends.
pub(crate) struct Stub {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Stub {
    /// A server whose every answer comes from `answer`.
    pub(crate) fn new(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&asked), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &log, &*answer));
            }
        });
        Self { port, asked }
    }

    /// An organisation in which the administrator 1 is signed in; `answer` gives the other answers, or none for 404.
    pub(crate) fn org(answer: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static) -> Self {
        Self::new(move |asked| {
            answer(asked).unwrap_or_else(|| match asked.line().as_str() {
                "GET /user/users/me" => Reply::ok(json!({
                    "id": 1, "first": "Morgan", "last": "Reyes", "email": "admin@test.com", "isAdmin": true,
                    "currentOrg": {"id": 166, "name": "Stub", "mfaEnforced": true},
                })),
                _ => Reply::refused(404, "not here"),
            })
        })
    }

    /// An organisation of these people: as a list, and each by id. Every reset is answered with yes.
    pub(crate) fn people(people: Vec<Value>) -> Self {
        Self::org(move |asked| match asked.line().as_str() {
            "GET /user/users" => Some(Reply::ok(json!({ "data": people }))),
            "PUT /user/users/mfa/reset" => Some(Reply::Raw(204, Vec::new(), String::new())),
            line => {
                let id = line.strip_prefix("GET /user/org/166/user/")?;
                let person = people.iter().find(|person| format!("{}", person["id"]) == id)?;
                Some(Reply::ok(json!({"id": 900_000, "orgId": 166, "user": person})))
            }
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// All requests so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no thread panicked").clone()
    }

    /// Method and path of all requests so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.asked().iter().map(Asked::line).collect()
    }

    /// How many resets came in.
    pub(crate) fn resets(&self) -> usize {
        self.lines().iter().filter(|line| *line == "PUT /user/users/mfa/reset").count()
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<Asked>>, answer: &dyn Fn(&Asked) -> Reply) {
    let Some(asked) = read(&stream) else { return };
    log.lock().expect("no thread panicked").push(asked.clone());
    let (status, headers, body) = match answer(&asked) {
        Reply::Json(status, json) => {
            (status, vec![("Content-Type", "application/json".to_owned())], json.to_string())
        }
        Reply::Raw(status, headers, body) => (status, headers, body),
        Reply::Cut => return,
        Reply::Silence => {
            // Waits until the client closes the connection.
            let _ = stream.read(&mut [0; 1]);
            return;
        }
        Reply::Endless(status, first, then, pause) => {
            let head = format!("HTTP/1.1 {status} So\r\nConnection: close\r\n\r\n{first}");
            let mut sent = stream.write_all(head.as_bytes());
            while sent.is_ok() {
                thread::sleep(pause);
                sent = stream.write_all(then.as_bytes());
            }
            return;
        }
    };
    let headers =
        headers.iter().fold(String::new(), |all, (name, value)| format!("{all}{name}: {value}\r\n"));
    let length = if status == 204 { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let text = format!("HTTP/1.1 {status} So\r\nConnection: close\r\n{length}{headers}\r\n{body}");
    let _ = stream.write_all(text.as_bytes());
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { method, path, headers, body: String::from_utf8_lossy(&body).into_owned() })
}
