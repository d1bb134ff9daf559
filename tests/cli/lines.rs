//! Questions on a terminal that cannot move its cursor, and for a screen reader: lines, and never an escape code.

use serde_json::json;

use crate::lab::{Lab, Pty, RESET, has_keyctl};

const DUMB: &[(&str, &str)] = &[("TERM", "dumb")];
const PLAIN: &[(&str, &str)] = &[("MFA_ADMIN_PROMPT", "plain")];
const WORDS: &str = "Type RESET to go on, or Enter to cancel:";

#[track_caller]
fn has_no_escape_code(pty: &Pty) {
    assert!(!pty.raw().contains('\u{1b}'), "{:?}", pty.raw());
    assert!(pty.echoes() && pty.shows_cursor());
}

#[test]
fn the_pop_up_is_lines_and_the_word_is_typed() {
    let lab = Lab::new();
    for (variables, id, typed) in
        [(DUMB, 42, "RESET\r"), (PLAIN, 46, "reser\u{7f}t\r"), (DUMB, 6, " Reset \r")]
    {
        let words = format!("--color always mfa reset --user-id {id}");
        let mut pty = Pty::start_with(&lab, 80, &words, variables);
        pty.sees(WORDS);
        let screen = pty.screen();
        let question =
            "Reset MFA for this user?\nOnce MFA is reset, the user will need to setup their multi-factor";
        assert!(screen.contains(question) && screen.contains("User ID"), "{screen}");
        pty.types(typed);
        assert_eq!(pty.end(), 0, "{}", pty.screen());
        has_no_escape_code(&pty);
    }
    assert_eq!(lab.emulator().sent(), [42, 46, 6]);
}

#[test]
fn everything_else_cancels() {
    let lab = Lab::new();
    for keys in ["\r", "no\r", "y\r", "RESET\u{3}", "\u{1b}", "\t\r", "RESET ME\r", "\u{4}"] {
        let mut pty = Pty::start_with(&lab, 35, "mfa reset --user-id 42", DUMB);
        pty.sees("to cancel: ").types(keys);
        assert_eq!(pty.end(), 6, "{keys:?}\n{}", pty.screen());
        has_no_escape_code(&pty);
    }
    let mut pty = Pty::start_with(&lab, 80, "mfa reset --user-id 42", PLAIN);
    pty.sees(WORDS).signal("TERM");
    assert_eq!(pty.end(), 130, "{}", pty.screen());
    has_no_escape_code(&pty);
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

#[test]
fn a_batch_is_asked_for_and_carried_out_in_lines() {
    let lab = Lab::production();
    lab.emulator().faults(&[(RESET, "delay:400")]);
    lab.file("people.csv", "user_id\n42\n46\n43\n");
    for (variables, exit) in [(PLAIN, 6), (DUMB, 0)] {
        let mut pty = Pty::start_with(&lab, 100, "mfa reset --csv people.csv --concurrency 1", variables);
        pty.sees("Reset MFA for 2 users?").sees(WORDS).types("RESET\r");
        pty.sees("Type 2, the number of people").types("5\r").sees("`5` is wrong: type it again");
        pty.types(if exit == 0 { "2\r" } else { "\r" });
        assert_eq!(pty.end(), exit, "{}", pty.screen());
        has_no_escape_code(&pty);
    }
    assert_eq!(lab.emulator().carried_out(), [42, 46]);
}

#[test]
fn a_choice_is_a_numbered_list() {
    let lab = Lab::new();
    let id = lab.interrupted("");
    let list = "  1. Go on with it\n  2. Run the input again, as a new batch\n  3. Cancel\n";
    for (keys, exit) in [(&["\r"][..], 6), (&["9\r", "one\r", "0\r"], 6), (&["3\r"], 6), (&["4\r", "1\r"], 0)]
    {
        let mut pty = Pty::start_with(&lab, 100, "mfa reset --csv people.csv --yes", DUMB);
        pty.sees("Type a number from 1 to 3, or Enter to cancel: ");
        let screen = pty.screen();
        assert!(
            screen.contains(list) && screen.contains(&format!("Batch {id} of the same input")),
            "{screen}"
        );
        for (index, key) in keys.iter().enumerate() {
            if index > 0 {
                pty.sees("That is no number of the list.");
            }
            pty.types(key);
        }
        assert_eq!(pty.end(), exit, "{keys:?}\n{}", pty.screen());
        has_no_escape_code(&pty);
    }
    let batches = lab.run("batch list -o json").json();
    assert_eq!((batches.as_array().map(Vec::len), &batches[0]["state"]), (Some(1), &json!("finished")));
}

#[test]
fn text_and_secret_are_lines() {
    if !has_keyctl() {
        return;
    }
    let lab = Lab::new();
    let (url, password) = (lab.emulator().url.clone(), lab.emulator().password.clone());
    let lab = lab.without_variables().set("TERM", "dumb");
    let words =
        format!("auth login --profile work --provider resolver --url {url} --org 166 --store keyutils");
    let mut pty = Pty::start_in_session(&lab, 100, &words);
    pty.sees("  2. with a password").sees("Type a number").types("2\r");
    pty.sees("E-mail: ").types("adminn李\u{7f}\u{7f}@test.com\r");
    pty.sees_hidden("Password of admin@test.com (not shown): ").types(&format!("{password}\r"));
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    has_no_escape_code(&pty);
    assert!(!pty.raw().contains(&password) && pty.screen().contains("admin@test.com\n"), "{}", pty.screen());
}

#[test]
fn nothing_else_has_an_escape_code_either() {
    let lab = Lab::new();
    for words in
        ["users search", "users show --user-id 42", "--help", "mfa reset --user-id 34 --yes", "mfa rset"]
    {
        let mut pty = Pty::start_with(&lab, 100, &format!("--color always {words}"), DUMB);
        if words.contains("34") {
            pty.sees("Type anais.gagne34@test.com").types("\r");
        }
        pty.end();
        has_no_escape_code(&pty);
    }
    // A pipe is no terminal: what is asked for is done.
    let shown = lab.types("--color always users search").set("TERM", "dumb").run().exits(0);
    assert!(shown.stdout.contains('\u{1b}'), "{shown}");
}

#[test]
fn a_word_that_is_not_known_is_wrong_usage() {
    let lab = Lab::new();
    let shown = lab.types("users search -o json").set("MFA_ADMIN_PROMPT", "fancy").run().exits(2);
    let error = shown.error();
    assert_eq!(error["message"], "MFA_ADMIN_PROMPT cannot be `fancy`");
    assert!(error["hint"].to_string().contains("plain"), "{error}");
}
