//! Sign-ins of administrators, and of people who are none.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::lab::{Lab, Proxy, Shown};
use crate::server::{Server, account, lab, said, variable};

/// Signs in with a password, stores the credential in the kernel's keyring, and then runs a command.
fn signed_in(account_name: &str, password: Option<&str>, then: &str) -> Shown {
    let server = Server::new();
    let (name, right) = account(account_name);
    let (url, password) = (&server.url, password.unwrap_or(&right));
    Lab::bare().in_session(&format!(
        "printf %s '{password}' | mfa-admin auth login --profile pi --provider privacyidea --url {url} --org acme \
         --login {name} --environment sandbox --password-stdin --store keyutils >/dev/null && {then}"
    ))
}

#[test]
fn an_administrator_signs_in_with_a_password() {
    let shown =
        signed_in("HELPDESK", None, "mfa-admin auth status -o json && mfa-admin auth logout").exits(0);
    let (name, _) = account("HELPDESK");
    let status = shown.stdout.split_inclusive("}\n").next().expect("a status");
    let status: serde_json::Value = serde_json::from_str(status).expect("JSON");
    assert_eq!(
        (&status["user_id"], &status["org_id"], &status["admin"]),
        (&json!(name), &json!("acme"), &json!(true))
    );
    assert_eq!((&status["credential"], &status["store"]), (&json!("token"), &json!("keyutils")));
    assert!(status["expires_at"].is_string());
}

#[test]
fn a_person_who_is_no_administrator_is_told_so_and_no_token_is_kept() {
    let shown = signed_in("USER", None, "false").exits(4);
    assert!(shown.stderr.contains("administrator"), "{shown}");
    signed_in("ADMIN", Some("wrong"), "false").exits(3);
}

#[test]
fn a_sign_in_that_ends_in_the_middle_stops_the_batch_and_another_goes_on_with_it() {
    let server = Server::new();
    // The fork has no account with so short a sign-in.
    if said("BRIEF").is_none() {
        assert!(variable("SERVER").starts_with("edumfa"), "the script names an account");
        return;
    }
    let people = 300..310;
    let csv = people.clone().fold("user_id\n".to_owned(), |csv, number| format!("{csv}user0{number}\n"));
    // One request is delayed for longer than the sign-in lasts.
    let deletes = AtomicUsize::new(0);
    let proxy = Proxy::before(&server.url, move |first| {
        if first.starts_with("DELETE") && deletes.fetch_add(1, Ordering::SeqCst) == 3 {
            thread::sleep(Duration::from_secs(4));
        }
        None
    });
    let brief = lab(&proxy.url, &server.sign_in("BRIEF"));
    brief.file("people.csv", csv);
    let shown = brief.run("mfa reset --csv people.csv --yes --concurrency 1 -o json").exits(3);
    let id = shown.json()["batch_id"].as_str().expect("a batch").to_owned();
    assert!(shown.stderr.contains(&format!("batch resume {id}")), "{shown}");
    let fresh = brief.set("MFA_ADMIN_API_KEY", &server.sign_in("ADMIN"));
    let rows = fresh.run(&format!("batch resume {id} --yes -o json")).exits(0).outcomes();
    assert_eq!(rows, vec!["reset"; people.len()]);
    assert!(people.into_iter().all(|number| server.serials(&format!("user0{number}")).is_empty()));
}

#[test]
fn a_token_that_opens_nothing_is_3_and_another_service_there_is_9() {
    let server = Server::new();
    lab(&server.url, "no-token").run("users search").exits(3);
    // This path is the web page of the server.
    lab(&format!("{}/nowhere", server.url), "no-token").run("users search").exits(9);
}
