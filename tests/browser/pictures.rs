//! The two pictures in the README, made from real pages. `BLESS=1 cargo test --test browser pictures` rewrites them; they
//! are not compared, because fonts differ from machine to machine.

use std::fs;
use std::path::Path;

use crate::stage::{BY_CHOICE, Stage};

const EDIT_USER: &str = "docs/screens/edit-user.png";
const SWAGGER: &str = "docs/screens/swagger-docs.png";

#[test]
#[expect(clippy::disallowed_methods, reason = "BLESS is set by the person who runs the tests")]
fn the_pictures_show_the_pop_up_and_the_executed_call() {
    let Some(stage) = Stage::signed_in() else { return };
    let page = &stage.page;
    stage.finds("val", "Valentina Rodriguez");
    page.clicks("Reset MFA For This User").sees("Once MFA is reset");
    let pop_up = page.picture("/screenshot");
    page.clicks("CANCEL");
    stage.opens("/api").clicks("user").clicks("PUT /user/users/mfa/reset");
    page.fills("body", &format!("{{\"ids\":[{BY_CHOICE}]}}")).clicks("Execute").sees("204");
    let executed = page.picture("/screenshot");
    for (place, picture) in [(EDIT_USER, pop_up), (SWAGGER, executed)] {
        assert_eq!(size(&picture), (1280, 800), "{place}");
        if std::env::var_os("BLESS").is_some() {
            let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
            fs::create_dir_all(place.parent().expect("a folder")).expect("it can be made");
            fs::write(place, picture).expect("it can be written");
        }
    }
}

#[test]
fn the_readme_shows_both_pictures() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("it is there");
    for place in [EDIT_USER, SWAGGER] {
        assert!(readme.contains(&format!("]({place})")), "{place}");
        assert_eq!(size(&fs::read(root.join(place)).expect("a picture")), (1280, 800), "{place}");
    }
}

/// Width and height, from the head of a PNG.
fn size(picture: &[u8]) -> (u32, u32) {
    assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"), "no PNG");
    let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}
