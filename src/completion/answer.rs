//! One Tab: what the shell asks, and what it is told.

use std::env;
use std::ffi::OsString;

use clap::Command;
use clap_complete::Shell;
use clap_complete::engine::{CompletionCandidate, complete};
use console::{measure_text_width, pad_str, truncate_str};

use super::line::{Line, Quote, quoted};
use super::registration::registration;
use super::values::{FILES, FOLDERS, Sources, with_values};
use crate::host::Environment;
use crate::output::sanitize;

/// What bash says in `COMP_TYPE` when it is about to list what there is: after a second Tab, and as its user has set it.
const LISTS: [&str; 3] = ["63", "33", "64"];

/// What is written where a shell asks, with `COMPLETE` in the environment: the script to source when nothing is asked
/// about, else what can stand at the cursor. `None` where this is a run like any other.
pub(crate) fn answer(
    arguments: &[OsString],
    environment: Environment,
    definition: fn() -> Command,
) -> Option<String> {
    let shell = Shell::from_shell_path(environment.get("COMPLETE")?)?;
    let (program, rest) = arguments.split_first()?;
    let Some((first, asked)) = rest.split_first() else { return Some(registration(shell, program)) };
    if first != "--" {
        return None;
    }
    let asked: Vec<_> = asked.iter().map(|word| word.to_string_lossy()).collect();
    let asked: Vec<&str> = asked.iter().map(AsRef::as_ref).collect();
    let tell = |words: &[String], current: &str| found(words, current, shell, environment, definition);
    Some(match (shell, asked.as_slice()) {
        (Shell::Bash, [word, line, kind, columns]) => {
            let line = Line::read(line);
            if line.redirects {
                return Some(FILES.to_owned());
            }
            let columns = columns.parse().ok().filter(|_| LISTS.contains(kind));
            tell(&line.words, &line.current).told(|candidates| bash(candidates, &line, word, columns))
        }
        (_, [words @ .., typed]) => {
            let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
            // Fish gives the word at the cursor with its quotes.
            let current = if shell == Shell::Fish { Line::read(typed).current } else { (*typed).to_owned() };
            tell(&words, &current).told(|candidates| lines(candidates, shell))
        }
        (_, []) => String::new(),
    })
}

/// What can stand at the cursor.
enum Found {
    /// [`FILES`] or [`FOLDERS`]: names that the shell knows best.
    Names(&'static str),
    Values(Vec<Candidate>),
}

impl Found {
    fn told(self, tell: impl FnOnce(&[Candidate]) -> String) -> String {
        match self {
            Self::Names(kind) => kind.to_owned(),
            Self::Values(candidates) => tell(&candidates),
        }
    }
}

struct Candidate {
    value: String,
    /// Empty where there is nothing to say.
    help: String,
}

fn found(
    words: &[String],
    current: &str,
    shell: Shell,
    environment: Environment,
    definition: fn() -> Command,
) -> Found {
    let words = with_joined_profile(words);
    // The other shells leave names of files to us.
    let names_files = matches!(shell, Shell::Bash | Shell::Zsh | Shell::Fish);
    let mut definition = with_values(definition(), &Sources::new(&words, environment), names_files);
    // After a single dash, long flags are wanted as well as short ones, of which there are few.
    let asked = if current == "-" { "--" } else { current };
    let arguments = words.iter().map(String::as_str).chain([asked]).map(OsString::from).collect();
    let folder = env::current_dir().ok();
    let candidates = complete(&mut definition, arguments, words.len(), folder.as_deref()).unwrap_or_default();
    let is = |kind: &str| candidates.iter().any(|candidate| candidate.get_id().is_some_and(|id| id == kind));
    let is_flag =
        |candidate: &CompletionCandidate| candidate.get_id().is_some_and(|id| id.starts_with("arg::"));
    let has_flags = candidates.iter().any(is_flag);
    for kind in [FILES, FOLDERS] {
        if is(kind) && !(current.starts_with('-') && has_flags) {
            return Found::Names(kind);
        }
    }
    // Flags are offered to a person who has begun to type one, or where nothing else can stand.
    let without_flags = current.is_empty() && !candidates.iter().all(is_flag);
    let told = candidates
        .iter()
        .filter(|candidate| !candidate.get_id().is_some_and(|id| [FILES, FOLDERS].contains(&id.as_str())))
        .filter(|candidate| !(without_flags && is_flag(candidate)));
    Found::Values(told.filter_map(shown).collect())
}

/// `--profile NAME` as one word: the engine would take a name for a command that is called so.
fn with_joined_profile(words: &[String]) -> Vec<String> {
    let mut joined = Vec::with_capacity(words.len());
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let name = if word == "--profile" { rest.next() } else { None };
        joined.push(name.map_or_else(|| word.clone(), |name| format!("{word}={name}")));
    }
    joined
}

/// What does not print is not offered: a shell would insert something else than it shows.
fn shown(candidate: &CompletionCandidate) -> Option<Candidate> {
    let value = candidate.get_value().to_str().filter(|value| sanitize(value) == *value)?;
    let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
    Some(Candidate {
        value: value.to_owned(),
        help: sanitize(help.lines().next().unwrap_or_default()).into_owned(),
    })
}

/// For the scripts of zsh and fish: the kind of answer, then a candidate a line. Those of clap want the candidates alone.
fn lines(candidates: &[Candidate], shell: Shell) -> String {
    let head = matches!(shell, Shell::Zsh | Shell::Fish).then(|| "values".to_owned());
    let line = |Candidate { value, help }: &Candidate| match shell {
        Shell::Zsh => {
            let value = value.replace('\\', r"\\").replace(':', r"\:");
            if help.is_empty() { value } else { format!("{value}:{help}") }
        }
        Shell::PowerShell => format!("{}\t{help}", powershell_word(value)),
        Shell::Elvish => value.clone(),
        _ => format!("{value}\t{help}"),
    };
    head.into_iter().chain(candidates.iter().map(line)).collect::<Vec<_>>().join("\n")
}

fn powershell_word(text: &str) -> String {
    let harmless = |letter: char| letter.is_alphanumeric() || "+=:./_-\\".contains(letter);
    if text.chars().all(harmless) {
        return text.to_owned();
    }
    // For this shell the typographic quotes end a text, too.
    let quotes = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];
    let doubled = text
        .chars()
        .flat_map(|letter| std::iter::repeat_n(letter, if quotes.contains(&letter) { 2 } else { 1 }));
    format!("'{}'", doubled.collect::<String>())
}

/// For bash: what is put in the place of `word`, which is the end of the word at the cursor, behind the last quote or
/// one of the letters in `COMP_WORDBREAKS`. A list of so many columns says besides what each candidate is.
fn bash(candidates: &[Candidate], line: &Line<'_>, word: &str, columns: Option<usize>) -> String {
    let before = Line::read(line.typed.strip_suffix(word).unwrap_or_default());
    let inserted = |candidate: &Candidate| {
        let rest = candidate.value.strip_prefix(&before.current)?;
        Some((quoted(rest, before.quote), candidate.help.clone()))
    };
    let inserted: Vec<_> = candidates.iter().filter_map(inserted).collect();
    let width = inserted.iter().map(|(value, _)| measure_text_width(value)).max().unwrap_or_default();
    let listed = |(value, help): &(String, String)| match columns {
        // In quotes, blanks would be taken for a part of the value.
        Some(columns) if inserted.len() > 1 && !help.is_empty() && before.quote == Quote::No => {
            let line = format!("{}  ({help})", pad_str(value, width, console::Alignment::Left, None));
            // More than half of the columns: then bash lists one a line.
            let line = pad_str(&line, columns / 2, console::Alignment::Left, None).into_owned();
            truncate_str(&line, columns.saturating_sub(2).max(width), "…").into_owned()
        }
        _ => value.clone(),
    };
    ["values".to_owned()].into_iter().chain(inserted.iter().map(listed)).collect::<Vec<_>>().join("\n")
}
