use serde_json::json;

use crate::lab::lab;
use crate::web_browser::{Browser, VALENTINA, app_code};

#[test]
fn a_rehearsal_goes_full_circle_from_one_reset_to_the_next() {
    let lab = lab();
    let mut browser = Browser::of(&lab);
    assert_eq!(lab.reset(&json!([42])), 204);

    assert_eq!(browser.sign_in(VALENTINA), "/set-up-mfa");
    for path in ["/", "/overview", "/overview/trail", "/settings/users", "/api", "/sign-in/code"] {
        assert_eq!(browser.open(path), "/set-up-mfa", "{path}");
    }
    assert_eq!(browser.sent("/api/token", &[]).status, 401);
    let key = browser.key();
    browser.open("/set-up-mfa");
    assert_eq!(browser.key(), key, "a page that is loaded again shows the same key");
    assert_eq!(browser.send("/set-up-mfa", &[("code", &app_code(&key, 0))]), "/");
    assert!(browser.page.contains("Multi-factor authentication is set up."), "{}", browser.page);
    assert_eq!(lab.truth(42)["enrolled"], true);

    browser.sign_out();
    assert_eq!(browser.sign_in(VALENTINA), "/sign-in/code");
    for path in ["/", "/settings/users", "/set-up-mfa"] {
        assert_eq!(browser.open(path), "/sign-in/code", "{path}");
    }
    // The first code is used up.
    let fields = [("code", &*app_code(&key, 1)), ("remember", "on")];
    assert_eq!(browser.send("/sign-in/code", &fields), "/");

    browser.sign_out();
    assert_eq!(browser.sign_in(VALENTINA), "/", "this device is remembered");
    let mut other = Browser::of(&lab);
    assert_eq!(other.sign_in(VALENTINA), "/sign-in/code", "and no other");
    browser.sign_out();

    assert_eq!(lab.reset(&json!([42])), 204);
    assert_eq!(browser.sign_in(VALENTINA), "/set-up-mfa");
    let new_key = browser.key();
    assert_ne!(new_key, key);
    assert_eq!(browser.send("/set-up-mfa", &[("code", &app_code(&new_key, 0))]), "/");
    browser.sign_out();
    assert_eq!(browser.sign_in(VALENTINA), "/sign-in/code", "the reset forgot the device");
}

#[test]
fn whoever_is_exempt_may_set_mfa_up_and_need_not() {
    let lab = lab();
    assert_eq!(lab.reset(&json!([42])), 204);
    lab.call("PUT", "/user/users/42/membership", &json!({ "mfaOptOut": true }));
    let mut browser = Browser::of(&lab);
    assert_eq!(browser.sign_in(VALENTINA), "/");
    assert_eq!(browser.open("/set-up-mfa"), "/set-up-mfa");
    let key = browser.key();
    assert_eq!(browser.send("/set-up-mfa", &[("code", &app_code(&key, 0))]), "/");
    assert!(browser.page.contains("by your own choice."), "{}", browser.page);
}

#[test]
fn whoever_has_mfa_sees_no_key() {
    let lab = lab();
    let mut browser = Browser::of(&lab);
    browser.sign_in(lab.email());
    let page = browser.open("/set-up-mfa");
    assert_eq!(page, "/set-up-mfa", "the administrator has none yet");
    lab.call("POST", "/_emulator/users/1/enroll", &json!({}));
    assert_eq!(browser.open("/set-up-mfa"), "/");
    assert_eq!(browser.send("/set-up-mfa", &[("code", "000000")]), "/");
}

#[test]
fn whoever_was_led_to_the_sign_in_gets_the_page_that_they_wanted() {
    let lab = lab();
    let mut browser = Browser::of(&lab);
    let wanted = "/settings/users?search=a%26b&page=2";
    assert_eq!(browser.open(wanted), "/sign-in", "nothing is in the address");
    let fields = [("email", lab.email()), ("password", "wrong")];
    assert_eq!(browser.send("/sign-in", &fields), "/sign-in");
    let fields = [("email", lab.email()), ("password", lab.password())];
    assert_eq!(browser.send("/sign-in", &fields), wanted);
    browser.sign_out();
    assert_eq!(browser.sign_in(lab.email()), "/", "once");

    // Also over a second step.
    browser.sign_out();
    assert_eq!(lab.reset(&json!([42])), 204);
    browser.open("/overview");
    let fields = [("email", VALENTINA), ("password", lab.password())];
    assert_eq!(browser.send("/sign-in", &fields), "/set-up-mfa");
    let key = browser.key();
    assert_eq!(browser.send("/set-up-mfa", &[("code", &app_code(&key, 0))]), "/overview");
}

#[test]
fn a_visit_ends_when_the_organisation_is_seeded_again_and_when_its_person_is_made_inactive() {
    let lab = lab();
    let mut administrator = Browser::of(&lab);
    assert_eq!(administrator.sign_in(lab.email()), "/");
    mfa_admin::emulator::seed(&lab.database, 100).unwrap();
    assert_eq!(administrator.open("/"), "/sign-in");
    assert_eq!(administrator.sign_in(lab.email()), "/");
    lab.tamper("UPDATE person SET active = 0 WHERE id = 1");
    assert_eq!(administrator.open("/"), "/sign-in");
}
