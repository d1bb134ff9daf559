//! The same input again while a batch of it is not finished.

use serde_json::json;

use crate::lab::{ENROLLED, Lab, Pty};

const DOWN: &str = "\u{1b}[B";

fn states(lab: &Lab) -> Vec<String> {
    let batches = lab.run("batch list -o json").exits(0).json();
    let state = |batch: &serde_json::Value| batch["state"].as_str().expect("a state").to_owned();
    batches.as_array().expect("batches").iter().map(state).collect()
}

#[test]
fn without_a_terminal_it_names_the_batch_to_go_on_with() {
    let lab = Lab::new();
    let id = lab.interrupted("");
    let before = lab.emulator().requests().len();
    let shown = lab.run("mfa reset --csv people.csv --yes -o json").exits(6);
    let error = shown.error();
    assert_eq!((shown.stdout.as_str(), &error["code"]), ("", &json!("cancelled")));
    assert!(error["message"].to_string().contains(&id), "{error}");
    for way in [&format!("mfa-admin batch resume {id}"), "--again"] {
        assert!(error["hint"].to_string().contains(way), "{way}\n{error}");
    }
    // The content of the file counts, and not its name.
    let csv = std::fs::read_to_string(lab.path("people.csv")).expect("the file");
    lab.resets(&csv, "--yes").exits(6);
    assert_eq!(lab.emulator().requests().len(), before);
    assert_eq!(states(&lab), ["interrupted"]);
}

#[test]
fn again_runs_it_anew() {
    let lab = Lab::new();
    let id = lab.interrupted("");
    let shown = lab.run("mfa reset --csv people.csv --yes --again -o json").exits(0);
    assert_ne!(shown.json()["batch_id"], json!(id));
    assert_eq!(shown.json()["counts"], json!({"not_enrolled": 4, "reset": 4}));
    assert_eq!(lab.emulator().carried_out(), ENROLLED);
    assert_eq!(states(&lab), ["finished", "interrupted"]);
    // The first batch resets nobody whom the other one has reset meanwhile, also where they have enrolled again.
    lab.emulator().enroll(14);
    let shown = lab.run(&format!("batch resume {id} --yes -o json")).exits(7);
    assert_eq!(shown.outcomes()[4..], ["not_enrolled", "not_enrolled", "not_enrolled", "refused"]);
    assert_eq!(lab.emulator().carried_out(), ENROLLED);
}

#[test]
fn a_dry_run_and_a_finished_batch_are_in_nobodys_way() {
    let lab = Lab::new();
    let id = lab.interrupted("");
    lab.run("mfa reset --csv people.csv --dry-run").exits(0);
    lab.run(&format!("batch resume {id} --yes")).exits(0);
    let shown = lab.run("mfa reset --csv people.csv --yes -o json").exits(0);
    assert_eq!(shown.json()["counts"], json!({"not_enrolled": 8}));
}

#[test]
fn on_a_terminal_it_asks() {
    let lab = Lab::new();
    let id = lab.interrupted("");
    let ask = || {
        let mut pty = Pty::start(&lab, 100, "--color never mfa reset --csv people.csv --yes");
        pty.sees("Cancel");
        assert!(pty.screen().contains(&format!("Batch {id} of the same input")), "{}", pty.screen());
        pty
    };
    // Ctrl-C at a list is raised as a signal: it must never end the run before the question does.
    for keys in ["\u{1b}", "q", "jj\r"].into_iter().chain(["\u{3}"; 50]) {
        let mut pty = ask();
        pty.types(keys);
        assert_eq!(pty.end(), 6, "{keys:?}\n{}", pty.screen());
        assert!(pty.shows_cursor() && pty.echoes());
        assert!(!pty.screen().contains("> "), "{}", pty.screen());
    }
    assert_eq!(states(&lab), ["interrupted"]);

    let mut pty = ask();
    pty.types(&format!("{DOWN}\r"));
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(states(&lab), ["finished", "interrupted"]);

    let mut pty = ask();
    pty.types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(states(&lab), ["finished", "finished"]);
    assert_eq!(lab.emulator().carried_out(), ENROLLED);
}

#[test]
fn going_on_asks_for_a_confirmation_as_resuming_does() {
    let lab = Lab::new();
    lab.interrupted("");
    let mut pty = Pty::start(&lab, 100, "--color never mfa reset --csv people.csv");
    pty.sees("Cancel").types("\r");
    pty.sees("Reset MFA for 4 users?").types("\t\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(states(&lab), ["finished"]);
}

#[test]
fn other_content_another_place_or_another_profile_is_another_batch() {
    let lab = Lab::new();
    lab.interrupted("");
    lab.run("mfa reset --csv people.csv --yes").exits(6);
    lab.file("fewer.csv", "user_id\n3\n4\n6\n7\n");
    lab.run("mfa reset --csv fewer.csv --yes").exits(0);
    // Another organisation is told from the first before the sign-in.
    lab.types("mfa reset --csv people.csv --yes").set("MFA_ADMIN_ORG_ID", "167").run().exits(4);
    let production = lab.types("mfa reset --csv people.csv --yes --confirm 8");
    production.set("MFA_ADMIN_ENVIRONMENT", "production").run().exits(0);
    lab.run("--profile demo mfa reset --csv people.csv --yes").exits(0);
}

#[test]
fn of_two_that_start_at_once_one_is_kept() {
    let lab = Lab::new();
    lab.file("people.csv", "user_id\n42\n14\n");
    // Both have looked for another batch before either has planned its own.
    lab.emulator().faults(&[("GET /user/org", "delay:1000")]);
    let start = || lab.types("mfa reset --csv people.csv --yes -o json").start();
    let (one, other) = (start(), start());
    let mut ends = [one.end(), other.end()];
    ends.sort_by_key(|end| end.exit);
    let [done, late] = ends;
    done.exits(0);
    assert_eq!(late.exits(6).error()["code"], json!("cancelled"));
    assert_eq!((lab.emulator().carried_out(), states(&lab)), (vec![14, 42], vec!["finished".to_owned()]));
}

#[test]
fn a_batch_of_the_variables_is_resumed_by_them_also_beside_a_config_file() {
    let lab = Lab::new();
    let id = lab.interrupted("");
    lab.config("[profiles.other]\nprovider = \"resolver\"\nurl = \"https://x.test\"\norg_id = \"1\"\n");
    lab.run(&format!("batch resume {id} --yes")).exits(0);
    assert_eq!(lab.emulator().carried_out(), ENROLLED);
}
