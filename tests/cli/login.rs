//! `auth login` that asks for what is missing, `auth list` and `auth remove`, with a kernel keyring of the test's own.
//!
//! Where no session keyring can be made, the tests that sign in say so and pass.

use serde_json::json;

use crate::lab::{Lab, Pty, has_keyctl};

const DOWN: &str = "\u{1b}[B";

#[test]
fn it_asks_for_everything_that_no_flag_says() {
    if !has_keyctl() {
        return;
    }
    let lab = Lab::new();
    let (url, key) = (lab.emulator().url.clone(), lab.emulator().api_key.clone());
    let lab = lab.without_variables();
    let mut pty = Pty::start_in_session(&lab, 100, "auth login --store keyutils");
    pty.sees("Name of the profile (Enter for `work`):").types("demo\r");
    pty.sees("needs no sign-in\nName of the profile").types("office\r");
    pty.sees("> resolver").types("\r");
    pty.sees("> us: https://us.core.resolver.com").sees("  eu: https://eu.core.resolver.com");
    pty.types(DOWN).sees("> eu").types(DOWN).sees("> another URL").types("\r");
    pty.sees("Base URL of the service:").types("http://evil.test\r");
    pty.sees("plain http to another machine, evil.test: use https\nBase URL of the service:")
        .types(&format!("{url}\r"));
    pty.sees("ID of the organisation:").types("166\r");
    pty.sees("> with an API key").types("\r");
    pty.sees_hidden("API key (not shown)").types(&format!("{key}\r"));
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(pty.screen().contains("signed in to Harbour Light Utilities"), "{}", pty.screen());
    let config = std::fs::read_to_string(lab.path("config/config.toml")).expect("a profile");
    for part in ["[profiles.office]", "provider = \"resolver\"", &url, "org_id = \"166\""] {
        assert!(config.contains(part), "{part}\n{config}");
    }
}

#[test]
fn it_asks_for_nothing_that_a_flag_or_the_profile_says() {
    if !has_keyctl() {
        return;
    }
    let lab = Lab::new();
    let url = lab.emulator().url.clone();
    let lab = lab.without_variables();
    lab.config(&format!("[profiles.work]\nprovider = \"resolver\"\nurl = \"{url}\"\norg_id = \"166\"\n"));
    let mut pty =
        Pty::start_in_session(&lab, 100, "--profile work auth login --store keyutils --with-api-key");
    pty.sees_hidden("API key (not shown)").types("\u{1b}");
    assert_eq!(pty.end(), 6, "{}", pty.screen());
    assert!(!pty.screen().contains("Which kind") && !pty.screen().contains("ID of"), "{}", pty.screen());
}

#[test]
fn esc_leaves_at_each_question_and_stores_nothing() {
    let lab = Lab::bare();
    for (words, question) in [
        ("auth login", "Name of the profile"),
        ("auth login --profile work", "Which kind of service is it?"),
        ("auth login --profile work --provider resolver", "Where is it?"),
        ("auth login --profile work --provider resolver --url us", "ID of the organisation"),
    ] {
        for key in ["\u{1b}", "\u{3}"] {
            let mut pty = Pty::start(&lab, 60, words);
            pty.sees(question).types(key);
            assert_eq!(pty.end(), 6, "{words}\n{}", pty.screen());
            assert!(pty.shows_cursor() && pty.echoes());
            assert!(!lab.path("config/config.toml").exists(), "{words}");
        }
    }
}

#[test]
fn without_a_terminal_what_is_missing_is_wrong_usage() {
    let lab = Lab::bare();
    for words in
        ["auth login", "auth login --profile work", "auth login --profile work --provider resolver --url us"]
    {
        let shown = lab.run(&format!("-o json {words}")).exits(2);
        assert_eq!(shown.error()["code"], "usage", "{words}");
    }
}

#[test]
fn the_list_tells_who_is_signed_in_and_remove_takes_profile_and_credential() {
    if !has_keyctl() {
        return;
    }
    let lab = Lab::new();
    let (url, key) = (lab.emulator().url.clone(), lab.emulator().api_key.clone());
    let lab = lab.without_variables();
    lab.config(
        "[profiles.other]\nprovider = \"resolver\"\nurl = \"eu\"\norg_id = \"7\"\nstore = \"keyutils\"\n",
    );
    let shown = lab.in_session(&format!(
        "printf %s {key} | mfa-admin auth login --profile work --provider resolver --url {url} --org 166 \
         --with-api-key --store keyutils -q\n\
         mfa-admin auth list -o csv\n\
         mfa-admin auth remove work; echo $?\n\
         mfa-admin auth list -o csv\n\
         mfa-admin auth login --profile work --provider resolver --url {url} --org 166 --store keyutils \
         --with-api-key -q < /dev/null; echo $?\n\
         mfa-admin auth remove other; echo $?\n\
         mfa-admin auth list -o json"
    ));
    let lines: Vec<_> = shown.stdout.lines().collect();
    let header = "profile,provider,url,org_id,environment,default,signed_in";
    assert_eq!(lines[0], header, "{shown}");
    assert_eq!(lines[1], "other,resolver,https://eu.core.resolver.com/,7,production,false,false", "{shown}");
    assert!(
        lines[2].starts_with("work,resolver,http://127.0.0.1:") && lines[2].ends_with("true,true"),
        "{shown}"
    );
    assert_eq!(lines[3..6], ["0", header, lines[1]], "{shown}");
    assert_eq!(lines[6..], ["2", "0", "[]"], "{shown}");
    assert!(shown.stderr.contains("profile `work` and its credential are removed"), "{shown}");
    assert!(shown.stderr.contains("it was the default"), "{shown}");
    assert!(shown.stderr.contains("profile `other` is removed; it had no credential"), "{shown}");
}

#[test]
fn where_no_store_can_be_reached_the_profile_goes_all_the_same() {
    let lab = Lab::bare();
    lab.config(
        "# mine\ndefault_profile = \"work\"\n[profiles.work]\nprovider = \"resolver\"\nurl = \"us\"\norg_id = \"166\"\n\
         # yours\n[profiles.play]\nprovider = \"resolver\"\nurl = \"eu\"\norg_id = \"7\"\n",
    );
    let listed = lab.run("auth list -o json").exits(0).json();
    assert_eq!((&listed[0]["signed_in"], &listed[1]["signed_in"]), (&json!(null), &json!(null)));
    let shown = lab.run("auth remove work").exits(0);
    assert!(shown.stderr.contains("its credential may still be in secret-service"), "{shown}");
    let config = std::fs::read_to_string(lab.path("config/config.toml")).expect("the file");
    assert!(config.contains("# yours") && config.contains("profiles.play"), "{config}");
    assert!(!config.contains("work"), "{config}");
    let shown = lab.run("-o json auth remove work").exits(3);
    assert!(shown.error()["hint"].to_string().contains("play"), "{shown}");
    lab.run("auth remove demo").exits(2);
    lab.run("auth remove").exits(2);
}
