//! What needs more than `--yes`, and what is always refused.

use serde_json::json;

use crate::lab::{Lab, Shown};

/// 1 is the signed-in administrator, 34 and 71 are administrators who are enrolled.
const ADMINISTRATOR: &str = "anais.gagne34@test.com";

fn sends_nothing(lab: &Lab, shown: &Shown) {
    assert!(lab.emulator().requests().iter().all(|request| request["method"] == "GET"), "\n{shown}");
}

#[test]
fn without_a_terminal_and_without_yes_it_ends_at_once() {
    let lab = Lab::new();
    for words in ["--user-id 42", "--user-id 42 --user-id 46", "--user-id 42 --no-input", "--csv -"] {
        let shown = lab.types(&format!("mfa reset {words} -o json")).stdin("user_id\n42\n").run().exits(6);
        assert_eq!(shown.stdout, "", "{words}");
        let error = shown.error();
        assert_eq!(error["code"], "cancelled");
        assert!(error["hint"].as_str().is_some_and(|hint| hint.contains("--yes")), "{error}");
    }
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn an_administrator_needs_more_than_yes() {
    let lab = Lab::new();
    let shown = lab.run("mfa reset --user-id 34 --yes -o json").exits(6);
    assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("cancelled")));
    assert!(shown.error()["hint"].to_string().contains(&format!("--confirm {ADMINISTRATOR}")));
    sends_nothing(&lab, &shown);
}

#[test]
fn an_administrator_is_reset_when_their_email_is_given() {
    let lab = Lab::new();
    for (id, email) in [("34", ADMINISTRATOR.to_uppercase().as_str()), ("71", " wei.liu71@test.com ")] {
        let words = ["mfa", "reset", "--user-id", id, "--yes", "--confirm", email, "-o", "json"];
        assert_eq!(lab.types_all(&words).run().exits(0).outcomes(), ["reset"]);
    }
    assert_eq!(lab.emulator().sent(), [34, 71]);
}

#[test]
fn confirming_is_no_yes() {
    let lab = Lab::new();
    let shown = lab.run(&format!("mfa reset --user-id 34 --confirm {ADMINISTRATOR} -o json")).exits(6);
    assert_eq!(shown.stdout, "");
    sends_nothing(&lab, &shown);
}

#[test]
fn a_wrong_word_stops_the_run_even_where_none_is_needed() {
    let lab = Lab::production();
    for words in [
        "--user-id 34 --confirm valentina.r@test.com",
        "--user-id 34 --confirm yes",
        "--user-id 34 --confirm 34",
        "--user-id 42 --confirm someone.else@test.com",
        "--user-id 42 --user-id 46 --confirm 3",
        "--user-id 42 --user-id 46 --confirm valentina.r@test.com",
    ] {
        let shown = lab.run(&format!("mfa reset {words} --yes -o json")).exits(6);
        assert_eq!(shown.error()["code"], "cancelled", "{words}");
        sends_nothing(&lab, &shown);
    }
    let shown = lab.run("mfa reset --user-id 34 --confirm 34 --yes").exits(6);
    assert_eq!(shown.stdout, "");
}

#[test]
fn the_signed_in_person_needs_more_than_yes_too() {
    let lab = Lab::new();
    lab.emulator().enroll(1);
    let shown = lab.run("mfa reset --user-id 1 --yes -o json").exits(6);
    assert_eq!(shown.stdout, "");
    assert!(shown.error()["message"].to_string().contains("yourself"));
    let shown = lab.run("mfa reset --user-id 1 --yes --confirm admin@test.com -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset"]);
    assert_eq!(lab.emulator().sent(), [1]);
}

#[test]
fn in_a_batch_administrators_and_yourself_are_always_refused() {
    let lab = Lab::new();
    lab.emulator().enroll(1);
    let shown = lab.resets("user_id\n1\n34\n42\n", "--yes -o json").exits(7);
    assert_eq!(shown.outcomes(), ["refused", "refused", "reset"]);
    assert!(
        shown.details()[0].contains("yourself") && shown.details()[1].contains("administrator"),
        "\n{shown}"
    );
    assert_eq!(lab.emulator().sent(), [42]);

    let shown = lab.run("mfa reset --user-id 34 --user-id 46 --yes -o json").exits(7);
    assert_eq!(shown.outcomes(), ["refused", "reset"]);
    // A file with one row is a batch too.
    let shown = lab.resets("user_id\n34\n", &format!("--yes --confirm {ADMINISTRATOR} -o json"));
    assert_ne!(shown.exit, 0, "\n{shown}");
    assert_eq!(lab.emulator().sent(), [42, 46]);
}

#[test]
fn a_production_batch_needs_the_head_count() {
    let lab = Lab::production();
    let shown = lab.run("mfa reset --user-id 42 --user-id 46 --yes -o json").exits(6);
    assert!(shown.error()["hint"].to_string().contains("--confirm 2"));
    sends_nothing(&lab, &shown);

    let shown = lab.run("mfa reset --user-id 42 --user-id 46 --yes --confirm 2 -o json").exits(0);
    assert_eq!(
        (shown.outcomes(), &shown.json()["environment"]),
        (vec!["reset".to_owned(); 2], &json!("production"))
    );
}

#[test]
fn the_head_count_is_that_of_distinct_people_in_the_input() {
    let lab = Lab::production();
    // 42 twice by id and once by e-mail; 43 has nothing to reset, 34 will be refused: both count.
    let csv = "user_id,email\n42,\n42,\n,Valentina.R@test.com \n43,\n34,\n";
    assert!(lab.resets(csv, "--yes -o json").exits(6).error()["hint"].to_string().contains("--confirm 3"));
    lab.resets(csv, "--yes --confirm 5 -o json").exits(6);
    let shown = lab.resets(csv, "--yes --confirm 3 -o json").exits(7);
    assert_eq!(shown.outcomes(), ["reset", "skipped", "skipped", "not_enrolled", "refused"]);
    assert_eq!(lab.emulator().sent(), [42]);
}

#[test]
fn production_is_what_a_profile_is_when_nothing_is_said() {
    let lab = Lab::new().set("MFA_ADMIN_ENVIRONMENT", "");
    let shown = lab.resets("user_id\n42\n", "--yes -o json").exits(6);
    assert!(shown.error()["hint"].to_string().contains("--confirm 1"));
    assert_eq!(lab.run("mfa reset --user-id 42 --yes -o json").exits(0).json()["environment"], "production");
}

#[test]
fn more_people_than_max_is_bad_input() {
    let lab = Lab::new();
    let shown = lab.resets("user_id\n42\n46\n6\n", "--yes --max 2 -o json").exits(10);
    assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("bad_input")));
    assert_eq!(lab.emulator().requests().len(), 0);
    // The same person a second time does not count.
    let shown = lab.resets("user_id\n42\n46\n42\n042\n", "--yes --max 2 -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset", "reset", "skipped", "skipped"]);
}

#[test]
fn max_counts_people_and_not_their_keys() {
    let lab = Lab::new();
    let csv = "user_id,email\n42,\n,valentina.r@test.com\n";
    let shown = lab.resets(csv, "--yes --max 1 -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset", "skipped"]);
}
