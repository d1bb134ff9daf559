//! Which file needs which, and the circles among them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::source::{File, Modules};

/// One file names something that another one defines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrow {
    pub from: String,
    pub to: String,
    pub line: usize,
    /// What is named.
    pub name: String,
}

/// Every arrow between two files. A name that a module only hands on leads to the file that defines it.
pub(crate) fn arrows(modules: &Modules) -> Vec<Arrow> {
    let mut found = BTreeSet::new();
    for file in modules.values() {
        for (line, path) in &file.names {
            for to in defined_in(modules, path, 0) {
                if to.path != file.path {
                    let name = path.join("::");
                    found.insert(Arrow { from: file.path.clone(), to: to.path.clone(), line: *line, name });
                }
            }
        }
    }
    found.into_iter().collect()
}

/// The files that define what a path names: one, or several for `*`.
fn defined_in<'a>(modules: &'a Modules, path: &[String], depth: usize) -> Vec<&'a File> {
    let Some((module, file)) = (0..=path.len()).rev().find_map(|end| modules.get_key_value(&path[..end]))
    else {
        return Vec::new();
    };
    let Some((item, rest)) = path[module.len()..].split_first() else { return vec![file] };
    if depth == 8 {
        return vec![file];
    }
    let follow = |behind: &[String]| defined_in(modules, &[behind, rest].concat(), depth + 1);
    if item == "*" {
        let behind = file.hands_on.iter().flat_map(|(_, behind)| follow(behind));
        return behind.chain([file]).collect();
    }
    if let Some((_, behind)) = file.hands_on.iter().find(|(name, _)| name == item) {
        return follow(behind);
    }
    // `pub use child::*` may bring it.
    let globs = file.hands_on.iter().filter(|(name, _)| name == "*");
    let found: Vec<_> = globs
        .flat_map(|(_, behind)| {
            let behind = &behind[..behind.len() - 1];
            defined_in(modules, &[behind, &path[module.len()..]].concat(), depth + 1)
        })
        .filter(|file| file.defines(item))
        .collect();
    if found.is_empty() { vec![file] } else { found }
}

/// The circles among files, as text: for each file the shortest circle through it. A circle is listed once.
pub(crate) fn circles(arrows: &[Arrow]) -> Vec<String> {
    let mut next: BTreeMap<&str, BTreeMap<&str, &Arrow>> = BTreeMap::new();
    for arrow in arrows {
        next.entry(&arrow.from).or_default().entry(&arrow.to).or_insert(arrow);
    }
    let mut found: BTreeMap<BTreeSet<&str>, Vec<String>> = BTreeMap::new();
    for from in next.keys() {
        let Some(circle) = back_to(&next, from) else { continue };
        let lines = circle.iter().map(|arrow| {
            format!("  src/{}:{} needs src/{} for {}", arrow.from, arrow.line, arrow.to, arrow.name)
        });
        found
            .entry(circle.iter().map(|arrow| arrow.from.as_str()).collect())
            .or_insert_with(|| lines.collect());
    }
    found.into_values().map(|lines| lines.join("\n")).collect()
}

/// The shortest circle through a file.
fn back_to<'a>(next: &BTreeMap<&str, BTreeMap<&str, &'a Arrow>>, from: &str) -> Option<Vec<&'a Arrow>> {
    let mut came_by: BTreeMap<&str, &Arrow> = BTreeMap::new();
    let mut ahead = VecDeque::from([from]);
    while let Some(one) = ahead.pop_front() {
        for (to, arrow) in next.get(one).into_iter().flatten() {
            if *to == from {
                let mut circle = vec![*arrow];
                while circle[0].from != from {
                    circle.insert(0, came_by[circle[0].from.as_str()]);
                }
                return Some(circle);
            }
            if !came_by.contains_key(to) {
                came_by.insert(to, arrow);
                ahead.push_back(to);
            }
        }
    }
    None
}

/// Small crates show that the rules find what they should.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::read;

    fn of(files: &[(&str, &str)]) -> Vec<(String, String)> {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    fn tied(files: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut pairs: Vec<_> =
            arrows(&read(&of(files))).into_iter().map(|arrow| (arrow.from, arrow.to)).collect();
        pairs.dedup();
        pairs
    }

    fn pair(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn a_path_is_seen_however_it_is_written() {
        let model = ("model/mod.rs", "pub struct User;");
        for text in [
            "use crate::model::User;",
            "use crate::{\n    other::Thing,\n    model::User,\n};",
            "fn f(user: crate::model::User) {}",
            "use super::model::User;",
            "pub(crate) mod a { }\nuse super::{model};",
            "use crate::model as nouns;",
            "use crate::model::*;",
            "pub(crate) use crate::model::User;",
            "use crate::model::{self, User as Person};",
            "use {std::fs, crate::{other::{A, B}, model::{self}}};",
            "use crate :: model\n    :: User;",
            "use self::super::model::User;",
            "use crate::r#model::User;",
            "extern crate self as mfa_admin;\nuse mfa_admin::model::User;",
            "fn f() { println!(\"{:?}\", $crate::model::User); }",
            "fn f() { Vec::<crate::model::User>::new(); }",
            "mod inside {\n    use super::super::model::User;\n}",
            "mod inside {}\nuse super::model::User;",
            "struct A {\n    #[cfg(test)]\n    b: u8,\n}\nuse super::model::User;",
            "#[cfg(test)]\nuse crate::other::{A, B};\nuse super::model::User;",
            "#[cfg(test)]\nmod tests;\nuse super::model::User;",
        ] {
            assert_eq!(tied(&[model, ("engine.rs", text)]), [pair("engine.rs", "model/mod.rs")], "{text}");
        }
        for text in [
            "// crate::model::User",
            "/* crate::model::User */",
            "const A: &str = \"crate::model::User\";",
            "const A: &str = r#\"crate::model::User\"#;",
            "#[cfg(test)]\nmod tests {\n    use crate::model::User;\n}",
            "#[cfg(test)]\nuse crate::model::{self, User};",
            "#[cfg(test)]\nfn f(a: [u8; 2]) { crate::model::User; }",
            "mod model {}\nuse self::model::User;",
            "use std::model::User;",
        ] {
            assert_eq!(tied(&[model, ("engine.rs", text)]), [], "{text}");
        }
    }

    #[test]
    fn what_a_module_hands_on_leads_to_where_it_is_defined() {
        let files = [
            ("a/mod.rs", "mod b;\nmod c;\npub use b::Thing;"),
            ("a/b.rs", "pub struct Thing;"),
            ("a/c.rs", "use super::Thing;\nuse super::b::{self as other};"),
        ];
        assert_eq!(tied(&files), [pair("a/c.rs", "a/b.rs")]);
        for hands_on in ["pub use b::*;", "pub use b::{Thing as Other};\npub use b::{self as deep};"] {
            let files = [
                ("a/mod.rs", hands_on),
                ("a/b.rs", "pub struct Thing;"),
                (
                    "c.rs",
                    if hands_on.contains('*') {
                        "use crate::a::Thing;"
                    } else {
                        "use crate::a::deep::Thing;"
                    },
                ),
            ];
            assert_eq!(tied(&files), [pair("c.rs", "a/b.rs")], "{hands_on}");
        }
    }

    #[test]
    fn a_path_that_begins_with_an_imported_module_is_followed() {
        let files = [
            ("a/mod.rs", "pub mod b;"),
            ("a/b.rs", "pub fn f() {}"),
            ("c.rs", "fn g() { a::b::f() }\nuse crate::a;"),
        ];
        assert_eq!(tied(&files), [pair("c.rs", "a/b.rs"), pair("c.rs", "a/mod.rs")]);
    }

    #[test]
    fn to_hand_on_what_another_module_defines_is_to_need_it() {
        let files = [
            ("a.rs", "pub struct Thing;"),
            ("b.rs", "pub use crate::a::Thing;"),
            ("c.rs", "use crate::b::Thing;"),
        ];
        assert_eq!(tied(&files), [pair("b.rs", "a.rs"), pair("c.rs", "a.rs")]);
    }

    #[test]
    #[should_panic(expected = "would hide code")]
    fn a_file_by_another_name_is_refused() {
        tied(&[("a.rs", "#[path = \"other.rs\"]\nmod b;")]);
    }

    #[test]
    fn a_circle_is_found_by_name_and_line() {
        let files = [
            ("a/mod.rs", "mod b;\npub struct Thing;\nfn f() { b::g() }"),
            ("a/b.rs", "\nuse super::Thing;\npub fn g() {}"),
            ("c.rs", "use crate::a::Thing;"),
        ];
        let found = circles(&arrows(&read(&of(&files))));
        assert_eq!(
            found,
            ["  src/a/b.rs:2 needs src/a/mod.rs for a::Thing\n  src/a/mod.rs:3 needs src/a/b.rs for a::b::g"]
        );
    }
}
