//! To which service a credential is sent, and to which it is not.

use serde_json::{Value, json};

use crate::lab::{Emulator, Lab, Stub, has_keyctl};

/// A sandbox profile in the config file.
fn profile(name: &str, url: &str) -> String {
    format!(
        "[profiles.{name}]\nprovider = \"resolver\"\nurl = \"{url}\"\norg_id = \"166\"\nenvironment = \"sandbox\"\n"
    )
}

/// A lab with a key in the environment and two profiles, of which `work` is the default.
fn two_profiles(work: &str, play: &str) -> Lab {
    let lab = Lab::bare().set("MFA_ADMIN_API_KEY", "the-key");
    lab.config(&format!("default_profile = \"work\"\n{}{}", profile("work", work), profile("play", play)));
    lab
}

fn received_the_key(stub: &Stub) -> bool {
    stub.asked().iter().any(|asked| format!("{asked:?}").contains("the-key"))
}

#[test]
fn a_key_in_the_environment_goes_to_the_profile_of_the_run_and_to_no_other() {
    for (words, of_run) in [("auth status --all -o json", 1), ("--profile play auth status --all -o json", 0)]
    {
        let stubs = [Stub::org(|_| None), Stub::org(|_| None)];
        let lab = two_profiles(&stubs[1].url(), &stubs[0].url());
        // Whether the other has a stored credential is not known: there is no keyring here.
        let shown = lab.run(words).exits(12);
        let rows = shown.json();
        assert_eq!((&rows[0]["profile"], &rows[1]["profile"]), (&json!("play"), &json!("work")));
        assert_eq!((&rows[of_run]["store"], &rows[of_run]["admin"]), (&json!("environment"), &json!(true)));
        let other = &rows[1 - of_run];
        assert_eq!((&other["credential"], &other["store"]), (&json!("none"), &Value::Null));
        assert!(received_the_key(&stubs[of_run]), "{words}");
        assert_eq!(stubs[1 - of_run].lines(), [""; 0], "{words}");
    }
}

#[test]
fn with_a_url_of_its_own_it_goes_to_none_of_the_profiles_in_the_file() {
    let stubs = [Stub::org(|_| None), Stub::org(|_| None)];
    let lab = two_profiles(&stubs[0].url(), &stubs[1].url())
        .set("MFA_ADMIN_PROVIDER", "resolver")
        .set("MFA_ADMIN_URL", "http://127.0.0.1:1")
        .set("MFA_ADMIN_ORG_ID", "166");
    lab.run("auth status --all").exits(12);
    for words in ["--profile work users search -o json", "--profile work mfa reset --user-id 1 --yes -o json"]
    {
        let shown = lab.run(words).exits(3);
        assert_eq!((shown.stdout.as_str(), &shown.error()["code"]), ("", &json!("unauthenticated")));
        assert!(shown.error()["message"].to_string().contains("MFA_ADMIN_URL"), "{shown}");
        assert!(!format!("{shown:?}").contains("the-key"), "{shown}");
    }
    assert_eq!((stubs[0].lines().len(), stubs[1].lines().len()), (0, 0));

    // The same destination in several spellings.
    let url = stubs[0].url().replace("http://", "HTTP://") + "/";
    lab.set("MFA_ADMIN_URL", &url).run("--profile work auth status").exits(0);
    assert!(received_the_key(&stubs[0]));
}

#[test]
fn a_batch_of_another_profile_does_not_draw_it_there() {
    let stub = Stub::org(|_| None);
    let lab = Lab::new();
    let play = lab.emulator().url.clone();
    let key = lab.emulator().api_key.clone();
    let lab = lab.without_variables().set("MFA_ADMIN_API_KEY", &key);
    lab.config(&format!(
        "default_profile = \"work\"\n{}{}",
        profile("work", &stub.url()),
        profile("play", &play)
    ));
    let batch = lab.interrupted("--profile play");
    let before = lab.emulator().last_seq();
    let shown = lab.run(&format!("batch resume {batch} --yes")).exits(12);
    assert!(shown.stderr.contains("--profile play"), "{shown}");
    assert_eq!((lab.emulator().last_seq(), stub.lines().len()), (before, 0));
    lab.run(&format!("batch resume {batch} --yes --profile play")).exits(0);
}

/// The command that signs in with the key on stdin and stores it in the kernel's keyring.
fn login(name: &str, url: &str) -> String {
    format!(
        "mfa-admin auth login -q --profile {name} --provider resolver --url {url} --org 166 --with-api-key --store keyutils"
    )
}

/// A name that no other test uses: sessions of one person may share a keyring.
fn name_of(url: &str) -> String {
    url.rsplit(':').next().map(|port| format!("p{port}")).expect("a port")
}

#[test]
fn a_stored_key_does_not_follow_a_profile_that_was_moved() {
    if !has_keyctl() {
        return;
    }
    let (here, there) = (Stub::org(|_| None), Stub::org(|_| None));
    let (name, moved) = (name_of(&here.url()), there.url());
    let (old, new) = (here.url(), there.url());
    let lab = Lab::bare();
    let shown = lab.in_session(&format!(
        "trap 'mfa-admin auth logout -q' EXIT\n\
         printf the-key | {} || exit\n\
         mfa-admin auth status -q >/dev/null || exit\n\
         config=$MFA_ADMIN_CONFIG_DIR/config.toml\n\
         sed -i 's#{old}#{new}#' $config\n\
         mfa-admin auth status --all -o json; echo $?\n\
         mfa-admin mfa reset --user-id 1 --yes; echo $?\n\
         sed -i 's#{new}#{old}#; s#166#167#' $config\n\
         mfa-admin users search; echo $?\n\
         sed -i 's#{old}#{new}#; s#167#166#' $config\n\
         printf other-key | {} && mfa-admin auth status -q >/dev/null; echo $?",
        login(&name, &old),
        login(&name, &moved),
    ));
    let exits: Vec<_> =
        shown.stdout.lines().filter(|line| line.len() == 1).filter(|line| *line != "]").collect();
    assert!(exits.ends_with(&["3", "3", "3", "0"]), "{shown}");
    assert!(shown.stderr.contains(&old.replace("http://", "at ")), "{shown}");
    assert!(shown.stderr.contains(&format!("`mfa-admin auth login --profile {name}`")), "{shown}");
    assert!(!format!("{shown:?}").contains("the-key"), "{shown}");
    assert!(received_the_key(&here) && !received_the_key(&there));
}

/// Entries of the first versions do not say to which service they belong.
#[test]
fn a_bare_key_in_the_store_is_not_sent() {
    if !has_keyctl() {
        return;
    }
    let stub = Stub::org(|_| None);
    let name = name_of(&stub.url());
    let lab = Lab::bare();
    let shown = lab.in_session(&format!(
        "trap 'mfa-admin auth logout -q' EXIT\n\
         printf the-key | {} || exit\n\
         printf bare-key | keyctl pupdate $(keyctl search @s user keyring:{name}@mfa-admin)\n\
         mfa-admin users search; echo $?",
        login(&name, &stub.url()),
    ));
    assert_eq!(shown.stdout, "3\n", "{shown}");
    assert!(shown.stderr.contains(&format!("`mfa-admin auth login --profile {name}`")), "{shown}");
    assert!(!stub.asked().iter().any(|asked| format!("{asked:?}").contains("bare-key")));
}

#[test]
fn six_sign_ins_at_once_keep_six_profiles() {
    if !has_keyctl() {
        return;
    }
    let lab = Lab::bare();
    let emulator = Emulator::start(&lab.path("emulator"), 100);
    let (key, name) = (&emulator.api_key, name_of(&emulator.url));
    let login = login(&format!("{name}$one"), &emulator.url);
    let shown = lab.in_session(&format!(
        "trap 'mfa-admin auth logout --all -q' EXIT\n\
         for one in a b c d e f; do printf {key} | {login} & all=\"$all $!\"; done\n\
         for one in $all; do wait $one || exit; done\n\
         mfa-admin auth status --all -o json"
    ));
    let rows = shown.exits(0).json();
    let kept: Vec<_> = rows.as_array().expect("rows").iter().map(|row| row["profile"].clone()).collect();
    assert_eq!(kept, ["a", "b", "c", "d", "e", "f"].map(|one| json!(format!("{name}{one}"))));
    assert!(rows.as_array().expect("rows").iter().all(|row| row["store"] == "keyutils"));
}

#[test]
fn of_sign_ins_to_one_profile_at_once_profile_and_key_are_of_the_same() {
    if !has_keyctl() {
        return;
    }
    let stubs = [Stub::org(|_| None), Stub::org(|_| None), Stub::org(|_| None)];
    let name = name_of(&stubs[0].url());
    let urls = stubs.each_ref().map(Stub::url).join(" ");
    let login = login(&name, "$url");
    let script = format!(
        "for url in {urls}; do printf key | {login} & done\nwait\n\
         mfa-admin auth status -q\nexit=$?\nmfa-admin auth logout -q\nexit $exit"
    );
    for _ in 0..3 {
        Lab::bare().in_session(&script).exits(0);
    }
}
