//! One batch among many, and one row among many.

use serde_json::json;

use crate::lab::Lab;

#[test]
fn the_beginning_of_an_id_is_enough_where_only_one_begins_so() {
    let lab = Lab::new();
    let first = lab.resets("user_id\n42\n43\n", "--yes -o json").exits(0).json()["batch_id"].clone();
    let first = first.as_str().expect("an id");
    for id in [first, &first[..first.len() - 1]] {
        let shown = lab.run(&format!("batch show {id} -o json")).exits(0);
        assert_eq!(shown.json()["batch_id"], json!(first));
    }
    lab.resets("user_id\n46\n", "--yes -o json").exits(0);
    // Both of them are of this day.
    let day = &first[..9];
    let error = lab.run(&format!("batch show {day} -o json")).exits(5).error();
    assert_eq!(error["code"], "not_found");
    assert!(error["message"].to_string().contains(first), "{error}");
    for id in ["", "2", "%", "nothing"] {
        lab.types_all(&["batch", "show", id]).run().exits(5);
    }
    lab.run(&format!("batch resume {}", &first[..first.len() - 1])).exits(0);
}

#[test]
fn last_is_the_newest_of_the_profile() {
    let lab = Lab::new();
    lab.run("batch show last").exits(5);
    lab.resets("user_id\n42\n43\n", "--yes -o json").exits(0);
    let newest = lab.resets("user_id\n46\n", "--yes -o json").exits(0).json()["batch_id"].clone();
    lab.run("--profile demo mfa reset 3 4 --yes -q").exits(0);
    // A reset of one person is no batch.
    lab.run("mfa reset 6 --yes").exits(0);
    assert_eq!(lab.run("batch show last -o json").exits(0).json()["batch_id"], newest);
    let demo = lab.run("--profile demo batch show last -o json").exits(0).json();
    assert_eq!((&demo["profile"], &demo["total"]), (&json!("demo"), &json!(2)));
    let id = lab.interrupted("--again");
    let shown = lab.run("batch resume last --yes -o json").exits(0);
    assert_eq!(shown.json()["batch_id"], json!(id));
}

#[test]
fn only_the_rows_with_these_outcomes_are_shown_and_the_counts_are_those_of_all() {
    let lab = Lab::new();
    // 34 is an administrator, 43 has nothing to reset.
    let words = "--yes --reason phone --ticket HELP-1 --verified-by badge";
    lab.resets("user_id\n42\n34\n43\n4242\n", words).exits(7);
    let json = lab.run("batch show last --outcome refused,not_found -o json").exits(0).json();
    let rows: Vec<_> = json["rows"].as_array().expect("rows").iter().map(|row| row["row"].clone()).collect();
    assert_eq!(rows, [2, 4]);
    assert_eq!(json["counts"], json!({"reset": 1, "refused": 1, "not_enrolled": 1, "not_found": 1}));
    assert_eq!(
        (&json["reason"], &json["ticket"], &json["verified_by"], &json["actor"]),
        (&json!("phone"), &json!("HELP-1"), &json!("badge"), &json!("admin@test.com"))
    );
    let csv = lab.run("batch show last --outcome refused --outcome reset -o csv").exits(0).stdout;
    assert_eq!(csv.lines().count(), 3, "{csv}");
    let page = lab.run("batch show last --outcome failed").exits(0);
    for part in ["Reason", "phone", "HELP-1", "badge", "By", "admin@test.com", "1 reset"] {
        assert!(page.stdout.contains(part), "{part}\n{page}");
    }
    assert!(page.stderr.contains("no row of this batch has that outcome"), "{page}");
    lab.run("batch show last --outcome lost").exits(2);
    let whole = lab.run("batch show last -o json").exits(0).json();
    assert_eq!(whole["rows"].as_array().map(Vec::len), Some(4));
    // A list says nothing of these.
    assert!(lab.run("batch list -o json").exits(0).json()[0].get("ticket").is_none());
}
