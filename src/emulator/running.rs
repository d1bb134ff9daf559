//! The start of a server, and the server while it runs.

use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::{Context as _, anyhow};
use serde::Serialize;
use tokio::sync::oneshot;

use super::secrets::{self, RunSecrets};
use super::state::Emulator;
use super::store::{Store, access, org, unusable};
use super::{people, server};

/// How to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// The SQLite file; it is made, with its folder, if it is not there.
    pub database: PathBuf,
    /// How many people a new database gets; at least one. An existing one keeps those it has.
    pub users: u32,
    /// The port on 127.0.0.1; 0 picks a free one.
    pub port: u16,
    /// Whether to serve `/_emulator` too, and to remember requests for it.
    pub control: bool,
    /// Whether only a password and a key that are made for this run open it, and not those of the organisation.
    pub private: bool,
}

/// Where a server listens, and what opens it.
#[derive(Serialize)]
pub struct Access {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    /// The organisation's id.
    pub org_id: String,
    /// The address of the administrator who can sign in with a password alone.
    pub email: String,
    /// The administrator's password.
    pub password: String,
    /// The administrator's API key, new at each start.
    pub api_key: String,
}

/// A server that runs until this is dropped.
pub struct Running {
    access: Access,
    /// Never sent to: the server stops when it is dropped.
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

/// Starts a server on a thread of its own; returns once it listens. A new database is seeded first.
///
/// # Errors
///
/// When it cannot listen on the port or cannot use the database.
pub fn start(options: &Options) -> anyhow::Result<Running> {
    let failed = |why| anyhow::Error::new(why).context("the server cannot be started");
    let (listener, address) = listen(options.port).map_err(|why| match why.kind() {
        ErrorKind::AddrInUse => anyhow!("port {} is taken", options.port),
        _ => failed(why),
    })?;
    let password = if options.private { secrets::token() } else { people::PASSWORD.to_owned() };
    let (emulator, api_key) = opened(options, &password).with_context(|| unusable(&options.database))?;
    let (stop, stopped) = oneshot::channel();
    let thread = thread::Builder::new()
        .name("emulator".to_owned())
        .spawn(move || server::serve(listener, &Arc::new(emulator), stopped))
        .map_err(failed)?;
    let access = Access {
        url: format!("http://{address}"),
        org_id: org::ORG.to_string(),
        email: people::ADMINISTRATOR_EMAIL.to_owned(),
        password,
        api_key,
    };
    Ok(Running { access, stop: Some(stop), thread: Some(thread) })
}

fn listen(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// The state of a new server, and the administrator's key.
fn opened(options: &Options, password: &str) -> anyhow::Result<(Emulator, String)> {
    let store = Store::open(&options.database, options.users)?;
    let run_secrets = options.private.then(|| RunSecrets::new(password));
    let emulator = Emulator::new(store, options.control, run_secrets);
    let (api_key, digest) = emulator.new_secret();
    emulator.store.write(|db| access::add_key(db, people::ADMINISTRATOR, "emulator", &digest, true))?;
    Ok((emulator, api_key))
}

impl Running {
    /// Where it listens, and what opens it.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Waits for as long as it serves.
    pub fn wait(mut self) {
        self.join();
    }

    fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic of the server's thread has already been printed there.
            let _ = thread.join();
        }
    }
}

impl std::fmt::Debug for Running {
    /// Without password and key, because this goes into logs and failed tests.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Running").field("url", &self.access.url).finish_non_exhaustive()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.take();
        self.join();
    }
}
