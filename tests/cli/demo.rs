//! The profile `demo`: everything without any set-up.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::lab::{Lab, Pty};

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
    // It is remembered, as any service would.
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
