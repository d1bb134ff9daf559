//! The list.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

pub(super) use super::interleavings::whatever_happens_in_between_each_person_is_reset_once;
use super::{Credential, Setup, Someone, Truth, World};
use crate::lab::{Cut, DEADLINE, Lab, Proxy, Shown};

const CUTS: [Cut; 4] = [Cut::Before, Cut::During, Cut::After, Cut::Half];
/// Longer than a brief sign-in lasts, over the requests that one batch sends.
const SLOW: Duration = Duration::from_secs(1);

fn here(world: &impl World) -> Lab {
    world.lab(&world.url())
}

/// The same with another credential.
fn with(world: &impl World, (variable, secret): &Credential) -> Lab {
    here(world).set("MFA_ADMIN_API_KEY", "").set("MFA_ADMIN_TOKEN", "").set(variable, secret)
}

fn someone(world: &impl World, setup: Setup) -> Someone {
    world.person(setup).expect("anybody can have this")
}

fn reset(lab: &Lab, someone: &Someone) -> Shown {
    lab.run(&format!("mfa reset --user-id {} --yes --settle 0.5 -o json", someone.id))
}

#[track_caller]
fn becomes(shown: &Shown, outcome: &str) {
    assert_eq!(shown.outcomes(), [outcome], "{shown}");
}

pub(super) fn ids(people: &[Someone]) -> String {
    people.iter().fold("user_id\n".to_owned(), |csv, someone| format!("{csv}{}\n", someone.id))
}

pub(super) fn a_search_finds_by_a_part_of_name_or_email(world: &impl World) {
    let one = someone(world, Setup::One);
    let lab = here(world);
    let (name, _) = one.email.split_once('@').expect("an address");
    for text in [&one.email, &one.email.to_uppercase(), &name.to_owned()] {
        let found = lab.run(&format!("users search {text} --limit 0 -o json")).exits(0).json();
        let found = found.as_array().expect("a list");
        let is_one = |row: &&serde_json::Value| row["user_id"] == one.id.as_str();
        let row = found.iter().find(is_one).unwrap_or_else(|| panic!("{text} finds {found:?}"));
        assert_eq!((&row["email"], &row["mfa"]), (&one.email.as_str().into(), &"enrolled".into()));
    }
    assert_eq!(lab.run("users search zzzzzzzz -o json").exits(0).json(), serde_json::json!([]));
    // Without a text it brings each person, with the enrolment that a read of the one brings.
    let all = lab.run("users search --limit 0 -o json").exits(0).json();
    let row = all.as_array().expect("a list").iter().find(|row| row["user_id"] == one.id.as_str());
    assert_eq!(row.expect("the person")["mfa"], "enrolled");
}

pub(super) fn an_id_or_a_whole_email_picks_one_person(world: &impl World) {
    let one = someone(world, Setup::One);
    let lab = here(world);
    for how in [
        format!("--user-id {}", one.id),
        format!("--email {}", one.email),
        format!("--email {}", one.email.to_uppercase()),
    ] {
        let shown = lab.run(&format!("users show {how} -o json")).exits(0);
        assert_eq!(shown.json()["user_id"], one.id.as_str(), "{how}");
    }
    let (name, _) = one.email.split_once('@').expect("an address");
    for how in [
        format!("--user-id {}", world.unknown_id()),
        format!("--email {name}"),
        format!("--email {}x", one.email),
        "--email *".to_owned(),
    ] {
        lab.run(&format!("users show {how} -o json")).exits(5);
        lab.run(&format!("mfa reset {how} --yes -o json")).exits(5);
    }
    assert_eq!(world.truth(&one), Truth { factors: 1, removed: 0 });
}

pub(super) fn two_people_of_one_email_are_ambiguous(world: &impl World) {
    let Some((lab, email)) = world.twins() else { return };
    let shown = lab.run(&format!("users show --email {email}")).exits(5);
    assert!(shown.stderr.contains("more than one"), "{shown}");
    let row = lab.types("mfa reset --csv - --yes -o json").stdin(format!("email\n{email}\n")).run().exits(7);
    becomes(&row, "not_found");
}

pub(super) fn what_is_set_up_is_told(world: &impl World) {
    let lab = here(world);
    for (setup, word, count) in [
        (Setup::Nothing, "not_enrolled", 0),
        (Setup::Begun, "partial", 1),
        (Setup::One, "enrolled", 1),
        (Setup::Two, "enrolled", 2),
    ] {
        let Some(one) = world.person(setup) else { continue };
        let shown = lab.run(&format!("users show --user-id {} -o json", one.id)).exits(0).json();
        assert_eq!(shown["mfa"], word, "{setup:?}");
        if let Some(factors) = shown["factors"].as_array() {
            assert_eq!(factors.len(), count, "{setup:?}");
        }
    }
}

pub(super) fn a_reset_removes_what_is_set_up_once(world: &impl World) {
    let one = someone(world, Setup::One);
    let other = someone(world, Setup::One);
    let lab = here(world);
    becomes(&reset(&lab, &one).exits(0), "reset");
    assert_eq!(world.truth(&one), Truth { factors: 0, removed: 1 });
    becomes(&reset(&lab, &one).exits(0), "not_enrolled");
    assert_eq!(world.truth(&one), Truth { factors: 0, removed: 1 });
    assert_eq!(world.truth(&other), Truth { factors: 1, removed: 0 });
}

pub(super) fn nothing_is_sent_for_a_person_without_mfa(world: &impl World) {
    let one = someone(world, Setup::Nothing);
    becomes(&reset(&here(world), &one).exits(0), "not_enrolled");
    assert_eq!(world.truth(&one), Truth { factors: 0, removed: 0 });
}

pub(super) fn a_set_up_that_was_only_begun_is_removed_too(world: &impl World) {
    let Some(one) = world.person(Setup::Begun) else { return };
    becomes(&reset(&here(world), &one).exits(0), "reset");
    assert_eq!(world.truth(&one), Truth { factors: 0, removed: 1 });
}

pub(super) fn every_planned_factor_is_removed(world: &impl World) {
    let Some(one) = world.person(Setup::Two) else { return };
    becomes(&reset(&here(world), &one).exits(0), "reset");
    assert_eq!(world.truth(&one), Truth { factors: 0, removed: 2 });
}

pub(super) fn an_enrolment_that_came_since_the_plan_stays(world: &impl World) {
    let (one, other) = (someone(world, Setup::One), someone(world, Setup::One));
    let lab = here(world);
    lab.types("mfa plan --csv - --out people.plan -q")
        .stdin(ids(&[one.clone(), other.clone()]))
        .run()
        .exits(0);
    world.enrols_again(&one);
    let removed = world.truth(&one).removed;
    let shown = lab.run("mfa apply people.plan --yes -o json").exits(7);
    assert_eq!(shown.outcomes(), ["refused", "reset"], "{shown}");
    assert_eq!(world.truth(&one), Truth { factors: 1, removed });
    assert_eq!(world.truth(&other), Truth { factors: 0, removed: 1 });
}

pub(super) fn a_factor_that_came_since_the_plan_stays(world: &impl World) {
    let one = someone(world, Setup::One);
    let lab = here(world);
    lab.types("mfa plan --csv - --out people.plan -q").stdin(ids(std::slice::from_ref(&one))).run().exits(0);
    if !world.adds_a_factor(&one) {
        return;
    }
    becomes(&lab.run("mfa apply people.plan --yes -o json").exits(7), "refused");
    assert_eq!(world.truth(&one), Truth { factors: 2, removed: 0 });
}

pub(super) fn a_factor_that_comes_between_the_last_read_and_the_removal_stays(world: &impl World) {
    let Some(one) = world.person(Setup::Two) else { return };
    let removals = Arc::default();
    let (held, is_held) = mpsc::channel();
    let (go, may_go) = mpsc::channel();
    let (held, may_go) = (Mutex::new(held), Mutex::new(may_go));
    let proxy = breaking(world, &removals, move |number| {
        if number == 1 {
            held.lock().expect("no thread broke it").send(()).expect("the test waits");
            may_go.lock().expect("no thread broke it").recv().expect("the test goes on");
        }
        None
    });
    let lab = world.lab(&proxy.url);
    let running = lab.types(&format!("mfa reset --user-id {} --yes -o json", one.id)).start();
    is_held.recv_timeout(DEADLINE).expect("a removal");
    assert!(world.adds_a_factor(&one));
    go.send(()).expect("the proxy waits");
    becomes(&running.end().exits(0), "reset");
    assert_eq!(world.truth(&one), Truth { factors: 1, removed: 2 });
    assert_eq!(removals.load(Ordering::SeqCst), 2, "each once");
}

pub(super) fn an_administrator_who_may_not_see_the_org_is_told_so(world: &impl World) {
    let Some(credential) = world.outsider() else { return };
    let one = someone(world, Setup::One);
    let lab = with(world, &credential);
    lab.run(&format!("users show --user-id {} -o json", one.id)).exits(4);
    lab.run("users search -o json").exits(4);
    let shown = reset(&lab, &one).exits(4);
    assert_eq!(shown.stdout, "", "{shown}");
    assert_eq!(world.truth(&one), Truth { factors: 1, removed: 0 });
}

pub(super) fn an_administrator_who_may_not_reset_changes_nothing(world: &impl World) {
    let Some(credential) = world.onlooker() else { return };
    let one = someone(world, Setup::One);
    becomes(&reset(&with(world, &credential), &one).exits(7), "failed");
    assert_eq!(world.truth(&one), Truth { factors: 1, removed: 0 });
}

pub(super) fn a_person_who_is_no_administrator_is_refused(world: &impl World) {
    let Some(credential) = world.ordinary() else { return };
    let one = someone(world, Setup::One);
    let lab = with(world, &credential);
    lab.run(&format!("users show --user-id {} -o json", one.id)).exits(4);
    reset(&lab, &one).exits(4);
    assert_eq!(world.truth(&one), Truth { factors: 1, removed: 0 });
}

pub(super) fn a_credential_that_opens_nothing_is_told(world: &impl World) {
    let one = someone(world, Setup::One);
    for variable in ["MFA_ADMIN_API_KEY", "MFA_ADMIN_TOKEN"] {
        let lab = with(world, &(variable, "opens-nothing".to_owned()));
        lab.run("auth status -o json").exits(3);
        reset(&lab, &one).exits(3);
    }
    assert_eq!(world.truth(&one), Truth { factors: 1, removed: 0 });
}

pub(super) fn a_url_that_is_not_the_service_is_told(world: &impl World) {
    let one = someone(world, Setup::One);
    for path in ["/nowhere", "/a/b/c"] {
        let shown = reset(&world.lab(&format!("{}{path}", world.url())), &one);
        assert!(matches!(shown.exit, 7 | 9) && !shown.stdout.contains("reset\""), "{shown}");
    }
    reset(&world.lab("http://127.0.0.1:1"), &one).exits(9);
    assert_eq!(world.truth(&one), Truth { factors: 1, removed: 0 });
}

pub(super) fn a_cut_connection_causes_no_second_reset(world: &impl World) {
    for setup in [Setup::One, Setup::Two] {
        for at in CUTS {
            let Some(one) = world.person(setup) else { continue };
            let removed = world.truth(&one).factors;
            let removals = Arc::default();
            let proxy = breaking(world, &removals, move |number| (number == 1).then_some(at));
            becomes(&reset(&world.lab(&proxy.url), &one).exits(0), "reset");
            assert_ne!(removals.load(Ordering::SeqCst), 0, "nothing was cut");
            assert_eq!(world.truth(&one), Truth { factors: 0, removed }, "{setup:?} {at:?}");
        }
    }
}

/// A way to the service on which the requests that remove something are counted, from 1, and cut by their number.
pub(super) fn breaking<W: World>(
    world: &W,
    removals: &Arc<AtomicUsize>,
    cut: impl Fn(usize) -> Option<Cut> + Send + Sync + 'static,
) -> Proxy {
    let removals = Arc::clone(removals);
    Proxy::before(&world.url(), move |first| {
        let removes = first.starts_with(W::REMOVES);
        removes.then(|| removals.fetch_add(1, Ordering::SeqCst) + 1).and_then(&cut)
    })
}

pub(super) fn a_batch_through_cuts_resets_each_person_once(world: &impl World) {
    for at in CUTS {
        let people: Vec<_> = (0..2).filter_map(|_| world.person(Setup::One)).collect();
        let proxy = breaking(world, &Arc::default(), move |number| (number % 2 == 1).then_some(at));
        let lab = world.lab(&proxy.url);
        // One in one request, so that a cut meets a few of them.
        let run = lab
            .types("mfa reset --csv - --yes --settle 0.5 --ids-per-request 1 -o json")
            .stdin(ids(&people))
            .run();
        assert!(run.exits(0).outcomes().iter().all(|outcome| outcome == "reset"));
        for one in &people {
            assert_eq!(world.truth(one), Truth { factors: 0, removed: 1 }, "{at:?}");
        }
    }
}

pub(super) fn a_sign_in_that_ends_in_the_middle_is_resumed(world: &impl World) {
    let people: Vec<_> = (0..6).filter_map(|_| world.person(Setup::One)).collect();
    let Some((variable, brief)) = world.brief() else { return };
    // The line is slow, so that it takes longer than the sign-in lasts.
    let proxy = breaking(world, &Arc::default(), |_| {
        thread::sleep(SLOW);
        None
    });
    let lab = world.lab(&proxy.url);
    let shown = lab
        .types("mfa reset --csv - --yes --concurrency 1 -o json")
        .set("MFA_ADMIN_API_KEY", "")
        .set("MFA_ADMIN_TOKEN", "")
        .set(variable, &brief)
        .stdin(ids(&people))
        .run()
        .exits(3);
    let done = shown.outcomes().iter().filter(|outcome| *outcome == "reset").count();
    assert!(done < people.len(), "it was over too late\n{shown}");
    let batch = shown.json()["batch_id"].as_str().expect("an id").to_owned();
    let shown = lab.run(&format!("batch resume {batch} --yes -o json")).exits(0);
    assert!(shown.outcomes().iter().all(|outcome| outcome == "reset"), "{shown}");
    for one in &people {
        assert_eq!(world.truth(one), Truth { factors: 0, removed: 1 });
    }
}
