//! `users search`: filters, limits, formats, notes.

use expect_test::expect;
use serde_json::Value;

use crate::lab::{Lab, Shown};

const KEYS: [&str; 8] = ["user_id", "name", "email", "active", "admin", "mfa", "level", "last_login"];

fn ids(shown: &Shown) -> Vec<String> {
    let json = shown.json();
    let text = |person: &Value| person["user_id"].as_str().expect("ids are strings").to_owned();
    json.as_array().expect("an array").iter().map(text).collect()
}

#[test]
fn a_person_is_found_by_part_of_a_name_or_an_email_in_any_case() {
    let lab = Lab::new();
    for query in ["rodriguez", "VALENTINA", "valentina.r@", "entina Rod"] {
        let shown = lab.types_all(&["users", "search", query, "-o", "json"]).run().exits(0);
        assert_eq!(ids(&shown), ["42"], "{query}");
    }
    let shown = lab.types_all(&["users", "search", "живаго", "-o", "json"]).run().exits(0);
    assert_eq!(ids(&shown), ["17", "65", "81"]);
}

#[test]
fn a_table_has_a_line_for_each_person() {
    let shown = Lab::new().run("users search valentina").exits(0);
    expect![[r#"
        exit 0
        --- stdout
        USER ID  NAME                 EMAIL                 ACTIVE  ADMIN  MFA       LEVEL  LAST LOGIN
        42       Valentina Rodriguez  valentina.r@test.com  yes     no     enrolled  user   2026-09-28 07:38 UTC
    "#]].assert_eq(&shown.to_string());
}

#[test]
fn json_has_every_key_and_ids_are_strings() {
    let shown = Lab::new().run("users search valentina -o json").exits(0);
    expect![[r#"
        exit 0
        --- stdout
        [
        {"user_id":"42","name":"Valentina Rodriguez","email":"valentina.r@test.com","active":true,"admin":false,"mfa":"enrolled","level":"user","last_login":"TIME"}
        ]
    "#]].assert_eq(&shown.to_string());
}

#[test]
fn json_lines_have_one_object_a_line() {
    let shown = Lab::new().run("users search alex -o jsonl").exits(0);
    let people: Vec<Value> =
        shown.stdout.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    assert!(people.len() >= 2);
    for person in people {
        let mut keys: Vec<_> = person.as_object().expect("an object").keys().map(String::as_str).collect();
        keys.sort_unstable();
        let mut wanted = KEYS;
        wanted.sort_unstable();
        assert_eq!(keys, wanted);
    }
}

#[test]
fn csv_has_the_same_words_as_header_in_this_order() {
    let shown = Lab::new().run("users search valentina -o csv").exits(0);
    expect![[r#"
        exit 0
        --- stdout
        user_id,name,email,active,admin,mfa,level,last_login
        42,Valentina Rodriguez,valentina.r@test.com,true,false,enrolled,user,TIME
    "#]]
    .assert_eq(&shown.to_string());
    assert_eq!(shown.stdout.lines().next(), Some(KEYS.join(",").as_str()));
}

#[test]
fn no_match_is_an_empty_result_and_a_note() {
    let lab = Lab::new();
    let empty = |format: &str| lab.run(&format!("users search nobody-is-called-so -o {format}")).exits(0);
    for (format, stdout) in [("table", ""), ("jsonl", "")] {
        let shown = empty(format);
        assert_eq!(shown.stdout, stdout, "{format}");
        assert!(!shown.stderr.is_empty(), "{format}: a note is due");
    }
    assert_eq!(empty("json").json(), serde_json::json!([]));
    assert_eq!(empty("csv").stdout, format!("{}\n", KEYS.join(",")));
    let quiet = lab.run("-q users search nobody-is-called-so").exits(0);
    assert_eq!(quiet.stderr, "");
}

#[test]
fn fifty_are_shown_unless_told_otherwise_and_a_cut_list_says_so() {
    let lab = Lab::new();
    let shown = lab.run("users search -o json").exits(0);
    assert_eq!(ids(&shown).len(), 50);
    assert!(shown.stderr.contains("50") && shown.stderr.contains("--limit"), "\n{shown}");
    let all = lab.run("users search --limit 0 -o json").exits(0);
    assert_eq!(ids(&all).len(), 100);
}

#[test]
fn a_list_that_just_fits_its_limit_is_not_called_cut() {
    let lab = Lab::new();
    let shown = lab.run("users search живаго --limit 3 -o json").exits(0);
    assert_eq!((ids(&shown).len(), shown.stderr.as_str()), (3, ""));
    let shown = lab.run("users search живаго --limit 2 -o json").exits(0);
    assert_eq!(ids(&shown).len(), 2);
    assert!(shown.stderr.contains("first 2"), "\n{shown}");
}

#[test]
fn filters_let_through_what_they_name() {
    let lab = Lab::new();
    let all = |flags: &str| {
        let shown = lab.run(&format!("users search {flags} --limit 0 -o json")).exits(0);
        shown.json().as_array().expect("an array").clone()
    };
    let count = |flags: &str, holds: &dyn Fn(&Value) -> bool| {
        let people = all(flags);
        assert!(people.iter().all(holds), "{flags}");
        people.len()
    };
    assert_eq!(count("--inactive", &|one| one["active"] == false), 10);
    assert_eq!(count("--active", &|one| one["active"] == true), 90);
    assert_eq!(count("--admins", &|one| one["admin"] == true), 3);
    let enrolled = count("--enrolled", &|one| one["mfa"] == "enrolled" && !one["level"].is_null());
    let bare = count("--not-enrolled", &|one| one["mfa"] == "not_enrolled" && one["level"].is_null());
    assert_eq!(enrolled + bare, 100);
    assert!((55..=65).contains(&enrolled), "{enrolled}");
    assert_eq!(
        count("--admins --enrolled --active", &|one| one["admin"] == true && one["mfa"] == "enrolled"),
        2
    );
}

#[test]
fn filters_say_whom_a_reset_would_take() {
    let lab = Lab::new();
    let all = |flags: &str| {
        let shown = lab.run(&format!("users search {flags} --limit 0 -o json")).exits(0);
        shown.json().as_array().expect("an array").clone()
    };
    let everybody = all("");
    let meets = |flags: &str, holds: &dyn Fn(&Value) -> bool| {
        let wanted: Vec<_> = everybody.iter().filter(|one| holds(one)).cloned().collect();
        assert!(!wanted.is_empty() && wanted.len() < 100, "{flags}: {}", wanted.len());
        assert_eq!(all(flags), wanted, "{flags}");
    };
    let before = |one: &Value, limit: &str| one["last_login"].as_str().is_some_and(|at| at < limit);
    meets("--no-admins", &|one| one["admin"] == false);
    meets("--level org", &|one| one["level"] == "org");
    meets("--level user --no-admins", &|one| one["level"] == "user" && one["admin"] == false);
    meets("--last-login-before never", &|one| one["last_login"].is_null());
    meets("--last-login-before 2026-09-01", &|one| before(one, "2026-09-01"));
    meets("--last-login-before 2026-09-28T07:38:00Z", &|one| before(one, "2026-09-28T07:38"));
    assert_eq!(all("--last-login-before 36500d"), Vec::<Value>::new());

    for wrong in
        ["--last-login-before soon", "--level auto", "--no-admins --admins", "--last-login-before 1.2.2026"]
    {
        lab.run(&format!("users search {wrong}")).exits(2);
    }
}

#[test]
fn what_a_search_finds_goes_straight_into_a_reset() {
    let lab = Lab::new();
    let found = lab.run("users search --no-admins --level org --active --limit 0 -o csv").exits(0);
    let people = found.stdout.lines().count() as u64 - 1;
    let shown = lab.resets(&found.stdout, "--dry-run -o json").exits(0);
    assert_eq!(shown.json()["counts"], serde_json::json!({"would_reset": people}), "\n{shown}");
}

#[test]
fn a_limit_counts_what_passes_the_filters() {
    let shown = Lab::new().run("users search --admins --limit 2 -o json").exits(0);
    assert_eq!(ids(&shown), ["1", "34"]);
    assert!(shown.stderr.contains("first 2"), "\n{shown}");
}

#[test]
fn a_group_is_named_in_any_case() {
    let lab = Lab::new();
    let members = |name: &str| {
        ids(&lab
            .types_all(&["users", "search", "--group", name, "--limit", "0", "-o", "json"])
            .run()
            .exits(0))
    };
    assert_eq!(members("Everyone").len(), 100);
    let team = members("incident team");
    assert!(!team.is_empty() && team.len() < 100);
    assert_eq!(team, members("Incident Team"));
}

#[test]
fn a_group_that_is_not_there_is_not_found() {
    let shown = Lab::new().types_all(&["users", "search", "--group", "No Such", "-o", "json"]).run().exits(5);
    assert_eq!(shown.error()["code"], "not_found");
    assert!(shown.error()["hint"].as_str().is_some_and(|hint| hint.contains("Everyone")));
}

#[test]
fn a_filter_that_the_service_cannot_serve_is_an_error_and_no_empty_list() {
    let lab = Lab::new();
    lab.emulator().hides_enrolment();
    for flag in ["--enrolled", "--not-enrolled", "--level user"] {
        let shown = lab.run(&format!("users search {flag} -o json"));
        assert_ne!(shown.exit, 0);
        assert_eq!(shown.stdout, "");
        assert!(shown.error()["message"].as_str().is_some_and(|message| message.contains("not tell who")));
    }
    let shown = lab.run("users search valentina -o json").exits(0);
    assert_eq!(shown.json()[0]["mfa"], "unknown");
    assert_eq!(shown.json()[0]["level"], Value::Null);
}

#[test]
fn a_thousand_people_come_through_whole_and_once() {
    let lab = Lab::of(2500);
    let shown = lab.run("users search --limit 0 -o jsonl").exits(0);
    let mut lines: Vec<_> = shown.stdout.lines().collect();
    assert_eq!(lines.len(), 2500);
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), 2500);
}

#[test]
fn a_search_sends_only_reads() {
    let lab = Lab::new();
    lab.run("users search --group Everyone --limit 0").exits(0);
    assert!(lab.emulator().requests().iter().all(|request| request["method"] == "GET"));
}
