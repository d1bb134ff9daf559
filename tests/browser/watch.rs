//! All three ways at once: who has the trail open sees the reset of another way.

use serde_json::json;

use crate::stage::{BY_CHOICE, BY_ORG, Stage};

#[test]
fn a_reset_from_the_command_line_appears_on_the_open_trail() {
    let Some(stage) = Stage::signed_in() else { return };
    let page = watched(&stage);
    // A reload would lose this.
    page.script("window.stays = true", &json!([]));
    stage.lab.run(&format!("mfa reset --user-id {BY_CHOICE} --yes")).exits(0);
    page.sees("Valentina Rodriguez");
    assert_eq!(page.script("return window.stays === true", &json!([])), true);
    stage.is_clean();
}

#[test]
fn without_scripting_the_trail_shows_it_when_it_is_loaded_again() {
    let Some(stage) = Stage::new() else { return };
    stage.page.runs_no_script();
    stage.signs_in(&stage.emulator().email, &stage.emulator().password);
    stage.page.sees("My Tasks");
    let page = watched(&stage);
    stage.lab.run(&format!("mfa reset --user-id {BY_CHOICE} --yes")).exits(0);
    page.reloads().sees("Valentina Rodriguez");
}

#[test]
fn the_three_ways_leave_the_same_trail() {
    let Some(stage) = Stage::signed_in() else { return };
    let (page, third) = (&stage.page, 14);
    stage.finds("val", "Valentina Rodriguez");
    page.clicks("Reset MFA For This User").clicks("RESET MFA").sees("MFA was reset");
    page.clicks("Administration").clicks("Admin Overview").clicks("Swagger Docs").clicks("user");
    page.clicks("PUT /user/users/mfa/reset").fills("body", &json!({"ids": [BY_ORG]}).to_string());
    page.clicks("Execute").sees("204");
    stage.lab.run(&format!("mfa reset --user-id {third} --yes")).exits(0);
    assert_eq!([BY_CHOICE, BY_ORG, third].map(|id| stage.emulator().resets(id)), [1, 1, 1]);
    watched(&stage);
    for id in [BY_CHOICE, BY_ORG, third] {
        page.sees(&stage.name(id));
    }
}

/// The trail, as the article's overview leads to it.
#[track_caller]
fn watched(stage: &Stage) -> &crate::driver::Driver {
    stage.page.clicks("Administration").clicks("Admin Overview");
    stage.page.clicks("User Audit Trail").sees("User Audit Trail")
}
