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
    pty.sees("`yes` is wrong: type it again").types("34\r");
    pty.sees("`34` is wrong: type it once more").types("anais\r");
    pty.sees("`anais` is wrong: that was the last try");
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

/// 43 is not enrolled: the input names three people, and two would get a request.
const TWO_OF_THREE: &str = "mfa reset --user-id 42 --user-id 46 --user-id 43";

#[test]
fn a_production_batch_must_be_counted() {
    let lab = Lab::production();
    let asked = |flags: &str| {
        let mut pty = Pty::start(&lab, 80, &format!("{TWO_OF_THREE} {flags}"));
        if flags.is_empty() {
            pty.sees("Reset MFA for 2 users?").sees("production").sees("[ CANCEL ]").types("\t\r");
        }
        pty.sees("Type 2, the number of people to be reset, to go on: ");
        pty
    };
    let mut pty = asked("");
    pty.types("\r");
    assert_eq!(pty.end(), 6, "{}", pty.screen());

    let mut pty = asked("--yes");
    pty.types("3\r").sees("`3` is wrong: type it again");
    pty.types("two\r").sees("`two` is wrong: type it once more").types("22\r");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    assert!(pty.screen().contains("`22` is wrong: that was the last try"), "{}", pty.screen());
    given_back(&pty);
    assert_eq!(lab.emulator().sent(), [0; 0]);
    assert_eq!(lab.run("batch list -o json").exits(0).json(), serde_json::json!([]));

    let mut pty = asked("");
    pty.types("3\r").sees("`3` is wrong: type it again").types("2\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(lab.emulator().carried_out(), [42, 46]);
}

#[test]
fn a_batch_that_nobody_confirmed_leaves_nothing_behind() {
    let lab = Lab::new();
    for (keys, signal, exit) in [("\r", "", 6), ("\u{3}", "", 6), ("", "TERM", 130), ("", "INT", 130)] {
        let mut pty = Pty::start(&lab, 80, TWO_OF_THREE);
        pty.sees("[ CANCEL ]").types(keys);
        if !signal.is_empty() {
            pty.signal(signal);
        }
        assert_eq!(pty.end(), exit, "{}", pty.screen());
        assert!(!pty.screen().contains("batch resume"), "{}", pty.screen());
        assert_eq!(lab.run("batch list -o json").exits(0).json(), serde_json::json!([]), "{keys:?} {signal}");
    }
    let production = Lab::production();
    let shown = production.run(&format!("{TWO_OF_THREE} --yes -o json")).exits(6);
    assert_eq!(shown.json()["batch_id"], serde_json::Value::Null, "{shown}");
    assert_eq!(production.run("batch list -o json").exits(0).json(), serde_json::json!([]));
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

/// Card and box stand there once, each of their lines whole.
#[track_caller]
fn stands_whole(pty: &Pty, columns: u16) {
    let screen = pty.screen();
    for once in ["╭", "╮", "╰", "╯", "User ID", "Environment", "Esc to cancel", "[ CANCEL ]"] {
        assert_eq!(screen.matches(once).count(), 1, "{once} at {columns}\n{screen}");
    }
    let width = screen.lines().find(|line| line.starts_with('╭')).map(|line| line.chars().count());
    for line in screen.lines().filter(|line| line.starts_with('│')) {
        assert!(line.ends_with('│') && Some(line.chars().count()) == width, "{columns}\n{screen}");
    }
}

#[test]
fn it_stands_whole_when_the_window_changes_its_size() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "--color never mfa reset --user-id 42");
    pty.sees("Esc to cancel");
    stands_whole(&pty, 80);
    for (columns, edge) in [(35, 34), (100, 70), (50, 49), (30, 29), (80, 70)] {
        pty.resizes(columns);
        // The hint below the box is the last of it.
        pty.sees(&format!("╭{}╮", "─".repeat(edge - 2))).sees("Esc to cancel");
        stands_whole(&pty, columns);
    }
    pty.types("\t").sees("[ RESET MFA ]").types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(!pty.screen().contains('╭') && pty.screen().contains("Reset MFA for this user? RESET MFA"));
    given_back(&pty);
}

#[test]
fn where_it_has_no_room_it_is_a_line() {
    let lab = Lab::new();
    for size in [(40, 28), (9, 80), (2, 80)] {
        let mut pty = Pty::start_of_size(&lab, size, "mfa reset --user-id 42");
        pty.sees("Enter to").types("\r");
        assert_eq!(pty.end(), 6, "{size:?}\n{}", pty.screen());
        assert!(!pty.raw().contains('╭'), "{size:?}\n{}", pty.raw());
    }
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 42");
    pty.sees("[ CANCEL ]").resizes(25).sees("Type RESET to go on").types("RESET\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    given_back(&pty);
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
    assert!(pty.screen().contains("MFA would be reset for"), "{}", pty.screen());
}

#[test]
fn nothing_to_reset_asks_nothing() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 120, "mfa reset --user-id 43");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("nothing to reset"), "{}", pty.screen());
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
