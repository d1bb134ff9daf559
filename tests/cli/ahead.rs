//! What is typed or pasted before a question stands on the screen is no answer to it.

use crate::lab::{Lab, Pty};

#[test]
fn a_reset_typed_ahead_of_the_pop_up_is_none() {
    let lab = Lab::new();
    for keys in ["\t\r", "\u{1b}[C\r", "\t\r\t\r\t\r"] {
        let mut pty = Pty::start_typed_ahead(&lab, 80, "mfa reset --user-id 42", keys);
        // The pop-up stands there with CANCEL chosen, and takes the keys that are typed now.
        pty.sees("[ CANCEL ]").types("\t").sees("[ RESET MFA ]").types("\u{1b}");
        assert_eq!(pty.end(), 6, "{keys:?}\n{}", pty.screen());
    }
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

#[test]
fn neither_enter_nor_esc_typed_ahead_cancels() {
    let lab = Lab::new();
    for (id, keys) in [(42, "\r"), (46, "\u{1b}"), (6, "no\r\r\r")] {
        let words = format!("mfa reset --user-id {id}");
        let mut pty = Pty::start_typed_ahead(&lab, 80, &words, keys);
        pty.sees("[ CANCEL ]").types("\t").sees("[ RESET MFA ]").types("\r");
        assert_eq!(pty.end(), 0, "{keys:?}\n{}", pty.screen());
    }
    assert_eq!(lab.emulator().sent(), [42, 46, 6]);
}

#[test]
fn more_pasted_than_a_terminal_holds_is_thrown_away_to_its_end() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 42");
    pty.pastes(&"\t\r".repeat(50_000));
    pty.sees("[ CANCEL ]").types("\t").sees("[ RESET MFA ]").types("\u{1b}");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

#[test]
fn a_menu_takes_no_letter_that_was_typed_ahead() {
    let lab = Lab::new();
    lab.interrupted("");
    let before = lab.emulator().sent().len();
    let mut pty = Pty::start_typed_ahead(&lab, 100, "mfa reset --csv people.csv", "jj\rj");
    pty.sees("> Go on with it").types("\u{1b}");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    assert_eq!(lab.emulator().sent().len(), before);
}

#[test]
fn a_word_typed_ahead_confirms_nothing() {
    let lab = Lab::new();
    let word = "anais.gagne34@test.com\r";
    let mut pty = Pty::start_typed_ahead(&lab, 80, "mfa reset --user-id 34 --yes", word);
    pty.sees("Type anais.gagne34@test.com to go on: ").types("nobody").sees("to go on: nobody");
    pty.types("\u{3}");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

#[test]
fn what_is_typed_with_the_answer_to_one_question_is_none_to_the_next() {
    let lab = Lab::production();
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 42 --user-id 46");
    pty.sees("[ CANCEL ]").types("\t").sees("[ RESET MFA ]").types("\r2\r");
    pty.sees("Type 2, the number of people to be reset, to go on: ");
    pty.types("nobody").sees("to go on: nobody").types("\u{3}");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    assert_eq!(lab.emulator().sent(), [0; 0]);
}
