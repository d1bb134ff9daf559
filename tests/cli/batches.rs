//! `batch list`, `show`, `resume` and `purge`, for a batch in each of its states.

use expect_test::expect;
use serde_json::{Value, json};

use crate::lab::{ENROLLED, Lab, Pty, RESET, is_moment};

/// The newest batch, as `batch list` has it.
fn newest(lab: &Lab) -> Value {
    lab.run("batch list -o json").exits(0).json()[0].clone()
}

fn id(batch: &Value) -> String {
    batch["batch_id"].as_str().expect("an id").to_owned()
}

#[test]
fn no_batches_is_an_empty_list_and_a_note() {
    let lab = Lab::bare();
    let shown = lab.run("batch list").exits(0);
    expect![[r#"
        exit 0
        --- stderr
        there are no batches yet
    "#]]
    .assert_eq(&shown.to_string());
    assert_eq!(lab.run("batch list -o json").exits(0).json(), json!([]));
    assert_eq!(lab.run("batch list -o jsonl").exits(0).stdout, "");
    let header = "batch_id,profile,created_at,state,total,counts,source\n";
    assert_eq!(lab.run("batch list -o csv").exits(0).stdout, header);
}

#[test]
fn a_batch_is_listed_with_its_keys_in_order() {
    let lab = Lab::new();
    lab.resets("user_id\n42\n43\n", "--yes").exits(0);
    let keys = ["batch_id", "profile", "created_at", "state", "total", "counts", "source"];
    lab.run("batch list -o json").exits(0).has_keys(&keys);
    let batch = newest(&lab);
    assert!(is_moment(batch["created_at"].as_str().expect("a time")), "{batch}");
    assert_eq!(
        (&batch["profile"], &batch["state"], &batch["total"], &batch["source"]),
        (&json!("environment"), &json!("finished"), &json!(2), &json!("-"))
    );
    assert_eq!(batch["counts"], json!({"not_enrolled": 1, "reset": 1}));
    let line: Value = serde_json::from_str(&lab.run("batch list -o jsonl").exits(0).stdout).expect("a line");
    assert_eq!(line, batch);
    expect![[r#"
        exit 0
        --- stdout
        BATCH ID         PROFILE      CREATED AT                STATE     TOTAL  OUTCOMES                 SOURCE
        BATCH  environment  TIME  finished  2      1 not_enrolled, 1 reset  -
    "#]]
    .assert_eq(&lab.run("batch list").exits(0).to_string());
    expect![[r#"
        exit 0
        --- stdout
        batch_id,profile,created_at,state,total,counts,source
        BATCH,environment,TIME,finished,2,"{""not_enrolled"":1,""reset"":1}",'-
    "#]]
    .assert_eq(&lab.run("batch list -o csv").exits(0).to_string());
}

#[test]
fn the_newest_batch_stands_first() {
    let lab = Lab::new();
    lab.file("a.csv", "user_id\n42\n");
    for words in ["--csv a.csv", "--user-id 46 --user-id 6", "--csv a.csv --again"] {
        lab.run(&format!("mfa reset {words} --yes")).exits(0);
    }
    let batches = lab.run("batch list -o json").exits(0).json();
    let sources: Vec<_> = batches.as_array().expect("batches").iter().map(|batch| &batch["source"]).collect();
    assert_eq!(sources, ["a.csv", "command line", "a.csv"]);
}

#[test]
fn neither_a_single_reset_nor_a_dry_run_is_a_batch() {
    let lab = Lab::new();
    assert_eq!(lab.run("mfa reset --user-id 42 --yes -o json").exits(0).json()["batch_id"], Value::Null);
    let shown = lab.resets("user_id\n46\n6\n", "--dry-run -o json").exits(0);
    assert_eq!(shown.json()["batch_id"], Value::Null);
    assert_eq!(lab.run("batch list -o json").exits(0).json(), json!([]));
}

#[test]
fn a_batch_is_shown_with_its_rows() {
    let lab = Lab::new();
    let run = lab.resets("user_id\n42\n4242\n", "--yes -o json").exits(7);
    let id = run.json()["batch_id"].as_str().expect("an id").to_owned();
    let shown = lab.run(&format!("batch show {id} -o json")).exits(0);
    let said = ["reason", "ticket", "verified_by", "actor"];
    let list = ["batch_id", "profile", "created_at", "state", "total", "counts", "source"];
    shown.has_keys(&[&list[..], &said, &["rows"]].concat());
    let batch = shown.json();
    assert_eq!((&batch["batch_id"], &batch["rows"]), (&json!(id), &run.json()["rows"]));
    let csv = lab.run(&format!("batch show {id} -o csv")).exits(0).stdout;
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(lines[0], "row,user_id,email,name,level,outcome,detail,at");
    assert!(lines[1].starts_with("1,42,") && lines[2].starts_with("2,4242,"), "{csv}");
    let jsonl = lab.run(&format!("batch show {id} -o jsonl")).exits(0).stdout;
    let rows: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).expect("a row")).collect();
    assert_eq!(json!(rows), batch["rows"]);
}

#[test]
fn all_that_a_table_shows_of_a_batch_is_the_result() {
    let lab = Lab::new();
    lab.resets("user_id\n42\n", "--yes").exits(0);
    expect![[r#"
        exit 0
        --- stdout
          Batch     BATCH
          State     finished
          Profile   environment
          Org       166 (sandbox)
          By        admin@test.com
          Created   TIME
          Source    -
          Rows      1
          Outcomes  1 reset

        ROW  USER ID  EMAIL                 NAME                 LEVEL  OUTCOME  DETAIL  AT
        1    42       valentina.r@test.com  Valentina Rodriguez  user   reset    -       TIME
    "#]]
    .assert_eq(&lab.run(&format!("batch show {}", id(&newest(&lab)))).exits(0).to_string());
}

#[test]
fn the_tables_fit_a_terminal_and_keep_the_id_of_the_batch() {
    let lab = Lab::new();
    let name = format!("{}.csv", "people-of-the-northern-offices".repeat(3));
    lab.file(&name, "user_id\n42\n43\n34\n4242\n42\n");
    lab.run(&format!("mfa reset --csv {name} --yes")).exits(7);
    let id = id(&newest(&lab));
    for columns in [60, 72, 80, 100, 200] {
        let mut pty = Pty::start(&lab, columns, "--color never batch list");
        assert_eq!(pty.end(), 0);
        let screen = pty.screen();
        assert!(screen.contains(&id) && screen.contains("finished"), "{columns}\n{screen}");
        if columns >= 72 {
            let rows = screen.lines().take_while(|line| !line.starts_with("left out, "));
            assert_eq!(rows.count(), 2, "{columns}\n{screen}");
        }
    }
}

#[test]
fn a_batch_that_is_not_there_is_not_found() {
    let lab = Lab::bare();
    for words in ["batch show 20260101-abcdef", "batch resume 20260101-abcdef --yes"] {
        let shown = lab.run(&format!("{words} -o json")).exits(5);
        let error = shown.error();
        assert_eq!((shown.stdout.as_str(), &error["code"]), ("", &json!("not_found")), "{words}");
        assert!(error["hint"].to_string().contains("batch list"), "{words}: {error}");
    }
    for words in ["batch", "batch show", "batch resume", "batch purge", "batch purge --older-than soon"] {
        lab.run(words).exits(2);
    }
}

#[test]
fn a_batch_is_planned_while_the_question_stands_and_gone_when_nobody_confirms_it() {
    let lab = Lab::new();
    for (signal, exit) in [("", 6), ("TERM", 130)] {
        let mut pty = Pty::start(&lab, 100, "--color never mfa reset --user-id 42 --user-id 46");
        pty.sees("[ CANCEL ]");
        let batch = newest(&lab);
        assert_eq!(batch["state"], "planned");
        if signal.is_empty() {
            pty.types("\r");
        } else {
            pty.signal(signal);
        }
        assert_eq!(pty.end(), exit, "{}", pty.screen());
        let word = if signal.is_empty() { "skipped" } else { "not reached" };
        assert_eq!(pty.screen().matches(word).count(), 2, "{}", pty.screen());
        assert!(!pty.screen().contains("batch resume"), "{}", pty.screen());
        assert_eq!(lab.run("batch list -o json").exits(0).json(), json!([]));
        lab.run(&format!("batch resume {} --yes", id(&batch))).exits(5);
    }
    assert_eq!(lab.emulator().sent(), [0; 0]);
    lab.run("mfa reset --user-id 42 --user-id 46 --yes").exits(0);
}

#[test]
fn a_running_batch_is_locked_and_one_whose_process_died_is_interrupted() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "delay:60000")]);
    lab.file("people.csv", "user_id\n42\n46\n43\n");
    let running = lab.types("--timeout 100 mfa reset --csv people.csv --yes --settle 0").start();
    lab.emulator().wait_for_resets(2);
    let batch = newest(&lab);
    assert_eq!((&batch["state"], &batch["counts"]), (&json!("running"), &json!({"not_enrolled": 1})));
    let resume = format!("batch resume {} --yes -o json", id(&batch));
    let error = lab.run(&resume).exits(13).error();
    assert_eq!(error["code"], "state");
    assert!(error["message"].to_string().contains("held"), "{error}");
    let rows = lab.run(&format!("batch show {} -o json", id(&batch))).exits(0);
    assert_eq!(rows.outcomes(), ["-", "-", "not_enrolled"]);
    assert!(rows.details()[0].contains("may have been sent"), "{rows}");

    running.signal("KILL");
    running.end();
    assert_eq!(newest(&lab)["state"], "interrupted");
    lab.emulator().faults(&[]);
    let shown = lab.run(&resume).exits(0);
    assert_eq!(shown.outcomes(), ["reset", "reset", "not_enrolled"]);
    assert_eq!(newest(&lab)["state"], "finished");
    assert_eq!((lab.emulator().resets(42), lab.emulator().resets(46)), (1, 1));
}

#[test]
fn resuming_finishes_what_is_left_and_is_told_as_the_run_was() {
    let lab = Lab::new();
    let id = lab.interrupted("");
    assert_eq!(lab.emulator().carried_out().len(), 4);
    let shown = lab.run(&format!("batch resume {id} --yes -o json")).exits(0);
    shown.has_keys(&["batch_id", "dry_run", "profile", "environment", "rows", "counts"]);
    assert_eq!((&shown.json()["batch_id"], &shown.json()["dry_run"]), (&json!(id), &json!(false)));
    assert!(shown.outcomes().iter().all(|outcome| outcome == "reset"), "{shown}");
    assert_eq!(lab.emulator().carried_out(), ENROLLED);
}

#[test]
fn a_batch_that_is_finished_has_nothing_left_and_ends_as_it_did() {
    let lab = Lab::new();
    let run = lab.resets("user_id\n42\n4242\n", "--yes -o json").exits(7);
    let id = run.json()["batch_id"].as_str().expect("an id").to_owned();
    let before = lab.emulator().requests().len();
    let shown = lab.run(&format!("batch resume {id}")).exits(7);
    assert!(shown.stderr.contains(&format!("batch {id} is finished")), "{shown}");
    let shown = lab.run(&format!("batch resume {id} -o json")).exits(7);
    assert_eq!(shown.json(), run.json());
    assert_eq!(lab.emulator().requests().len(), before);
}

#[test]
fn resuming_asks_as_the_run_did() {
    let lab = Lab::new();
    let id = lab.interrupted("");
    let shown = lab.run(&format!("batch resume {id} -o json")).exits(6);
    let error = shown.error();
    assert_eq!((shown.stdout.as_str(), &error["code"]), ("", &json!("cancelled")));
    assert!(error["hint"].to_string().contains("--yes"), "{error}");

    let mut pty = Pty::start(&lab, 100, &format!("--color never batch resume {id}"));
    pty.sees("[ CANCEL ]");
    assert!(pty.screen().contains("Reset MFA for 4 users?"), "{}", pty.screen());
    pty.types("\r");
    assert_eq!(pty.end(), 6);
    // CANCEL at the question about the rest does not end the batch.
    assert_eq!(newest(&lab)["state"], "interrupted");
    let mut pty = Pty::start(&lab, 100, &format!("--color never batch resume {id}"));
    pty.sees("[ CANCEL ]").types("\t\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(lab.emulator().carried_out(), ENROLLED);
}

#[test]
fn in_production_the_people_are_counted_when_a_batch_is_resumed_too() {
    let lab = Lab::production();
    let id = lab.interrupted("--confirm 8");
    for (flags, names) in [("", "--confirm 8"), ("--confirm 4", "--confirm 8")] {
        let shown = lab.run(&format!("batch resume {id} --yes {flags} -o json")).exits(6);
        assert!(shown.error()["hint"].to_string().contains(names), "{flags}\n{shown}");
    }
    assert_eq!(lab.emulator().carried_out().len(), 4);
    lab.run(&format!("batch resume {id} --yes --confirm 8")).exits(0);
    assert_eq!(lab.emulator().carried_out(), ENROLLED);
}

#[test]
fn a_flag_that_was_left_out_does_not_give_a_batch_up() {
    let lab = Lab::production();
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 42 --user-id 46");
    pty.sees("[ CANCEL ]").signal("KILL");
    pty.end();
    let id = id(&newest(&lab));
    lab.run(&format!("batch resume {id} --yes")).exits(6);
    assert_eq!(newest(&lab)["state"], "interrupted");
    lab.run(&format!("batch resume {id} --yes --confirm 2")).exits(0);
    assert_eq!(lab.emulator().sent().len(), 2);
}

#[test]
fn a_batch_is_carried_out_where_it_was_planned_and_nowhere_else() {
    let lab = Lab::new();
    let id = lab.interrupted("");
    let before = lab.emulator().requests().len();
    for (variable, value, word) in [
        ("MFA_ADMIN_ORG_ID", "167", "org 166"),
        ("MFA_ADMIN_ENVIRONMENT", "production", "environment sandbox"),
    ] {
        let resume = lab.types(&format!("batch resume {id} --yes --confirm 8 -o json")).set(variable, value);
        let shown = resume.run().exits(10);
        let error = shown.error();
        assert_eq!((shown.stdout.as_str(), &error["code"]), ("", &json!("bad_input")));
        assert!(error["message"].to_string().contains(word), "{error}");
        assert!(error["hint"].to_string().contains("--profile environment"), "{error}");
    }
    // Another service: the demo organisation has another id, and is not a sandbox.
    lab.run(&format!("--profile demo batch resume {id} --yes")).exits(10);
    let elsewhere = lab.types(&format!("batch resume {id} --yes -o json"));
    let shown = elsewhere.set("MFA_ADMIN_URL", "https://core.example.test").run().exits(10);
    assert!(shown.error()["message"].to_string().contains("the URL"), "{shown}");
    assert_eq!(lab.emulator().requests().len(), before);
    assert_eq!(newest(&lab)["state"], "interrupted");
}

#[test]
fn a_profile_that_is_gone_is_named() {
    let lab = Lab::new();
    let id = lab.interrupted("");
    let lab = lab.without_variables();
    let error = lab.run(&format!("batch resume {id} --yes -o json")).exits(3).error();
    assert!(error["hint"].to_string().contains("MFA_ADMIN_…"), "{error}");
}

#[test]
fn purging_forgets_what_is_over_and_old_enough() {
    let lab = Lab::new();
    let open = lab.interrupted("");
    lab.run("mfa reset --user-id 42 --user-id 43 --yes").exits(0);
    let over = id(&newest(&lab));
    let shown = lab.run("batch purge --older-than 1").exits(0);
    assert_eq!((shown.stdout.as_str(), shown.stderr.trim_end()), ("", "0 batches are forgotten"));
    let shown = lab.run("batch purge --older-than 0").exits(0);
    assert_eq!(shown.stderr.trim_end(), "1 batch is forgotten");
    lab.run(&format!("batch show {over}")).exits(5);
    lab.run(&format!("batch resume {over} --yes")).exits(5);
    let left = lab.run("batch list -o json").exits(0).json();
    assert_eq!((left.as_array().map(Vec::len), &left[0]["batch_id"]), (Some(1), &json!(open)));
    lab.run(&format!("batch resume {open} --yes")).exits(0);
}
