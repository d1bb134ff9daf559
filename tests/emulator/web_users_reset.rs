//! Edit User: the button, the pop-up, and what is said afterwards.

use serde_json::json;

use crate::lab::{Lab, lab};
use crate::web::Visit;
use crate::web_users::{hidden, send};

fn reset(visit: &Visit<'_>, id: i64, page: &str) -> String {
    let fields = format!("seen={}", hidden(page, "seen"));
    let answer = send(visit, &format!("/settings/users/{id}/reset-mfa"), page, &fields);
    let back = format!("/settings/users/{id}");
    assert_eq!((answer.status, answer.header("location")), (303, Some(back.as_str())), "{}", answer.text);
    visit.page(&back)
}

/// The first person whose truth fits, with the page that shows the person.
fn somebody(lab: &Lab, fits: impl Fn(&serde_json::Value) -> bool) -> i64 {
    (2..=100).find(|id| fits(&lab.get(&format!("/user/org/166/user/{id}")).json())).expect("somebody")
}

#[test]
fn the_button_is_that_of_the_level_and_the_pop_up_names_the_person() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let page = visit.page("/settings/users/42");
    for words in [
        "User Management: Edit User",
        "User Profile",
        "First Name",
        "Last Name",
        "Email",
        "Language",
        "Account Status",
        "Enable User Access",
        "Admin",
        "All Data Access",
        "Enforce org-level MFA",
        ">Reset MFA For This User<",
        "by their own choice.",
        "Reset MFA for this user?",
        "Once MFA is reset, the user will need to setup their multi-factor authentication again",
        ">Cancel<",
        ">Reset MFA<",
        "valentina.r@test.com</bdi> · ID 42",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let org = somebody(&lab, |one| one["mfa"]["level"] == "org");
    let page = visit.page(&format!("/settings/users/{org}"));
    assert!(
        page.contains(">Reset Org-Level MFA For This User<") && !page.contains(">Reset MFA For This User<")
    );
    assert!(page.contains("because the organisation enforces it."));
}

#[test]
fn where_nothing_can_be_reset_there_is_no_button_but_the_reason() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let none = |one: &serde_json::Value| one["mfa"]["enrolled"] == false && one["isSso"] == false;
    let sso = somebody(&lab, |one| one["isSso"] == true);
    let exempt = somebody(&lab, |one| none(one) && one["mfaOptOut"] == true);
    let other = somebody(&lab, |one| none(one) && one["mfaOptOut"] == false);
    for (id, words) in [
        (sso, "Signs in through SSO. MFA is set up and reset there, not here."),
        (exempt, "This person is exempt from org-level MFA. There is nothing to reset."),
        (other, "Not set up."),
    ] {
        let page = visit.page(&format!("/settings/users/{id}"));
        assert!(page.contains(words), "{words}");
        assert!(!page.contains("<dialog") && !page.contains("For This User<"), "{words}");
    }
}

#[test]
fn a_reset_is_said_as_the_control_calls_tell_it_and_is_that_of_the_api() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    lab.try_call("DELETE", "/_emulator/requests", None).unwrap();
    let after = reset(&visit, 42, &visit.page("/settings/users/42"));
    let said = "MFA was reset. Valentina Rodriguez will set it up again at the next sign-in.";
    assert!(after.contains(said) && after.contains("Not set up."), "{after}");
    assert_eq!(
        (lab.truth(42)["enrolled"].clone(), lab.truth(42)["resets"].clone()),
        (json!(false), json!(1))
    );
    assert!(!visit.page("/settings/users/42").contains(said), "said once");
    let requests = lab.get("/_emulator/requests").json();
    let request = requests.as_array().unwrap().iter().find(|one| one["ids"] == json!([42])).unwrap();
    assert_eq!((&request["method"], &request["status"]), (&json!("POST"), &json!(303)));
    let trail = rusqlite::Connection::open(&lab.database).unwrap();
    let line = "SELECT count(*) FROM audit WHERE subject = 42 AND event = 'Reset MFA' AND actor = 1";
    assert_eq!(trail.query_row(line, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}

#[test]
fn where_the_rule_does_not_ask_for_mfa_nothing_is_promised() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    lab.call("PUT", "/user/org/mfa", &json!({ "on": false }));
    let after = reset(&visit, 42, &visit.page("/settings/users/42"));
    assert!(after.contains("MFA was reset.") && !after.contains("at the next sign-in"));
}

#[test]
fn an_old_page_resets_nothing_that_it_did_not_show() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let old = visit.page("/settings/users/42");
    lab.reset(&json!([42]));
    let gone = reset(&visit, 42, &old);
    assert!(gone.contains("Nothing was reset: Valentina Rodriguez has no MFA set up any more."));
    lab.call("POST", "/_emulator/users/42/enroll", &json!({}));
    let anew = reset(&visit, 42, &old);
    assert!(
        anew.contains(
            "Nothing was reset: Valentina Rodriguez has set MFA up again since this page was opened."
        )
    );
    assert_eq!((lab.truth(42)["enrolled"].clone(), lab.truth(42)["resets"].clone()), (json!(true), json!(1)));
    let without = send(&visit, "/settings/users/42/reset-mfa", &old, "");
    assert_eq!((without.status, lab.truth(42)["resets"].clone()), (303, json!(1)));
    let forged = send(&visit, "/settings/users/42/reset-mfa", "name=\"token\" value=\"x\"", "seen=1");
    assert_eq!((forged.status, forged.text.contains("The page is out of date. Load it again.")), (403, true));
    assert_eq!(send(&visit, "/settings/users/4242/reset-mfa", &old, "seen=1").status, 404);
}

#[test]
fn a_late_read_shows_the_old_enrolment_while_the_reset_is_done() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let page = visit.page("/settings/users/42");
    lab.faults(&json!([{ "match": "POST /settings/users/", "do": "stale:60000" }]));
    let after = reset(&visit, 42, &page);
    assert!(after.contains("MFA was reset.") && after.contains(">Reset MFA For This User<"));
    assert_eq!(
        (lab.truth(42)["enrolled"].clone(), lab.shown(42)["enrolled"].clone()),
        (json!(false), json!(true))
    );
}

#[test]
fn who_is_inactive_is_marked_so_and_can_be_reset() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let id = somebody(&lab, |one| one["isActive"] == false && one["mfa"]["enrolled"] == true);
    let page = visit.page(&format!("/settings/users/{id}"));
    let heading = page.split_once("class=\"who\"").unwrap().1.split("</p>").next().unwrap();
    assert!(heading.contains(">Inactive<"), "{heading}");
    let list = visit.page("/settings/users?status=inactive");
    let card = list.split_once(&format!("href=\"/settings/users/{id}\"")).expect("a card").1;
    assert!(card.split("</li>").next().unwrap().contains(">Inactive<"), "{card}");
    assert!(!visit.page("/settings/users?status=active").contains(">Inactive<"));
    assert!(reset(&visit, id, &page).contains("MFA was reset."));
    assert_eq!(lab.truth(id)["enrolled"], false);
}

#[test]
fn who_is_exempt_need_not_set_mfa_up_again_and_the_page_does_not_say_so() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    lab.tamper("UPDATE person SET exempt = 1 WHERE id = 42");
    let after = reset(&visit, 42, &visit.page("/settings/users/42"));
    assert!(after.contains("MFA was reset.") && !after.contains("at the next sign-in"), "{after}");
    assert!(after.contains("This person is exempt from org-level MFA. There is nothing to reset."));
}
