//! Lists that come page by page, at once, or in part.

use serde_json::{Value, json};

use crate::lab::{Asked, Lab, Reply, Shown, Stub};

fn people(ids: std::ops::RangeInclusive<u64>) -> Value {
    let person = |id| json!({"id": id, "email": format!("p{id}@x.test"), "isAdmin": false});
    json!({ "data": ids.map(person).collect::<Vec<_>>() })
}

fn number(asked: &Asked, key: &str) -> Option<u64> {
    let (_, query) = asked.path.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('=')?.parse().ok())
}

/// A service whose lists come from `page`, behind a profile that pages.
fn paged(page: impl Fn(u64, u64) -> Value + Send + Sync + 'static) -> (Stub, Lab) {
    let stub = Stub::org(move |asked| {
        (asked.line() == "GET /user/users").then(|| {
            let (page_number, limit) = (number(asked, "pageNumber"), number(asked, "limit"));
            Reply::ok(page(page_number.expect("a number"), limit.expect("a limit")))
        })
    });
    let lab = Lab::on(&stub).without_variables().set("MFA_ADMIN_API_KEY", "the-key");
    lab.config(&format!(
        "default_profile = \"w\"\n[profiles.w]\nprovider = \"resolver\"\nurl = \"{}\"\norg_id = \"166\"\n\
         environment = \"sandbox\"\npaging = \"page_limit\"\n",
        stub.url()
    ));
    (stub, lab)
}

fn count(shown: &Shown) -> usize {
    shown.stdout.lines().count()
}

#[test]
fn pages_are_asked_for_until_there_are_no_more() {
    let (stub, lab) = paged(|page, limit| people((page - 1) * limit + 1..=(page * limit).min(2300)));
    let shown = lab.run("users search --limit 0 -o jsonl").exits(0);
    assert_eq!(count(&shown), 2300);
    assert_eq!(
        stub.asked().iter().filter_map(|asked| number(asked, "pageNumber")).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert_eq!(shown.stderr, "");
}

#[test]
fn a_service_that_always_sends_the_same_page_is_not_asked_for_ever() {
    let (stub, lab) = paged(|_, limit| people(1..=limit));
    let shown = lab.run("users search --limit 0 -o jsonl").exits(0);
    assert_eq!(count(&shown), 1000);
    assert_eq!(stub.lines().len(), 3, "{:?}", stub.lines());
    assert!(shown.stderr.contains("narrow the search"), "it may have more than it sends\n{shown}");
}

#[test]
fn a_service_that_begins_again_after_its_last_page_is_not_asked_for_ever() {
    let (stub, lab) = paged(|page, limit| {
        let page = (page - 1) % 2 + 1;
        people((page - 1) * limit + 1..=page * limit)
    });
    let shown = lab.run("users search --limit 0 -o jsonl").exits(0);
    assert_eq!((count(&shown), stub.lines().len()), (2000, 4), "{:?}", stub.lines());
    assert!(shown.stderr.contains("narrow the search"), "it may have more than it sends\n{shown}");
}

#[test]
fn a_page_that_the_service_made_shorter_is_not_the_last() {
    let (_stub, lab) = paged(|page, limit| {
        let limit = limit.min(100);
        people((page - 1) * limit + 1..=(page * limit).min(250))
    });
    let shown = lab.run("users search --limit 0 -o jsonl").exits(0);
    assert_eq!(count(&shown), 250);
    lab.run("users show --email p240@x.test").exits(5);
}

#[test]
fn without_paging_in_the_profile_nothing_of_it_is_sent() {
    let stub = Stub::people(vec![json!({"id": 7})]);
    Lab::on(&stub).run("users search ana").exits(0);
    assert_eq!(stub.asked()[1].path, "/user/users?search=ana");
}

#[test]
fn a_list_of_a_round_number_of_people_may_be_truncated() {
    for (size, may_be_truncated) in
        [(50, true), (100, true), (1000, true), (51, false), (99, false), (7, false)]
    {
        let stub =
            Stub::org(move |asked| (asked.line() == "GET /user/users").then(|| Reply::ok(people(1..=size))));
        let shown = Lab::on(&stub).run("users search --limit 0 -o jsonl").exits(0);
        assert_eq!(
            (count(&shown) as u64, shown.stderr.contains("narrow")),
            (size, may_be_truncated),
            "{size}\n{}",
            shown.stderr
        );
    }
}

#[test]
fn a_person_on_a_later_page_is_found_by_email() {
    let (stub, lab) = paged(|page, limit| people((page - 1) * limit + 1..=(page * limit).min(1500)));
    // The person is short of an enrolment, so their own page is read too, which this stub does not have.
    let shown = lab.run("users show --email P1400@x.test").exits(5);
    assert!(stub.lines().contains(&"GET /user/org/166/user/1400".to_owned()), "\n{shown}");
}

#[test]
fn a_person_who_is_listed_twice_is_one_person() {
    let person = json!({"id": 7, "email": "a@x.test", "isAdmin": false});
    let stub = Stub::people(vec![person.clone(), json!({"id": 8, "email": "aa@x.test"}), person]);
    let shown = Lab::on(&stub).run("mfa reset --email a@x.test --yes -o json").exits(0);
    assert_eq!((shown.outcomes(), stub.resets()), (vec!["accepted".to_owned()], 1));
}
