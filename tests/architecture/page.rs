//! `ARCHITECTURE.md` names layers, files and functions. It must not point the wrong way.

use std::collections::BTreeSet;

use crate::LAYERS;
use crate::source::{code_of, texts};

fn page() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/ARCHITECTURE.md")).expect("the page")
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
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = page();
    let named: BTreeSet<&str> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.contains('/') || word.ends_with(".rs"))
        .collect();
    let missing: Vec<_> = named
        .into_iter()
        .filter(|path| !root.join(path).exists() && !root.join("src").join(path).exists())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
