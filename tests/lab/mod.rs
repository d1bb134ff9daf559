//! What tests need around the program: folders, a clean environment, the emulator as a process of its own, a server
//! with scripted answers, a terminal. Every test binary uses the part that it needs.

#![expect(unused_imports, reason = "each test binary uses its own part of the lab")]

mod emulator;
mod http;
mod proxy;
mod pty;
mod run;
mod shell;
mod signals;
mod stub;

pub(crate) use emulator::Emulator;
pub(crate) use http::{call, try_call};
pub(crate) use proxy::{Cut, Proxy};
pub(crate) use pty::Pty;
pub(crate) use run::{Lab, Run, Running, Shown, has_keyctl, is_moment};
pub(crate) use stub::{Asked, Reply, Stub};

use std::fmt::Display;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up. Generous: the machine may be busy.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// The call that resets people.
pub(crate) const RESET: &str = "PUT /user/users/mfa/reset";

/// People of every organisation here who are enrolled.
pub(crate) const ENROLLED: [u64; 8] = [3, 4, 6, 7, 9, 11, 12, 14];

/// The program under test, which signals end however the tests were started.
pub(crate) fn program() -> PathBuf {
    signals::children_listen();
    PathBuf::from(env!("CARGO_BIN_EXE_mfa-admin"))
}

/// A CSV of these ids.
pub(crate) fn csv_of<T: Display>(ids: impl IntoIterator<Item = T>) -> String {
    ids.into_iter().fold("user_id\n".to_owned(), |csv, id| format!("{csv}{id}\n"))
}

/// Sends a signal, by its name, to a process.
fn send_signal(process: u32, name: &str) {
    let status = Command::new("kill").args([format!("-{name}"), process.to_string()]).status();
    assert!(status.expect("kill is there").success());
}

/// Calls `look` again and again until it returns something.
pub(crate) fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(start.elapsed() < DEADLINE, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
