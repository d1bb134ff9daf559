//! `doctor`: set-ups that are broken, each in its own way; what is said of them, and that nothing is changed.

use std::fs;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use expect_test::expect;
use serde_json::Value;

use crate::lab::{Lab, Reply, Shown, Stub};

const ORDER: [&str; 13] = [
    "profile",
    "url",
    "dns",
    "tcp",
    "tls",
    "clock",
    "credential",
    "store",
    "role",
    "policy",
    "state",
    "terminal",
    "completion",
];

/// Runs it and looks at the form of the result: every check in its place, `ok` where none failed, the exit code.
#[track_caller]
fn examines(lab: &Lab, words: &str, code: i32) -> Shown {
    let shown = lab.run(&format!("doctor -o json {words}")).exits(code);
    let json = shown.json();
    let checks = json["checks"].as_array().expect("an array").clone();
    let names: Vec<_> = checks.iter().map(|check| check["check"].as_str().expect("a name")).collect();
    assert_eq!(names, ORDER, "\n{shown}");
    assert_eq!(json["ok"], checks.iter().all(|check| check["ok"] == true), "\n{shown}");
    assert_eq!(json["ok"], code == 0, "\n{shown}");
    for check in &checks {
        let keys: Vec<_> = check.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["check", "detail", "hint", "ok"]);
        assert!(check["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "\n{shown}");
        assert!(check["ok"] == true || check["hint"].is_string(), "what to do about {check}");
    }
    shown
}

fn check(shown: &Shown, name: &str) -> Value {
    let checks = shown.json()["checks"].as_array().expect("an array").clone();
    checks.into_iter().find(|check| check["check"] == name).expect("a check")
}

/// The checks that failed.
fn failed(shown: &Shown) -> Vec<String> {
    let checks = shown.json()["checks"].as_array().expect("an array").clone();
    let failed = checks.iter().filter(|check| check["ok"] == false);
    failed.map(|check| check["check"].as_str().expect("a name").to_owned()).collect()
}

#[track_caller]
fn says(shown: &Shown, name: &str, words: &str) {
    let text = check(shown, name).to_string();
    assert!(text.contains(words), "{name}: {words}\n{shown}");
}

/// A profile in the config file that is not told of by the environment.
fn with_file(lab: Lab, url: &str) -> Lab {
    let lab = lab.without_variables();
    lab.config(&format!(
        "default_profile = \"work\"\n[profiles.work]\nprovider = \"resolver\"\nurl = \"{url}\"\norg_id = \"166\"\n"
    ));
    lab
}

#[test]
fn all_is_well() {
    let lab = Lab::new();
    let shown = examines(&lab, "", 0);
    says(&shown, "role", "admin@test.com is an administrator of Harbour Light Utilities (166)");
    says(&shown, "credential", "API key from the environment");
    says(&shown, "clock", "agrees");
    assert_eq!(failed(&shown), [""; 0]);
    let key = &lab.emulator().api_key;
    assert!(!format!("{shown:?}").contains(key.as_str()));
    assert!(lab.emulator().requests().iter().all(|request| request["method"] == "GET"));
    assert!(!lab.path("state").exists(), "no folder is made");

    let rows = lab.run("doctor -o csv").exits(0);
    assert_eq!(rows.stdout.lines().next(), Some("check,ok,detail,hint"));
    assert_eq!(rows.stdout.lines().count(), 1 + ORDER.len());
    assert_eq!(lab.run("doctor -o jsonl").exits(0).stdout.lines().count(), ORDER.len());
}

#[test]
fn the_demo_is_well_with_nothing_set_up() {
    let shown = examines(&Lab::bare(), "--profile demo", 0);
    says(&shown, "role", "an administrator");
    says(&shown, "store", "memory");
}

#[test]
fn no_profile_at_all() {
    let lab = Lab::bare();
    let shown = examines(&lab, "", 3);
    assert_eq!(failed(&shown), ["profile"]);
    says(&shown, "profile", "auth login");
    says(&shown, "profile", "--profile demo");
    assert_eq!(shown.error()["code"], "unauthenticated");
    assert!(!lab.path("state").exists() && !lab.path("config").exists());
    let page = lab.run("doctor").exits(3);
    expect![[r#"
        exit 3
        --- stdout
          Profile           failed: not signed in anywhere
                            hint: sign in with `mfa-admin auth login --profile NAME …`, or try `--profile demo`
          URL               not checked: no profile can be used
          DNS               not checked: no profile can be used
          TCP               not checked: no profile can be used
          TLS               not checked: no profile can be used
          Clock             not checked: no profile can be used
          Credential        not checked: no profile can be used
          Credential store  warning: there is no usable credential store: no credential store: zbus error: Failed to connect to address `unix:path=FOLDER/nowhere/bus`: No such file or directory (os error 2)
                            hint: unlock or start the keyring; on a machine without one use `--store keyutils`, or give MFA_ADMIN_API_KEY for one run
          Role              not checked: no profile can be used
          Policy            not checked: there is none: /etc/mfa-admin/policy.toml is not there
          State folder      ok: FOLDER/state, …
          Terminal          not checked: there is none: nothing is asked, and changes need --yes
          Completion        not checked: SHELL names none of bash, zsh, fish; see `mfa-admin completions --help`
        --- stderr

        error: a check failed: profile
    "#]]
    .assert_eq(&steady(&lab, &page));
}

/// Without the folder of this world, and the space on the disk.
fn steady(lab: &Lab, shown: &Shown) -> String {
    let folder = lab.path("").to_string_lossy().into_owned();
    let text = shown.to_string().replace(folder.trim_end_matches('/'), "FOLDER");
    let lines = text.lines().map(|line| match line.split_once(", not there yet, can be made, ") {
        Some((before, _)) => format!("{before}, …"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn a_config_file_that_is_wrong() {
    let lab = Lab::bare();
    lab.config("[profiles.w]\nprovider = \"resolver\"\nurl = \"http://mfa.example\"\norg_id = \"1\"\n");
    let shown = examines(&lab, "--profile w", 10);
    says(&shown, "profile", "use https");
    let shown = examines(&lab, "--profile other", 3);
    says(&shown, "profile", "there are: w");
}

#[test]
fn a_wrong_url() {
    let lab = Lab::new();
    let shown = examines(&with_url(&lab, "https://no-such-host.invalid"), "", 9);
    assert_eq!(failed(&shown), ["dns"]);
    says(&shown, "tls", "has no address");
    says(&shown, "role", "cannot be asked");

    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let shown = examines(&with_url(&lab, &format!("http://{free}")), "", 9);
    assert_eq!(failed(&shown), ["tcp"]);
    says(&shown, "tcp", "check the port");

    // It listens, and is not the API.
    let page =
        Stub::new(|_| Reply::Raw(200, vec![("Content-Type", "text/html".to_owned())], "<html>".to_owned()));
    let shown = examines(&Lab::on(&page), "", 9);
    assert_eq!(failed(&shown), ["role"]);
    says(&shown, "role", "base URL");

    // It speaks no TLS.
    let url = lab.emulator().url.replace("http:", "https:");
    let shown = examines(&with_url(&lab, &url), "", 9);
    assert_eq!(failed(&shown), ["tls"]);
    says(&shown, "tls", "plain http");
}

fn with_url(lab: &Lab, url: &str) -> Lab {
    let mut other = Lab::bare();
    for (name, value) in lab.variables().filter(|(name, _)| name.starts_with("MFA_ADMIN_")) {
        if !name.ends_with("_DIR") {
            other = other.set(name, value);
        }
    }
    other.set("MFA_ADMIN_URL", url)
}

#[test]
fn a_clock_that_is_off() {
    let dated = |date: &'static str| {
        Stub::org(move |asked| {
            (asked.line() == "GET /").then(|| Reply::Raw(404, vec![("Date", date.to_owned())], String::new()))
        })
    };
    let shown = examines(&Lab::on(&dated("Tue, 24 Nov 2020 10:00:00 GMT")), "", 9);
    assert_eq!(failed(&shown), ["clock"]);
    says(&shown, "clock", "ahead of that of the service");
    says(&shown, "clock", "timedatectl");
    says(&shown, "role", "an administrator");
    let shown = examines(&Lab::on(&dated("Fri, 24 Nov 2090 10:00:00 GMT")), "", 9);
    says(&shown, "clock", "behind that of the service");
    // No time, or one that cannot be read, is no failure.
    says(&examines(&Lab::on(&dated("yesterday")), "", 0), "clock", "does not tell its time");
}

#[test]
fn a_dead_keyring() {
    let lab = Lab::new();
    let url = lab.emulator().url.clone();
    let lab = with_file(lab, &url);
    let shown = examines(&lab, "", 12);
    assert_eq!(failed(&shown), ["credential", "store"]);
    says(&shown, "store", "--store keyutils");
    says(&shown, "role", "no credential");
    says(&shown, "clock", "agrees");
    // A key in the environment needs no store.
    let key = lab.emulator().api_key.clone();
    let shown = examines(&lab.set("MFA_ADMIN_API_KEY", &key), "", 0);
    says(&shown, "store", "comes from the environment");
}

#[cfg(unix)]
#[test]
fn a_state_folder_that_others_may_write() {
    use std::os::unix::fs::PermissionsExt;

    let lab = Lab::new();
    let folder = lab.path("state");
    fs::create_dir(&folder).expect("made");
    let allow = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("set");
    allow(0o777);
    let shown = examines(&lab, "", 13);
    assert_eq!(failed(&shown), ["state"]);
    says(&shown, "state", "chmod go-w");
    allow(0o755);
    let shown = examines(&lab, "", 0);
    says(&shown, "state", "other users can read it");
    allow(0o700);
    let shown = examines(&lab, "", 0);
    says(&shown, "state", "yours, mode 0700");

    lab.file("state/state.sqlite", "no database");
    fs::set_permissions(lab.path("state/state.sqlite"), fs::Permissions::from_mode(0o600)).expect("set");
    let shown = examines(&lab, "", 13);
    says(&shown, "state", "damaged");
    fs::remove_dir_all(&folder).expect("removed");
    std::os::unix::fs::symlink("/", &folder).expect("made");
    says(&examines(&lab, "", 13), "state", "is a link");
}

#[test]
fn a_revoked_key() {
    let shown = examines(&Lab::new().set("MFA_ADMIN_API_KEY", "revoked-key"), "", 3);
    assert_eq!(failed(&shown), ["role"]);
    says(&shown, "role", "MFA_ADMIN_API_KEY");
    assert!(!format!("{shown:?}").contains("revoked-key"));
}

#[test]
fn an_org_that_is_not_that_of_the_credential() {
    let shown = examines(&Lab::new().set("MFA_ADMIN_ORG_ID", "999"), "", 4);
    assert_eq!(failed(&shown), ["role"]);
}

#[test]
fn a_service_that_says_nothing_ends_with_the_time_limit() {
    let lab = Lab::on(&Stub::new(|_| Reply::Silence));
    let started = Instant::now();
    let shown = examines(&lab, "--timeout 1", 9);
    assert_eq!(failed(&shown), ["clock", "role"]);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());

    let throttles = Stub::new(|_| Reply::Raw(429, vec![("Retry-After", "600".to_owned())], String::new()));
    let started = Instant::now();
    assert_eq!(failed(&examines(&Lab::on(&throttles), "", 11)), ["role"]);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[test]
fn completion_is_found_where_people_put_it() {
    let lab = Lab::bare().set("SHELL", "/bin/bash");
    says(&examines(&lab, "", 3), "completion", "mfa-admin completions bash");
    lab.file("home/.bashrc", "eval \"$(mfa-admin completions bash)\"\n");
    says(&examines(&lab, "", 3), "completion", ".bashrc");
    lab.file("home/.local/share/bash-completion/completions/mfa-admin", "");
    says(&examines(&lab, "", 3), "completion", "bash-completion");
    says(&examines(&lab.set("SHELL", "/bin/tcsh"), "", 3), "completion", "none of bash, zsh, fish");
}
