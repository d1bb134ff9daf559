//! User Management, as a browser without scripts sees it.

use serde_json::json;

use crate::lab::{Answer, encoded, lab, lab_of};
use crate::web::{OURS, Visit, got};

/// Sends a form of a page that was loaded before.
pub(crate) fn send(visit: &Visit<'_>, path: &str, page: &str, fields: &str) -> Answer {
    visit.post(path, OURS, &format!("token={}&{fields}", hidden(page, "token")))
}

/// The value of a hidden field.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    page.split_once(&start).expect(name).1.split('"').next().unwrap().to_owned()
}

/// The ids of the people on a page, in its order.
fn listed(page: &str) -> Vec<i64> {
    let links = page.split("href=\"/settings/users/").skip(1);
    links.map(|link| link.split('"').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn the_search_finds_whom_the_api_finds_and_says_how_many_there_are() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let page = visit.page("/settings/users?search=VAL");
    assert!(page.contains("100 Licensed Users | 90 Enabled | 10 Inactive"));
    assert_eq!(listed(&page), lab.found("search=val"));
    assert!(page.contains("<bdi>Valentina Rodriguez</bdi>") && page.contains("valentina.r@test.com"));
    assert!(visit.page("/settings/users").contains("Last login: Never"));
    for words in ["Active/inactive users", "User permissions", "User groups"] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn filters_and_pages_reach_everybody_who_fits_once() {
    let lab = lab_of(300);
    let visit = Visit::of_the_administrator(&lab);
    let walk = |first: &str| {
        let (mut ids, mut next) = (Vec::new(), Some(format!("/settings/users?{first}")));
        while let Some(path) = next {
            let page = visit.page(&path);
            ids.extend(listed(&page));
            next = page.split_once("rel=\"next\"").map(|(before, _)| {
                before.rsplit_once("href=\"").unwrap().1.split('"').next().unwrap().replace("&amp;", "&")
            });
        }
        ids
    };
    assert_eq!(walk(""), (1..=300).collect::<Vec<_>>());
    let inactive: Vec<i64> = (1..=300).filter(|id| id % 10 == 9).collect();
    assert_eq!(walk("status=inactive"), inactive);
    assert_eq!(walk("status=active").len(), 270);
    assert_eq!(walk("permission=admin"), [1, 34, 71, 101, 134, 171, 201, 234, 271]);
    assert_eq!(walk("permission=admin&status=inactive"), [0_i64; 0]);
    let group = lab.get("/user/group/users?groupId=3").json();
    let group: Vec<i64> =
        group["data"].as_array().unwrap().iter().map(|one| one["userId"].as_i64().unwrap()).collect();
    assert_eq!(walk("group=3"), group);
    assert_eq!(walk("group=3&search=a&status=active&status=x").len(), {
        let named = lab.found("search=a");
        group.iter().filter(|id| named.contains(id) && **id % 10 != 9).count()
    });
}

#[test]
fn what_is_mistyped_in_an_address_is_no_error() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    for query in ["status=dead", "permission=root", "group=77", "group=-1", "group=0", "page=0", "page=x"] {
        assert_eq!(listed(&visit.page(&format!("/settings/users?{query}"))).len(), 25, "{query}");
    }
    assert!(visit.page("/settings/users?page=99").contains("There is no page 99."));
    visit.page("/settings/users?page=18446744073709551615");
    let nobody = visit.page(&format!("/settings/users?search={}", encoded("<b>\"x'</b>")));
    assert!(nobody.contains("Nobody is called “<bdi>&lt;b&gt;&quot;x'&lt;/b&gt;</bdi>”."), "{nobody}");
    assert!(nobody.contains("Show everybody") && !nobody.contains("<b>"));
    let huge = visit.page(&format!("/settings/users?search={}", "x".repeat(9000)));
    assert!(huge.len() < 10_000, "the text comes back cut");
    for id in ["0", "101", "-1", "x", "42x", "99999999999999999999", "..%2f42"] {
        assert_eq!(visit.get(&format!("/settings/users/{id}")).status, 404, "{id}");
    }
}

#[test]
fn a_name_is_text_and_never_markup() {
    let lab = lab();
    let name = "<script>alert(1)</script>\"'";
    let added =
        lab.call("POST", "/user/users", &json!({ "first": name, "last": "& co", "email": "x@x.org" }));
    let id = added.json()["id"].as_i64().unwrap();
    lab.call("POST", &format!("/_emulator/users/{id}/enroll"), &json!({}));
    let visit = Visit::of_the_administrator(&lab);
    for path in ["/settings/users?search=alert".to_owned(), format!("/settings/users/{id}")] {
        let page = visit.page(&path);
        assert!(page.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;&quot;' &amp; co</bdi>"), "{page}");
        assert!(!page.contains("<script"), "{path}");
    }
}

#[test]
fn only_administrators_see_people() {
    let lab = lab();
    let nobody = got(&lab, "/settings/users", "");
    assert_eq!((nobody.status, nobody.header("location")), (303, Some("/sign-in")));
    lab.call("PUT", "/user/org/mfa", &json!({ "on": false }));
    lab.reset(&json!([42]));
    let visit = Visit::of(&lab, "valentina.r@test.com");
    for path in ["/settings/users", "/settings/users/42", "/settings/users/0"] {
        let refused = visit.get(path);
        assert_eq!(refused.status, 403, "{path}");
        assert!(refused.text.contains("Only administrators of this organisation can see this page."));
    }
    let home = visit.page("/");
    for path in ["/settings/users/42/status", "/settings/users/42/reset-mfa"] {
        assert_eq!(send(&visit, path, &home, "admin=on").status, 403, "{path}");
    }
    assert_eq!(lab.get("/user/users/42").json()["isAdmin"], false);
}

#[test]
fn the_switches_change_the_membership_but_not_ones_own_access() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let membership = |id: i64| {
        let json = lab.get(&format!("/user/org/166/user/{id}")).json();
        ["isActive", "isAdmin", "allAccess", "mfaOptOut"].map(|key| json[key].as_bool().unwrap())
    };
    let page = visit.page("/settings/users/42");
    assert_eq!(send(&visit, "/settings/users/42/status", &page, "admin=on&all-access=on").status, 303);
    assert_eq!(membership(42), [false, true, true, true]);
    let after = visit.page("/settings/users/42");
    assert!(after.contains("The account status was saved.") && after.contains(">Inactive<"));
    assert!(visit.page("/settings/users").contains("89 Enabled | 11 Inactive"));

    let page = visit.page("/settings/users/1");
    assert_eq!(page.matches(" disabled").count(), 2, "one's own access and rights");
    assert_eq!(send(&visit, "/settings/users/1/status", &page, "").status, 303);
    assert_eq!(membership(1), [true, true, false, true]);
    assert_eq!(send(&visit, "/settings/users/4242/status", &page, "").status, 404);
}

#[test]
fn the_switch_of_who_signs_in_by_sso_is_fixed_also_for_a_form_that_was_changed() {
    let lab = lab();
    let visit = Visit::of_the_administrator(&lab);
    let person = |id: i64| lab.get(&format!("/user/org/166/user/{id}")).json();
    let id = (2..=100).find(|id| person(*id)["isSso"] == true).expect("somebody");
    let before = person(id)["mfaOptOut"].clone();
    for fields in ["active=on&enforce=on", "active=on"] {
        let page = visit.page(&format!("/settings/users/{id}"));
        let switch = page.split_once("name=\"enforce\"").expect("a switch").1;
        assert!(switch.split('>').next().unwrap().contains("disabled"), "{switch}");
        assert_eq!(send(&visit, &format!("/settings/users/{id}/status"), &page, fields).status, 303);
        assert_eq!(person(id)["mfaOptOut"], before, "{fields}");
    }
}
