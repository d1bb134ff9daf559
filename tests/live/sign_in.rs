//! Signing in, and what is not an administrator of this service.

use crate::lab::Lab;
use crate::server::{Server, account, lab};

#[test]
fn a_person_who_is_no_administrator_is_told_so_and_no_token_is_kept() {
    let server = Server::new();
    let lab = Lab::bare();
    let url = &server.url;
    let login = |account_name: &str, password: Option<&str>| {
        let (name, right) = account(account_name);
        let words = format!(
            "auth login --profile pi --provider privacyidea --url {url} --org acme --login {name} \
             --environment sandbox --password-stdin"
        );
        lab.types(&words).stdin(password.unwrap_or(&right)).run()
    };
    let shown = login("USER", None).exits(4);
    assert!(shown.stderr.contains("administrator"), "{shown}");
    login("ADMIN", Some("wrong")).exits(3);
}

#[test]
fn a_token_that_opens_nothing_is_3_and_another_service_there_is_9() {
    let server = Server::new();
    lab(&server.url, "no-token").run("users search").exits(3);
    // What is under this path is the web page of the server.
    lab(&format!("{}/nowhere", server.url), "no-token").run("users search").exits(9);
}
