//! Names made to deceive: what a terminal shows, what JSON keeps, what a spreadsheet must not run.

use serde_json::{Value, json};

use crate::lab::{Lab, Pty, Reply, Stub};

const CLEARS: &str = "Ana\u{1b}[2J\u{9b}31m";
const TURNS: &str = "ana\u{202e}gro\u{2066}x";
const HIDES: &str = "zero\u{200b}width\u{feff}\u{ad}";
const BREAKS: &str = "a\r\nb\tc\u{7}\u{2028}";
const VANISHES: &str = "\u{2800}a\u{fe0f}b\u{200a}c\u{e0100}d\u{a0}e\u{3164}f\u{e000}g\u{378}";

fn people() -> Vec<Value> {
    [CLEARS, TURNS, HIDES, BREAKS, "=1+1", "+cmd", "-2", "@sum", "Плюс", "a,\"b\"", VANISHES]
        .iter()
        .zip(10..)
        .map(|(name, id)| json!({"id": id, "first": name, "email": format!("p{id}@x.test"), "isAdmin": false, "mfa": {"enrolled": true, "enrolledAt": 1}}))
        .collect()
}

fn is_treacherous(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || (letter.is_whitespace() && !matches!(letter, ' ' | '\n'))
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}')
        || matches!(letter, '\u{feff}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}' | '\u{2800}' | '\u{3164}')
        || matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e0fff}' | '\u{378}')
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
    assert_eq!(shown.stdout.lines().count(), 12, "a name breaks no line\n{shown}");
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
fn csv_is_as_safe_as_the_table_on_a_terminal_and_in_a_file() {
    let stub = Stub::people(people());
    let lab = Lab::on(&stub);
    let mut pty = Pty::start(&lab, 120, "users search -o csv");
    assert_eq!(pty.end(), 0);
    assert!(pty.raw().contains("\\u{1b}[2J") && pty.raw().contains("\\u{202e}"), "{}", pty.raw());
    assert!(!pty.raw().contains(CLEARS) && !pty.raw().contains('\u{202e}'));
    let shown = lab.run("users search -o csv").exits(0);
    assert_eq!(shown.stdout.matches(is_treacherous).count(), 0, "\n{shown:?}");
    assert!(
        shown.stdout.contains("a\\u{d}\\u{a}b\\u{9}c") && shown.stdout.contains("\\u{e0100}"),
        "\n{shown}"
    );
    lab.resets("user_id\n10\n11\n13\n20\n", "--yes --no-verify --results rows.csv").exits(0);
    let rows = std::fs::read_to_string(lab.path("rows.csv")).expect("a file");
    assert_eq!(rows.matches(is_treacherous).count(), 0, "{rows:?}");
    assert!(rows.contains("\\u{1b}[2J") && rows.contains("\\u{fe0f}b\\u{200a}c"), "{rows}");
}

#[test]
fn a_mistyped_argument_is_quoted_as_what_it_is() {
    let shown = Lab::bare().types_all(&["users", "search", "--\u{202e}x\u{200b}"]).run().exits(2);
    assert!(shown.stderr.contains("\\u{202e}x\\u{200b}"), "\n{shown:?}");
    assert_eq!(shown.stderr.matches(is_treacherous).count(), 0, "\n{shown:?}");
}

#[test]
fn an_argument_draws_no_line_of_its_own() {
    let shown = Lab::bare().types_all(&["users", "search", "--x\nerror: y\n"]).run().exits(2);
    assert!(shown.stderr.contains("'--x\\u{a}error: y\\u{a}'"), "\n{shown:?}");
}

#[test]
fn json_escapes_what_does_not_print_and_keeps_the_true_letters() {
    let stub = Stub::people(people());
    let lab = Lab::on(&stub);
    for words in ["users search -o json", "users search -o jsonl", "users show --user-id 20 -o json"] {
        let shown = lab.run(words).exits(0);
        assert_eq!(shown.stdout.matches(is_treacherous).count(), 0, "{words}\n{shown:?}");
        assert!(shown.stdout.contains(r"\u2800a\ufe0fb\u200ac\udb40\udd00d\u00a0e"), "{words}\n{shown}");
    }
    let json = lab.run("users search -o json").exits(0).json();
    let names: Vec<_> =
        json.as_array().expect("an array").iter().filter_map(|one| one["name"].as_str()).collect();
    for name in [CLEARS, TURNS, HIDES, VANISHES] {
        assert!(names.contains(&name), "{name:?} {names:?}");
    }
    let shown = lab.resets("user_id\n10\n20\n", "--dry-run -o json").exits(0);
    assert_eq!(shown.stdout.matches(is_treacherous).count(), 0, "\n{shown:?}");
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
    let shown = lab.run("users show --user-id 7 -o json").exits(4);
    assert_eq!(shown.stderr.matches(is_treacherous).count(), 0, "\n{shown:?}");
    assert!(shown.error()["message"].as_str().is_some_and(|text| text.contains("no\u{1b}[2J\u{202e}")));
    let shown = lab.types_all(&["mfa", "reset", "--yes", "--email", "a\u{1b}[2J@x.test"]).run();
    assert_ne!(shown.exit, 0);
    assert_eq!(shown.stderr.matches(is_treacherous).count(), 0, "\n{shown:?}");
    let shown = lab.types_all(&["users", "\u{1b}[2J"]).run().exits(2);
    assert_eq!(shown.stderr.matches(is_treacherous).count(), 0, "\n{shown:?}");
}
