//! The walls of the house: which room may know which. The table is the twin of the one in `ARCHITECTURE.md`.

use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms of `src/` that it may name besides itself.
const WALLS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("shell", &[]),
    ("files", &["shell"]),
    ("emulator", &["files"]),
    ("credentials", &[]),
    ("signals", &[]),
    ("host", &["credentials", "model"]),
    ("provider", &["model", "credentials", "files"]),
    ("settings", &["credentials", "files", "host", "model", "provider"]),
    ("state", &["files", "model"]),
    ("batch", &["provider", "model", "state"]),
    (
        "failure",
        &["batch", "credentials", "files", "host", "model", "provider", "settings", "shell", "state"],
    ),
    ("output", &["failure", "host", "settings"]),
    (
        "commands",
        &[
            "batch",
            "credentials",
            "emulator",
            "failure",
            "files",
            "host",
            "model",
            "output",
            "provider",
            "settings",
            "shell",
            "signals",
            "state",
            "cli",
        ],
    ),
    ("cli", &["commands", "settings"]),
];

/// The only files outside the neighbour that may name it.
const MAY_NAME_EMULATOR: &[&str] = &["commands/emulator.rs", "commands/demo.rs", "commands/connection.rs"];
/// The only file above a room that may name what lies beyond the door.
const CONCRETE_PROVIDERS: &[&str] = &["provider::resolver", "provider::privacyidea"];
/// A file is cut by meaning before it is longer than this.
const LONGEST: usize = 400;

struct Source {
    path: String,
    text: String,
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path: PathBuf = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
                found.push(Source { path: name, text: fs::read_to_string(&path).expect("text") });
            }
        }
    }
    found
}

fn room(path: &str) -> &str {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// Every crossing in a source, by name.
fn crossings(source: &Source) -> Vec<String> {
    let from = room(&source.path);
    let Some((_, allowed)) = WALLS.iter().find(|(name, _)| *name == from) else { return Vec::new() };
    let mut found = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for (to, _) in WALLS {
            let named = code.split("crate::").skip(1).any(|rest| {
                let list = rest.strip_prefix('{').map(|list| list.split('}').next().unwrap_or_default());
                let starts = |rest: &str| {
                    rest.strip_prefix(to).is_some_and(|rest| {
                        !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_')
                    })
                };
                starts(rest) || list.is_some_and(|list| list.split(',').any(|entry| starts(entry.trim())))
            });
            let stranger = *to == "emulator" && !MAY_NAME_EMULATOR.contains(&source.path.as_str());
            if named && *to != from && (!allowed.contains(to) || stranger) {
                found.push(format!("src/{}:{}: {from} must not name {to}", source.path, number + 1));
            }
        }
        if from != "provider" && CONCRETE_PROVIDERS.iter().any(|name| code.contains(name)) {
            found.push(format!(
                "src/{}:{}: {from} must not name a concrete provider",
                source.path,
                number + 1
            ));
        }
    }
    found
}

#[test]
fn no_wall_is_crossed() {
    let found: Vec<_> = sources("src").iter().flat_map(crossings).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_room_has_its_walls() {
    for source in sources("src").iter().filter(|source| source.path != "lib.rs" && source.path != "main.rs") {
        let room = room(&source.path);
        assert!(WALLS.iter().any(|(name, _)| *name == room), "{room} is not in the table of walls");
    }
}

#[test]
fn the_test_of_the_walls_bites() {
    let crossed =
        |path: &str, text: &str| crossings(&Source { path: path.to_owned(), text: text.to_owned() }).len();
    assert_eq!(crossed("model/mod.rs", "use crate::provider::Kind;"), 1);
    assert_eq!(crossed("emulator/mod.rs", "fn f(id: crate::model::UserId) {}"), 1);
    assert_eq!(crossed("batch/run.rs", "use crate::{model::User, output::Output};"), 1);
    assert_eq!(crossed("commands/users/mod.rs", "use crate::emulator::start;"), 1);
    assert_eq!(crossed("batch/run.rs", "use provider::resolver::Connection;"), 1);
    assert_eq!(crossed("batch/run.rs", "use crate::model::User; // crate::output"), 0);
}

#[test]
fn no_file_has_outgrown_its_room() {
    for folder in ["src", "tests"] {
        for Source { path, text } in sources(folder) {
            let lines = text.lines().count();
            assert!(lines <= LONGEST, "{folder}/{path} has {lines} lines: cut it by meaning");
        }
    }
}
