//! `mfa approve`: which key signs, and what is told where none can.

use std::fs;
use std::process::Command;

use crate::approve::{applies, approves, has_ssh_keygen, key, lab_with_policy, plans, shell};
use crate::lab::Lab;

#[test]
fn without_a_terminal_it_says_which_flag_to_use() {
    let lab = Lab::new();
    plans(&lab);
    let shown = lab.run("mfa approve people.plan --key ana -o json").exits(6);
    assert!(shown.error()["hint"].to_string().contains("--yes"), "\n{shown}");
    lab.run("mfa approve - --yes").exits(2);
}

#[test]
fn the_usual_keys_are_tried_where_none_is_named() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = Lab::new();
    plans(&lab);
    let shown = lab.run("mfa approve people.plan --yes -o json").exits(10);
    assert!(shown.error()["message"].to_string().contains("no SSH key"), "\n{shown}");
    fs::create_dir_all(lab.path("home/.ssh")).unwrap();
    key(&lab, "home/.ssh/id_rsa", "rsa");
    let ours = key(&lab, "home/.ssh/id_ed25519", "ed25519");
    let signer = lab.run("mfa approve people.plan --yes -o json").exits(0).json()["signer"].clone();
    let output =
        Command::new("ssh-keygen").arg("-lf").arg(lab.path("home/.ssh/id_ed25519.pub")).output().unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    assert!(listed.contains(signer.as_str().unwrap()), "{ours}: {listed} {signer}");
}

#[test]
fn a_key_of_an_agent_signs_by_its_public_half() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_with_policy(1);
    lab.file("approvers", format!("ana@test.com {}\n", key(&lab, "ana", "ed25519")));
    plans(&lab);
    let socket = lab.path("agent").to_string_lossy().into_owned();
    let mut agent = Command::new("ssh-agent").args(["-D", "-a", &socket]).spawn().expect("an agent");
    crate::lab::wait_for("the agent", || lab.path("agent").exists().then_some(()));
    shell(&lab, &format!("SSH_AUTH_SOCK={socket} ssh-add -q ana && rm ana"));
    let without = approves(&lab, "ana.pub");
    let words = "mfa approve people.plan --key ana.pub --yes -o json";
    let shown = lab.types(words).set("SSH_AUTH_SOCK", &socket).run();
    agent.kill().unwrap();
    agent.wait().unwrap();
    assert_eq!(without.exits(12).error()["code"], "keyring");
    assert_eq!(shown.exits(0).json()["signer"], "ana@test.com");
    applies(&lab).exits(0);
}

#[test]
fn a_key_or_program_that_is_missing_is_told_with_what_to_do() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = Lab::new();
    key(&lab, "ana", "ed25519");
    plans(&lab);
    let missing = approves(&lab, "nobody").exits(10);
    assert!(missing.error()["message"].to_string().contains("nobody"), "\n{missing}");
    let words = "mfa approve people.plan --key ana --yes -o json";
    let shown = lab.types(words).set("PATH", "/nowhere").run().exits(12);
    assert!(shown.error()["hint"].to_string().contains("openssh-client"), "\n{shown}");
    lab.file("no-key", "hello");
    approves(&lab, "no-key").exits(12);
    assert!(!lab.path("people.plan.sig").exists());
}

#[test]
fn a_plan_that_was_changed_is_not_signed() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = Lab::new();
    key(&lab, "ana", "ed25519");
    plans(&lab);
    let plan = fs::read_to_string(lab.path("people.plan")).unwrap();
    lab.file("people.plan", plan.replace("valentina", "walentina"));
    let shown = approves(&lab, "ana").exits(10);
    assert!(shown.error()["message"].to_string().contains("cannot approve people.plan"), "\n{shown}");
    assert!(!lab.path("people.plan.sig").exists());
}
