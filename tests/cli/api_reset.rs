//! The reset call through `api` is a reset job: the same rows, guards, question and record as `mfa reset`.

use serde_json::{Value, json};

use crate::lab::{Lab, Pty, Shown};

const CALL: &str = "api PUT /user/users/mfa/reset";

/// The rows without their times.
fn rows(shown: &Shown) -> Vec<Value> {
    let mut rows = shown.rows();
    for row in &mut rows {
        row["at"] = Value::Null;
    }
    rows
}

#[test]
fn it_gives_what_mfa_reset_gives() {
    for (fields, who) in [
        ("--field ids[]=42", "42"),
        ("--field ids[]=42 --field ids[]=34 --field ids[]=46", "42 34 46"),
        ("--field ids[]=4242 --field ids[]=42", "4242 42"),
    ] {
        let (lab, other) = (Lab::new(), Lab::new());
        for flags in ["--dry-run", "--yes"] {
            let by_call = lab.run(&format!("{CALL} {fields} {flags} -o json"));
            let by_name = other.run(&format!("mfa reset {who} {flags} -o json"));
            assert_eq!(by_call.exit, by_name.exit, "{fields} {flags}\n{by_call}{by_name}");
            assert_eq!(rows(&by_call), rows(&by_name), "{fields} {flags}");
        }
        assert_eq!(lab.emulator().sent(), other.emulator().sent(), "{fields}");
    }
}

#[test]
fn however_it_is_spelt_it_is_the_same_job() {
    let lab = Lab::new();
    for (path, id) in [
        ("user/users/mfa/reset", 42),
        ("/user/users/mfa/reset/", 46),
        ("/USER/Users/MFA/Reset", 6),
        ("/%75ser/users/mf%61/%72eset", 7),
    ] {
        let body = json!({ "ids": [id] }).to_string();
        let shown = lab.types(&format!("api put {path} --input - --yes -o json")).stdin(body).run();
        assert_eq!(shown.exits(0).outcomes(), ["reset"], "{path}");
    }
    let records = lab.run("audit list --outcome reset -o json").exits(0);
    assert_eq!(records.json().as_array().expect("a list").len(), 4);
}

#[test]
fn the_guards_hold() {
    let lab = Lab::new();
    lab.emulator().enroll(1);
    for words in ["ids[]=34", "ids[]=1", "ids[]=34 --confirm someone.else@test.com"] {
        lab.run(&format!("{CALL} --field {words} --yes")).exits(6);
    }
    let shown = lab.run(&format!("{CALL} --field ids[]=34 --field ids[]=1 --yes -o json")).exits(7);
    assert_eq!(shown.outcomes(), ["refused", "refused"]);
    assert_eq!(lab.emulator().sent(), [0; 0]);
    let confirmed = "--yes --confirm anais.gagne34@test.com -o json";
    lab.run(&format!("{CALL} --field ids[]=34 {confirmed}")).exits(0);
    assert_eq!(lab.emulator().sent(), [34]);
}

#[test]
fn a_production_batch_needs_its_count() {
    let lab = Lab::production();
    let words = format!("{CALL} --field ids[]=42 --field ids[]=46 --yes");
    lab.run(&words).exits(6);
    lab.run(&format!("{words} --confirm 2")).exits(0);
}

#[test]
fn what_is_not_exactly_ids_is_no_reset() {
    let lab = Lab::new();
    for body in [
        "{}",
        "[1]",
        "{\"ids\":[]}",
        "{\"ids\":42}",
        "{\"ids\":[42],\"x\":1}",
        "{\"ids\":[\"ana\"]}",
        "{\"IDs\":[42]}",
        "{\"ids\":[0]}",
        "{\"ids\":[4.2]}",
    ] {
        lab.types(&format!("{CALL} --input - --yes")).stdin(body).run().exits(10);
    }
    for fields in ["", "--field ids=42", "--field ids[]=ana", "--field ids[]=42 --field x=1"] {
        lab.run(&format!("{CALL} {fields} --yes")).exits(2);
    }
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn reason_and_ticket_are_on_record() {
    let lab = Lab::new();
    let flags = ["--yes", "--reason", "lost phone", "--ticket", "HELP-1", "--verified-by", "video"];
    let call: Vec<_> = CALL.split(' ').collect();
    lab.types_all(&[&call[..], &["--field", "ids[]=42"], &flags].concat()).run().exits(0);
    let record = &lab.run("audit list --outcome reset -o json").exits(0).json()[0];
    assert_eq!(
        (&record["reason"], &record["ticket"], &record["verified_by"], &record["outcome"]),
        (&json!("lost phone"), &json!("HELP-1"), &json!("video"), &json!("reset"))
    );
}

#[test]
fn it_asks_in_the_words_of_the_reset() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, &format!("{CALL} --field ids[]=42"));
    pty.sees("[ CANCEL ]");
    assert!(pty.screen().contains("Reset MFA for this user?"), "{}", pty.screen());
    pty.types("\r");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

#[test]
fn the_path_of_an_organisation_level_reset_is_the_reset_too() {
    let lab = Lab::new();
    let (url, key) = (lab.emulator().url.clone(), lab.emulator().api_key.clone());
    let profile = format!(
        "[profiles.work]\nprovider = \"resolver\"\nurl = \"{url}\"\norg_id = \"166\"\n\
         environment = \"sandbox\"\norg_reset_path = \"/custom/away\"\n"
    );
    lab.config(&profile);
    let lab = lab.without_variables().set("MFA_ADMIN_API_KEY", &key).set("MFA_ADMIN_PROFILE", "work");
    lab.run("api PUT /custom/away --field x=1 --yes").exits(2);
    lab.run("api DELETE /Custom/%61way/ --yes").exits(4);
    let by_call = lab.run("api PUT /CUSTOM/away/ --field ids[]=42 --dry-run -o json");
    let by_name = lab.run("mfa reset 42 --level org --dry-run -o json");
    assert_eq!(rows(&by_call), rows(&by_name));
    assert_eq!(by_call.outcomes(), ["refused"]);
}
