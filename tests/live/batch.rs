//! A batch of three hundred people over a connection that breaks. The run is killed in the middle, and some people enrol
//! again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::lab::{Cut, Lab, Proxy, Shown, csv_of, wait_for};
use crate::server::{Server, lab, variable};

const PEOPLE: usize = 300;
const CUTS: [Cut; 4] = [Cut::After, Cut::Before, Cut::Half, Cut::During];

fn name(number: usize) -> String {
    format!("user{number:04}")
}

/// Cuts every seventh DELETE and every eleventh of the other requests, each time at another point.
fn broken_line(server: &Server, deletes: &Arc<AtomicUsize>) -> Proxy {
    let (deletes, others) = (Arc::clone(deletes), AtomicUsize::new(0));
    Proxy::before(&server.url, move |first| {
        let (count, every) = if first.starts_with("DELETE") { (&*deletes, 7) } else { (&others, 11) };
        let count = count.fetch_add(1, Ordering::SeqCst) + 1;
        count.is_multiple_of(every).then(|| CUTS[count / every % CUTS.len()])
    })
}

fn batch_id(lab: &Lab) -> String {
    let batches = lab.run("batch list -o json").exits(0).json();
    batches[0]["batch_id"].as_str().expect("a batch").to_owned()
}

/// Kills the run after so many more requests, and enrols a person again who was reset.
fn kill_after(
    mut running: crate::lab::Running,
    deletes: &AtomicUsize,
    more: usize,
    server: &Server,
    planned: &BTreeMap<String, Vec<String>>,
    enrolled: &mut BTreeMap<String, String>,
) {
    // An old server is slow: each request may take as long as the deadline.
    for _ in 0..more {
        let before = deletes.load(Ordering::SeqCst);
        wait_for("a delete", || {
            (running.has_ended() || deletes.load(Ordering::SeqCst) > before).then_some(())
        });
        assert!(!running.has_ended(), "it ended too early");
    }
    running.kill();
    let left = server.tokens(None);
    let has_some = |user: &str| left.iter().any(|token| token["username"] == user);
    let gone: Vec<_> = planned
        .keys()
        .filter(|user| !has_some(user) && !enrolled.contains_key(*user))
        .take(5)
        .cloned()
        .collect();
    assert!(!gone.is_empty(), "no person was reset so far");
    for user in gone {
        let serial = server.enroll(&user);
        enrolled.insert(user, serial);
    }
}

fn row<'a>(rows: &'a [Value], user: &str) -> &'a Value {
    rows.iter().find(|row| row["user_id"] == user).unwrap_or_else(|| panic!("no row of {user}"))
}

#[test]
fn each_planned_token_is_deleted_once_and_what_was_enrolled_meanwhile_lives() {
    let server = Server::new();
    let deletes = Arc::new(AtomicUsize::new(0));
    let proxy = broken_line(&server, &deletes);
    let lab = lab(&proxy.url, &variable("TOKEN"));
    let planned: BTreeMap<_, _> =
        (0..PEOPLE).map(|number| (name(number), server.serials(&name(number)))).collect();
    let csv = csv_of(planned.keys());
    lab.file("people.csv", csv);

    let mut enrolled = BTreeMap::new();
    let running = lab.types("mfa reset --csv people.csv --yes -o json").start();
    kill_after(running, &deletes, 40, &server, &planned, &mut enrolled);
    let resume = format!("batch resume {} --yes -o json", batch_id(&lab));
    for more in [30, 60] {
        let running = lab.types(&resume).start();
        kill_after(running, &deletes, more, &server, &planned, &mut enrolled);
    }
    let shown: Shown = lab.run(&resume).exits(0);

    let rows = shown.rows();
    let trail: BTreeMap<_, _> = server.deleted().into_iter().collect();
    assert_eq!(rows.len(), PEOPLE);
    for (user, serials) in &planned {
        assert_eq!(row(&rows, user)["outcome"], "reset", "{user}");
        for serial in serials {
            assert_eq!(trail.get(serial), Some(&1), "{user} {serial}");
        }
        let alive = server.serials(user);
        assert_eq!(alive, enrolled.get(user).cloned().into_iter().collect::<Vec<_>>(), "{user}");
    }
    assert!(enrolled.len() >= 3);
    for (user, serial) in &enrolled {
        assert_eq!(trail.get(serial), None, "{user} {serial}");
    }
}
