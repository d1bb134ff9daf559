use std::time::UNIX_EPOCH;

use serde_json::json;

use crate::lab::lab;
use mfa_admin::emulator::code;

const VALENTINA: &str = "valentina.r@test.com";

fn now_seconds() -> u64 {
    UNIX_EPOCH.elapsed().unwrap().as_secs()
}

fn bearer(token: &serde_json::Value) -> String {
    format!("Authorization: Bearer {}\r\n", token.as_str().unwrap())
}

#[test]
fn the_administrator_gets_a_token_for_a_password_and_renews_it() {
    let lab = lab();
    let session = lab.sign_in(lab.email(), lab.password(), &json!({}));
    assert_eq!(session.status, 200, "{}", session.text);
    let first = session.json();
    let now = i64::try_from(now_seconds()).unwrap();
    assert!((895..=900).contains(&(first["expiresAt"].as_i64().unwrap() - now)));

    let me = lab.try_call_as(&bearer(&first["token"]), "GET", "/user/users/me", None).unwrap().json();
    assert_eq!(me["email"], lab.email());
    assert_eq!(me["currentOrg"]["id"], 166);
    assert_eq!(me["currentOrg"]["mfaEnforced"], true);

    let second = lab.try_call_as(&bearer(&first["token"]), "GET", "/user/authenticate", None).unwrap().json();
    assert_ne!(first["token"], second["token"]);
    for token in [&first["token"], &second["token"]] {
        assert_eq!(lab.try_call_as(&bearer(token), "GET", "/user/users/42", None).unwrap().status, 200);
    }

    lab.tamper("UPDATE session SET until = 0");
    let dead = lab.try_call_as(&bearer(&first["token"]), "GET", "/user/users/42", None).unwrap();
    assert_eq!(dead.status, 401);
    assert_eq!(dead.json()["statusCode"], 401);
    assert_eq!(dead.json()["error"], "Unauthorized");
}

#[test]
fn three_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour() {
    let lab = lab();
    let (email, password) = (lab.email(), lab.password());
    for _ in 0..2 {
        let wrong = lab.sign_in(email, "nonsense", &json!({}));
        assert_eq!(wrong.status, 401);
        assert!(!wrong.text.contains("locked"));
    }
    assert_eq!(lab.sign_in(email, password, &json!({})).status, 200, "the right one wipes the slate");
    for _ in 0..3 {
        lab.sign_in(email, "nonsense", &json!({}));
    }
    let locked = lab.sign_in(email, password, &json!({}));
    assert_eq!(locked.status, 401);
    assert!(locked.text.contains("locked"));

    lab.tamper("UPDATE strike SET locked_until = 1");
    let wrong = lab.sign_in(email, "nonsense", &json!({}));
    assert!(!wrong.text.contains("locked"), "the count begins anew: {}", wrong.text);
    assert_eq!(lab.sign_in(email, password, &json!({})).status, 200);
}

#[test]
fn an_enrolled_person_needs_a_code_which_works_once() {
    let lab = lab();
    let password = lab.password();
    let asked = lab.sign_in(VALENTINA, password, &json!({}));
    assert_eq!((asked.status, asked.json()["token"].is_null()), (200, true));
    assert_eq!(asked.json()["mfaRequired"], true);

    let code = code(&lab.database, "42").unwrap();
    assert_eq!((code.code.len(), code.email.as_str()), (6, VALENTINA));
    let session = lab.sign_in(VALENTINA, password, &json!({ "mfaToken": code.code }));
    assert_eq!(session.status, 200, "{}", session.text);
    assert!(session.json()["token"].is_string());
    let again = lab.sign_in(VALENTINA, password, &json!({ "mfaToken": code.code }));
    assert_eq!(again.status, 401, "{}", again.text);

    let people = lab.try_call_as(&bearer(&session.json()["token"]), "GET", "/user/users", None).unwrap();
    assert_eq!(people.status, 403, "she is not an administrator");
    assert_eq!(people.json()["error"], "Forbidden");
}

#[test]
fn three_wrong_codes_lock_too() {
    let lab = lab();
    for _ in 0..3 {
        let wrong = lab.sign_in(VALENTINA, lab.password(), &json!({ "mfaToken": "12345" }));
        assert_eq!(wrong.status, 401);
    }
    assert!(lab.sign_in(VALENTINA, lab.password(), &json!({})).text.contains("locked"));
}

#[test]
fn a_remembered_device_needs_no_code_until_a_reset_forgets_it() {
    let lab = lab();
    let password = lab.password();
    let code = code(&lab.database, "42").unwrap().code;
    let session =
        lab.sign_in(VALENTINA, password, &json!({ "mfaToken": code, "rememberDevice": true })).json();
    let device = json!({ "deviceId": session["deviceId"] });
    assert!(lab.sign_in(VALENTINA, password, &device).json()["token"].is_string());

    assert_eq!(lab.reset(&json!([42])), 204);
    lab.call("POST", "/_emulator/users/42/enroll", &json!({}));
    assert_eq!(lab.sign_in(VALENTINA, password, &device).json()["mfaRequired"], true);
}

#[test]
fn what_is_no_sign_in_is_told_apart() {
    let lab = lab();
    let password = lab.password();
    let status = |email: &str, more| lab.sign_in(email, password, &more).status;
    assert_eq!(status("nobody@test.com", json!({})), 401);
    assert_eq!(status(lab.email(), json!({ "client": "browser" })), 400);
    assert_eq!(status(lab.email(), json!({ "selectedOrg": 7 })), 404);
    assert_eq!(lab.call_as("", "POST", "/user/authenticate", &json!({ "email": "a@b" })).status, 400);
    lab.call("PUT", "/user/users/42/membership", &json!({ "isActive": false }));
    assert_eq!(status(VALENTINA, json!({})), 404, "not active");
}

#[test]
fn keys_work_with_their_owners_rights_and_for_other_people_when_impersonating() {
    let lab = lab();
    let membership = lab.get("/user/org/166/user/42").json()["id"].clone();
    assert_ne!(membership, 42);
    let made = lab.call("POST", "/user/apiKey", &json!({ "orgUserId": membership, "name": "test" })).json();
    let hers = format!("X-API-Key: {}\r\n", made["apiKey"].as_str().unwrap());
    assert_eq!(lab.try_call_as(&hers, "GET", "/user/users/me", None).unwrap().json()["id"], 42);
    assert_eq!(lab.try_call_as(&hers, "GET", "/user/users/43", None).unwrap().status, 403);
    assert_eq!(lab.try_call_as("x-api-key: 00\r\n", "GET", "/user/users/me", None).unwrap().status, 401);
    assert_eq!(lab.try_call_as("", "GET", "/user/users/me", None).unwrap().status, 401);

    let as_her = format!("x-api-key: {}\r\nimpersonate-user-id: 42\r\n", lab.api_key());
    assert_eq!(lab.try_call_as(&as_her, "GET", "/user/users/me", None).unwrap().json()["id"], 42);
    let as_admin = format!("{hers}impersonate-user-id: 1\r\n");
    assert_eq!(lab.try_call_as(&as_admin, "GET", "/user/users/me", None).unwrap().status, 403);

    lab.call("PUT", "/user/users/42/membership", &json!({ "isActive": false }));
    assert_eq!(lab.try_call_as(&hers, "GET", "/user/users/me", None).unwrap().status, 401);
    assert_eq!(lab.try_call_as(&as_her, "GET", "/user/users/me", None).unwrap().status, 404);
}

#[test]
fn a_person_enrols_with_a_secret_and_a_code_that_proves_it() {
    let lab = lab();
    let proposal = lab.call("POST", "/user/users/mfa/generateTempSecret", &json!({})).json();
    assert!(proposal["uri"].as_str().unwrap().starts_with("otpauth://totp/"), "{proposal}");
    let secret = totp_rs::Secret::try_from_base32(proposal["secret"].as_str().unwrap()).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let now = now_seconds();
    let verify =
        |code: String| lab.call("POST", "/user/users/mfa/verify", &json!({ "mfaToken": code })).status;
    assert_eq!(verify("12345".to_owned()), 400);
    assert_eq!(lab.truth(1)["enrolled"], false);
    assert_eq!(verify(app.generate(now).to_string()), 204);
    assert_eq!(lab.truth(1)["enrolled"], true);
    // The same app shows what `code` shows.
    let shown = code(&lab.database, "1").unwrap().code;
    assert!([now, now + 30].iter().any(|at| app.generate(*at).to_string() == shown));
}
