//! The head of the record in the credential store: it shows that the record was cut at its end, or begun anew.

use std::fs;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::lab::{Emulator, Lab};
use crate::session::{all, is_own, on_the_bus};

/// A machine where somebody signed in with a key and reset one person.
fn machine() -> (Lab, Emulator) {
    let lab = on_the_bus(Lab::bare());
    let emulator = Emulator::start(&lab.path("emulator"), 100);
    let words = format!(
        "auth login --profile work --provider resolver --url {} --org 166 --with-api-key",
        emulator.url
    );
    lab.types(&words).stdin(&emulator.api_key).run().exits(0);
    lab.run("mfa reset --user-id 42 --yes").exits(0);
    (lab, emulator)
}

fn verify(lab: &Lab, code: i32) -> Value {
    lab.run("audit verify -o json").exits(code).json()
}

#[test]
fn a_record_that_was_cut_at_its_end_is_noticed_without_an_anchor() {
    if !is_own() {
        return;
    }
    let (lab, _emulator) = machine();
    let whole = verify(&lab, 0);
    assert!(all().contains("audit-head/"), "{}", all());
    let outside = Connection::open(lab.path("state/state.sqlite")).expect("a database");
    let cut = "DROP TRIGGER audit_event_stays; DELETE FROM audit_event WHERE seq = (SELECT max(seq) FROM audit_event);";
    outside.execute_batch(cut).expect("changed");
    assert_eq!(verify(&lab, 13)["first_bad"], whole["records"]);
    // What is done later does not make it right.
    let shown = lab.run("mfa reset --user-id 46 --yes").exits(0);
    assert!(shown.stderr.contains("the record does not have the event any more"), "{shown}");
    assert_eq!(verify(&lab, 13)["ok"], json!(false));
}

#[test]
fn a_record_that_was_begun_anew_is_noticed_without_an_anchor() {
    if !is_own() {
        return;
    }
    let (lab, _emulator) = machine();
    verify(&lab, 0);
    fs::remove_dir_all(lab.path("state")).expect("removed");
    assert_eq!(verify(&lab, 13)["ok"], json!(false));
    lab.run("mfa reset --user-id 46 --yes").exits(0);
    assert_eq!(verify(&lab, 13)["ok"], json!(false));
}

#[test]
fn signing_in_and_out_are_on_record_and_a_sign_out_that_cannot_be_written_is_not_done() {
    if !is_own() {
        return;
    }
    let (lab, _emulator) = machine();
    let database = lab.path("state/state.sqlite");
    let kept = fs::read(&database).expect("a database");
    fs::write(&database, "no database").expect("written");
    lab.run("auth logout").exits(13);
    fs::write(&database, kept).expect("written");
    lab.run("auth status").exits(0);
    lab.run("auth logout").exits(0);
    lab.run("auth logout").exits(3);
    let events = lab.run("audit list --events -o json").exits(0).json();
    let of = |kind: &str| -> Vec<Value> {
        let all = events.as_array().expect("events").iter();
        all.filter(|event| event["event"] == kind)
            .map(|event| json!([event["profile"], event["org_id"], event["actor"]]))
            .collect()
    };
    assert_eq!(of("sign_in"), [json!(["work", "166", "admin@test.com"])]);
    assert_eq!(of("sign_out"), [json!(["work", "166", null])]);
    verify(&lab, 0);
}
