//! `api`: what is typed is what is sent, and what comes back is what is shown.

use serde_json::{Value, json};

use crate::lab::{Asked, Lab, Pty, Reply, Stub};

const MEMBERSHIP: &str = "/user/users/42/membership";

/// The only change among the requests.
fn change(stub: &Stub) -> Asked {
    let changes: Vec<_> = stub.asked().into_iter().filter(|asked| asked.method != "GET").collect();
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    change.clone()
}

/// Answers every other call with this.
fn answering(answer: impl Fn() -> Reply + Send + Sync + 'static) -> Stub {
    Stub::org(move |asked| (asked.line() != "GET /user/users/me").then(&answer))
}

#[test]
fn a_read_needs_no_question_and_gives_the_body() {
    let lab = Lab::new();
    let shown = lab.run("api GET /user/users/42").exits(0);
    assert_eq!((&shown.json()["last"], shown.stderr.as_str()), (&json!("Rodriguez"), ""));
    assert_eq!(lab.run("api get user/users/42 -o json").exits(0).json(), shown.json());
    let line = lab.run("api GET /user/users/42 -o jsonl").exits(0);
    assert_eq!((line.stdout.lines().count(), line.json()), (1, shown.json()));
}

#[test]
fn parameters_reach_the_service_as_they_were_typed() {
    let stub = answering(|| Reply::ok(json!([])));
    let lab = Lab::on(&stub);
    let fields = ["-F", "search=a&b=c d", "--field", "ids[]=1", "--field", "ids[]=007", "--field", "e=x=%41"];
    lab.types_all(&[&["api", "GET", "/user/users?pageNumber=1&q=\u{e9} %26+x"], &fields[..]].concat())
        .run()
        .exits(0);
    let query = "pageNumber=1&q=%C3%A9+%26+x&search=a%26b%3Dc+d&ids%5B%5D=1&ids%5B%5D=007&e=x%3D%2541";
    assert_eq!(stub.asked()[0].path, format!("/user/users?{query}"));
    assert_eq!(stub.asked()[0].body, "");
}

#[test]
fn fields_and_files_become_the_body() {
    let body = json!({"isActive": false, "allAccess": null, "lang": "007"});
    let lab_of = |stub: &Stub| Lab::on(stub);
    let typed = ["--field", "isActive=false", "--field", "allAccess=null", "--field", "lang=007"];
    let ways: [(&[&str], &str); 3] =
        [(&typed, ""), (&["--input", "-"], "stdin"), (&["--input", "body.json"], "")];
    for (words, stdin) in ways {
        let stub = answering(|| Reply::Raw(204, Vec::new(), String::new()));
        let lab = lab_of(&stub);
        lab.file("body.json", body.to_string());
        let run = lab.types_all(&[&["api", "put", MEMBERSHIP, "--yes"], words].concat());
        let run = if stdin.is_empty() { run } else { run.stdin(body.to_string()) };
        let shown = run.run().exits(0);
        assert_eq!(shown.stdout, "");
        let sent = change(&stub);
        assert_eq!(sent.line(), format!("PUT {MEMBERSHIP}"));
        assert_eq!(serde_json::from_str::<Value>(&sent.body).unwrap(), body, "{words:?}");
        assert_eq!(sent.headers["x-api-key"], "the-key");
        assert_eq!(sent.headers["content-type"], "application/json");
    }
}

#[test]
fn a_body_that_is_no_json_is_bad_input() {
    let lab = Lab::new();
    for text in ["", "{", "{} {}", "{\"isActive\":true,\"isActive\":false}", "isActive=true"] {
        let run = lab.types(&format!("api PUT {MEMBERSHIP} --input - --yes -o json")).stdin(text).run();
        assert_eq!(run.exits(10).error()["code"], "bad_input", "{text}");
    }
    lab.run(&format!("api PUT {MEMBERSHIP} --input nowhere.json --yes")).exits(10);
    for words in ["--input - --field a=b", "--field a", "--field a=1 --field a=2", "--confirm x"] {
        lab.run(&format!("api PUT {MEMBERSHIP} --yes {words}")).exits(2);
    }
    lab.run("api GET /user/users --input -").exits(2);
    lab.run("api HEAD /user/users").exits(2);
    lab.run("api GET").exits(2);
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn a_dry_run_shows_the_call_and_sends_nothing() {
    let lab = Lab::new();
    let shown =
        lab.run(&format!("api PUT {MEMBERSHIP}?x=1 --field isActive=false --dry-run -o json")).exits(4);
    assert_eq!(shown.error()["code"], "forbidden");
    let shown = lab.run(&format!("api PUT {MEMBERSHIP} --field isActive=false --dry-run -o json")).exits(0);
    shown.has_keys(&["method", "path", "body", "changes", "org_id", "environment"]);
    assert_eq!(shown.json()["body"], json!({"isActive": false}));
    let shown = lab.run("api get /user/users --field search=a&b --dry-run").exits(0);
    assert!(shown.stdout.contains("/user/users?search=a%26b"), "{shown}");
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn without_a_terminal_a_change_needs_yes() {
    let lab = Lab::new();
    for words in ["", " --no-input"] {
        let shown = lab.run(&format!("api PUT {MEMBERSHIP} --field isActive=false -o json{words}")).exits(6);
        assert!(shown.error()["hint"].to_string().contains("--yes"), "{shown}");
    }
    assert_eq!(lab.emulator().requests().len(), 0);
    let shown = lab.run(&format!("api PUT {MEMBERSHIP} --field isActive=false --yes")).exits(0);
    for part in ["PUT", MEMBERSHIP, r#"{"isActive":false}"#, "166", "sandbox"] {
        assert!(shown.stderr.contains(part), "{part}\n{shown}");
    }
    assert_eq!(lab.run("api GET /user/org/166/user/42").json()["isActive"], false);
}

#[test]
fn the_end_of_a_long_body_is_shown_too() {
    let lab = Lab::new();
    let body = json!({"first": "x".repeat(500), "last": "the end"}).to_string();
    let shown = lab.types("api POST /user/users --input - --yes").stdin(&body).run().exits(7);
    assert!(shown.stderr.contains("the end"), "{shown}");
    let endless = json!({ "first": "x".repeat(5000) }).to_string();
    let shown = lab.types("api POST /user/users --input - --yes").stdin(&endless).run().exits(7);
    assert!(shown.stderr.contains(&format!("{} letters in all", endless.len())), "{shown}");
}

#[test]
fn on_a_terminal_cancel_is_the_default_and_send_sends() {
    let lab = Lab::new();
    let words = format!("--color never api PUT {MEMBERSHIP} --field isActive=false");
    for keys in ["\r", "\u{1b}", "\t\u{3}"] {
        let mut pty = Pty::start(&lab, 80, &words);
        pty.sees("[ CANCEL ]").types(keys);
        assert_eq!(pty.end(), 6, "{}", pty.screen());
    }
    assert!(lab.emulator().requests().iter().all(|request| request["method"] == "GET"));
    let mut pty = Pty::start(&lab, 80, &words);
    pty.sees("[ CANCEL ]");
    for part in ["Send this call?", MEMBERSHIP, r#"{"isActive":false}"#, "Environment", "sandbox"] {
        assert!(pty.screen().contains(part), "{part}\n{}", pty.screen());
    }
    pty.types("\t");
    pty.sees("[ SEND ]").types("\r");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(lab.run("api GET /user/org/166/user/42").json()["isActive"], false);
}

#[test]
fn a_refusal_has_its_exit_code_and_its_body() {
    for (status, exit, code) in [
        (400, 7, "incomplete"),
        (401, 3, "unauthenticated"),
        (403, 4, "forbidden"),
        (404, 5, "not_found"),
        (409, 7, "incomplete"),
    ] {
        let stub = answering(move || Reply::refused(status, "not so"));
        let lab = Lab::on(&stub);
        for words in ["GET /user/users/7", "PUT /user/users/7/membership --yes"] {
            let shown = lab.run(&format!("api {words} -o json")).exits(exit);
            assert_eq!(shown.json(), json!({"statusCode": status, "message": "not so"}), "{words}");
            assert_eq!(shown.error()["code"], code, "{words}");
        }
    }
}

#[test]
fn what_throttles_past_the_patience_is_told_with_its_body() {
    let body = json!({"message": "later"}).to_string();
    let stub = answering(move || Reply::Raw(429, vec![("Retry-After", "3600".to_owned())], body.clone()));
    let shown = Lab::on(&stub).run("api GET /user/role -o json").exits(11);
    assert_eq!((shown.json(), &shown.error()["code"]), (json!({"message": "later"}), &json!("rate_limited")));
}

#[test]
fn a_change_whose_answer_is_lost_is_sent_once_and_unknown() {
    let lost: [fn() -> Reply; 4] = [
        || Reply::Cut,
        || Reply::refused(500, "broken"),
        || Reply::Raw(200, Vec::new(), "<html>".to_owned()),
        || Reply::Raw(200, vec![("Content-Type", "application/json".to_owned())], "{\"a\":".to_owned()),
    ];
    for answer in lost {
        let stub = answering(answer);
        let shown = Lab::on(&stub).run(&format!("api PUT {MEMBERSHIP} --yes -o json")).exits(8);
        let error = shown.error();
        assert_eq!(error["code"], "unknown_outcome");
        assert!(error["message"].to_string().contains("may have carried it out"), "{error}");
        change(&stub);
    }
}

#[test]
fn a_read_without_an_answer_is_tried_again_and_unreachable() {
    let stub = answering(|| Reply::Cut);
    Lab::on(&stub).run("api GET /user/role").exits(9);
    assert_eq!(stub.lines(), ["GET /user/role"; 3]);
}

#[test]
fn no_redirect_is_followed_and_nothing_of_it_is_shown() {
    let stub =
        answering(|| Reply::Raw(302, vec![("Location", "http://127.0.0.1:9/x".to_owned())], "{}".to_owned()));
    let shown = Lab::on(&stub).run("api GET /user/role").exits(9);
    assert_eq!(shown.stdout, "");
}

#[test]
fn our_credential_never_comes_back() {
    let stub = answering(|| Reply::ok(json!({"z": "key the-key", "a": ["dGhlLWtleQ==", "the\u{202e}"]})));
    let shown = Lab::on(&stub).run("api GET /user/role").exits(0);
    assert!(!shown.stdout.contains("the-key") && shown.stdout.contains("key [credential]"), "{shown}");
    assert!(shown.stdout.contains("\\u202e"), "{shown}");
    let stub = answering(|| Reply::Raw(200, Vec::new(), "id,key\n1,the-key\n".to_owned()));
    let shown = Lab::on(&stub).run("api GET /user/role").exits(0);
    assert_eq!(shown.stdout, "id,key\n1,[credential]\n");
}

#[test]
fn what_is_no_json_is_kept_from_a_terminal() {
    let stub = answering(|| Reply::Raw(200, Vec::new(), "id\n1\u{1b}[2J\n".to_owned()));
    let lab = Lab::on(&stub);
    let mut pty = Pty::start(&lab, 80, "api GET /user/role");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("are not written to a terminal"), "{}", pty.screen());
    assert!(!pty.screen().starts_with("id"), "{}", pty.screen());
}

#[test]
fn a_change_is_not_sent_by_whoever_is_no_administrator() {
    let stub = Stub::new(|asked| match asked.line().as_str() {
        "GET /user/users/me" => Reply::ok(json!({"id": 1, "isAdmin": false, "currentOrg": {"id": 166}})),
        _ => Reply::ok(json!({})),
    });
    Lab::on(&stub).run(&format!("api PUT {MEMBERSHIP} --yes")).exits(4);
    assert_eq!(stub.lines(), ["GET /user/users/me"]);
}
