//! What is on record of a changing `api` call: that it may leave, and what came of it.

use serde_json::{Value, json};

use crate::lab::{Lab, Pty, Reply, Stub};

const CALL: &str = "api PUT /user/users/42/membership --field isActive=false";

/// Event, outcome, detail and how it was confirmed, of each event.
fn events(lab: &Lab) -> Vec<[Value; 4]> {
    let all = lab.run("audit list --events -o json").exits(0).json();
    let keys = ["event", "outcome", "detail", "confirmed_by"];
    all.as_array().expect("events").iter().map(|event| keys.map(|key| event[key].clone())).collect()
}

fn said(text: &str) -> Value {
    json!(format!("PUT /user/users/42/membership{text}"))
}

/// A service that answers a change like this.
fn answering(answer: impl Fn() -> Reply + Send + Sync + 'static) -> Stub {
    Stub::org(move |asked| (asked.method != "GET").then(&answer))
}

#[test]
fn a_change_leaves_what_may_be_sent_and_the_status_that_came() {
    let stub = answering(|| Reply::Raw(204, Vec::new(), String::new()));
    let lab = Lab::on(&stub);
    lab.run(&format!("{CALL} --yes --ticket T-1")).exits(0);
    let expected = [
        [json!("api"), Value::Null, said(""), json!("flag")],
        [json!("api"), Value::Null, said(": 204"), Value::Null],
    ];
    assert_eq!(events(&lab), expected);
    let tickets = lab.run("audit list --ticket T-1 --actor admin@test.com -o json").exits(0).json();
    assert_eq!(tickets.as_array().map(Vec::len), Some(2));
    lab.run("audit verify").exits(0);
}

#[test]
fn a_change_that_the_service_refused_is_failed_and_one_without_an_answer_is_unknown() {
    let refusing = answering(|| Reply::Raw(409, Vec::new(), "{}".to_owned()));
    let lost = answering(|| Reply::Raw(500, Vec::new(), String::new()));
    for (stub, code, outcome) in [(refusing, 7, "failed"), (lost, 8, "unknown")] {
        let lab = Lab::on(&stub);
        lab.run(&format!("{CALL} --yes")).exits(code);
        let [sent, came] = events(&lab).try_into().expect("two events");
        assert_eq!((&sent[0], &sent[1]), (&json!("api"), &Value::Null));
        assert_eq!((&came[0], &came[1]), (&json!("api"), &json!(outcome)), "{came:?}");
    }
}

#[test]
fn a_call_that_is_never_sent_is_on_record_as_refused() {
    let lab = Lab::new();
    let words = "api POST /user/users/mfa/verify --field mfaToken=123456";
    lab.run(&format!("{words} --dry-run")).exits(4);
    assert!(events(&lab).is_empty(), "a look is no attempt");
    lab.run(&format!("{words} --yes --reason why")).exits(4);
    let [refused] = events(&lab).try_into().expect("one event");
    assert_eq!((&refused[0], &refused[1]), (&json!("refuse"), &json!("refused")));
    let detail = refused[2].as_str().expect("a detail");
    assert!(detail.contains("POST /user/users/mfa/verify"), "{detail}");
    assert!(!detail.contains("123456"), "{detail}");
}

#[test]
fn a_person_who_says_no_is_on_record_and_nothing_is_sent() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, CALL);
    pty.sees("[ CANCEL ]").types("\r");
    assert_eq!(pty.end(), 6);
    let [cancelled] = events(&lab).try_into().expect("one event");
    assert_eq!((&cancelled[0], &cancelled[1]), (&json!("cancel"), &json!("skipped")));
    assert!(cancelled[2].as_str().is_some_and(|detail| detail.contains("/membership")), "{cancelled:?}");
    assert!(lab.emulator().requests().iter().all(|request| request["method"] == "GET"));
}

#[test]
fn the_policy_in_force_is_on_record_before_the_call() {
    let lab = Lab::new();
    let path = lab.file("policy.toml", "max_batch = 9\n").to_string_lossy().into_owned();
    let lab = lab.set("MFA_ADMIN_POLICY_FILE", &path);
    lab.run(&format!("{CALL} --yes")).exits(0);
    let kinds: Vec<_> = events(&lab).into_iter().map(|[kind, ..]| kind).collect();
    assert_eq!(kinds, ["policy", "api", "api"]);
    assert!(events(&lab)[0][2].as_str().is_some_and(|rules| rules.contains("max_batch")));
}
