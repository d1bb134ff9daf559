//! Names of markup, and people who are no administrators.

use serde_json::json;

use crate::lab::call;
use crate::stage::{BY_CHOICE, PASSWORD, Stage};

#[test]
fn a_name_of_markup_is_a_name() {
    let Some(stage) = Stage::signed_in() else { return };
    let page = &stage.page;
    let name = "<img src=x onerror=document.title='won'>";
    let key = format!("x-api-key: {}\r\n", stage.emulator().api_key);
    let person = json!({"first": name, "last": "</script><b>Q</b>", "email": "markup@test.com"});
    let made = call(&stage.emulator().url, "POST", "/user/users", &key, &person.to_string());
    let id = made.json["id"].as_u64().unwrap_or_else(|| panic!("{}: {}", made.status, made.json));
    stage.emulator().enroll(id);
    for path in ["/settings/users?search=markup".to_owned(), format!("/settings/users/{id}")] {
        stage.opens(&path).sees(name).sees("</script><b>Q</b>");
        assert!(page.script("return !document.querySelector('img[src=x]')", &json!([])) == true, "{path}");
    }
    stage.lab.run(&format!("mfa reset --user-id {id} --yes")).exits(0);
    stage.opens("/overview/trail").sees(name);
    stage
        .opens("/settings/users?search=%22%3E%3Cimg+src%3Dx+onerror%3Ddocument.title%3D1%3E")
        .sees("Nobody is called");
    assert_ne!(page.reads("/title"), json!("1"));
    stage.is_clean();
}

#[test]
fn who_is_no_administrator_sees_no_screen_of_theirs() {
    let Some(stage) = Stage::new() else { return };
    // Nothing set up, exempt: the password is enough.
    let (id, page) = (BY_CHOICE, &stage.page);
    stage.lab.run(&format!("mfa reset --user-id {id} --yes")).exits(0);
    let key = format!("x-api-key: {}\r\n", stage.emulator().api_key);
    let path = format!("/user/users/{id}/membership");
    let exempt = call(&stage.emulator().url, "PUT", &path, &key, "{\"mfaOptOut\":true}");
    assert_eq!(exempt.status, 204, "{}", exempt.json);
    stage.signs_in(&stage.email(id), PASSWORD);
    page.sees("My Tasks");
    assert!(!page.offers("Administration"));
    for path in ["/settings/users", "/settings/users/6", "/overview", "/overview/trail", "/api"] {
        stage.opens(path).sees("Only administrators of this organisation can see this page");
    }
}
