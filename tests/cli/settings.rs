//! The order of settings (flag, environment, profile, default), and wrong config files.

use serde_json::json;

use crate::lab::Lab;

#[test]
fn a_config_file_that_is_wrong_is_bad_input() {
    let lab = Lab::bare();
    let profile =
        |lines: &str| format!("[profiles.w]\nprovider = \"resolver\"\nurl = \"us\"\norg_id = \"1\"\n{lines}");
    for text in [
        "not toml at all [".to_owned(),
        "[profiles.w]\nprovider = \"resolver\"\n".to_owned(),
        profile("environment = \"staging\"\n"),
        profile("pagination = \"none\"\n"),
        profile("paging = \"sometimes\"\n"),
        profile("paging = 1\n"),
        profile("concurrency = 0\n"),
        profile("paging = \"none\"\n")
            .replace("resolver", "privacyidea")
            .replace("\"us\"", "\"https://x.test\""),
        profile("").replace("resolver", "other"),
        profile("").replace("\"us\"", "\"http://mfa.example\""),
        profile("").replace("\"us\"", "\"ftp://mfa.example\""),
        profile("").replace("\"us\"", "\"not a url\""),
        profile("").replace("\"us\"", "\"https://user:secret@mfa.example\""),
        profile("").replace("\"1\"", "\"\""),
    ] {
        lab.config(&text);
        for words in ["--profile w users search -o json", "--profile w mfa reset --user-id 1 --yes -o json"] {
            let shown = lab.run(words).exits(10);
            assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("bad_input")), "{text}");
            assert!(!format!("{shown}").contains("secret@"), "{shown}");
        }
    }
}

#[test]
fn a_key_that_does_not_belong_there_is_named() {
    let lab = Lab::bare();
    let says = |provider: &str, line: &str, words: &str| {
        lab.config(&format!(
            "[profiles.w]\nprovider = \"{provider}\"\nurl = \"https://x.test\"\norg_id = \"1\"\n{line}\n"
        ));
        let shown = lab.run("--profile w users search").exits(10);
        assert!(shown.stderr.contains(words), "{line}: {shown}");
    };
    says("resolver", "pagination = true", "unknown key `pagination`, expected one of: provider, url,");
    says("resolver", "paging = \"some\"", "paging `some` is not one of: none, page_limit");
    says("resolver", "org_reset_path = 1", "`org_reset_path` must be a text in quotes");
    says("privacyidea", "paging = \"none\"", "`paging` is for a profile of resolver, not of privacyidea");
    says("privacyidea", "pagination = 1", "unknown key `pagination`");
}

#[test]
fn a_secret_in_a_url_that_is_refused_is_not_shown() {
    let lab = Lab::new();
    for url in ["http://ana:hunter2@mfa.example", "https://mfa.example/?key=hunter2", "ftp://x/hunter2"] {
        let shown = lab.types("users search").set("MFA_ADMIN_URL", url).run().exits(10);
        assert!(!format!("{shown:?}").contains("hunter2"), "{url}\n{shown}");
        let words =
            format!("auth login --profile w --provider resolver --url {url} --org 1 --with-api-key -o json");
        let shown = lab.run(&words).exits(10);
        assert!(!format!("{shown:?}").contains("hunter2"), "{url}\n{shown}");
    }
}

#[test]
fn a_profile_that_is_not_there_is_unauthenticated() {
    let lab = Lab::bare();
    lab.config("[profiles.work]\nprovider = \"resolver\"\nurl = \"us\"\norg_id = \"1\"\n");
    let shown = lab.run("--profile nowhere users search -o json").exits(3);
    assert!(shown.error()["hint"].to_string().contains("work"));
}

#[test]
fn a_flag_wins_over_the_environment() {
    let lab = Lab::new().set("MFA_ADMIN_OUTPUT", "csv").set("MFA_ADMIN_PROFILE", "nowhere");
    assert!(lab.run("--profile demo users search valentina").exits(0).stdout.starts_with("user_id,"));
    assert!(lab.run("--profile demo users search valentina -o json").exits(0).json().is_array());
    lab.config("[profiles.here]\nprovider = \"resolver\"\nurl = \"us\"\norg_id = \"1\"\n");
    let shown = lab.run("auth status -o json --profile here");
    assert_eq!(shown.json()["profile"], "here");
}

#[test]
fn the_environment_names_the_profile() {
    let lab = Lab::bare().set("MFA_ADMIN_PROFILE", "demo");
    assert_eq!(lab.run("auth status -o json").exits(0).json()["profile"], "demo");
}

#[test]
fn an_unknown_word_in_the_environment_is_wrong_usage() {
    let shown = Lab::bare().set("MFA_ADMIN_OUTPUT", "yaml").run("users search").exits(2);
    assert!(shown.stderr.contains("MFA_ADMIN_OUTPUT"), "\n{shown}");
}

#[test]
fn a_profile_of_the_environment_must_be_whole_and_right() {
    let lab = Lab::new();
    for (variable, value) in [
        ("MFA_ADMIN_PROVIDER", ""),
        ("MFA_ADMIN_PROVIDER", "other"),
        ("MFA_ADMIN_ORG_ID", ""),
        ("MFA_ADMIN_ENVIRONMENT", "staging"),
        ("MFA_ADMIN_URL", "http://mfa.example"),
        ("MFA_ADMIN_URL", "nonsense"),
    ] {
        let shown = lab.types("users search -o json").set(variable, value).run().exits(10);
        assert_eq!(shown.error()["code"], "bad_input", "{variable}={value}");
    }
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn a_key_with_a_url_goes_to_no_other_host() {
    let lab = Lab::new();
    let other = Lab::new();
    let url = &other.emulator().url;
    lab.config(&format!("[profiles.other]\nprovider = \"resolver\"\nurl = \"{url}\"\norg_id = \"166\"\n"));
    lab.run("--profile other users search").exits(3);
    assert_eq!((lab.emulator().requests().len(), other.emulator().requests().len()), (0, 0));
    let lab = lab.set("MFA_ADMIN_URL", "");
    lab.run("--profile other users search").exits(3);
    assert_ne!(other.emulator().requests().len(), 0);
}

#[test]
fn the_environment_demo_belongs_to_the_built_in_profile() {
    let lab = Lab::new();
    let url = lab.emulator().url.clone();
    let is_refused = |words: &str| {
        let shown = lab.types(words).stdin("a-key\n").run().exits(10);
        let error = shown.error();
        assert_eq!((shown.stdout.as_str(), &error["code"]), ("", &json!("bad_input")), "{words}");
        assert!(error["message"].to_string().contains("environment `demo`"), "{words}: {error}");
        assert!(error["hint"].to_string().contains("sandbox"), "{words}: {error}");
    };
    let site = format!("--provider resolver --url {url} --org 166");
    is_refused(&format!("auth login --profile w {site} --environment demo --with-api-key -o json"));
    assert!(!lab.path("config").exists());
    lab.config(&format!(
        "[profiles.w]\nprovider = \"resolver\"\nurl = \"{url}\"\norg_id = \"166\"\nenvironment = \"demo\"\n"
    ));
    let batch = "mfa reset --user-id 42 --user-id 46 --yes -o json";
    is_refused(&format!("--profile w {batch}"));
    let lab = lab.set("MFA_ADMIN_ENVIRONMENT", "demo");
    assert_eq!(lab.run(batch).exits(10).error()["code"], "bad_input");
    assert_eq!(lab.emulator().requests().len(), 0);
    lab.run("--profile demo mfa reset --user-id 42 --user-id 46 --yes").exits(0);
}

#[test]
fn a_default_profile_is_used_when_none_is_named() {
    let lab = Lab::new();
    let (url, key) = (lab.emulator().url.clone(), lab.emulator().api_key.clone());
    let lab = lab.without_variables().set("MFA_ADMIN_API_KEY", &key);
    lab.config(&format!(
        "default_profile = \"work\"\n[profiles.work]\nprovider = \"resolver\"\nurl = \"{url}\"\norg_id = \"166\"\nenvironment = \"sandbox\"\n"
    ));
    let shown = lab.run("mfa reset --user-id 42 --yes -o json").exits(0);
    assert_eq!((&shown.json()["profile"], &shown.json()["environment"]), (&json!("work"), &json!("sandbox")));
}

#[test]
fn an_authority_file_that_is_none_is_bad_input() {
    let lab = Lab::bare().set("MFA_ADMIN_API_KEY", "key");
    lab.file("config/ca.pem", "no certificate");
    for name in ["ca.pem", "nowhere.pem"] {
        lab.config(&format!(
            "[profiles.w]\nprovider = \"resolver\"\nurl = \"https://127.0.0.1:1\"\norg_id = \"1\"\nca_file = \"{name}\"\n"
        ));
        assert_eq!(
            lab.run("--profile w users search -o json").exits(10).error()["code"],
            "bad_input",
            "{name}"
        );
    }
}
