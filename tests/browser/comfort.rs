//! Windows of every size, light and dark, no scripting, nobody else asked.

use serde_json::json;

use crate::page::ENTER;
use crate::stage::{BY_CHOICE, BY_ORG, PASSWORD, Stage};

/// Every page of an administrator. Person 18 has the longest name.
const PAGES: [&str; 8] = [
    "/",
    "/settings/users",
    "/settings/users?search=nobody+is+called+so",
    "/settings/users/42",
    "/settings/users/18",
    "/overview",
    "/overview/trail",
    "/api",
];

#[test]
fn no_page_is_wider_than_its_window_nor_asks_another_host_nor_has_a_mistake() {
    let Some(stage) = Stage::signed_in() else { return };
    let page = &stage.page;
    for (width, scheme) in [(1280, "light"), (390, "dark"), (390, "light"), (1280, "dark")] {
        page.sized(width, 800).prefers(scheme);
        for path in PAGES {
            stage.opens(path);
            let wide = page.script("return document.documentElement.scrollWidth - innerWidth", &json!([]));
            assert!(wide.as_i64().is_some_and(|over| over <= 0), "{path} at {width}: {wide} too wide");
            let ground = page.script("return getComputedStyle(document.body).backgroundColor", &json!([]));
            assert_eq!(is_dark(ground.as_str().expect("a colour")), scheme == "dark", "{path}: {ground}");
            assert!(page.shows("Sign out"), "{path}:\n{}", page.text());
        }
    }
    stage.is_clean();
}

#[test]
fn the_set_up_and_the_pop_up_fit_a_telephone() {
    let Some(stage) = Stage::new() else { return };
    let page = &stage.page;
    page.sized(390, 800);
    let fits = |what: &str| {
        let wide = page.script("return document.documentElement.scrollWidth - innerWidth", &json!([]));
        assert!(wide.as_i64().is_some_and(|over| over <= 0), "{what}: {wide} too wide");
    };
    stage.signs_in(&stage.emulator().email, &stage.emulator().password);
    page.sees("My Tasks");
    stage.opens("/settings/users/18");
    stage.emulator().enroll(18);
    page.reloads();
    let button = ["Reset MFA For This User", "Reset Org-Level MFA For This User"];
    page.clicks(button.into_iter().find(|words| page.offers(words)).expect("a button"));
    page.sees("Once MFA is reset");
    fits("the pop-up");
    page.clicks("RESET MFA").sees("MFA was reset").clicks("Sign out");
    stage.lab.run(&format!("mfa reset --user-id {BY_ORG} --yes")).exits(0);
    stage.signs_in(&stage.email(BY_ORG), PASSWORD);
    page.waits("the set-up", || page.url().ends_with("/set-up-mfa").then_some(()));
    fits("the set-up");
}

#[test]
fn without_scripting_the_screens_do_everything() {
    let Some(stage) = Stage::new() else { return };
    let page = &stage.page;
    page.runs_no_script();
    stage.signs_in(&stage.emulator().email, &stage.emulator().password);
    page.sees("My Tasks");
    stage.finds("val", "Valentina Rodriguez");
    page.clicks("Reset MFA For This User").clicks("RESET MFA").sees("MFA was reset");
    assert_eq!(stage.emulator().resets(BY_CHOICE), 1);
    page.ticks("Admin").clicks("Save");
    page.waits("the switch", || {
        let switch = page.field("Admin");
        page.script("return arguments[0].checked", &json!([switch])).as_bool().filter(|is| *is)
    });
    page.clicks("User Management").fills("Search", "nobody at all").presses(ENTER);
    page.sees("Nobody is called").clicks("Show everybody").sees("Licensed Users");
    page.clicks("Sign out");
    page.field("Password");
    stage.is_clean();
}

/// Whether a colour `rgb(…)` is nearer to black than to white.
fn is_dark(colour: &str) -> bool {
    let numbers = colour.split(|one: char| !one.is_ascii_digit()).filter_map(|part| part.parse::<u32>().ok());
    numbers.take(3).sum::<u32>() < 3 * 128
}
