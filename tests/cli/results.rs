//! `--results`: the rows go to a file as they come, and survive a killed run.

use std::fs;

use serde_json::json;

use crate::lab::{Lab, Pty, RESET, wait_for};

const HEADER: &str = "row,user_id,email,name,level,outcome,detail,at";

/// The file of results: its header, and its rows in the order of the input.
fn results(lab: &Lab) -> Vec<String> {
    let text = fs::read_to_string(lab.path("rows.csv")).expect("a file of results");
    assert!(text.ends_with('\n'), "{text}");
    let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
    let number = |line: &String| line.split(',').next().and_then(|row| row.parse().ok()).unwrap_or(0);
    lines.sort_by_key(number);
    lines
}

/// The rows of a batch as `batch show` has them.
fn shown(lab: &Lab, id: &str) -> Vec<String> {
    let shown = lab.run(&format!("batch show {id} -o csv")).exits(0);
    shown.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn the_file_holds_the_rows_that_are_shown() {
    let lab = Lab::new();
    let run = lab.resets("user_id\n42\n43\n4242\n34\n42\n", "--yes -o csv --results rows.csv").exits(7);
    let lines = results(&lab);
    assert_eq!(lines[0], HEADER);
    assert_eq!(lines, run.stdout.lines().collect::<Vec<_>>());
}

#[test]
fn a_single_reset_and_a_dry_run_have_their_rows_too() {
    let lab = Lab::new();
    for (words, outcome) in [("--user-id 42 --dry-run", "would_reset"), ("--user-id 42", "reset")] {
        fs::remove_file(lab.path("rows.csv")).ok();
        lab.run(&format!("mfa reset {words} --yes --results rows.csv")).exits(0);
        let lines = results(&lab);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[1].starts_with("1,42,") && lines[1].contains(&format!(",{outcome},")), "{lines:?}");
    }
}

#[test]
fn a_run_that_ends_at_once_leaves_every_known_row_in_the_file() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "delay:60000")]);
    let words = "--timeout 100 mfa reset --user-id 42 --yes -o csv --results rows.csv";
    let mut running = lab.types(words).start();
    lab.emulator().wait_for_resets(1);
    wait_for("the end", || {
        running.signal("INT");
        running.has_ended().then_some(())
    });
    let shown = running.end().exits(130);
    assert!(shown.stdout.contains(",unknown,"), "\n{shown}");
    assert_eq!(results(&lab), shown.stdout.lines().collect::<Vec<_>>());
}

#[test]
fn a_file_that_was_made_while_the_question_stood_is_left_alone() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 42 --results rows.csv");
    pty.sees("[ CANCEL ]");
    lab.file("rows.csv", "precious");
    pty.types("\t\r");
    assert_eq!(pty.end(), 2, "{}", pty.screen());
    assert!(pty.screen().contains("nothing was sent"), "{}", pty.screen());
    assert_eq!(
        (lab.emulator().sent(), fs::read_to_string(lab.path("rows.csv")).expect("it")),
        (vec![], "precious".to_owned())
    );
}

#[test]
fn what_a_spreadsheet_would_run_is_neutralized() {
    let lab = Lab::new();
    lab.resets("email\n=cmd()@test.com\n", "--yes --results rows.csv").exits(7);
    assert!(results(&lab)[1].starts_with("1,,'=cmd()@test.com,"), "{:?}", results(&lab));
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let lab = Lab::new();
    lab.file("rows.csv", "somebody's work\n");
    let shown = lab.run("mfa reset --user-id 42 --user-id 46 --yes --results rows.csv -o json").exits(2);
    assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("usage")));
    assert_eq!(fs::read_to_string(lab.path("rows.csv")).expect("the file"), "somebody's work\n");
    let shown = lab.run("mfa reset --user-id 42 --user-id 46 --yes --results nowhere/rows.csv").exits(2);
    assert!(shown.stderr.contains("no folder"), "{shown}");
    assert_eq!(lab.emulator().sent(), [0; 0]);
    assert_eq!(lab.run("batch list -o json").json(), json!([]));
}

#[cfg(unix)]
#[test]
fn a_name_that_no_later_run_could_find_again_is_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let lab = Lab::new();
    let name = std::ffi::OsStr::from_bytes(b"rows-\xff.csv");
    let shown = lab.types("mfa reset --user-id 42 --user-id 46 --yes --results").word(name).run().exits(2);
    assert!(shown.stderr.contains("not UTF-8"), "{shown}");
    assert!(!lab.path("").join(name).exists(), "no file is left");
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

#[test]
fn a_batch_that_is_resumed_goes_on_with_its_file() {
    let lab = Lab::new();
    let id = lab.interrupted("--results rows.csv");
    let before = results(&lab);
    assert_eq!(before.len(), 1 + 4, "{before:?}");
    lab.run(&format!("batch resume {id} --yes")).exits(0);
    let after = results(&lab);
    assert_eq!(after, shown(&lab, &id));
    assert!(before.iter().all(|line| after.contains(line)), "{before:?}\n{after:?}");
}

#[test]
fn the_same_command_again_is_told_how_to_go_on() {
    let lab = Lab::new();
    let id = lab.interrupted("--results rows.csv");
    let shown = lab.run("mfa reset --csv people.csv --yes --results rows.csv -o json").exits(6);
    assert!(shown.error()["hint"].to_string().contains(&format!("batch resume {id}")), "{shown}");
    lab.run("mfa reset --csv people.csv --yes --again --results rows.csv").exits(2);
}

#[test]
fn a_line_or_a_header_that_was_torn_is_written_anew() {
    for kept in [HEADER.len() + 10, HEADER.len() / 2, 0] {
        let lab = Lab::new();
        let id = lab.interrupted("--results rows.csv");
        let path = lab.path("rows.csv");
        let whole = fs::read(&path).expect("a file of results");
        fs::write(&path, &whole[..kept]).expect("it can be written");
        lab.run(&format!("batch resume {id} --yes")).exits(0);
        assert_eq!(results(&lab), shown(&lab, &id), "{kept}");
    }
}

#[test]
fn a_file_that_belongs_to_another_now_is_not_overwritten_and_stops_nothing_else() {
    let lab = Lab::new();
    let id = lab.interrupted("--results rows.csv");
    lab.file("rows.csv", "somebody's work\n");
    let shown = lab.run(&format!("batch resume {id} --yes -o json")).exits(2);
    assert_eq!(shown.outcomes().iter().filter(|outcome| *outcome == "-").count(), 4);
    assert!(shown.error()["hint"].to_string().contains(&format!("batch resume {id}")), "{shown}");
    assert_eq!(fs::read_to_string(lab.path("rows.csv")).expect("the file"), "somebody's work\n");
    assert_eq!(lab.emulator().carried_out().len(), 4);
    fs::remove_file(lab.path("rows.csv")).expect("it is there");
    lab.run(&format!("batch resume {id} --yes")).exits(0);
    assert_eq!(results(&lab).len(), 1 + 8);
}

#[test]
fn the_file_of_another_batch_is_left_alone() {
    let lab = Lab::new();
    let id = lab.interrupted("--results rows.csv");
    fs::rename(lab.path("rows.csv"), lab.path("mine.csv")).expect("it is there");
    lab.run("mfa reset --csv people.csv --again --yes --results rows.csv").exits(0);
    let others = fs::read(lab.path("rows.csv")).expect("a file of results");
    let shown_again = lab.run(&format!("batch resume {id} --yes -o json")).exits(2);
    assert!(shown_again.error()["message"].to_string().contains("this batch"), "{shown_again}");
    assert_eq!(fs::read(lab.path("rows.csv")).expect("it is there"), others);
    // A batch recognises its own file, also after it was moved and moved back.
    fs::rename(lab.path("mine.csv"), lab.path("rows.csv")).expect("it is there");
    lab.run(&format!("batch resume {id} --yes")).exits(0);
    assert_eq!(results(&lab), shown(&lab, &id));
}

#[test]
fn a_file_with_a_line_that_was_added_or_changed_counts_as_another() {
    let lab = Lab::new();
    let id = lab.interrupted("--results rows.csv");
    let whole = fs::read_to_string(lab.path("rows.csv")).expect("a file of results");
    let digits = format!("{whole}{}", "1".repeat(40));
    for foreign in [
        format!("{whole}99,7,,,,reset,,\n"),
        format!("{whole}my notes"),
        format!("{whole}1\nmine"),
        format!("{whole}00000000000000001,"),
        digits,
        whole.replace(",reset,", ",failed,"),
        whole.replacen("\n1,", "\n01,", 1),
    ] {
        lab.file("rows.csv", &foreign);
        lab.run(&format!("batch resume {id} --yes")).exits(2);
        assert_eq!(fs::read_to_string(lab.path("rows.csv")).expect("the file"), foreign);
    }
    assert_eq!(lab.emulator().carried_out().len(), 4);
}

#[test]
fn rows_are_in_the_file_while_the_batch_runs() {
    let lab = Lab::new();
    lab.emulator().inject(&json!({"rules": [{"match": RESET, "every": 2, "do": "delay:60000"}]}));
    lab.file("people.csv", "user_id\n43\n42\n46\n");
    let words = "--timeout 100 mfa reset --csv people.csv --yes --no-verify --settle 0 --results rows.csv";
    // One request after the other: the first is answered, the second is delayed.
    let running = lab.types(&format!("{words} --concurrency 1")).start();
    wait_for("a row", || {
        let text = fs::read_to_string(lab.path("rows.csv")).unwrap_or_default();
        (text.lines().count() == 1 + 2).then_some(())
    });
    lab.emulator().wait_for_resets(2);
    running.signal("KILL");
    running.end();
    lab.emulator().faults(&[]);
    let batches = lab.run("batch list -o json").json();
    let id = batches[0]["batch_id"].as_str().expect("an id");
    lab.run(&format!("batch resume {id} --yes")).exits(0);
    assert_eq!(results(&lab), shown(&lab, id));
    assert_eq!(lab.emulator().sent().len(), 2);
}
