//! Files and folders: made for their owner alone whatever the umask, and refused where others can get at them.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::lab::{Lab, RESET, Shown};

/// Two profiles, and a service that no test contacts.
const CONFIG: &str = "default_profile = \"work\"\n\n[profiles.work]\nprovider = \"resolver\"\nurl = \"us\"\norg_id = \"166\"\n\n\
     [profiles.play]\nprovider = \"resolver\"\nurl = \"eu\"\norg_id = \"7\"\n";

/// The rights of all files and folders below a folder that the program made, by name.
fn rights(folder: &Path, found: &mut BTreeMap<PathBuf, u32>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let kind = entry.file_type().expect("a kind");
        if kind.is_dir() {
            rights(&entry.path(), found);
        }
        let mode = entry.metadata().expect("rights").mode() & 0o777;
        let wanted = if kind.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, wanted, "{mode:o} {}", entry.path().display());
        found.insert(entry.path(), mode);
    }
}

#[test]
fn no_umask_changes_what_is_made() {
    for umask in ["000", "022", "777"] {
        let lab = Lab::new();
        fs::create_dir(lab.path("work")).expect("a folder");
        lab.file("people.csv", "user_id\n42\n46\n");
        let all = format!(
            "umask {umask} && cd work && mfa-admin --profile demo users search -q >/dev/null \
             && mfa-admin mfa plan --csv ../people.csv --out people.plan -q >/dev/null \
             && mfa-admin mfa reset --user-id 4 --yes -q --results deeply.csv >/dev/null"
        );
        lab.shell(&all).exits(0);
        // A killed run leaves its working files behind.
        lab.emulator().faults(&[(RESET, "delay:60000")]);
        let words = "mfa reset --csv ../people.csv --yes -q --results rows.csv";
        let running = lab.shell_start(&format!("umask {umask} && cd work && exec mfa-admin {words}"));
        lab.emulator().wait_for_resets(2);
        running.kill();
        let mut found = BTreeMap::new();
        rights(&lab.path("state"), &mut found);
        rights(&lab.path("work"), &mut found);
        let expected = [
            "state/state.sqlite",
            "state/state.sqlite-wal",
            "state/state.sqlite-shm",
            "state/state.lock",
            "state/batches",
            "state/emulator-100.sqlite",
            "work/people.plan",
            "work/rows.csv",
        ];
        for name in expected {
            assert!(found.contains_key(&lab.path(name)), "{umask}: {name} is not in {found:?}");
        }
        let top = fs::metadata(lab.path("state")).expect("a folder").mode() & 0o777;
        assert_eq!(top, 0o700, "{umask}");
        let locks = fs::read_dir(lab.path("state/batches")).expect("a folder").count();
        assert_eq!(locks, 1, "{umask}");
    }
}

#[test]
fn the_config_file_is_for_its_owner_alone_once_we_write_it() {
    let lab = Lab::bare();
    lab.config(CONFIG);
    // A config file that a person wrote by hand may be readable for others, and so may its folder.
    fs::set_permissions(lab.path("config"), fs::Permissions::from_mode(0o755)).expect("it is ours");
    for umask in ["000", "777"] {
        fs::set_permissions(lab.path("config/config.toml"), fs::Permissions::from_mode(0o644)).expect("ours");
        lab.shell(&format!("umask {umask} && mfa-admin auth switch play")).exits(0);
        rights(&lab.path("config"), &mut BTreeMap::new());
    }
}

/// The ways to make a path accessible to other users.
type Spoil = fn(&Path);

fn writable_by_all(place: &Path) {
    chmod(place, 0o002);
}

fn writable_by_the_group(place: &Path) {
    chmod(place, 0o020);
}

fn chmod(place: &Path, more: u32) {
    let rights = fs::metadata(place).expect("it is there").mode();
    fs::set_permissions(place, fs::Permissions::from_mode(rights | more)).expect("it is ours");
}

/// Only root can change the owner.
fn owned_by_another(place: &Path) {
    chown(place, Some(1042), Some(1042)).expect("we are root");
}

/// Renames it, and puts a link to it in its place.
fn a_link(place: &Path) {
    fs::rename(place, away(place)).expect("it is there");
    symlink(away(place), place).expect("a link");
}

fn away(place: &Path) -> PathBuf {
    place.with_extension("away")
}

fn a_pipe(place: &Path) {
    fs::remove_file(place).expect("it is there");
    assert!(Command::new("mkfifo").arg(place).status().expect("mkfifo is there").success());
}

/// Every unsafe state of a path, and what the hint says about it.
fn spoils(lab: &Lab, is_folder: bool) -> Vec<(&'static str, Spoil, &'static str)> {
    let mut spoils: Vec<(_, Spoil, _)> = vec![
        ("by everybody", writable_by_all, "chmod go-w "),
        ("by the group", writable_by_the_group, "chmod go-w "),
        ("a link", a_link, if is_folder { "use the folder itself" } else { "mv " }),
    ];
    if !is_folder {
        spoils.push(("a pipe", a_pipe, "mv "));
    }
    if fs::metadata(lab.path("")).expect("it is there").uid() == 0 {
        spoils.push(("of others", owned_by_another, "chown 0 "));
    }
    spoils
}

/// Makes all files and folders again, in a safe state.
fn make_all_safe(lab: &Lab) {
    for folder in ["state", "state.away", "config", "config.away", "out", "out.away"] {
        fs::remove_dir_all(lab.path(folder)).or_else(|_| fs::remove_file(lab.path(folder))).ok();
    }
    lab.config(CONFIG);
    fs::create_dir(lab.path("out")).expect("a folder");
    lab.run("--profile demo users show --user-id 42").exits(0);
    lab.run("batch list").exits(0);
    for name in ["state/state.sqlite-wal", "state/state.sqlite-shm", "state/state.sqlite-journal"] {
        lab.file(name, "");
    }
    fs::create_dir(lab.path("state/batches")).expect("a folder");
}

#[track_caller]
fn is_refused(shown: &Shown, code: i32, name: &str, hint: &str, what: &str) {
    assert_eq!((shown.exit, shown.stdout.as_str()), (code, ""), "{what}\n{shown}");
    let error = shown.error();
    assert_eq!(error["code"], if code == 10 { "bad_input" } else { "state" }, "{what}\n{shown}");
    assert!(error["message"].as_str().is_some_and(|message| message.contains(name)), "{what}\n{shown}");
    assert!(error["hint"].as_str().is_some_and(|told| told.contains(hint)), "{what}\n{shown}");
}

#[test]
fn what_others_own_or_may_write_and_what_is_a_link_or_a_pipe_is_refused() {
    let lab = Lab::new();
    let reset = "mfa reset --user-id 42 --user-id 46 --yes --again -o json";
    let demo = "--profile demo users show --user-id 42 -o json";
    let into_file = format!("{reset} --results out/rows.csv");
    for (name, words, code) in [
        ("state", reset, 13),
        ("state", demo, 13),
        ("state/batches", reset, 13),
        ("state/state.lock", "batch list -o json", 13),
        ("state/state.sqlite", reset, 13),
        ("state/state.sqlite-wal", reset, 13),
        ("state/state.sqlite-shm", reset, 13),
        ("state/state.sqlite-journal", reset, 13),
        ("state/emulator-100.sqlite", demo, 13),
        ("state/emulator-100.sqlite", "emulator code --user-id 42 -o json", 13),
        ("config", reset, 10),
        ("config/config.toml", reset, 10),
        ("config/config.toml", "auth switch play -o json", 10),
        ("out", into_file.as_str(), 13),
    ] {
        let place = lab.path(name);
        let is_folder = !name.contains('.');
        for (way, spoil, hint) in spoils(&lab, is_folder) {
            make_all_safe(&lab);
            let before = fs::read(&place).ok();
            spoil(&place);
            let what = format!("{name} {way}: {words}");
            is_refused(&lab.shell(&format!("mfa-admin {words}")), code, name, hint, &what);
            if way == "a link" && !is_folder {
                assert!(place.is_symlink(), "{what}");
                assert_eq!(fs::read(away(&place)).ok(), before, "{what}");
            }
        }
    }
    assert_eq!(lab.emulator().sent(), [0; 0]);
    make_all_safe(&lab);
    lab.run(&into_file).exits(0);
}

#[test]
fn a_slash_at_the_end_makes_no_folder_of_a_link() {
    let lab = Lab::new();
    fs::create_dir(lab.path("elsewhere")).expect("a folder");
    symlink(lab.path("elsewhere"), lab.path("state")).expect("a link");
    let lab = lab.set("MFA_ADMIN_STATE_DIR", "state/");
    lab.run("batch list").exits(13);
    assert_eq!(fs::read_dir(lab.path("elsewhere")).expect("a folder").count(), 0);
}

#[test]
fn links_above_the_folder_are_followed() {
    let lab = Lab::new();
    fs::create_dir(lab.path("elsewhere")).expect("a folder");
    symlink(lab.path("elsewhere"), lab.path("home")).expect("a link");
    let state = lab.path("home/state").display().to_string();
    let lab = lab.set("MFA_ADMIN_STATE_DIR", &state);
    lab.run("mfa reset --user-id 42 --yes").exits(0);
    lab.run("--profile demo users show --user-id 42").exits(0);
    assert!(lab.path("elsewhere/state/state.sqlite").is_file());
}

#[test]
fn the_hint_is_a_command_for_whatever_the_folder_is_called() {
    let lab = Lab::new();
    let name = "it's; touch hacked #";
    let folder = lab.path(name);
    fs::create_dir(&folder).expect("a folder");
    writable_by_all(&folder);
    let lab = lab.set("MFA_ADMIN_STATE_DIR", &folder.display().to_string());
    let hint = lab.run("batch list -o json").exits(13).error()["hint"].as_str().expect("a hint").to_owned();
    let command = hint.split('`').nth(1).expect("a command");
    lab.shell(command).exits(0);
    assert!(!lab.path("hacked").exists(), "{command}");
    lab.run("batch list").exits(0);
}

#[test]
fn the_lock_of_a_batch_is_not_taken_through_a_link_or_a_pipe() {
    for (spoil, hint) in [(a_link as Spoil, "mv "), (a_pipe, "mv "), (writable_by_all, "chmod ")] {
        let lab = Lab::new();
        let id = lab.interrupted("");
        let name = format!("state/batches/{id}.lock");
        fs::write(lab.path(&name), "precious").expect("it is there");
        spoil(&lab.path(&name));
        for words in [format!("batch resume {id} --yes"), "batch list".to_owned(), format!("batch show {id}")]
        {
            let shown = lab.shell(&format!("mfa-admin {words} -o json"));
            is_refused(&shown, 13, &name, hint, &words);
        }
        if let Ok(text) = fs::read_to_string(away(&lab.path(&name))) {
            assert_eq!(text, "precious");
        }
        assert_eq!(lab.emulator().carried_out().len(), 4);
    }
}

#[test]
fn results_are_not_written_through_a_link_or_a_pipe() {
    let lab = Lab::new();
    symlink(lab.path("target"), lab.path("rows.csv")).expect("a link");
    lab.run("mfa reset --user-id 42 --yes --results rows.csv").exits(2);
    assert!(!lab.path("target").exists());
    fs::remove_file(lab.path("rows.csv")).expect("it is there");

    let id = lab.interrupted("--results rows.csv");
    let rows = lab.path("rows.csv");
    let before = fs::read(&rows).expect("a file of results");
    for (spoil, hint) in [(writable_by_all as Spoil, "chmod "), (a_link, "mv "), (a_pipe, "mv ")] {
        spoil(&rows);
        let shown = lab.shell(&format!("mfa-admin batch resume {id} --yes -o json"));
        assert_eq!(shown.exit, 13, "{shown}");
        assert!(shown.error()["hint"].as_str().is_some_and(|told| told.contains(hint)), "{shown}");
        assert_eq!(lab.emulator().carried_out().len(), 4);
        if let Ok(kept) = fs::read(away(&rows)) {
            assert_eq!(kept, before);
        }
    }
}

#[test]
fn the_folder_of_results_is_looked_at_when_a_batch_is_resumed_too() {
    let lab = Lab::new();
    fs::create_dir(lab.path("out")).expect("a folder");
    let id = lab.interrupted("--results out/rows.csv");
    writable_by_all(&lab.path("out"));
    let shown = lab.run(&format!("batch resume {id} --yes -o json")).exits(13);
    assert!(shown.error()["hint"].as_str().is_some_and(|told| told.contains("chmod go-w ")), "{shown}");
    assert_eq!(lab.emulator().carried_out().len(), 4);
}

#[test]
fn results_may_be_in_a_sticky_folder_where_no_other_user_can_exchange_them() {
    let lab = Lab::new();
    let folder = lab.path("tmp");
    fs::create_dir(&folder).expect("a folder");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o1777)).expect("it is ours");
    lab.run("mfa reset --user-id 42 --yes --results tmp/rows.csv").exits(0);
    // A database has several files, and others may create those that do not exist yet.
    let lab = lab.set("MFA_ADMIN_STATE_DIR", &folder.display().to_string());
    lab.run("batch list").exits(13);
}

#[test]
fn a_plan_is_not_written_through_a_link() {
    let lab = Lab::new();
    lab.file("people.csv", "user_id\n42\n");
    symlink(lab.path("target"), lab.path("people.plan")).expect("a link");
    lab.run("mfa plan --csv people.csv --out people.plan").exits(2);
    assert!(!lab.path("target").exists());
}
