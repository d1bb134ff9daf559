//! What a person meant who typed a command or a flag that does not exist. clap's own suggestions go by the letters alone:
//! they know no command of another level, and take `--id` for `--ids-per-request`.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};

use crate::shell::shell_word;

/// Words that people know from other tools, and the commands that do the same here. The first word of a pair is the level
/// that it was typed at, `""` for any.
const COMMANDS: &[(&str, &str, &[&str])] = &[
    ("", "signin", &["auth login"]),
    ("", "sign-in", &["auth login"]),
    ("", "signout", &["auth logout"]),
    ("", "sign-out", &["auth logout"]),
    ("", "whoami", &["auth status"]),
    ("", "profiles", &["auth list"]),
    ("", "use", &["auth switch"]),
    ("", "find", &["users search"]),
    ("", "query", &["users search"]),
    ("", "who", &["users search"]),
    ("", "get", &["users show"]),
    ("", "history", &["audit list"]),
    ("", "log", &["audit list"]),
    ("", "logs", &["audit list"]),
    ("", "continue", &["batch resume"]),
    ("", "completion", &["completions"]),
    ("", "demo", &["--profile demo users search"]),
    ("", "version", &["--version"]),
    ("auth", "delete", &["auth remove"]),
    ("auth", "add", &["auth login"]),
    ("auth", "show", &["auth status"]),
    ("users", "list", &["users search"]),
    ("users", "ls", &["users search"]),
    ("mfa", "list", &["users search --enrolled"]),
    ("mfa", "status", &["users show"]),
    ("mfa", "show", &["users show"]),
    ("mfa", "remove", &["mfa reset"]),
    ("mfa", "delete", &["mfa reset"]),
    ("mfa", "disable", &["mfa reset"]),
    ("batch", "status", &["batch show"]),
    ("batch", "ls", &["batch list"]),
    ("batch", "delete", &["batch purge"]),
    ("audit", "show", &["audit list"]),
];

/// The same for flags.
const FLAGS: &[(&str, &str)] = &[
    ("--id", "--user-id"),
    ("--ids", "--user-id"),
    ("--uid", "--user-id"),
    ("--user", "--user-id"),
    ("--userid", "--user-id"),
    ("--mail", "--email"),
    ("--e-mail", "--email"),
    ("--file", "--csv"),
    ("--input", "--csv"),
    ("--from-file", "--csv"),
    ("--force", "--yes"),
    ("--assume-yes", "--yes"),
    ("--no-confirm", "--yes"),
    ("--non-interactive", "--no-input"),
    ("--format", "--output"),
    ("--json", "--output json"),
    ("--csv", "--output csv"),
    ("--debug", "--verbose"),
    ("--simulate", "--dry-run"),
    ("--check", "--dry-run"),
    ("--org-id", "--org"),
    ("--env", "--environment"),
    ("--key", "--with-api-key"),
    ("--api-key", "--with-api-key"),
    ("--password", "--password-stdin"),
    ("--admin", "--admins"),
    ("--unenrolled", "--not-enrolled"),
    ("--all", "--limit 0"),
];

/// What was meant instead of what clap refused: whole commands, or a flag. Empty where nothing is near enough.
pub(crate) fn meant(error: &Error, arguments: &[OsString], definition: &Command) -> Vec<String> {
    let Some(ContextValue::String(wrong)) = error.get(match error.kind() {
        ErrorKind::UnknownArgument => ContextKind::InvalidArg,
        ErrorKind::InvalidSubcommand => ContextKind::InvalidSubcommand,
        _ => return Vec::new(),
    }) else {
        return Vec::new();
    };
    let level = level(arguments, definition);
    match error.kind() {
        ErrorKind::UnknownArgument if !wrong.starts_with('-') => {
            words(wrong, &level, arguments).into_iter().collect()
        }
        ErrorKind::UnknownArgument => flag(wrong, &level).into_iter().collect(),
        _ => {
            commands(wrong, &level, definition).iter().map(|command| format!("mfa-admin {command}")).collect()
        }
    }
}

/// One line that says it.
pub(crate) fn tip(meant: &[String]) -> Option<String> {
    match meant {
        [] => None,
        [one] => Some(format!("did you mean `{one}`?")),
        several => Some(format!("did you mean one of `{}`?", several.join("`, `"))),
    }
}

/// The error with our suggestion in the place of clap's. Its usage line loses the flag that clap suggested.
pub(crate) fn amended(
    mut error: Error,
    tip: Option<String>,
    arguments: &[OsString],
    definition: &Command,
) -> Error {
    if !matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand) {
        return error;
    }
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::Suggested] {
        error.remove(kind);
    }
    if let Some(tip) = tip {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    let mut command = level(arguments, definition).command.clone();
    error.insert(ContextKind::Usage, ContextValue::StyledStr(command.render_usage()));
    error
}

/// The command that was typed, as far as it exists.
struct Level<'a> {
    command: &'a Command,
    /// Its words, such as `mfa reset`.
    path: String,
}

fn level<'a>(arguments: &[OsString], definition: &'a Command) -> Level<'a> {
    let mut level = Level { command: definition, path: String::new() };
    let mut words = arguments.iter().skip(1).map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        if let Some(long) = word.strip_prefix('-') {
            let takes_value = |command: &Command| {
                command.get_arguments().any(|argument| {
                    let is_it = argument.get_long().is_some_and(|name| long.strip_prefix('-') == Some(name))
                        || argument.get_short().is_some_and(|name| long == name.to_string());
                    is_it && argument.get_action().takes_values()
                })
            };
            // The value of a global flag is no command.
            if takes_value(level.command) || takes_value(definition) {
                words.next();
            }
        } else if let Some(command) = level.command.find_subcommand(word.as_ref()) {
            level.command = command;
            level.path = below(&level.path, command.get_name());
        } else if word != "help" {
            break;
        }
    }
    level
}

/// A name of two words is searched for in quotes.
fn words(wrong: &str, level: &Level<'_>, arguments: &[OsString]) -> Option<String> {
    let place = arguments.iter().position(|word| word == wrong)?;
    let before = arguments.get(place.checked_sub(1)?)?.to_string_lossy();
    let both = shell_word(&format!("{before} {wrong}"));
    (level.path == "users search" && !before.starts_with('-'))
        .then(|| format!("mfa-admin users search {both}"))
}

fn flag(wrong: &str, level: &Level<'_>) -> Option<String> {
    let wrong = wrong.split('=').next().unwrap_or_default();
    let known: Vec<_> = level
        .command
        .get_arguments()
        .filter(|argument| !argument.is_hide_set())
        .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
        .collect();
    let has = |flag: &str| known.iter().any(|known| flag.split(' ').next() == Some(known));
    let other = FLAGS.iter().find(|(word, flag)| *word == wrong && has(flag));
    if let Some((_, flag)) = other {
        return Some((*flag).to_owned());
    }
    let name = wrong.strip_prefix("--")?;
    let begun: Vec<_> = known.iter().filter(|known| name.len() > 2 && known.starts_with(wrong)).collect();
    match begun.as_slice() {
        [one] => Some((*one).clone()),
        _ => nearest(wrong, known.iter().map(String::as_str)).map(str::to_owned),
    }
}

fn commands(wrong: &str, level: &Level<'_>, definition: &Command) -> Vec<String> {
    let wrong = wrong.to_lowercase();
    let exists = |command: &&str| {
        let words = command.split(' ').filter(|word| !word.starts_with('-'));
        command.starts_with("--")
            || words.clone().count() == 0
            || words.take(2).try_fold(definition, |command, word| command.find_subcommand(word)).is_some()
    };
    let here = |at: &str| at.is_empty() || at == level.path;
    let by_word = |specific: bool| {
        COMMANDS.iter().find(|(at, word, _)| *word == wrong && here(at) && at.is_empty() != specific)
    };
    let of = |commands: &[&str]| -> Vec<String> {
        commands.iter().filter(|command| exists(command)).map(|command| (*command).to_owned()).collect()
    };
    if let Some((_, _, commands)) = by_word(true) {
        return of(commands);
    }
    let leaves = leaves(definition);
    let same: Vec<_> = leaves.iter().filter(|path| last(path) == wrong).cloned().collect();
    if !same.is_empty() {
        return same;
    }
    if let Some((_, _, commands)) = by_word(false) {
        return of(commands);
    }
    if wrong.contains('@') || wrong.chars().all(|letter| letter.is_ascii_digit()) {
        let all = ["users show", "mfa reset"];
        let fits = all.iter().filter(|command| command.starts_with(&level.path));
        return fits.map(|command| format!("{command} {}", shell_word(&wrong))).collect();
    }
    if let Some(near) = nearest(&wrong, level.command.get_subcommands().map(Command::get_name)) {
        return vec![below(&level.path, near)];
    }
    let near = nearest(&wrong, leaves.iter().map(|path| last(path))).map(str::to_owned);
    leaves.into_iter().filter(|path| Some(last(path)) == near.as_deref()).collect()
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

fn last(path: &str) -> &str {
    path.rsplit(' ').next().unwrap_or_default()
}

/// Every command of the second level, such as `mfa reset`.
fn leaves(definition: &Command) -> Vec<String> {
    let leaves = |group: &Command| -> Vec<String> {
        group.get_subcommands().map(|leaf| below(group.get_name(), leaf.get_name())).collect()
    };
    let groups = definition.get_subcommands().filter(|group| group.get_name() != "help");
    groups.flat_map(leaves).filter(|path| last(path) != "help").collect()
}

/// The nearest of these words, where no more than every third letter of it is another, and with more than one wrong
/// letter the first is right: `report` is no `export`.
fn nearest<'a>(wrong: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let letters = |word: &str| word.trim_start_matches('-').chars().count();
    let begins = |word: &str| word.trim_start_matches('-').chars().next();
    words
        .map(|word| (distance(wrong, word), word))
        .filter(|(distance, word)| *distance <= letters(word).min(letters(wrong)) / 3)
        .filter(|(distance, word)| *distance < 2 || begins(word) == begins(wrong))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// How many letters must be typed, removed, changed or swapped with the next one to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<_>, Vec<_>) = (one.chars().collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut next = vec![i];
        for j in 1..=other.len() {
            let change = usize::from(one[i - 1] != other[j - 1]);
            let mut least = (row[j] + 1).min(next[j - 1] + 1).min(row[j - 1] + change);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[other.len()]
}
