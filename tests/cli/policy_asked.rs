//! The policy on a terminal: what it wants to be stated and was not is asked for before the pop-up.

use serde_json::json;

use crate::lab::{Lab, Pty};

const DOWN: &str = "\u{1b}[B";
const POLICY: &str = "require_reason = true\nrequire_ticket = 'HELP-\\d+'\nrequire_verified_by = ['video call', 'in person']\n";

fn under(policy: &str) -> Lab {
    let lab = Lab::new();
    let path = lab.file("policy.toml", policy);
    lab.set("MFA_ADMIN_POLICY_FILE", &path.to_string_lossy())
}

#[track_caller]
fn is_on_record(lab: &Lab) {
    let record = lab.run("audit list -o json").exits(0).json()[0].clone();
    let said = json!([record["reason"], record["ticket"], record["verified_by"]]);
    assert_eq!(said, json!(["lost phone", "HELP-7", "in person"]));
}

/// Answers the three questions, and then stands before the pop-up.
fn answers(pty: &mut Pty) {
    pty.sees("Why?").types("lost phone\r");
    pty.sees("Ticket, of the form HELP-\\d+").types("7\r");
    pty.sees("`7` is wrong").types("HELP-7\r");
    pty.sees("How was the identity").types(DOWN).sees("> in person").types("\r");
}

#[test]
fn what_was_left_out_is_asked_for_and_put_on_record() {
    let lab = under(POLICY);
    let mut pty = Pty::start(&lab, 100, "mfa reset 42");
    answers(&mut pty);
    pty.sees("[ CANCEL ]");
    assert!(pty.screen().contains("Policy"), "{}", pty.screen());
    assert!(pty.screen().contains("require_reason; require_ticket HELP-\\d+"), "{}", pty.screen());
    assert!(lab.emulator().sent().is_empty());
    pty.types("\t").sees("[ RESET MFA ]").types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(lab.emulator().sent(), [42]);
    is_on_record(&lab);
}

#[test]
fn the_guided_way_asks_too() {
    let lab = under(POLICY);
    let mut pty = Pty::start(&lab, 100, "mfa reset");
    pty.sees("Name, e-mail or ID:").types("42\r");
    pty.sees("Enter to confirm").types(DOWN).sees("> Valentina").types("\r");
    answers(&mut pty);
    pty.sees("[ CANCEL ]").types("\t").sees("[ RESET MFA ]").types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    is_on_record(&lab);
}

#[test]
fn the_guided_way_ends_before_anybody_is_searched_for_where_nothing_may_be_changed() {
    let lab = under("environments = ['production']");
    let mut pty = Pty::start(&lab, 100, "mfa reset");
    assert_eq!(pty.end(), 4, "{}", pty.screen());
    assert!(lab.emulator().requests().is_empty());
}

#[test]
fn the_guided_way_resets_no_administrator_where_that_is_forbidden() {
    let lab = under("forbid_protected = true");
    let mut pty = Pty::start(&lab, 100, "mfa reset");
    pty.sees("Name, e-mail or ID:").types("34\r");
    pty.sees("Enter to confirm").types(DOWN).sees("> Ana").types("\r");
    assert_eq!(pty.end(), 4, "{}", pty.screen());
    assert!(lab.emulator().sent().is_empty());
}

#[test]
fn a_wrong_ticket_three_times_cancels() {
    let lab = under("require_ticket = 'HELP-\\d+'");
    let mut pty = Pty::start(&lab, 100, "mfa reset 42");
    for wrong in ["1", "22", "333"] {
        pty.sees("Ticket").types(&format!("{wrong}\r")).sees(&format!("`{wrong}` is wrong"));
    }
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    assert!(lab.emulator().requests().is_empty());
}

#[test]
fn a_wrong_flag_is_refused_and_not_asked_for_again() {
    let lab = under("require_ticket = 'HELP-\\d+'");
    let mut pty = Pty::start(&lab, 100, "mfa reset 42 --ticket 7");
    assert_eq!(pty.end(), 4, "{}", pty.screen());
}

#[test]
fn no_input_is_never_asked() {
    let lab = under("require_reason = true");
    let mut pty = Pty::start(&lab, 100, "mfa reset 42 --yes --no-input");
    assert_eq!(pty.end(), 4, "{}", pty.screen());
    assert!(pty.screen().contains("--reason"), "{}", pty.screen());
}

#[test]
fn a_batch_that_was_begun_without_a_ticket_is_resumed_when_one_is_typed() {
    let lab = under("");
    let batch = lab.interrupted("");
    lab.file("policy.toml", "require_ticket = 'HELP-\\d+'");
    lab.run(&format!("batch resume {batch} --yes")).exits(4);
    let mut pty = Pty::start(&lab, 100, &format!("batch resume {batch} --yes"));
    pty.sees("Ticket, of the form").types("HELP-7\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(lab.run(&format!("batch show {batch} -o json")).exits(0).json()["ticket"], "HELP-7");
}

#[test]
fn another_call_asks_as_well() {
    let lab = under("require_reason = true");
    let mut pty = Pty::start(&lab, 100, "api PUT /user/users/42/membership --field isActive=false");
    pty.sees("Why?").types("left\r");
    pty.sees("[ CANCEL ]");
    assert!(pty.screen().contains("require_reason"), "{}", pty.screen());
    pty.types("\r");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
}
