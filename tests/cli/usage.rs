//! Help, version and wrong usage.

use expect_test::expect;

use crate::lab::Lab;

#[test]
fn the_version_is_one_line() {
    let shown = Lab::bare().run("--version").exits(0);
    assert_eq!(shown.stdout, format!("mfa-admin {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(shown.stderr, "");
}

#[test]
fn help_is_a_result() {
    let shown = Lab::bare().run("mfa reset --help").exits(0);
    for flag in [
        "--user-id",
        "--email",
        "--csv",
        "--level",
        "--yes",
        "--confirm",
        "--dry-run",
        "--no-verify",
        "--settle",
        "--max",
        "--again",
        "--results",
        "--concurrency",
        "--rate",
        "--ids-per-request",
        "--patience",
        "--reason",
        "--ticket",
        "--verified-by",
        "--profile",
        "--output",
        "--quiet",
        "--verbose",
        "--color",
        "--no-input",
        "--timeout",
    ] {
        assert!(shown.stdout.contains(flag), "{flag}\n{shown}");
    }
    assert_eq!(shown.stderr, "");
}

#[test]
fn what_is_not_built_yet_is_absent_from_help() {
    let lab = Lab::bare();
    let is_listed = |help: &str, word: &str| help.lines().any(|line| line.trim_start().starts_with(word));
    for (menu, words) in [
        ("mfa --help", ["report", "enforce", "exempt", "unexempt"].as_slice()),
        ("audit --help", &["verify", "export"]),
    ] {
        let help = lab.run(menu).stdout;
        for word in words {
            assert!(!is_listed(&help, word), "{word}\n{help}");
        }
    }
}

#[test]
fn what_is_not_built_yet_is_wrong_usage() {
    let lab = Lab::bare();
    for words in ["audit verify", "audit export x", "mfa report", "mfa enforce", "mfa exempt"] {
        lab.run(words).exits(2);
    }
}

#[test]
fn what_a_service_cannot_do_is_wrong_usage_there() {
    let lab = Lab::new();
    let shown = lab.run("mfa unlock --user-id 42 --yes -o json").exits(2);
    let said = "resolver has no counter of wrong codes that could be cleared";
    assert_eq!((shown.error()["message"].as_str(), shown.stdout.as_str()), (Some(said), ""));
    lab.run("mfa unlock --user-id 42").exits(6);
    lab.run("mfa unlock").exits(2);
    assert!(lab.emulator().sent().is_empty());
}

#[test]
fn wrong_usage_says_what_is_wrong_and_prints_no_result() {
    let shown = Lab::bare().run("mfa unlock").exits(2);
    expect![[r#"
        exit 2
        --- stderr
        error: the following required arguments were not provided:
          <WHO|--user-id <ID>|--email <EMAIL>>

        Usage: mfa-admin mfa unlock <WHO|--user-id <ID>|--email <EMAIL>>

        For more information, try '--help'.
    "#]]
    .assert_eq(&shown.to_string());
}

#[test]
fn wrong_usage_in_json_is_one_object_on_stderr() {
    let lab = Lab::bare();
    for words in [
        "-o json users show",
        "users show --output=jsonl",
        "users show -ojson",
        "-o=json users nothing",
        "-o json mfa reset --yes",
        "-o json mfa reset --user-id 1 --csv x.csv",
        "-o json mfa reset --user-id 1 --level both",
        "-o json mfa reset --user-id 1 --settle -1",
        "-o json users search --limit many",
        "-o json --timeout 0 users search",
        "-o json users search --active --inactive",
        "-o json users search --enrolled --not-enrolled",
        "-o json mfa reset --user-id 1 --max",
        "-o json auth switch",
    ] {
        let shown = lab.run(words).exits(2);
        assert_eq!(shown.stdout, "", "{words}");
        let error = shown.error();
        assert_eq!(error["code"], "usage", "{words}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{words}");
        assert!(error.as_object().is_some_and(|keys| keys.contains_key("hint")), "{words}");
    }
}

#[test]
fn the_environment_may_ask_for_json_errors_too() {
    let shown = Lab::bare().set("MFA_ADMIN_OUTPUT", "json").run("users nothing").exits(2);
    assert_eq!(shown.error()["code"], "usage");
}

#[test]
fn no_arguments_show_how_it_is_used() {
    let shown = Lab::bare().types_all(&[]).run();
    assert_eq!(shown.exit, 2, "\n{shown}");
    assert!(shown.stderr.contains("Usage: mfa-admin"), "\n{shown}");
}

#[test]
fn an_id_that_cannot_be_one_is_wrong_usage() {
    let lab = Lab::new();
    for id in ["abc", "-5", "0", "4.2", "", "99999999999999999999"] {
        lab.types_all(&["users", "show", &format!("--user-id={id}")]).run().exits(2);
        lab.types_all(&["mfa", "reset", "--yes", &format!("--user-id={id}")]).run().exits(2);
    }
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn completions_are_written_for_every_shell() {
    let lab = Lab::bare();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let shown = lab.run(&format!("completions {shell}")).exits(0);
        assert!(shown.stdout.contains("mfa-admin"), "{shell}: it asks the program\n{shown}");
        assert_eq!(shown.stderr, "", "{shell}");
        let shown = lab.run(&format!("completions {shell} --static")).exits(0);
        assert!(shown.stdout.contains("mfa-admin") && shown.stdout.contains("reset"), "{shell}");
    }
    lab.run("completions tcsh").exits(2);
}

#[test]
fn man_pages_go_into_a_folder_that_need_not_exist() {
    let lab = Lab::bare();
    let shown = lab.run("man pages/man1").exits(0);
    assert_eq!(shown.stdout, "");
    let page = std::fs::read_to_string(lab.path("pages/man1/mfa-admin.1")).expect("the page of the program");
    for words in ["EXIT STATUS", "unknown_outcome", "interrupted"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(lab.path("pages/man1/mfa-admin-mfa-reset.1").exists());
}

#[test]
fn man_pages_that_cannot_be_written_are_exit_13() {
    let lab = Lab::bare();
    lab.file("taken", "");
    let shown = lab.run("-o json man taken/man1").exits(13);
    assert_eq!(shown.error()["code"], "state");
}
