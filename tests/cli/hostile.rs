//! Names made to deceive: what a terminal shows, what JSON keeps, what a spreadsheet must not run.

use serde_json::{Value, json};

use crate::lab::{Lab, Pty, Reply, Stub};

const CLEARS: &str = "Ana\u{1b}[2J\u{9b}31m";
const TURNS: &str = "ana\u{202e}gro\u{2066}x";
const HIDES: &str = "zero\u{200b}width\u{feff}\u{ad}";
const BREAKS: &str = "a\r\nb\tc\u{7}\u{2028}";

fn people() -> Vec<Value> {
    [CLEARS, TURNS, HIDES, BREAKS, "=1+1", "+cmd", "-2", "@sum", "Плюс", "a,\"b\""]
        .iter()
        .zip(10..)
        .map(|(name, id)| json!({"id": id, "first": name, "email": format!("p{id}@x.test"), "isAdmin": false, "mfa": {"enrolled": true, "enrolledAt": 1}}))
        .collect()
}

fn is_treacherous(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2028}')
}

#[test]
fn a_table_shows_treacherous_letters_as_what_they_are() {
    let stub = Stub::people(people());
    let lab = Lab::on(&stub);
    for words in
        ["users search", "users show --user-id 10", "users show --user-id 11", "users show --user-id 13"]
    {
        let shown = lab.run(words).exits(0);
        assert_eq!(
            shown.stdout.matches(is_treacherous).collect::<Vec<_>>(),
            Vec::<&str>::new(),
            "{words}\n{shown:?}"
        );
    }
    let shown = lab.run("users search").exits(0);
    assert!(shown.stdout.contains("\\u{1b}[2J"), "\n{shown}");
    assert!(shown.stdout.contains("\\u{202e}") && shown.stdout.contains("\\u{200b}"), "\n{shown}");
    assert_eq!(shown.stdout.lines().count(), 11, "a name breaks no line\n{shown}");
}

#[test]
fn the_question_is_as_safe_as_the_table() {
    let stub = Stub::people(people());
    let lab = Lab::on(&stub);
    let mut pty = Pty::start(&lab, 80, "--color never mfa reset --user-id 10");
    pty.sees("RESET MFA").types("\u{1b}");
    assert_eq!(pty.end(), 6);
    assert!(pty.raw().contains("\\u{1b}[2J"), "{}", pty.raw());
    assert!(!pty.raw().contains(CLEARS));
    assert_eq!(stub.resets(), 0);
}

#[test]
fn csv_on_a_terminal_is_as_safe_as_the_table_and_into_a_file_it_keeps_the_true_bytes() {
    let stub = Stub::people(people());
    let lab = Lab::on(&stub);
    let mut pty = Pty::start(&lab, 120, "users search -o csv");
    assert_eq!(pty.end(), 0);
    assert!(pty.raw().contains("\\u{1b}[2J") && pty.raw().contains("\\u{202e}"), "{}", pty.raw());
    assert!(!pty.raw().contains(CLEARS) && !pty.raw().contains('\u{202e}'));
    assert!(lab.run("users search -o csv").exits(0).stdout.contains(CLEARS));
}

#[test]
fn a_mistyped_argument_is_quoted_as_what_it_is() {
    let shown = Lab::bare().types_all(&["users", "search", "--\u{202e}x\u{200b}"]).run().exits(2);
    assert!(shown.stderr.contains("\\u{202e}x\\u{200b}"), "\n{shown:?}");
    assert_eq!(shown.stderr.matches(is_treacherous).count(), 0, "\n{shown:?}");
}

#[test]
fn json_keeps_the_true_bytes() {
    let stub = Stub::people(people());
    let shown = Lab::on(&stub).run("users search -o json").exits(0);
    let json = shown.json();
    let names: Vec<_> =
        json.as_array().expect("an array").iter().filter_map(|one| one["name"].as_str()).collect();
    assert!(names.contains(&CLEARS) && names.contains(&TURNS) && names.contains(&HIDES), "{names:?}");
}

#[test]
fn a_spreadsheet_runs_no_name() {
    let stub = Stub::people(people());
    let shown = Lab::on(&stub).run("users search -o csv").exits(0);
    for name in ["=1+1", "+cmd", "-2", "@sum"] {
        assert!(shown.stdout.contains(&format!(",'{name},")), "{name}\n{shown}");
    }
    assert!(shown.stdout.contains(",Плюс,") && shown.stdout.contains(",\"a,\"\"b\"\"\","), "\n{shown}");
}

#[test]
fn result_rows_are_as_safe() {
    let stub = Stub::people(people());
    let lab = Lab::on(&stub);
    let shown = lab.resets("user_id\n10\n11\n14\n", "--dry-run").exits(0);
    assert_eq!(shown.stdout.matches(is_treacherous).count(), 0, "\n{shown:?}");
    let shown = lab.resets("user_id\n14\n", "--dry-run -o csv").exits(0);
    assert!(shown.stdout.contains(",'=1+1,"), "\n{shown}");
}

#[test]
fn the_services_words_and_the_typed_ones_are_safe_in_errors() {
    let stub = Stub::org(|asked| {
        asked.path.starts_with("/user/org").then(|| Reply::refused(403, "no\u{1b}[2J\u{202e}"))
    });
    let lab = Lab::on(&stub);
    let shown = lab.run("users show --user-id 7").exits(4);
    assert_eq!(shown.stderr.matches(is_treacherous).count(), 0, "\n{shown:?}");
    let shown = lab.types_all(&["mfa", "reset", "--yes", "--email", "a\u{1b}[2J@x.test"]).run();
    assert_ne!(shown.exit, 0);
    assert_eq!(shown.stderr.matches(is_treacherous).count(), 0, "\n{shown:?}");
    let shown = lab.types_all(&["users", "\u{1b}[2J"]).run().exits(2);
    assert_eq!(shown.stderr.matches(is_treacherous).count(), 0, "\n{shown:?}");
}
