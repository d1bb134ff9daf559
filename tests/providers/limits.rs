//! How large and how slow an answer may be: nothing that a service sends grows, or is waited for, without end.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::lab::{Lab, Reply, Shown, Stub};

/// What grows comes in pieces of this size, and at once.
const PIECE: usize = 1 << 16;
const AT_ONCE: Duration = Duration::ZERO;

/// An organisation that always answers this call so.
fn answering(line: &'static str, answer: impl Fn() -> Reply + Send + Sync + 'static) -> Stub {
    Stub::org(move |asked| (asked.line() == line).then(&answer))
}

/// An organisation that answers this call with a beginning, and then with the rest for ever.
fn endless(line: &'static str, first: &'static str, then: &str) -> Stub {
    let then = then.repeat(PIECE / then.len());
    answering(line, move || Reply::Endless(200, first.to_owned(), then.clone(), AT_ONCE))
}

/// An organisation that answers this call with a beginning, and then a little at a time.
fn dripping(line: &'static str, first: &'static str, then: &'static str) -> Stub {
    let pause = Duration::from_millis(200);
    answering(line, move || Reply::Endless(200, first.to_owned(), then.to_owned(), pause))
}

/// A profile whose lists come in pages, which are held whole.
fn paged(stub: &Stub) -> Lab {
    let lab = Lab::on(stub).without_variables().set("MFA_ADMIN_API_KEY", "the-key");
    lab.config(&format!(
        "default_profile = \"w\"\n[profiles.w]\nprovider = \"resolver\"\nurl = \"{}\"\norg_id = \"166\"\n\
         environment = \"sandbox\"\npaging = \"page_limit\"\n",
        stub.url()
    ));
    lab
}

fn tries(stub: &Stub, line: &str) -> usize {
    stub.lines().iter().filter(|other| *other == line).count()
}

#[track_caller]
fn says(shown: Shown, words: &str) {
    let shown = shown.exits(9);
    let error = shown.error();
    assert_eq!((shown.stdout.as_str(), &error["code"]), ("", &json!("unreachable")), "\n{shown}");
    assert!(error.to_string().contains(words), "{words}\n{shown}");
}

const ME: &str = "GET /user/users/me";
const PEOPLE: &str = "GET /user/users";
const SEVEN: &str = "GET /user/org/166/user/7";

#[test]
fn an_answer_about_one_person_has_an_end() {
    for (line, words) in [
        (ME, "users search -o json"),
        (SEVEN, "users show --user-id 7 -o json"),
        (SEVEN, "mfa reset --user-id 7 --yes -o json"),
    ] {
        for (first, then) in [(r#"{"id":7,"first":""#, "x"), ("", " "), (r#"{"groups":["#, "1,")] {
            let stub = endless(line, first, then);
            says(Lab::on(&stub).run(words), "larger than 1 MB");
            assert_eq!(tries(&stub, line), 1, "it would be as large again");
        }
    }
}

#[test]
fn a_person_of_less_than_a_megabyte_is_one_and_of_more_is_not() {
    for (size, exit) in [(900_000, 0), (1_000_001, 9)] {
        let answer = json!({"id": 1, "user": {"id": 7, "email": "a@x.test", "about": "x".repeat(size)}});
        let stub = answering(SEVEN, move || Reply::ok(answer.clone()));
        Lab::on(&stub).run("users show --user-id 7").exits(exit);
    }
}

#[test]
fn a_person_who_comes_in_drips_is_waited_for_no_longer_than_the_time_out() {
    let stub = dripping(SEVEN, "", " ");
    let start = Instant::now();
    says(Lab::on(&stub).run("--timeout 1 users show --user-id 7 -o json"), "in time");
    // Three tries.
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(tries(&stub, SEVEN), 3);
}

#[test]
fn no_part_of_a_list_is_larger_than_a_person() {
    for (first, then) in [
        (r#"{"data":[{"id":7},{"id":8,"first":""#, "x"),
        (r#"{"data":[{"id":7},{"id":8,"groups":["#, "[],"),
        (r#"{"data":[{"id":7}"#, ", "),
        (r#"{"data":["#, " "),
        (r#"{"total":""#, "7"),
        ("{", r#""a":[],"#),
        (r#"{"data":[{"id":7}]"#, " "),
        (r#"{"data":[{"id":7}]"#, r#","more":[1]"#),
    ] {
        let stub = endless(PEOPLE, first, then);
        says(Lab::on(&stub).run("users show --email a@x.test -o json"), "larger than 1 MB");
        assert_eq!(tries(&stub, PEOPLE), 1, "{first}: it would be as large again");
    }
}

#[test]
fn no_part_of_a_list_that_is_held_whole_is_larger_than_a_person_either() {
    for (first, then) in [
        (r#"{"data":[{"id":7},{"id":8,"first":""#, "x"),
        (r#"{"data":[{"id":7},{"id":8,"groups":["#, "[],"),
        (r#"{"data":[{"id":7}"#, ", "),
        (r#"{"total":""#, "7"),
    ] {
        let stub = endless(PEOPLE, first, then);
        says(paged(&stub).run("users show --email a@x.test -o json"), "larger than 1 MB");
        let stub = endless("GET /user/group", first, then);
        says(Lab::on(&stub).run("users search --group x -o json"), "larger than 1 MB");
    }
}

#[test]
fn a_list_that_is_held_whole_has_an_end() {
    let stub = endless(PEOPLE, r#"{"data":["#, r#"{"id":7,"first":"Ana","email":"ana@x.test"},"#);
    says(paged(&stub).run("users show --email a@x.test -o json"), "larger than 16 MB");
}

#[test]
fn a_list_of_pages_has_an_end_and_a_page_of_one_address_is_no_work() {
    let page = AtomicU64::new(0);
    let stub = Stub::org(move |asked| {
        (asked.line() == PEOPLE).then(|| {
            let first = page.fetch_add(1, Ordering::SeqCst) * 50;
            Reply::ok(json!((first + 1..=first + 50).map(|id| json!({"id": id})).collect::<Vec<_>>()))
        })
    });
    says(paged(&stub).run("users show --email a@x.test -o json"), "does not end");
    let many: Vec<_> = (1..=200_000).map(|id| json!({"id": id, "email": "a@x.test"})).collect();
    let stub = answering(PEOPLE, move || Reply::ok(json!(many)));
    paged(&stub).run("mfa reset --email a@x.test --yes").exits(5);
}

#[test]
fn a_refusal_that_resembles_a_list_is_waited_for_no_longer_either() {
    let reply = || Reply::Endless(403, "[".to_owned(), "1,".to_owned(), Duration::from_millis(200));
    let stub = answering(PEOPLE, reply);
    let start = Instant::now();
    Lab::on(&stub).run("--timeout 1 users search").exits(4);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn a_list_of_many_people_may_be_larger_than_one() {
    let people: Vec<_> = (1..=900)
        .map(|id| json!({"id": id, "email": format!("p{id}@x.test"), "about": "x".repeat(9000)}))
        .collect();
    let stub = Stub::people(people);
    for lab in [Lab::on(&stub), paged(&stub)] {
        let shown = lab.run("users search --limit 0 -o jsonl").exits(0);
        assert_eq!(shown.stdout.lines().count(), 900);
    }
}

#[test]
fn a_list_that_only_drips_is_given_up_after_ten_time_outs() {
    // All at once, for each takes its ten seconds.
    thread::scope(|scope| {
        for (first, then) in
            [("", " "), (r#"{"data":[{"id":7},"#, " "), (r#"{"data":[{"id":8,"first":""#, "x")]
        {
            scope.spawn(move || {
                let stub = dripping(PEOPLE, first, then);
                let start = Instant::now();
                let shown = Lab::on(&stub).run("--timeout 1 users show --email a@x.test -o json");
                says(shown, "no element of the list came for 10 s");
                let took = start.elapsed().as_secs();
                assert!((10..20).contains(&took), "{took} s");
                assert_eq!(tries(&stub, PEOPLE), 1, "it would be as slow again");
            });
        }
    });
}

#[test]
fn a_list_that_comes_slowly_and_goes_on_is_read() {
    // As long as twice the time-out, and an element every fifth of it.
    let stub = dripping(PEOPLE, r#"{"data":[{"id":6}"#, r#",{"id":7}"#);
    let start = Instant::now();
    let shown = Lab::on(&stub).run("--timeout 1 users search --limit 12 -o jsonl").exits(0);
    assert_eq!(shown.stdout.lines().count(), 12);
    assert!(start.elapsed() > Duration::from_secs(2), "{:?}", start.elapsed());
}

#[test]
fn many_people_of_one_address_are_enough_to_know_that_it_is_not_ones() {
    let people: Vec<_> = (1..=500).map(|id| json!({"id": id, "email": "a@x.test", "first": "Ana"})).collect();
    let stub = Stub::people(people);
    let shown = Lab::on(&stub).run("users show --email a@x.test").exits(5);
    let count = shown.stderr.matches("Ana").count();
    assert!((2..=20).contains(&count), "\n{shown}");
}

#[test]
fn an_endless_answer_to_a_reset_is_a_lost_one() {
    let stub = Stub::org(|asked| match asked.line().as_str() {
        "GET /user/org/166/user/7" => Some(Reply::ok(json!({
            "id": 1, "user": {"id": 7, "email": "a@x.test", "isAdmin": false},
            "mfa": {"enrolled": true, "level": "user", "enrolledAt": 1},
        }))),
        "PUT /user/users/mfa/reset" => {
            Some(Reply::Endless(200, "{\"a\":\"".to_owned(), "x".repeat(PIECE), AT_ONCE))
        }
        _ => None,
    });
    let shown = Lab::on(&stub).run("mfa reset --user-id 7 --yes --settle 0.2 -o json").exits(7);
    // Read back, and still there: so it may be sent again.
    assert_eq!((shown.outcomes(), stub.resets()), (vec!["failed".to_owned()], 3));
    assert!(shown.details()[0].contains("larger than 1 MB"), "{shown}");
}

#[test]
fn a_status_says_what_it_says_however_much_comes_with_it() {
    for reply in [
        || Reply::refused(403, &"x".repeat(5_000)),
        || Reply::refused(403, &"é".repeat(400_000)),
        || Reply::refused(403, &"x".repeat(20_000_000)),
        || Reply::Endless(403, String::new(), "x".repeat(PIECE), AT_ONCE),
    ] {
        let stub = answering(SEVEN, reply);
        let shown = Lab::on(&stub).run("users show --user-id 7").exits(4);
        assert!(shown.stderr.len() < 4500, "{}", shown.stderr.len());
        let shown = Lab::on(&stub).run("mfa reset --user-id 7 --yes -o json").exits(4);
        assert!(shown.stderr.len() < 4500 && shown.stdout.len() < 4500, "{}", shown.stderr.len());
    }
}

#[test]
fn a_refusal_of_a_list_is_waited_for_no_longer_than_the_time_out() {
    let reply = || Reply::Endless(403, "no".to_owned(), " ".to_owned(), Duration::from_millis(200));
    let stub = answering(PEOPLE, reply);
    let start = Instant::now();
    let shown = Lab::on(&stub).run("--timeout 1 users search").exits(4);
    assert!(shown.stderr.contains("no"), "{shown}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn nothing_is_nested_without_end() {
    for line in [ME, PEOPLE] {
        for deep in ["[{\"a\":".to_owned() + &"[".repeat(900_000), "{\"a\":".repeat(100_000)] {
            let stub = answering(line, move || Reply::Raw(200, Vec::new(), deep.clone()));
            Lab::on(&stub).run("users search").exits(9);
        }
    }
    let closed = format!("[{{\"a\":{}{}}}]", "[".repeat(400_000), "]".repeat(400_000));
    let stub = answering(PEOPLE, move || Reply::Raw(200, Vec::new(), closed.clone()));
    Lab::on(&stub).run("users search").exits(9);
}

#[test]
fn words_of_the_service_are_cut_at_four_kilobytes() {
    let stub = answering(SEVEN, || Reply::refused(403, &"é".repeat(400_000)));
    let shown = Lab::on(&stub).run("users show --user-id 7 -o json").exits(4);
    let message = shown.error()["message"].as_str().expect("a text").to_owned();
    assert!(message.ends_with("é…") && (3990..=4100).contains(&message.len()), "{}", message.len());
    let to = "/x".repeat(10_000);
    let stub = answering(ME, move || Reply::Raw(302, vec![("Location", to.clone())], String::new()));
    let shown = Lab::on(&stub).run("users search -o json").exits(9);
    assert!(shown.stderr.len() < 4500, "{}", shown.stderr.len());
    let groups: Vec<_> = (1..500).map(|id| json!({"id": id, "name": "g".repeat(100)})).collect();
    let stub = answering("GET /user/group", move || Reply::ok(json!(groups)));
    let shown = Lab::on(&stub).run("users search --group x -o json").exits(5);
    assert!(shown.stderr.len() < 4500, "{}", shown.stderr.len());
}

/// A privacyIDEA whose answer to that call comes from `answer`.
fn realm(line: &'static str, answer: impl Fn() -> Reply + Send + Sync + 'static) -> (Stub, Lab) {
    let told =
        |value: &Value| Reply::ok(json!({"jsonrpc": "2.0", "result": {"status": true, "value": value}}));
    let stub = Stub::new(move |asked| match asked.line().as_str() {
        other if other == line => answer(),
        "GET /realm/" => told(&json!({"acme": {"default": true}})),
        "GET /token/" => told(&json!({"count": 1, "next": null, "tokens": [{}]})),
        _ => told(&json!([])),
    });
    let lab = Lab::on(&stub)
        .set("MFA_ADMIN_PROVIDER", "privacyidea")
        .set("MFA_ADMIN_ORG_ID", "acme")
        // The payload says: an administrator.
        .set("MFA_ADMIN_API_KEY", "e30.eyJ1c2VybmFtZSI6ImFkbWluIiwicmVhbG0iOiIiLCJyb2xlIjoiYWRtaW4ifQ.x");
    (stub, lab)
}

#[test]
fn a_realm_is_bounded_as_a_list_is() {
    let begin = r#"{"jsonrpc":"2.0","result":{"status":true,"value":["#;
    for (then, words) in [
        ("x", "larger than 1 MB"),
        (r#"{"username":"ana","userid":"1","resolver":"r","realm":"acme"},"#, "larger than 128 MB"),
    ] {
        let then = then.repeat(PIECE / then.len());
        let (_stub, lab) =
            realm("GET /user/", move || Reply::Endless(200, begin.to_owned(), then.clone(), AT_ONCE));
        says(lab.run("users search -o json"), words);
        says(lab.run("users show --user-id ana -o json"), "larger than 1 MB");
    }
}
