//! The description of the API: complete, true, and in the order of the service's own page.

use std::collections::{BTreeMap, BTreeSet};
use std::time::UNIX_EPOCH;

use serde_json::{Value, json};

use crate::lab::{Answer, Lab, lab};
use crate::openapi_check::{check, description, reference, validator};

/// Every call of the description, in its order: method, path, and what is said of it.
fn calls() -> Vec<(String, &'static str, &'static Value)> {
    let paths = description()["paths"].as_object().unwrap();
    let calls = paths.iter().flat_map(|(path, calls)| {
        let calls = calls.as_object().unwrap().iter();
        calls.map(move |(method, call)| (method.to_ascii_uppercase(), path.as_str(), call))
    });
    let mut calls: Vec<_> = calls.collect();
    calls.sort_by_key(|(_, _, call)| call["x-position"].as_u64().unwrap());
    calls
}

/// A path with every parameter written as `{}`.
fn template(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn every_route_is_described_and_every_description_is_a_route() {
    let source = include_str!("../../src/emulator/api/mod.rs");
    let arms = source.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.split_once("\", ["));
    let routes: BTreeSet<(String, String)> = arms
        .map(|(method, rest)| {
            let parts = rest.split(']').next().unwrap().split(", ");
            let parts = parts.map(|part| match part.strip_prefix('"') {
                Some(name) => name.trim_end_matches('"'),
                None => "{}",
            });
            (method.to_owned(), format!("/{}", parts.collect::<Vec<_>>().join("/")))
        })
        .filter(|(_, path)| path != "/api/openapi.json")
        .collect();
    assert!(routes.len() > 20, "{routes:?}");
    let described = calls().into_iter().map(|(method, path, _)| (method, template(path))).collect();
    assert_eq!(routes, described);
}

#[test]
fn topic_user_is_in_the_order_of_the_services_own_page() {
    let all = calls();
    let topic = all.iter().filter(|(_, _, call)| call["tags"] == json!(["user"]));
    let order: Vec<(&str, &str)> = topic.map(|(method, path, _)| (method.as_str(), *path)).collect();
    let article = [
        ("GET", "/user/users"),
        ("POST", "/user/users"),
        ("GET", "/user/users/addedToRole"),
        ("GET", "/user/users/admins/{orgId}"),
        ("DELETE", "/user/users/deleteFromAllOrgs/{email}"),
        ("PUT", "/user/users/email"),
        ("PUT", "/user/users/email/confirmChange"),
        ("POST", "/user/users/email/resendChangeConfirmation"),
        ("GET", "/user/users/email/{email}"),
        ("POST", "/user/users/insert/{orgId}"),
        ("GET", "/user/users/me"),
        ("POST", "/user/users/mfa/generateTempSecret"),
        ("PUT", "/user/users/mfa/reset"),
    ];
    assert_eq!(order[..article.len()], article);
}

#[test]
fn what_the_description_refers_to_is_there_and_its_examples_fit() {
    let text = description().to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(description().pointer(name).is_some(), "{name}");
    }
    let mut names = BTreeSet::new();
    for (method, path, call) in calls() {
        assert!(names.insert(call["operationId"].as_str().unwrap()), "{method} {path}");
        for parameter in call["parameters"].as_array().unwrap().iter().filter(|one| one["name"].is_string()) {
            assert!(validator(&parameter["schema"]).is_valid(&parameter["example"]), "{path}: {parameter}");
        }
        let written = path.matches('{').count();
        let listed = call["parameters"].as_array().unwrap().iter().filter(|one| one["in"] == "path").count();
        assert_eq!(written, listed, "{path}");
        if let Some(body) = call.pointer("/requestBody/content/application~1json") {
            assert!(validator(&body["schema"]).is_valid(&body["example"]), "{method} {path}: {body}");
        }
    }
}

#[test]
fn every_call_with_its_examples_succeeds_as_described() {
    let lab = lab();
    lab.call("PUT", "/user/users/mfa/reset", &json!({ "ids": [42] }));
    let mut missing: BTreeMap<String, String> = BTreeMap::new();
    for (method, path, call) in calls() {
        let mut target = path.to_owned();
        let parameters = call["parameters"].as_array().unwrap();
        for parameter in parameters.iter().filter(|one| one["in"] == "path") {
            let name = format!("{{{}}}", parameter["name"].as_str().unwrap());
            target = target.replace(&name, parameter["example"].to_string().trim_matches('"'));
        }
        let required = parameters.iter().filter(|one| one["in"] == "query" && one["required"] == true);
        let query: Vec<String> =
            required.map(|one| format!("{}={}", one["name"].as_str().unwrap(), one["example"])).collect();
        let body = call.pointer("/requestBody/content/application~1json/example").cloned();
        let answer = succeed(&lab, &method, &format!("{target}?{}", query.join("&")), body);
        if !(200..300).contains(&answer.status) {
            missing.insert(format!("{method} {path}"), format!("{} {}", answer.status, answer.text));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Makes the call, after what must come before it; the lab looks whether the answer fits.
fn succeed(lab: &Lab, method: &str, target: &str, body: Option<Value>) -> Answer {
    let call = |method: &str, path: &str, body: Value| lab.call(method, path, &body);
    let token =
        |path: &str, method: &str, body: Value| call(method, path, body).json()["confirmationToken"].clone();
    let mut body = body;
    match target.trim_end_matches('?') {
        // Another call of this list takes the same address.
        "/user/users" if body.is_some() => body = Some(json!({ "email": "first@example.org" })),
        "/user/users/email/confirmChange" => {
            let token = token("/user/users/email", "PUT", json!({ "id": 43, "email": "new@example.org" }));
            body = Some(json!({ "token": token }));
        }
        "/user/users/email/resendChangeConfirmation" => {
            token("/user/users/email", "PUT", json!({ "email": "newer@example.org" }));
        }
        "/user/users/deleteFromAllOrgs/valentina.r@test.com" => {
            call("POST", "/user/users", json!({ "email": "gone@example.org" }));
            return lab.try_call("DELETE", "/user/users/deleteFromAllOrgs/gone@example.org", None).unwrap();
        }
        "/user/users/mfa/verify" => {
            let secret =
                call("POST", "/user/users/mfa/generateTempSecret", json!({})).json()["secret"].clone();
            let secret = totp_rs::Secret::try_from_base32(secret.as_str().unwrap()).unwrap();
            let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
            let code = app.generate(UNIX_EPOCH.elapsed().unwrap().as_secs()).to_string();
            body = Some(json!({ "mfaToken": code }));
        }
        "/object/job/42" => {
            let job = call("POST", "/audit/user/export", json!({})).json()["id"].clone();
            lab.get(&format!("/object/job/{job}"));
            return lab.get(&format!("/object/job/{job}"));
        }
        _ => {}
    }
    lab.try_call(method, target, body.as_ref()).expect("an answer")
}

#[test]
fn a_path_says_which_methods_it_takes() {
    let lab = lab();
    for (method, path, allowed) in [
        ("POST", "/user/users/me", "GET"),
        ("DELETE", "/user/users", "GET, POST"),
        ("TRACE", "/user/users/mfa/reset", "PUT"),
    ] {
        let answer = lab.try_call(method, path, None).unwrap();
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allowed)), "{method} {path}");
    }
    assert_eq!(lab.try_call("POST", "/user/nowhere", None).unwrap().status, 404);
}

#[test]
fn a_body_that_is_no_object_changes_nothing() {
    let lab = lab();
    assert_eq!(lab.call("PUT", "/user/users/mfa/reset", &json!([[42]])).status, 400);
    assert_eq!(lab.truth(42)["enrolled"], true);
    let far = json!({ "orgUserId": i64::MIN, "name": "x" });
    assert_eq!(lab.call("POST", "/user/apiKey", &far).status, 404);
    assert_eq!(lab.get(&format!("/user/users/addedToRole?roleId={}", i64::MIN)).text, r#"{"data":[]}"#);
}

#[test]
fn an_answer_that_is_not_described_is_found() {
    let answer = |status, kind: &str, text: &str| Answer {
        status,
        head: format!("HTTP/1.1 {status}\r\ncontent-type: {kind}"),
        text: text.to_owned(),
    };
    let path = "/user/group";
    let json = "application/json; charset=utf-8";
    let good = r#"{"data":[{"id":1,"name":"Everyone"}]}"#;
    assert_eq!(check("GET", path, &answer(200, json, good)), Ok(()));
    for wrong in [
        answer(201, json, good),
        answer(200, "text/html", good),
        answer(200, json, r#"{"data":[{"id":1,"name":"Everyone","more":1}]}"#),
        answer(200, json, r#"{"data":[{"id":"1","name":"Everyone"}]}"#),
        answer(404, json, r#"{"message":"No"}"#),
    ] {
        assert!(check("GET", path, &wrong).is_err(), "{} {}", wrong.status, wrong.text);
    }
    assert!(check("GET", "/user/nowhere", &answer(200, json, "{}")).is_err());
    assert!(!validator(&reference("schemas", "Ids")).is_valid(&json!({ "ids": [] })));
}
