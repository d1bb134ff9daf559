//! One person: shown, reset, unlocked.

use serde_json::{Value, json};

use crate::lab::Pty;
use crate::server::{Server, lab};

fn factors(panel: &Value) -> Vec<(&str, [bool; 3])> {
    let is = |factor: &Value, key: &str| factor[key].as_bool().expect("a truth");
    let one = |factor| ["disabled", "revoked", "locked"].map(|key| is(factor, key));
    let list = panel["factors"].as_array().expect("factors");
    list.iter().map(|factor| (factor["kind"].as_str().expect("a kind"), one(factor))).collect()
}

#[test]
fn a_person_is_shown_with_their_factors_whatever_state_they_are_in() {
    let lab = Server::new().lab();
    let fine = [false; 3];
    for (user, mfa, expected) in [
        ("user0343", "enrolled", vec![("totp", fine)]),
        ("user0330", "enrolled", vec![("totp", [true, false, false])]),
        ("user0332", "enrolled", vec![("totp", [false, false, true])]),
        ("user0335", "enrolled", vec![("hotp", fine)]),
        ("user0346", "not_enrolled", vec![]),
        ("user0333", "partial", vec![("hotp", [false, false, false])]),
    ] {
        let shown = lab.run(&format!("users show --user-id {user} -o json")).exits(0).json();
        assert_eq!(shown["mfa"], json!(mfa), "{user}");
        if mfa != "partial" {
            assert_eq!(factors(&shown), expected, "{user}");
        }
    }
    let revoked = lab.run("users show --user-id user0331 -o json").exits(0).json();
    assert!(factors(&revoked)[0].1[1], "{revoked}");
    let both = lab.run("users show --user-id user0320 -o json").exits(0).json();
    assert_eq!(factors(&both).len(), 2);
}

#[test]
fn a_reset_removes_what_was_planned_and_the_second_has_nothing_to_do() {
    let server = Server::new();
    let lab = server.lab();
    assert_eq!(server.serials("user0321").len(), 2);
    let shown = lab.run("mfa reset --email USER0321@acme.example --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["reset"]);
    assert!(server.serials("user0321").is_empty());
    let shown = lab.run("mfa reset --user-id user0321 --yes -o json").exits(0);
    assert_eq!(shown.outcomes(), ["not_enrolled"]);
}

#[test]
fn a_person_who_enrols_while_the_question_stands_keeps_the_new_factor() {
    let server = Server::new();
    let lab = server.lab();
    let mut pty = Pty::start(&lab, 100, "--color never mfa reset --user-id user0322");
    pty.sees("[ CANCEL ]");
    let screen = pty.screen();
    for part in ["2 factors", "totp", "hotp", "Next sign-in", "set MFA up again"] {
        assert!(screen.contains(part), "{part}\n{screen}");
    }
    let new = server.enroll("user0322");
    pty.types("\t\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("enrolled again since"), "{}", pty.screen());
    assert_eq!(server.serials("user0322"), [new]);
}

#[test]
fn two_people_with_one_address_and_an_unknown_user_are_not_picked() {
    let lab = Server::new().lab();
    let shown = lab.run("mfa reset --email twins@acme.example --yes -o json").exits(5);
    for user in ["user0337", "user0338"] {
        assert!(shown.stderr.contains(user), "{shown}");
    }
    for user in ["nobody", "user034"] {
        lab.run(&format!("mfa reset --user-id {user} --yes")).exits(5);
    }
}

#[test]
fn who_is_locked_by_wrong_codes_is_shown_so_and_unlocked_without_a_reset() {
    let server = Server::new();
    let lab = server.lab();
    let before = server.serials("user0332");
    let shown = lab.run("users show --user-id user0332").exits(0);
    assert!(shown.stdout.contains("mfa unlock --user-id user0332"), "{shown}");
    let unlocked = lab.run("mfa unlock --user-id user0332 --yes -o json").exits(0).json();
    assert_eq!(unlocked["outcome"], json!("unlocked"), "{unlocked}");
    let again = lab.run("mfa unlock --user-id user0332 --yes -o json").exits(0).json();
    assert_eq!(again["outcome"], json!("not_locked"));
    let events = lab.run("audit list --events -o json").exits(0).json();
    let unlock = |n: usize| (events[n]["event"].clone(), events[n]["detail"].clone());
    assert_eq!(events.as_array().map(Vec::len), Some(2), "{events}");
    assert_eq!(
        [unlock(0), unlock(1)],
        [(json!("unlock"), json!("a request may leave")), (json!("unlock"), json!("unlocked"))]
    );
    assert_eq!((&events[0]["user_id"], &events[0]["confirmed_by"]), (&json!("user0332"), &json!("flag")));
    assert_eq!(server.serials("user0332"), before);
}

#[test]
fn a_right_that_is_missing_is_told_and_nothing_passes_for_not_enrolled() {
    let server = Server::new();
    let (auditor, helpdesk) = (server.sign_in("AUDITOR"), server.sign_in("HELPDESK"));
    let (policyless, user) = (server.sign_in("POLICYLESS"), server.sign_in("USER"));
    // The auditor may read, but not delete.
    let shown = lab(&server.url, &auditor).run("mfa reset --user-id user0344 --yes -o json").exits(7);
    assert_eq!(shown.outcomes(), ["failed"]);
    assert_eq!(server.serials("user0344").len(), 1);
    lab(&server.url, &helpdesk).run("users show --user-id user0344").exits(0);
    // An empty 200 does not show that there is no such realm.
    let elsewhere = lab(&server.url, &helpdesk).set("MFA_ADMIN_ORG_ID", "globex");
    for lab in [lab(&server.url, &policyless), lab(&server.url, &user), elsewhere] {
        for words in
            ["users show --user-id user0350", "mfa reset --user-id user0350 --yes", "users search user03"]
        {
            let shown = lab.run(words).exits(4);
            assert_eq!(shown.stdout, "", "{words}\n{shown}");
        }
    }
}
