use serde_json::{Value, json};

use crate::lab::{Lab, lab};
use crate::openapi_check::description;
use crate::web::{OURS, Visit, got, posted};

/// The token of the visit, as the page gives it to its script.
fn csrf(visit: &Visit<'_>) -> String {
    let page = visit.page("/api");
    let token = page.split_once("data-csrf=\"").expect("a token").1.split('"').next().unwrap();
    format!("x-csrf: {token}\r\n")
}

fn bearer(visit: &Visit<'_>) -> String {
    let answer = visit.post("/api/token", &format!("{OURS}{}", csrf(visit)), "");
    assert_eq!(answer.status, 200, "{}", answer.text);
    format!("authorization: bearer {}\r\n", answer.json()["token"].as_str().unwrap())
}

/// Lets Valentina, who is no administrator, in with her password alone. Gives her address.
fn made_exempt(lab: &Lab) -> &'static str {
    assert_eq!(lab.reset(&json!([42])), 204);
    lab.tamper("UPDATE person SET exempt = 1 WHERE id = 42");
    "valentina.r@test.com"
}

#[test]
fn the_tools_are_for_administrators_and_lead_others_to_the_sign_in_or_away() {
    let lab = lab();
    let email = made_exempt(&lab);
    let other = Visit::of(&lab, email);
    let visit = Visit::of_the_administrator(&lab);
    for path in ["/overview", "/api", "/overview/trail"] {
        let answer = got(&lab, path, "");
        assert_eq!((answer.status, answer.header("location")), (303, Some("/sign-in")), "{path}");
        let answer = other.get(path);
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.text.contains("Only administrators of this organisation can see this page."));
        assert_eq!(visit.get(path).status, 200, "{path}");
    }
    assert_eq!(other.post("/api/token", OURS, "").status, 403);
}

#[test]
fn the_overview_leads_to_the_tools_by_the_words_of_the_article() {
    let lab = lab();
    let page = Visit::of_the_administrator(&lab).page("/overview");
    for part in [
        "<h1>Admin Overview</h1>",
        "<h2>Tools</h2>",
        "<a class=\"tile\" href=\"/api\">Swagger Docs</a>",
        "<h2>Data Audit</h2>",
        "<a class=\"tile\" href=\"/overview/trail\">User Audit Trail</a>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn every_described_call_is_on_the_page_and_the_reset_has_its_example() {
    let lab = lab();
    let page = Visit::of_the_administrator(&lab).page("/api");
    let mut calls = 0;
    for (path, methods) in description()["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            let form = format!("data-method=\"{}\" data-path=\"{path}\"", method.to_uppercase());
            assert!(page.contains(&form), "{form}");
            calls += 1;
        }
    }
    assert_eq!(page.matches("data-method=").count(), calls);
    let reset = page.split_once("data-path=\"/user/users/mfa/reset\"").unwrap().1;
    let form = reset.split("</form>").next().unwrap();
    for part in ["Parameters", "Edit Value", "Model", "(body)", ">{&quot;ids&quot;:[1]}</button>", "Execute"]
    {
        assert!(form.contains(part), "{part}: {form}");
    }
}

#[test]
fn the_token_of_the_page_opens_the_api_as_the_visitor_until_the_sign_out() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let bearer = bearer(&visit);
    let me = got(&lab, "/user/users/me", &bearer);
    assert_eq!((me.status, me.json()["email"].as_str()), (200, Some(lab.email())));
    let ids = json!({ "ids": [42] });
    assert_eq!(lab.call_as(&bearer, "PUT", "/user/users/mfa/reset", &ids).status, 204);
    assert_eq!(lab.truth(42)["enrolled"], Value::Bool(false));

    let out = visit.post("/sign-out", &format!("{OURS}{}", csrf(&visit)), "");
    assert_eq!(out.status, 303, "{}", out.text);
    assert_eq!(got(&lab, "/user/users/me", &bearer).status, 401);
}

#[test]
fn a_token_is_given_only_to_a_page_of_the_visit() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let csrf = csrf(&visit);
    for (headers, why) in [
        (OURS.to_owned(), "no token of the visit"),
        (format!("{OURS}x-csrf: 0\r\n"), "a wrong one"),
        (csrf.clone(), "no origin"),
        (format!("origin: http://localhost:81\r\n{csrf}"), "another port"),
        (format!("origin: http://localhost\r\nsec-fetch-site: same-site\r\n{csrf}"), "another site"),
    ] {
        let answer = visit.post("/api/token", &headers, "");
        assert_eq!(answer.status, 403, "{why}");
        assert!(!answer.text.contains("expiresAt"), "{why}");
    }
    let nobody = posted(&lab, "/api/token", &format!("{OURS}{csrf}"), "");
    assert_eq!((nobody.status, nobody.header("location")), (401, None));
}

#[test]
fn the_cookie_of_a_visit_never_opens_the_api() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    assert_eq!(visit.get("/user/users/me").status, 401);
    let secret = visit.cookie.trim_end().split_once('=').unwrap().1;
    for header in [format!("authorization: bearer {secret}\r\n"), format!("x-api-key: {secret}\r\n")] {
        assert_eq!(got(&lab, "/user/users/me", &header).status, 401);
    }
}
