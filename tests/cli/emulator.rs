//! `emulator serve`, `seed`, `code`.

use std::collections::HashSet;
use std::fs;
use std::sync::mpsc;
use std::thread;

use serde_json::{Value, json};

use crate::lab::{Emulator, Lab, call, try_call, wait_for};

#[test]
fn it_prints_its_address_and_credentials_and_ends_at_once() {
    for signal in ["TERM", "INT"] {
        let lab = Lab::bare();
        let emulator = Emulator::start(&lab.path("state"), 100);
        assert!(emulator.url.starts_with("http://127.0.0.1:"));
        assert_eq!((emulator.org_id.as_str(), emulator.email.as_str()), ("166", "admin@test.com"));
        let me =
            call(&emulator.url, "GET", "/user/users/me", &format!("x-api-key: {}\r\n", emulator.api_key), "");
        assert_eq!((me.status, &me.json["currentOrg"]["id"]), (200, &json!(166)));
        emulator.signalled(signal);
    }
}

#[test]
fn each_start_makes_a_new_key_and_keeps_what_was_done() {
    let lab = Lab::bare();
    let first = Emulator::start(&lab.path("state"), 100);
    first.enroll(43);
    let key = first.api_key.clone();
    drop(first);
    let second = Emulator::start(&lab.path("state"), 100);
    assert_ne!(second.api_key, key);
    assert_eq!(second.truth(43)["enrolled"], true);
}

/// Tests use the emulator in place of the real service, so every 204 must be true.
#[test]
fn a_reset_that_was_answered_outlives_a_kill_at_any_moment() {
    let lab = Lab::bare();
    let mut emulator = Emulator::start(&lab.path("state"), 2000);
    for _ in 0..5 {
        let before = enrolled(&emulator);
        let pairs: Vec<_> = before.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect();
        let answered = killed_while_it_resets(&mut emulator, &pairs);
        emulator = Emulator::start(&lab.path("state"), 2000);

        let left: HashSet<_> = enrolled(&emulator).into_iter().collect();
        let lost: Vec<_> = answered.iter().flatten().filter(|id| left.contains(id)).collect();
        assert_eq!(lost, [&0; 0], "answered with 204, and not there");
        let halves = pairs.iter().filter(|[one, other]| left.contains(one) != left.contains(other));
        assert_eq!(halves.count(), 0, "a call is carried out for all of its people or for none");
    }
}

/// Resets these pairs from several threads at once and kills the server in the middle. Returns the pairs
/// whose reset was answered.
fn killed_while_it_resets(emulator: &mut Emulator, pairs: &[[u64; 2]]) -> Vec<[u64; 2]> {
    let (url, key) = (emulator.url.clone(), format!("x-api-key: {}\r\n", emulator.api_key));
    let (url, key) = (url.as_str(), key.as_str());
    let (answers, heard) = mpsc::channel();
    thread::scope(|scope| {
        for share in pairs.chunks(pairs.len().div_ceil(8).max(1)) {
            let answers = answers.clone();
            scope.spawn(move || {
                for pair in share {
                    let body = json!({ "ids": pair }).to_string();
                    let answer = try_call(url, "PUT", "/user/users/mfa/reset", key, &body);
                    let Some(answer) = answer else { return };
                    assert_eq!(answer.status, 204);
                    answers.send(*pair).expect("the receiver is there");
                }
            });
        }
        drop(answers);
        let mut answered: Vec<_> = heard.iter().take(20).collect();
        emulator.stop();
        answered.extend(heard);
        answered
    })
}

/// The ids of those who have a second factor.
fn enrolled(emulator: &Emulator) -> Vec<u64> {
    let key = format!("x-api-key: {}\r\n", emulator.api_key);
    let people = call(&emulator.url, "GET", "/user/users", &key, "").json;
    let people = people["data"].as_array().expect("a list");
    people.iter().filter(|one| one["mfa"]["enrolled"] == true).filter_map(|one| one["id"].as_u64()).collect()
}

#[test]
fn control_is_there_only_when_asked_for() {
    let lab = Lab::bare();
    let mut serve = lab.types("emulator serve --port 0 -o json").start();
    let served: Value = serde_json::from_str(&serve.first_line()).expect("a line");
    let url = served["url"].as_str().expect("a URL");
    assert_eq!(call(url, "GET", "/_emulator/requests", "", "").status, 404);
    serve.signal("TERM");
    serve.end();
}

/// A folder of programs in which the only one is the desktop's opener; it writes down what it was given.
#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_opened_at_its_address_only_when_asked_for() {
    use std::os::unix::fs::PermissionsExt as _;

    for (flag, opens) in [("--open", true), ("", false)] {
        let lab = Lab::bare();
        let opened = lab.path("opened");
        let script =
            format!("#!/bin/sh\necho \"$1\" > '{0}.new' && /bin/mv '{0}.new' '{0}'\n", opened.display());
        let stand_in = lab.file("xdg-open", script);
        fs::set_permissions(&stand_in, fs::Permissions::from_mode(0o700)).expect("it may run");
        let folder = stand_in.parent().expect("a folder").to_string_lossy().into_owned();
        let mut serve = lab.types(&format!("emulator serve {flag} -o json")).set("PATH", &folder).start();
        let served: Value = serde_json::from_str(&serve.first_line()).expect("a line");
        let url = served["url"].as_str().expect("a URL").to_owned();
        if opens {
            let given = wait_for("the opener", || fs::read_to_string(&opened).ok());
            assert_eq!(given.trim(), url);
        }
        serve.signal("TERM");
        serve.end();
        assert_eq!(opened.exists(), opens);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn it_serves_also_where_no_browser_can_be_opened() {
    let lab = Lab::bare();
    let mut serve = lab.types("emulator serve --open -o json").set("PATH", "/nowhere").start();
    let served: Value = serde_json::from_str(&serve.first_line()).expect("a line");
    assert_eq!(call(served["url"].as_str().expect("a URL"), "GET", "/user/users/me", "", "").status, 401);
    let note = serve.first_note();
    assert!(note.contains("no browser could be opened"), "{note}");
    serve.signal("TERM");
    serve.end();
}

#[test]
fn requests_are_listed_with_every_key_and_no_secret() {
    let lab = Lab::new();
    lab.run("mfa reset --user-id 42 --yes").exits(0);
    let requests = lab.emulator().requests();
    let reset = requests.iter().find(|request| request["method"] == "PUT").expect("a reset");
    for key in ["seq", "method", "path", "ids", "status", "at"] {
        assert!(reset.as_object().expect("an object").contains_key(key), "{key}");
    }
    assert_eq!(
        (&reset["path"], &reset["ids"], &reset["status"]),
        (&json!("/user/users/mfa/reset"), &json!([42]), &json!(204))
    );
    assert_eq!(requests[0]["seq"], 1);
    assert!(!json!(requests).to_string().contains(&lab.emulator().api_key));
}

#[test]
fn a_port_that_is_taken_is_told() {
    let lab = Lab::new();
    let port = lab.emulator().url.rsplit(':').next().expect("a port").to_owned();
    let shown = lab.run(&format!("emulator serve --port {port} -o json"));
    assert_ne!(shown.exit, 0);
    assert_eq!(shown.stdout, "");
    assert_eq!(shown.error()["code"], "state");
}

#[test]
fn seeding_puts_everything_back() {
    let lab = Lab::bare();
    lab.run("--profile demo mfa reset --user-id 42 --yes").exits(0);
    lab.run("emulator seed").exits(0);
    let mfa = lab.run("--profile demo users show --user-id 42 -o json").exits(0).json()["mfa"].clone();
    assert_eq!(mfa, "enrolled");
}

#[test]
fn a_code_is_six_digits() {
    let lab = Lab::bare();
    lab.run("--profile demo users search valentina").exits(0);
    let shown = lab.run("emulator code --user-id 42 -o json").exits(0);
    let json = shown.json();
    let code = json["code"].as_str().expect("a text");
    assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
}

#[test]
fn a_person_who_is_not_enrolled_or_not_there_has_no_code() {
    let lab = Lab::bare();
    assert_eq!(lab.run("emulator code --user-id 42 -o json").exits(13).error()["code"], "state");
    lab.run("--profile demo users search valentina").exits(0);
    for id in ["43", "4242"] {
        assert_eq!(
            lab.run(&format!("emulator code --user-id {id} -o json")).exits(5).error()["code"],
            "not_found"
        );
    }
}
