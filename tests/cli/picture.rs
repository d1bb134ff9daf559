//! The picture in the README, `docs/demo.svg`: made from a real run on a real terminal, and compared with one at every
//! `cargo test`, so that it cannot go stale. `BLESS=1 cargo test --test cli picture` rewrites it.

mod drawing;

use std::fs;
use std::path::Path;

use crate::lab::{Lab, Pty};
use drawing::{Line, lines, prompt, svg};

/// Wide enough for a result row in one line.
const COLUMNS: u16 = 112;

#[test]
#[expect(clippy::disallowed_methods, reason = "BLESS is set by the person who runs the tests")]
fn the_picture_in_the_readme_shows_a_real_run() {
    let fresh = svg(usize::from(COLUMNS), &played());
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/demo.svg");
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, &fresh).unwrap();
    }
    let kept = fs::read_to_string(&place).unwrap_or_default();
    assert!(kept == fresh, "docs/demo.svg is stale: BLESS=1 cargo test --test cli picture rewrites it");
}

/// Search, show, pop-up and result, one below the other as a person would see them.
fn played() -> Vec<Line> {
    let lab = Lab::bare();
    let mut seen = Vec::new();
    for words in ["users search valentina", "users show --user-id 42"] {
        seen.push(prompt(&format!("mfa-admin --profile demo {words}")));
        let mut pty = Pty::start(&lab, COLUMNS, &format!("--profile demo {words}"));
        assert_eq!(pty.end(), 0, "{}", pty.screen());
        seen.extend(lines(&pty.cells()));
        seen.push(Line::default());
    }
    seen.push(prompt("mfa-admin --profile demo mfa reset --user-id 42"));
    let mut pty = Pty::start(&lab, COLUMNS, "--profile demo mfa reset --user-id 42");
    pty.sees("[ CANCEL ]").sees("Esc to cancel");
    seen.extend(lines(&pty.cells()));
    seen.push(Line::default());
    pty.types("\t").sees("[ RESET MFA ]").types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    // The pop-up is gone and its answer stands there; what stood above it is in the picture already.
    let after = lines(&pty.cells());
    let chosen = after.iter().position(|line| line.text().starts_with("Reset MFA for this user? "));
    seen.extend(after.into_iter().skip(chosen.expect("what was chosen")));
    seen
}
