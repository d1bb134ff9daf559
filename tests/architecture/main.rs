//! The dependency rules of `ARCHITECTURE.md`, read from the sources: which layer may know which, that no two files need
//! each other, and that no retired word comes back.

mod graph;
mod page;
mod source;
mod words;

use graph::{arrows, circles};
use source::{read, texts};

/// The modules from the ground up. A module may name those that stand before it, and no other.
const LAYERS: &[&str] = &[
    "model",
    "shell",
    "signals",
    "files",
    "credentials",
    "approval",
    "host",
    "provider",
    "state",
    "policy",
    "settings",
    "engine",
    "failure",
    "output",
    "session",
    "job",
    "people",
    "doctor",
    "manual",
    "completion",
    "commands",
    "cli",
];

/// A program of its own: what it may name, and the only files that may name it.
const EMULATOR: &str = "emulator";
const MAY_BE_NAMED_BY_IT: &[&str] = &["files"];
const MAY_NAME_IT: &[&str] = &["session/demo.rs", "commands/emulator.rs"];
/// The only file outside them that may name a concrete provider.
const PROVIDERS: &[&str] = &["resolver", "privacyidea"];
const NAMES_PROVIDERS: &str = "provider/kind.rs";
/// Built only to be tried, by `cargo test` and by a fuzzer: it may name every module, and none may name it.
const TRIED: &str = "properties";
/// A file is split by meaning before it is longer than this.
const LONGEST: usize = 400;

/// What is wrong with an arrow from one file to another, if anything.
fn wrong(from: &str, to: &str) -> Option<String> {
    let layer = |path: &str| path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
    let (above, below) = (layer(from), layer(to));
    let provider =
        |path: &str| PROVIDERS.iter().find(|name| path.starts_with(&format!("provider/{name}"))).copied();
    if let Some(name) = provider(to).filter(|name| provider(from) != Some(name) && from != NAMES_PROVIDERS) {
        return Some(format!("must not name the provider {name}"));
    }
    if above == below || above == TRIED || matches!(from, "lib.rs" | "main.rs") {
        return None;
    }
    let is_right = if below == EMULATOR {
        MAY_NAME_IT.contains(&from)
    } else if above == EMULATOR {
        MAY_BE_NAMED_BY_IT.contains(&below.as_str())
    } else {
        let height = |layer: &str| LAYERS.iter().position(|one| *one == layer);
        height(&below) < height(&above) && height(&below).is_some()
    };
    (!is_right).then(|| format!("{above} must not name {below}"))
}

#[test]
fn no_arrow_runs_up() {
    let modules = read(&texts("src"));
    let found: Vec<_> = arrows(&modules)
        .into_iter()
        .filter_map(|arrow| {
            Some(format!("src/{}:{}: {}", arrow.from, arrow.line, wrong(&arrow.from, &arrow.to)?))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_two_files_need_each_other() {
    let found = circles(&arrows(&read(&texts("src"))));
    assert!(found.is_empty(), "these files need each other:\n{}", found.join("\n\n"));
}

#[test]
fn no_item_is_visible_in_a_distant_module() {
    for (path, text) in texts("src") {
        let is_distant = source::code_of(&text).contains("pub(in");
        assert!(!is_distant, "src/{path}: say `pub(super)` or `pub(crate)`, or find a better file for it");
    }
}

#[test]
fn every_module_has_its_layer() {
    for (path, _) in texts("src").iter().filter(|(path, _)| path != "lib.rs" && path != "main.rs") {
        let layer = path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        assert!(
            LAYERS.contains(&layer) || [EMULATOR, TRIED].contains(&layer),
            "{layer} is not in the list of layers"
        );
    }
}

#[test]
fn no_file_is_too_long() {
    for folder in ["src", "tests"] {
        for (path, text) in texts(folder) {
            let lines = text.lines().count();
            assert!(lines <= LONGEST, "{folder}/{path} has {lines} lines: split it by meaning");
        }
    }
}
