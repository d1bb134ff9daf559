//! Pipes that close, files that are full, colours, widths.

use std::path::Path;

use crate::lab::{Lab, Pty};

const ESCAPE: char = '\u{1b}';

#[test]
fn a_reader_that_has_gone_has_seen_enough() {
    let lab = Lab::of(3000);
    for words in ["users search --limit 0 -o jsonl", "users show --user-id 42", "--help", "completions bash"]
    {
        let shown = lab.types(words).stdout_to_nobody().run().exits(0);
        assert_eq!(shown.stderr, "", "{words}");
    }
}

#[test]
fn a_closed_stdout_does_not_stop_a_batch() {
    let lab = Lab::new();
    let shown = lab.types("mfa reset --csv - --yes").stdin("user_id\n42\n46\n").stdout_to_nobody().run();
    shown.exits(0);
    assert_eq!((lab.emulator().resets(42), lab.emulator().resets(46)), (1, 1));
}

#[test]
fn a_result_that_cannot_be_written_is_told() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let lab = Lab::new();
    let shown = lab.types("users search -o json").stdout_to(Path::new("/dev/full")).run().exits(13);
    assert_eq!(shown.error()["code"], "state");
}

#[test]
fn a_pipe_gets_no_colours_unless_they_are_asked_for() {
    let lab = Lab::new();
    let is_coloured = |words: &str, name: &str, value: &str| {
        lab.types(&format!("{words} users show --user-id 42"))
            .set(name, value)
            .run()
            .exits(0)
            .stdout
            .contains(ESCAPE)
    };
    assert!(!is_coloured("", "LC_ALL", "C.UTF-8"));
    assert!(is_coloured("--color always", "LC_ALL", "C.UTF-8"));
    assert!(is_coloured("", "CLICOLOR_FORCE", "1"));
    assert!(!is_coloured("", "CLICOLOR_FORCE", "0"));
    assert!(!is_coloured("--color never", "CLICOLOR_FORCE", "1"));
}

#[test]
fn no_color_wins_over_force_and_a_flag_over_both() {
    let lab = Lab::new().set("NO_COLOR", "1").set("CLICOLOR_FORCE", "1");
    assert!(!lab.run("users show --user-id 42").stdout.contains(ESCAPE));
    assert!(lab.run("--color always users show --user-id 42").stdout.contains(ESCAPE));
}

#[test]
fn json_and_csv_are_never_coloured() {
    let lab = Lab::new().set("CLICOLOR_FORCE", "1");
    for format in ["json", "jsonl", "csv"] {
        let shown = lab.run(&format!("--color always users search -o {format}")).exits(0);
        assert!(!shown.stdout.contains(ESCAPE), "{format}");
    }
}

#[test]
fn a_terminal_gets_colours_unless_told_otherwise() {
    let lab = Lab::new();
    let is_coloured = |words: &str, variables: &[(&str, &str)]| {
        let mut pty = Pty::start_with(&lab, 120, words, variables);
        assert_eq!(pty.end(), 0);
        pty.raw().contains(ESCAPE)
    };
    assert!(is_coloured("users show --user-id 42", &[]));
    assert!(!is_coloured("users show --user-id 42", &[("NO_COLOR", "1")]));
    assert!(!is_coloured("--color never users show --user-id 42", &[]));
    assert!(!is_coloured("--help", &[("NO_COLOR", "1")]), "help is coloured by the same rules");
    assert!(!is_coloured("--color never --help", &[]), "help is coloured by the same rules");
}

#[test]
fn a_table_fits_the_terminal_and_is_whole_in_a_pipe() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "--color never users search valentina");
    assert_eq!(pty.end(), 0);
    // A header and one person, neither of them wrapped.
    let screen = pty.screen();
    let lines: Vec<_> = screen.lines().take_while(|line| !line.starts_with("left out, ")).collect();
    assert_eq!(lines.len(), 2, "{}", pty.screen());
    assert!(lines[1].starts_with("42 "), "{}", pty.screen());
    let shown = lab.run("users search fernandez-villaverde").exits(0);
    assert!(
        shown.stdout.contains("Fernández-Villaverde y Ruiz de la Prada-Hohenlohe-Langenburg"),
        "\n{shown}"
    );
}

#[test]
fn an_answer_on_a_terminal_of_unknown_ways_is_still_text() {
    let lab = Lab::new();
    let mut pty = Pty::start_with(&lab, 80, "--color never users show --user-id 42", &[("TERM", "dumb")]);
    assert_eq!(pty.end(), 0);
    assert!(!pty.raw().contains(ESCAPE));
}

#[test]
fn on_a_narrow_terminal_each_person_stands_on_lines_of_their_own() {
    let lab = Lab::new();
    for columns in [40, 50] {
        let mut pty = Pty::start(&lab, columns, "--color never users search valentina");
        assert_eq!(pty.end(), 0);
        for line in ["USER ID     42", "EMAIL       valentina.r@test.com", "LAST LOGIN  2026-09-28 07:38 UTC"]
        {
            assert!(pty.screen().contains(line), "{line}\n{}", pty.screen());
        }
    }
}

#[test]
fn ids_and_emails_are_whole_at_every_width() {
    let lab = Lab::new();
    for (words, exit) in [
        ("--color never mfa reset --user-id 42 --user-id 34 --user-id 46 --dry-run", 7),
        ("--color never users search @test.com --limit 30", 0),
    ] {
        let whole = lab.run(&format!("{words} -o json")).exits(exit).json();
        let people = whole.get("rows").unwrap_or(&whole).as_array().expect("people").clone();
        for (columns, label) in [(60, "NAME"), (80, "…"), (100, "…"), (140, "NAME")] {
            let mut pty = Pty::start(&lab, columns, words);
            assert_eq!(pty.end(), u32::try_from(exit).expect("a code"));
            let shown = pty.raw();
            assert!(shown.contains(label), "{columns}\n{shown}");
            for person in &people {
                for key in ["user_id", "email"] {
                    let value = person[key].as_str().expect("text");
                    let is_there = shown.split_whitespace().any(|word| word == value);
                    assert!(is_there, "{columns}: {value}\n{shown}");
                }
            }
            if columns >= 80 {
                // Nothing has wrapped: the people stand one below the other.
                let screen = pty.screen();
                let places = screen.lines().enumerate().filter(|(_, line)| line.contains("@test.com"));
                let places: Vec<_> = places.map(|(place, _)| place).collect();
                assert!(
                    places.len() == people.len() && places.windows(2).all(|two| two[0] + 1 == two[1]),
                    "{screen}"
                );
            }
        }
    }
}
