//! `ARCHITECTURE.md` and other pages name layers, files, functions and tests. They must not point the wrong way.

use std::collections::BTreeSet;
use std::path::Path;

use crate::LAYERS;
use crate::source::{code_of, texts};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).expect("the page")
}

fn page() -> String {
    read("ARCHITECTURE.md")
}

/// What stands between backticks.
fn quoted(page: &str) -> impl Iterator<Item = &str> {
    page.split('`').skip(1).step_by(2)
}

/// The cells of the tables below a heading.
fn table<'a>(page: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let below = page.split(&format!("## {heading}\n")).nth(1).expect("the heading");
    let section = below.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    rows.map(|row| row.split(" | ").map(|cell| cell.trim_matches('`')).collect()).skip(2).collect()
}

#[test]
fn the_layers_are_those_of_the_test() {
    let page = page();
    let listed: Vec<_> = table(&page, "Layers").into_iter().map(|row| row[0]).collect();
    let from_above: Vec<_> = LAYERS.iter().rev().copied().collect();
    assert_eq!(listed, from_above);
}

#[test]
fn what_the_page_looks_for_is_where_it_says() {
    let sources = texts("src");
    let page = page();
    let rows = table(&page, "Where is …");
    assert!(rows.len() >= 12, "a table of {} rows", rows.len());
    for row in rows {
        let [question, file, name] = row[..] else { panic!("{row:?} has not three cells") };
        let Some((_, text)) = sources.iter().find(|(path, _)| path == file) else {
            panic!("{question} there is no src/{file}")
        };
        let defines = ["fn", "struct", "enum", "trait", "const", "type"];
        let code = code_of(text);
        let is_there = defines.iter().any(|word| {
            let definition = format!("{word} {name}");
            code.match_indices(&definition).any(|(at, _)| {
                !code[at + definition.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_')
            })
        });
        assert!(is_there, "{question} src/{file} defines no {name}");
    }
}

#[test]
fn every_file_that_the_page_names_is_there() {
    let page = page();
    let named: BTreeSet<&str> = quoted(&page)
        .filter(|word| word.contains('/') || Path::new(word).extension().is_some_and(|ending| ending == "rs"))
        .collect();
    let missing: Vec<_> = named
        .into_iter()
        .filter(|path| !root().join(path).exists() && !root().join("src").join(path).exists())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_path_in_the_other_pages_is_there() {
    for name in ["README.md", "SECURITY.md", "CONTRIBUTING.md", "benches/README.md", "tests/live/README.md"] {
        let page = read(name);
        let is_part = |letter: char| letter.is_alphanumeric() || "./_-".contains(letter);
        let words = page.split(|letter| !is_part(letter)).map(|word| word.trim_end_matches('.'));
        for path in words.filter(|word| {
            ["src/", "tests/", "docs/", "benches/", ".ci/"].iter().any(|folder| word.starts_with(folder))
        }) {
            // `NAME` stands for any name.
            assert!(path.contains("NAME") || root().join(path).exists(), "{name}: there is no {path}");
        }
    }
}

/// `races::a_yes_…` is the beginning of the name of a test in `races.rs`; `output::sanitize::tests` is a module.
#[test]
fn every_test_in_the_page_on_security_is_there() {
    let tests: Vec<_> = texts("tests").into_iter().chain(texts("src")).collect();
    let page = read("SECURITY.md");
    for name in quoted(&page).filter(|word| word.contains("::")) {
        let (module, test) = name.rsplit_once("::").expect("a path");
        let file = module.replace("::", "/") + ".rs";
        let begins = format!("fn {}", test.trim_end_matches('…'));
        let is_there = tests.iter().any(|(path, text)| {
            path.split('/').next_back() == file.split('/').next_back()
                && path.ends_with(&file)
                && (text.contains(&begins) || text.contains(&format!("mod {test}")))
        });
        assert!(is_there, "there is no {name}");
    }
}
