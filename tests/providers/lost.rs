//! Answers to a reset after which it is not known whether it was done, and those that say so.

use serde_json::json;

use crate::lab::{Lab, Reply, Shown, Stub};

const PAGE: &str = "<!DOCTYPE html><html><body>Something went wrong</body></html>";

/// A service that answers every reset like this; the enrolment of 7 stays as it is.
fn answering(status: u16, headers: &[(&'static str, &str)], body: &'static str) -> Stub {
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Stub::org(move |asked| match asked.line().as_str() {
        "GET /user/org/166/user/7" => Some(Reply::ok(json!({
            "id": 1, "user": {"id": 7, "email": "a@x.test", "isAdmin": false},
            "mfa": {"enrolled": true, "level": "user", "enrolledAt": 1},
        }))),
        "PUT /user/users/mfa/reset" => Some(Reply::Raw(status, headers.clone(), body.to_owned())),
        _ => None,
    })
}

fn reset_7(stub: &Stub) -> Shown {
    Lab::on(stub).run("mfa reset --user-id 7 --yes --settle 0.2 -o json")
}

#[test]
fn a_gateway_that_waited_in_vain_says_nothing_about_the_service_behind_it() {
    for status in [408, 504, 522, 524] {
        for body in ["", PAGE, r#"{"message":"upstream timed out"}"#] {
            let stub = answering(status, &[], body);
            let shown = reset_7(&stub).exits(8);
            assert_eq!((shown.outcomes(), stub.resets()), (vec!["unknown".to_owned()], 1), "{status} {body}");
        }
    }
}

#[test]
fn another_fault_of_the_service_is_settled_and_sent_again() {
    for status in [500, 502, 503, 520] {
        let stub = answering(status, &[], "");
        let shown = reset_7(&stub).exits(7);
        assert_eq!((shown.outcomes(), stub.resets()), (vec!["failed".to_owned()], 3), "{status}");
    }
}

#[test]
fn a_web_page_in_answer_to_a_reset_is_a_lost_answer_whatever_its_status() {
    for status in [200, 400, 403, 404, 413, 500] {
        for headers in [&[][..], &[("Content-Type", "text/html; charset=utf-8")]] {
            let stub = answering(status, headers, PAGE);
            let shown = reset_7(&stub).exits(7);
            // Read back, and still there: so it may be sent again.
            assert_eq!((shown.outcomes(), stub.resets()), (vec!["failed".to_owned()], 3), "{status}");
        }
    }
}

#[test]
fn a_no_in_the_words_of_the_api_is_a_no() {
    for status in [400, 403, 404, 409, 422] {
        let stub = answering(status, &[], r#"{"message":"no"}"#);
        let shown = reset_7(&stub).exits(7);
        assert_eq!((shown.outcomes(), stub.resets()), (vec!["failed".to_owned()], 1), "{status}");
    }
}
