//! `auth` without a keyring. The tests that need a keyring are in `tests/keyring`.

use expect_test::expect;
use serde_json::{Value, json};

use crate::lab::{Lab, Pty, Stub};

fn two_profiles(lab: &Lab) {
    lab.config(
        "# mine\ndefault_profile = \"work\"\n\n[profiles.work]\nprovider = \"resolver\"\nurl = \"us\"\norg_id = \"166\"\n\n\
         [profiles.play]\nprovider = \"resolver\"\nurl = \"https://eu.core.resolver.com\"\norg_id = \"7\"\nenvironment = \"sandbox\"\n",
    );
}

#[test]
fn status_tells_who_is_signed_in() {
    let shown = Lab::new().run("auth status").exits(0);
    expect![[r#"
        exit 0
        --- stdout
        environment
          Provider       resolver
          URL            http://127.0.0.1:PORT/
          Org            Harbour Light Utilities (166)
          Environment    sandbox
          Signed in as   admin@test.com
          Administrator  yes
          Credential     api_key in environment
    "#]]
    .assert_eq(&shown.to_string());
}

#[test]
fn status_in_json_has_every_key() {
    let lab = Lab::new();
    let shown = lab.run("auth status -o json").exits(0);
    let mut status = shown.json();
    assert_eq!(status["url"].take(), json!(format!("{}/", lab.emulator().url)));
    let wanted = json!({
        "profile": "environment", "provider": "resolver", "url": null, "org_id": "166",
        "org": "Harbour Light Utilities", "environment": "sandbox", "user_id": "1", "email": "admin@test.com",
        "name": "Morgan Reyes", "admin": true, "credential": "api_key", "store": "environment", "expires_at": null,
    });
    assert_eq!(status, wanted);
}

#[test]
fn the_demo_needs_no_sign_in() {
    let shown = Lab::bare().run("--profile demo auth status -o json").exits(0);
    let status = shown.json();
    assert_eq!((&status["store"], &status["credential"]), (&json!("memory"), &json!("api_key")));
    assert_eq!((&status["environment"], &status["org_id"]), (&json!("demo"), &json!("166")));
}

#[test]
fn a_key_that_opens_nothing_is_unauthenticated() {
    let lab = Lab::new().set("MFA_ADMIN_API_KEY", "wrong");
    for words in ["auth status -o json", "users search -o json", "users show --user-id 42 -o json"] {
        assert_eq!(lab.run(words).exits(3).error()["code"], "unauthenticated", "{words}");
    }
    let shown = lab.run("mfa reset --user-id 42 --yes -o json").exits(3);
    assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("unauthenticated")));
    assert!(!format!("{shown}").contains("wrong\""), "the key is not shown");
}

#[test]
fn a_token_from_the_environment_opens_the_service_too() {
    let lab = Lab::new();
    let emulator = lab.emulator();
    let body = json!({
        "email": emulator.email, "password": emulator.password, "selectedOrg": 166, "client": "core-client",
    });
    let answer = crate::lab::call(&emulator.url, "POST", "/user/authenticate", "", &body.to_string());
    let token = answer.json["token"].as_str().expect("a token").to_owned();
    let lab = lab.set("MFA_ADMIN_API_KEY", "").set("MFA_ADMIN_TOKEN", &token);
    let status = lab.run("auth status -o json").exits(0).json();
    assert_eq!((&status["credential"], &status["store"]), (&json!("token"), &json!("environment")));
    lab.run("mfa reset --user-id 42 --yes").exits(0);
}

#[test]
fn without_a_credential_nobody_is_signed_in() {
    let lab = Lab::new().set("MFA_ADMIN_API_KEY", "");
    let shown = lab.run("users search -o json").exits(3);
    assert!(shown.error()["hint"].to_string().contains("MFA_ADMIN_API_KEY"));
    let shown = lab.run("auth status -o json").exits(3);
    assert_eq!((&shown.json()["credential"], &shown.json()["store"]), (&json!("none"), &Value::Null));
    assert_eq!(lab.emulator().requests().len(), 0);
}

#[test]
fn without_any_profile_nobody_is_signed_in_anywhere() {
    let lab = Lab::bare();
    for words in ["auth status -o json", "users search -o json", "mfa reset --user-id 42 --yes -o json"] {
        let shown = lab.run(words).exits(3);
        assert_eq!(
            (shown.stdout.as_str(), &shown.error()["code"]),
            ("", &json!("unauthenticated")),
            "{words}"
        );
    }
}

#[test]
fn a_credential_for_another_org_is_forbidden() {
    let lab = Lab::new().set("MFA_ADMIN_ORG_ID", "167");
    for words in ["users search -o json", "mfa reset --user-id 42 --yes -o json", "auth status -o json"] {
        assert_eq!(lab.run(words).exits(4).error()["code"], "forbidden", "{words}");
    }
    assert_eq!(lab.emulator().sent(), [0; 0]);
}

#[test]
fn a_person_who_is_no_administrator_is_forbidden() {
    let stub = Stub::new(|_| {
        crate::lab::Reply::ok(
            json!({"id": 7, "email": "a@x.test", "isAdmin": false, "currentOrg": {"id": 166}}),
        )
    });
    let lab = Lab::on(&stub);
    for words in ["users search -o json", "mfa reset --user-id 42 --yes -o json"] {
        assert_eq!(lab.run(words).exits(4).error()["code"], "forbidden", "{words}");
    }
    let shown = lab.run("auth status -o json").exits(4);
    assert_eq!(shown.json()["admin"], false);
    assert_eq!(stub.resets(), 0);
}

#[test]
fn profiles_are_listed_and_one_of_them_is_the_default() {
    let lab = Lab::bare();
    assert_eq!(lab.run("auth list -o json").exits(0).json(), json!([]));
    two_profiles(&lab);
    let shown = lab.run("auth list").exits(0);
    expect![[r#"
        exit 0
        --- stdout
        PROFILE  PROVIDER  URL                            ORG ID  ENVIRONMENT  DEFAULT  SIGNED IN
        play     resolver  https://eu.core.resolver.com/  7       sandbox               unknown
        work     resolver  https://us.core.resolver.com/  166     production   default  unknown
    "#]]
    .assert_eq(&shown.to_string());
    let json = lab.run("auth list -o json").exits(0).json();
    assert_eq!(json[1]["profile"], "work");
    assert_eq!(json[1]["default"], true);
}

#[test]
fn switching_changes_the_default_and_nothing_else() {
    let lab = Lab::bare();
    two_profiles(&lab);
    let config = || std::fs::read_to_string(lab.path("config/config.toml")).expect("a config");
    let before = config();
    let shown = lab.run("auth switch play").exits(0);
    assert_eq!(shown.stdout, "");
    assert_eq!(config(), before.replace("default_profile = \"work\"", "default_profile = \"play\""));
    lab.run("auth switch demo").exits(0);
    assert_eq!(lab.run("auth status -o json").exits(0).json()["profile"], "demo");
}

#[test]
fn switching_to_a_profile_that_is_not_there_is_unauthenticated() {
    let lab = Lab::bare();
    two_profiles(&lab);
    let shown = lab.run("auth switch nowhere -o json").exits(3);
    assert_eq!(shown.error()["code"], "unauthenticated");
    assert!(shown.error()["hint"].to_string().contains("play"));
}

#[test]
fn signing_in_needs_a_store_before_it_asks_for_anything() {
    let lab = Lab::new();
    let url = lab.emulator().url.clone();
    let lab = lab.without_variables();
    let words =
        format!("auth login --profile work --provider resolver --url {url} --org 166 --with-api-key -o json");
    let shown = lab.types(&words).stdin("a-key\n").run().exits(12);
    assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("keyring")));
    assert!(shown.error()["hint"].to_string().contains("MFA_ADMIN_API_KEY"));
    assert_eq!(lab.emulator().requests().len(), 0);
    assert!(!lab.path("config/config.toml").exists(), "nothing is stored");

    let mut pty = Pty::start(&lab, 100, &words.replace(" -o json", ""));
    assert_eq!(pty.end(), 12);
    assert!(!pty.screen().contains("API key (not shown)"), "{}", pty.screen());
}

#[test]
fn signing_in_says_which_flags_are_missing() {
    let lab = Lab::bare();
    for words in [
        "auth login --provider resolver --url us --org 1",
        "auth login --profile demo --provider resolver --url us --org 1 --with-api-key",
        "auth login --profile ../x --provider resolver --url us --org 1 --with-api-key",
        "auth login --profile work --url us --org 1 --with-api-key",
        "auth login --profile work --provider resolver --org 1 --with-api-key",
        "auth login --profile work --provider resolver --url us --with-api-key",
        "auth login --profile work --provider other --url us --org 1",
        "auth login --profile work --provider resolver --url us --org 1 --environment staging",
        "auth login --profile work --provider resolver --url us --org 1 --password-stdin",
        "auth login --profile work --provider resolver --url us --org 1 --login a@b.c --password-stdin --with-api-key",
    ] {
        let shown = lab.run(&format!("{words} -o json")).exits(2);
        assert_eq!(shown.error()["code"], "usage", "{words}");
    }
}

#[test]
fn a_plain_http_url_to_another_machine_is_bad_input() {
    let lab = Lab::bare();
    let words = "auth login --profile work --provider resolver --url http://mfa.example --org 1 --with-api-key -o json";
    assert_eq!(lab.types(words).stdin("key\n").run().exits(10).error()["code"], "bad_input");
}

#[test]
fn the_key_is_never_an_argument() {
    Lab::bare()
        .run("auth login --profile w --provider resolver --url us --org 1 --with-api-key=key")
        .exits(2);
    Lab::bare()
        .run("auth login --profile w --provider resolver --url us --org 1 --with-api-key key")
        .exits(2);
}

#[test]
fn signing_out_without_a_store_is_told() {
    let lab = Lab::bare();
    two_profiles(&lab);
    assert_eq!(lab.run("auth logout -o json").exits(12).error()["code"], "keyring");
    assert_eq!(lab.run("auth logout --all -o json").exits(12).error()["code"], "keyring");
}

#[test]
fn a_profile_that_is_wrong_hides_no_other() {
    let lab = Lab::bare();
    two_profiles(&lab);
    let config = std::fs::read_to_string(lab.path("config/config.toml")).expect("a config");
    // Its name sorts it before the other profiles.
    lab.config(&format!("{config}\n[profiles.bad]\nprovider = \"other\"\nurl = \"us\"\norg_id = \"1\"\n"));
    for words in ["auth list -o json", "auth status --all -o json"] {
        let shown = lab.run(words).exits(10);
        let rows = shown.json();
        let names: Vec<_> = rows.as_array().expect("rows").iter().map(|row| row["profile"].clone()).collect();
        assert_eq!(names, ["play", "work"], "{words}");
        assert!(shown.error()["message"].to_string().contains("`bad`"), "\n{shown}");
    }
}
