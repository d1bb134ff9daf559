//! `users search --fields` and `--sort`, and the columns for which a terminal is too narrow.

use serde_json::Value;

use crate::lab::{Lab, Pty};

fn column(lab: &Lab, words: &str, key: &str) -> Vec<Value> {
    let rows = lab.run(&format!("users search {words} -o json")).exits(0).json();
    rows.as_array().expect("rows").iter().map(|row| row[key].clone()).collect()
}

#[test]
fn fields_are_the_columns_in_the_order_typed_in_every_format() {
    let lab = Lab::new();
    let words = "users search rodriguez --fields email,user_id";
    let shown = lab.run(words).exits(0);
    assert_eq!(shown.stdout, "EMAIL                 USER ID\nvalentina.r@test.com  42\n");
    let shown = lab.run(&format!("{words} -o csv")).exits(0);
    assert_eq!(shown.stdout, "email,user_id\nvalentina.r@test.com,42\n");
    let shown = lab.run(&format!("{words} -o jsonl")).exits(0);
    assert_eq!(shown.stdout, "{\"email\":\"valentina.r@test.com\",\"user_id\":\"42\"}\n");
    lab.run(&format!("{words} -o json")).exits(0).has_keys(&["email", "user_id"]);
    let shown = lab.run("users search zzzz --fields email,user_id -o csv").exits(0);
    assert_eq!(shown.stdout, "email,user_id\n");
}

#[test]
fn a_field_that_is_not_there_is_wrong_usage() {
    let lab = Lab::new();
    for words in ["--fields name,age", "--fields=", "--sort age", "--sort -", "--sort --limit"] {
        let shown = lab.run(&format!("users search -o json {words}")).exits(2);
        assert_eq!(shown.error()["code"], "usage", "{words}");
    }
    assert!(lab.emulator().requests().is_empty());
}

#[test]
fn a_sorted_list_is_sorted_before_it_is_cut() {
    let lab = Lab::new();
    let numbers = |words: &str| -> Vec<u64> {
        let ids = column(&lab, words, "user_id");
        ids.iter().map(|id| id.as_str().and_then(|id| id.parse().ok()).expect("a number")).collect()
    };
    assert_eq!(numbers("--sort user_id --limit 3"), [1, 2, 3]);
    assert_eq!(numbers("--sort -user_id --limit 3"), [100, 99, 98]);
    assert_eq!(numbers("--sort=-user_id --limit 2 --active").len(), 2);
    let shown = lab.run("users search --sort email --limit 2").exits(0);
    assert!(shown.stderr.contains("only the first 2 people are shown"), "{shown}");
    let emails = column(&lab, "--sort email --limit 0", "email");
    assert_eq!(emails.len(), 100);
    assert!(emails.is_sorted_by_key(|email| email.as_str().map(str::to_lowercase)), "{emails:?}");
}

#[test]
fn who_never_signed_in_comes_last_in_either_order() {
    let lab = Lab::new();
    for words in ["--sort last_login --limit 0", "--sort -last_login --limit 0"] {
        let times = column(&lab, words, "last_login");
        let known = times.iter().take_while(|time| !time.is_null()).count();
        assert!(known > 50 && times[known..].iter().all(Value::is_null), "{words}");
        let texts: Vec<_> = times[..known].iter().map(Value::as_str).collect();
        let falls = words.contains('-') && words.contains("-last");
        assert!(if falls { texts.is_sorted_by(|a, b| a >= b) } else { texts.is_sorted() }, "{words}");
    }
}

#[test]
fn columns_for_which_the_terminal_is_too_narrow_are_named() {
    let lab = Lab::new();
    let mut pty = Pty::start(&lab, 80, "users search rodriguez");
    assert_eq!(pty.end(), 0);
    let screen = pty.screen();
    assert!(
        screen.contains("left out, the terminal is too narrow:") && screen.contains("LAST LOGIN"),
        "{screen}"
    );
    let mut pty = Pty::start(&lab, 200, "users search rodriguez");
    assert_eq!(pty.end(), 0);
    assert!(!pty.screen().contains("left out"), "{}", pty.screen());
    let mut pty = Pty::start(&lab, 80, "users search rodriguez --fields user_id,last_login,name");
    assert_eq!(pty.end(), 0);
    assert!(!pty.screen().contains("left out"), "{}", pty.screen());
}
