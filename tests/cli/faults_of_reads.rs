//! Faults on reads: three tries, and then the true error.

use serde_json::json;

use crate::lab::Lab;

/// A fault that meets every try of a read: the run ends with its cause.
#[test]
fn a_read_is_tried_three_times_and_no_more() {
    for fault in ["drop_before", "drop_after", "status:500", "status:502", "status:503", "html", "truncate"] {
        let lab = Lab::new();
        lab.emulator().faults(&[("GET /user/org", fault)]);
        for words in ["users show --user-id 42 -o json", "mfa reset --user-id 42 --yes -o json"] {
            let before = lab.emulator().requests().len();
            let shown = lab.run(words).exits(9);
            assert_eq!(
                (shown.stdout.as_str(), &shown.error()["code"]),
                ("", &json!("unreachable")),
                "{fault}"
            );
            let requests = lab.emulator().requests();
            let tries = requests[before..]
                .iter()
                .filter(|request| request["path"] == "/user/org/166/user/42")
                .count();
            assert_eq!(tries, 3, "{fault}: {words}");
        }
        assert_eq!(lab.emulator().sent(), [0; 0], "{fault}");
    }
}

#[test]
fn a_read_that_fails_every_other_time_is_not_noticed() {
    for fault in ["drop_before", "status:500", "html", "truncate", "status:429"] {
        let lab = Lab::new();
        lab.emulator().inject(&json!({"rules": [{"match": "GET /user", "every": 2, "do": fault}]}));
        let shown = lab.run("mfa reset --email valentina.r@test.com --yes -o json").exits(0);
        assert_eq!(shown.outcomes(), ["reset"], "{fault}");
        assert_eq!(lab.emulator().sent(), [42], "{fault}");
    }
}

#[test]
fn a_list_that_breaks_off_goes_on_where_it_did() {
    let lab = Lab::new();
    lab.emulator().inject(&json!({"rules": [{"match": "GET /user/users?x", "every": 3, "do": "truncate"}]}));
    // The first request reads the caller; the list is the second and, once, the third.
    for _ in 0..2 {
        let shown = lab.run("users search --limit 0 -o json").exits(0);
        let people = shown.json().as_array().expect("an array").clone();
        let mut ids: Vec<_> = people.iter().map(|one| one["user_id"].to_string()).collect();
        assert_eq!(ids.len(), 100, "each person once");
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 100, "each person once");
    }
    assert!(lab.emulator().requests().len() >= 5, "one of the lists was asked for again");
}

#[test]
fn a_read_beyond_the_timeout_is_unreachable() {
    let lab = Lab::new();
    lab.emulator().faults(&[("GET /user/users/me", "delay:60000")]);
    let shown = lab.run("--timeout 1 users search -o json").exits(9);
    assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("unreachable")));
    assert!(shown.error()["hint"].to_string().contains("--timeout"));
}

#[test]
fn throttled_reads_are_waited_out_or_given_up() {
    let lab = Lab::new();
    lab.emulator().inject(&json!({"rules": [{"match": "GET /user", "every": 2, "do": "quota:403"}]}));
    lab.run("users show --user-id 42").exits(0);
    lab.emulator()
        .inject(&json!({"rules": [{"match": "GET /user", "do": "status:503", "retry_after": 3600}]}));
    let shown = lab.run("users show --user-id 42 -o json").exits(11);
    assert_eq!(shown.error()["code"], "rate_limited");
}

#[test]
fn a_forbidden_read_without_a_word_of_quota_is_forbidden() {
    use crate::lab::{Reply, Stub};
    let stub = Stub::org(|asked| {
        asked.path.starts_with("/user/org").then(|| Reply::refused(403, "only administrators may look"))
    });
    let shown = Lab::on(&stub).run("users show --user-id 7 -o json").exits(4);
    assert_eq!(shown.error()["code"], "forbidden");
    assert!(shown.error()["message"].to_string().contains("only administrators may look"));
}

#[test]
fn one_bad_record_is_no_reason_to_give_up_the_others() {
    let lab = Lab::new();
    // As a prefix this matches 46 and none of the other two.
    lab.emulator().faults(&[("GET /user/org/166/user/46", "status:500")]);
    let shown = lab.resets("user_id\n42\n46\n6\n", "--yes -o json").exits(7);
    assert_eq!(shown.outcomes(), ["reset", "failed", "reset"]);
    let mut sent = lab.emulator().sent();
    sent.sort_unstable();
    assert_eq!(sent, [6, 42]);
}

#[test]
fn a_search_that_fails_half_way_is_not_ended_as_if_it_were_whole() {
    use crate::lab::{Reply, Stub};
    let people: Vec<_> = (1..=1000).map(|id| json!({"id": id})).collect();
    let stub = Stub::org(move |asked| match asked.line().as_str() {
        "GET /user/users" if asked.path.contains("pageNumber=1&") => Some(Reply::ok(json!({"data": people}))),
        "GET /user/users" => Some(Reply::refused(500, "out of order")),
        _ => None,
    });
    let lab = Lab::on(&stub).without_variables().set("MFA_ADMIN_API_KEY", "the-key");
    lab.config(&format!(
        "[profiles.paged]\nprovider = \"resolver\"\nurl = \"{}\"\norg_id = \"166\"\npaging = \"page_limit\"\n",
        stub.url()
    ));
    let shown = lab.run("--profile paged users search --limit 0 -o json").exits(9);
    assert_eq!(shown.error()["code"], "unreachable");
    assert!(serde_json::from_str::<serde_json::Value>(&shown.stdout).is_err(), "a part is no whole");
}

#[test]
fn a_list_that_always_breaks_off_leaves_no_person_out() {
    let lab = Lab::of(300);
    // The person picked by e-mail is in the half that never comes; the others are named twice.
    lab.emulator().inject(&json!({"rules": [
        {"match": "GET /user/users/me", "do": "delay:0"},
        {"match": "GET /user/users", "do": "truncate"},
    ]}));
    let ids = (2..=110).chain(2..=110).fold("user_id,email\n".to_owned(), |csv, id| format!("{csv}{id},\n"));
    let shown = lab.resets(&format!("{ids},nobody@test.com\n"), "--yes -o json").exits(7);
    let (outcomes, details) = (shown.outcomes(), shown.details());
    for row in 0..109 {
        let id = row as u64 + 2;
        assert!(
            ["reset", "not_enrolled", "refused"].contains(&outcomes[row].as_str()),
            "{id}: {}",
            outcomes[row]
        );
        assert_eq!(lab.emulator().resets(id), u64::from(outcomes[row] == "reset"), "{id}");
        let again = (outcomes[row + 109].as_str(), details[row + 109].clone());
        assert_eq!(again, ("skipped", format!("the same person as row {}", row + 1)), "{id}");
    }
    assert!(outcomes.iter().filter(|outcome| *outcome == "reset").count() > 50, "\n{shown}");
}
