//! What is said to a person who typed a command or a flag that does not exist.

use crate::lab::Lab;

/// The suggestion of the hint, without the words around it; empty where there is none.
fn hint(lab: &Lab, words: &str) -> String {
    let error = lab.run(&format!("-o json {words}")).exits(2).error();
    let hint = error["hint"].as_str().unwrap_or_default();
    let meant = hint.strip_prefix("did you mean ").and_then(|rest| rest.strip_suffix('?'));
    meant.unwrap_or_default().replace("mfa-admin ", "")
}

#[test]
fn it_is_what_a_person_meant() {
    let lab = Lab::bare();
    for (typed, meant) in [
        ("mfa reset --id 42", "`--user-id`"),
        ("users show --id 42", "`--user-id`"),
        ("mfa reset --user 42", "`--user-id`"),
        ("mfa reset --mail a@b.c", "`--email`"),
        ("mfa reset --file x.csv", "`--csv`"),
        ("mfa reset 42 --force", "`--yes`"),
        ("mfa reset 42 --dryrun", "`--dry-run`"),
        ("mfa reset 42 --json", "`--output json`"),
        ("mfa reset 42 --profil demo", "`--profile`"),
        ("users search --enroled", "`--enrolled`"),
        ("login", "`auth login`"),
        ("logout", "`auth logout`"),
        ("signin", "`auth login`"),
        ("whoami", "`auth status`"),
        ("reset 42", "`mfa reset`"),
        ("--profile demo reset 42", "`mfa reset`"),
        ("unlock 42", "`mfa unlock`"),
        ("plan", "`mfa plan`"),
        ("search ana", "`users search`"),
        ("find ana", "`users search`"),
        ("users find ana", "`users search`"),
        ("users list", "`users search`"),
        ("show 42", "one of `users show`, `batch show`"),
        ("resume last", "`batch resume`"),
        ("mfa rset 42", "`mfa reset`"),
        ("mfa show 42", "`users show`"),
        ("mfa 42", "`mfa reset 42`"),
        ("users a@b.c", "`users show a@b.c`"),
        ("user show", "`users`"),
        ("usres search", "`users`"),
        ("batch shwo", "`batch show`"),
        ("serach ana", "`users search`"),
        ("users search Ana María", "`users search 'Ana María'`"),
        ("help reset", "`mfa reset`"),
    ] {
        assert_eq!(hint(&lab, typed), meant, "{typed}");
    }
}

#[test]
fn where_nothing_is_near_nothing_misleads() {
    let lab = Lab::bare();
    let of_later = ["report", "mfa report", "mfa enforce", "mfa exempt"];
    for typed in of_later.iter().chain(&["frobnicate", "mfa reset --zzz", "users show --limit 3"]) {
        assert_eq!(hint(&lab, typed), "", "{typed}");
        let shown = lab.run(typed).exits(2);
        assert!(!shown.stderr.contains("tip:"), "{typed}\n{shown}");
    }
}

#[test]
fn people_read_it_above_the_usage_of_the_command() {
    let shown = Lab::bare().run("mfa reset --id 42").exits(2);
    assert!(shown.stderr.contains("\n  tip: did you mean `--user-id`?\n"), "{shown}");
    assert!(shown.stderr.contains("Usage: mfa-admin mfa reset [OPTIONS]"), "{shown}");
    assert!(!shown.stderr.contains("--ids-per-request"), "{shown}");
}
