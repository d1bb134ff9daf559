//! People in other spellings and envelopes than the one that is documented.

use serde_json::{Value, json};

use crate::lab::{Lab, Reply, Stub};

/// What a search makes of this answer to `GET /user/users`.
fn found(list: Value) -> Vec<Value> {
    let stub = Stub::org(move |asked| (asked.line() == "GET /user/users").then(|| Reply::ok(list.clone())));
    let shown = Lab::on(&stub).run("users search --limit 0 -o json").exits(0);
    shown.json().as_array().expect("an array").clone()
}

/// The stub's answer to a read of user 7, and to a reset.
fn membership_of_7(membership: Value) -> Stub {
    Stub::org(move |asked| match asked.line().as_str() {
        "GET /user/org/166/user/7" => Some(Reply::ok(membership.clone())),
        "PUT /user/users/mfa/reset" => Some(Reply::Raw(204, Vec::new(), String::new())),
        _ => None,
    })
}

#[test]
fn a_person_as_the_live_service_has_shown_one() {
    let person = json!({
        "id": 278_529, "first": "Ana", "last": "Silva", "email": "ana@x.test", "externalRefId": "uuid", "isActive": true,
        "userType": 0, "isAdmin": false, "isPortalUrlAccess": false, "lastLogin": "2026-09-10T18:16:56.865Z", "lang": "en-US",
    });
    let wanted = json!({
        "user_id": "278529", "name": "Ana Silva", "email": "ana@x.test", "active": true, "admin": false,
        "mfa": "unknown", "level": null, "last_login": "2026-09-10T18:16:56.865Z",
    });
    assert_eq!(found(json!({"data": [person]})), [wanted]);
}

#[test]
fn other_spellings_say_the_same() {
    let wanted = json!({
        "user_id": "7", "name": "Ana Silva", "email": "ana@x.test", "active": true, "admin": false,
        "mfa": "unknown", "level": null, "last_login": "2026-01-01T00:00:00.000Z",
    });
    for person in [
        json!({"id": "7", "firstName": "Ana", "lastName": "Silva", "emailAddress": "ana@x.test", "active": "true",
               "admin": false, "lastLoginDate": 1_767_225_600}),
        json!({"id": 7, "first": " Ana ", "last": "Silva", "email": "ana@x.test", "isActive": 1, "isAdmin": false,
               "lastLogin": 1_767_225_600_000_u64, "aKeyNobodyKnows": {"deep": [1]}}),
        json!({"id": "007", "name": "Ana Silva", "email": "ana@x.test", "isActive": true, "isAdmin": false,
               "lastLogin": "1767225600"}),
    ] {
        assert_eq!(found(json!([person])), std::slice::from_ref(&wanted), "{person}");
    }
}

#[test]
fn a_list_may_come_in_any_envelope() {
    let rows = json!([{"id": 7}, {"id": 8}]);
    for list in [
        rows.clone(),
        json!({"data": rows}),
        json!({"users": rows}),
        json!({"results": rows, "total": 2}),
        json!({"items": rows}),
        json!({"data": {"users": rows}}),
    ] {
        let ids: Vec<_> = found(list.clone()).iter().map(|one| one["user_id"].clone()).collect();
        assert_eq!(ids, ["7", "8"], "{list}");
    }
}

#[test]
fn what_is_no_list_or_holds_no_person_is_no_answer() {
    for list in
        [json!({"message": "hello"}), json!([{"email": "a@x.test"}]), json!({"data": [1, 2]}), json!("text")]
    {
        let copy = list.clone();
        let stub =
            Stub::org(move |asked| (asked.line() == "GET /user/users").then(|| Reply::ok(copy.clone())));
        let shown = Lab::on(&stub).run("users search -o json").exits(9);
        assert_eq!(shown.error()["code"], "unreachable", "{list}");
    }
}

#[test]
fn the_id_of_a_membership_is_never_taken_for_a_persons() {
    let stub = Stub::org(|asked| match asked.line().as_str() {
        "GET /user/org/166/user/7" => {
            Some(Reply::ok(json!({"id": 9007, "isAdmin": true, "allAccess": true})))
        }
        "GET /user/users/7" => Some(Reply::ok(json!({"id": 7, "email": "ana@x.test", "isAdmin": false}))),
        _ => None,
    });
    let person = Lab::on(&stub).run("users show --user-id 7 -o json").exits(0).json();
    assert_eq!((&person["user_id"], &person["email"]), (&json!("7"), &json!("ana@x.test")));
    // What the membership says of this org wins.
    assert_eq!((&person["admin"], &person["all_data_access"]), (&json!(true), &json!(true)));
    assert!(stub.lines().contains(&"GET /user/users/7".to_owned()));
}

#[test]
fn an_answer_about_another_id_resets_no_person() {
    let stub = membership_of_7(json!({"id": 9007, "user": {"id": 9007, "email": "other@x.test"}}));
    Lab::on(&stub).run("mfa reset --user-id 7 --yes").exits(9);
    assert_eq!(stub.resets(), 0);
}

/// A list and a page that write about 7 in their own ways, and a reset that does nothing.
fn listed_and_shown(row: Value, page: Value) -> Stub {
    Stub::org(move |asked| match asked.line().as_str() {
        "GET /user/users" => Some(Reply::ok(json!([row]))),
        "GET /user/org/166/user/7" => Some(Reply::ok(json!({"id": 9007, "user": page}))),
        "PUT /user/users/mfa/reset" => Some(Reply::Raw(204, Vec::new(), String::new())),
        _ => None,
    })
}

/// The Kelvin sign, like a capital K; in lower case it is the letter k.
const KELVIN: &str = "mi\u{212a}e@x.test";

fn enrolled(id: u64, email: &str) -> Value {
    json!({"id": id, "email": email, "isAdmin": false, "mfa": {"enrolled": true, "level": "user", "enrolledAt": 1}})
}

#[test]
fn a_letter_that_is_only_similar_picks_no_person() {
    for (email, typed) in [
        (KELVIN, "mike@x.test"),
        ("mike@x.test", KELVIN),
        ("\u{17f}am@x.test", "sam@x.test"),
        ("жук@x.test", "ЖУК@x.test"),
        ("ana@x.test\u{a0}", "ana@x.test"),
        ("ana@x.test", "\u{a0}ana@x.test"),
    ] {
        let stub = Stub::people(vec![enrolled(7, email)]);
        let lab = Lab::on(&stub);
        lab.types_all(&["users", "show", "--email", typed]).run().exits(5);
        lab.types_all(&["mfa", "reset", "--email", typed, "--yes"]).run().exits(5);
        let shown = lab.resets(&format!("email\n{typed}\n"), "--yes -o json").exits(7);
        assert_eq!(shown.outcomes(), ["not_found"], "{typed}");
        // Where an id and an address are given, they must agree.
        let shown = lab.resets(&format!("user_id,email\n7,{typed}\n"), "--yes -o json").exits(7);
        assert_eq!((shown.outcomes(), stub.resets()), (vec!["refused".to_owned()], 0), "{typed}");
    }
}

#[test]
fn a_whole_address_is_one_whatever_its_ascii_case_and_the_spaces_around_it() {
    let stub = Stub::people(vec![enrolled(7, " Mike@x.test"), enrolled(8, KELVIN)]);
    let lab = Lab::on(&stub);
    for typed in ["mike@X.TEST", " mIKE@x.test\t"] {
        let shown = lab.types_all(&["users", "show", "--email", typed, "-o", "json"]).run().exits(0);
        assert_eq!(shown.json()["user_id"], "7", "{typed}");
    }
    let shown = lab.types_all(&["users", "show", "--email", KELVIN, "-o", "json"]).run().exits(0);
    assert_eq!(shown.json()["user_id"], "8");
}

#[test]
fn rows_of_a_file_that_differ_in_such_a_letter_are_two_people() {
    let stub = Stub::people(vec![enrolled(7, "mike@x.test"), enrolled(8, KELVIN)]);
    let csv = format!("email\nmike@x.test\n{KELVIN}\nMIKE@x.test\n");
    let shown = Lab::on(&stub).resets(&csv, "--dry-run -o json").exits(0);
    assert_eq!(shown.outcomes(), ["would_reset", "would_reset", "skipped"]);
    assert_eq!(shown.rows()[1]["user_id"], "8");
}

#[test]
fn a_list_that_writes_times_in_another_way_makes_no_reset_of_nothing() {
    let mfa = |at: &str| json!({"enrolled": true, "level": "user", "enrolledAt": at});
    for (row, page) in [
        ("2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00Z"),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z"),
    ] {
        let person = |at| json!({"id": 7, "email": "a@x.test", "isAdmin": false, "mfa": mfa(at)});
        let stub = listed_and_shown(person(row), person(page));
        let shown = Lab::on(&stub).run("mfa reset --email a@x.test --yes --settle 0.2 -o json").exits(7);
        assert_eq!((shown.outcomes(), stub.resets()), (vec!["unverified".to_owned()], 1), "{row} {page}");
    }
}

#[test]
fn what_only_the_list_knows_of_a_person_is_a_name_and_that_they_are_an_administrator() {
    let row = json!({"id": 7, "first": "Ana", "email": "A@x.test", "isAdmin": true});
    let stub = listed_and_shown(row, json!({"id": 7}));
    let lab = Lab::on(&stub);
    let person = lab.run("users show --email a@x.test -o json").exits(0).json();
    assert_eq!(
        (&person["email"], &person["name"], &person["admin"]),
        (&json!(null), &json!("Ana"), &json!(true))
    );
    // An e-mail that the person's own page does not have picks no person.
    let shown = lab.run("mfa reset --email a@x.test --yes -o json").exits(7);
    assert_eq!((shown.outcomes(), stub.resets()), (vec!["refused".to_owned()], 0));
    lab.run("mfa reset --user-id 7 --yes").exits(6);
    assert_eq!(stub.resets(), 0, "an administrator needs more than --yes");
}

#[test]
fn enrolment_is_read_from_every_key_that_may_tell_it() {
    let keys = ["mfaEnabled", "isMfaEnabled", "mfaEnrolled", "isMfaEnrolled", "mfaSetup", "hasMfa"];
    for key in keys {
        for (value, word) in [(true, "enrolled"), (false, "not_enrolled")] {
            assert_eq!(found(json!([{"id": 7, key: value}]))[0]["mfa"], word, "{key}");
        }
    }
    for (mfa, word) in [
        (json!({"enrolled": true, "level": "org"}), "enrolled"),
        (json!({"enabled": false}), "not_enrolled"),
        (json!(true), "enrolled"),
        (json!({}), "unknown"),
        (json!(null), "unknown"),
        (json!({"enrolled": "perhaps"}), "unknown"),
    ] {
        assert_eq!(found(json!([{"id": 7, "mfa": mfa}]))[0]["mfa"], word, "{mfa}");
    }
}

#[test]
fn what_is_demanded_is_no_enrolment() {
    let stub = membership_of_7(json!({"id": 1, "user": {"id": 7}, "mfaOptOut": true, "mfaEnforced": false}));
    let person = Lab::on(&stub).run("users show --user-id 7 -o json").exits(0).json();
    assert_eq!(
        (&person["exempt"], &person["enforced"], &person["mfa"]),
        (&json!(true), &json!(false), &json!("unknown"))
    );
}

#[test]
fn an_enrolment_that_cannot_be_read_is_reset_and_accepted() {
    let stub = membership_of_7(json!({"id": 1, "user": {"id": 7, "email": "a@x.test", "isAdmin": false}}));
    let shown = Lab::on(&stub).run("mfa reset --user-id 7 --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["accepted"]);
    let resets: Vec<_> = stub.asked().into_iter().filter(|asked| asked.method == "PUT").collect();
    assert_eq!(resets.len(), 1);
    assert_eq!(
        (resets[0].path.as_str(), resets[0].body.as_str()),
        ("/user/users/mfa/reset", r#"{"ids":[7]}"#)
    );
}

#[test]
fn still_enrolled_without_a_time_proves_nothing() {
    let stub =
        membership_of_7(json!({"id": 1, "user": {"id": 7, "isAdmin": false}, "mfa": {"enrolled": true}}));
    let shown = Lab::on(&stub).run("mfa reset --user-id 7 --yes --settle 0.2 -o json").exits(7);
    assert_eq!((shown.outcomes(), stub.resets()), (vec!["unverified".to_owned()], 1));
}

#[test]
fn a_reset_may_be_answered_in_many_ways_that_mean_yes() {
    for (status, body) in
        [(204, ""), (200, ""), (200, "{}"), (200, "null"), (202, r#"{"jobId":1}"#), (200, "true")]
    {
        let stub = Stub::org(move |asked| match asked.line().as_str() {
            "GET /user/org/166/user/7" => {
                Some(Reply::ok(json!({"id": 1, "user": {"id": 7, "isAdmin": false}})))
            }
            "PUT /user/users/mfa/reset" => Some(Reply::Raw(status, Vec::new(), body.to_owned())),
            _ => None,
        });
        let shown = Lab::on(&stub).run("mfa reset --user-id 7 --yes -o json").exits(0);
        assert_eq!(shown.outcomes(), ["accepted"], "{status} {body}");
    }
}

#[test]
fn an_organisation_level_reset_takes_the_path_that_the_profile_names() {
    for (level, path) in [("org", "/user/users/mfa/resetOrg"), ("user", "/user/users/mfa/reset")] {
        let stub = Stub::org(move |asked| match asked.line().as_str() {
            "GET /user/org/166/user/7" => Some(Reply::ok(json!({
                "id": 1, "user": {"id": 7, "isAdmin": false}, "mfa": {"enrolled": true, "level": level, "enrolledAt": 1},
            }))),
            line if line.starts_with("PUT") => Some(Reply::Raw(204, Vec::new(), String::new())),
            _ => None,
        });
        let lab = Lab::on(&stub).without_variables().set("MFA_ADMIN_API_KEY", "the-key");
        lab.config(&format!(
            "[profiles.w]\nprovider = \"resolver\"\nurl = \"{}\"\norg_id = \"166\"\n\
             org_reset_path = \"/user/users/mfa/resetOrg\"\n",
            stub.url()
        ));
        lab.run("--profile w mfa reset --user-id 7 --yes --no-verify").exits(0);
        assert_eq!(stub.lines().last().map(String::as_str), Some(format!("PUT {path}").as_str()));
    }
}

#[test]
fn the_services_words_are_found_wherever_it_puts_them() {
    for body in [
        r#"{"message":"not you"}"#,
        r#"{"error":"not you"}"#,
        r#"{"errors":[{"message":"not you"}]}"#,
        r#"{"errorMessage":"not you"}"#,
        r#"{"error":{"message":"not you"}}"#,
        "not you",
    ] {
        let stub = Stub::new(move |_| Reply::Raw(403, Vec::new(), body.to_owned()));
        let shown = Lab::on(&stub).run("users search -o json").exits(4);
        assert!(shown.error()["message"].to_string().contains("not you"), "{body}\n{shown}");
    }
}

#[test]
fn a_long_answer_is_quoted_in_part() {
    let stub = Stub::new(|_| Reply::Raw(403, Vec::new(), "word ".repeat(10_000)));
    let shown = Lab::on(&stub).run("users search").exits(4);
    assert!(shown.stderr.len() < 1000, "{}", shown.stderr.len());
}

#[test]
fn whoami_may_lack_the_org_and_the_right() {
    let stub = Stub::new(|asked| match asked.line().as_str() {
        "GET /user/users/me" => Reply::ok(json!({"data": {"id": "1", "emailAddress": "me@x.test"}})),
        _ => Reply::ok(json!([])),
    });
    let lab = Lab::on(&stub);
    let status = lab.run("auth status -o json").exits(0).json();
    assert_eq!(
        (&status["email"], &status["admin"], &status["org"]),
        (&json!("me@x.test"), &json!(null), &json!(null))
    );
    lab.run("users search").exits(0);
}

#[test]
fn another_current_org_is_forbidden_in_any_spelling() {
    for id in [json!(167), json!("167")] {
        let stub = Stub::new(move |_| Reply::ok(json!({"id": 1, "isAdmin": true, "currentOrg": {"id": id}})));
        Lab::on(&stub).run("users search").exits(4);
    }
    for id in [json!(166), json!("166")] {
        let stub = Stub::new(move |asked| match asked.line().as_str() {
            "GET /user/users" => Reply::ok(json!([])),
            _ => Reply::ok(json!({"id": 1, "isAdmin": true, "currentOrg": {"id": id}})),
        });
        Lab::on(&stub).run("users search").exits(0);
    }
}
