//! A service that contradicts itself, leaves something out or changes its answers: no reset relies on a list, and a
//! person of whom too little is known is protected.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::lab::{Asked, Lab, Pty, Reply, Stub, csv_of, has_keyctl};

/// With this many rows or more, people are found in a list.
const MANY: u64 = 260;
const ENROLLED_AT: &str = "2026-01-01T00:00:00.000Z";

/// What a list says of a person whom no guard protects.
fn in_the_list(id: u64) -> Value {
    json!({
        "id": id, "first": "P", "last": format!("{id}"), "email": format!("p{id}@x.test"), "isAdmin": false,
        "mfa": {"enrolled": true, "level": "user", "enrolledAt": ENROLLED_AT},
    })
}

/// The same person with other values for some keys; null removes a key.
fn but(person: Value, other: Value) -> Value {
    let (mut person, Value::Object(other)) = (person, other) else { panic!("an object") };
    for (key, value) in other {
        match value {
            Value::Null => drop(person.as_object_mut().expect("an object").remove(&key)),
            value => person[key] = value,
        }
    }
    person
}

/// A service with the people 2 to 1 + [`MANY`] in a list. `page` makes the page of each. It says yes to every reset.
fn listed(page: impl Fn(u64) -> Value + Send + Sync + 'static) -> Stub {
    listed_as(in_the_list, page)
}

fn listed_as(
    list: impl Fn(u64) -> Value + Send + Sync + 'static,
    page: impl Fn(u64) -> Value + Send + Sync + 'static,
) -> Stub {
    Stub::org(move |asked| match asked.line().as_str() {
        "GET /user/users" => Some(Reply::ok(found(asked, &list))),
        "PUT /user/users/mfa/reset" => Some(Reply::Raw(204, Vec::new(), String::new())),
        line => {
            let id: u64 = line.strip_prefix("GET /user/org/166/user/")?.parse().ok()?;
            Some(Reply::ok(json!({"id": 900_000 + id, "orgId": 166, "user": page(id)})))
        }
    })
}

/// The result of a search: all people, or those who have the text in their e-mail.
fn found(asked: &Asked, list: &dyn Fn(u64) -> Value) -> Value {
    let wanted = asked.path.split("search=").nth(1).map(|text| text.replace("%40", "@"));
    let people = (2..2 + MANY).map(list);
    let fits = |person: &Value| {
        wanted.as_ref().is_none_or(|text| person["email"].as_str().is_some_and(|email| email.contains(text)))
    };
    json!({"data": people.filter(fits).collect::<Vec<_>>()})
}

fn ids() -> String {
    csv_of(2..2 + MANY)
}

fn emails() -> String {
    (2..2 + MANY).fold("email\n".to_owned(), |csv, id| format!("{csv}p{id}@x.test\n"))
}

/// Did a request name this person for a reset?
fn was_sent(stub: &Stub, id: u64) -> bool {
    let body = json!({"ids": [id]}).to_string();
    stub.asked().iter().any(|asked| asked.method == "PUT" && asked.body == body)
}

/// The row of a person in the result.
fn row(rows: &[Value], id: u64) -> Value {
    rows.iter().find(|row| row["user_id"].as_str() == Some(&id.to_string())).expect("a row").clone()
}

#[test]
fn a_list_never_proves_that_a_person_is_no_administrator() {
    let admin = |id| but(in_the_list(id), json!({"isAdmin": id == 7}));
    let silent = |id| but(in_the_list(id), if id == 7 { json!({"isAdmin": null}) } else { json!({}) });
    for page in [admin as fn(u64) -> Value, silent] {
        for csv in [ids(), emails()] {
            let stub = listed(page);
            let shown = Lab::on(&stub).resets(&csv, "--yes --no-verify -o json").exits(7);
            let seven = row(&shown.rows(), 7);
            assert_eq!(seven["outcome"], "refused");
            assert!(
                seven["detail"].as_str().is_some_and(|detail| detail.contains("administrator")),
                "{seven}"
            );
            assert_eq!(stub.resets() as u64, MANY - 1);
            assert!(!was_sent(&stub, 7));
        }
    }
}

#[test]
fn a_dry_run_and_a_plan_ask_as_the_run_would() {
    let stub = listed(|id| but(in_the_list(id), json!({"isAdmin": id == 7})));
    let lab = Lab::on(&stub);
    let shown = lab.resets(&ids(), "--dry-run -o json").exits(7);
    assert_eq!(row(&shown.rows(), 7)["outcome"], "refused");
    assert_eq!(shown.json()["counts"], json!({"refused": 1, "would_reset": MANY - 1}));
    lab.file("people.csv", emails());
    let shown = lab.run("mfa plan --csv people.csv --out people.plan -o json").exits(7);
    assert_eq!(row(&shown.rows(), 7)["outcome"], "refused");
    assert_eq!(stub.resets(), 0);
}

#[test]
fn an_email_that_only_a_list_has_picks_no_person() {
    for (page, reported) in [
        (json!({"email": "somebody.else@x.test"}), json!("somebody.else@x.test")),
        (json!({"email": null}), json!("p7@x.test")),
    ] {
        let other = page.clone();
        let stub =
            listed(move |id| if id == 7 { but(in_the_list(id), other.clone()) } else { in_the_list(id) });
        let lab = Lab::on(&stub);
        let shown = lab.resets(&emails(), "--yes --no-verify -o json").exits(7);
        let seven = row(&shown.rows(), 7);
        assert_eq!((&seven["outcome"], &seven["email"]), (&json!("refused"), &reported), "{page}");
        // The same for one person alone.
        let shown = lab.run("mfa reset --email p7@x.test --yes -o json").exits(7);
        assert_eq!(shown.outcomes(), ["refused"]);
        assert!(!was_sent(&stub, 7), "{page}");
    }
}

#[test]
fn an_email_that_two_of_a_list_have_picks_no_person() {
    // The twin is picked by id, is an administrator, or has too few keys.
    for twin in [json!({}), json!({"isAdmin": true}), json!({"mfa": null})] {
        for (first, second) in [(7, 8), (8, 7)] {
            let twin = twin.clone();
            let person = move |id| match id {
                id if id == first => but(in_the_list(id), json!({"email": "dup@x.test"})),
                id if id == second => but(but(in_the_list(id), json!({"email": "dup@x.test"})), twin.clone()),
                id => in_the_list(id),
            };
            let stub = listed_as(person.clone(), person);
            let csv = emails().replace("p7@", "dup@").replace("p8@x.test\n", "");
            let shown = Lab::on(&stub).resets(&csv, "--yes --no-verify -o json").exits(7);
            assert_eq!(shown.json()["counts"]["not_found"], 1);
            assert!(!was_sent(&stub, 7) && !was_sent(&stub, 8));
        }
    }
    let person = |id| {
        if id == 7 || id == 8 {
            but(in_the_list(id), json!({"email": "dup@x.test"}))
        } else {
            in_the_list(id)
        }
    };
    let stub = listed_as(person, person);
    let csv =
        (9..2 + MANY).fold("user_id,email\n,dup@x.test\n8,\n".to_owned(), |csv, id| format!("{csv}{id},\n"));
    let shown = Lab::on(&stub).resets(&csv, "--yes --no-verify -o json").exits(7);
    assert_eq!(shown.json()["counts"]["not_found"], 1);
    assert!(!was_sent(&stub, 7) && was_sent(&stub, 8), "who is asked for by id is");
}

#[test]
fn a_person_by_id_is_reported_under_the_email_of_their_own_page() {
    let stub = listed(|id| but(in_the_list(id), json!({"email": format!("own{id}@x.test")})));
    let shown = Lab::on(&stub).resets(&ids(), "--yes --no-verify -o json").exits(0);
    assert_eq!(row(&shown.rows(), 9)["email"], "own9@x.test");
}

#[test]
fn the_level_is_that_of_the_persons_own_page() {
    let level = |id| if id == 7 { json!("org") } else { json!("user") };
    let stub = listed(move |id| {
        but(
            in_the_list(id),
            json!({"mfa": {"enrolled": true, "level": level(id), "enrolledAt": ENROLLED_AT}}),
        )
    });
    let shown = Lab::on(&stub).resets(&ids(), "--level user --yes --no-verify -o json").exits(7);
    assert_eq!(row(&shown.rows(), 7)["outcome"], "refused");
    assert!(!was_sent(&stub, 7) && was_sent(&stub, 8));
}

#[test]
fn a_list_spares_the_reads_of_those_who_have_nothing_set_up_and_no_others() {
    let list =
        |id| but(in_the_list(id), json!({"mfa": {"enrolled": id % 2 == 0, "enrolledAt": ENROLLED_AT}}));
    let stub = listed_as(list, list);
    let shown = Lab::on(&stub).resets(&ids(), "--yes --no-verify -o json").exits(0);
    assert_eq!(shown.json()["counts"], json!({"accepted": MANY / 2, "not_enrolled": MANY / 2}));
    let read = |id: u64| stub.lines().contains(&format!("GET /user/org/166/user/{id}"));
    assert!((2..2 + MANY).all(|id| read(id) == (id % 2 == 0)));
}

#[test]
fn what_a_service_does_not_plainly_say_of_an_administrator_is_protected() {
    for said in [
        json!({}),
        json!({"isAdmin": null}),
        json!({"isAdmin": "no"}),
        json!({"isAdmin": "false"}),
        json!({"isAdmin": 0}),
        json!({"isAdmin": {"value": false}}),
        json!({"isAdmin": []}),
        json!({"isAdmin": false, "admin": "unknown"}),
        json!({"isAdmin": false, "admin": true}),
    ] {
        let mut person = json!({"id": 7, "email": "ana@x.test", "mfa": {"enrolled": true}});
        for (key, value) in said.as_object().expect("an object") {
            person[key] = value.clone();
        }
        let stub = Stub::people(vec![person]);
        let lab = Lab::on(&stub);
        for who in ["--user-id 7", "--email ana@x.test"] {
            let shown = lab.run(&format!("mfa reset {who} --yes -o json")).exits(6);
            assert!(shown.error()["hint"].to_string().contains("--confirm ana@x.test"), "{said}\n{shown}");
        }
        let shown = lab.resets("user_id\n7\n", "--yes -o json").exits(7);
        assert_eq!((shown.outcomes(), stub.resets()), (vec!["refused".to_owned()], 0), "{said}");
        let shown = lab.run("mfa reset --user-id 7 --yes --confirm ana@x.test --no-verify -o json").exits(0);
        assert_eq!((shown.outcomes(), stub.resets()), (vec!["accepted".to_owned()], 1), "{said}");
    }
}

#[test]
fn what_one_key_says_of_an_administrator_no_other_takes_back() {
    for (membership, person) in [(json!(false), json!(true)), (json!(true), json!(false))] {
        let page = json!({
            "id": 907, "isAdmin": membership,
            "user": {"id": 7, "email": "ana@x.test", "isAdmin": person}, "mfa": {"enrolled": true},
        });
        let stub = Stub::org(move |asked| {
            (asked.line() == "GET /user/org/166/user/7").then(|| Reply::ok(page.clone()))
        });
        Lab::on(&stub).run("mfa reset --user-id 7 --yes").exits(6);
        assert_eq!(stub.resets(), 0);
    }
}

#[test]
fn a_level_that_cannot_be_read_is_not_the_one_that_was_asserted() {
    let stub = Stub::people(vec![
        json!({"id": 7, "email": "a@x.test", "isAdmin": false, "mfa": {"enrolled": true}}),
        json!({"id": 8, "email": "b@x.test", "isAdmin": false}),
    ]);
    let lab = Lab::on(&stub);
    for (level, id) in [("user", 7), ("org", 7), ("user", 8)] {
        let shown = lab.run(&format!("mfa reset --user-id {id} --level {level} --yes -o json")).exits(7);
        assert_eq!(shown.outcomes(), ["refused"]);
        assert!(shown.details()[0].contains("cannot be read"), "\n{shown}");
    }
    assert_eq!(stub.resets(), 0);
}

#[test]
fn a_sign_in_of_a_person_who_is_not_said_to_be_an_administrator_is_refused() {
    if !has_keyctl() {
        return;
    }
    for said in [json!({}), json!({"isAdmin": null}), json!({"isAdmin": "true"}), json!({"isAdmin": false})] {
        let me = but(
            json!({"id": 1, "email": "admin@x.test", "currentOrg": {"id": 166}, "isAdmin": null}),
            said.clone(),
        );
        let stub = Stub::new(move |_| Reply::ok(me.clone()));
        let login = format!(
            "echo some-key | mfa-admin --profile work auth login --provider resolver --url {} --org 166 \
             --with-api-key --store keyutils -o json",
            stub.url()
        );
        let lab = Lab::bare();
        let shown = lab.in_session(&login).exits(4);
        assert_eq!(shown.error()["code"], "forbidden", "{said}");
        assert_eq!(lab.run("auth list -o json").exits(0).json(), json!([]), "nothing is kept");
    }
}

#[test]
fn an_answer_about_another_person_or_another_org_is_no_answer() {
    for other in
        [json!({"userId": 8}), json!({"orgId": 167}), json!({"user": but(in_the_list(7), json!({"id": 8}))})]
    {
        let page = but(json!({"id": 907, "orgId": 166, "userId": 7, "user": in_the_list(7)}), other.clone());
        let stub = Stub::org(move |asked| {
            (asked.line() == "GET /user/org/166/user/7").then(|| Reply::ok(page.clone()))
        });
        Lab::on(&stub).run("mfa reset --user-id 7 --yes").exits(9);
        assert_eq!(stub.resets(), 0, "{other}");
    }
}

#[test]
fn a_person_with_your_own_email_counts_as_yourself() {
    let stub = Stub::people(vec![but(in_the_list(7), json!({"email": "ADMIN@test.com"}))]);
    let shown = Lab::on(&stub).run("mfa reset --user-id 7 --yes -o json").exits(6);
    assert!(shown.error()["message"].to_string().contains("yourself"), "\n{shown}");
}

/// A service with person 7, whose page changes to another when `now` is set.
fn who_changes(change: Value) -> (Stub, Arc<AtomicBool>) {
    let now = Arc::new(AtomicBool::new(false));
    let changed = Arc::clone(&now);
    let stub = Stub::org(move |asked| match asked.line().as_str() {
        "GET /user/org/166/user/7" => {
            let person = in_the_list(7);
            let person = if changed.load(Ordering::SeqCst) { but(person, change.clone()) } else { person };
            Some(Reply::ok(json!({"id": 907, "user": person})))
        }
        "PUT /user/users/mfa/reset" => Some(Reply::Raw(204, Vec::new(), String::new())),
        _ => None,
    });
    (stub, now)
}

#[test]
fn a_person_who_changes_while_the_question_stands_is_left_alone() {
    for (change, word) in [
        (json!({"isAdmin": true}), "administrator"),
        (json!({"isAdmin": null}), "administrator"),
        (json!({"email": "other@x.test"}), "e-mail"),
        (
            json!({"mfa": {"enrolled": true, "level": "user", "enrolledAt": "2026-02-01T00:00:00Z"}}),
            "enrolled again",
        ),
        (json!({"mfa": {"enrolled": true, "level": "org", "enrolledAt": ENROLLED_AT}}), "level"),
    ] {
        let (stub, now) = who_changes(change.clone());
        let lab = Lab::on(&stub);
        let mut pty = Pty::start(&lab, 200, "--color never mfa reset --user-id 7");
        pty.sees("[ CANCEL ]");
        now.store(true, Ordering::SeqCst);
        pty.types("\t\r");
        assert_eq!(pty.end(), 7, "{change}\n{}", pty.screen());
        assert!(
            pty.screen().contains("refused") && pty.screen().contains(word),
            "{change}\n{}",
            pty.screen()
        );
        assert_eq!(stub.resets(), 0, "{change}");
    }
}

#[test]
fn after_the_question_the_person_is_read_once_more_and_without_one_not() {
    let reads = |stub: &Stub| {
        let lines = stub.lines();
        let sent = lines.iter().position(|line| line.starts_with("PUT")).expect("a reset");
        lines[..sent].iter().filter(|line| line.ends_with("/user/7")).count()
    };
    let (stub, _) = who_changes(json!({}));
    Lab::on(&stub).run("mfa reset --user-id 7 --yes --no-verify").exits(0);
    assert_eq!(reads(&stub), 1);
    let (stub, _) = who_changes(json!({}));
    let lab = Lab::on(&stub);
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 7 --no-verify");
    pty.sees("[ CANCEL ]").types("\t\r");
    assert_eq!((pty.end(), reads(&stub)), (0, 2));
}

#[test]
fn a_person_who_was_confirmed_as_an_administrator_is_still_reset() {
    let stub = Stub::people(vec![but(in_the_list(7), json!({"isAdmin": true}))]);
    let lab = Lab::on(&stub);
    let mut pty = Pty::start(&lab, 80, "mfa reset --user-id 7 --no-verify");
    pty.sees("[ CANCEL ]").types("\t\r").sees("to go on").types("p7@x.test\r");
    assert_eq!((pty.end(), stub.resets()), (0, 1));
}

#[test]
fn a_confirmation_of_something_else_stops_the_run_also_where_nobody_needs_a_reset() {
    let lab = Lab::new();
    for words in ["--user-id 43 --confirm 2", "--user-id 43 --confirm valentina.r@test.com"] {
        let shown = lab.run(&format!("mfa reset {words} --yes -o json")).exits(6);
        assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("cancelled")), "{words}");
    }
    lab.resets("user_id\n43\n", "--yes --confirm 2").exits(6);
    lab.resets("user_id\n43\n", "--yes --confirm 1").exits(0);
}
