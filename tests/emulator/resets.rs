use serde_json::json;

use crate::lab::{lab, lab_on};
use mfa_admin::emulator::{NoCode, Options, code, start};

#[test]
fn a_reset_removes_the_enrolment_and_leaves_a_trail() {
    let lab = lab();
    assert_eq!(lab.reset(&json!([42])), 204);
    assert_eq!(lab.shown(42), json!({ "enrolled": false, "level": null, "enrolledAt": null }));
    assert_eq!(lab.truth(42), json!({ "enrolled": false, "level": null, "enrolledAt": null, "resets": 1 }));
    let error = code(&lab.database, "42").unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(NoCode::NotEnrolled { .. })), "{error}");

    let job =
        lab.call("POST", "/audit/user/export", &json!({ "dateStart": "2026-01-01" })).json()["id"].clone();
    let job = format!("/object/job/{job}");
    assert_eq!(lab.get(&job).json()["status"], 1);
    let done = lab.get(&job).json();
    assert_eq!(done["status"], 2);
    let row = &done["data"][0];
    assert_eq!(row["subject"], "valentina.r@test.com");
    assert_eq!(row["event"], "Reset MFA");
    assert_eq!(row["performedBy"], lab.email());
    assert!(row["time"].is_string());
}

#[test]
fn a_reset_is_for_all_or_for_nobody() {
    let lab = lab();
    assert_eq!(lab.reset(&json!([42, 4242])), 404);
    assert_eq!(lab.truth(42)["enrolled"], true);
    for wrong in [json!([]), json!(["42"]), json!([4.2]), json!(42), json!([null])] {
        assert_eq!(lab.reset(&wrong), 400, "{wrong}");
    }
    assert_eq!(lab.truth(42)["resets"], 0);
    assert_eq!(lab.reset(&json!([42, 34, 42, 1])), 204);
    assert_eq!((&lab.truth(42)["resets"], &lab.truth(34)["resets"]), (&json!(1), &json!(1)));
    assert_eq!(lab.truth(1)["resets"], 0, "there was nothing to remove");
}

#[test]
fn every_new_enrolment_is_later_than_the_one_before() {
    let lab = lab();
    let mut before = lab.truth(42)["enrolledAt"].as_str().unwrap().to_owned();
    for round in 0..20 {
        if round % 2 == 0 {
            lab.reset(&json!([42]));
        }
        let enrolled = lab.call("POST", "/_emulator/users/42/enroll", &json!({})).json();
        let now = enrolled["mfa"]["enrolledAt"].as_str().unwrap().to_owned();
        assert!(now > before, "{now} after {before}");
        assert_eq!(enrolled["mfa"]["level"], "user", "the level stays");
        before = now;
    }
    assert_eq!(lab.truth(42)["resets"], 10);
}

#[test]
fn requests_are_listed_with_ids_and_numbers_that_never_restart() {
    let lab = lab();
    lab.get("/user/users/me?x=1");
    lab.reset(&json!([42, 43]));
    lab.reset(&json!(["42"]));
    lab.get("/_emulator/users/42");
    let log = lab.get("/_emulator/requests").json();
    let rows: Vec<_> = log.as_array().unwrap().iter().collect();
    assert_eq!(rows.len(), 3, "/_emulator is not listed: {log}");
    let keys = |row: &serde_json::Value| {
        json!([row["seq"], row["method"], row["path"], row["query"], row["ids"], row["status"]])
    };
    assert_eq!(keys(rows[0]), json!([1, "GET", "/user/users/me", "x=1", [], 200]));
    assert_eq!(keys(rows[1]), json!([2, "PUT", "/user/users/mfa/reset", null, [42, 43], 204]));
    assert_eq!(keys(rows[2]), json!([3, "PUT", "/user/users/mfa/reset", null, [], 400]));
    assert!(rows[0]["at"].as_str().unwrap().ends_with('Z'));
    assert!(!log.to_string().contains(lab.api_key()));

    assert_eq!(lab.try_call("DELETE", "/_emulator/requests", None).unwrap().status, 204);
    assert_eq!(lab.get("/_emulator/requests").json(), json!([]));
    lab.get("/user/users/42");
    lab.get("/user/users/43");
    let log = lab.get("/_emulator/requests?after=4").json();
    assert_eq!((log.as_array().unwrap().len(), &log[0]["seq"]), (1, &json!(5)));
}

#[test]
fn without_control_the_control_calls_are_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let options =
        Options { database: folder.path().join("demo"), users: 50, port: 0, control: false, private: false };
    let lab = lab_on(start(&options).unwrap(), &options.database);
    assert_eq!(lab.get("/_emulator/requests").status, 404);
    assert_eq!(lab.get("/user/users/42").status, 200);
}
