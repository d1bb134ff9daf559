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

/// A folder with the man pages as the program writes them.
fn pages() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    typed(&["man", &folder.path().to_string_lossy(), "--quiet"]);
    folder
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
    let fresh = files(pages().path());
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

/// The examples below a help text, each of them in one line or in several.
fn example_lines(command: &clap::Command) -> String {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    help.lines().filter_map(|line| line.strip_prefix("  ")).fold(String::new(), |all, line| all + line + "\n")
}

/// Every example below a help text, as words without what is for the shell or the reader.
fn examples(command: &clap::Command, found: &mut Vec<Vec<String>>) {
    for line in
        example_lines(command).replace("\\\n", "").lines().filter(|line| line.starts_with("mfa-admin "))
    {
        let line = line.split(" > ").next().unwrap_or_default().split(" < ").next().unwrap_or_default();
        let line = line.split(" | ").next().unwrap_or_default();
        // What explains an example stands apart from it.
        let line = line.split("   ").next().unwrap_or_default();
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
    let wrong = mfa_admin::cli::definition().after_help("Example:\n  mfa-admin users find ana   nobody\n");
    let mut found = Vec::new();
    examples(&wrong, &mut found);
    assert!(
        found[0] == ["mfa-admin", "users", "find", "ana"] && wrong.try_get_matches_from(&found[0]).is_err()
    );
}

/// Calls `each` with every command and the source of its page.
fn each_page(each: &mut dyn FnMut(&clap::Command, &str)) {
    fn below(command: &clap::Command, folder: &Path, each: &mut dyn FnMut(&clap::Command, &str)) {
        let name = command.get_display_name().unwrap_or(command.get_name());
        each(command, &fs::read_to_string(folder.join(format!("{name}.1"))).expect("a page"));
        command.get_subcommands().for_each(|command| below(command, folder, each));
    }
    let mut root = mfa_admin::cli::definition().disable_help_subcommand(true);
    root.build();
    below(&root, pages().path(), each);
}

#[test]
fn each_page_has_the_sections_of_its_command() {
    let mut with_outcomes = Vec::new();
    each_page(&mut |command, page| {
        let name = command.get_display_name().unwrap_or_default();
        let has_examples = !example_lines(command).is_empty();
        let mut sections: Vec<_> = page.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
        if sections.contains(&"OUTCOMES") {
            with_outcomes.push(name.to_owned());
            sections.retain(|section| *section != "OUTCOMES");
        }
        let mut expected = vec!["NAME", "SYNOPSIS", "DESCRIPTION"];
        expected.extend(command.has_subcommands().then_some("COMMANDS"));
        expected.extend(["OPTIONS", "\"EXIT STATUS\"", "ENVIRONMENT", "FILES"]);
        expected.extend(has_examples.then_some("EXAMPLES"));
        expected.push("\"SEE ALSO\"");
        assert_eq!(sections, expected, "{name}");
    });
    for name in ["mfa-reset", "mfa-plan", "mfa-apply", "batch-show", "batch-resume", "audit-list"] {
        assert!(with_outcomes.contains(&format!("mfa-admin-{name}")), "{name}: {with_outcomes:?}");
    }
}

#[test]
fn examples_stand_in_the_page_as_in_the_help_and_fit_on_a_screen() {
    each_page(&mut |command, page| {
        let examples = page.split_once("\n.nf\n").and_then(|(_, rest)| rest.split_once(".fi\n"));
        let examples = examples.map_or("", |(examples, _)| examples);
        let shown = examples.replace("\\-", "-").replace("\\*(Aq", "'").replace("\\\\", "\\");
        assert_eq!(shown, example_lines(command));
        // Of 80 columns seven are the margin.
        let long: Vec<_> = shown.lines().filter(|line| line.chars().count() > 73).collect();
        assert!(long.is_empty(), "{long:?}");
    });
}

#[test]
fn the_pages_name_every_variable_that_the_program_reads() {
    let page = fs::read_to_string(pages().path().join("mfa-admin.1")).expect("a page");
    let mut sources = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut found = 0;
    while let Some(path) = sources.pop() {
        if path.is_dir() {
            sources.extend(fs::read_dir(&path).expect("a folder").flatten().map(|entry| entry.path()));
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source");
        for quoted in text.split('"').filter(|quoted| quoted.starts_with("MFA_ADMIN_")) {
            let is_name = quoted.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_');
            if is_name && !quoted.starts_with("MFA_ADMIN_TEST_") {
                found += 1;
                assert!(
                    page.contains(quoted),
                    "{quoted} of {} belongs into settings/sources.rs",
                    path.display()
                );
            }
        }
    }
    assert!(found > 5, "{found}");
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that is not run says so")]
fn groff_has_no_complaint_about_the_pages() {
    if Command::new("groff").arg("--version").output().is_err() {
        eprintln!("not run: there is no groff");
        return;
    }
    let folder = pages();
    for name in files(folder.path()).keys() {
        let run = Command::new("groff").args(["-ww", "-man", "-Tutf8", name]).current_dir(&folder).output();
        let run = run.expect("groff runs");
        assert!(
            run.status.success() && run.stderr.is_empty(),
            "{name}: {}",
            String::from_utf8_lossy(&run.stderr)
        );
    }
}
