//! A proxy between the program and a real server, which cuts connections when a test wants it.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use super::DEADLINE;

/// Where a connection is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Nothing of the request reaches the server.
    Before,
    /// The server gets the beginning of the request, and no end.
    During,
    /// The server does its work, and nothing of its answer comes back.
    After,
    /// The server does its work, and half of its answer comes back.
    Half,
}

/// Decides about a request by its first line.
type Decide = dyn Fn(&str) -> Option<Cut> + Send + Sync;

/// A proxy that lives as long as the test.
pub(crate) struct Proxy {
    pub(crate) url: String,
}

impl Proxy {
    /// In front of a server at `http://host:port`. `decide` sees the first line of every request.
    pub(crate) fn before(server: &str, decide: impl Fn(&str) -> Option<Cut> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let server = server.strip_prefix("http://").expect("an http URL").to_owned();
        let decide: Arc<Decide> = Arc::new(decide);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (server, decide) = (server.clone(), Arc::clone(&decide));
                // An error means that one side closed the connection.
                thread::spawn(move || serve(client, &server, &*decide).ok());
            }
        });
        Self { url }
    }
}

/// Passes on what comes on one connection, request by request, until one of them is cut.
fn serve(client: TcpStream, server: &str, decide: &Decide) -> io::Result<()> {
    let mut from_client = BufReader::new(client.try_clone()?);
    let mut to_client = client;
    let mut to_server = TcpStream::connect(server)?;
    to_server.set_read_timeout(Some(DEADLINE))?;
    let mut from_server = BufReader::new(to_server.try_clone()?);
    while let Some(request) = message(&mut from_client)? {
        let first = String::from_utf8_lossy(&request).lines().next().unwrap_or_default().to_owned();
        let cut = decide(&first);
        match cut {
            Some(Cut::Before) => return Ok(()),
            Some(Cut::During) => return to_server.write_all(&request[..request.len() / 2]),
            None | Some(Cut::After | Cut::Half) => to_server.write_all(&request)?,
        }
        let Some(answer) = message(&mut from_server)? else { return Ok(()) };
        match cut {
            None => to_client.write_all(&answer)?,
            Some(Cut::Half) => return to_client.write_all(&answer[..answer.len() / 2]),
            Some(_) => return Ok(()),
        }
    }
    Ok(())
}

/// One request or answer, with its body. Both sides tell its length: neither of them sends chunks here.
fn message(from: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut whole = Vec::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        whole.extend(line.as_bytes());
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().expect("a length");
            }
            Some((name, _)) => assert!(!name.eq_ignore_ascii_case("transfer-encoding"), "chunks"),
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    from.take(length).read_to_end(&mut whole)?;
    Ok(Some(whole))
}
