//! `users show`: the Account Status panel.

use expect_test::expect;
use serde_json::{Value, json};

use crate::lab::{Lab, Reply, Stub};

#[test]
fn the_panel_speaks_the_words_of_the_web_screen() {
    let shown = Lab::new().run("users show --user-id 42").exits(0);
    expect![[r#"
        exit 0
        --- stdout
        User Profile
          Name                       Valentina Rodriguez
          Email                      valentina.r@test.com
          User ID                    42
          Language                   es-ES
          Groups                     Everyone, Human Resources
          Roles                      Read Only
          Last login                 2026-09-28 07:38 UTC

        Account Status
          Enable User Access         on
          Admin                      off
          All Data Access            off
          Enforce org-level MFA      on
          Exempt from org-level MFA  no
          Single sign-on             no
          MFA                        enrolled (user level) since 2026-01-05 17:55 UTC

        RESET MFA FOR THIS USER
                                     mfa-admin mfa reset --user-id 42
    "#]]
    .assert_eq(&shown.to_string());
}

#[test]
fn json_has_the_keys_of_a_search_and_those_of_the_panel() {
    let shown = Lab::new().run("users show --user-id 42 -o json").exits(0);
    expect![[r#"
        exit 0
        --- stdout
        {
          "user_id": "42",
          "name": "Valentina Rodriguez",
          "email": "valentina.r@test.com",
          "active": true,
          "admin": false,
          "mfa": "enrolled",
          "level": "user",
          "last_login": "TIME",
          "all_data_access": false,
          "exempt": false,
          "enforced": true,
          "enrolled_at": "TIME",
          "factors": null,
          "language": "es-ES",
          "groups": [
            "Everyone",
            "Human Resources"
          ],
          "roles": [
            "Read Only"
          ],
          "sso": false
        }
    "#]]
    .assert_eq(&shown.to_string());
}

#[test]
fn csv_and_json_lines_have_the_same_words() {
    let lab = Lab::new();
    let csv = lab.run("users show --user-id 42 -o csv").exits(0);
    let header = "user_id,name,email,active,admin,mfa,level,last_login,all_data_access,exempt,enforced,enrolled_at,\
                  factors,language,groups,roles,sso";
    assert_eq!(csv.stdout.lines().next(), Some(header));
    assert_eq!(csv.stdout.lines().count(), 2);
    let line = lab.run("users show --user-id 42 -o jsonl").exits(0);
    assert_eq!(line.stdout.lines().count(), 1);
    assert_eq!(line.json(), lab.run("users show --user-id 42 -o json").json());
}

#[test]
fn a_person_is_shown_by_whole_email_in_any_case_and_with_spaces_around() {
    let lab = Lab::new();
    for email in ["valentina.r@test.com", "VALENTINA.R@Test.COM", "  valentina.r@test.com\t"] {
        let shown = lab.types_all(&["users", "show", "--email", email, "-o", "json"]).run().exits(0);
        assert_eq!(shown.json()["user_id"], "42", "{email:?}");
    }
}

#[test]
fn part_of_an_email_or_a_name_picks_no_person() {
    let lab = Lab::new();
    for email in ["valentina.r@test", "valentina", "Valentina Rodriguez", "alentina.r@test.com"] {
        let shown = lab.types_all(&["users", "show", "--email", email, "-o", "json"]).run().exits(5);
        assert_eq!(shown.error()["code"], "not_found", "{email}");
        assert_eq!(shown.stdout, "");
    }
}

#[test]
fn an_id_that_no_person_has_is_not_found() {
    let shown = Lab::new().run("users show --user-id 4242").exits(5);
    expect![[r#"
        exit 5
        --- stderr
        error: no such person: user 4242

        hint: look with `mfa-admin users search PART-OF-NAME`
    "#]]
    .assert_eq(&shown.to_string());
}

#[test]
fn two_with_one_email_are_both_shown() {
    let twin =
        |id: u64, first: &str| json!({"id": id, "first": first, "last": "Kim", "email": "alex@x.test"});
    let stub = Stub::people(vec![twin(7, "Alex"), twin(8, "Alexandra")]);
    let lab = Lab::on(&stub);
    let shown = lab.run("users show --email Alex@x.test -o json").exits(5);
    assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("not_found")));
    let shown = lab.run("users show --email alex@x.test").exits(5);
    for part in ["7", "Alex Kim", "8", "Alexandra Kim"] {
        assert!(shown.stderr.contains(part), "{part}\n{shown}");
    }
}

#[test]
fn both_keys_at_once_or_none_are_wrong_usage() {
    let lab = Lab::bare();
    lab.run("users show --user-id 1 --email a@b.c").exits(2);
    lab.run("users show").exits(2);
}

#[test]
fn what_the_service_does_not_tell_is_null_and_unknown() {
    let stub = Stub::people(vec![json!({"id": 7})]);
    let lab = Lab::on(&stub);
    let shown = lab.run("users show --user-id 7 -o json").exits(0);
    let mut person = shown.json();
    assert_eq!(person["user_id"].take(), "7");
    assert_eq!(person["mfa"].take(), "unknown");
    let told: Vec<_> =
        person.as_object().expect("an object").iter().filter(|(_, value)| !value.is_null()).collect();
    assert_eq!(told, Vec::<(&String, &Value)>::new());
    let panel = lab.run("users show --user-id 7").exits(0).stdout;
    assert!(panel.contains("unknown"), "{panel}");
}

#[test]
fn an_answer_about_another_person_is_no_answer() {
    let stub = Stub::org(|asked| {
        asked.path.starts_with("/user/org/166/user/").then(|| Reply::ok(json!({"id": 1, "user": {"id": 8}})))
    });
    let shown = Lab::on(&stub).run("users show --user-id 7 -o json").exits(9);
    assert_eq!(shown.error()["code"], "unreachable");
}

#[test]
fn showing_sends_only_reads() {
    let lab = Lab::new();
    lab.run("users show --email valentina.r@test.com").exits(0);
    assert!(lab.emulator().requests().iter().all(|request| request["method"] == "GET"));
}
