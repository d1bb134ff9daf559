//! Which policy files count: who may have written them, what is wrong in them, and what two of them come to.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::Path;

use serde_json::json;

use crate::lab::{Lab, Shown};

/// A machine with this policy.
fn under(policy: impl AsRef<[u8]>) -> Lab {
    let lab = Lab::new();
    let path = lab.file("rules/policy.toml", policy);
    lab.set("MFA_ADMIN_POLICY_FILE", &path.to_string_lossy())
}

/// Is refused with this code, and sends nothing at all.
#[track_caller]
fn refused(lab: &Lab, code: i32, says: &[&str]) -> Shown {
    let before = lab.emulator().last_seq();
    let shown = lab.run("mfa reset 42 --yes").exits(code);
    for part in says {
        assert!(shown.stderr.contains(part), "{part}\n{shown}");
    }
    assert!(lab.emulator().requests_after(before).is_empty());
    let doctor = lab.run("doctor -o json");
    let checks = doctor.json()["checks"].as_array().expect("an array").clone();
    let check = checks.iter().find(|check| check["check"] == "policy").expect("the check");
    assert_eq!(check["ok"], false, "\n{doctor}");
    shown
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
}

#[test]
fn a_file_or_folder_that_others_may_write_or_own_is_refused() {
    let lab = under("max_batch = 5");
    let (file, folder) = (lab.path("rules/policy.toml"), lab.path("rules"));
    lab.run("mfa reset 43 --yes").exits(0);
    for (place, mode) in [(&file, 0o666), (&file, 0o664), (&folder, 0o777), (&folder, 0o775)] {
        let before = fs::metadata(place).expect("it is there").permissions().mode();
        chmod(place, mode);
        refused(&lab, 4, &["may be written by others", &format!("chmod go-w {}", place.display())]);
        chmod(place, before);
    }
    for place in [&file, &folder] {
        chown(place, Some(1042), None).expect("we are root");
        refused(&lab, 4, &["belongs to somebody else", "chown"]);
        chown(place, Some(0), None).expect("we are root");
    }
    lab.run("mfa reset 43 --yes").exits(0);
}

#[test]
fn a_link_or_a_folder_in_its_place_is_refused_and_none_is_missed() {
    let lab = under("");
    let file = lab.path("rules/policy.toml");
    fs::rename(&file, lab.path("rules/other.toml")).expect("it is ours");
    refused(&lab, 10, &["MFA_ADMIN_POLICY_FILE", "not there"]);
    symlink(lab.path("rules/other.toml"), &file).expect("it is ours");
    refused(&lab, 4, &["is a link"]);
    fs::remove_file(&file).expect("it is ours");
    fs::create_dir(&file).expect("it is ours");
    refused(&lab, 4, &["is no regular file"]);
}

#[test]
fn the_list_of_approvers_is_as_trusted_as_the_rule_that_names_it() {
    let lab = under("approvals = 1\napprovers = 'signers'\n");
    refused(&lab, 10, &["policy.toml:2: `approvers` names", "not there"]);
    let signers = lab.file("rules/signers", "");
    chmod(&signers, 0o666);
    refused(&lab, 4, &["signers may be written by others", "chmod go-w"]);
    chmod(&signers, 0o644);
    lab.run("mfa reset 43 --yes").exits(0);
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    for (policy, says) in [
        ("\nmax_bach = 3", "policy.toml:2: there is no rule `max_bach`"),
        ("[rules]\nmax_batch = 3", "policy.toml:1: there is no rule `rules`"),
        ("require_reason = true\nmax_batch = ", "policy.toml:2: "),
        ("max_batch = 3\nmax_batch = 4", "policy.toml:2: "),
        ("require_reason = 1", "policy.toml:1: `require_reason` must be true or false"),
        ("forbid_protected = 'yes'", "`forbid_protected` must be true or false"),
        ("journald = 'on'", "`journald` must be true or false"),
        ("# ours\n\nrequire_ticket = '('", "policy.toml:3: `require_ticket` "),
        ("require_ticket = true", "`require_ticket` must be a text"),
        ("require_ticket = ''", "`require_ticket` must be a text"),
        ("require_verified_by = 'x'", "`require_verified_by` must be a list"),
        ("require_verified_by = []", "`require_verified_by` must be a list"),
        ("require_verified_by = ['a', 1]", "`require_verified_by` must be a list"),
        ("max_batch = 0", "`max_batch` must be a whole number from 1 up"),
        ("max_batch = -1", "`max_batch` must be a whole number from 1 up"),
        ("max_batch = 1.5", "`max_batch` must be a whole number from 1 up"),
        ("require_plan_above = '5'", "`require_plan_above` must be a whole number from 0 up"),
        ("approvals = 'two'", "`approvals` must be a whole number from 0 up"),
        ("approvals = 2", "`approvals` needs `approvers`"),
        ("environments = ['live']", "`environments` names `live`"),
        ("environments = []", "`environments` must be a list"),
        ("notify = 'mail'", "`notify` must be a list"),
        ("syslog = 'log.example'", "`syslog` must be"),
    ] {
        let lab = under(policy);
        let shown = refused(&lab, 10, &[says]);
        assert!(!shown.stderr.contains("panicked"), "\n{shown}");
    }
    refused(&under(b"max_batch = 5\n# \xff\n"), 10, &["policy.toml:2: is not UTF-8"]);
}

#[test]
fn a_file_that_cannot_be_read_is_not_ignored() {
    // A socket cannot be opened, not even by root.
    let lab = under("");
    let file = lab.path("rules/policy.toml");
    fs::remove_file(&file).expect("it is ours");
    let _socket = std::os::unix::net::UnixListener::bind(&file).expect("a socket");
    refused(&lab, 4, &["policy.toml"]);
}

#[test]
fn doctor_names_the_file_and_its_rules() {
    let lab = under(
        "max_batch = 5\nrequire_reason = false\nrequire_ticket = 'A+'\nenvironments = ['sandbox', 'demo']",
    );
    let shown = lab.run("doctor");
    let line = shown.stdout.lines().find(|line| line.contains("Policy")).expect("the check");
    let rules = "ok: FILE: max_batch 5; require_ticket A+; environments sandbox, demo";
    assert!(
        line.ends_with(&rules.replace("FILE", &lab.path("rules/policy.toml").to_string_lossy())),
        "{line}"
    );
}

#[test]
fn the_policy_and_what_it_refuses_are_on_record() {
    let lab = under("require_ticket = 'A+'\n");
    lab.run("mfa reset 42 --yes --ticket B --reason why").exits(4);
    lab.run("mfa reset 42 --dry-run").exits(4);
    lab.run("mfa reset 42 --yes --ticket A").exits(0);
    lab.run("api PUT /user/users/42/membership --field isActive=true --yes --ticket AA").exits(0);
    let events = lab.run("audit list --events -o json").exits(0).json();
    let mut events = events.as_array().expect("an array").clone();
    events.sort_by_key(|event| event["seq"].as_u64());
    let words: Vec<_> = events.iter().map(|event| event["event"].as_str().expect("a word")).collect();
    assert_eq!(words, ["refuse", "confirm", "policy", "intent", "outcome", "policy", "api", "api"]);
    let (refuse, policy) = (&events[0], &events[2]);
    assert_eq!(
        (&refuse["outcome"], &refuse["ticket"], &refuse["reason"], &refuse["environment"]),
        (&json!("refused"), &json!("B"), &json!("why"), &json!("sandbox"))
    );
    assert!(refuse["detail"].to_string().contains("`require_ticket` in "), "{refuse}");
    // printf "require_ticket = 'A+'\\n" | sha256sum
    let digest = "d41b71ca2fd00794525f250062ebf1f2201a856b71cf7aade509f309fba61989";
    let detail = policy["detail"].as_str().expect("a detail");
    assert!(detail.contains(digest) && detail.ends_with(": require_ticket A+"), "{policy}");
    assert_eq!(
        (&events[6]["ticket"], &events[6]["detail"]),
        (&json!("AA"), &json!("PUT /user/users/42/membership"))
    );
}

#[test]
fn doctor_warns_of_approvals_that_nobody_has_to_ask_for() {
    let lab = under("approvals = 1\napprovers = 'signers'\n");
    lab.file("rules/signers", "");
    let shown = lab.run("doctor");
    assert!(shown.stdout.contains("hint: add `require_plan_above`"), "\n{shown}");
}
