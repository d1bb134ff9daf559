//! `api list`: the provider's own list of documented calls, which is that of the Swagger page.

use serde_json::{Value, json};

use crate::lab::{Lab, call};

#[test]
fn it_lists_the_topic_in_the_order_of_the_article() {
    let shown = Lab::new().run("api list user -o json").exits(0);
    shown.has_keys(&["method", "path", "topic", "summary", "changes", "example"]);
    let list = shown.json();
    let lines: Vec<_> = list.as_array().expect("a list").iter().map(|call| &call["path"]).collect();
    let article = [
        "/user/users",
        "/user/users",
        "/user/users/addedToRole",
        "/user/users/admins/{orgId}",
        "/user/users/deleteFromAllOrgs/{email}",
        "/user/users/email",
        "/user/users/email/confirmChange",
        "/user/users/email/resendChangeConfirmation",
        "/user/users/email/{email}",
        "/user/users/insert/{orgId}",
        "/user/users/me",
        "/user/users/mfa/generateTempSecret",
        "/user/users/mfa/reset",
    ];
    assert_eq!(lines[..article.len()], article);
    let reset = &list[12];
    assert_eq!((&reset["summary"], &reset["example"]), (&json!("Reset user MFA"), &json!("{\"ids\":[1]}")));
    assert_eq!((&reset["changes"], &list[0]["changes"]), (&json!(true), &json!(false)));
}

/// What both know of a call.
fn told(call: &Value, has_body: bool, topic: &Value, method: &str, path: &str) -> Value {
    json!({"method": method, "path": path, "topic": topic, "summary": call["summary"], "body": has_body})
}

#[test]
fn it_is_the_list_of_the_swagger_page() {
    let lab = Lab::new();
    let page = call(&lab.emulator().url, "GET", "/api/openapi.json", "", "").json;
    let mut described: Vec<(u64, Value)> = Vec::new();
    for (path, methods) in page["paths"].as_object().expect("paths") {
        for (method, call) in methods.as_object().expect("methods") {
            let has_body = !call["requestBody"].is_null();
            let position = call["x-position"].as_u64().expect("a position");
            described.push((position, told(call, has_body, &call["tags"][0], &method.to_uppercase(), path)));
        }
    }
    described.sort_by_key(|(position, _)| *position);
    let described: Vec<_> = described.into_iter().map(|(_, call)| call).collect();
    let listed: Vec<_> = lab
        .run("api list -o json")
        .exits(0)
        .json()
        .as_array()
        .expect("a list")
        .iter()
        .map(|call| {
            let text = |key: &str| call[key].as_str().expect("a text");
            told(call, !call["example"].is_null(), &call["topic"], text("method"), text("path"))
        })
        .collect();
    assert!(listed.len() > 20, "{listed:?}");
    assert_eq!(listed, described);
}

#[test]
fn every_example_is_json() {
    let list = Lab::new().run("api list -o json").exits(0).json();
    for call in list.as_array().expect("a list") {
        if let Some(example) = call["example"].as_str() {
            assert!(serde_json::from_str::<Value>(example).is_ok(), "{call}");
        }
    }
}

#[test]
fn an_unknown_topic_is_told_with_those_that_there_are() {
    let lab = Lab::new();
    let error = lab.run("api list nothing -o json").exits(2).error();
    assert!(error["hint"].to_string().contains("audit, authentication"), "{error}");
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn each_service_has_a_list_of_its_own() {
    let lab = Lab::new().set("MFA_ADMIN_PROVIDER", "privacyidea");
    let list = lab.run("api list token -o json").exits(0).json();
    assert_eq!(list[0]["path"], "/token/");
}
