use serde_json::json;

use crate::lab::lab;
use crate::web_browser::{Browser, VALENTINA, app_code};

const LOCKED: &str = "The account is locked for 15 minutes after too many wrong tries";

#[test]
fn wrong_passwords_on_the_page_and_in_the_api_are_counted_together() {
    let lab = lab();
    let mut browser = Browser::of(&lab);
    let wrong = [("email", lab.email()), ("password", "nonsense")];
    let first = browser.sent("/sign-in", &wrong);
    assert_eq!(first.status, 401);
    assert!(first.text.contains("Wrong e-mail or password") && first.text.contains("<form"));
    assert!(!lab.sign_in(lab.email(), "nonsense", &json!({})).text.contains("locked"));
    let third = browser.sent("/sign-in", &wrong);
    assert_eq!(third.status, 401);
    assert!(third.text.contains(LOCKED), "{}", third.text);
    let right = browser.sent("/sign-in", &[("email", lab.email()), ("password", lab.password())]);
    assert!(right.status == 401 && right.text.contains(LOCKED), "{}", right.text);
    assert!(lab.sign_in(lab.email(), lab.password(), &json!({})).text.contains("locked"));
}

#[test]
fn the_page_does_not_tell_whether_there_is_such_a_person() {
    let lab = lab();
    let mut browser = Browser::of(&lab);
    let mut page = |email: &str| {
        let answer = browser.sent("/sign-in", &[("email", email), ("password", "nonsense")]);
        (answer.status, answer.text.replace(email, ""))
    };
    assert_eq!(page(VALENTINA), page("stranger@test.com"));
}

#[test]
fn wrong_codes_on_the_page_and_in_the_api_are_counted_together() {
    let lab = lab();
    let mut browser = Browser::of(&lab);
    assert_eq!(browser.sign_in(VALENTINA), "/sign-in/code");
    let first = browser.sent("/sign-in/code", &[("code", "12345")]);
    assert_eq!(first.status, 401);
    assert!(first.text.contains("Wrong MFA code") && first.text.contains("<form"), "{}", first.text);
    let second = lab.sign_in(VALENTINA, lab.password(), &json!({ "mfaToken": "12345" }));
    assert!(!second.text.contains("locked"));
    assert!(browser.sent("/sign-in/code", &[("code", "12345")]).text.contains(LOCKED));
    let right = mfa_admin::emulator::code(&lab.database, "42").unwrap().code;
    let locked = browser.sent("/sign-in/code", &[("code", &right)]);
    assert!(locked.status == 401 && locked.text.contains(LOCKED), "{}", locked.text);
}

#[test]
fn a_wrong_code_at_set_up_is_counted_too_and_a_locked_account_sets_nothing_up() {
    let lab = lab();
    assert_eq!(lab.reset(&json!([42])), 204);
    let mut browser = Browser::of(&lab);
    assert_eq!(browser.sign_in(VALENTINA), "/set-up-mfa");
    let key = browser.key();
    for words in ["Wrong MFA code", "Wrong MFA code", LOCKED] {
        let answer = browser.sent("/set-up-mfa", &[("code", "12345")]);
        assert_eq!(answer.status, 401);
        assert!(answer.text.contains(words) && answer.text.contains("class=\"key\""), "{}", answer.text);
    }
    let right = browser.sent("/set-up-mfa", &[("code", &app_code(&key, 0))]);
    assert!(right.status == 401 && right.text.contains(LOCKED), "{}", right.text);
    assert_eq!(lab.truth(42)["enrolled"], false);
    assert!(lab.sign_in(VALENTINA, lab.password(), &json!({})).text.contains("locked"));

    lab.tamper("UPDATE strike SET locked_until = 1");
    assert_eq!(browser.send("/set-up-mfa", &[("code", &app_code(&key, 0))]), "/");
    assert_eq!(lab.truth(42)["enrolled"], true);
}

#[test]
fn so_is_one_that_the_api_is_given_at_set_up() {
    let lab = lab();
    let key = lab.call("POST", "/user/users/mfa/generateTempSecret", &json!({})).json()["secret"].clone();
    let verify = |code: &str| lab.call("POST", "/user/users/mfa/verify", &json!({ "mfaToken": code }));
    for is_locked in [false, false, true] {
        let answer = verify("12345");
        assert_eq!((answer.status, answer.text.contains("locked")), (400, is_locked), "{}", answer.text);
    }
    assert_eq!(verify(&app_code(key.as_str().unwrap(), 0)).status, 400);
    assert_eq!(lab.truth(1)["enrolled"], false);
    let mut browser = Browser::of(&lab);
    let answer = browser.sent("/sign-in", &[("email", lab.email()), ("password", lab.password())]);
    assert!(answer.text.contains(LOCKED), "{}", answer.text);
}
