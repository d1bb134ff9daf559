//! WHO: an id or a whole e-mail address by itself, wherever a person is named.

use serde_json::json;

use crate::lab::Lab;

#[test]
fn an_id_or_a_whole_address_stands_by_itself() {
    let lab = Lab::new();
    for who in ["42", "valentina.r@test.com", "Valentina.R@TEST.com"] {
        let shown = lab.run(&format!("users show {who} -o json")).exits(0);
        assert_eq!(shown.json()["user_id"], json!("42"), "{who}");
    }
    lab.run("mfa reset valentina.r@test.com --yes").exits(0);
    assert_eq!(lab.emulator().sent(), [42]);
}

#[test]
fn several_keep_the_order_in_which_they_were_typed() {
    let lab = Lab::new();
    let words = "mfa reset 46 --dry-run --email valentina.r@test.com 43 --user-id 6 -o json";
    let rows = lab.run(words).exits(0).rows();
    let ids: Vec<_> = rows.iter().map(|row| row["user_id"].as_str().unwrap_or("-")).collect();
    assert_eq!(ids, ["46", "42", "43", "6"]);
    let again = lab.run("mfa reset 42 valentina.r@test.com --dry-run -o json").exits(0);
    assert_eq!(again.outcomes(), ["would_reset", "skipped"]);
}

#[test]
fn a_name_picks_nobody_and_is_told_how_to_search() {
    let lab = Lab::new();
    for words in [
        &["users", "show", "Valentina"] as &[&str],
        &["mfa", "reset", "--yes", "Valentina"],
        &["mfa", "reset", "--yes", "42", "Valentina"],
        &["users", "show", "--user-id", "Valentina"],
    ] {
        let shown = lab.types_all(&[&["-o", "json"], words].concat()).run().exits(2);
        let hint = shown.error()["hint"].to_string();
        assert!(hint.contains("`mfa-admin users search Valentina`"), "{words:?}\n{shown}");
    }
    let shown = lab.types_all(&["users", "show", "Valentina Rodriguez"]).run().exits(2);
    assert!(shown.stderr.contains("users search 'Valentina Rodriguez'"), "{shown}");
    let shown = lab.types_all(&["--profile", "demo", "users", "show", "Val"]).run().exits(2);
    assert!(shown.stderr.contains("`mfa-admin --profile demo users search Val`"), "{shown}");
    assert!(lab.emulator().requests().is_empty());
}

#[test]
fn what_cannot_stand_together_does_not() {
    let lab = Lab::new();
    for words in [
        "users show 42 43",
        "users show 42 --email valentina.r@test.com",
        "users show 42 --user-id 42",
        "mfa unlock 42 43",
        "mfa unlock",
        "mfa reset 42 --csv people.csv",
        "emulator code",
        "emulator code 42 --user-id 42",
    ] {
        lab.run(words).exits(2);
    }
    let shown = lab.run("users show --user-id a@b.c").exits(2);
    assert!(shown.stderr.contains("--email"), "{shown}");
    assert!(lab.emulator().requests().is_empty());
}

#[test]
fn the_code_of_a_person_goes_by_either() {
    let lab = Lab::bare();
    lab.run("--profile demo users show 42").exits(0);
    for who in ["42", "Valentina.R@test.com", "--user-id 42", "--email valentina.r@test.com"] {
        let shown = lab.run(&format!("emulator code {who} -o json")).exits(0);
        assert_eq!(shown.json()["user_id"], json!("42"), "{who}");
    }
    let shown = lab.run("emulator code nobody@test.com").exits(5);
    assert!(shown.stderr.contains("no person has the e-mail nobody@test.com"), "{shown}");
}
