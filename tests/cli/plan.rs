//! `mfa plan`: what a reset would do, as a file for a second person.

use std::fs;

use expect_test::expect;
use serde_json::json;

use crate::lab::{Lab, Shown, Stub, wait_for};

/// 42 and 46 are enrolled, 34 is an administrator, 43 has nothing set up.
const CSV: &str =
    "user_id,email\n42,\n34,\n43,\n,no@test.com\n46,\n,Angel.Pena46@test.com\n42,alex.kim@test.com\n";

fn plans(lab: &Lab, csv: &str, flags: &str) -> Shown {
    lab.types(&format!("mfa plan --csv - --out people.plan {flags}")).stdin(csv).run()
}

/// The plan, with what differs between runs replaced.
fn steady(lab: &Lab) -> String {
    let text = fs::read_to_string(lab.path("people.plan")).expect("a plan");
    let line = |line: &str| {
        let of_a_run =
            ["# created_at: ", "# url: ", "# sha256: "].into_iter().find(|key| line.starts_with(key));
        // The organisation is seeded with times before its start.
        let mut cells: Vec<_> = line.split(',').collect();
        if cells.len() == 10 && cells[6].starts_with("20") {
            cells[6] = "TIME";
        }
        format!("{}\n", of_a_run.map_or(cells.join(","), |key| format!("{key}…")))
    };
    text.lines().map(line).collect()
}

#[test]
fn a_plan_says_where_it_is_for_and_what_would_be_done_a_line_a_row() {
    let lab = Lab::new();
    let shown = plans(&lab, CSV, "").exits(7);
    expect![[r#"
        exit 7
        --- stdout
        people.plan
        --- stderr
          In the input  5 users
          To be reset   2 users
          Other rows    1 not enrolled, 1 not found, 2 refused, 1 skipped
          Org           Harbour Light Utilities (166)
          Environment   sandbox

        carry it out with `mfa-admin mfa apply people.plan`
        error: the plan leaves somebody out: 2 refused, 1 not_found
    "#]]
    .assert_eq(&shown.to_string());
    expect![[r#"
        # mfa-admin plan 2
        # created_at: …
        # planned_by: admin@test.com
        # planned_by_id: 1
        # reason: 
        # ticket: 
        # verified_by: 
        # source: -
        # profile: environment
        # provider: resolver
        # url: …
        # org_id: 166
        # org: Harbour Light Utilities
        # environment: sandbox
        # level: auto
        # would_reset: 2
        # not_found: 1
        # refused: 2
        # skipped: 1
        # not_enrolled: 1
        row,user_id,email,name,level,mfa,enrolled_at,factors,outcome,detail
        1,42,valentina.r@test.com,Valentina Rodriguez,user,enrolled,TIME,,would_reset,
        2,34,anais.gagne34@test.com,Anaïs Gagné,org,,,,refused,an administrator: reset singly
        3,43,huong.nguyen43@test.com,Hương Nguyễn,,,,,not_enrolled,
        4,,no@test.com,,,,,,not_found,
        5,46,angel.pena46@test.com,Ángel Peña,org,enrolled,TIME,,would_reset,
        6,46,angel.pena46@test.com,Ángel Peña,org,,,,skipped,the same person as row 5
        7,42,valentina.r@test.com,Valentina Rodriguez,user,,,,refused,user 42 has the e-mail valentina.r@test.com
        # sha256: …
    "#]].assert_eq(&steady(&lab));
    assert!(lab.emulator().requests().iter().all(|request| request["method"] == "GET"));
    let left: Vec<_> = fs::read_dir(lab.path("")).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

#[test]
fn two_plans_of_people_who_did_not_change_differ_in_nothing_but_when_they_were_made() {
    let lab = Lab::new();
    plans(&lab, CSV, "").exits(7);
    let first = fs::read_to_string(lab.path("people.plan")).unwrap();
    fs::remove_file(lab.path("people.plan")).unwrap();
    plans(&lab, CSV, "").exits(7);
    let second = fs::read_to_string(lab.path("people.plan")).unwrap();
    let differ: Vec<_> = first
        .lines()
        .zip(second.lines())
        .filter(|(first, second)| first != second)
        .map(|(first, _)| first.split(':').next().unwrap_or_default())
        .collect();
    assert_eq!(differ, ["# created_at", "# sha256"]);
}

#[test]
fn no_batch_is_kept_and_the_record_says_who_planned() {
    let lab = Lab::new();
    plans(&lab, "user_id\n42\n", "").exits(0);
    let record = lab.run("audit list -o json").exits(0).json();
    let keys = ["event", "actor", "outcome"].map(|key| record[0][key].clone());
    assert_eq!(keys, [json!("plan"), json!("admin@test.com"), json!(null)], "{record}");
    assert_eq!(lab.run("batch list -o json").exits(0).json(), json!([]));
}

#[test]
fn in_json_it_is_the_document_of_a_dry_run_and_where_the_plan_is() {
    let lab = Lab::new();
    let shown = plans(&lab, "user_id\n42\n43\n", "-o json").exits(0);
    let json = shown.json();
    assert_eq!(shown.outcomes(), ["would_reset", "not_enrolled"]);
    assert_eq!(
        (&json["plan"], &json["dry_run"], &json["batch_id"]),
        (&json!("people.plan"), &json!(true), &json!(null))
    );
    assert_eq!(json["counts"], json!({"would_reset": 1, "not_enrolled": 1}));
    let dry = lab.resets("user_id\n42\n43\n", "--dry-run -o json").exits(0).json();
    assert!(dry.get("plan").is_none(), "only a plan is written to a file: {dry}");
    fs::remove_file(lab.path("people.plan")).unwrap();
    let rows = plans(&lab, "user_id\n42\n", "-o csv").exits(0);
    assert!(rows.stdout.starts_with("row,user_id,email,name,level,outcome,detail,at\n1,42,"), "\n{rows}");
}

#[test]
fn a_file_that_is_there_already_is_refused() {
    let lab = Lab::new();
    lab.file("people.plan", "mine");
    let shown = plans(&lab, CSV, "-o json").exits(2);
    assert!(shown.error()["message"].to_string().contains("people.plan is there already"), "\n{shown}");
    assert_eq!(fs::read_to_string(lab.path("people.plan")).unwrap(), "mine");
    assert_eq!(lab.emulator().requests().len(), 0);
    lab.run("mfa plan --csv people.csv --out -").exits(2);
    lab.run("mfa plan --csv people.csv").exits(2);
    lab.run("mfa plan --user-id 42 --out x.plan").exits(2);
}

#[test]
fn a_plan_that_cannot_be_written_is_noticed_before_anybody_is_read() {
    let lab = Lab::new();
    let shown = lab.types("mfa plan --csv - --out /proc/nowhere/people.plan -o json").stdin(CSV).run();
    assert!(matches!(shown.exit, 2 | 13), "\n{shown}");
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn a_plan_that_never_becomes_whole_leaves_nothing_behind() {
    let lab = Lab::new();
    lab.emulator().faults(&[("GET /user/users/me", "status:500")]);
    assert_ne!(plans(&lab, CSV, "").exit, 0);
    let csv = "user_id\nabc\n";
    plans(&lab, csv, "").exits(10);
    plans(&lab, CSV, "--max 2").exits(10);
    let left: Vec<_> = fs::read_dir(lab.path("")).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("plan")), "{left:?}");
}

#[test]
fn a_signal_ends_it_and_leaves_nothing_behind() {
    let lab = Lab::new();
    lab.file("people.csv", CSV);
    lab.emulator().faults(&[("GET /user/users/me", "delay:20000")]);
    let run = lab.types("mfa plan --csv people.csv --out people.plan").start();
    wait_for("a request", || (!lab.emulator().requests().is_empty()).then_some(()));
    run.signal("TERM");
    run.end().exits(130);
    let left: Vec<_> = fs::read_dir(lab.path("")).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("plan")), "{left:?}");
}

#[test]
fn a_level_is_asserted_in_the_plan() {
    let lab = Lab::new();
    let shown = plans(&lab, "user_id\n42\n46\n", "--level org -o json").exits(7);
    assert_eq!(shown.outcomes(), ["refused", "would_reset"]);
    assert!(steady(&lab).contains("\n# level: org\n"));
}

#[test]
fn a_name_can_neither_break_a_line_nor_run_in_a_spreadsheet_nor_move_a_cursor() {
    let person = json!({"id": 7, "email": "a@x.test", "isAdmin": false, "first": "=cmd()\u{1b}[2J", "last": "x\ny;=1",
        "mfa": {"enrolled": true}});
    let stub = Stub::people(vec![person]);
    let lab = Lab::on(&stub);
    plans(&lab, "user_id\n7\n", "").exits(0);
    let text = fs::read_to_string(lab.path("people.plan")).unwrap();
    let row = text.lines().find(|line| line.starts_with("1,")).expect("a row");
    assert_eq!(row, r#"1,7,a@x.test,"'=cmd()\u{1b}[2J x\u{a}y;=1",,enrolled,,,would_reset,"#);
}
