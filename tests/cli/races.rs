//! Races and ambiguous answers: a key twice in one answer, two runs of the same file, a person who changes meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::lab::{Lab, Pty, Reply, Stub, wait_for};

const PAGE_OF_7: &str = "GET /user/org/166/user/7";

/// The page of person 7 as raw text.
fn page(body: &'static str) -> Stub {
    Stub::org(move |asked| match asked.line().as_str() {
        PAGE_OF_7 => {
            Some(Reply::Raw(200, vec![("Content-Type", "application/json".to_owned())], body.to_owned()))
        }
        "PUT /user/users/mfa/reset" => Some(Reply::Raw(204, Vec::new(), String::new())),
        _ => None,
    })
}

/// Checks that each of these pages resets no person and ends with this code.
#[track_caller]
fn resets_no_person(exit: i32, pages: &[&'static str]) {
    for body in pages {
        let stub = page(body);
        Lab::on(&stub).run("mfa reset --user-id 7 --yes --no-verify").exits(exit);
        assert_eq!(stub.resets(), 0, "{body}");
    }
}

#[test]
fn a_yes_to_being_an_administrator_counts_wherever_it_stands() {
    resets_no_person(
        6,
        &[
            r#"{"user":{"id":7,"email":"a@x.test","isAdmin":false,"mfa":{"enrolled":true},"user":{"isAdmin":true}}}"#,
            r#"{"isAdmin":true,"data":{"orgId":166,"user":{"id":7,"email":"a@x.test","isAdmin":false}}}"#,
            r#"{"orgId":166,"roles":[{"admin":true}],"user":{"id":7,"email":"a@x.test","isAdmin":false}}"#,
        ],
    );
}

#[test]
fn an_answer_that_says_a_thing_twice_is_none() {
    resets_no_person(
        9,
        &[
            r#"{"user":{"id":7,"email":"a@x.test","isAdmin":true,"isAdmin":false}}"#,
            r#"{"user":{"id":7,"isAdmin":true},"user":{"id":7,"email":"a@x.test","isAdmin":false}}"#,
        ],
    );
}

#[test]
fn an_id_that_cannot_be_one_is_another_one() {
    resets_no_person(
        9,
        &[
            r#"{"orgId":"x9","user":{"id":7,"email":"a@x.test","isAdmin":false}}"#,
            r#"{"orgId":{"id":999},"user":{"id":7,"email":"a@x.test","isAdmin":false}}"#,
            r#"{"userId":"8 ","user":{"id":7,"email":"a@x.test","isAdmin":false}}"#,
        ],
    );
}

#[test]
fn a_person_who_gets_an_email_while_the_question_stands_is_left_alone() {
    let now = Arc::new(AtomicBool::new(false));
    let has_one = Arc::clone(&now);
    let stub = Stub::org(move |asked| {
        let email = if has_one.load(Ordering::SeqCst) { json!("ceo@x.test") } else { Value::Null };
        let user = json!({"id": 7, "email": email, "isAdmin": false, "mfa": {"enrolled": true}});
        (asked.line() == PAGE_OF_7).then(|| Reply::ok(json!({"id": 907, "user": user})))
    });
    let lab = Lab::on(&stub);
    let mut pty = Pty::start(&lab, 200, "mfa reset --user-id 7");
    pty.sees("[ CANCEL ]");
    now.store(true, Ordering::SeqCst);
    pty.types("\t\r");
    assert_eq!((pty.end(), stub.resets()), (7, 0), "{}", pty.screen());
}

#[test]
fn the_same_file_that_was_carried_out_while_this_run_looked_people_up_is_not_carried_out_again() {
    let lab = Lab::new();
    let people = lab.file("people.csv", "user_id\n42\n46\n");
    let words = format!("mfa reset --csv {} --yes -o json", people.display());
    // The answer of the read is delayed.
    lab.emulator().faults(&[("GET /user/org/166/user/42", "delay:3000")]);
    let slow = lab.types(&words).start();
    let is_read = |request: &Value| request["path"].as_str().is_some_and(|path| path.ends_with("/user/42"));
    wait_for("the read", || lab.emulator().requests().iter().any(is_read).then_some(()));
    lab.emulator().faults(&[]);
    lab.run(&words).exits(0);
    lab.emulator().enroll(42);
    let shown = slow.end().exits(6);
    assert!(shown.error()["message"].to_string().contains("carried out meanwhile"), "\n{shown}");
    assert_eq!((lab.emulator().resets(42), lab.emulator().resets(46)), (1, 1));
}
