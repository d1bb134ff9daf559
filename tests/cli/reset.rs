//! `mfa reset` of one person: what is sent, what is shown, what a script gets.

use expect_test::expect;
use serde_json::{Value, json};

use crate::lab::{Lab, Reply, Stub};

#[test]
fn one_person_is_reset_once_and_read_back() {
    let lab = Lab::new();
    let shown = lab.run("mfa reset --user-id 42 --yes").exits(0);
    expect![[r#"
        exit 0
        --- stdout
        ROW  USER ID  EMAIL                 NAME                 LEVEL  OUTCOME  DETAIL  AT
        1    42       valentina.r@test.com  Valentina Rodriguez  user   reset    -       TIME
        --- stderr
          Name           Valentina Rodriguez
          Email          valentina.r@test.com
          User ID        42
          Administrator  no
          MFA            enrolled since 2026-01-05 17:55 UTC
          Level          user
          Last login     2026-09-28 07:38 UTC
          Org            Harbour Light Utilities (166)
          Environment    sandbox
    "#]]
    .assert_eq(&shown.to_string());
    assert_eq!(lab.emulator().sent(), [42]);
    assert_eq!(
        lab.emulator().truth(42),
        json!({"enrolled": false, "level": null, "enrolledAt": null, "resets": 1})
    );
    let last = lab.emulator().requests().pop().expect("requests");
    assert_eq!(last["method"], "GET", "the last word is a read: {last}");
}

#[test]
fn json_is_one_document_and_stderr_is_silent() {
    let shown = Lab::new().run("mfa reset --email Valentina.R@test.com --yes -o json").exits(0);
    expect![[r#"
        exit 0
        --- stdout
        {
          "batch_id": null,
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
            }
          ],
          "counts": {
            "reset": 1
          }
        }
    "#]]
    .assert_eq(&shown.to_string());
}

#[test]
fn csv_has_the_row_as_header() {
    let shown = Lab::new().run("mfa reset --user-id 42 --yes -o csv").exits(0);
    expect![[r#"
        exit 0
        --- stdout
        row,user_id,email,name,level,outcome,detail,at
        1,42,valentina.r@test.com,Valentina Rodriguez,user,reset,,TIME
        --- stderr
          Name           Valentina Rodriguez
          Email          valentina.r@test.com
          User ID        42
          Administrator  no
          MFA            enrolled since 2026-01-05 17:55 UTC
          Level          user
          Last login     2026-09-28 07:38 UTC
          Org            Harbour Light Utilities (166)
          Environment    sandbox
    "#]]
    .assert_eq(&shown.to_string());
}

#[test]
fn json_lines_have_the_rows() {
    let shown = Lab::new().run("mfa reset --user-id 42 --yes -o jsonl").exits(0);
    expect![[r#"
        exit 0
        --- stdout
        {"row":1,"user_id":"42","email":"valentina.r@test.com","name":"Valentina Rodriguez","level":"user","outcome":"reset","detail":null,"at":"TIME"}
    "#]].assert_eq(&shown.to_string());
}

#[test]
fn a_moment_has_milliseconds() {
    let rows = Lab::new().run("mfa reset --user-id 42 --yes -o json").exits(0).rows();
    let at = rows[0]["at"].as_str().expect("a time");
    assert!(at.len() == 24 && at.ends_with('Z') && at.as_bytes()[19] == b'.', "{at}");
}

#[test]
fn a_person_without_an_enrolment_is_left_alone() {
    let lab = Lab::new();
    let shown = lab.run("mfa reset --user-id 43 --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["not_enrolled"]);
    assert_eq!(shown.json()["counts"], json!({"not_enrolled": 1}));
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

#[test]
fn resetting_twice_sends_once() {
    let lab = Lab::new();
    assert_eq!(lab.run("mfa reset --user-id 42 --yes -o json").exits(0).outcomes(), ["reset"]);
    assert_eq!(lab.run("mfa reset --user-id 42 --yes -o json").exits(0).outcomes(), ["not_enrolled"]);
    assert_eq!(lab.emulator().sent(), [42]);
}

#[test]
fn no_person_by_that_name_is_exit_5_and_nothing_on_stdout() {
    let lab = Lab::new();
    for words in
        ["--user-id 4242", "--email no@test.com", "--email valentina", "--user-id 4242 --user-id 4242"]
    {
        let shown = lab.run(&format!("mfa reset {words} --yes -o json")).exits(5);
        assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("not_found")), "{words}");
        let shown = lab.run(&format!("mfa reset {words} --yes")).exits(5);
        assert_eq!(shown.stdout, "", "{words}");
    }
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

#[test]
fn an_error_says_what_could_not_be_done_then_why_then_what_to_do() {
    let shown = Lab::new().run("mfa reset --email no@test.com --yes").exits(5);
    expect![[r#"
        exit 5
        --- stderr
        error: cannot reset MFA for no@test.com
          because: no such person: no@test.com

        hint: look with `mfa-admin users search PART-OF-NAME`
    "#]]
    .assert_eq(&shown.to_string());
}

#[test]
fn two_with_one_email_are_both_shown_and_neither_is_reset() {
    let twin = |id: u64, first: &str| json!({"id": id, "first": first, "last": "Kim", "email": "alex@x.test", "mfa": {"enrolled": true}});
    let stub = Stub::people(vec![twin(7, "Alex"), twin(8, "Alexandra")]);
    let shown = Lab::on(&stub).run("mfa reset --email alex@x.test --yes").exits(5);
    expect![[r#"
        exit 5
        --- stderr
        error: cannot reset MFA for alex@x.test
          because: more than one person: alex@x.test
                   user 7: Alex Kim, alex@x.test
                   user 8: Alexandra Kim, alex@x.test

        hint: pick one with `--user-id ID`
    "#]]
    .assert_eq(&shown.to_string());
    assert_eq!(stub.resets(), 0);
}

#[test]
fn the_level_is_an_assertion() {
    let lab = Lab::new();
    let shown = lab.run("mfa reset --user-id 42 --level org --yes -o json").exits(7);
    assert_eq!(shown.outcomes(), ["refused"]);
    assert!(shown.details()[0].contains("user"), "the level that applies is named\n{shown}");
    assert_eq!(shown.error()["code"], "incomplete");
    assert_eq!(lab.emulator().sent(), [0; 0]);

    let shown = lab.run("mfa reset --user-id 42 --level user --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset"]);
    // Jürgen enrolled because the organisation demands it.
    let shown = lab.run("mfa reset --user-id 6 --level org --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset"]);
    let shown = lab.run("mfa reset --user-id 4 --level auto --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset"]);
}

#[test]
fn without_reading_back_the_service_is_taken_at_its_word() {
    let lab = Lab::new();
    let shown = lab.run("mfa reset --user-id 42 --yes --no-verify -o json").exits(0);
    assert_eq!(shown.outcomes(), ["accepted"]);
    let requests = lab.emulator().requests();
    assert_eq!(requests.last().expect("requests")["method"], "PUT", "nothing is read after the reset");
    assert_eq!(lab.emulator().resets(42), 1);
}

#[test]
fn where_nothing_can_be_read_back_the_service_is_taken_at_its_word() {
    let lab = Lab::new();
    lab.emulator().hides_enrolment();
    let shown = lab.run("mfa reset --user-id 42 --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["accepted"]);
    assert_eq!((lab.emulator().sent(), lab.emulator().resets(42)), (vec![42], 1));
}

#[test]
fn a_dry_run_reads_and_sends_no_change() {
    let lab = Lab::new();
    let shown = lab.run("mfa reset --user-id 42 --dry-run -o json").exits(0);
    assert_eq!(shown.outcomes(), ["would_reset"]);
    let json = shown.json();
    assert_eq!((&json["dry_run"], &json["counts"]), (&json!(true), &json!({"would_reset": 1})));
    assert_eq!((&json["batch_id"], shown.stderr.as_str()), (&Value::Null, ""));
    assert!(lab.emulator().requests().iter().all(|request| request["method"] == "GET"));
    assert_eq!(lab.emulator().resets(42), 0);
}

#[test]
fn a_dry_run_exits_as_the_run_would() {
    let lab = Lab::new();
    let outcomes =
        |words: &str, exit| lab.run(&format!("mfa reset {words} --dry-run -o json")).exits(exit).outcomes();
    assert_eq!(outcomes("--user-id 43", 0), ["not_enrolled"]);
    assert_eq!(outcomes("--user-id 42 --level org", 7), ["refused"]);
    assert_eq!(outcomes("--user-id 42 --user-id 34", 7), ["would_reset", "refused"]);
    assert_eq!(lab.run("mfa reset --user-id 4242 --dry-run -o json").exits(5).error()["code"], "not_found");
    assert_eq!(outcomes("--user-id 42 --user-id 4242", 7), ["would_reset", "not_found"]);
}

#[test]
fn a_service_that_says_no_is_a_failed_row() {
    let stub = Stub::org(|asked| match asked.line().as_str() {
        "PUT /user/users/mfa/reset" => Some(Reply::refused(400, "not today")),
        "GET /user/org/166/user/7" => Some(Reply::ok(json!({
            "id": 907, "user": {"id": 7, "email": "a@x.test", "isAdmin": false},
            "mfa": {"enrolled": true, "enrolledAt": "2026-01-01T00:00:00Z"},
        }))),
        _ => None,
    });
    let shown = Lab::on(&stub).run("mfa reset --user-id 7 --yes -o json").exits(7);
    assert_eq!(shown.outcomes(), ["failed"]);
    assert!(shown.details()[0].contains("not today"), "\n{shown}");
    assert_eq!(stub.resets(), 1);
}

#[test]
fn a_service_that_says_not_enrolled_as_an_error_is_understood_by_reading() {
    let reset = std::sync::atomic::AtomicBool::new(false);
    let stub = Stub::org(move |asked| {
        use std::sync::atomic::Ordering::SeqCst;
        match asked.line().as_str() {
            "PUT /user/users/mfa/reset" => {
                reset.store(true, SeqCst);
                Some(Reply::refused(404, "nothing to reset"))
            }
            "GET /user/org/166/user/7" => Some(Reply::ok(json!({
                "id": 907, "user": {"id": 7, "email": "a@x.test", "isAdmin": false}, "mfa": {"enrolled": !reset.load(SeqCst)},
            }))),
            _ => None,
        }
    });
    let shown = Lab::on(&stub).run("mfa reset --user-id 7 --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["not_enrolled"]);
}

#[test]
fn quiet_shows_the_result_and_nothing_else() {
    let shown = Lab::new().run("-q mfa reset --user-id 42 --yes").exits(0);
    assert!(shown.stdout.contains("reset"));
    assert_eq!(shown.stderr, "");
}

#[test]
fn verbose_shows_every_request_and_never_the_key() {
    let lab = Lab::new();
    let shown = lab.run("-vv mfa reset --user-id 42 --yes").exits(0);
    assert!(shown.stderr.contains("PUT /user/users/mfa/reset -> 204"), "\n{shown}");
    assert!(!format!("{shown}").contains(&lab.emulator().api_key));
}
