//! Completions in a real shell: Tab after the shell has read the script.

use std::process::Command;

use crate::lab::{Lab, Pty};

/// A bash that completes our commands; `None` where there is no bash.
fn bash(lab: &Lab) -> Option<Pty> {
    if !Command::new("bash").arg("--version").output().is_ok_and(|output| output.status.success()) {
        #[expect(clippy::print_stderr, reason = "a note for the person who runs the tests")]
        {
            eprintln!("not run: there is no bash");
        }
        return None;
    }
    let mut pty = Pty::bash(lab);
    pty.sees("> ").types("source <(mfa-admin completions bash); echo re''ady\r").sees("ready\n> ");
    Some(pty)
}

#[test]
fn bash_lists_what_can_follow_a_word() {
    let lab = Lab::bare();
    let Some(mut pty) = bash(&lab) else { return };
    pty.types("mfa-admin users \t\t").sees("search").sees("show");
    assert!(!pty.screen().contains("reset"), "{}", pty.screen());
}

#[test]
fn bash_completes_commands_and_flags() {
    let lab = Lab::bare();
    let Some(mut pty) = bash(&lab) else { return };
    pty.types("mfa-admin mfa re\t").sees("mfa-admin mfa reset ");
    pty.types("--us\t").sees("mfa-admin mfa reset --user-id ");
    pty.types("42 --le\t").sees("--user-id 42 --level ").types("o\t").sees("--level org");
}

#[test]
fn bash_completes_the_first_word_and_what_stands_below_help() {
    let lab = Lab::bare();
    let Some(mut pty) = bash(&lab) else { return };
    pty.types("mfa-admin ba\t").sees("mfa-admin batch ").types("res\t").sees("mfa-admin batch resume ");
    pty.types("\u{15}mfa-admin help em\t").sees("mfa-admin help emulator ");
}
