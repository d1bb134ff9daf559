//! Questions other than the pop-up, on a real terminal, with a kernel keyring of the test's own.
//!
//! A login needs a store. Where no session keyring can be made, these tests say so and pass.

use std::io::Write as _;

use mfa_admin::output::ask_choice;
use mfa_admin::settings::TerminalStyle;
use serde_json::json;

use crate::lab::{Lab, Pty, Reply, Stub, has_keyctl};

#[test]
fn a_typed_key_is_never_shown() {
    if !has_keyctl() {
        return;
    }
    let lab = Lab::new();
    let (url, key) = (lab.emulator().url.clone(), lab.emulator().api_key.clone());
    let lab = lab.without_variables();
    let words = format!(
        "auth login --profile work --provider resolver --url {url} --org 166 --with-api-key --store keyutils"
    );
    let mut pty = Pty::start_in_session(&lab, 100, &words);
    pty.sees_hidden("API key (not shown)").types(&format!("{key}\r"));
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(!pty.raw().contains(&key) && !pty.raw().contains(&key[..8]), "{}", pty.raw());
    assert!(pty.screen().contains("signed in"), "{}", pty.screen());
    assert!(pty.shows_cursor() && pty.echoes());
    let config = std::fs::read_to_string(lab.path("config/config.toml")).expect("a profile");
    assert!(config.contains("keyutils") && !config.contains(&key), "{config}");
}

/// The words of a login that asks; the lab it happens in.
fn login(more: &str) -> (Lab, String) {
    let lab = Lab::new();
    let url = lab.emulator().url.clone();
    let words = format!(
        "auth login --profile work --provider resolver --url {url} --org 166 --store keyutils {more}"
    );
    (lab.without_variables(), words)
}

#[test]
fn ctrl_c_or_esc_at_a_hidden_question_stores_nothing_and_gives_the_terminal_back() {
    if !has_keyctl() {
        return;
    }
    let (lab, words) = login("--with-api-key");
    for keys in ["half\u{3}", "\u{3}", "half\u{1b}", "half\u{4}"] {
        let mut pty = Pty::start_in_session(&lab, 100, &words);
        pty.sees_hidden("API key (not shown)").types(keys);
        assert_eq!(pty.end(), 6, "{keys:?}\n{}", pty.screen());
        assert!(pty.shows_cursor() && pty.echoes());
        assert!(!lab.path("config/config.toml").exists());
    }
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn a_slip_in_a_hidden_word_can_be_mended() {
    if !has_keyctl() {
        return;
    }
    let (lab, words) = login("--with-api-key");
    let key = lab.emulator().api_key.clone();
    let mut pty = Pty::start_in_session(&lab, 100, &words);
    pty.sees_hidden("API key (not shown)").types(&format!("something else\u{15}{key}ï\u{7f}\r"));
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(!pty.raw().contains("something") && !pty.raw().contains(&key[..8]), "{}", pty.raw());
}

#[test]
fn the_key_comes_first_among_the_ways_to_sign_in() {
    if !has_keyctl() {
        return;
    }
    let (lab, words) = login("");
    let key = lab.emulator().api_key.clone();
    let mut pty = Pty::start_in_session(&lab, 100, &words);
    pty.sees("> with an API key").sees("  with a password").types("\r");
    pty.sees_hidden("API key (not shown)");
    let screen = pty.screen();
    assert!(
        screen.contains("How do you want to sign in? with an API key (recommended)\nAPI key"),
        "{screen}"
    );
    pty.types(&format!("{key}\r"));
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(pty.shows_cursor() && pty.echoes());
}

#[test]
fn arrows_and_letters_choose_and_enter_confirms() {
    if !has_keyctl() {
        return;
    }
    let (lab, words) = login("");
    for keys in ["\u{1b}[B", "\u{1b}[A", "j", "k", "jkj", "\t", "\u{1b}[Z", "2j"] {
        // So narrow that every line is cut.
        let mut pty = Pty::start_in_session(&lab, 24, &words);
        pty.sees("> with an API key").types(keys);
        pty.sees("> with a password").types("\r").sees("E-mail: ");
        // However often it was drawn, nothing of that stays.
        let screen = pty.screen();
        assert!(screen.matches("How do you").count() == 1 && !screen.contains("> "), "{keys:?}\n{screen}");
        pty.types("\u{1b}");
        assert_eq!(pty.end(), 6, "{keys:?}\n{}", pty.screen());
        assert!(pty.shows_cursor() && pty.echoes());
    }
}

#[test]
fn ctrl_c_or_esc_at_a_choice_always_cancels_and_gives_the_terminal_back() {
    if !has_keyctl() {
        return;
    }
    let (lab, words) = login("");
    for keys in ["\u{3}", "j\u{3}", "\u{1b}", "q"] {
        let mut pty = Pty::start_in_session(&lab, 100, &words);
        pty.sees("> with an API key").types(keys);
        assert_eq!(pty.end(), 6, "{keys:?}\n{}", pty.screen());
        assert!(pty.shows_cursor() && pty.echoes());
        let screen = pty.screen();
        let is_gone = screen.contains("How do you want to sign in? CANCEL\n") && !screen.contains("> ");
        assert!(is_gone, "{keys:?}\n{screen}");
    }
    assert_eq!(lab.emulator().requests().len(), 0);
}

const ABOVE: &str = "one line above\nanother line above\n";

/// Asks for a person by names that do not fit. The two tests below start it on a terminal.
#[test]
#[ignore = "it needs a terminal"]
#[expect(
    clippy::disallowed_methods,
    reason = "it stands for a command, which has written lines above the question"
)]
fn asks_for_one_of_many() {
    let mut names = vec!["李小龍".repeat(20), "long ".repeat(60), "Zoë\u{1b}[2J".to_owned()];
    names.extend((4..=60).map(|number| format!("person {number}")));
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let mut terminal = std::io::stderr();
    terminal.write_all(ABOVE.as_bytes()).expect("a terminal");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let answer = runtime.block_on(ask_choice(TerminalStyle::Drawn, "Which of them?", &names));
    terminal.write_all(format!("it was {answer:?}\n").as_bytes()).expect("a terminal");
}

fn many(columns: u16) -> Pty {
    let lab = Lab::bare();
    let words = "--exact prompts::asks_for_one_of_many --ignored --nocapture";
    let mut pty = Pty::start_these_tests(&lab, columns, words);
    pty.sees("Enter to confirm");
    pty
}

#[test]
fn names_that_do_not_fit_leave_the_lines_above_the_question_alone() {
    let mut pty = many(35);
    for (keys, chosen) in
        [("j", "> long long"), ("j", "> Zoë\\u{1b}[2J"), ("kk", "> 李小龍李小龍"), ("k", "> person 60")]
    {
        pty.types(keys).sees(chosen);
        let screen = pty.screen();
        assert!(screen.contains(ABOVE) && screen.matches("Which of them?").count() == 1, "{keys}\n{screen}");
        assert_eq!(screen.matches("> ").count(), 1, "{keys}\n{screen}");
    }
    pty.types("j\r").sees("it was");
    let screen = pty.screen();
    assert!(screen.contains(&format!("{ABOVE}Which of them? 李小龍")), "{screen}");
    assert!(!screen.contains("long long") && screen.contains("it was Given(0)"), "{screen}");
    assert_eq!(pty.end(), 0);
}

#[test]
fn a_list_longer_than_the_screen_has_pages_and_is_gone_after_ctrl_c() {
    for keys in ["\u{3}", "\u{1b}[C\u{3}", "k\u{3}", "\u{1b}"] {
        let mut pty = many(80);
        assert!(pty.screen().contains(&format!("{ABOVE}Which of them? [Page 1/5]")), "{}", pty.screen());
        pty.types(keys).sees("it was Cancelled");
        let screen = pty.screen();
        assert!(screen.contains(&format!("{ABOVE}Which of them? CANCEL\nit was")), "{keys:?}\n{screen}");
        assert_eq!(pty.end(), 0, "{keys:?}: no signal ended it");
    }
}

#[test]
fn a_signal_at_a_question_leaves_the_terminal_as_it_was() {
    if !has_keyctl() {
        return;
    }
    for (more, question) in [("", "> with an API key"), ("--with-api-key", "API key (not shown)")] {
        let (lab, words) = login(more);
        let mut pty = Pty::start_in_session(&lab, 100, &words);
        pty.sees_hidden(question).signal("TERM");
        assert_eq!(pty.end(), 130, "{}", pty.screen());
        assert!(pty.shows_cursor() && pty.echoes());
    }
}

#[test]
fn an_enrolled_person_is_asked_for_a_code() {
    if !has_keyctl() {
        return;
    }
    let lab = Lab::new();
    lab.emulator().enroll(1);
    let (url, password) = (lab.emulator().url.clone(), lab.emulator().password.clone());
    let lab = lab.without_variables();
    let login = format!(
        "auth login --profile work --provider resolver --url {url} --org 166 --login admin@test.com --store keyutils"
    );
    let mut pty = Pty::start_in_session(&lab, 100, &login);
    pty.sees_hidden("Password of admin@test.com").types(&format!("{password}\r"));
    pty.sees("Code from the authenticator app");
    assert!(pty.screen().contains("if the service does not take the code"), "{}", pty.screen());
    let state = lab.path("emulator");
    let shown = lab
        .types("emulator code --user-id 1 -o json")
        .set("MFA_ADMIN_STATE_DIR", &state.to_string_lossy())
        .run();
    let code = shown.exits(0).json()["code"].as_str().expect("a code").to_owned();
    pty.types(&format!("{code}\r"));
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(!pty.raw().contains(&password));
}

#[test]
fn the_code_goes_under_the_key_that_the_profile_names() {
    if !has_keyctl() {
        return;
    }
    for (line, key) in [("", "mfaToken"), ("mfa_code_key = \"otp\"\n", "otp")] {
        let stub = Stub::org(|asked| match asked.line().as_str() {
            "POST /user/authenticate" if asked.body.contains("123456") => {
                Some(Reply::ok(json!({"token": "a-token", "expiresAt": 4_000_000_000_u64})))
            }
            "POST /user/authenticate" => Some(Reply::ok(json!({"mfaRequired": true}))),
            _ => None,
        });
        let lab = Lab::on(&stub).without_variables();
        lab.config(&format!(
            "[profiles.work]\nprovider = \"resolver\"\nurl = \"{}\"\norg_id = \"166\"\nstore = \"keyutils\"\n{line}",
            stub.url()
        ));
        let mut pty = Pty::start_in_session(&lab, 100, "--profile work auth login --login admin@test.com");
        pty.sees_hidden("Password of admin@test.com").types("pass word\r");
        pty.sees("Code from the authenticator app").types("123456\r");
        assert_eq!(pty.end(), 0, "{}", pty.screen());
        let bodies: Vec<serde_json::Value> = stub
            .asked()
            .iter()
            .filter(|asked| asked.method == "POST")
            .map(|asked| serde_json::from_str(&asked.body).expect("JSON"))
            .collect();
        assert_eq!(bodies.len(), 2);
        assert_eq!(
            bodies[0],
            json!({"email": "admin@test.com", "password": "pass word", "selectedOrg": 166, "client": "core-client"})
        );
        assert_eq!(bodies[1][key], "123456");
    }
}
