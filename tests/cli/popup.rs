//! The pop-up on a real terminal: CANCEL is the default, and the terminal is given back as it was.

use crate::lab::{Lab, Pty};

const RIGHT: &str = "\u{1b}[C";
const LEFT: &str = "\u{1b}[D";
const CTRL_C: &str = "\u{3}";

fn given_back(pty: &Pty) {
    assert!(pty.shows_cursor(), "the cursor is back");
    assert!(pty.echoes(), "what is typed is shown again");
}

#[test]
fn it_shows_who_it_is_and_asks_in_the_words_of_the_web() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "--color never mfa reset --user-id 42");
    pty.sees("[ CANCEL ]");
    let screen = pty.screen();
    for part in [
        "Valentina Rodriguez",
        "valentina.r@test.com",
        "42",
        "Harbour Light Utilities (166)",
        "sandbox",
        "Administrator",
        "no",
        "user",
        "enrolled since 2026-01-05",
        "2026-09-28",
        "Reset MFA for this user?",
        "Once MFA is reset, the user will need to setup their multi-factor",
        "authentication again",
        "RESET MFA",
    ] {
        assert!(screen.contains(part), "{part}\n{screen}");
    }
    assert!(lab.emulator().requests().iter().all(|request| request["method"] == "GET"));
}

#[test]
fn everything_that_is_no_choice_of_reset_cancels() {
    let lab = Lab::new();
    for (name, keys) in [
        ("Enter", "\r"),
        ("Esc", "\u{1b}"),
        ("Ctrl-C", CTRL_C),
        ("there and back", "\t\t\r"),
        ("right and left", "\u{1b}[C\u{1b}[D\r"),
        ("chosen, then Esc", "\t\u{1b}"),
        ("chosen, then Ctrl-C", "\t\u{3}"),
        ("letters", "yes\r"),
        ("letters that are keys elsewhere", "skip\r"),
    ] {
        let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 42");
        pty.sees("[ CANCEL ]").types(keys);
        assert_eq!(pty.end(), 6, "{name}\n{}", pty.screen());
        given_back(&pty);
    }
    assert!(lab.emulator().requests().iter().all(|request| request["method"] == "GET"));
    assert_eq!(lab.emulator().resets(42), 0);
}

#[test]
fn tab_or_an_arrow_and_enter_reset() {
    let lab = Lab::new();
    for (id, key) in [("42", "\t"), ("46", RIGHT), ("6", &format!("{RIGHT}{LEFT}{RIGHT}"))] {
        let mut pty = Pty::start(&lab, 80, &format!("mfa reset --user-id {id}"));
        pty.sees("[ CANCEL ]").types(key);
        pty.sees("[ RESET MFA ]").types("\r");
        assert_eq!(pty.end(), 0, "{}", pty.screen());
        assert!(pty.screen().contains("Reset MFA for this user? RESET MFA"), "{}", pty.screen());
        given_back(&pty);
    }
    assert_eq!(lab.emulator().sent(), [42, 46, 6]);
}

#[test]
fn a_cancelled_reset_is_a_skipped_row() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 42 -o json");
    pty.sees("[ CANCEL ]").types("\r");
    assert_eq!(pty.end(), 6);
    assert!(
        pty.screen().contains("\"skipped\"") && pty.screen().contains("\"cancelled\""),
        "{}",
        pty.screen()
    );
}

#[test]
fn a_signal_at_the_question_leaves_the_terminal_as_it_was() {
    let lab = Lab::new();
    for signal in ["TERM", "HUP", "INT"] {
        let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 42");
        pty.sees("[ CANCEL ]").signal(signal);
        assert_eq!(pty.end(), 130, "{signal}");
        given_back(&pty);
    }
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

#[test]
fn an_administrator_must_be_named() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 34");
    pty.sees("[ CANCEL ]").types("\t\r");
    pty.sees("Type anais.gagne34@test.com").types("yes\r");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    given_back(&pty);
    assert_eq!(lab.emulator().sent(), [0; 0]);

    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 34");
    pty.sees("[ CANCEL ]").types("\t\r");
    pty.sees("Type anais.gagne34@test.com").types("Anais.Gagne34@test.com\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(lab.emulator().sent(), [34]);
}

#[test]
fn ctrl_c_and_esc_where_a_word_is_to_be_typed_cancel() {
    let lab = Lab::new();
    for keys in [CTRL_C, "anais\u{3}", "\u{1b}", "anais\u{4}"] {
        let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 34");
        pty.sees("[ CANCEL ]").types("\t\r");
        pty.sees("Type anais.gagne34@test.com").types(keys);
        assert_eq!(pty.end(), 6, "{}", pty.screen());
        given_back(&pty);
    }
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

#[test]
fn with_yes_an_administrator_is_still_asked_for_by_name() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 34 --yes");
    pty.sees("Type anais.gagne34@test.com").types("anais.gagne34@test.com\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
}

#[test]
fn a_batch_asks_once_for_all_and_says_how_many() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 42 --user-id 46 --user-id 43");
    pty.sees("[ CANCEL ]");
    assert!(pty.screen().contains("Reset MFA for 2 users?"), "{}", pty.screen());
    pty.types("\t\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(lab.emulator().sent().len(), 2);
}

#[test]
fn a_production_batch_must_be_counted() {
    let lab = Lab::production();
    for (typed, exit) in [("3", 6), ("", 6), ("2", 0)] {
        let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 42 --user-id 46");
        pty.sees("[ CANCEL ]");
        assert!(pty.screen().contains("production"), "{}", pty.screen());
        pty.types("\t\r");
        pty.sees("Type 2, the number of people").types(&format!("{typed}\r"));
        assert_eq!(pty.end(), exit, "{typed}\n{}", pty.screen());
        assert_eq!(lab.emulator().sent().is_empty(), exit == 6);
    }
}

#[test]
fn it_stands_whole_on_a_narrow_screen() {
    let lab = Lab::new();
    for (columns, color) in [(30, "never"), (40, "never"), (50, "never"), (50, "always"), (80, "always")] {
        let mut pty = Pty::start(&lab, columns, &format!("--color {color} mfa reset --user-id 42"));
        // The last line of the box: what stands above it is there by then.
        pty.sees("╯");
        let before = pty.screen();
        assert!(before.contains("[ CANCEL ]"), "{columns}\n{before}");
        let edges = |corner: char| before.lines().filter(|line| line.contains(corner)).count();
        assert_eq!((edges('╭'), edges('╮'), edges('╰'), edges('╯')), (1, 1, 1, 1), "{columns}\n{before}");
        let width = before.lines().find(|line| line.starts_with('╭')).map(|line| line.chars().count());
        for line in before.lines().filter(|line| line.starts_with('│')) {
            let whole = line.ends_with('│') && Some(line.chars().count()) == width;
            assert!(whole, "{columns} {color}\n{before}");
        }
        // Drawn again after a key, nothing of the first drawing stays.
        pty.types("\t");
        pty.sees("[ RESET MFA ]");
        assert_eq!(pty.screen().matches('╭').count(), 1, "{columns}\n{}", pty.screen());
        pty.types("\u{1b}");
        assert_eq!(pty.end(), 6);
    }
}

#[test]
fn no_input_asks_nothing_on_a_terminal_either() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "--no-input mfa reset --user-id 42");
    assert_eq!(pty.end(), 6);
    assert!(pty.screen().contains("--yes"), "{}", pty.screen());
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn a_dry_run_asks_nothing() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 120, "mfa reset --user-id 42 --dry-run");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("would_reset"), "{}", pty.screen());
}

#[test]
fn nothing_to_reset_asks_nothing() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 120, "mfa reset --user-id 43");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("not_enrolled"), "{}", pty.screen());
}

#[test]
fn a_slip_in_a_typed_word_can_be_mended() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 34 --yes");
    pty.sees("Type anais.gagne34@test.com").types("anaïs\u{7f}\u{7f}").sees("to go on: ana");
    pty.types("is.gagne34@test.com\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    given_back(&pty);
}
