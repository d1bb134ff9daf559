//! `audit list`: who reset whom, where and why. A record is on disk before the request leaves.

use std::process::Command;

use expect_test::expect;
use serde_json::{Value, json};

use crate::lab::{Lab, Pty, RESET, is_moment};

const KEYS: [&str; 34] = [
    "seq",
    "at",
    "profile",
    "org_id",
    "environment",
    "actor",
    "os_user",
    "user_id",
    "email",
    "level",
    "reason",
    "ticket",
    "verified_by",
    "outcome",
    "batch_id",
    "event",
    "row",
    "rows",
    "user_ids",
    "detail",
    "url",
    "actor_id",
    "uid",
    "sudo_user",
    "host",
    "version",
    "confirmed_by",
    "planned_by",
    "approved_by",
    "seen_before",
    "seen_after",
    "job",
    "prev",
    "hash",
];

fn listed(lab: &Lab, flags: &str) -> Vec<Value> {
    lab.run(&format!("audit list -o json {flags}")).exits(0).json().as_array().expect("records").clone()
}

/// The records of people to whom a reset was, or may have been, sent.
fn records(lab: &Lab) -> Vec<Value> {
    let all = listed(lab, "").into_iter();
    all.filter(|record| record["event"] == "intent" || record["event"] == "outcome").collect()
}

/// What happened, in order.
fn kinds(lab: &Lab, flags: &str) -> String {
    let words: Vec<_> = listed(lab, flags).iter().map(|event| event["event"].to_string()).collect();
    words.join(" ").replace('"', "")
}

/// The name of the account that runs the tests.
fn id(flag: &str) -> String {
    let told = Command::new("id").arg(flag).output().expect("id is there").stdout;
    String::from_utf8(told).expect("text").trim_end().to_owned()
}

fn uid() -> u32 {
    id("-u").parse().expect("a number")
}

fn of<'a>(records: &'a [Value], key: &str) -> Vec<&'a Value> {
    records.iter().map(|record| &record[key]).collect()
}

#[test]
fn nothing_was_reset_yet() {
    let lab = Lab::bare();
    expect![[r#"
        exit 0
        --- stderr
        nothing like that is on record here
    "#]]
    .assert_eq(&lab.run("audit list").exits(0).to_string());
    assert_eq!(lab.run("audit list -o json").exits(0).json(), json!([]));
    assert_eq!(lab.run("audit list -o csv").exits(0).stdout, format!("{}\n", KEYS.join(",")));
}

#[test]
fn a_record_says_who_reset_whom_where_and_why() {
    let lab = Lab::new();
    let words = ["mfa", "reset", "--user-id", "42", "--yes", "--reason", "Lost her phone, again"];
    let rest = ["--ticket", "HELP-1234", "--verified-by", "call back"];
    lab.types_all(&[words.as_slice(), &rest].concat()).run().exits(0);
    lab.run("audit list -o json").exits(0).has_keys(&KEYS);
    let [record] = records(&lab).try_into().expect("one record");
    assert!(record["at"].as_str().is_some_and(is_moment), "{record}");
    let mut known = record.clone();
    for (key, length) in [("job", 15), ("prev", 64), ("hash", 64)] {
        assert_eq!(known[key].take().as_str().map(str::len), Some(length), "{key}");
    }
    for key in ["at", "url", "host", "version"] {
        assert!(known[key].take().is_string(), "{key}");
    }
    assert!(known["seen_before"].take().as_str().is_some_and(|words| words.starts_with("enrolled since 20")));
    let expected = json!({
        "seq": 3, "at": null, "profile": "environment", "org_id": "166", "environment": "sandbox",
        "actor": "admin@test.com", "os_user": id("-un"), "user_id": "42", "email": "valentina.r@test.com",
        "level": "user", "reason": "Lost her phone, again", "ticket": "HELP-1234", "verified_by": "call back",
        "outcome": "reset", "batch_id": null, "event": "outcome", "row": 1, "rows": null, "user_ids": null,
        "detail": null, "url": null, "actor_id": record["actor_id"], "uid": uid(), "sudo_user": null, "host": null,
        "version": null, "confirmed_by": "flag", "planned_by": null, "approved_by": null, "seen_before": null,
        "seen_after": "not_enrolled", "job": null, "prev": null, "hash": null,
    });
    assert_eq!(known, expected);
    assert_eq!(
        (kinds(&lab, ""), kinds(&lab, "--events")),
        ("confirm outcome".into(), "confirm intent outcome".into())
    );
    let csv = lab.run("audit list -o csv").exits(0).stdout;
    assert!(csv.starts_with(&format!("{}\n1,", KEYS.join(","))), "{csv}");
    let lines = lab.run("audit list -o jsonl").stdout;
    let last: Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
    assert_eq!(last, record);
}

#[test]
fn no_variable_says_whose_account_it_was() {
    let mut lab = Lab::new();
    for name in ["SUDO_USER", "USER", "LOGNAME", "USERNAME", "SUDO_UID"] {
        lab = lab.set(name, "the-boss");
    }
    lab.run("mfa reset --user-id 42 --yes").exits(0);
    let id_of_batch = lab.interrupted("");
    lab.run(&format!("batch resume {id_of_batch} --yes")).exits(0);
    let records = records(&lab);
    assert!(records.len() > 4, "{records:?}");
    for record in records {
        let account = (&record["os_user"], &record["uid"], &record["sudo_user"]);
        assert_eq!(account, (&json!(id("-un")), &json!(uid()), &json!("the-boss")), "{record}");
    }
}

#[test]
fn only_people_to_whom_a_reset_was_sent_are_on_record() {
    let lab = Lab::new();
    let run = lab.resets("user_id\n43\n42\n34\n4242\n42\n46\n", "--yes --ticket T-1 -o json").exits(7);
    let records = records(&lab);
    assert_eq!(of(&records, "user_id"), ["42", "46"]);
    assert_eq!(of(&records, "outcome"), ["reset", "reset"]);
    assert_eq!(of(&records, "ticket"), ["T-1", "T-1"]);
    assert!(records.iter().all(|record| record["batch_id"] == run.json()["batch_id"]), "{records:?}");
    assert!(records.iter().all(|record| record["reason"].is_null()), "{records:?}");
}

#[test]
fn a_dry_run_leaves_no_record_and_a_cancelled_one_says_so() {
    let lab = Lab::new();
    lab.resets("user_id\n42\n46\n", "--dry-run").exits(0);
    for words in ["mfa reset --user-id 42", "mfa reset --user-id 42 --user-id 46"] {
        let mut pty = Pty::start(&lab, 80, words);
        pty.sees("[ CANCEL ]").types("\r");
        assert_eq!(pty.end(), 6);
    }
    assert_eq!(kinds(&lab, "--events"), "cancel plan cancel");
    assert_eq!(of(&listed(&lab, "--outcome skipped"), "user_id"), [&json!("42"), &Value::Null]);
}

#[test]
fn the_record_is_on_disk_before_the_request_leaves() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "delay:60000")]);
    lab.file("people.csv", "user_id\n42\n43\n");
    for (words, has_batch) in [("--user-id 46", false), ("--csv people.csv", true)] {
        let before = records(&lab).len();
        let sent = lab.emulator().sent().len();
        let running = lab.types(&format!("--timeout 100 mfa reset {words} --yes --ticket T-9")).start();
        lab.emulator().wait_for_resets(sent + 1);
        running.signal("KILL");
        running.end();
        let records = records(&lab);
        assert_eq!(records.len(), before + 1, "{words}");
        let record = &records[before];
        assert_eq!((&record["outcome"], &record["ticket"]), (&Value::Null, &json!("T-9")), "{record}");
        assert_eq!(record["batch_id"].is_string(), has_batch, "{record}");
    }
    assert!(lab.run("audit list").exits(0).stdout.contains("not known"));
}

#[test]
fn a_record_gets_its_outcome_when_the_batch_is_resumed() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "delay:60000")]);
    lab.file("people.csv", "user_id\n42\n");
    let running = lab.types("--timeout 100 mfa reset --csv people.csv --yes --settle 0").start();
    lab.emulator().wait_for_resets(1);
    running.signal("KILL");
    running.end();
    let before = records(&lab);
    assert_eq!(of(&before, "outcome"), [&Value::Null]);
    let id = before[0]["batch_id"].as_str().expect("an id");
    lab.emulator().faults(&[]);
    lab.run(&format!("batch resume {id} --yes")).exits(0);
    let after = records(&lab);
    assert_eq!(of(&after, "outcome"), ["reset"]);
    assert_eq!(of(&listed(&lab, "--events --user 42"), "event"), ["intent", "outcome"]);
}

#[test]
fn the_administrator_who_resumes_a_batch_is_on_record_for_its_rest() {
    let lab = Lab::new().set("SUDO_USER", "morgan");
    let id = lab.interrupted("");
    lab.types(&format!("batch resume {id} --yes")).set("SUDO_USER", "robin").run().exits(0);
    let records = records(&lab);
    assert_eq!(of(&records, "sudo_user"), [["morgan"; 4], ["robin"; 4]].concat());
    assert!(records.iter().all(|record| record["actor"] == "admin@test.com"), "{records:?}");
}

#[test]
fn what_certainly_was_not_sent_is_not_on_record() {
    let lab = Lab::new();
    lab.interrupted("");
    let records = records(&lab);
    assert_eq!(of(&records, "user_id"), ["3", "4", "6", "7"]);
}

#[test]
fn purging_a_batch_keeps_its_records() {
    let lab = Lab::new();
    lab.resets("user_id\n42\n43\n46\n", "--yes --reason moved").exits(0);
    let before = records(&lab);
    lab.run("batch purge --older-than 0").exits(0);
    assert_eq!(lab.run("batch list -o json").json(), json!([]));
    assert_eq!(records(&lab), before);
    assert_eq!(before.len(), 2);
}

#[test]
fn a_table_of_records_fits_a_terminal_and_keeps_whom() {
    let lab = Lab::new();
    let long = "a very long story about a phone that fell into the harbour ".repeat(3);
    lab.types_all(&["mfa", "reset", "--user-id", "42", "--yes", "--reason", &long]).run().exits(0);
    for columns in [60, 72, 80, 120, 160] {
        let mut pty = Pty::start(&lab, columns, "--color never audit list");
        assert_eq!(pty.end(), 0);
        let screen = pty.screen();
        for word in ["42", "valentina.r@test.com", "reset"] {
            assert!(screen.contains(word), "{columns}: {word}\n{screen}");
        }
        if columns >= 72 {
            let rows = screen.lines().take_while(|line| !line.starts_with("left out, "));
            assert_eq!(rows.count(), 3, "{columns}\n{screen}");
        }
    }
    assert!(lab.run("audit list").exits(0).stdout.contains(long.trim()));
}
