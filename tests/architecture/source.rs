//! Reads the sources of the crate: its modules, and the paths that each file names.
//!
//! Comments, literals and `#[cfg(test)]` items are replaced by blanks first, so that every name keeps its line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A file of the crate.
#[derive(Debug, Default)]
pub(crate) struct File {
    /// Its path below `src/`.
    pub path: String,
    /// Its code, without comments, literals and tests.
    pub code: String,
    /// The absolute paths that it names, each with its line.
    pub names: Vec<(usize, Vec<String>)>,
    /// What it hands on by `pub use`: the name, and its absolute path. `*` stands for everything.
    pub hands_on: Vec<(String, Vec<String>)>,
}

impl File {
    /// Does its code define an item of this name?
    pub(crate) fn defines(&self, item: &str) -> bool {
        const KEYWORDS: [&str; 8] = ["struct", "enum", "trait", "type", "fn", "const", "static", "mod"];
        let tokens = tokens(&self.code);
        tokens.windows(2).any(|pair| KEYWORDS.contains(&pair[0].1.as_str()) && pair[1].1 == item)
    }
}

/// All files, by their module, such as `["engine", "plan"]`.
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
        for hidden in ["#[path", "include!("] {
            assert!(!file.code.contains(hidden), "{}: {hidden} would hide code from these tests", file.path);
        }
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

/// The text, with blanks for comments, literals and `#[cfg(test)]` items.
pub(crate) fn code_of(text: &str) -> String {
    let mut code: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < code.len() {
        let end = match (code[at], code.get(at + 1)) {
            ('/', Some('/')) => until(&code, at, |rest| rest[0] == '\n'),
            ('/', Some('*')) => until(&code, at + 2, |rest| rest.starts_with(&['*', '/'])) + 2,
            ('"', _) => end_of_text(&code, at + 1),
            // `r#type` is a name.
            ('r', Some('"' | '#')) if let Some(end) = end_of_raw(&code, at) => end,
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

fn follows_a_word(code: &[char], at: usize) -> bool {
    // `br"…"` is a literal too.
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

/// The end of a raw text that begins here, if one does.
fn end_of_raw(code: &[char], at: usize) -> Option<usize> {
    if follows_a_word(code, at) {
        return None;
    }
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

/// Blanks what follows `#[cfg(test)]`: an item that ends with its block or a semicolon. A field ends with its struct at
/// the latest.
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
        let (mut depth, mut end) = (0, at + mark.len());
        while end < chars.len() {
            match chars[end] {
                '{' | '(' | '[' => depth += 1,
                '}' | ')' | ']' if depth == 0 => break,
                '}' | ')' | ']' => depth -= 1,
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
type Aliases = Vec<(String, Vec<String>)>;

/// The paths that code names, and what it hands on by `pub use` to other modules.
fn paths_of(code: &str, module: &[String], child: &dyn Fn(&str) -> bool) -> (Named, Aliases) {
    let tokens = tokens(code);
    let (mut names, mut hands_on) = (Vec::new(), Vec::new());
    // Names that a `use` brings into the file, and paths that may begin with one of them.
    let (mut aliases, mut relative) = (Aliases::new(), Named::new());
    // For each module written inside the file: how deep its block is.
    let mut inside: Vec<usize> = Vec::new();
    let mut module = module.to_vec();
    let (mut depth, mut at) = (0_usize, 0);
    while at < tokens.len() {
        let (line, word) = &tokens[at];
        let next = tokens.get(at + 1).map_or("", |(_, next)| next.as_str());
        match word.as_str() {
            "{" => depth += 1,
            "}" => {
                depth = depth.checked_sub(1).unwrap_or_else(|| panic!("{module:?}:{line}: a brace too many"));
                if inside.last() == Some(&depth) {
                    inside.pop();
                    module.pop();
                }
            }
            "mod" if tokens.get(at + 2).is_some_and(|(_, brace)| brace == "{") => {
                inside.push(depth);
                module.push(next.to_owned());
                at += 1;
            }
            // `use<…>` says which lifetimes a type captures.
            "use" if next != "<" => {
                let end = (at..tokens.len()).find(|end| tokens[*end].1 == ";").unwrap_or(tokens.len());
                let is_public = at > 0 && matches!(tokens[at - 1].1.as_str(), "pub" | ")");
                let mut found = Vec::new();
                use_tree(&mut &tokens[at + 1..end], &mut Vec::new(), &mut found);
                for (line, path, alias) in found {
                    let Some(path) = absolute(&path, &module, child) else { continue };
                    aliases.push((alias.clone(), path.clone()));
                    // A module may hand on what its own children define. Anything else it needs itself.
                    if !is_public || !path.starts_with(&module) {
                        names.push((line, path.clone()));
                    }
                    if is_public {
                        hands_on.push((alias, path));
                    }
                }
                at = end;
            }
            _ if is_word(word) && (at == 0 || tokens[at - 1].1 != "::") => {
                let mut path = vec![word.clone()];
                while let [(_, colons), (_, next), ..] = &tokens[at + 1..]
                    && colons == "::"
                    && is_word(next)
                {
                    path.push(next.clone());
                    at += 2;
                }
                match absolute(&path, &module, child) {
                    _ if path.len() == 1 => {}
                    Some(path) => names.push((*line, path)),
                    None => relative.push((*line, path)),
                }
            }
            _ => {}
        }
        at += 1;
    }
    // `use crate::engine;` and then `engine::plan::draft()`.
    names.extend(relative.into_iter().filter_map(|(line, path)| {
        let (_, base) = aliases.iter().find(|(alias, _)| *alias == path[0])?;
        Some((line, [base.as_slice(), &path[1..]].concat()))
    }));
    (names, hands_on)
}

/// Words, `::` and single characters, each with its line.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let chars: Vec<char> = line.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let word: String =
                chars[at..].iter().take_while(|one| one.is_alphanumeric() || **one == '_').collect();
            let token = if word == "r" && chars.get(at + 1) == Some(&'#') {
                // `r#type` is the name `type`.
                at += 2;
                continue;
            } else if !word.is_empty() {
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

/// Finds every path in the tree of a `use`, with its line and the name that it gets in this file.
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
                while tree.first().is_some_and(|(_, one)| one != "}") {
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

/// The path from the root of the crate; `None` for a path that begins with anything else than a module.
fn absolute(path: &[String], module: &[String], child: &dyn Fn(&str) -> bool) -> Option<Vec<String>> {
    let mut base = module.to_vec();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" | "mfa_admin" => (base, rest) = (Vec::new(), &path[1..]),
        "self" | "super" => {
            while let Some(word @ ("self" | "super")) = rest.first().map(String::as_str) {
                if word == "super" {
                    base.pop();
                }
                rest = &rest[1..];
            }
        }
        name if child(name) => {}
        _ => return None,
    }
    base.extend(rest.iter().filter(|word| *word != "self").cloned());
    Some(base)
}
