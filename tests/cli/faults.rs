//! Faults on the reset request: a lost answer is settled by reading, and the request is never sent again blindly.

use serde_json::{Value, json};

use crate::lab::{Lab, Reply, Stub, csv_of, wait_for};

const RESET: &str = "PUT /user/users/mfa/reset";
/// A short `--settle`, so that a test does not read back for five seconds.
const RESETS_42: &str = "mfa reset --user-id 42 --yes --settle 0.3 -o json";

#[test]
fn a_connection_cut_before_anything_was_done_is_tried_again_twice_at_most() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "drop_before")]);
    let shown = lab.run(RESETS_42).exits(7);
    assert_eq!(shown.outcomes(), ["failed"]);
    assert_eq!(shown.error()["code"], "incomplete");
    assert_eq!((lab.emulator().sent(), lab.emulator().resets(42)), (vec![42; 3], 0));
}

#[test]
fn a_connection_cut_after_the_reset_is_settled_by_reading() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "drop_after")]);
    let shown = lab.run(RESETS_42).exits(0);
    assert_eq!(shown.outcomes(), ["reset"]);
    assert_eq!((lab.emulator().sent(), lab.emulator().resets(42)), (vec![42], 1));
}

#[test]
fn a_person_who_enrols_again_at_once_keeps_the_new_enrolment() {
    let lab = Lab::new();
    // The read-back is slow, so that the person enrols before it.
    lab.emulator().faults(&[(RESET, "drop_after"), ("GET /user/org/166/user/42", "delay:300")]);
    let running = lab.types("mfa reset --user-id 42 --yes -o json").start();
    lab.emulator().wait_for_resets(1);
    wait_for("the deed", || (lab.emulator().resets(42) == 1).then_some(()));
    lab.emulator().enroll(42);
    let shown = running.end().exits(0);
    assert_eq!(shown.outcomes(), ["reset"]);
    let truth = lab.emulator().truth(42);
    assert_eq!((&truth["enrolled"], &truth["resets"]), (&json!(true), &json!(1)));
    assert_eq!(lab.emulator().sent(), [42]);
}

#[test]
fn an_enrolment_made_while_the_answer_was_on_its_way_is_told_as_such() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "delay:20000")]);
    let running = lab.types("--timeout 1 mfa reset --user-id 42 --yes -o json").start();
    wait_for("the deed", || (lab.emulator().resets(42) == 1).then_some(()));
    lab.emulator().enroll(42);
    let shown = running.end().exits(0);
    assert_eq!(
        (shown.outcomes(), shown.details()),
        (vec!["reset".to_owned()], vec!["enrolled again since".to_owned()])
    );
    assert_eq!((lab.emulator().sent(), lab.emulator().resets(42)), (vec![42], 1));
}

#[test]
fn an_answer_that_is_late_but_in_time_is_an_answer() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "delay:300")]);
    let shown = lab.run("--timeout 20 mfa reset --user-id 42 --yes -o json").exits(0);
    assert_eq!((shown.outcomes(), lab.emulator().sent()), (vec!["reset".to_owned()], vec![42]));
}

#[test]
fn an_answer_beyond_the_timeout_that_reading_cannot_settle_is_unknown() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "delay:20000")]);
    let running = lab.types("--timeout 1 mfa reset --user-id 42 --yes --settle 0.3 -o json").start();
    lab.emulator().wait_for_resets(1);
    lab.emulator().faults(&[("GET /user", "drop_before")]);
    let shown = running.end().exits(8);
    assert_eq!(shown.outcomes(), ["unknown"]);
    assert_eq!(shown.error()["code"], "unknown_outcome");
    assert_eq!(lab.emulator().sent(), [42]);
}

#[test]
fn after_a_timeout_it_is_never_sent_again() {
    let person = |id: u64| {
        let mfa = json!({"enrolled": true, "enrolledAt": "2026-01-01T00:00:00.000Z"});
        json!({"id": 900, "user": {"id": id, "email": "a@x.test", "isAdmin": false}, "mfa": mfa})
    };
    let stub = Stub::org(move |asked| match asked.line().as_str() {
        RESET => Some(Reply::Silence),
        "GET /user/org/166/user/7" => Some(Reply::ok(person(7))),
        _ => None,
    });
    let shown = Lab::on(&stub).run("--timeout 1 mfa reset --user-id 7 --yes --settle 0.3 -o json").exits(8);
    assert_eq!((shown.outcomes(), stub.resets()), (vec!["unknown".to_owned()], 1));
}

#[test]
fn where_the_enrolment_cannot_be_read_a_lost_answer_is_unknown_and_never_sent_again() {
    for fault in ["drop_before", "drop_after", "status:500", "status:502", "status:503", "html", "truncate"] {
        let lab = Lab::new();
        lab.emulator().hides_enrolment();
        lab.emulator().faults(&[(RESET, fault)]);
        let shown = lab.run(RESETS_42).exits(8);
        assert_eq!(
            (shown.outcomes(), lab.emulator().sent()),
            (vec!["unknown".to_owned()], vec![42]),
            "{fault}"
        );
    }
}

#[test]
fn an_answer_that_is_lost_with_nothing_done_is_sent_again_twice_at_most() {
    let lab = Lab::new();
    for (fault, id) in [("status:500", 42), ("status:502", 46), ("status:503", 6), ("html", 4)] {
        lab.emulator().faults(&[(RESET, fault)]);
        let shown = lab.run(&format!("mfa reset --user-id {id} --yes --settle 0.2 -o json")).exits(7);
        assert_eq!(shown.outcomes(), ["failed"], "{fault}");
        let sent = lab.emulator().sent().iter().filter(|sent| **sent == id).count();
        assert_eq!((sent, lab.emulator().resets(id)), (3, 0), "{fault}");
    }
}

#[test]
fn a_fault_that_passes_costs_one_more_request() {
    let lab = Lab::new();
    for (fault, id) in [("status:500", 42), ("drop_before", 46), ("html", 6)] {
        lab.emulator().faults(&[(RESET, fault)]);
        let running = lab.types(&format!("mfa reset --user-id {id} --yes --settle 0.5 -o json")).start();
        let sent = || lab.emulator().sent().iter().filter(|sent| **sent == id).count();
        wait_for("a reset", || (sent() > 0).then_some(()));
        lab.emulator().faults(&[]);
        assert_eq!(running.end().exits(0).outcomes(), ["reset"], "{fault}");
        assert_eq!((sent(), lab.emulator().resets(id)), (2, 1), "{fault}");
    }
}

#[test]
fn half_an_answer_after_the_reset_is_settled_by_reading() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "truncate")]);
    let shown = lab.run(RESETS_42).exits(0);
    assert_eq!((shown.outcomes(), lab.emulator().sent()), (vec!["reset".to_owned()], vec![42]));
}

#[test]
fn a_yes_without_effect_is_unverified() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "no_effect")]);
    let shown = lab.run(RESETS_42).exits(7);
    assert_eq!(shown.outcomes(), ["unverified"]);
    assert_eq!((lab.emulator().sent(), lab.emulator().resets(42)), (vec![42], 0));
}

#[test]
fn reads_that_lag_behind_are_waited_for_as_long_as_settle_says() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "stale:700")]);
    let shown = lab.run("mfa reset --user-id 42 --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset"]);
    lab.emulator().faults(&[(RESET, "stale:60000")]);
    let shown = lab.run("mfa reset --user-id 46 --yes --settle 0.5 -o json").exits(7);
    assert_eq!(shown.outcomes(), ["unverified"]);
    assert_eq!(lab.emulator().sent(), [42, 46], "a yes is never asked for twice");
}

#[test]
fn throttling_is_waited_out() {
    let lab = Lab::new();
    for (rule, id) in [
        (json!({"match": RESET, "do": "status:429", "retry_after": 1}), 42),
        (json!({"match": RESET, "do": "status:429"}), 46),
        (json!({"match": RESET, "do": "status:503", "retry_after": 1}), 6),
        (json!({"match": RESET, "do": "quota:403"}), 4),
    ] {
        lab.emulator().inject(&json!({"rules": [rule]}));
        let running = lab.types(&format!("mfa reset --user-id {id} --yes -o json")).start();
        wait_for("a reset", || lab.emulator().sent().contains(&id).then_some(()));
        lab.emulator().faults(&[]);
        assert_eq!(running.end().exits(0).outcomes(), ["reset"], "{rule}");
        assert_eq!(lab.emulator().resets(id), 1, "{rule}");
    }
}

#[test]
fn a_pause_longer_than_our_patience_ends_the_run() {
    let lab = Lab::new();
    lab.emulator().inject(&json!({"rules": [{"match": RESET, "do": "status:429", "retry_after": 3600}]}));
    let shown = lab.run("mfa reset --user-id 42 --yes -o json").exits(11);
    assert_eq!((shown.outcomes(), &shown.error()["code"]), (vec!["-".to_owned()], &json!("rate_limited")));
    let message = shown.error()["message"].as_str().expect("a text").to_owned();
    assert!(message.ends_with(": the service asks to wait 3600 s; our patience is 600 s"), "{message}");
    assert_eq!(shown.rows()[0]["outcome"], Value::Null);
    assert_eq!((lab.emulator().sent(), lab.emulator().resets(42)), (vec![42], 0));
}

#[test]
fn many_pauses_that_use_our_patience_up_are_told_as_long_as_they_were() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "status:429")]);
    let shown = lab.run("mfa reset --user-id 42 --yes --patience 3s -o json").exits(11);
    let message = shown.error()["message"].as_str().expect("a text").to_owned();
    let (_, rest) = message.split_once(": the service kept throttling for ").expect(&message);
    let seconds: u64 = rest.split_once(" s;").and_then(|(seconds, _)| seconds.parse().ok()).expect(&message);
    assert!((1..=3).contains(&seconds), "{message}");
    assert!(message.ends_with("; our patience is 3 s"), "{message}");
}

#[test]
fn a_limit_of_requests_slows_a_batch_and_loses_nobody() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "limit:4")]);
    let enrolled = [4, 6, 7, 11, 12, 14, 15, 20];
    let csv: String = csv_of(enrolled);
    let shown = lab.resets(&csv, "--yes -o json").exits(0);
    assert!(
        shown.outcomes().iter().all(|outcome| outcome == "reset" || outcome == "not_enrolled"),
        "\n{shown}"
    );
    for (id, row) in enrolled.iter().zip(shown.rows()) {
        assert_eq!(lab.emulator().resets(*id), u64::from(row["outcome"] == "reset"), "{row}");
    }
}

#[test]
fn whatever_is_lost_nobody_is_reset_twice_and_every_row_tells_the_truth() {
    let lab = Lab::new();
    lab.emulator().inject(&json!({"rules": [
        {"match": RESET, "every": 3, "do": "drop_after"},
        {"match": RESET, "every": 2, "do": "drop_before"},
    ]}));
    let csv: String = csv_of(2..33);
    // A person whose request is cut three times is `failed`. Which person depends on the order of the requests.
    let shown = lab.resets(&csv, "--yes --settle 0.3 -o json");
    for (id, row) in (2..).zip(shown.rows()) {
        assert_eq!(lab.emulator().resets(id), u64::from(row["outcome"] == "reset"), "{row}");
    }
}

#[test]
fn a_service_that_goes_away_ends_the_run_with_what_is_known() {
    let mut lab = Lab::new();
    lab.emulator_mut().stop();
    let shown = lab.run("mfa reset --user-id 42 --yes -o json").exits(9);
    assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("unreachable")));
}
