//! Where a 200 lies: a server gives the same answer to an administrator without rights and of a person without MFA. The
//! answers are those of a running server, shortened.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::lab::{Asked, Lab, Reply, Shown, Stub};

/// The payloads say: an administrator, and a person of realm acme.
const ADMIN: &str = "e30.eyJ1c2VybmFtZSI6ImFkbWluIiwicmVhbG0iOiIiLCJyb2xlIjoiYWRtaW4ifQ.x";
const PERSON: &str = "e30.eyJ1c2VybmFtZSI6ImFuYSIsInJlYWxtIjoiYWNtZSIsInJvbGUiOiJ1c2VyIn0.x";

fn told(value: &Value) -> Reply {
    Reply::ok(json!({"jsonrpc": "2.0", "id": 1, "result": {"status": true, "value": value}}))
}

fn no(status: u16, code: u16, message: &str) -> Reply {
    let error = json!({"code": code, "message": message});
    Reply::Json(status, json!({"jsonrpc": "2.0", "id": 1, "result": {"status": false, "error": error}}))
}

fn tokens(rows: &[Value]) -> Reply {
    told(&json!({"count": rows.len(), "next": null, "prev": null, "tokens": rows}))
}

fn token(serial: &str, name: &str, realm: &str) -> Value {
    json!({
        "serial": serial, "tokentype": "totp", "active": true, "revoked": false, "locked": false, "failcount": 0,
        "maxfail": 10, "rollout_state": "enrolled", "username": name, "user_realm": realm, "resolver": "store",
        "user_id": "1000", "info": {"creation_date": "2026-11-24T12:08:49+00:00"},
    })
}

fn ana() -> Value {
    json!({"username": "ana", "userid": "1000", "resolver": "store", "realm": "acme", "email": "ana@x.test"})
}

/// A server with a realm acme, in it ana, who has one token; `answer` says what is otherwise.
fn server(answer: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static) -> Stub {
    Stub::new(move |asked| {
        answer(asked).unwrap_or_else(|| match asked.line().as_str() {
            "GET /realm/" => told(&json!({"acme": {"default": true}, "globex": {"default": false}})),
            "GET /user/" if asked.path.contains("username=ana") => told(&json!([ana()])),
            "GET /user/" | "GET /realm/superuser" => told(&json!([])),
            "GET /token/" => tokens(&[token("T1", "ana", "acme")]),
            "GET /policy/" => {
                no(403, 303, "Admin actions are defined, but the action policyread is not allowed!")
            }
            "DELETE /token/T1" => told(&json!(1)),
            _ => Reply::Raw(200, vec![("Content-Type", "text/html".to_owned())], "<html></html>".to_owned()),
        })
    })
}

fn lab(stub: &Stub, token: &str) -> Lab {
    Lab::on(stub)
        .set("MFA_ADMIN_PROVIDER", "privacyidea")
        .set("MFA_ADMIN_ORG_ID", "acme")
        .set("MFA_ADMIN_API_KEY", token)
}

/// Shows ana and resets her: both end with that code, and nothing was removed.
#[track_caller]
fn ends(stub: &Stub, token: &str, code: i32) -> Shown {
    let lab = lab(stub, token);
    let shown = lab.run("users show --user-id ana");
    assert!(!shown.stdout.contains("not enrolled"), "{shown}");
    shown.exits(code);
    let shown = lab.run("mfa reset --user-id ana --yes --settle 0.1 -o json");
    assert!(!shown.stdout.contains("not_enrolled"), "{shown}");
    assert!(!stub.lines().iter().any(|line| line.starts_with("DELETE")), "{shown}");
    shown
}

#[test]
fn a_person_who_is_no_administrator_sees_their_own_tokens_and_is_refused() {
    let stub = server(|_| None);
    ends(&stub, PERSON, 4).exits(4);
    assert!(stub.asked().is_empty());
}

#[test]
fn a_realm_outside_the_administrators_rights_is_not_empty() {
    let stub = server(|asked| match asked.line().as_str() {
        "GET /realm/" => Some(told(&json!({"globex": {"default": true}}))),
        "GET /token/" => Some(tokens(&[])),
        _ => None,
    });
    ends(&stub, ADMIN, 4).exits(4);
}

#[test]
fn a_realm_is_asked_for_as_the_server_writes_it() {
    let stub = server(|_| None);
    let lab = lab(&stub, ADMIN).set("MFA_ADMIN_ORG_ID", "ACME");
    assert_eq!(lab.run("mfa reset --user-id ana --yes --settle 0 -o json").exit, 7);
    // An older one says of any other case that the realm is empty.
    let asked = stub.asked();
    let realms = asked.iter().filter_map(|asked| asked.path.split_once("realm=")).map(|(_, realm)| realm);
    assert!(realms.clone().count() > 3 && realms.clone().all(|realm| realm.starts_with("acme")));
}

#[test]
fn a_key_that_no_policy_names_sees_no_tokens_anywhere() {
    let stub = server(|asked| (asked.line() == "GET /token/").then(|| tokens(&[])));
    let shown = ends(&stub, ADMIN, 4).exits(4);
    assert!(shown.stderr.contains("tokenlist"), "{shown}");
    // The answer counts only where the policies say that the key would see them.
    let policy =
        |realm: &str| json!([{"action": {"tokenlist": true}, "realm": [realm], "adminuser": ["admin"]}]);
    for (policies, code) in [(policy("acme"), 0), (policy("globex"), 4), (json!([]), 0)] {
        let stub = server(move |asked| match asked.line().as_str() {
            "GET /token/" => Some(tokens(&[])),
            "GET /policy/" => Some(told(&policies)),
            _ => None,
        });
        let shown = lab(&stub, ADMIN).run("users show --user-id ana -o json").exits(code);
        assert!(code != 0 || shown.json()["mfa"] == "not_enrolled", "{shown}");
    }
}

#[test]
fn a_part_of_the_realm_that_was_not_searched_is_no_answer() {
    let stub = server(|asked| {
        (asked.line() == "GET /user/").then(|| {
            let result = json!({"status": true, "value": []});
            Reply::ok(json!({"jsonrpc": "2.0", "detail": {"skipped_resolvers": ["store"]}, "result": result}))
        })
    });
    let shown = lab(&stub, ADMIN).run("users show --user-id ana");
    assert!(shown.exit != 0 && shown.exit != 5, "{shown}");
    let shown = lab(&stub, ADMIN).run("mfa reset --user-id ana --yes -o json");
    assert!(shown.exit != 0 && shown.exit != 5 && !shown.stdout.contains("not_found"), "{shown}");
}

#[test]
fn tokens_of_another_person_are_no_answer() {
    for row in [token("T9", "ben", "acme"), token("T9", "ana", "globex"), {
        let mut other = token("T9", "ana", "acme");
        other["user_id"] = json!("1001");
        other
    }] {
        let stub = server(move |asked| {
            let about_ana = asked.line() == "GET /token/" && asked.path.contains("userid=1000");
            about_ana.then(|| tokens(std::slice::from_ref(&row)))
        });
        let shown = lab(&stub, ADMIN).run("users show --user-id ana");
        assert!(shown.exit == 9 && shown.stdout.is_empty(), "{shown}");
        let shown = lab(&stub, ADMIN).run("mfa reset --user-id ana --yes -o json");
        assert!(shown.exit != 0 && !stub.lines().iter().any(|line| line.starts_with("DELETE")), "{shown}");
    }
}

#[test]
fn a_web_page_or_a_body_without_a_result_is_not_the_api() {
    for page in [r#"{"hello":"world"}"#, r#"{"jsonrpc":"2.0","result":{"status":false}}"#, "<html></html>"] {
        let stub = server(move |asked| {
            (asked.line() == "GET /realm/").then(|| Reply::Raw(200, Vec::new(), page.to_owned()))
        });
        ends(&stub, ADMIN, 9).exits(9);
    }
}

#[test]
fn a_name_and_a_serial_go_out_as_they_are() {
    let name = "o'b @&?#";
    let stub = server(move |asked| {
        let mut row = token("T/1 ?", name, "acme");
        row["user_realm"] = json!("ACME");
        match asked.line().as_str() {
            "GET /user/" => {
                let mut row = ana();
                row["username"] = json!(name);
                Some(told(&json!([row])))
            }
            "GET /token/" => Some(tokens(&[row])),
            line if line.starts_with("DELETE") => {
                Some(no(404, 601, "The requested token could not be found."))
            }
            _ => None,
        }
    });
    let shown =
        lab(&stub, ADMIN).types_all(&["mfa", "reset", "--user-id", name, "--yes", "-o", "json"]).run();
    // It is still there, whatever the 404 means.
    assert_eq!(shown.exits(7).outcomes(), ["failed"]);
    let asked = stub.asked();
    let sent = asked.iter().find(|asked| asked.method == "DELETE").expect("a request");
    assert_eq!(sent.path, "/token/T%2F1%20%3F?user=o%27b+%40%26%3F%23&realm=acme");
    assert_eq!(sent.headers["authorization"], ADMIN);
}

#[test]
fn a_list_that_fails_because_a_token_goes_is_read_again() {
    let asked_for = AtomicUsize::new(0);
    let stub = server(move |asked| {
        // Every list does, once.
        let stumbles =
            asked.line() == "GET /token/" && asked_for.fetch_add(1, Ordering::SeqCst).is_multiple_of(2);
        stumbles.then(|| no(404, 601, "Unable to find token with serial T0."))
    });
    let shown = lab(&stub, ADMIN).run("users show --user-id ana -o json").exits(0);
    assert_eq!(shown.json()["factors"][0]["id"], "T1");
}

#[test]
fn a_serial_that_leads_elsewhere_is_none() {
    for serial in ["..", ".", ""] {
        let stub = server(move |asked| {
            (asked.line() == "GET /token/").then(|| tokens(&[token(serial, "ana", "acme")]))
        });
        ends(&stub, ADMIN, 9);
    }
}

#[test]
fn a_level_that_cannot_be_checked_is_no_yes() {
    let stub = server(|_| None);
    let shown = lab(&stub, ADMIN).run("mfa reset --user-id ana --level org --yes -o json").exits(2);
    assert_eq!(shown.error()["code"], "usage");
    assert!(stub.asked().is_empty(), "{:?}", stub.lines());
}

#[test]
fn a_search_finds_a_name_without_its_accents() {
    let carla = json!({"username": "carla", "userid": "1001", "resolver": "store", "realm": "acme",
        "givenname": "Carla", "surname": "Rodriguez", "email": "carla@x.test"});
    let jose = json!({"username": "jose", "userid": "1002", "resolver": "store", "realm": "acme",
        "givenname": "José", "surname": "Núñez", "email": "jose@x.test"});
    // Its database compares letter by letter, but for the whole realm it has an answer.
    let stub = server(move |asked| {
        let by_attribute = ["username=", "email=", "givenname=", "surname="];
        let is_whole = !by_attribute.iter().any(|key| asked.path.contains(key));
        match asked.line().as_str() {
            "GET /user/" if is_whole => Some(told(&json!([ana(), carla, jose]))),
            "GET /token/" if asked.path.contains("user=") || asked.path.contains("userid=") => {
                Some(tokens(&[]))
            }
            _ => None,
        }
    });
    let lab = lab(&stub, ADMIN);
    for (text, id) in [("RODRÍGUEZ", "carla"), ("nunez", "jose"), ("JOSÉ", "jose")] {
        let found = lab.run(&format!("users search {text} -o json")).exits(0).json();
        let ids: Vec<_> = found.as_array().expect("a list").iter().map(|row| &row["user_id"]).collect();
        assert_eq!(ids, [id], "{text}");
    }
    assert_eq!(lab.run("users search zoe -o json").exits(0).json(), json!([]));
}
