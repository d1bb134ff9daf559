//! Reads the sources of a crate: which modules there are, and which paths each file names.
//!
//! Comments, texts and `#[cfg(test)]` are blanked out first, line by line, so that every name keeps its line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A file of the crate.
#[derive(Debug, Default)]
pub(crate) struct File {
    /// Its path below `src/`.
    pub path: String,
    /// Its code, without comments, texts and tests.
    pub code: String,
    /// The paths that it names, absolute, each with its line.
    pub names: Vec<(usize, Vec<String>)>,
    /// What it hands on: the name, and the absolute path behind it. `*` stands for everything.
    pub hands_on: Vec<(String, Vec<String>)>,
}

/// All files, by module: `["engine", "plan"]`.
pub(crate) type Modules = BTreeMap<Vec<String>, File>;

/// Every `.rs` file below a folder, with its text.
pub(crate) fn texts(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).expect("below").to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(&path).expect("text")));
            }
        }
    }
    found.sort();
    found
}

/// Reads files as the modules of one crate. Files that only tests see are left out.
pub(crate) fn read(texts: &[(String, String)]) -> Modules {
    let texts = texts.iter().filter(|(path, _)| !is_test(path));
    let mut modules: Modules = texts
        .map(|(path, text)| {
            (module_of(path), File { path: path.clone(), code: code_of(text), ..File::default() })
        })
        .collect();
    let known: Vec<_> = modules.keys().cloned().collect();
    for (module, file) in &mut modules {
        let child = |name: &str| {
            known.iter().any(|one| {
                one.len() == module.len() + 1
                    && one.starts_with(module)
                    && one.last().is_some_and(|last| last == name)
            })
        };
        let (names, hands_on) = paths_of(&file.code, module, &child);
        (file.names, file.hands_on) = (names, hands_on);
    }
    modules
}

fn is_test(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "tests.rs")
}

/// `engine/plan.rs` and `engine/plan/mod.rs` are both `["engine", "plan"]`; `lib.rs` is the root.
fn module_of(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod") || parts == ["lib"] {
        parts.pop();
    }
    parts
}

/// The text with comments, literals and test modules blanked out.
pub(crate) fn code_of(text: &str) -> String {
    let mut code: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < code.len() {
        let end = match (code[at], code.get(at + 1)) {
            ('/', Some('/')) => until(&code, at, |rest| rest[0] == '\n'),
            ('/', Some('*')) => until(&code, at + 2, |rest| rest.starts_with(&['*', '/'])) + 2,
            ('"', _) => end_of_text(&code, at + 1),
            ('r', Some('"' | '#')) if !before_is_word(&code, at) => end_of_raw(&code, at).unwrap_or(at + 1),
            ('\'', Some('\\')) => until(&code, at + 3, |rest| rest[0] == '\'') + 1,
            ('\'', Some(_)) if code.get(at + 2) == Some(&'\'') => at + 3,
            _ => {
                at += 1;
                continue;
            }
        };
        blank(&mut code, at, end);
        at = end.max(at + 1);
    }
    let code: String = code.into_iter().collect();
    without_tests(&code)
}

fn before_is_word(code: &[char], at: usize) -> bool {
    // `br"…"` is a text of bytes.
    let at = if at > 0 && code[at - 1] == 'b' { at - 1 } else { at };
    at > 0 && (code[at - 1].is_alphanumeric() || code[at - 1] == '_')
}

fn until(code: &[char], from: usize, ends: impl Fn(&[char]) -> bool) -> usize {
    (from..code.len()).find(|at| ends(&code[*at..])).unwrap_or(code.len())
}

fn end_of_text(code: &[char], mut at: usize) -> usize {
    while at < code.len() && code[at] != '"' {
        at += if code[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn end_of_raw(code: &[char], at: usize) -> Option<usize> {
    let hashes = code[at + 1..].iter().take_while(|one| **one == '#').count();
    if code.get(at + 1 + hashes) != Some(&'"') {
        return None;
    }
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    Some(until(code, at + 2 + hashes, |rest| rest.starts_with(&end)) + end.len())
}

fn blank(code: &mut [char], from: usize, to: usize) {
    let to = to.min(code.len());
    code[from..to].iter_mut().filter(|one| **one != '\n').for_each(|one| *one = ' ');
}

/// Blanks what stands behind `#[cfg(test)]`: an item that ends with its block, or with a semicolon.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut chars: Vec<char> = code.chars().collect();
    let mark: Vec<char> = MARK.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at..].starts_with(&mark) {
            at += 1;
            continue;
        }
        let mut depth = 0;
        let mut end = at + mark.len();
        while end < chars.len() {
            match chars[end] {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            end += 1;
            if depth == 0 && matches!(chars[end - 1], '}' | ';') {
                break;
            }
        }
        blank(&mut chars, at, end);
        at = end;
    }
    chars.into_iter().collect()
}

type Named = Vec<(usize, Vec<String>)>;

/// The paths that code names, and what it hands on by `pub use`.
fn paths_of(
    code: &str,
    module: &[String],
    child: &dyn Fn(&str) -> bool,
) -> (Named, Vec<(String, Vec<String>)>) {
    let tokens = tokens(code);
    let (mut names, mut hands_on) = (Vec::new(), Vec::new());
    // A module written inside the file, and how deep its block is.
    let mut inside: Vec<usize> = Vec::new();
    let mut module = module.to_vec();
    let (mut depth, mut at) = (0_usize, 0);
    while at < tokens.len() {
        let (line, word) = &tokens[at];
        match word.as_str() {
            "{" => depth += 1,
            "}" => {
                depth = depth.checked_sub(1).unwrap_or_else(|| panic!("{module:?}:{line}: a brace too many"));
                if inside.last() == Some(&depth) {
                    inside.pop();
                    module.pop();
                }
            }
            _ => {}
        }
        if word == "mod" && tokens.get(at + 2).is_some_and(|(_, next)| next == "{") {
            inside.push(depth);
            module.push(tokens[at + 1].1.clone());
            at += 2;
            continue;
        }
        // `use<…>` says which lifetimes a type takes along.
        if word == "use" && tokens.get(at + 1).is_some_and(|(_, next)| next != "<") {
            let end = (at..tokens.len()).find(|end| tokens[*end].1 == ";").unwrap_or(tokens.len());
            let is_public = at > 0 && (tokens[at - 1].1 == "pub" || tokens[at - 1].1 == ")");
            let mut tree = &tokens[at + 1..end];
            let mut found = Vec::new();
            use_tree(&mut tree, &mut Vec::new(), &mut found);
            for (line, path, alias) in found {
                let Some(path) = absolute(&path, &module, child) else { continue };
                if is_public { hands_on.push((alias, path)) } else { names.push((line, path)) }
            }
            at = end;
        } else if is_word(word) && (at == 0 || tokens[at - 1].1 != "::") {
            let mut path = vec![word.clone()];
            let mut end = at + 1;
            while end + 1 < tokens.len() && tokens[end].1 == "::" && is_word(&tokens[end + 1].1) {
                path.push(tokens[end + 1].1.clone());
                end += 2;
            }
            if path.len() > 1 {
                names.extend(absolute(&path, &module, child).map(|path| (*line, path)));
            }
            at = end;
            continue;
        }
        at += 1;
    }
    (names, hands_on)
}

/// Words, `::` and single signs, each with its line.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let chars: Vec<char> = line.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let word: String =
                chars[at..].iter().take_while(|one| one.is_alphanumeric() || **one == '_').collect();
            let token = if !word.is_empty() {
                word
            } else if chars[at..].starts_with(&[':', ':']) {
                "::".to_owned()
            } else {
                chars[at].to_string()
            };
            at += token.chars().count();
            if !token.trim().is_empty() {
                found.push((number + 1, token));
            }
        }
    }
    found
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Takes a tree of `use` apart: every path in it, with its line and the name that it gets here.
fn use_tree(
    tree: &mut &[(usize, String)],
    above: &mut Vec<String>,
    found: &mut Vec<(usize, Vec<String>, String)>,
) {
    let depth = above.len();
    let mut line = 0;
    while let [(here, token), rest @ ..] = *tree {
        *tree = rest;
        match token.as_str() {
            "{" => {
                while !matches!(tree.first(), None | Some((_, _)) if tree.first().is_none_or(|(_, one)| one == "}"))
                {
                    use_tree(tree, above, found);
                    if tree.first().is_some_and(|(_, one)| one == ",") {
                        *tree = &tree[1..];
                    }
                }
                *tree = tree.get(1..).unwrap_or_default();
                above.truncate(depth);
                return;
            }
            "::" => {}
            "as" => {
                let alias = tree.first().map(|(_, alias)| alias.clone()).unwrap_or_default();
                *tree = tree.get(1..).unwrap_or_default();
                found.push((line, above.clone(), alias));
                above.truncate(depth);
                return;
            }
            word => {
                line = *here;
                above.push(word.to_owned());
                if !matches!(tree.first(), Some((_, next)) if next == "::" || next == "as") {
                    break;
                }
            }
        }
    }
    let alias = above.last().filter(|last| *last != "self").or(above.iter().rev().nth(1)).cloned();
    found.push((line, above.clone(), alias.unwrap_or_default()));
    above.truncate(depth);
}

/// A path from the root of the crate; `None` for one that leads into another crate, or to an item of this file.
fn absolute(path: &[String], module: &[String], child: &dyn Fn(&str) -> bool) -> Option<Vec<String>> {
    let mut base = module.to_vec();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => (base, rest) = (Vec::new(), &path[1..]),
        "self" => rest = &path[1..],
        "super" => {
            while rest.first().is_some_and(|word| word == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        name if child(name) => {}
        _ => return None,
    }
    base.extend(rest.iter().filter(|word| *word != "self").cloned());
    Some(base)
}
