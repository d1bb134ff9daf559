//! Ctrl-C, SIGTERM, SIGHUP.

use serde_json::json;

use crate::lab::{Lab, wait_for};

const RESET: &str = "PUT /user/users/mfa/reset";

fn many() -> String {
    (2..33).fold("user_id\n".to_owned(), |csv, id| format!("{csv}{id}\n"))
}

#[test]
fn a_batch_that_is_told_to_stop_ends_what_is_in_flight_and_begins_nobody() {
    for signal in ["INT", "TERM", "HUP"] {
        let lab = Lab::new();
        lab.emulator().weather(&[(RESET, "delay:1500")]);
        let path = lab.file("people.csv", many());
        let words = format!("mfa reset --csv {} --yes --concurrency 4 -o json", path.display());
        let running = lab.types(&words).start();
        lab.emulator().wait_for_resets(1);
        running.signal(signal);
        let shown = running.end().exits(130);
        assert_eq!(shown.error()["code"], "interrupted", "{signal}");
        let rows = shown.rows();
        assert_eq!(rows.len(), 31, "{signal}: every row is shown");
        let count = |outcome: &str| rows.iter().filter(|row| row["outcome"] == outcome).count();
        let open = rows.iter().filter(|row| row["outcome"].is_null()).count();
        assert!(count("reset") >= 1 && open > 0, "{signal}\n{shown}");
        assert_eq!(count("reset"), lab.emulator().sent().len(), "{signal}: what was sent was waited for");
    }
}

#[test]
fn a_second_signal_leaves_at_once() {
    let lab = Lab::new();
    lab.emulator().weather(&[(RESET, "delay:60000")]);
    let path = lab.file("people.csv", many());
    let mut running = lab.types(&format!("--timeout 100 mfa reset --csv {} --yes", path.display())).start();
    lab.emulator().wait_for_resets(1);
    // The first signal does not end it; when it has been heard cannot be seen, so the second is repeated.
    running.signal("INT");
    wait_for("the end", || {
        running.signal("INT");
        running.has_ended().then_some(())
    });
    running.end().exits(130);
}

#[test]
fn a_read_is_left_at_once() {
    let lab = Lab::new();
    lab.emulator().weather(&[("GET /user/users/me", "delay:60000")]);
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
