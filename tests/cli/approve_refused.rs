//! `mfa apply` where the policy wants approvals: which signatures do not count, each with its reason.

use std::fmt::Write;
use std::fs;

use sha2::{Digest, Sha256};

use crate::approve::{applies, approves, has_ssh_keygen, key, lab_with_policy, plans, public, shell};
use crate::lab::Lab;

/// A lab in which ana may approve and has a key. The plan is made.
fn lab_of_ana(approvals: u32) -> Lab {
    let lab = lab_with_policy(approvals);
    lab.file("approvers", format!("ana@test.com {}\n", key(&lab, "ana", "ed25519")));
    plans(&lab);
    lab
}

/// Changes the plan, with a checksum that fits.
fn reseals(lab: &Lab, change: impl FnOnce(String) -> String) {
    let plan = change(fs::read_to_string(lab.path("people.plan")).unwrap());
    let above = &plan[..plan.rfind("# sha256: ").unwrap()];
    let sum = Sha256::digest(above).iter().fold(String::new(), |mut sum, byte| {
        write!(sum, "{byte:02x}").unwrap();
        sum
    });
    lab.file("people.plan", format!("{above}# sha256: {sum}\n"));
}

/// Applying is refused by the rule, for this reason, and nothing is sent.
#[track_caller]
fn refused(lab: &Lab, reason: &str) {
    for flags in ["--yes", "--dry-run"] {
        let shown = lab.run(&format!("mfa apply people.plan -o json {flags}")).exits(4);
        let (code, message) = (shown.error()["code"].clone(), shown.error()["message"].to_string());
        assert_eq!(code, "forbidden", "\n{shown}");
        assert!(message.contains("`approvals` in") && message.contains(reason), "{reason}\n{shown}");
    }
    assert!(lab.emulator().sent().is_empty());
    assert_eq!(lab.run("batch list -o json").exits(0).json(), serde_json::json!([]));
}

#[test]
fn a_plan_that_nobody_signed() {
    let lab = lab_with_policy(1);
    plans(&lab);
    refused(&lab, "this one has none");
    let plan = fs::read(lab.path("people.plan")).unwrap();
    let piped = lab.types("mfa apply - --yes -o json").stdin(plan).run().exits(4);
    assert!(piped.error()["message"].to_string().contains("stdin"), "\n{piped}");
}

#[test]
fn signed_by_the_person_who_planned_or_by_the_one_who_applies() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_of_ana(1);
    lab.file("approvers", format!("ADMIN@test.com {}\n", public(&lab, "ana")));
    approves(&lab, "ana").exits(0);
    refused(&lab, "they planned it themselves");
    reseals(&lab, |plan| {
        plan.replace(
            "# planned_by: admin@test.com\n# planned_by_id: ",
            "# planned_by: bo@test.com\n# planned_by_id: 9",
        )
    });
    fs::remove_file(lab.path("people.plan.sig")).unwrap();
    approves(&lab, "ana").exits(0);
    refused(&lab, "they apply it themselves");
    // By their id, at a service that knows no e-mail of them.
    let id = lab.run("auth status -o json").exits(0).json()["user_id"].as_str().unwrap().to_owned();
    lab.file("approvers", format!("{id} {}\n", public(&lab, "ana")));
    refused(&lab, "they apply it themselves");
}

#[test]
fn signed_twice_by_the_same_person() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_of_ana(2);
    let (first, second) = (public(&lab, "ana"), key(&lab, "token", "ecdsa"));
    approves(&lab, "ana").exits(0);
    approves(&lab, "token").exits(0);
    // Two keys of one name; two names of one key; two names that a third line joins.
    for approvers in [
        format!("ana@test.com {first}\nana@test.com {second}\n"),
        format!("ana@test.com,a@test.com {first}\na@test.com {second}\n"),
        format!(
            "ana@test.com {first}\na@test.com {second}\nana@test.com,A@test.com {}\n",
            key(&lab, "third", "ed25519")
        ),
    ] {
        lab.file("approvers", approvers);
        refused(&lab, "the same person has approved it already");
    }
    lab.file("approvers", format!("ana@test.com {first}\nbo@test.com {second}\n"));
    let copy = fs::read_to_string(lab.path("people.plan.sig")).unwrap();
    let ana = copy.split_inclusive("-----END SSH SIGNATURE-----\n").next().unwrap();
    lab.file("people.plan.sig", ana.repeat(2));
    refused(&lab, "the same person has approved it already");
    lab.file("people.plan.sig", copy);
    applies(&lab).exits(0);
}

#[test]
fn by_a_key_that_does_not_count() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_of_ana(1);
    let ana = public(&lab, "ana");
    approves(&lab, "ana").exits(0);
    for (line, reason) in [
        (format!("ana@test.com valid-before=\"20200101\" {ana}"), "its key was valid only before 2020-01-01"),
        (
            format!("ana@test.com valid-after=\"209901010000Z\" {ana}"),
            "its key is valid only after 2099-01-01",
        ),
        (format!("ana@test.com namespaces=\"git,file\" {ana}"), "for other namespaces alone"),
        (format!("*@test.com {ana}"), "names a pattern"),
        (format!("ana@test.com cert-authority {ana}"), "not among the approvers"),
        (format!("bo@test.com {}", key(&lab, "bo", "ed25519")), "not among the approvers"),
        (
            format!("ana@test.com valid-before=soon {ana}"),
            "lines of the approvers' list that make no sense: 1",
        ),
    ] {
        lab.file("approvers", line);
        refused(&lab, reason);
    }
    let line = format!(
        "ana@test.com namespaces=\"git,mfa-admin-*\",valid-after=20200101,valid-before=\"20990101\" {ana}"
    );
    lab.file("approvers", line);
    lab.file("revoked", format!("# lost\n{ana}\n"));
    refused(&lab, "its key is revoked");
    lab.file("revoked", "SSHKRL\n");
    let shown = applies(&lab).exits(4);
    assert!(shown.error()["message"].to_string().contains("line 1 is no public key"), "\n{shown}");
    lab.file("revoked", "");
    applies(&lab).exits(0);
}

#[test]
fn of_another_purpose_or_of_another_plan() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_of_ana(1);
    shell(&lab, "ssh-keygen -q -Y sign -n git -f ana people.plan");
    refused(&lab, "its namespace is `git`");
    shell(
        &lab,
        "echo another > other && ssh-keygen -q -Y sign -n mfa-admin-plan -f ana other && mv other.sig people.plan.sig",
    );
    refused(&lab, "it is not of this plan");
    lab.file("people.plan.sig", "-----BEGIN SSH SIGNATURE-----\nhello\n-----END SSH SIGNATURE-----\n");
    refused(&lab, "it cannot be read");
}

#[test]
fn of_a_plan_that_was_changed_afterwards() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_of_ana(1);
    approves(&lab, "ana").exits(0);
    let plan = fs::read_to_string(lab.path("people.plan")).unwrap();
    lab.file("people.plan", plan.replace("valentina", "walentina"));
    applies(&lab).exits(10);
    lab.file("people.plan", &plan);
    reseals(&lab, |plan| plan.replace("# level: auto", "# level: user"));
    refused(&lab, "it is not of this plan");
    lab.file("people.plan", plan);
    applies(&lab).exits(0);
}

#[test]
fn of_a_plan_that_does_not_say_who_planned() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_of_ana(1);
    reseals(&lab, |plan| {
        let later = ["# planned_by_id: ", "# reason: ", "# ticket: ", "# verified_by: "];
        let lines = plan.lines().filter(|line| !later.iter().any(|key| line.starts_with(key)));
        lines.flat_map(|line| [line, "\n"]).collect::<String>().replacen("plan 2", "plan 1", 1)
    });
    approves(&lab, "ana").exits(0);
    refused(&lab, "does not say who planned it");
    // Where nobody has to approve it, it is as good as ever.
    lab.file("policy.toml", "");
    applies(&lab).exits(0);
}

#[test]
fn a_batch_is_not_resumed_with_fewer_approvals_than_the_policy_wants_by_now() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_of_ana(1);
    approves(&lab, "ana").exits(0);
    lab.emulator().faults(&[(crate::lab::RESET, "status:429")]);
    let shown = lab.run("mfa apply people.plan --yes --patience 0s --settle 0 -o json").exits(11);
    let batch = shown.json()["batch_id"].as_str().expect("an id").to_owned();
    lab.emulator().faults(&[]);
    let sent = lab.emulator().sent().len();
    let policy = fs::read_to_string(lab.path("policy.toml")).expect("a policy");
    lab.file("policy.toml", policy.replace("approvals = 1", "approvals = 2"));
    let shown = lab.run(&format!("batch resume {batch} --yes -o json")).exits(4);
    let message = shown.error()["message"].to_string();
    assert!(message.contains("`approvals` in") && message.contains("begun with 1"), "{message}");
    assert_eq!(lab.emulator().sent().len(), sent);
    let refused = lab.run("audit list --outcome refused -o json").exits(0).json();
    assert!(refused.to_string().contains("begun with 1"), "{refused}");
    lab.file("policy.toml", policy);
    assert_eq!(lab.run(&format!("batch resume {batch} --yes -o json")).exits(0).outcomes(), ["reset"; 2]);
}

#[test]
fn whoever_approved_a_plan_does_not_resume_it() {
    if !has_ssh_keygen() {
        return;
    }
    let lab = lab_of_ana(1);
    approves(&lab, "ana").exits(0);
    lab.emulator().faults(&[(crate::lab::RESET, "status:429")]);
    let shown = lab.run("mfa apply people.plan --yes --patience 0s --settle 0 -o json").exits(11);
    let batch = shown.json()["batch_id"].as_str().expect("an id").to_owned();
    lab.emulator().faults(&[]);
    let sent = lab.emulator().sent().len();
    // Ana is now the one who is signed in.
    let me = lab.run("api GET /user/users/me").exits(0).json()["id"].to_string();
    lab.emulator().changes_email(me.trim_matches('"').parse().expect("a number"), "ana@test.com");
    let shown = lab.run(&format!("batch resume {batch} --yes -o json")).exits(4);
    assert!(shown.error()["message"].to_string().contains("begun with 0"), "{shown}");
    assert_eq!(lab.emulator().sent().len(), sent);
}
