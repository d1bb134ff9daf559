//! The man pages and completions in the repository are those of the program. `BLESS=1 cargo test` rewrites them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SHELLS: [(&str, &str); 5] = [
    ("bash", "mfa-admin.bash"),
    ("zsh", "_mfa-admin"),
    ("fish", "mfa-admin.fish"),
    ("powershell", "_mfa-admin.ps1"),
    ("elvish", "mfa-admin.elv"),
];

fn typed(arguments: &[&str]) -> Vec<u8> {
    let run = Command::new(env!("CARGO_BIN_EXE_mfa-admin")).args(arguments).output().expect("it runs");
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let file = |entry: fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file"))
    };
    entries.map(file).collect()
}

/// Compares a folder of the repository with what the program writes, or rewrites it.
#[expect(clippy::disallowed_methods, reason = "the person who runs the tests sets BLESS")]
fn compare(folder: &str, fresh: &BTreeMap<String, Vec<u8>>) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    if std::env::var_os("BLESS").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in fresh {
            fs::write(folder.join(name), text).expect("written");
        }
    }
    let kept = files(&folder);
    assert_eq!(kept.keys().collect::<Vec<_>>(), fresh.keys().collect::<Vec<_>>());
    for (name, text) in fresh {
        assert!(kept[name] == *text, "{name} is stale: BLESS=1 cargo test --test generated rewrites it");
    }
}

#[test]
fn the_man_pages_are_those_of_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    typed(&["man", &folder.path().to_string_lossy(), "--quiet"]);
    let fresh = files(folder.path());
    assert!(fresh.len() > 10, "{:?}", fresh.keys());
    compare("man", &fresh);
}

#[test]
fn the_completions_are_those_of_the_program() {
    let fresh = SHELLS
        .iter()
        .map(|(shell, file)| ((*file).to_owned(), typed(&["completions", shell, "--static"])))
        .collect();
    compare("completions", &fresh);
}

/// Every example below a help text, as words without what is for the shell or the reader.
fn examples(command: &clap::Command, found: &mut Vec<Vec<String>>) {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    for line in help.lines().map(str::trim).filter(|line| line.starts_with("mfa-admin ")) {
        let line = line.split(" > ").next().unwrap_or_default().split(" < ").next().unwrap_or_default();
        let line = line.split(" |").next().unwrap_or_default();
        // What explains an example stands apart from it.
        let line = line.split("  ").next().unwrap_or_default();
        found.push(line.split_whitespace().map(str::to_owned).collect());
    }
    command.get_subcommands().for_each(|below| examples(below, found));
}

#[test]
fn every_example_in_the_help_can_be_typed() {
    let definition = mfa_admin::cli::definition();
    let mut found = Vec::new();
    examples(&definition, &mut found);
    assert!(found.len() > 15, "{found:?}");
    for words in found {
        let parsed = definition.clone().try_get_matches_from(&words);
        assert!(
            parsed.is_ok(),
            "{}\n{}",
            words.join(" "),
            parsed.err().map(|error| error.to_string()).unwrap_or_default()
        );
    }
}

#[test]
fn the_test_of_the_examples_bites() {
    let wrong = mfa_admin::cli::definition().after_help("Example:\n  mfa-admin users find ana  nobody\n");
    let mut found = Vec::new();
    examples(&wrong, &mut found);
    assert!(
        found[0] == ["mfa-admin", "users", "find", "ana"] && wrong.try_get_matches_from(&found[0]).is_err()
    );
}
