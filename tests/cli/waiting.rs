//! What is seen while something is waited for, and what can be told of it in detail.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;

use crate::lab::{Cut, Lab, Proxy, Pty, RESET, Reply, Stub, is_moment};

/// The read of one person.
const PERSON: &str = "GET /user/org";

#[test]
fn a_single_reset_that_waits_has_a_spinner() {
    let lab = Lab::new();
    lab.emulator().faults(&[(PERSON, "delay:1500"), (RESET, "delay:1500")]);
    let mut pty = Pty::start(&lab, 100, "--color never mfa reset --user-id 42 --yes --no-verify");
    pty.sees("| Looking up").sees("/ Looking up").sees("| Resetting");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    let screen = pty.screen();
    assert!(!screen.contains("Looking up") && !screen.contains("Resetting"), "{screen}");

    lab.emulator().faults(&[(PERSON, "delay:500")]);
    let mut pty = Pty::start(&lab, 100, "users show --user-id 42");
    pty.sees("Looking up");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(!pty.screen().contains("Looking up"), "{}", pty.screen());
    // Without a terminal there is none.
    assert_eq!(lab.run("users show --user-id 42").exits(0).stderr, "");
    let mut pty = Pty::start_with(&lab, 100, "users show --user-id 42", &[("MFA_ADMIN_PROMPT", "plain")]);
    assert_eq!(pty.end(), 0);
    assert!(!pty.raw().contains("Looking up"), "{}", pty.raw());
}

/// A service that lets reads through, and no change.
fn throttles() -> Stub {
    Stub::org(|asked| {
        let path = asked.line();
        let id = path.strip_prefix("GET /user/org/166/user/").and_then(|id| id.parse::<u64>().ok());
        if asked.method == "PUT" {
            return Some(Reply::Raw(429, vec![("Retry-After", "1".to_owned())], String::new()));
        }
        let person = json!({"id": id?, "first": "Ana", "email": format!("{}@x.test", id?), "isAdmin": false,
            "mfa": {"enrolled": true, "level": "user", "enrolledAt": "2026-01-05T10:00:00Z"}});
        Some(Reply::ok(json!({"id": 900, "orgId": 166, "user": person})))
    })
}

#[test]
fn a_service_that_throttles_is_told_with_the_patience_that_is_left() {
    let stub = throttles();
    let lab = Lab::on(&stub);
    lab.file("people.csv", "user_id\n7\n8\n");
    for (columns, who, told) in [
        (100, "--user-id 7", "Resetting  throttled, 4 s of patience left"),
        (100, "--csv people.csv", "0 of 2  throttled, 4 s of patience left"),
        (35, "--csv people.csv", "0 of 2  throttled, 3 s left"),
        (35, "--user-id 7", "throttled, 4 s of patience left"),
    ] {
        let words = format!("--color never mfa reset {who} --yes --again --patience 5s");
        let mut pty = Pty::start(&lab, columns, &words);
        pty.sees(told);
        assert_eq!(pty.end(), 11, "{}", pty.screen());
        let screen = pty.screen();
        assert!(screen.contains("our patience is 5 s") && !screen.contains(" left"), "{screen}");
    }
    // Without a terminal it is a note, once in ten seconds.
    for who in ["--user-id 7", "--csv people.csv"] {
        let shown = lab.run(&format!("mfa reset {who} --yes --again --patience 2s")).exits(11);
        assert_eq!(shown.stderr.matches("throttled, 2 s of patience left\n").count(), 1, "{shown}");
        assert_eq!(shown.stderr.matches("throttled, ").count(), 1, "{shown}");
    }
    lab.run("mfa reset --user-id 7 --yes --patience 2s -o json").exits(11).error();
}

#[test]
fn a_batch_at_a_service_that_limits_goes_on_and_tells_that_it_is_throttled() {
    let lab = Lab::new();
    lab.emulator().faults(&[("GET /user", "limit:5"), (RESET, "limit:5")]);
    let csv = (2..32).fold("user_id\n".to_owned(), |csv, id| format!("{csv}{id}\n"));
    lab.file("people.csv", csv);
    let mut pty = Pty::start(&lab, 120, "--color never mfa reset --csv people.csv --yes --no-verify");
    pty.sees("throttled, 10 m 0 s of patience left");
    let code = pty.end();
    assert!(code == 0 || code == 7, "{}", pty.screen());
    assert!(!pty.screen().contains("throttled"), "{}", pty.screen());
}

/// The lab behind a proxy that cuts the first reads of a person, so many of them.
fn cut(times: u32) -> (Lab, Proxy) {
    let lab = Lab::new();
    let left = AtomicU32::new(times);
    let proxy = Proxy::before(&lab.emulator().url, move |line| {
        let cuts = line.starts_with(PERSON)
            && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        cuts.then_some(Cut::After)
    });
    let url = proxy.url.clone();
    (lab.set("MFA_ADMIN_URL", &url), proxy)
}

#[test]
fn a_lost_connection_that_is_tried_again_is_told() {
    let (lab, _proxy) = cut(2);
    let mut pty = Pty::start(&lab, 100, "--color never users show --user-id 42");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    for told in ["connection lost, trying again in 0.", " s (2 of 3)", " s (3 of 3)"] {
        assert!(pty.raw().contains(told), "{told}\n{}", pty.raw());
    }
    assert!(!pty.screen().contains("connection lost"), "{}", pty.screen());

    let note = "connection lost, trying again in 0.2 s (2 of 3)\n";
    for (words, stderr) in [("", note), ("-q", ""), ("-o json", "")] {
        let (lab, _proxy) = cut(1);
        let shown = lab.run(&format!("users show --user-id 42 {words}")).exits(0);
        assert_eq!(shown.stderr, stderr, "{words}");
    }
}

#[test]
fn twice_verbose_also_shows_headers_and_the_pace_and_never_a_secret() {
    let lab = Lab::new();
    let shown = lab.run("-v users show --user-id 42").exits(0);
    assert!(!shown.stderr.contains("accept:") && shown.stderr.contains(" -> 200 ("), "{shown}");
    let shown = lab.run("-vv users show --user-id 42").exits(0);
    for part in
        ["> x-api-key: [hidden]\n", "> accept: application/json\n", "< content-type: application/json"]
    {
        assert!(shown.stderr.contains(part), "{part}\n{shown}");
    }
    lab.emulator().faults(&[(PERSON, "limit:1")]);
    let shown = lab.run("-vv mfa reset --user-id 42 --user-id 46 --yes --no-verify").exits(0);
    assert!(shown.stderr.contains("pace: reads are throttled, next request in "), "{shown}");
    assert!(shown.stderr.contains("pace: the service does not throttle any more"), "{shown}");
    assert!(!shown.stderr.contains(&lab.emulator().api_key), "{shown}");
}

#[test]
fn a_log_file_takes_it_all_and_leaves_the_screen_alone() {
    let (lab, _proxy) = cut(1);
    let log = lab.path("run.log");
    let shown = lab.run("--log-file run.log users show --user-id 42").exits(0);
    assert_eq!(shown.stderr, "connection lost, trying again in 0.2 s (2 of 3)\n");
    let first = fs::read_to_string(&log).expect("a log");
    assert_eq!(fs::metadata(&log).expect("a log").permissions().mode() & 0o777, 0o600);
    lab.run("-q --log-file run.log users show --user-id 4242").exits(5);
    let both = fs::read_to_string(&log).expect("a log");
    assert!(both.starts_with(&first) && both.len() > first.len(), "{both}");
    for line in both.lines() {
        assert!(is_moment(line), "{line}");
    }
    for part in [
        "Z mfa-admin ",
        "Z GET /user/org/166/user/42 -> 200 (",
        "Z > x-api-key: [hidden]",
        "Z < content-type: application/json",
        "Z again in ",
        "Z connection lost, trying again in 0.2 s (2 of 3)",
        "Z error: not_found: ",
    ] {
        assert!(both.contains(part), "{part}\n{both}");
    }
    assert!(!both.contains(&lab.emulator().api_key), "{both}");
}

#[test]
fn a_log_file_that_others_could_exchange_is_refused() {
    let lab = Lab::new();
    symlink(lab.file("elsewhere", ""), lab.path("link.log")).expect("a link");
    let open = lab.file("open.log", "");
    fs::set_permissions(&open, fs::Permissions::from_mode(0o666)).expect("it is ours");
    fs::create_dir(lab.path("folder.log")).expect("a folder");
    for name in ["link.log", "open.log", "folder.log", "nowhere/run.log"] {
        let shown = lab.run(&format!("--log-file {name} users show --user-id 42 -o json")).exits(13);
        assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("state")), "{name}");
    }
    assert_eq!(fs::read_to_string(lab.path("elsewhere")).expect("a file"), "");
    assert_eq!(lab.emulator().requests().len(), 0);
}
