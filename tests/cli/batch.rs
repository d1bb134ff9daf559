//! Several people at once: duplicates, disagreements, rows, counts, exit codes.

use expect_test::expect;
use serde_json::{Value, json};

use crate::lab::{Lab, Reply, Stub, csv_of, is_moment};

#[test]
fn every_row_has_an_outcome_and_the_counts_name_what_occurred() {
    let lab = Lab::new();
    let shown =
        lab.resets("email\nvalentina.r@test.com\nno@test.com\nhuong.nguyen43@test.com\n", "--yes -o json");
    let shown = shown.exits(7);
    expect![[r#"
        exit 7
        --- stdout
        {
          "batch_id": "BATCH",
          "dry_run": false,
          "profile": "environment",
          "environment": "sandbox",
          "rows": [
            {
              "row": 1,
              "user_id": "42",
              "email": "valentina.r@test.com",
              "name": "Valentina Rodriguez",
              "level": "user",
              "outcome": "reset",
              "detail": null,
              "at": "TIME"
            },
            {
              "row": 2,
              "user_id": null,
              "email": "no@test.com",
              "name": null,
              "level": null,
              "outcome": "not_found",
              "detail": null,
              "at": "TIME"
            },
            {
              "row": 3,
              "user_id": "43",
              "email": "huong.nguyen43@test.com",
              "name": "Hương Nguyễn",
              "level": null,
              "outcome": "not_enrolled",
              "detail": null,
              "at": "TIME"
            }
          ],
          "counts": {
            "not_enrolled": 1,
            "not_found": 1,
            "reset": 1
          }
        }
        --- stderr
        {"error":{"code":"incomplete","hint":null,"message":"not everything is done: 1 not_found"}}
    "#]]
    .assert_eq(&shown.to_string());
    assert_eq!(lab.emulator().sent(), [42]);
}

#[test]
fn a_table_of_a_batch() {
    let shown = Lab::new().resets("user_id\n42\n34\n", "--yes").exits(7);
    expect![[r#"
        exit 7
        --- stdout
        ROW  USER ID  EMAIL                   NAME                 LEVEL  OUTCOME  DETAIL                          AT
        1    42       valentina.r@test.com    Valentina Rodriguez  user   reset    -                               TIME
        2    34       anais.gagne34@test.com  Anaïs Gagné          org    refused  an administrator: reset singly  TIME
        --- stderr
          In the input  2 users
          To be reset   1 user
          Other rows    1 refused
          Org           Harbour Light Utilities (166)
          Environment   sandbox

          Batch     BATCH, finished
          Done      1 reset
          Not done  1 refused
          Record    ends with HEAD

        error: not everything is done: 1 refused
          because: an administrator: reset singly
    "#]].assert_eq(&shown.to_string());
}

#[test]
fn a_dry_run_does_not_say_that_something_is_not_done() {
    let shown = Lab::new().resets("User ID;E-Mail\n42;\n34;\n;;\n", "--dry-run").exits(7);
    assert!(shown.stderr.contains("error: the run would leave somebody out: 1 refused"), "\n{shown}");
    assert!(!shown.stderr.to_lowercase().contains("not done"), "\n{shown}");
    assert!(!shown.stderr.contains("not everything"), "\n{shown}");
}

#[test]
fn a_file_that_is_no_csv_says_what_it_is_and_how_to_save_it_right() {
    let lab = Lab::new();
    lab.file("people.xlsx", [b"PK\x03\x04".as_slice(), &[0; 26], b"[Content_Types].xml"].concat());
    let shown = lab.run("mfa reset --csv people.xlsx --yes").exits(10);
    expect![[r#"
        exit 10
        --- stderr
        error: cannot take people.xlsx
          because: it is an Excel workbook (.xlsx), not CSV

        hint: save it as CSV in UTF-8: in Excel as `CSV UTF-8 (Comma delimited)`, in LibreOffice as `Text CSV` with the character set `Unicode (UTF-8)`; nothing was sent
    "#]]
    .assert_eq(&shown.to_string());
    let shown = lab.resets("User ID,user_id\n42,43\n", "--yes").exits(10);
    expect![[r#"
        exit 10
        --- stderr
        error: cannot take -
          because: more than one column could be the user id: `User ID`, `user_id`

        hint: say which with `--id-column NAME`
    "#]]
    .assert_eq(&shown.to_string());
    lab.resets("User ID,user_id\n42,43\n", "--yes --id-column user_id").exits(0);
    assert_eq!(lab.emulator().sent(), Vec::<u64>::new());
    lab.run("mfa reset --user-id 42 --id-column user_id --yes").exits(2);
}

#[test]
fn csv_rows_carry_their_header_and_order() {
    let shown = Lab::new().resets("user_id\n43\n42\n4242\n", "--yes -o csv").exits(7);
    let lines: Vec<_> = shown.stdout.lines().collect();
    assert_eq!(lines[0], "row,user_id,email,name,level,outcome,detail,at");
    assert!(lines[1].starts_with("1,43,huong.nguyen43@test.com,"), "\n{shown}");
    assert!(lines[2].starts_with("2,42,valentina.r@test.com,Valentina Rodriguez,user,reset,,"), "\n{shown}");
    assert!(lines[3].starts_with("3,4242,,,,not_found,,"), "\n{shown}");
    assert!(
        lines[1..].iter().all(|line| is_moment(line.rsplit(',').next().unwrap_or_default())),
        "\n{shown}"
    );
}

#[test]
fn json_lines_have_one_row_a_line() {
    let shown = Lab::new().resets("user_id\n42\n43\n", "--yes -o jsonl").exits(0);
    let outcomes: Vec<_> = shown
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a row")["outcome"].clone())
        .collect();
    assert_eq!(outcomes, ["reset", "not_enrolled"]);
}

#[test]
fn the_same_person_is_reset_once_however_often_they_are_named() {
    let lab = Lab::new();
    let shown = lab
        .types_all(&[
            "mfa",
            "reset",
            "--yes",
            "-o",
            "json",
            "--user-id",
            "42",
            "--email",
            "VALENTINA.R@TEST.COM",
            "--email",
            " valentina.r@test.com ",
            "--user-id",
            "0042",
            "--user-id",
            "46",
        ])
        .run()
        .exits(0);
    assert_eq!(shown.outcomes(), ["reset", "skipped", "skipped", "skipped", "reset"]);
    assert!(shown.details()[1].contains("row 1"), "\n{shown}");
    let mut sent = lab.emulator().sent();
    sent.sort_unstable();
    assert_eq!(sent, [42, 46]);
    assert_eq!(shown.json()["counts"], json!({"reset": 2, "skipped": 3}));
}

#[test]
fn rows_come_in_the_order_typed() {
    let shown = Lab::new()
        .run("mfa reset --email valentina.r@test.com --user-id 46 --email q@test.com --yes -o json")
        .exits(0);
    let ids: Vec<_> = shown.rows().iter().map(|row| row["user_id"].clone()).collect();
    assert_eq!(ids, ["42", "46", "12"]);
    let numbers: Vec<_> = shown.rows().iter().map(|row| row["row"].clone()).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn one_person_named_twice_is_no_batch() {
    // In production a batch would need the number of people.
    let shown = Lab::production().run("mfa reset --user-id 42 --user-id 42 --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset", "skipped"]);
}

#[test]
fn an_id_and_an_email_of_two_people_are_refused() {
    let lab = Lab::new();
    let csv = "user_id,email\n42,alex.kim@test.com\n46,ANGEL.PENA46@test.com\n";
    let shown = lab.resets(csv, "--yes -o json").exits(7);
    assert_eq!(shown.outcomes(), ["refused", "reset"]);
    assert_eq!(lab.emulator().sent(), [46]);
}

#[test]
fn two_with_one_email_are_not_found_and_named_in_the_detail() {
    let twin =
        |id: u64| json!({"id": id, "email": "alex@x.test", "isAdmin": false, "mfa": {"enrolled": true}});
    let stub = Stub::people(vec![twin(7), twin(8), json!({"id": 9, "email": "b@x.test", "isAdmin": false})]);
    let shown = Lab::on(&stub).resets("email\nalex@x.test\nb@x.test\n", "--yes -o json").exits(7);
    assert_eq!(shown.outcomes(), ["not_found", "accepted"]);
    assert!(shown.details()[0].contains('7') && shown.details()[0].contains('8'), "\n{shown}");
    assert_eq!(stub.resets(), 1);
}

#[test]
fn each_person_gets_one_request_of_their_own() {
    let lab = Lab::new();
    let ids = [2, 4, 6, 7, 11, 12, 14, 15, 17, 20, 22, 23];
    let csv: String = csv_of(ids);
    let shown = lab.resets(&csv, "--yes -o json").exits(0);
    for request in lab.emulator().requests().iter().filter(|request| request["method"] == "PUT") {
        assert_eq!(request["ids"].as_array().map(Vec::len), Some(1), "{request}");
    }
    for (id, row) in ids.iter().zip(shown.rows()) {
        let expected = u64::from(row["outcome"] == "reset");
        assert_eq!(lab.emulator().resets(*id), expected, "{row}");
    }
    assert!(shown.outcomes().iter().filter(|outcome| *outcome == "reset").count() > 5, "\n{shown}");
}

#[test]
fn unknown_wins_over_incomplete() {
    let stub = Stub::org(|asked| {
        let person = |id: u64| json!({"id": 900 + id, "user": {"id": id, "email": format!("p{id}@x.test"), "isAdmin": false}});
        match asked.line().as_str() {
            "PUT /user/users/mfa/reset" if asked.body.contains('7') => Some(Reply::Cut),
            "PUT /user/users/mfa/reset" => Some(Reply::refused(400, "no")),
            "GET /user/org/166/user/7" => Some(Reply::ok(person(7))),
            "GET /user/org/166/user/8" => Some(Reply::ok(person(8))),
            _ => None,
        }
    });
    let shown = Lab::on(&stub).resets("user_id\n7\n8\n9\n", "--yes -o json").exits(8);
    assert_eq!(shown.outcomes(), ["unknown", "failed", "not_found"]);
    assert_eq!(shown.error()["code"], "unknown_outcome");
    assert_eq!(stub.resets(), 2, "a lost answer that cannot be settled is never sent again");
}

#[test]
fn a_cause_that_stops_the_run_wins_and_every_row_is_shown() {
    let stub = Stub::org(|asked| match asked.line().as_str() {
        "PUT /user/users/mfa/reset" => Some(Reply::refused(401, "the session has ended")),
        line => {
            let id: u64 = line.strip_prefix("GET /user/org/166/user/")?.parse().ok()?;
            let user = json!({"id": id, "email": format!("p{id}@x.test"), "isAdmin": false});
            Some(Reply::ok(json!({"id": 900 + id, "user": user})))
        }
    });
    let csv = csv_of(10..30);
    let shown = Lab::on(&stub).resets(&csv, "--yes -o json").exits(3);
    assert_eq!(shown.outcomes(), vec!["-"; 20]);
    assert!(shown.rows().iter().all(|row| row["outcome"].is_null() && row["at"].is_null()));
    assert_eq!(shown.json()["counts"], json!({}));
    assert_eq!(shown.error()["code"], "unauthenticated");
    assert!(stub.resets() < 20, "it stops soon: {}", stub.resets());
}

#[test]
fn a_batch_needs_at_least_one_person() {
    Lab::new().run("mfa reset --yes").exits(2);
}
