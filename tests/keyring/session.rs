//! A keyring for one test: the test is run again inside it.

use std::process::{Command, Stdio};

use crate::lab::Lab;

/// Is this process inside a keyring of its own? If not, the test that asks is run again in one.
pub(crate) fn is_own() -> bool {
    if variable("MFA_ADMIN_TEST_KEYRING_OWN").is_some() {
        return true;
    }
    if variable("MFA_ADMIN_TEST_KEYRING").is_none() {
        say("not run: needs MFA_ADMIN_TEST_KEYRING=1, which makes it start keyrings of its own");
        return false;
    }
    let this = std::env::current_exe().expect("this program");
    let thread = std::thread::current();
    let output = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.ci/keyring"))
        .args(["env", "MFA_ADMIN_TEST_KEYRING_OWN=1"])
        .arg(this)
        .args(["--exact", thread.name().expect("the name of the test")])
        .stdin(Stdio::null())
        .output()
        .expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success() && stdout.contains("1 passed"), "\n{stdout}\n{stderr}");
    false
}

/// This world with the bus of this process.
pub(crate) fn on_the_bus(lab: Lab) -> Lab {
    let address = variable("DBUS_SESSION_BUS_ADDRESS").expect("a bus");
    lab.set("DBUS_SESSION_BUS_ADDRESS", &address)
}

/// What `secret-tool` finds for a profile, from outside.
pub(crate) fn kept(profile: &str) -> Option<String> {
    let output = Command::new("secret-tool")
        .args(["lookup", "service", "mfa-admin", "username", profile])
        .output()
        .expect("secret-tool is there");
    output.status.success().then(|| String::from_utf8(output.stdout).expect("text"))
}

/// Everything that is kept under our name, as `secret-tool` shows it.
pub(crate) fn all() -> String {
    let output = Command::new("secret-tool").args(["search", "--all", "service", "mfa-admin"]).output();
    let output = output.expect("secret-tool is there");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Locks the keyring.
pub(crate) fn lock() {
    run(&[
        "dbus-send",
        "--print-reply",
        "--dest=org.freedesktop.secrets",
        "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service.Lock",
        "array:objpath:/org/freedesktop/secrets/collection/login",
    ]);
}

/// Sends a signal to the daemon behind the keyring.
pub(crate) fn signal(name: &str) {
    let daemon = variable("MFA_ADMIN_TEST_KEYRING_PID").expect(".ci/keyring names the daemon");
    run(&["kill", &format!("-{name}"), &daemon]);
}

fn run(words: &[&str]) {
    let status = Command::new(words[0]).args(&words[1..]).stdout(Stdio::null()).status();
    assert!(status.expect("it starts").success(), "{words:?}");
}

#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
pub(crate) fn say(what: &str) {
    eprintln!("{what}");
}

#[expect(clippy::disallowed_methods, reason = "whether a keyring is there is said by the environment")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
