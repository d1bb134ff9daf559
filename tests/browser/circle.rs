//! The other side: a person who was reset sets MFA up again and signs in with an authenticator's code.

use std::fs;
use std::process::Command;

use serde_json::json;

use crate::driver::element;
use crate::stage::{BY_ORG, PASSWORD, Stage, code};

#[test]
fn who_was_reset_sets_mfa_up_with_the_key_and_signs_in_with_a_code() {
    let Some(stage) = Stage::new() else { return };
    let key = set_up_again(&stage, false);
    let page = &stage.page;
    assert_eq!(stage.emulator().truth(BY_ORG)["enrolled"], true);
    page.clicks("Sign out");
    stage.signs_in(&stage.email(BY_ORG), PASSWORD);
    page.sees("code");
    // Another code than that of the set-up: each is good only once.
    page.fills("Code", &code(&key, 1)).clicks("Verify").sees("My Tasks");
    assert!(!page.offers("Administration"));
}

#[test]
fn after_three_wrong_codes_the_right_one_is_refused_and_the_page_says_for_how_long() {
    let Some(stage) = Stage::new() else { return };
    let key = set_up_again(&stage, false);
    let page = &stage.page;
    page.clicks("Sign out");
    stage.signs_in(&stage.email(BY_ORG), PASSWORD);
    // Codes of the next hour are not good at this time.
    for step in 100..102 {
        page.fills("Code", &code(&key, step)).clicks("Verify").sees("Wrong MFA code");
    }
    page.fills("Code", &code(&key, 102)).clicks("Verify").sees("locked for 15 minutes");
    stage.opens("/sign-in/code").fills("Code", &code(&key, 1)).clicks("Verify").sees("locked for 15 minutes");
    assert!(!page.shows("My Tasks"));
}

#[test]
fn a_device_is_remembered_until_the_next_reset() {
    let Some(stage) = Stage::new() else { return };
    set_up_again(&stage, true);
    let page = &stage.page;
    page.clicks("Sign out");
    stage.signs_in(&stage.email(BY_ORG), PASSWORD);
    page.sees("My Tasks").clicks("Sign out");
    stage.lab.run(&format!("mfa reset --user-id {BY_ORG} --yes")).exits(0);
    stage.emulator().enroll(BY_ORG);
    stage.signs_in(&stage.email(BY_ORG), PASSWORD);
    page.sees("code");
    assert!(!page.shows("My Tasks"));
}

#[test]
fn the_picture_of_the_key_is_the_key() {
    let Some(stage) = Stage::new() else { return };
    if Command::new("zbarimg").arg("--version").output().is_err() {
        say("not run: no zbarimg");
        return;
    }
    let page = reset_and_sign_in(&stage);
    for scheme in ["light", "dark"] {
        page.prefers(scheme);
        let code = page.script("return document.querySelector('main svg')", &json!([]));
        let picture = page.picture(&format!("{}/screenshot", element(&code)));
        let file = stage.lab.path("code.png");
        fs::write(&file, picture).expect("it can be written");
        let read = Command::new("zbarimg").args(["--quiet", "--raw"]).arg(&file).output().expect("zbarimg");
        let read = String::from_utf8_lossy(&read.stdout);
        assert!(read.starts_with("otpauth://totp/"), "{scheme}: {read}");
        assert!(read.contains(&format!("secret={}", stage.key())), "{scheme}: {read}");
    }
}

#[test]
fn a_reload_keeps_the_key_and_nothing_else_opens_before_it_is_confirmed() {
    let Some(stage) = Stage::new() else { return };
    let page = reset_and_sign_in(&stage);
    let key = stage.key();
    page.reloads();
    assert_eq!(stage.key(), key);
    for path in ["/", "/settings/users", "/overview", "/api"] {
        stage.opens(path);
        assert!(!page.shows("My Tasks") && !page.shows("Licensed Users"), "{path}:\n{}", page.text());
    }
    assert_eq!(stage.emulator().truth(BY_ORG)["enrolled"], false);
}

/// Resets the person from the command line and signs in with the password.
fn reset_and_sign_in(stage: &Stage) -> &crate::driver::Driver {
    stage.lab.run(&format!("mfa reset --user-id {BY_ORG} --yes")).exits(0);
    stage.signs_in(&stage.email(BY_ORG), PASSWORD);
    stage.page.waits("the set-up", || stage.page.url().ends_with("/set-up-mfa").then_some(()));
    &stage.page
}

/// The same, and sets MFA up. Returns the key.
fn set_up_again(stage: &Stage, remember: bool) -> String {
    let page = reset_and_sign_in(stage);
    let key = stage.key();
    page.fills("Code", &code(&key, 0));
    if remember {
        page.ticks("Remember this device");
    }
    page.clicks("Verify").sees("My Tasks");
    key
}

#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
fn say(what: &str) {
    eprintln!("{what}");
}
