//! What other pages and other people try.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use serde_json::json;

use crate::stage::{BY_CHOICE, Stage};

/// What a change is told that another page made the browser send.
const REFUSED: &str = "This was not sent by a page of this server";

#[test]
fn a_form_on_another_page_resets_and_switches_nothing() {
    let Some(stage) = Stage::signed_in() else { return };
    let url = &stage.emulator().url;
    for (path, fields) in [
        ("reset-mfa", "<input name=seen value=1>"),
        ("status", "<input name=admin value=on><input name=active value=on>"),
    ] {
        let form =
            format!("<form method=post action='{url}/settings/users/{BY_CHOICE}/{path}'>{fields}<button>Win");
        // Another port of this machine is another origin, and yet the same site: the cookie comes along.
        stage.page.opens(&stranger(&form)).clicks("Win");
        stage.page.sees(REFUSED);
    }
    assert_eq!(stage.emulator().resets(BY_CHOICE), 0);
    let person = stage.lab.run(&format!("users show --user-id {BY_CHOICE} -o json")).exits(0).json();
    assert_eq!(person["admin"], false);
    // The visit itself is still good.
    stage.opens("/").sees("My Tasks");
}

#[test]
fn a_form_on_another_page_signs_nobody_in() {
    let Some(stage) = Stage::new() else { return };
    let emulator = stage.emulator();
    let form = format!(
        "<form method=post action='{}/sign-in'><input name=email value='{}'><input name=password value='{}'>\
         <button>Win",
        emulator.url, emulator.email, emulator.password
    );
    stage.page.opens(&stranger(&form)).clicks("Win").sees(REFUSED);
    stage.opens("/").field("Password");
}

#[test]
fn no_other_page_shows_ours_in_a_frame() {
    let Some(stage) = Stage::signed_in() else { return };
    let page = &stage.page;
    let frame =
        format!("<iframe src='{}/settings/users/{BY_CHOICE}'></iframe><p>around", stage.emulator().url);
    page.opens(&stranger(&frame)).sees("around");
    page.does("/frame", &json!({"id": 0}));
    assert!(!page.shows("My Tasks"), "{}", page.text());
}

#[test]
fn signing_in_never_leads_to_another_host() {
    let Some(stage) = Stage::new() else { return };
    let elsewhere = stranger("<p>caught");
    for from in ["next", "return", "to", "url", "redirect"] {
        stage.opens(&format!("/sign-in?{from}={elsewhere}"));
        let (email, password) = (&stage.emulator().email, &stage.emulator().password);
        stage.page.fills("E-mail", email).fills("Password", password).clicks("Sign in").sees("My Tasks");
        assert!(stage.page.url().starts_with(&stage.emulator().url), "{}", stage.page.url());
        stage.page.clicks("Sign out");
    }
    for path in
        ["//127.0.0.1:9/", "/%2f%2f127.0.0.1:9/", "/\\127.0.0.1:9/", "/settings/users/..%2f..%2f_emulator"]
    {
        stage.opens(path);
        assert!(stage.page.url().starts_with(&stage.emulator().url), "{path}: {}", stage.page.url());
    }
}

#[test]
fn after_three_wrong_passwords_the_right_one_is_refused_and_the_page_says_for_how_long() {
    let Some(stage) = Stage::new() else { return };
    for words in ["Wrong e-mail or password", "Wrong e-mail or password", "locked for 15 minutes"] {
        stage.signs_in(&stage.emulator().email, "wrong");
        stage.page.sees(words);
    }
    stage.signs_in(&stage.emulator().email, &stage.emulator().password);
    assert!(!stage.page.sees("locked for 15 minutes").shows("My Tasks"));
}

/// A page of another origin, which is served until the test ends.
fn stranger(body: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            // A browser also opens connections that it never uses.
            let answer = answer.clone();
            thread::spawn(move || {
                client.read(&mut [0; 4096]).and_then(|_| client.write_all(answer.as_bytes()))
            });
        }
    });
    url
}
