//! The guided way on a real terminal: search, choose, see the panel, and then the same pop-up as for a person who was named.

use serde_json::json;

use crate::lab::{Lab, Pty};

const DOWN: &str = "\u{1b}[B";
const UP: &str = "\u{1b}[A";
const ESC: &str = "\u{1b}";
const CTRL_C: &str = "\u{3}";
const RESET: &str = "--color never mfa reset";

fn given_back(pty: &Pty) {
    assert!(pty.shows_cursor() && pty.echoes(), "the terminal is as it was\n{}", pty.screen());
}

/// The screen after a text was searched for.
fn searched(lab: &Lab, columns: u16, words: &str, text: &str) -> Pty {
    let mut pty = Pty::start(lab, columns, words);
    pty.sees("Name, e-mail or ID:").types(&format!("{text}\r"));
    pty.sees("Enter to confirm");
    pty
}

#[test]
fn a_name_a_choice_and_the_button_reset_that_person() {
    let lab = Lab::new();
    let mut pty = searched(&lab, 80, RESET, "rodriguez");
    let screen = pty.screen();
    for part in ["Valentina Rodriguez", "valentina.r@test.com", "42", "enrolled", "\n  Search again"] {
        assert!(screen.contains(part), "{part}\n{screen}");
    }
    pty.types(DOWN).sees("> Valentina Rodriguez").types("\r");
    pty.sees("[ CANCEL ]");
    let screen = pty.screen();
    let places: Vec<_> = [
        "Account Status",
        "Enable User Access",
        "RESET MFA FOR THIS USER",
        "Harbour Light Utilities (166)",
        "sandbox",
        "Reset MFA for this user?",
        "[ CANCEL ]",
    ]
    .iter()
    .map(|part| screen.find(part).unwrap_or_else(|| panic!("{part}\n{screen}")))
    .collect();
    assert!(places.is_sorted(), "{screen}");
    // The panel has said who it is.
    assert_eq!(screen.matches("Last login").count(), 1, "{screen}");
    assert!(lab.emulator().sent().is_empty());
    pty.types("\t").sees("[ RESET MFA ]").types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    given_back(&pty);
    assert_eq!(lab.emulator().sent(), [42]);
    let records = lab.run("audit list -o json").exits(0).json();
    assert_eq!(records[0]["user_id"], json!("42"));
}

#[test]
fn enter_alone_picks_nobody_also_where_only_one_matches() {
    let lab = Lab::new();
    let mut pty = searched(&lab, 80, RESET, "valentina.r@test.com");
    assert!(!pty.screen().contains("> "), "{}", pty.screen());
    pty.types("\r\r\r").types(DOWN).sees("> Valentina");
    pty.types(ESC);
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    given_back(&pty);
    assert!(lab.emulator().requests().iter().all(|request| request["method"] == "GET"));
}

#[test]
fn the_last_line_searches_again() {
    let lab = Lab::new();
    let mut pty = searched(&lab, 80, RESET, "rodriguez");
    pty.types(UP).sees("> Search again").types("\r");
    pty.sees("Who is it? Search again\nName, e-mail or ID:").types("42\r");
    pty.sees("Enter to confirm").types(DOWN).sees("> Valentina").types("\r");
    pty.sees("[ CANCEL ]").types("\r");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    assert!(lab.emulator().sent().is_empty());
}

#[test]
fn a_text_that_nobody_matches_and_no_text_are_asked_again() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, RESET);
    pty.sees("Name, e-mail or ID:").types("\r").sees("an id; Esc leaves\nName, e-mail or ID:");
    pty.types("zzzz\r").sees("nobody matches `zzzz`\nName, e-mail or ID:");
    pty.types("42\r").sees("Enter to confirm").types(DOWN).sees("> Valentina").types(ESC);
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    given_back(&pty);
}

#[test]
fn esc_and_ctrl_c_leave_at_every_step() {
    let lab = Lab::new();
    for key in [ESC, CTRL_C] {
        let mut pty = Pty::start(&lab, 80, RESET);
        pty.sees("Name, e-mail or ID:").types("val").sees("ID: val").types(key);
        assert_eq!(pty.end(), 6, "at the text\n{}", pty.screen());
        given_back(&pty);

        let mut pty = searched(&lab, 80, RESET, "rodriguez");
        pty.types(DOWN).sees("> ").types(key);
        assert_eq!(pty.end(), 6, "at the list\n{}", pty.screen());
        assert!(pty.screen().contains("Who is it? CANCEL"), "{}", pty.screen());
        given_back(&pty);

        let mut pty = searched(&lab, 80, RESET, "rodriguez");
        pty.types(DOWN).sees("> ").types("\r");
        pty.sees("[ CANCEL ]").types("\t").sees("[ RESET MFA ]").types(key);
        assert_eq!(pty.end(), 6, "at the pop-up\n{}", pty.screen());
        given_back(&pty);
    }
    assert!(lab.emulator().sent().is_empty());
}

#[test]
fn a_signal_ends_it_at_every_step() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, RESET);
    pty.sees("Name, e-mail or ID:").signal("TERM");
    assert_eq!(pty.end(), 130, "{}", pty.screen());
    given_back(&pty);
    let mut pty = searched(&lab, 80, RESET, "rodriguez");
    pty.signal("INT");
    assert_eq!(pty.end(), 130, "{}", pty.screen());
    given_back(&pty);
}

#[test]
fn wide_names_keep_to_their_line_on_a_narrow_screen() {
    let lab = Lab::new();
    for columns in [35, 50, 80] {
        let mut pty = searched(&lab, columns, RESET, "an");
        for name in ["> Morgan", "> Αλέξ", "> Siob"] {
            pty.types(DOWN).sees(name).sees("↑ ↓");
        }
        let screen = pty.screen();
        assert_eq!(screen.matches("Who is it?").count(), 1, "{columns}\n{screen}");
        assert!(screen.starts_with("Name, e-mail or ID: an\nWho is it? [Page 1/"), "{columns}\n{screen}");
        // Each person has a line with their id, which is never cut.
        let people: Vec<_> = screen.lines().skip(2).take_while(|line| !line.contains('↑')).collect();
        assert_eq!(people.len(), 12, "{columns}\n{screen}");
        let has_id = |line: &&&str| line.split_whitespace().any(|word| word.parse::<u32>().is_ok());
        assert_eq!(people.iter().filter(has_id).count(), 12, "{columns}\n{screen}");
        pty.types(ESC);
        assert_eq!(pty.end(), 6, "{}", pty.screen());
        given_back(&pty);
    }
}

#[test]
fn an_administrator_is_still_to_be_named() {
    let lab = Lab::new();
    let mut pty = searched(&lab, 80, RESET, "anais.gagne34");
    pty.types(DOWN).sees("> ").types("\r");
    pty.sees("[ CANCEL ]");
    assert!(pty.screen().contains("Administrator"), "{}", pty.screen());
    pty.types("\t\r").sees("Type anais.gagne34@test.com").types("anais.gagne34@test.com\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(lab.emulator().sent(), [34]);
}

#[test]
fn a_person_who_is_not_enrolled_is_asked_nothing() {
    let lab = Lab::new();
    let mut pty = searched(&lab, 100, RESET, "43");
    pty.types(DOWN).sees("> ").types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(lab.emulator().sent().is_empty());
}

#[test]
fn show_ends_with_the_panel() {
    let lab = Lab::new();
    let mut pty = searched(&lab, 80, "users show", "rodriguez");
    pty.types(DOWN).sees("> ").types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("Account Status"), "{}", pty.screen());
    for key in [ESC, CTRL_C] {
        let mut pty = searched(&lab, 80, "users show", "rodriguez");
        pty.types(key);
        assert_eq!(pty.end(), 6, "{}", pty.screen());
        given_back(&pty);
    }
}

#[test]
fn a_dry_run_and_json_go_the_same_way() {
    let lab = Lab::new();
    let mut pty = searched(&lab, 100, "mfa reset --dry-run -o json", "rodriguez");
    pty.types(DOWN).sees("> ").types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("\"would_reset\"") && !pty.screen().contains("CANCEL"), "{}", pty.screen());
}

#[test]
fn where_nothing_can_be_asked_nobody_named_is_wrong_usage() {
    let lab = Lab::new();
    for words in ["mfa reset", "mfa reset --yes", "mfa reset --dry-run", "users show"] {
        let shown = lab.run(&format!("{words} -o json")).exits(2);
        assert_eq!((shown.error()["code"].as_str(), shown.stdout.as_str()), (Some("usage"), ""), "{words}");
    }
    for words in ["mfa reset --yes", "--no-input mfa reset", "--no-input users show"] {
        let mut pty = Pty::start(&lab, 80, words);
        assert_eq!(pty.end(), 2, "{words}\n{}", pty.screen());
    }
    assert!(lab.emulator().requests().is_empty());
}
