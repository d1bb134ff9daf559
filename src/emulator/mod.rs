//! The emulator: the documented API over an invented organisation, real state in SQLite and real HTTP on
//! loopback. The profile `demo` uses it, and so do tests, for which it is also a witness.
//!
//! It shares HTTP with the client and nothing else: what it says is written from the API's own
//! documentation, so that a misreading cannot pass on both sides.
//!
//! A request goes through `server` (bytes), `service` (noted, met by `faults`) and `routes` (the table of
//! calls) to `store` (SQLite). `people` invents the organisation; `control` is `/_emulator`.

mod admission;
mod api;
mod clock;
mod codes;
mod control;
mod faults;
mod fold;
mod http;
mod own;
mod people;
mod secrets;
mod server;
mod service;
mod store;
mod visibility;

use std::convert::Infallible;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::files::Exposed;
use own::Own;
use service::Service;
use store::{Store, StoreError, access, mfa};

/// How to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// The SQLite file; made with its folder if it is not there.
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

/// A server that runs until this is dropped.
pub struct Running {
    url: String,
    password: String,
    api_key: String,
    /// Never sent to: the server stops when it is dropped.
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

/// What a fresh organisation is, and how to get in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeded {
    /// How many people there are.
    pub users: u32,
    /// The organisation's id.
    pub org_id: String,
    /// The administrator's address.
    pub email: String,
    /// The administrator's password, and everybody else's.
    pub password: String,
}

/// What a person's authenticator app shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Six digits.
    pub code: String,
    /// How long the app will go on showing them.
    pub seconds_left: u64,
    /// Whose code it is.
    pub email: String,
}

/// Why the emulator cannot do it.
#[derive(Debug, thiserror::Error)]
pub enum EmulatorError {
    /// The file cannot be read, written or understood.
    #[error("the database {} cannot be used: {why}", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The file or its folder is not its owner's alone.
    #[error(transparent)]
    Exposed(#[from] Exposed),
    /// Something else listens there.
    #[error("port {port} is taken")]
    PortTaken {
        /// The port that was asked for.
        port: u16,
    },
    /// Nobody in the organisation has this id.
    #[error("no person has the id {user_id}")]
    NoSuchPerson {
        /// The id that was asked for.
        user_id: String,
    },
    /// The person has no second factor, so no app shows a code.
    #[error("{email} is not enrolled")]
    NotEnrolled {
        /// The person's address.
        email: String,
    },
    /// The server cannot be started for a reason of the machine's.
    #[error("the server cannot be started: {why}")]
    Start {
        /// What the system says.
        why: String,
    },
}

/// Starts a server on a thread of its own; returns once it listens. A new database is seeded first.
///
/// # Errors
///
/// When the port cannot be had or the database cannot be used.
pub fn start(options: &Options) -> Result<Running, EmulatorError> {
    let failed = |why: std::io::Error| match why.kind() {
        std::io::ErrorKind::AddrInUse => EmulatorError::PortTaken { port: options.port },
        _ => EmulatorError::Start { why: why.to_string() },
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let url = format!("http://{}", listener.local_addr().map_err(failed)?);

    let unusable = |why: StoreError| unusable(&options.database, why);
    let store = Store::open(&options.database, options.users).map_err(unusable)?;
    let password = if options.private { secrets::token() } else { people::PASSWORD.to_owned() };
    let own = options.private.then(|| Own::new(&password));
    let service = Arc::new(Service::new(store, options.control, own));
    let (api_key, kept) = service.mint();
    service
        .store
        .write(|db| access::add_key(db, people::ADMINISTRATOR, "emulator", &kept, true))
        .map_err(|why: rusqlite::Error| unusable(why.into()))?;

    let (stop, stopped) = oneshot::channel();
    let thread = std::thread::Builder::new()
        .name("emulator".to_owned())
        .spawn(move || server::serve(listener, &service, stopped))
        .map_err(failed)?;
    Ok(Running { url, password, api_key, stop: Some(stop), thread: Some(thread) })
}

impl Running {
    /// Where it listens: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The organisation's id.
    #[must_use]
    pub fn org_id(&self) -> &str {
        ORG_ID
    }

    /// The address of the administrator who can sign in with a password alone.
    #[must_use]
    pub fn email(&self) -> &str {
        people::ADMINISTRATOR_EMAIL
    }

    /// The administrator's password.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }

    /// The administrator's API key, minted at this start.
    #[must_use]
    pub fn api_key(&self) -> &str {
        &self.api_key
    }

    /// Waits for as long as it serves.
    pub fn wait(mut self) {
        self.joined();
    }

    fn joined(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic over there has been reported over there.
            let _ = thread.join();
        }
    }
}

impl std::fmt::Debug for Running {
    /// Without password and key: this ends up in logs and failed tests.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Running").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.take();
        self.joined();
    }
}

/// Puts the organisation back to its first state, with so many people; also while a server runs on the file.
///
/// # Errors
///
/// When the database cannot be used.
pub fn seed(database: &Path, users: u32) -> Result<Seeded, EmulatorError> {
    store::reseed(database, users).map_err(|why| unusable(database, why))?;
    Ok(Seeded {
        users: users.max(1),
        org_id: ORG_ID.to_owned(),
        email: people::ADMINISTRATOR_EMAIL.to_owned(),
        password: people::PASSWORD.to_owned(),
    })
}

/// The code that a person's authenticator app shows now.
///
/// # Errors
///
/// When there is no such person, they are not enrolled, or the database cannot be used.
pub fn code(database: &Path, user_id: &str) -> Result<Code, EmulatorError> {
    let nobody = || EmulatorError::NoSuchPerson { user_id: user_id.to_owned() };
    let id: i64 = user_id.trim().parse().map_err(|_| nobody())?;
    let (truth, secret) = store::peek(database, |db| Ok((mfa::truth(db, id)?, mfa::secret(db, id)?)))
        .map_err(|why| unusable(database, why))?;
    let email = truth.ok_or_else(nobody)?.email;
    let Some(secret) = secret else { return Err(EmulatorError::NotEnrolled { email }) };
    let now = clock::now_seconds();
    Ok(Code { code: codes::code(secret, now), seconds_left: codes::STEP - now % codes::STEP, email })
}

/// The organisation's id as text, for those who read it as a name.
const ORG_ID: &str = "166";

fn unusable(path: &Path, why: StoreError) -> EmulatorError {
    match why {
        StoreError::Exposed(exposed) => exposed.into(),
        why => EmulatorError::Database { path: path.to_owned(), why: why.to_string() },
    }
}

#[cfg(test)]
mod tests;
