//! The policy of an organisation: each rule is tried in every way in which something can be changed, and nothing is sent.

use serde_json::json;

use crate::lab::{Lab, Shown};

/// The people of `people.csv`, of the plan and of the batch. None of them is an administrator.
const PEOPLE: &str = "user_id\n42\n46\n";
/// What satisfies every rule that wants something stated.
const STATED: [&str; 6] = ["--reason", "lost phone", "--ticket", "HELP-7", "--verified-by", "video call"];

/// Every way, and what is typed for it. `BATCH` is a batch of two people that was begun before the policy.
const WAYS: [(&str, &str); 9] = [
    ("singly", "mfa reset 42 --yes"),
    ("a dry run", "mfa reset 42 --dry-run"),
    ("several", "mfa reset 42 46 --yes"),
    ("csv", "mfa reset --csv people.csv --yes"),
    ("apply", "mfa apply people.plan --yes"),
    ("resume", "batch resume BATCH --yes"),
    ("the reset call", "api PUT /user/users/mfa/reset --field ids[]=42 --field ids[]=46 --yes"),
    ("another call", "api PUT /user/users/42/membership --field isActive=false --yes"),
    ("unlock", "mfa unlock 42 --yes"),
];

/// A machine with an empty policy, a plan of [`PEOPLE`], and a batch of them that a fault interrupted.
fn lab() -> (Lab, String) {
    let lab = bare();
    lab.file("people.csv", PEOPLE);
    lab.run("mfa plan --csv people.csv --out people.plan").exits(0);
    lab.emulator().faults(&[(crate::lab::RESET, "status:429")]);
    let words = "mfa reset --csv people.csv --yes --concurrency 1 --patience 0s --settle 0 -o json --again";
    let batch = lab.run(words).exits(11).json()["batch_id"].as_str().expect("an id").to_owned();
    lab.emulator().faults(&[]);
    (lab, batch)
}

/// A machine with an empty policy.
fn bare() -> Lab {
    let lab = Lab::new();
    let path = lab.file("policy.toml", "");
    lab.set("MFA_ADMIN_POLICY_FILE", &path.to_string_lossy())
}

/// Runs every one of these ways: each is refused by this rule with 4, and no change leaves.
#[track_caller]
fn refuses(policy: &str, rule: &str, ways: &[&str], flags: &[&str]) {
    let (lab, batch) = lab();
    lab.file("policy.toml", policy);
    let before = lab.emulator().last_seq();
    for (name, words) in WAYS.iter().filter(|(name, _)| ways.contains(name)) {
        let words = words.replace("BATCH", &batch);
        let again = ["csv", "apply", "several"].contains(name).then_some("--again");
        let words: Vec<_> = words.split(' ').chain(["-o", "json"]).chain(again).collect();
        let flags = if *name == "resume" { &[][..] } else { flags };
        let shown = lab.types_all(&[&words[..], flags].concat()).run().exits(4);
        let error = shown.error();
        assert_eq!((shown.stdout.as_str(), &error["code"]), ("", &json!("forbidden")), "{name}");
        let message = error["message"].as_str().expect("a message");
        assert!(
            message.contains(&format!("`{rule}` in ")) && message.contains("policy.toml:1: "),
            "{name}\n{shown}"
        );
    }
    let sent = lab.emulator().requests_after(before);
    assert!(sent.iter().all(|request| request["method"] == "GET"), "{sent:?}");
}

fn every_way() -> Vec<&'static str> {
    WAYS.iter().map(|(name, _)| *name).collect()
}

#[test]
fn without_a_reason_nothing_is_changed_in_any_way() {
    refuses("require_reason = true", "require_reason", &every_way(), &[]);
    refuses("require_reason = true", "require_reason", &["singly", "apply", "unlock"], &["--reason", "  "]);
}

#[test]
fn without_a_ticket_of_the_right_form_nothing_is_changed_in_any_way() {
    let policy = r"require_ticket = 'HELP-\d+'";
    refuses(policy, "require_ticket", &every_way(), &[]);
    refuses(policy, "require_ticket", &every_way(), &["--ticket", "xHELP-7"]);
}

#[test]
fn without_a_word_of_the_list_nothing_is_changed_in_any_way() {
    let policy = r#"require_verified_by = ["video call", "in person"]"#;
    refuses(policy, "require_verified_by", &every_way(), &[]);
    refuses(policy, "require_verified_by", &every_way(), &["--verified-by", "phone"]);
}

#[test]
fn another_environment_is_not_changed_in_any_way() {
    refuses(r#"environments = ["production", "demo"]"#, "environments", &every_way(), &STATED);
}

#[test]
fn more_people_than_max_batch_are_reset_in_no_way() {
    let ways = ["several", "csv", "apply", "resume", "the reset call"];
    refuses("max_batch = 1", "max_batch", &ways, &[]);
}

#[test]
fn more_people_than_require_plan_above_are_reset_only_by_a_plan() {
    let ways = ["several", "csv", "resume", "the reset call"];
    refuses("require_plan_above = 1", "require_plan_above", &ways, &[]);
    let (lab, _) = lab();
    lab.file("policy.toml", "require_plan_above = 1");
    assert_eq!(lab.run("mfa reset 6 --yes -o json").exits(0).outcomes(), ["reset"]);
    let shown = lab.run("mfa apply people.plan --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset", "reset"]);
}

#[test]
fn a_batch_that_came_from_a_plan_is_resumed_although_plans_are_wanted_now() {
    let lab = bare();
    lab.file("people.csv", PEOPLE);
    lab.run("mfa plan --csv people.csv --out people.plan").exits(0);
    lab.emulator().faults(&[(crate::lab::RESET, "status:429")]);
    lab.run("mfa apply people.plan --yes --patience 0s").exits(11);
    lab.emulator().faults(&[]);
    lab.file("policy.toml", "require_plan_above = 0");
    assert_eq!(lab.run("batch resume last --yes -o json").exits(0).outcomes(), ["reset", "reset"]);
}

#[test]
fn a_protected_person_is_refused_whatever_confirms_it() {
    let lab = bare();
    lab.file("policy.toml", "forbid_protected = true");
    for words in [
        "mfa reset 34 --yes",
        "mfa reset 34 --yes --confirm anais.gagne34@test.com",
        "mfa reset 34 --dry-run",
        "mfa reset 34 --dry-run --confirm anais.gagne34@test.com",
        "api PUT /user/users/mfa/reset --field ids[]=34 --yes --confirm anais.gagne34@test.com",
    ] {
        let shown = lab.run(&format!("{words} -o json")).exits(4);
        assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("forbidden")), "{words}");
        assert!(shown.error()["message"].to_string().contains("`forbid_protected` in "), "{words}");
    }
    assert!(lab.emulator().sent().is_empty());
    // Somebody who is not protected is no concern of this rule.
    assert_eq!(lab.run("mfa reset 42 --yes -o json").exits(0).outcomes(), ["reset"]);
}

#[test]
fn somebody_who_becomes_an_administrator_while_the_run_is_planned_is_not_reset() {
    let lab = bare();
    lab.file("policy.toml", "forbid_protected = true");
    lab.emulator().makes_administrator(42);
    lab.run("mfa reset 42 --yes --confirm valentina.r@test.com").exits(4);
    assert_eq!(lab.emulator().resets(42), 0);
}

#[test]
fn what_keeps_every_rule_is_done_in_every_way() {
    let lab = bare();
    lab.file("people.csv", PEOPLE);
    lab.file(
        "policy.toml",
        "require_reason = true\nrequire_ticket = 'HELP-\\d+'\nrequire_verified_by = [\"video call\"]\nmax_batch = 2\n\
         forbid_protected = true\nrequire_plan_above = 2\nenvironments = [\"sandbox\"]\n",
    );
    lab.run("mfa plan --csv people.csv --out people.plan").exits(0);
    lab.emulator().faults(&[(crate::lab::RESET, "status:429")]);
    let words = ["mfa", "reset", "--csv", "people.csv", "--yes", "--patience", "0s", "-o", "json"];
    let shown = lab.types_all(&[&words[..], &STATED].concat()).run().exits(11);
    lab.emulator().faults(&[]);
    let batch = shown.json()["batch_id"].as_str().expect("an id").to_owned();
    lab.run(&format!("batch resume {batch} --yes")).exits(0);
    assert_eq!(lab.emulator().carried_out(), [42, 46]);
    for (name, words) in WAYS.iter().filter(|(name, _)| *name != "resume") {
        let words: Vec<_> = words.split(' ').collect();
        // This service has no counter of wrong codes.
        let code = if *name == "unlock" { 2 } else { 0 };
        lab.types_all(&[&words[..], &STATED].concat()).run().exits(code);
    }
}

#[test]
fn a_plan_is_made_without_what_must_be_stated_but_obeys_the_other_rules() {
    let lab = bare();
    lab.file("people.csv", PEOPLE);
    let plans = |policy: &str, code: i32| -> Shown {
        lab.file("policy.toml", policy);
        let shown = lab.run("mfa plan --csv people.csv --out new.plan").exits(code);
        assert_eq!(std::fs::remove_file(lab.path("new.plan")).is_ok(), code == 0, "\n{shown}");
        shown
    };
    let shown = plans("require_reason = true\nrequire_ticket = '.+'\nrequire_plan_above = 1", 0);
    assert!(shown.stderr.contains("Policy") && shown.stderr.contains("require_reason; require_ticket .+"));
    plans("max_batch = 1", 4);
    plans("environments = [\"production\"]", 4);
    assert!(lab.emulator().sent().is_empty());
}

#[test]
fn reads_obey_no_policy() {
    let lab = bare();
    lab.file("policy.toml", "this is no TOML");
    lab.run("users search --limit 1").exits(0);
    lab.run("api GET /user/users/42").exits(0);
    lab.run("batch list").exits(0);
    lab.run("mfa reset 42 --yes").exits(10);
}

#[test]
fn the_settings_of_a_person_loosen_nothing() {
    let lab = bare();
    lab.file("policy.toml", "environments = [\"production\"]\nmax_batch = 1");
    // A profile that says otherwise of itself is another profile, for the policy, too.
    let profile = "[profiles.work]\nprovider = \"resolver\"\nurl = \"us\"\norg_id = \"166\"\nenvironment = \"sandbox\"\n";
    for key in
        ["max_batch = 100", "environments = [\"sandbox\"]", "policy = false", "[policy]\nmax_batch = 100"]
    {
        lab.config(&format!("{key}\n{profile}"));
        // The config file knows no such key.
        lab.run("--profile work mfa reset 42 --yes").exits(10);
    }
    lab.config(profile);
    lab.run("--profile work mfa reset 42 --yes").exits(4);
    lab.types("mfa reset 42 46 --yes --max 100").set("MFA_ADMIN_ENVIRONMENT", "production").run().exits(4);
    assert!(lab.emulator().sent().is_empty());
}
