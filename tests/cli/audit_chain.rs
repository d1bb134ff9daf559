//! `audit verify` and `audit export`: a record that an auditor can check without us.

use std::fs;
use std::process::Command;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::lab::Lab;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verify-audit.py");

/// A lab with a batch on record, in which a guard refused somebody.
fn lab() -> Lab {
    let lab = Lab::new();
    lab.resets("user_id\n42\n34\n46\n", "--yes --ticket T-1").exits(7);
    lab
}

fn kinds(lab: &Lab, flags: &str) -> Vec<String> {
    let all = lab.run(&format!("audit list --events -o json {flags}")).exits(0).json();
    all.as_array()
        .expect("events")
        .iter()
        .map(|event| event["event"].as_str().expect("a word").into())
        .collect()
}

fn change(lab: &Lab, sql: &str) {
    let outside = Connection::open(lab.path("state/state.sqlite")).expect("a database");
    outside
        .execute_batch("DROP TRIGGER audit_event_stays; DROP TRIGGER audit_event_is_fixed;")
        .expect("dropped");
    outside.execute_batch(sql).expect("changed");
}

#[test]
fn a_batch_leaves_its_plan_its_refusals_its_confirmation_its_intent_and_its_outcomes() {
    let lab = lab();
    assert_eq!(kinds(&lab, ""), ["plan", "refuse", "confirm", "intent", "outcome", "outcome"]);
    assert_eq!(kinds(&lab, "--outcome refused"), ["refuse"]);
    assert_eq!(kinds(&lab, "--user 46"), ["intent", "outcome"]);
    assert_eq!(kinds(&lab, "--user valentina.r@TEST.com"), ["outcome"]);
    assert_eq!(kinds(&lab, "--batch last --ticket T-1 --actor admin@test.com --since 1d").len(), 6);
    for none in ["--ticket T-2", "--until 2020-01-01", "--since 2999-01-01T00:00:00Z", "--actor 42"] {
        assert!(kinds(&lab, none).is_empty(), "{none}");
    }
    lab.run("audit list --batch nothing").exits(5);
    lab.run("audit list --since yesterday").exits(2);
}

#[test]
fn verify_says_that_the_record_is_whole_and_which_event_is_not() {
    let lab = lab();
    let whole = lab.run("audit verify -o json").exits(0).json();
    assert_eq!(
        (&whole["ok"], &whole["records"], &whole["first_bad"]),
        (&json!(true), &json!(6), &Value::Null)
    );
    lab.file("head.json", whole.to_string());
    lab.file("head.txt", whole["head"].as_str().expect("a head"));
    for anchor in ["head.json", "head.txt"] {
        lab.run(&format!("audit verify --anchor {anchor}")).exits(0);
    }
    change(&lab, "DELETE FROM audit_event WHERE seq = 6");
    let cut = lab.run("audit verify -o json").exits(0).json();
    assert_eq!(cut["records"], 5, "the file itself does not show it");
    let noticed = lab.run("audit verify --anchor head.json -o json").exits(13);
    assert_eq!((&noticed.json()["ok"], &noticed.json()["first_bad"]), (&json!(false), &json!(6)));
    let outside = Connection::open(lab.path("state/state.sqlite")).expect("a database");
    outside
        .execute("UPDATE audit_event SET body = replace(body, 'T-1', 'T-2') WHERE seq = 3", [])
        .expect("changed");
    assert_eq!(lab.run("audit verify -o json").exits(13).json()["first_bad"], 3);
}

#[test]
fn an_export_is_checked_by_a_script_that_shares_no_code_with_us() {
    let lab = lab();
    lab.types_all(&[
        "mfa",
        "reset",
        "3",
        "--yes",
        "--reason",
        "Zo\u{eb} \u{1f600}\u{7f}\u{202e}\u{2028}\"\\",
    ])
    .run()
    .exits(0);
    lab.run("audit export record.jsonl").exits(0);
    let path = lab.path("record.jsonl");
    let script = |path| Command::new("python3").arg(SCRIPT).arg(path).output();
    let Ok(checked) = script(&path) else {
        #[expect(clippy::print_stderr, reason = "a note for the person who runs the tests")]
        {
            eprintln!("not run: there is no python3");
        }
        return;
    };
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    let head = lab.run("audit verify -o json").exits(0).json()["head"].as_str().expect("a head").to_owned();
    assert!(
        checked.status.success() && said.contains(&head),
        "{said}{}",
        String::from_utf8_lossy(&checked.stderr)
    );
    let text = fs::read_to_string(&path).expect("a file");
    let first: Value = serde_json::from_str(text.lines().next().expect("a line")).expect("JSON");
    let listed = lab.run("audit list --events -o json").exits(0).json();
    assert_eq!(first, listed[0]);
    assert!(text.contains("\\u202e") && !text.contains('\u{202e}'), "it can be looked at on a terminal");
    fs::write(&path, text.replace("T-1", "T-2")).expect("written");
    assert!(!script(&path).expect("python3").status.success());
}

#[test]
fn an_export_is_a_new_private_file_and_its_ending_says_which() {
    let lab = lab();
    lab.run("audit export record.csv").exits(0);
    let text = fs::read_to_string(lab.path("record.csv")).expect("a file");
    assert!(text.starts_with("seq,at,") && text.lines().count() == 7, "{text}");
    assert_eq!(text, lab.run("audit list --events -o csv").exits(0).stdout);
    for wrong in ["record.csv", "record.txt", "record", "nowhere/record.csv"] {
        lab.run(&format!("audit export {wrong}")).exits(2);
    }
}

#[test]
fn a_guard_that_stops_the_reset_of_one_person_is_on_record_and_who_needs_none_is_not() {
    let lab = Lab::new();
    // Not enrolled, and not there: that is no refusal.
    lab.run("mfa reset 43 --yes").exits(0);
    lab.run("mfa reset --user-id 4242 --yes").exits(5);
    assert!(kinds(&lab, "").is_empty());
    // An administrator without the word, and a level that is another.
    lab.run("mfa reset 34 --yes").exits(6);
    lab.run("mfa reset 46 --level user --yes").exits(7);
    assert_eq!(kinds(&lab, "--outcome refused"), ["refuse", "refuse"]);
    assert_eq!(kinds(&lab, "--outcome refused --user 34"), ["refuse"]);
    assert_eq!(kinds(&lab, "--outcome refused --user 46"), ["refuse"]);
    assert_eq!(kinds(&lab, "").len(), 2);
    assert!(lab.emulator().sent().is_empty());
}
