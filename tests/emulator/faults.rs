use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::lab::{Answer, Lab, lab};

const RESET: &str = "PUT /user/users/mfa/reset";

/// A server where every reset meets this.
fn lab_with(what: &str) -> Lab {
    let lab = lab();
    assert_eq!(lab.faults(&json!([{ "match": RESET, "do": what }])).status, 204);
    lab
}

fn try_reset(lab: &Lab) -> Option<Answer> {
    lab.try_call("PUT", "/user/users/mfa/reset", Some(&json!({ "ids": [42] })))
}

fn enrolled(lab: &Lab) -> bool {
    lab.truth(42)["enrolled"] == true
}

fn last_status(lab: &Lab) -> Value {
    lab.get("/_emulator/requests").json().as_array().unwrap().last().unwrap()["status"].clone()
}

#[test]
fn a_cut_before_does_nothing_and_a_cut_after_does_everything() {
    let lab = lab_with("drop_before");
    assert!(try_reset(&lab).is_none());
    assert!(enrolled(&lab));
    assert_eq!(last_status(&lab), Value::Null);
    lab.faults(&json!([{ "match": RESET, "do": "drop_after" }]));
    assert!(try_reset(&lab).is_none());
    assert!(!enrolled(&lab));
    assert_eq!(last_status(&lab), Value::Null);
}

#[test]
fn a_delay_comes_after_the_deed() {
    let lab = lab_with("delay:120");
    let began = Instant::now();
    assert_eq!(try_reset(&lab).unwrap().status, 204);
    assert!(began.elapsed() >= Duration::from_millis(120));
    assert!(!enrolled(&lab));
}

#[test]
fn statuses_do_nothing_and_may_say_when_to_come_back() {
    let lab = lab();
    for status in [429, 500, 502, 503] {
        lab.faults(&json!([{ "match": RESET, "do": format!("status:{status}") }]));
        let answer = try_reset(&lab).unwrap();
        assert_eq!((answer.status, answer.header("retry-after")), (status, None));
        assert_eq!(answer.json()["statusCode"], status);
    }
    lab.faults(&json!([{ "match": RESET, "do": "status:429", "retry_after": 7 }]));
    assert_eq!(try_reset(&lab).unwrap().header("retry-after"), Some("7"));
    lab.faults(&json!([{ "match": RESET, "do": "quota:403" }]));
    let quota = try_reset(&lab).unwrap();
    assert_eq!((quota.status, quota.header("x-ratelimit-remaining")), (403, Some("0")));
    assert!(quota.json()["message"].as_str().unwrap().contains("quota exceeded"));
    assert!(enrolled(&lab));
}

#[test]
fn a_web_page_and_a_reset_without_effect_do_nothing() {
    let lab = lab_with("html");
    let page = try_reset(&lab).unwrap();
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    assert!(page.text.contains("<html>"));
    lab.faults(&json!([{ "match": RESET, "do": "no_effect" }]));
    let nothing = try_reset(&lab).unwrap();
    assert_eq!((nothing.status, nothing.text.as_str()), (204, ""));
    assert!(enrolled(&lab));
}

#[test]
fn a_truncated_answer_is_half_of_one_and_the_deed_is_done() {
    let lab = lab_with("truncate");
    let half = try_reset(&lab).unwrap();
    assert_eq!(half.status, 200);
    assert!(half.text.starts_with('{') && serde_json::from_str::<Value>(&half.text).is_err());
    assert!(!enrolled(&lab));
    let whole = lab.get("/user/users").text.len();
    lab.faults(&json!([{ "match": "GET /user/users", "do": "truncate" }]));
    assert_eq!(lab.get("/user/users").text.len(), whole / 2);
}

#[test]
fn stale_reads_show_the_old_enrolment_and_then_the_truth() {
    let lab = lab_with("stale:60000");
    let old = lab.shown(42);
    assert_eq!(try_reset(&lab).unwrap().status, 204);
    assert!(!enrolled(&lab));
    let reads = [
        lab.shown(42),
        lab.get("/user/org/166/user/42").json()["mfa"].clone(),
        lab.get("/user/org/166/user/42").json()["user"]["mfa"].clone(),
        lab.get("/user/users?search=valentina.r&limit=5").json()["data"][0]["mfa"].clone(),
        lab.get("/user/users?search=valentina.r").json()["data"][0]["mfa"].clone(),
    ];
    for read in reads {
        assert_eq!(read, old);
    }

    lab.faults(&json!([{ "match": RESET, "do": "stale:80" }]));
    let began = Instant::now();
    assert_eq!(lab.reset(&json!([34])), 204);
    while lab.shown(34)["enrolled"] == true {
        assert!(began.elapsed() < Duration::from_secs(10), "it never ends");
    }
    assert!(began.elapsed() >= Duration::from_millis(80));
}

#[test]
fn a_limit_lets_so_many_through_and_refills() {
    let lab = lab_with("limit:4");
    let answers: Vec<Answer> = (0..40).map(|_| try_reset(&lab).unwrap()).collect();
    assert!(answers[..4].iter().all(|answer| answer.status == 204));
    let refused = answers.iter().find(|answer| answer.status == 429).expect("a limit");
    assert_eq!(refused.header("retry-after"), Some("1"));
    let began = Instant::now();
    while try_reset(&lab).unwrap().status == 429 {
        assert!(began.elapsed() < Duration::from_secs(10), "it never refills");
    }
}

#[test]
fn every_rule_counts_for_itself_and_the_first_that_acts_wins() {
    let lab = lab();
    lab.faults(&json!([
        { "match": "GET /user", "every": 3, "do": "status:500" },
        { "match": "GET /user/users/42?x", "every": 2, "do": "status:502" },
    ]));
    let statuses: Vec<u16> = (0..6).map(|_| lab.get("/user/users/42?a=b").status).collect();
    assert_eq!(statuses, [200, 502, 500, 502, 200, 500]);
    assert_eq!(lab.call("PUT", "/user/users/mfa/reset", &json!({ "ids": [42] })).status, 204);
    lab.faults(&json!([]));
    assert_eq!(lab.get("/user/users/42").status, 200);
}

#[test]
fn faults_that_are_not_understood_change_nothing() {
    let lab = lab_with("status:503");
    for rule in [
        json!({ "match": RESET, "do": "explode" }),
        json!({ "match": RESET, "do": "status:404" }),
        json!({ "match": RESET, "do": "delay" }),
        json!({ "match": RESET, "do": "delay:soon" }),
        json!({ "match": RESET, "do": "limit:0" }),
        json!({ "match": RESET, "do": "html:5" }),
        json!({ "match": RESET, "do": "html", "every": 0 }),
        json!({ "match": RESET, "do": "html", "retry_after": 5 }),
        json!({ "match": "reset", "do": "html" }),
        json!({ "match": "FETCH /user", "do": "html" }),
        json!({ "match": RESET, "do": "html", "often": true }),
        json!({ "do": "html" }),
    ] {
        let answer = lab.faults(&json!([{ "match": "GET /user", "do": "html" }, rule]));
        assert_eq!(answer.status, 400, "{}", answer.text);
        assert!(answer.json()["message"].is_string());
    }
    assert_eq!(try_reset(&lab).unwrap().status, 503, "the old faults stay");
    assert_eq!(lab.get("/user/users/42").status, 200);
    lab.faults(&json!([{ "match": "PUT /_emulator", "do": "html" }]));
    assert_eq!(lab.faults(&json!([])).status, 204, "/_emulator meets no faults");
}
