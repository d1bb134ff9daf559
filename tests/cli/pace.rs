//! How fast requests are sent, by the log of the emulator, and the progress line of a batch.

use std::fs;

use crate::lab::{Lab, Pty, RESET, wait_for};

/// People who are enrolled, at both levels.
const PEOPLE: &str = "user_id\n3\n4\n6\n7\n9\n11\n12\n14\n15\n17\n";

/// The number of people in each reset request.
fn sizes(lab: &Lab) -> Vec<usize> {
    let requests = lab.emulator().requests();
    let resets = requests.iter().filter(|request| request["method"] == "PUT");
    resets.map(|request| request["ids"].as_array().map_or(0, Vec::len)).collect()
}

#[test]
fn several_people_go_in_one_request_if_that_is_wanted() {
    let lab = Lab::new();
    let shown = lab.resets(PEOPLE, "--yes --ids-per-request 4 -o json").exits(0);
    assert!(shown.outcomes().iter().all(|outcome| outcome == "reset"), "{shown}");
    let sizes = sizes(&lab);
    assert_eq!(sizes.iter().sum::<usize>(), 10);
    assert!(sizes.len() < 10 && sizes.iter().all(|size| *size <= 4), "{sizes:?}");
    assert!(sizes.iter().any(|size| *size > 1), "{sizes:?}");
}

#[test]
fn the_profile_may_want_several_people_in_one_request_too() {
    let lab = Lab::new();
    let url = lab.emulator().url.clone();
    let key = lab.emulator().api_key.clone();
    let lab = lab.without_variables().set("MFA_ADMIN_API_KEY", &key);
    let site = "provider = \"resolver\"\norg_id = \"166\"\nenvironment = \"sandbox\"\n";
    lab.config(&format!("[profiles.work]\nurl = \"{url}\"\n{site}ids_per_request = 3\n"));
    for (flags, most) in [("", 3), ("--ids-per-request 1", 1)] {
        lab.emulator().forgets();
        lab.resets(PEOPLE, &format!("--profile work --yes {flags}")).exits(0);
        assert!(sizes(&lab).iter().all(|size| *size <= most), "{flags}: {:?}", sizes(&lab));
        for id in [3, 4, 6, 7, 9, 11, 12, 14, 15, 17] {
            lab.emulator().enroll(id);
        }
    }
}

#[test]
fn no_more_requests_are_under_way_than_wanted() {
    for wanted in [1, 4] {
        let lab = Lab::new();
        lab.emulator().faults(&[(RESET, "delay:100")]);
        lab.file("people.csv", PEOPLE);
        let words = format!("mfa reset --csv people.csv --yes --concurrency {wanted} --no-verify");
        let mut running = lab.types(&words).start();
        let mut most = 0;
        wait_for("the end", || {
            let requests = lab.emulator().requests();
            most = most.max(requests.iter().filter(|request| request["status"].is_null()).count());
            running.has_ended().then_some(())
        });
        running.end().exits(0);
        assert_eq!(most, wanted);
    }
}

#[test]
fn no_more_requests_are_sent_than_the_rate_allows() {
    let lab = Lab::new();
    let started = std::time::Instant::now();
    lab.resets(PEOPLE, "--yes --no-verify --rate 20/s").exits(0);
    // The reads count too: one of the caller and one of each person, before as many resets.
    let requests = lab.emulator().requests().len();
    assert_eq!(requests, 21);
    assert!(started.elapsed().as_secs_f64() > 0.5, "{:?}", started.elapsed());
}

#[test]
fn what_makes_no_sense_is_wrong_usage() {
    let lab = Lab::bare();
    for flags in [
        "--concurrency 0",
        "--concurrency many",
        "--concurrency 10001",
        "--rate 0",
        "--rate -1/s",
        "--rate 10/m",
        "--rate fast",
        "--ids-per-request 0",
        "--ids-per-request all",
        "--patience forever",
        "--patience -1s",
        "--patience 30d",
        "--results",
        "--reason",
        "--again=maybe",
    ] {
        let shown = lab.run(&format!("-o json mfa reset --user-id 42 --yes {flags}")).exits(2);
        assert_eq!((shown.stdout.as_str(), shown.error()["code"].as_str()), ("", Some("usage")), "{flags}");
    }
    assert!(!fs::exists(lab.path("state")).expect("it can be asked"));
}

#[test]
fn the_progress_line_stands_while_a_batch_runs_and_is_gone_after() {
    let lab = Lab::new();
    lab.emulator().faults(&[(RESET, "delay:300")]);
    lab.file("people.csv", PEOPLE);
    let mut pty = Pty::start(&lab, 120, "--color never mfa reset --csv people.csv --yes --concurrency 4");
    pty.sees("Resetting").sees("of 10");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    let screen = pty.screen();
    assert!(!screen.contains("Resetting") && !screen.contains("Looking up"), "{screen}");
    assert_eq!(screen.lines().filter(|line| line.contains("@test.com")).count(), 10, "{screen}");
    assert!(screen.contains("10 reset") && pty.shows_cursor(), "{screen}");
}

#[test]
fn no_progress_line_is_drawn_for_one_person_or_where_it_is_not_wanted() {
    let lab = Lab::new();
    for words in ["--user-id 42", "--user-id 46 --user-id 6 -o json", "-q --user-id 4 --user-id 7"] {
        let mut pty = Pty::start(&lab, 120, &format!("--color never mfa reset {words} --yes"));
        assert_eq!(pty.end(), 0, "{}", pty.screen());
        assert!(!pty.raw().contains("Resetting"), "{words}\n{}", pty.raw());
    }
    lab.resets(PEOPLE, "--yes").exits(0).stderr.lines().for_each(|line| assert!(!line.contains("Resetting")));
}
