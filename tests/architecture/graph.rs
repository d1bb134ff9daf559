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

/// Every arrow between two files. What a module only hands on leads to the file that defines it.
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

/// The files in which a path ends: one, or several where everything of a module is taken.
fn defined_in<'a>(modules: &'a Modules, path: &[String], depth: usize) -> Vec<&'a File> {
    let Some((module, file)) = (0..=path.len()).rev().find_map(|end| modules.get_key_value(&path[..end]))
    else {
        return Vec::new();
    };
    let Some(item) = path.get(module.len()) else { return vec![file] };
    if depth < 8 {
        let known = file.hands_on.iter().find(|(name, _)| name == item);
        if let Some((_, behind)) = known {
            return defined_in(modules, behind, depth + 1);
        }
        if item == "*" {
            let behind = file.hands_on.iter().flat_map(|(_, behind)| defined_in(modules, behind, depth + 1));
            return behind.chain([file]).collect();
        }
    }
    vec![file]
}

/// The circles among files, in words: of each file the shortest that it is in, and each circle once.
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

/// The shortest way from a file back to itself.
fn back_to<'a>(next: &BTreeMap<&str, BTreeMap<&str, &'a Arrow>>, from: &str) -> Option<Vec<&'a Arrow>> {
    let mut came_by: BTreeMap<&str, &Arrow> = BTreeMap::new();
    let mut ahead = VecDeque::from([from]);
    while let Some(one) = ahead.pop_front() {
        for (to, arrow) in next.get(one).into_iter().flatten() {
            if *to == from {
                let mut way = vec![*arrow];
                while way[0].from != from {
                    way.insert(0, came_by[way[0].from.as_str()]);
                }
                return Some(way);
            }
            if !came_by.contains_key(to) {
                came_by.insert(to, arrow);
                ahead.push_back(to);
            }
        }
    }
    None
}

/// A small crate, to see that the rules bite.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::read;

    fn of(files: &[(&str, &str)]) -> Vec<(String, String)> {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    fn tied(files: &[(&str, &str)]) -> Vec<(String, String)> {
        arrows(&read(&of(files))).into_iter().map(|arrow| (arrow.from, arrow.to)).collect()
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
        ] {
            assert_eq!(tied(&[model, ("engine.rs", text)]), [pair("engine.rs", "model/mod.rs")], "{text}");
        }
        for text in [
            "// crate::model::User",
            "/* crate::model::User */",
            "const A: &str = \"crate::model::User\";",
            "const A: &str = r#\"crate::model::User\"#;",
            "#[cfg(test)]\nmod tests {\n    use crate::model::User;\n}",
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
        assert_eq!(tied(&files), [pair("a/c.rs", "a/b.rs"), pair("a/c.rs", "a/b.rs")]);
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
