//! The profile `demo`: every command works without any set-up.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::lab::{Emulator, Lab, Pty, call};

#[test]
fn the_first_thing_a_newcomer_runs_works() {
    let lab = Lab::bare();
    let shown = lab.run("--profile demo mfa reset --user-id 42 --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset"]);
    let row = &shown.rows()[0];
    assert_eq!(
        (&row["name"], &row["email"]),
        (&"Valentina Rodriguez".into(), &"valentina.r@test.com".into())
    );
    assert_eq!((&shown.json()["profile"], &shown.json()["environment"]), (&"demo".into(), &"demo".into()));
    // The organisation remembers the reset, as a real service would.
    assert_eq!(
        lab.run("--profile demo mfa reset --user-id 42 --yes -o json").exits(0).outcomes(),
        ["not_enrolled"]
    );
    assert!(!lab.path("config").exists(), "no config is needed or made");
}

#[test]
fn on_a_terminal_the_pop_up_asks() {
    let lab = Lab::bare();
    let mut pty = Pty::start(&lab, 100, "--profile demo mfa reset --user-id 42");
    pty.sees("[ CANCEL ]").types("\t").sees("[ RESET MFA ]").types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("Environment    demo"), "{}", pty.screen());
}

#[test]
fn its_files_are_for_their_owner_alone() {
    let lab = Lab::bare();
    lab.run("--profile demo users search valentina").exits(0);
    let mode = |path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(lab.path("state")), 0o700);
    for entry in fs::read_dir(lab.path("state")).expect("a folder").flatten() {
        assert_eq!(mode(entry.path()), 0o600, "{}", entry.path().display());
    }
}

#[test]
fn a_batch_in_the_demo_needs_no_head_count() {
    let shown = Lab::bare().run("--profile demo mfa reset --user-id 42 --user-id 46 --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset", "reset"]);
}

#[test]
fn a_state_folder_that_cannot_be_used_is_told() {
    let lab = Lab::bare();
    lab.file("state", "a file where a folder should be");
    assert_eq!(lab.run("--profile demo users search -o json").exits(13).error()["code"], "state");
    let lab = Lab::bare();
    lab.file(
        "state/emulator-100.sqlite",
        "this is no database, and long enough to be taken for one".repeat(100),
    );
    assert_eq!(lab.run("--profile demo users search -o json").exits(13).error()["code"], "state");
}

#[test]
fn several_at_once_share_it() {
    let lab = Lab::bare();
    let runs: Vec<_> =
        (0..4).map(|_| lab.types("--profile demo mfa reset --user-id 42 --yes -o json").start()).collect();
    for run in runs {
        run.end().exits(0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn while_it_runs_nothing_that_is_known_opens_it() {
    let lab = Lab::bare();
    // What `emulator serve` on the same organisation prints.
    let known = Emulator::start(&lab.path("state"), 100);
    let mut pty = Pty::start(&lab, 100, "--profile demo mfa reset --user-id 42");
    pty.sees("[ CANCEL ]");
    let Some(port) = port_of(pty.id()) else {
        say("not run: only root can ask which port the program listens on");
        return;
    };
    let url = format!("http://127.0.0.1:{port}");
    let body = json!({
        "email": known.email, "password": known.password, "selectedOrg": 166, "client": "core-client",
    });
    let sign_in = |url: &str| call(url, "POST", "/user/authenticate", "", &body.to_string()).status;
    let key = format!("x-api-key: {}\r\n", known.api_key);
    let look = |url: &str| call(url, "GET", "/user/users/me", &key, "").status;
    assert_eq!((sign_in(&known.url), look(&known.url)), (200, 200));
    assert_eq!((sign_in(&url), look(&url)), (401, 401));
    assert_eq!(call(&url, "GET", "/user/users/me", "", "").status, 401);
    pty.types("\t").sees("[ RESET MFA ]").types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
}

#[cfg(target_os = "linux")]
#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
fn say(what: &str) {
    eprintln!("{what}");
}

/// The port on which a process listens, from what the system knows of its sockets. `None` where that is not told: the
/// program protects its memory from its own user, and with it this.
#[cfg(target_os = "linux")]
fn port_of(process: u32) -> Option<u16> {
    let descriptors = fs::read_dir(format!("/proc/{process}/fd")).ok()?.flatten();
    let links: Vec<_> = descriptors.filter_map(|entry| fs::read_link(entry.path()).ok()).collect();
    let sockets = fs::read_to_string("/proc/net/tcp").expect("a table");
    let listening = sockets.lines().find_map(|line| {
        let columns: Vec<_> = line.split_whitespace().collect();
        let own = std::path::PathBuf::from(format!("socket:[{}]", columns.get(9)?));
        (columns[3] == "0A" && links.contains(&own)).then(|| columns[1].rsplit(':').next())?
    });
    Some(u16::from_str_radix(listening.expect("it listens"), 16).expect("a port"))
}
