use serde_json::json;

use crate::lab::{encoded, lab, lab_of};

#[test]
fn a_person_looks_as_the_live_service_shows_one() {
    let lab = lab();
    let mut valentina = lab.get("/user/users/42").json();
    let reference = valentina["externalRefId"].take();
    assert_eq!(reference.as_str().unwrap().len(), 36);
    assert!(valentina["lastLogin"].take().as_str().unwrap().ends_with('Z'));
    assert!(valentina["mfa"]["enrolledAt"].take().as_str().unwrap().ends_with('Z'));
    let expected = json!({
        "id": 42, "first": "Valentina", "last": "Rodriguez", "email": "valentina.r@test.com",
        "externalRefId": null, "isActive": true, "userType": 0, "isAdmin": false,
        "isPortalUrlAccess": false, "lastLogin": null, "lang": "es-ES",
        "mfa": { "enrolled": true, "level": "user", "enrolledAt": null },
    });
    assert_eq!(valentina, expected);
    assert_eq!(lab.get("/user/users/email/Valentina.R%40TEST.com").json()["id"], 42);
    assert_eq!(lab.shown(1), json!({ "enrolled": false, "level": null, "enrolledAt": null }));
}

#[test]
fn people_are_found_by_any_part_in_any_case_and_alphabet() {
    let lab = lab();
    for (text, id) in [
        ("valentina", 42),
        ("TINA ROD", 42),
        ("entina.r@te", 42),
        ("VALENTINA.R@TEST.COM", 42),
        ("a.r@test.com", 42),
        ("İPEK", 73),
        ("ipek ışık", 73),
        ("RODRÍGUEZ", 42),
        ("valentína rodri\u{301}guez", 42),
        ("o'brien-smith", 5),
        ("\"bobby\" tables, jr", 26),
    ] {
        assert!(lab.found(&format!("search={}", encoded(text))).contains(&id), "{text}");
    }
    let cyrillic = lab.found(&format!("search={}", encoded("КОВАЛ")));
    assert!(!cyrillic.is_empty());
    assert_eq!(cyrillic, lab.found(&format!("search={}", encoded("ковал"))));
    assert_eq!(lab.found("search=alex+kim"), [23, 61]);
    assert_eq!(lab.found("search=valentina.r%40test.com.br"), [0_i64; 0]);
    assert_eq!(lab.found("search=com%09admin"), [0_i64; 0]);
}

#[test]
fn pages_reach_everybody_once_and_in_order_also_with_gaps() {
    let lab = lab_of(2500);
    for id in [3, 1024, 2048, 2500] {
        let email = lab.get(&format!("/user/users/{id}")).json()["email"].as_str().unwrap().to_owned();
        let gone = lab.try_call("DELETE", &format!("/user/users/deleteFromAllOrgs/{email}"), None).unwrap();
        assert_eq!(gone.status, 204);
    }
    let everybody: Vec<i64> = (1..2500).filter(|id| ![3, 1024, 2048].contains(id)).collect();
    assert_eq!(lab.found(""), everybody);
    for search in ["", "&search=test.com", "&search=%40"] {
        let mut paged = Vec::new();
        for page in 1.. {
            let found = lab.found(&format!("pageNumber={page}&limit=300{search}"));
            if found.is_empty() {
                break;
            }
            paged.extend(found);
        }
        assert_eq!(paged, everybody, "{search}");
    }
    assert_eq!(lab.get("/user/users?limit=1001").status, 400);
    assert_eq!(lab.get("/user/users?limit=0").status, 400);
    assert_eq!(lab.get("/user/users?limit=10&pageNumber=0").status, 400);
    assert_eq!(lab.found("limit=10&pageNumber=9999999"), [0_i64; 0]);
}

#[test]
fn a_person_who_is_added_moved_or_removed_is_found_or_not_at_once() {
    let lab = lab();
    let wish =
        json!({ "first": "Žofie", "last": "Nová", "email": "zofie@example.org", "password": "pw-of-hers" });
    let added = lab.call("POST", "/user/users", &wish);
    assert_eq!(added.status, 200, "{}", added.text);
    let id = added.json()["id"].as_i64().unwrap();
    assert_eq!(id, 101);
    assert_eq!(lab.call("POST", "/user/users", &wish).status, 409);
    assert_eq!(lab.found(&format!("search={}", encoded("žofie NOVÁ"))), [id]);
    assert!(lab.sign_in("zofie@example.org", "pw-of-hers", &json!({})).json()["token"].is_string());

    let proposal =
        lab.call("PUT", "/user/users/email", &json!({ "id": id, "email": "z@example.net" })).json();
    assert_eq!(lab.found("search=z%40example.net"), [0_i64; 0]);
    let token = json!({ "token": proposal["confirmationToken"] });
    assert_eq!(lab.call("PUT", "/user/users/email/confirmChange", &token).status, 204);
    assert_eq!(lab.call("PUT", "/user/users/email/confirmChange", &token).status, 404);
    assert_eq!(lab.found("search=z%40example.net"), [id]);
    assert_eq!(lab.get("/user/users/email/zofie@example.org").status, 404);

    lab.try_call("DELETE", "/user/users/deleteFromAllOrgs/z@example.net", None).unwrap();
    assert_eq!(lab.get(&format!("/user/users/{id}")).status, 404);
    assert_eq!(
        lab.call("POST", "/user/users", &json!({ "email": "n@x.org" })).json()["id"],
        102,
        "no id comes twice"
    );
    assert_eq!(lab.call("POST", "/user/users", &json!({ "email": "no address" })).status, 400);
}

#[test]
fn a_membership_shows_rights_groups_and_exemption() {
    let lab = lab();
    let membership = lab.get("/user/org/166/user/42").json();
    assert_eq!((&membership["orgId"], &membership["userId"]), (&json!(166), &json!(42)));
    assert_eq!(membership["user"]["email"], "valentina.r@test.com");
    assert_eq!(membership["mfa"]["enrolled"], true);
    assert_eq!(membership["groups"][0], json!({ "id": 1, "name": "Everyone" }));
    assert_eq!(membership["mfaOptOut"], false);
    let change = |body: &serde_json::Value| lab.call("PUT", "/user/users/42/membership", body).status;
    assert_eq!(change(&json!({ "mfaOptOut": true })), 204);
    assert_eq!(change(&json!({ "mfaOptOut": "yes" })), 400);
    assert_eq!(change(&json!({})), 400);
    assert_eq!(lab.get("/user/org/166/user/42").json()["mfaOptOut"], true);
    assert_eq!(lab.get("/user/org/167/user/42").status, 404);
    assert_eq!(lab.get("/user/org/166/user/4242").status, 404);
    assert_eq!(lab.call("PUT", "/user/org/mfa", &json!({ "whatever": false })).status, 204);
    assert_eq!(lab.get("/user/users/me").json()["currentOrg"]["mfaEnforced"], false);
}

#[test]
fn groups_and_roles_are_lists_that_agree_with_memberships() {
    let lab = lab();
    let membership = lab.get("/user/org/166/user/42").json();
    let hers = lab.get("/user/group/users?userId=42").json();
    let ids = |list: &serde_json::Value, key: &str| -> Vec<i64> {
        list.as_array().unwrap().iter().map(|one| one[key].as_i64().unwrap()).collect()
    };
    assert_eq!(ids(&hers["data"], "groupId"), ids(&membership["groups"], "id"));
    let second = ids(&membership["groups"], "id")[1];
    let team = lab.get(&format!("/user/group/users?groupId={second}")).json();
    assert!(ids(&team["data"], "userId").contains(&42));
    let page = lab.get(&format!("/user/group/users?groupId={second}&limit=2&pageNumber=2")).json();
    assert_eq!(page["data"].as_array().unwrap()[..], team["data"].as_array().unwrap()[2..4]);
    assert_eq!(lab.get("/user/group").json()["data"].as_array().unwrap().len(), 6);
    assert_eq!(lab.get("/user/role").json()["data"].as_array().unwrap().len(), 5);
    assert!(!lab.get("/user/group/roles").json()["data"].as_array().unwrap().is_empty());
    let admins = lab.get("/user/users/admins/166").json();
    assert_eq!(ids(&admins["data"], "id"), [1, 34, 71]);
    let readers = lab.get("/user/users/addedToRole?roleId=1").json();
    assert_eq!(ids(&readers["data"], "id"), [1, 34, 71]);
}

#[test]
fn enrolment_can_be_hidden_from_every_read() {
    let lab = lab();
    assert_eq!(lab.call("PUT", "/_emulator/options", &json!({ "readMfa": false })).status, 204);
    for path in ["/user/users/42", "/user/users/me", "/user/org/166/user/42", "/user/users?search=valentina"]
    {
        let answer = lab.get(path);
        assert_eq!((answer.status, answer.text.contains("\"mfa\"")), (200, false), "{path}");
    }
    assert_eq!(lab.truth(42)["enrolled"], true);
    lab.call("PUT", "/_emulator/options", &json!({ "readMfa": true }));
    assert_eq!(lab.shown(42)["enrolled"], true);
}

#[test]
fn what_does_not_exist_is_404_in_the_services_words() {
    let lab = lab();
    for path in ["/user/users/4242", "/user/users/abc", "/nowhere", "/user/users/email/nobody@test.com"] {
        let answer = lab.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.json()["error"], "Not Found");
        assert!(answer.json()["message"].is_string());
    }
}
