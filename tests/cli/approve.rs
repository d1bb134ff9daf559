//! `mfa approve`: a second person sees a plan and signs it, and `mfa apply` wants the signature where the policy does.

use std::fs;
use std::process::Command;

use serde_json::json;

use crate::lab::{Lab, Pty, Shown, csv_of};

/// Is there a real `ssh-keygen`? A note says so where there is none.
pub(crate) fn has_ssh_keygen() -> bool {
    let found = Command::new("ssh-keygen").arg("-?").output().is_ok();
    #[expect(clippy::print_stderr, reason = "a note for the person who runs the tests")]
    if !found {
        eprintln!("not run: no ssh-keygen here");
    }
    found
}

/// Runs a line of a shell in the lab.
#[track_caller]
pub(crate) fn shell(lab: &Lab, line: &str) {
    let output = Command::new("sh").args(["-c", line]).current_dir(lab.path("")).output().expect("a shell");
    assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// Makes a key without a passphrase. Gives its public half.
#[track_caller]
pub(crate) fn key(lab: &Lab, name: &str, kind: &str) -> String {
    shell(lab, &format!("ssh-keygen -q -t {kind} -N '' -C '' -f {name}"));
    public(lab, name)
}

pub(crate) fn public(lab: &Lab, name: &str) -> String {
    fs::read_to_string(lab.path(&format!("{name}.pub"))).expect("a key").trim().to_owned()
}

/// A lab whose policy wants so many approvals, by whom the file `approvers` names.
pub(crate) fn lab_with_policy(approvals: u32) -> Lab {
    let lab = Lab::new();
    let path = |name: &str| lab.path(name).to_string_lossy().into_owned();
    let (approvers, revoked, policy) = (path("approvers"), path("revoked"), path("policy.toml"));
    lab.file("approvers", "");
    lab.file("revoked", "# none\n");
    lab.file(
        "policy.toml",
        format!("approvals = {approvals}\napprovers = \"{approvers}\"\nrevoked = \"{revoked}\"\n"),
    );
    lab.set("MFA_ADMIN_POLICY_FILE", &policy)
}

/// Plans the reset of 42 and 46 as `people.plan`.
pub(crate) fn plans(lab: &Lab) {
    lab.types("mfa plan --csv - --out people.plan -q").stdin(csv_of([42, 46])).run().exits(0);
}

pub(crate) fn approves(lab: &Lab, key: &str) -> Shown {
    lab.run(&format!("mfa approve people.plan --key {key} --yes -o json"))
}

pub(crate) fn applies(lab: &Lab) -> Shown {
    lab.run("mfa apply people.plan --yes -o json")
}

#[test]
fn a_plan_that_a_second_person_signed_is_carried_out() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_with_policy(1);
    lab.file("approvers", format!("Ana@Test.com {}\n", key(&lab, "ana", "ed25519")));
    plans(&lab);
    let shown = approves(&lab, "ana").exits(0);
    assert_eq!(shown.json(), json!({"plan": "people.plan", "signer": "Ana@Test.com", "signatures": 1}));
    shown.has_keys(&["plan", "signer", "signatures"]);
    shell(
        &lab,
        "ssh-keygen -Y verify -f approvers -I Ana@Test.com -n mfa-admin-plan -s people.plan.sig < people.plan",
    );
    let applied = applies(&lab).exits(0);
    assert_eq!(applied.outcomes(), ["reset", "reset"]);
    assert!(applied.stderr.contains("approved by Ana@Test.com"), "\n{applied}");
}

#[test]
fn a_signature_by_hand_is_as_good_whatever_the_kind_of_key() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_with_policy(4);
    let kinds = ["ed25519", "ecdsa", "ecdsa -b 384", "rsa"];
    let lines =
        (0..).zip(kinds).map(|(n, kind)| format!("p{n}@test.com {}\n", key(&lab, &format!("k{n}"), kind)));
    lab.file("approvers", lines.collect::<String>());
    plans(&lab);
    shell(&lab, "ssh-keygen -q -Y sign -n mfa-admin-plan -f k0 people.plan");
    for n in 1..4 {
        let hash = if n == 3 { "-O hashalg=sha256" } else { "" };
        shell(
            &lab,
            &format!(
                "ssh-keygen -q -Y sign -n mfa-admin-plan {hash} -f k{n} < people.plan >> people.plan.sig"
            ),
        );
    }
    assert_eq!(lab.run("mfa apply people.plan --dry-run -o json").exits(0).outcomes(), ["would_reset"; 2]);
    assert!(lab.emulator().sent().is_empty());
    assert_eq!(applies(&lab).exits(0).outcomes(), ["reset", "reset"]);
}

#[test]
fn each_signature_is_added_and_none_twice() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_with_policy(2);
    let (ana, bo) = (key(&lab, "ana", "ed25519"), key(&lab, "bo", "ed25519"));
    lab.file("approvers", format!("ana@test.com {ana}\nbo@test.com {bo}\n"));
    plans(&lab);
    assert_eq!(approves(&lab, "ana").exits(0).json()["signatures"], 1);
    let again = approves(&lab, "ana").exits(0);
    assert_eq!(again.json()["signatures"], 1);
    assert!(again.stderr.contains("has signed the plan before"), "\n{again}");
    applies(&lab).exits(4);
    assert_eq!(approves(&lab, "bo").exits(0).json()["signatures"], 2);
    applies(&lab).exits(0);
}

#[test]
fn what_is_signed_is_shown_first() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = Lab::new();
    key(&lab, "ana", "ed25519");
    let words = [
        "mfa",
        "plan",
        "--csv",
        "-",
        "--out",
        "people.plan",
        "-q",
        "--reason",
        "lost phones",
        "--ticket",
        "T-1",
    ];
    lab.types_all(&words).stdin(csv_of([42, 34, 46])).run().exits(7);
    let shown = lab.run("mfa approve people.plan --key ana --yes").exits(0);
    for text in [
        "ROW  USER ID  EMAIL",
        "1    42       valentina.r@test.com",
        "3    46       angel.pena46@test.com",
        "To be reset  2",
        "Other rows   1 refused",
        "Planned by   admin@test.com, ",
        "Reason       lost phones",
        "Ticket       T-1",
        "Environment  sandbox",
        "Signer       SHA256:",
    ] {
        assert!(shown.stderr.contains(text), "{text}\n{shown}");
    }
    assert!(!shown.stderr.contains("anais.gagne34"), "who is not reset is not in the list\n{shown}");
    assert!(lab.emulator().sent().is_empty());
}

#[test]
fn what_differs_from_an_earlier_plan_of_the_same_input_is_shown() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = Lab::new();
    key(&lab, "ana", "ed25519");
    lab.file("people.csv", csv_of([42, 46, 6]));
    lab.run("mfa plan --csv people.csv --out first.plan -q").exits(0);
    lab.file("people.csv", csv_of([42, 7, 6]));
    lab.emulator().enroll(6);
    lab.run("mfa plan --csv people.csv --out second.plan -q").exits(0);
    let shown = lab.run("mfa approve second.plan --key ana --yes").exits(0);
    assert!(shown.stderr.contains("Earlier plan   ./first.plan, "), "\n{shown}");
    for (label, person) in [("Added", 7), ("Removed", 46), ("Changed", 6)] {
        let email = lab.run(&format!("users show {person} -o json")).exits(0).json()["email"].clone();
        let line = format!(
            "{label} since {} 1: {}",
            " ".repeat("Removed".len() - label.len()),
            email.as_str().unwrap()
        );
        assert!(shown.stderr.contains(&line), "{line}\n{shown}");
    }
}

#[test]
fn a_person_at_a_terminal_is_asked_and_types_the_passphrase_of_their_key() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_with_policy(1);
    shell(&lab, "ssh-keygen -q -t ed25519 -N 'open sesame' -C '' -f ana");
    lab.file("approvers", format!("ana@test.com {}\n", public(&lab, "ana")));
    plans(&lab);
    let mut pty = Pty::start(&lab, 100, "mfa approve people.plan --key ana");
    pty.sees("Approve this plan?").sees("angel.pena46@test.com").types("\r");
    pty.sees("cancelled: nothing was signed");
    assert_eq!(pty.end(), 6);
    assert!(!lab.path("people.plan.sig").exists());

    let mut pty = Pty::start(&lab, 100, "mfa approve people.plan --key ana");
    pty.sees("[ CANCEL ]").types("\t").sees("[ APPROVE ]").types("\r");
    pty.sees_hidden("passphrase").types("open sesame\r").sees("Signatures  1");
    assert_eq!(pty.end(), 0);
    applies(&lab).exits(0);
}

#[test]
fn ctrl_c_at_the_passphrase_ends_it_and_nothing_is_signed() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = Lab::new();
    shell(&lab, "ssh-keygen -q -t ed25519 -N 'open sesame' -C '' -f ana");
    plans(&lab);
    let mut pty = Pty::start(&lab, 100, "mfa approve people.plan --key ana --yes");
    pty.sees_hidden("passphrase").types("\u{3}");
    assert_eq!(pty.end(), 130);
    assert!(!lab.path("people.plan.sig").exists());
}
