//! A proxy between us and a server, which cuts connections where a test says so, or holds requests back.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Where a connection is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The server never hears of the request.
    Before,
    /// The server gets half of the request, and no end.
    Midway,
    /// Half of the answer arrives.
    During,
    /// The server has answered, and nothing of it arrives.
    After,
    /// Nothing is cut; the request goes on after a second.
    Late,
}

/// Which requests are cut.
struct Rule {
    /// How the request begins: method and path.
    start: String,
    at: Cut,
    /// The first that fits, and from there each of that number.
    every: usize,
    /// How often at most.
    left: usize,
    seen: usize,
}

/// Decides about a request by its head.
type Judge = dyn Fn(&str) -> Option<Cut> + Send + Sync;

/// A running proxy. It listens until the test binary ends.
pub(crate) struct Proxy {
    port: u16,
    rule: Arc<Mutex<Option<Rule>>>,
}

impl Proxy {
    /// A proxy to that server, which is `http://host:port`.
    pub(crate) fn to(url: &str) -> Self {
        let rule: Arc<Mutex<Option<Rule>>> = Arc::default();
        let shared = Arc::clone(&rule);
        let judge = move |head: &str| shared.lock().expect("nobody broke it").as_mut()?.judge(head);
        Self { rule, ..Self::judging(url, judge) }
    }

    /// The same with a judge of the test, who sees the head of every request.
    pub(crate) fn judging(url: &str, judge: impl Fn(&str) -> Option<Cut> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let host = url.trim_end_matches('/').strip_prefix("http://").expect("an http URL").to_owned();
        let judge: Arc<Judge> = Arc::new(judge);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (host, judge) = (host.clone(), Arc::clone(&judge));
                thread::spawn(move || pass_on(stream, &host, &*judge));
            }
        });
        Self { port, rule: Arc::default() }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on the first request that begins like this is cut, and then each of that number, so often at most.
    pub(crate) fn cuts(&self, start: &str, at: Cut, every: usize, left: usize) {
        let rule = Rule { start: start.to_owned(), at, every, left, seen: 0 };
        *self.rule.lock().expect("nobody broke it") = Some(rule);
    }

    /// How often it may still cut.
    pub(crate) fn left(&self) -> usize {
        self.rule.lock().expect("nobody broke it").as_ref().map_or(0, |rule| rule.left)
    }
}

/// One request on each connection: both sides are told to close it, so that an answer ends where the server ends it.
fn pass_on(mut client: TcpStream, host: &str, judge: &Judge) -> Option<()> {
    let (head, body) = request(&mut client)?;
    let at = judge(&head);
    if at == Some(Cut::Before) {
        return None;
    }
    if at == Some(Cut::Late) {
        thread::sleep(Duration::from_secs(1));
    }
    let kept = |line: &&str| !line.to_ascii_lowercase().starts_with("connection:");
    let lines: Vec<_> = head.lines().filter(kept).collect();
    let head = format!("{}\r\nConnection: close\r\n\r\n", lines.join("\r\n").trim_end());
    let mut server = TcpStream::connect(host).ok()?;
    if at == Some(Cut::Midway) {
        return server.write_all(&head.as_bytes()[..head.len() / 2]).ok();
    }
    server.write_all(head.as_bytes()).ok()?;
    server.write_all(&body).ok()?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).ok()?;
    let whole = match at {
        None | Some(Cut::Late) => &answer[..],
        Some(Cut::During) => &answer[..answer.len() / 2],
        Some(Cut::Before | Cut::Midway | Cut::After) => &[],
    };
    client.write_all(whole).ok()?;
    client.shutdown(Shutdown::Both).ok()
}

impl Rule {
    fn judge(&mut self, head: &str) -> Option<Cut> {
        if self.left == 0 || !head.starts_with(&self.start) {
            return None;
        }
        self.seen += 1;
        let is_due = self.seen % self.every == 1 % self.every;
        if is_due {
            self.left -= 1;
        }
        is_due.then_some(self.at)
    }
}

/// The head of a request with its last blank line, and its body.
fn request(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let end = loop {
        let mut piece = [0; 4096];
        let count = stream.read(&mut piece).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&piece[..count]);
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let length = |line: &str| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok();
    let length: usize = head.lines().find_map(length).unwrap_or(0);
    let mut body = bytes.split_off(end);
    let known = body.len();
    body.resize(length.max(known), 0);
    stream.read_exact(&mut body[known..]).ok()?;
    Some((head, body))
}
