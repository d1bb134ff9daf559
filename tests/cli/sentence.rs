//! The result of one person as people read it on a terminal.

use crate::lab::{Lab, Pty};

/// The screen, as one line, after a command that asks nothing.
fn read(lab: &Lab, words: &str, exit: u32) -> String {
    let mut pty = Pty::start(lab, 80, words);
    assert_eq!(pty.end(), exit, "{words}\n{}", pty.screen());
    pty.screen().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn it_is_a_sentence_and_what_comes_next() {
    let lab = Lab::new();
    let screen = read(&lab, "mfa reset 42 --yes", 0);
    let said = "MFA reset for Valentina Rodriguez (valentina.r@test.com), read back. At the next sign-in they set it up \
                again.";
    assert!(screen.ends_with(said), "{screen}");
    let screen = read(&lab, "mfa reset 42 --yes", 0);
    let said =
        "Valentina Rodriguez (valentina.r@test.com) has not set MFA up: nothing to reset, nothing was sent.";
    assert!(screen.ends_with(said), "{screen}");
    let screen = read(&lab, "mfa reset 46 --dry-run", 0);
    assert!(screen.contains("would be reset for Ángel Peña (angel.pena46@test.com)."), "{screen}");
    let screen = read(&lab, "mfa reset 46 --yes --no-verify", 0);
    assert!(screen.contains("it was not read back") && screen.ends_with("they set it up again."), "{screen}");
}

#[test]
fn what_is_not_done_is_an_error_that_names_the_person() {
    let lab = Lab::new();
    let screen = read(&lab, "mfa reset 42 --yes --level org", 7);
    assert!(
        screen.contains(
            "error: MFA was not reset for Valentina Rodriguez (valentina.r@test.com): refused because:"
        ),
        "{screen}"
    );
    lab.emulator().faults(&[("PUT /user/users/mfa/reset", "no_effect")]);
    let screen = read(&lab, "mfa reset 42 --yes --settle 0", 7);
    assert!(screen.contains("MFA is still set up for Valentina Rodriguez"), "{screen}");
    assert!(screen.contains("hint: look with `mfa-admin users show --user-id 42`"), "{screen}");
}

#[test]
fn a_format_that_was_named_and_a_pipe_get_the_row() {
    let lab = Lab::new();
    for words in ["mfa reset 43 --yes -o table", "mfa reset 43 --yes -o csv"] {
        assert!(read(&lab, words, 0).contains("not_enrolled"), "{words}");
    }
    assert!(lab.run("mfa reset 43 --yes").exits(0).stdout.contains("not_enrolled"));
    // Several people are rows.
    assert!(read(&lab, "mfa reset 43 42 --dry-run", 0).contains("would_reset"));
}

#[test]
fn a_cancelled_question_says_so_in_one_line() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "mfa reset 42");
    pty.sees("[ CANCEL ]").types("\r");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    let screen = pty.screen();
    let end = "Reset MFA for this user? CANCEL\ncancelled: nothing was sent";
    assert!(screen.trim_end().ends_with(end) && !screen.contains("skipped"), "{screen}");

    let mut pty = Pty::start(&lab, 80, "mfa reset 42 46");
    pty.sees("[ CANCEL ]").types("\u{1b}");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    assert!(pty.screen().trim_end().ends_with("\ncancelled: nothing was sent"), "{}", pty.screen());
}

#[test]
fn a_person_who_is_named_twice_is_told_by_the_row_that_was_carried_out() {
    let lab = Lab::new();
    let screen = read(&lab, "mfa reset 42 42 --yes", 0);
    assert!(screen.contains("MFA reset for Valentina Rodriguez"), "{screen}");
    let screen = read(&lab, "mfa reset 44 44 --yes --level user", 7);
    assert!(screen.contains("MFA was not reset for"), "{screen}");
}
