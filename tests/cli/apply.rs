//! `mfa apply`: exactly what was reviewed, and nothing for people who have changed since.

use std::fs;

use expect_test::expect;
use serde_json::{Value, json};

use crate::lab::{Emulator, Lab, Shown, Stub, csv_of};

/// A plan of these people, by id.
fn planned(lab: &Lab, ids: &[u64]) {
    let csv = csv_of(ids);
    let shown = lab.types("mfa plan --csv - --out people.plan -q").stdin(csv).run();
    assert!(matches!(shown.exit, 0 | 7), "\n{shown}");
}

fn applies(lab: &Lab, flags: &str) -> Shown {
    lab.run(&format!("mfa apply people.plan {flags}"))
}

fn plan(lab: &Lab) -> String {
    fs::read_to_string(lab.path("people.plan")).expect("a plan")
}

/// Changes the plan, applies it, and returns the error.
fn refused(lab: &Lab, change: impl FnOnce(String) -> String) -> String {
    let whole = plan(lab);
    lab.file("people.plan", change(whole.clone()));
    let shown = applies(lab, "--yes -o json").exits(10);
    lab.file("people.plan", whole);
    assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("bad_input")));
    assert!(lab.emulator().sent().is_empty());
    shown.error()["message"].as_str().expect("a message").to_owned()
}

#[test]
fn a_plan_is_carried_out_as_it_says() {
    let lab = Lab::new();
    planned(&lab, &[42, 34, 43, 4242, 46, 42]);
    let shown = applies(&lab, "--yes").exits(7);
    expect![[r#"
        exit 7
        --- stdout
        ROW  USER ID  EMAIL                    NAME                 LEVEL  OUTCOME       DETAIL                          AT
        1    42       valentina.r@test.com     Valentina Rodriguez  user   reset         -                               TIME
        2    34       anais.gagne34@test.com   Anaïs Gagné          org    refused       an administrator: reset singly  TIME
        3    43       huong.nguyen43@test.com  Hương Nguyễn         -      not_enrolled  -                               TIME
        4    4242     -                        -                    -      not_found     -                               TIME
        5    46       angel.pena46@test.com    Ángel Peña           org    reset         -                               TIME
        6    42       valentina.r@test.com     Valentina Rodriguez  user   skipped       the same person as row 1        TIME
        --- stderr
          In the input  2 users
          To be reset   2 users
          Other rows    1 not enrolled, 1 not found, 1 refused, 1 skipped
          Org           Harbour Light Utilities (166)
          Environment   sandbox

          Batch     BATCH, finished
          Done      2 reset, 1 not enrolled, 1 skipped
          Not done  1 refused, 1 not found
          Record    ends with HEAD

        error: not everything is done: 1 refused, 1 not_found
    "#]].assert_eq(&shown.to_string());
    let mut sent = lab.emulator().sent();
    sent.sort_unstable();
    assert_eq!(sent, [42, 46]);
}

#[test]
fn it_is_a_batch_like_any_other() {
    let lab = Lab::new();
    planned(&lab, &[42, 46]);
    let words = [
        "mfa",
        "apply",
        "people.plan",
        "--yes",
        "-o",
        "json",
        "--ticket",
        "T-1",
        "--reason",
        "lost phones",
        "--verified-by",
        "call back",
        "--results",
        "rows.csv",
    ];
    let shown = lab.types_all(&words).run().exits(0);
    assert_eq!(shown.outcomes(), ["reset", "reset"]);
    assert!(shown.json().get("plan").is_none());
    let batch = &lab.run("batch list -o json").exits(0).json()[0];
    assert_eq!(batch["batch_id"], shown.json()["batch_id"]);
    assert_eq!(
        (&batch["state"], &batch["source"], &batch["total"]),
        (&json!("finished"), &json!("people.plan"), &json!(2))
    );
    let records = lab.run("audit list --outcome reset -o json").exits(0).json();
    assert_eq!(records.as_array().map(Vec::len), Some(2));
    assert_eq!(records[0]["ticket"], "T-1");
    assert_eq!(fs::read_to_string(lab.path("rows.csv")).unwrap().lines().count(), 3);
}

#[test]
fn what_the_plan_says_of_its_purpose_is_recorded_unless_something_else_is_typed() {
    let lab = Lab::new();
    let words = ["mfa", "plan", "--csv", "-", "--out", "people.plan", "-q", "--reason", "lost phones"];
    let said = ["--ticket", "T-1", "--verified-by", "call back"];
    lab.types_all(&[&words[..], &said].concat()).stdin(csv_of([42])).run().exits(0);
    applies(&lab, "--yes --ticket T-2").exits(0);
    let record = &lab.run("audit list --outcome reset -o json").exits(0).json()[0];
    assert_eq!(
        (&record["reason"], &record["ticket"], &record["verified_by"]),
        (&json!("lost phones"), &json!("T-2"), &json!("call back"))
    );
}

#[test]
fn it_asks_as_every_batch_does() {
    let lab = Lab::production();
    planned(&lab, &[42, 46, 34, 43]);
    let shown = applies(&lab, "-o json").exits(6);
    assert!(shown.error()["hint"].to_string().contains("--yes"));
    // The administrator and the person without an enrolment are not among the people to reset.
    assert!(applies(&lab, "--yes -o json").exits(6).error()["hint"].to_string().contains("--confirm 2"));
    applies(&lab, "--yes --confirm 4 -o json").exits(6);
    applies(&lab, "--yes --max 1 -o json").exits(10);
    let dry = applies(&lab, "--dry-run -o json").exits(7);
    assert_eq!(dry.outcomes(), ["would_reset", "would_reset", "refused", "not_enrolled"]);
    assert!(lab.emulator().sent().is_empty());
    let shown = applies(&lab, "--yes --confirm 2 -o json").exits(7);
    assert_eq!(shown.outcomes(), ["reset", "reset", "refused", "not_enrolled"]);
}

#[test]
fn a_person_who_is_no_longer_as_planned_is_refused() {
    let lab = Lab::new();
    planned(&lab, &[42, 46, 6, 7, 12]);
    lab.emulator().enroll(42);
    lab.emulator().changes_email(46, "angel@new.test");
    lab.emulator().makes_administrator(6);
    let shown = applies(&lab, "--yes -o json").exits(7);
    let rows: Vec<_> = shown.outcomes().into_iter().zip(shown.details()).collect();
    assert_eq!(rows[0], ("refused".to_owned(), "enrolled again since it was planned".to_owned()));
    let email = "the e-mail was angel.pena46@test.com in the plan and is angel@new.test";
    assert_eq!(rows[1], ("refused".to_owned(), email.to_owned()));
    assert_eq!(rows[2], ("refused".to_owned(), "an administrator: reset singly".to_owned()));
    for id in [42, 46, 6] {
        assert_eq!(lab.emulator().resets(id), 0, "{id}");
    }
    let untouched = lab.emulator().sent();
    assert!(untouched.iter().all(|id| [7, 12].contains(id)), "{untouched:?}");
}

#[test]
fn a_person_who_enrolled_since_is_no_part_of_it() {
    let lab = Lab::new();
    planned(&lab, &[43, 42]);
    lab.emulator().enroll(43);
    let shown = applies(&lab, "--yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["not_enrolled", "reset"]);
    assert_eq!(lab.emulator().sent(), [42]);
}

#[test]
fn applied_twice_it_resets_nobody_twice() {
    let lab = Lab::new();
    planned(&lab, &[42, 46]);
    assert_eq!(applies(&lab, "--yes -o json").exits(0).outcomes(), ["reset", "reset"]);
    lab.emulator().enroll(46);
    let again = applies(&lab, "--yes -o json").exits(7);
    assert_eq!(again.outcomes(), ["not_enrolled", "refused"]);
    assert_eq!((lab.emulator().resets(42), lab.emulator().resets(46)), (1, 1));
}

#[test]
fn where_enrolments_cannot_be_read_a_plan_is_applied_once() {
    let lab = Lab::new();
    lab.emulator().hides_enrolment();
    let told = lab.types("mfa plan --csv - --out people.plan").stdin("user_id\n42\n46\n").run().exits(0);
    assert!(told.stderr.contains("does not tell when 2 of these people enrolled"), "\n{told}");
    assert_eq!(applies(&lab, "--yes -o json").exits(0).outcomes(), ["accepted", "accepted"]);
    let again = applies(&lab, "--yes -o json").exits(6);
    assert!(again.error()["message"].to_string().contains("was applied before, by batch"), "\n{again}");
    assert_eq!(lab.emulator().sent().len(), 2);
    applies(&lab, "--yes --again -o json").exits(0);
}

#[test]
fn an_enrolment_that_was_read_and_cannot_be_any_more_is_refused() {
    let lab = Lab::new();
    planned(&lab, &[42]);
    lab.emulator().hides_enrolment();
    let shown = applies(&lab, "--yes -o json").exits(7);
    assert_eq!(shown.details(), ["the enrolment was enrolled in the plan and is unknown"]);
    assert!(lab.emulator().sent().is_empty());
}

#[test]
fn a_damaged_plan_is_refused_as_a_whole() {
    let lab = Lab::new();
    planned(&lab, &[42, 46]);
    let changed = "its checksum does not fit: it was changed after it was written";
    assert!(refused(&lab, |plan| plan.replace("\n2,46,", "\n2,47,")).contains(changed));
    assert!(
        refused(&lab, |plan| plan.replace("# environment: sandbox", "# environment: demo")).contains(changed)
    );
    assert!(
        refused(&lab, |plan| plan.replace("\n2,46,", "\n2,46,,"))
            .contains("line 19: 11 fields instead of 10")
    );
    let line = |plan: String, which: usize| -> String {
        plan.split_inclusive('\n').enumerate().filter(|(at, _)| *at != which).map(|(_, line)| line).collect()
    };
    assert!(refused(&lab, |plan| line(plan, 13)).contains(changed));
    assert!(refused(&lab, |plan| line(plan, 19)).contains("cut short"));
    assert!(refused(&lab, |plan| plan[..plan.len() / 2].to_owned()).contains("cut short"));
    assert!(refused(&lab, |_| "user_id\n42\n".to_owned()).contains("no plan of mfa-admin"));
    assert!(refused(&lab, |_| String::new()).contains("no plan"));
    assert!(refused(&lab, |plan| plan.replacen("plan 2", "plan 3", 1)).contains("format is 3"));
    assert!(!lab.path("state/state.sqlite").exists() || lab.run("batch list -o json").json() == json!([]));
    lab.run("mfa apply nowhere.plan --yes").exits(10);
    lab.run("mfa apply . --yes").exits(10);
    lab.run("mfa apply --yes").exits(2);
}

#[test]
fn a_plan_of_another_place_is_refused() {
    let lab = Lab::new();
    planned(&lab, &[42]);
    for (name, value, what) in [
        ("MFA_ADMIN_ENVIRONMENT", "production", "for the environment sandbox"),
        ("MFA_ADMIN_ORG_ID", "167", "for org 166"),
        ("MFA_ADMIN_URL", "https://core.example.invalid", "for the URL http://127.0.0.1"),
    ] {
        let shown =
            lab.types("mfa apply people.plan --yes --confirm 1 -o json").set(name, value).run().exits(10);
        assert!(shown.error()["message"].to_string().contains(what), "\n{shown}");
    }
    assert!(lab.emulator().sent().is_empty());
}

#[test]
fn another_server_on_this_machine_is_another_place() {
    let lab = Lab::new();
    planned(&lab, &[42]);
    let other = Emulator::start(&lab.path("other"), 100);
    let words = "mfa apply people.plan --yes -o json";
    let run = lab.types(words).set("MFA_ADMIN_URL", &other.url).set("MFA_ADMIN_API_KEY", &other.api_key);
    let error = run.run().exits(10).error();
    assert!(error["message"].to_string().contains(&format!("the URL {}", lab.emulator().url)), "{error}");
    assert!(other.sent().is_empty() && lab.emulator().sent().is_empty());
}

#[test]
fn a_plan_for_the_demo_holds_in_the_next_process() {
    let lab = Lab::bare();
    let plan = "--profile demo mfa plan --csv - --out people.plan";
    lab.types(plan).stdin("user_id\n42\n").run().exits(0);
    let shown = lab.run("--profile demo mfa apply people.plan --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset"]);
}

#[test]
fn a_plan_may_come_from_stdin() {
    let lab = Lab::new();
    planned(&lab, &[42]);
    let shown = lab.types("mfa apply - --yes -o json").stdin(plan(&lab)).run().exits(0);
    assert_eq!(shown.outcomes(), ["reset"]);
}

#[test]
fn a_plan_that_was_cut_off_is_resumed_and_not_applied_anew() {
    let lab = Lab::new();
    planned(&lab, &[42, 46]);
    lab.emulator().faults(&[("PUT /user/users/mfa/reset", "delay:20000")]);
    let run = lab.types("mfa apply people.plan --yes -o json").start();
    lab.emulator().wait_for_resets(2);
    run.signal("KILL");
    run.end();
    lab.emulator().faults(&[]);
    let again = applies(&lab, "--yes -o json").exits(6);
    let hint = again.error()["hint"].as_str().expect("a hint").to_owned();
    let command = hint.split('`').nth(1).expect("a command").trim_start_matches("mfa-admin ").to_owned();
    let shown = lab.run(&format!("{command} --yes -o json")).exits(0);
    assert_eq!(shown.outcomes(), ["reset", "reset"]);
    assert_eq!((lab.emulator().resets(42), lab.emulator().resets(46)), (1, 1));
}

#[test]
fn an_email_that_a_spreadsheet_would_run_is_the_same_again() {
    let person = |email: &str| -> Value {
        json!({"id": 7, "email": email, "isAdmin": false, "first": "=1", "mfa": {"enrolled": true}})
    };
    let stub = Stub::people(vec![person("'=x@x.test")]);
    let lab = Lab::on(&stub);
    planned(&lab, &[7]);
    assert_eq!(applies(&lab, "--yes --no-verify -o json").exits(0).outcomes(), ["accepted"]);
    assert_eq!(stub.resets(), 1);
}

#[test]
fn a_large_plan_is_compared_with_pages_of_the_directory() {
    let lab = Lab::of(400);
    let ids: Vec<u64> = (2..=390).collect();
    planned(&lab, &ids);
    let targets: Vec<u64> = plan(&lab)
        .lines()
        .filter(|line| line.ends_with(",would_reset,"))
        .filter_map(|line| line.split(',').nth(1)?.parse().ok())
        .collect();
    assert!(targets.len() > 200, "the directory is read for no fewer: {}", targets.len());
    let (anew, renamed, gone) = (targets[0], targets[1], targets[2]);
    lab.emulator().enroll(anew);
    lab.emulator().changes_email(renamed, "another@new.test");
    lab.run(&format!("mfa reset --user-id {gone} --yes")).exits(0);
    let shown = applies(&lab, "--yes --no-verify -o json").exits(7);
    let rows = shown.rows();
    assert_eq!(rows.len(), ids.len(), "every row has its outcome");
    let outcome = |id: u64| rows[usize::try_from(id).unwrap() - 2]["outcome"].clone();
    assert_eq!(
        (outcome(anew), outcome(renamed), outcome(gone)),
        (json!("refused"), json!("refused"), json!("not_enrolled"))
    );
    for id in ids {
        let due = targets[3..].contains(&id) || id == gone;
        assert_eq!(lab.emulator().resets(id), u64::from(due), "{id}");
    }
}
