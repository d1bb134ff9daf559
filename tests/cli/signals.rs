//! Ctrl-C, SIGTERM, SIGHUP.

use serde_json::json;

use crate::lab::{Lab, Pty, RESET, csv_of, wait_for};

fn many() -> String {
    csv_of(2..33)
}

#[test]
fn a_batch_that_is_told_to_stop_ends_what_is_in_flight_and_begins_no_other_person() {
    for signal in ["INT", "TERM", "HUP"] {
        let lab = Lab::new();
        lab.emulator().faults(&[(RESET, "delay:500")]);
        let path = lab.file("people.csv", many());
        let words = format!("mfa reset --csv {} --yes --concurrency 4 -o json", path.display());
        let running = lab.types(&words).start();
        lab.emulator().wait_for_resets(1);
        running.signal(signal);
        let shown = running.end().exits(130);
        let (error, id) = (shown.error(), shown.json()["batch_id"].as_str().expect("an id").to_owned());
        assert_eq!(error["code"], "interrupted", "{signal}");
        assert!(error["hint"].to_string().contains(&format!("mfa-admin batch resume {id}")), "{error}");
        let rows = shown.rows();
        assert_eq!(rows.len(), 31, "{signal}: every row is shown");
        let count = |outcome: &str| rows.iter().filter(|row| row["outcome"] == outcome).count();
        let open = rows.iter().filter(|row| row["outcome"].is_null()).count();
        assert!(count("reset") >= 1 && open > 0, "{signal}\n{shown}");
        assert_eq!(count("reset"), lab.emulator().sent().len(), "{signal}: what was sent was waited for");
    }
}

#[test]
fn a_batch_in_the_background_of_a_script_stops_and_one_under_nohup_outlives_its_terminal() {
    for (signal, exit) in [("INT", 130), ("HUP", 0)] {
        let lab = Lab::new();
        lab.emulator().faults(&[(RESET, "delay:200")]);
        lab.file("people.csv", many());
        // As `&` in a script ignores the one signal, and `nohup` the other.
        let words = "exec mfa-admin mfa reset --csv people.csv --yes --concurrency 4 -o json";
        let running = lab.shell_start(&format!("trap '' {signal}\n{words}"));
        lab.emulator().wait_for_resets(1);
        running.signal(signal);
        let shown = running.end();
        if cfg!(target_os = "linux") || signal == "INT" {
            shown.exits(exit);
        }
    }
}

#[test]
fn a_second_signal_leaves_at_once() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "delay:60000")]);
    lab.file("people.csv", many());
    let words = "--timeout 100 mfa reset --csv people.csv --yes --settle 0 -o json";
    let mut running = lab.types(words).start();
    lab.emulator().wait_for_resets(1);
    // The first signal does not end it. The test cannot see when it was handled, so the second is repeated.
    running.signal("INT");
    wait_for("the end", || {
        running.signal("INT");
        running.has_ended().then_some(())
    });
    let shown = running.end().exits(130);
    let rows = shown.outcomes();
    assert!(rows.len() == 31 && rows.iter().any(|outcome| outcome == "-"), "{shown}");
    let sent = lab.emulator().sent();
    assert!(shown.details().iter().any(|detail| detail == "a request may have been sent"), "{shown}");

    lab.emulator().faults(&[]);
    let id = shown.json()["batch_id"].as_str().expect("an id").to_owned();
    let shown = lab.run(&format!("batch resume {id} --yes -o json")).exits(0);
    for row in shown.rows() {
        let id: u64 = row["user_id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        assert_eq!(lab.emulator().resets(id), u64::from(row["outcome"] == "reset"), "{row}");
        assert!(!sent.contains(&id) || row["outcome"] == "reset", "{row}");
    }
}

#[test]
fn the_last_line_tells_how_to_go_on() {
    for format in ["table", "csv"] {
        let lab = Lab::new();
        lab.emulator().faults(&[(RESET, "delay:300")]);
        lab.file("people.csv", many());
        let words = format!("mfa reset --csv people.csv --yes --concurrency 1 -o {format}");
        let running = lab.types(&words).start();
        lab.emulator().wait_for_resets(1);
        running.signal("INT");
        let shown = running.end().exits(130);
        assert_eq!(shown.stdout.lines().count(), 1 + 31, "{shown}");
        let batches = lab.run("batch list -o json").json();
        let id = batches[0]["batch_id"].as_str().expect("an id");
        let last = shown.stderr.lines().last().unwrap_or_default();
        assert_eq!(last, format!("hint: go on with `mfa-admin batch resume {id}`"), "{shown}");
        assert!(shown.stderr.contains("once more leaves at once"), "{shown}");
        assert!(shown.stderr.contains("error: interrupted"), "{shown}");
    }
}

#[test]
fn ctrl_c_on_a_terminal_ends_a_batch_as_a_signal_does() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "delay:300")]);
    lab.file("people.csv", many());
    let words = "--color never mfa reset --csv people.csv --yes --concurrency 1";
    let mut pty = Pty::start(&lab, 100, words);
    pty.sees("Resetting");
    lab.emulator().wait_for_resets(1);
    pty.types("\u{3}");
    pty.sees("once more leaves at once");
    assert_eq!(pty.end(), 130);
    let screen = pty.screen();
    assert!(screen.contains("not reached") && !screen.contains("Resetting"), "{screen}");
    let last = screen.lines().last().unwrap_or_default();
    assert!(last.starts_with("hint: go on with `mfa-admin batch resume "), "{screen}");
    assert!(pty.shows_cursor() && pty.echoes());
}

#[test]
fn a_read_is_left_at_once() {
    let lab = Lab::new();
    lab.emulator().faults(&[("GET /user/users/me", "delay:60000")]);
    for words in ["--timeout 100 users search -o json", "--timeout 100 mfa reset --user-id 42 --yes -o json"]
    {
        let before = lab.emulator().requests().len();
        let running = lab.types(words).start();
        wait_for("a request", || (lab.emulator().requests().len() > before).then_some(()));
        running.signal("TERM");
        let shown = running.end().exits(130);
        assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("interrupted")));
    }
    assert_eq!(lab.emulator().sent(), [0; 0]);
}
