//! Names that draw: text of a service can neither look like a line of this program nor run in a shell.

use std::process::Command;

use serde_json::{Value, json};

use crate::lab::{Lab, Pty, Stub};

fn person(name: &str, email: &str, admin: bool) -> Value {
    json!({"id": 10, "first": name, "email": email, "isAdmin": admin, "mfa": {"enrolled": true, "enrolledAt": 1}})
}

/// The lines on the screen, those included that the terminal itself breaks because they are too long.
fn lines(pty: &Pty, columns: u16) -> String {
    pty.cells().rows(0, columns).collect::<Vec<_>>().join("\n")
}

/// The screen while the question about a reset stands.
fn card(person: Value, columns: u16) -> String {
    let lab = Lab::on(&Stub::people(vec![person]));
    let mut pty = Pty::start(&lab, columns, "--color never mfa reset --user-id 10");
    lines(pty.sees("╯"), columns)
}

/// The screen when a command has ended.
fn screen(person: Value, columns: u16, words: &str) -> String {
    let lab = Lab::on(&Stub::people(vec![person]));
    let mut pty = Pty::start(&lab, columns, words);
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    lines(&pty, columns)
}

/// The labels on a screen: the text that begins in the third column.
fn labels(screen: &str) -> Vec<&str> {
    let fields = screen.lines().filter_map(|line| line.strip_prefix("  "));
    let labels = fields.filter(|line| !line.starts_with(' '));
    labels.map(|line| line.split("  ").next().unwrap_or_default().trim()).collect()
}

/// How many lines look like the field that `names` try to draw.
fn environments(screen: &str) -> usize {
    let at_the_left = |line: &&str| line.trim_start().starts_with("Environment") && !line.starts_with("    ");
    screen.lines().filter(at_the_left).count()
}

/// Names that would draw another field where a line of the terminal ends, if they followed that label.
fn names(columns: u16, label: &str) -> Vec<String> {
    let forged = "  Environment  sandbox";
    let columns = usize::from(columns);
    [columns - label.len() - "    Ana".len(), columns, 60]
        .iter()
        .flat_map(|gap| {
            let wide = format!("{}{forged}", "龍".repeat(gap / 2));
            [format!("Ana{}{forged}", " ".repeat(*gap)), format!("Ana{}{forged}", "x".repeat(*gap)), wide]
        })
        .chain([format!("Ana\n{forged}"), format!("Ana{}{forged}", "\u{2800}\u{3000}".repeat(30))])
        .collect()
}

#[test]
fn no_name_draws_a_field_of_the_card() {
    for columns in [80, 40] {
        let honest = person("Ana", "ana@test.com", false);
        let expected = card(honest, columns);
        assert!(labels(&expected).contains(&"Environment"), "{expected}");
        for name in names(columns, "Administrator") {
            let shown = card(person(&name, "ana@test.com", false), columns);
            assert_eq!(labels(&shown), labels(&expected), "{columns} {name:?}\n{shown}");
            assert_eq!(environments(&shown), 1, "{columns} {name:?}\n{shown}");
        }
    }
}

#[test]
fn no_name_draws_a_field_of_the_panel() {
    for columns in [80, 40] {
        let words = "--color never users show --user-id 10";
        let expected = screen(person("Ana", "ana@test.com", false), columns, words);
        for name in names(columns, "Exempt from org-level MFA") {
            let shown = screen(person(&name, "ana@test.com", false), columns, words);
            assert_eq!(environments(&shown), 0, "{columns} {name:?}\n{shown}");
            // A long name may push the first lines off the screen.
            assert!(labels(&expected).ends_with(&labels(&shown)), "{columns} {name:?}\n{shown}");
        }
    }
}

#[test]
fn no_name_draws_a_row_of_a_table() {
    for columns in [80, 40] {
        for name in names(columns, "LAST LOGIN") {
            let shown = screen(person(&name, "ana@test.com", false), columns, "--color never users search");
            assert_eq!(environments(&shown), 0, "{columns} {name:?}\n{shown}");
        }
    }
}

#[test]
fn a_name_without_end_leaves_the_card_on_the_screen() {
    let endless = person(&"x".repeat(5000), "ana@test.com", false);
    let shown = card(endless, 80);
    assert!(shown.contains("x…") && shown.contains("  Email          ana@test.com"), "{shown}");
}

/// The words as a shell reads them. They must not create a file.
fn in_a_shell(lab: &Lab, words: &str) -> String {
    let script = format!("printf '<%s>' {words}");
    let shell = Command::new("sh").args(["-c", &script]).current_dir(lab.path("")).output();
    let output = shell.expect("a shell");
    assert!(output.status.success() && !lab.path("x").exists(), "{words}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn what_a_hint_names_is_one_word_of_a_shell_and_runs_nothing() {
    for email in [
        "$(touch x)@y.z",
        "a;touch x;b@y.z",
        "o'brien'`touch x`@y.z",
        "a  &  b|\"c\"@y.z",
        "!!@y.z",
        "a\ntouch x\n@y.z",
        "~root@y.z",
        "ana@y.z",
    ] {
        let stub = Stub::people(vec![person("Ana", email, true)]);
        let lab = Lab::on(&stub);
        let shown = lab.run("mfa reset --user-id 10 --yes -o json").exits(6);
        let hint = shown.error()["hint"].as_str().expect("a hint").to_owned();
        let word = hint.strip_prefix("add --confirm ").expect("a command");
        assert_eq!(in_a_shell(&lab, word), format!("<{email}>"), "{word}");
        // On the screen it is one word too, and the true one where it can be shown.
        let shown = lab.run("mfa reset --user-id 10 --yes").exits(6);
        let word = shown.stderr.lines().last().and_then(|line| line.strip_prefix("hint: add --confirm "));
        let seen = in_a_shell(&lab, word.expect("a command"));
        assert_eq!(seen, format!("<{}>", email.replace('\n', "\\u{a}")), "{shown}");
        assert_eq!(word == Some(email), email == "ana@y.z", "{shown}");
    }
}

#[test]
fn a_plan_is_carried_out_by_the_command_that_is_named_whatever_its_name() {
    let lab = Lab::new();
    lab.file("people.csv", "user_id\n42\n");
    for name in ["$(touch x).plan", "two  words; it's.plan"] {
        let shown = lab.types_all(&["mfa", "plan", "--csv", "people.csv", "--out", name]).run().exits(0);
        let command = shown.stderr.split_once("`mfa-admin ").and_then(|(_, rest)| rest.rsplit_once('`'));
        let words = in_a_shell(&lab, command.expect("a command").0);
        let path = words.strip_prefix("<mfa><apply><").and_then(|rest| rest.strip_suffix('>'));
        assert!(path.is_some_and(|path| path.ends_with(name) && lab.path(path).is_file()), "{shown}");
    }
}
