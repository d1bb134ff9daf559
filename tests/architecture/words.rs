//! Words that were retired: each had a better known name in the field, or meant several things.

use std::collections::BTreeSet;

use crate::source::{code_of, texts};

/// Retired as a part of any identifier: `door`, `front_door`, `FrontDoor` and `FRONT_DOOR`.
const RETIRED: &[&str] = &[
    "aside",
    "astray",
    "beside",
    "crowd",
    "defused",
    "delicate",
    "desk",
    "door",
    "fate",
    "follower",
    "forecast",
    "house",
    "keeper",
    "manner",
    "naps",
    "neighbour",
    "obstacle",
    "room",
    "strikes",
    "wall",
    "weather",
];
/// Retired as the whole name of an item or a variable. A variant of an enum may have such a name, because the enum says
/// what it means; and so may an item of another crate.
const RETIRED_NAMES: &[&str] = &[
    "at_home",
    "own_keys",
    "gives_way",
    "GivesWay",
    "GIVES_WAY",
    "Asked",
    "Beside",
    "Course",
    "Elements",
    "End",
    "Hold",
    "Held",
    "Judge",
    "Kind",
    "Looks",
    "Order",
    "Page",
    "Pass",
    "Place",
    "Ready",
    "Reviewed",
    "Rules",
    "Since",
    "Site",
    "Terms",
    "Way",
    "proof",
    "settle_in",
];
/// The words before a name that is defined there.
const DEFINES: &[&str] = &[
    "struct",
    "enum",
    "trait",
    "type",
    "fn",
    "let",
    "mut",
    "mod",
    "const",
    "static",
    "union",
    "macro_rules",
];

/// The words of an identifier in lower case: `FrontDoor` and `front_door` are `front`, `door`.
fn parts(identifier: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let is_constant = !identifier.contains(char::is_lowercase);
    for letter in identifier.chars() {
        if letter == '_' || letter.is_uppercase() && !is_constant {
            parts.push(String::new());
        }
        if let (true, Some(last)) = (letter != '_', parts.last_mut()) {
            last.extend(letter.to_lowercase());
        }
    }
    parts
}

/// Every retired word in a source, with its line.
fn retired(text: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    for (number, line) in code_of(text).lines().enumerate() {
        let words: Vec<&str> = line
            .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .filter(|word| !word.is_empty())
            .collect();
        for (index, word) in words.iter().enumerate() {
            let is_defined = index > 0 && DEFINES.contains(&words[index - 1]);
            let is_retired = parts(word).iter().any(|part| RETIRED.contains(&part.as_str()))
                || is_defined && RETIRED_NAMES.contains(word);
            if is_retired {
                found.insert((number + 1, (*word).to_owned()));
            }
        }
    }
    found.into_iter().map(|(line, word)| format!("{line}: {word}")).collect()
}

#[test]
fn no_retired_word_is_an_identifier() {
    let found: Vec<_> = texts("src")
        .iter()
        .flat_map(|(path, text)| retired(text).into_iter().map(move |found| format!("src/{path}:{found}")))
        .collect();
    assert!(found.is_empty(), "the glossary in ARCHITECTURE.md has better words:\n{}", found.join("\n"));
}

#[test]
fn a_retired_word_is_found_wherever_it_is_an_identifier() {
    for text in [
        "fn front_door() {}",
        "struct FrontDoor;",
        "let weather = 1;",
        "struct Place;",
        "let mut proof = 1;",
        "const FRONT_DOOR: u8 = 1;",
        "fn f(door: u8) {}",
        "enum Kind {}",
    ] {
        assert_eq!(retired(text).len(), 1, "{text}");
    }
    for text in
        ["// the weather", "const A: &str = \"door\";", "Key::End", "let indoor = 1;", "enum A { Page }"]
    {
        assert_eq!(retired(text), [] as [String; 0], "{text}");
    }
}
