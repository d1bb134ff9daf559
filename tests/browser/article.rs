//! The vendor's article, step by step: written from its words alone, and clicked by them.

use crate::page::{ENTER, ESC, TAB};
use crate::stage::{BY_CHOICE, BY_ORG, Stage};

/// The endpoints of topic *user*, in the order of the article.
const ENDPOINTS: [&str; 13] = [
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

const POP_UP: &str = "Once MFA is reset, the user will need to setup their multi-factor authentication again";

#[test]
fn user_management_resets_a_person_who_set_mfa_up_by_choice() {
    let Some(stage) = Stage::signed_in() else { return };
    stage.finds("val", "Valentina Rodriguez");
    let page = &stage.page;
    for words in ["User Profile", "First Name", "Last Name", "Email", "Language", "Account Status"] {
        assert!(page.shows(words), "{words} is not on:\n{}", page.text());
    }
    for switch in ["Enable User Access", "Admin", "All Data Access", "Enforce org-level MFA"] {
        page.field(switch);
    }
    assert!(!page.offers("Reset Org-Level MFA For This User"));
    page.clicks("Reset MFA For This User").sees("Reset MFA for this user?").sees(POP_UP);
    assert_eq!(stage.emulator().resets(BY_CHOICE), 0);
    page.clicks("RESET MFA").sees("MFA was reset").sees("Not set up");
    assert!(!page.offers("Reset MFA For This User"));
    assert_reset(&stage, BY_CHOICE);
    stage.is_clean();
}

#[test]
fn user_management_resets_a_person_whose_mfa_the_organisation_enforces() {
    let Some(stage) = Stage::signed_in() else { return };
    let name = stage.name(BY_ORG);
    stage.finds(&stage.email(BY_ORG), &name);
    let page = &stage.page;
    assert!(!page.offers("Reset MFA For This User"));
    page.clicks("Reset Org-Level MFA For This User").sees(POP_UP).clicks("RESET MFA");
    page.sees(&format!("MFA was reset. {name} will set it up again at the next sign-in."));
    assert_reset(&stage, BY_ORG);
    stage.is_clean();
}

#[test]
fn swagger_resets_a_person_who_set_mfa_up_by_choice() {
    swagger_resets(BY_CHOICE);
}

#[test]
fn swagger_resets_a_person_whose_mfa_the_organisation_enforces() {
    swagger_resets(BY_ORG);
}

fn swagger_resets(id: u64) {
    let Some(stage) = Stage::signed_in() else { return };
    let page = &stage.page;
    page.clicks("Administration").clicks("Admin Overview").sees("Tools").clicks("Swagger Docs");
    page.clicks("user").sees("Reset user MFA");
    let text = page.text();
    let mut rest = text.as_str();
    for endpoint in ENDPOINTS {
        let place = rest.find(endpoint).unwrap_or_else(|| panic!("{endpoint} is not in its place:\n{text}"));
        rest = &rest[place + endpoint.len()..];
    }
    page.clicks("PUT /user/users/mfa/reset").clicks("{\"ids\":[1]}");
    let body = page.field("body");
    let read = "return arguments[0].value.replace(/\\s/g, '')";
    assert_eq!(page.script(read, &serde_json::json!([body])), "{\"ids\":[1]}");
    page.fills("body", &format!("{{\"ids\":[{id}]}}"));
    assert_eq!(stage.emulator().resets(id), 0);
    page.clicks("Execute").sees("204");
    assert_reset(&stage, id);
    // Once more: what the service refuses is shown as it is.
    page.fills("body", "{\"ids\":[123456]}").clicks("Execute").sees("404");
    stage.is_clean_but_for(&["404"]);
}

#[test]
fn cancelling_sends_nothing() {
    let Some(stage) = Stage::signed_in() else { return };
    stage.finds("val", "Valentina Rodriguez");
    let page = &stage.page;
    for way in ["Esc", "CANCEL", "×", "Enter"] {
        page.clicks("Reset MFA For This User").sees(POP_UP);
        assert_eq!(page.focus(), "cancel", "{way}");
        match way {
            "Esc" => page.presses(ESC),
            "Enter" => page.presses(ENTER),
            "×" if !page.offers("×") => page.clicks("Close"),
            word => page.clicks(word),
        };
        page.waits("the end of the pop-up", || (!page.shows(POP_UP)).then_some(()));
    }
    assert_eq!((stage.sent(), stage.emulator().resets(BY_CHOICE)), (vec![], 0));
    assert!(page.offers("Reset MFA For This User"));
}

#[test]
fn the_keyboard_alone_is_enough() {
    let Some(stage) = Stage::new() else { return };
    let page = stage.opens("/");
    page.waits("the focus on E-mail", || {
        page.script("return document.activeElement.tagName === 'INPUT'", &serde_json::json!([]))
            .as_bool()
            .filter(|is| *is)
    });
    page.presses(&format!("{}{TAB}{}{ENTER}", stage.emulator().email, stage.emulator().password));
    page.sees("My Tasks").tabs_to("Administration").presses(ENTER);
    page.tabs_to("User Management").presses(ENTER).sees("Licensed Users");
    page.tabs_to_field("Search").presses(&format!("val{ENTER}"));
    page.waits("what was found", || page.url().contains("search=val").then_some(()));
    page.tabs_to("Valentina Rodriguez").presses(ENTER).sees("Edit User");
    page.tabs_to("Reset MFA For This User").presses(ENTER).sees(POP_UP);
    assert_eq!(page.focus(), "cancel");
    page.tabs_to("RESET MFA").presses(ENTER).sees("MFA was reset");
    assert_reset(&stage, BY_CHOICE);
    stage.is_clean();
}

/// What the control call says is what the screen said.
#[track_caller]
fn assert_reset(stage: &Stage, id: u64) {
    let truth = stage.emulator().truth(id);
    assert_eq!((&truth["enrolled"], &truth["resets"]), (&false.into(), &1.into()), "{truth}");
    assert_eq!(stage.sent(), [id]);
}
