//! The synopsis: how a command is typed, with the names of its values. What is needed comes first, the rest in the
//! order of its definition. Arguments that exclude each other stand together: `[--active | --inactive]`.

use clap::{Arg, ArgAction, Command};
use roff::Roff;

use super::text::value;

/// Writes the section.
pub(super) fn synopsis(roff: &mut Roff, command: &Command, is_root: bool) {
    roff.control("SH", ["SYNOPSIS"]);
    let name = command.get_bin_name().unwrap_or(command.get_name());
    roff.control("SY", [escaped(name).as_str()]);
    let is_own = |argument: &&Arg| !argument.is_hide_set() && (is_root || !argument.is_global_set());
    let typed = |argument: &&Arg| is_own(argument) && !is_help(argument);
    let mut left: Vec<&Arg> = command.get_arguments().filter(typed).collect();
    // A stable sort: arguments of one kind keep their order.
    left.sort_by_key(|argument| (!is_needed(command, argument), !argument.is_positional()));
    while let Some(first) = left.first() {
        let alternatives = connected(first, &left, &|one, other| exclude(command, one, other));
        left.retain(|argument| !alternatives.contains(argument));
        element(roff, &written(command, alternatives));
    }
    if command.has_subcommands() {
        element(roff, r"\fIcommand\fR");
        element(roff, r"[\fIargument\fR]...");
    } else {
        element(roff, r"[\fIglobal\ option\fR]...");
    }
    roff.control("YS", []);
}

/// A part of the synopsis, in which roff escapes are kept.
fn element(roff: &mut Roff, text: &str) {
    // The macro writes its only argument as it is.
    roff.control("RB", [text]);
}

fn is_help(argument: &Arg) -> bool {
    use ArgAction::{Help, HelpLong, HelpShort, Version};
    matches!(argument.get_action(), Help | HelpLong | HelpShort | Version)
}

/// Is it, or one of a group to which it belongs, required?
fn is_needed(command: &Command, argument: &Arg) -> bool {
    let of_group = |id| {
        command.get_groups().any(|group| group.is_required_set() && group.get_args().any(|one| one == id))
    };
    argument.is_required_set() || of_group(argument.get_id())
}

/// Can the two not be typed together?
fn exclude(command: &Command, one: &Arg, other: &Arg) -> bool {
    let conflicts = |one: &Arg, other: &Arg| command.get_arg_conflicts_with(one).contains(&other);
    let of_one_group = command.get_groups().any(|group| {
        let holds = |argument: &Arg| group.get_args().any(|id| id == argument.get_id());
        !group.clone().is_multiple() && holds(one) && holds(other)
    });
    one != other && (of_one_group || conflicts(one, other) || conflicts(other, one))
}

/// Those of `all` that `edge` connects with the first, directly or by way of others, in their order.
fn connected<'a>(first: &'a Arg, all: &[&'a Arg], edge: &dyn Fn(&Arg, &Arg) -> bool) -> Vec<&'a Arg> {
    let mut found = vec![first];
    let next = |found: &[&'a Arg]| {
        let is_next = |one: &&&'a Arg| !found.contains(*one) && found.iter().any(|other| edge(one, other));
        all.iter().find(is_next).copied()
    };
    while let Some(one) = next(&found) {
        found.push(one);
    }
    all.iter().filter(|argument| found.contains(argument)).copied().collect()
}

/// Arguments that exclude each other, at least some of them, as one element.
fn written(command: &Command, mut left: Vec<&Arg>) -> String {
    let is_needed = left.iter().any(|argument| is_needed(command, argument));
    if let [argument] = left.as_slice() {
        let (text, dots) = (plain(argument), dots(argument));
        return if is_needed { format!("{text}{dots}") } else { format!("[{text}]{dots}") };
    }
    let mut alternatives = Vec::new();
    while let Some(first) = left.first() {
        let together = connected(first, &left, &|one, other| !exclude(command, one, other));
        left.retain(|argument| !together.contains(argument));
        alternatives.push(match together.as_slice() {
            [one] => format!("{}{}", plain(one), dots(one)),
            all if all.iter().all(|one| !dots(one).is_empty()) => {
                let all: Vec<_> = all.iter().map(|one| plain(one)).collect();
                format!("({})...", all.join(" | "))
            }
            [first, rest @ ..] => {
                rest.iter().fold(plain(first), |text, one| format!("{text} [{}]", plain(one)))
            }
            [] => String::new(),
        });
    }
    let text = alternatives.join(" | ");
    if is_needed { format!("({text})") } else { format!("[{text}]") }
}

/// The long flag and the name of its value, which no line break parts.
fn plain(argument: &Arg) -> String {
    let flag = argument.get_long().map(|long| format!(r"\fB{}\fR", escaped(&format!("--{long}"))));
    let value = value(argument).map(|name| format!(r"\fI{}\fR", escaped(&name)));
    flag.into_iter().chain(value).collect::<Vec<_>>().join(r"\ ")
}

/// Says that it may be typed several times.
fn dots(argument: &Arg) -> &'static str {
    if matches!(argument.get_action(), ArgAction::Append | ArgAction::Count) { "..." } else { "" }
}

fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('-', r"\-")
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction, ArgGroup, Command};
    use roff::Roff;

    use super::synopsis;

    /// The parts of the synopsis as they are shown.
    fn shown(mut command: Command) -> Vec<String> {
        let mut roff = Roff::new();
        command.build();
        synopsis(&mut roff, &command, false);
        let parts = roff.to_roff();
        let parts =
            parts.lines().filter_map(|line| line.strip_prefix(".RB ")).map(|part| part.trim_matches('"'));
        let remove = |part: String, what: &str| part.replace(what, "");
        parts.map(|part| [r"\fB", r"\fI", r"\fR", r"\"].into_iter().fold(part.to_owned(), remove)).collect()
    }

    fn flag(name: &'static str) -> Arg {
        Arg::new(name).long(name).action(ArgAction::SetTrue)
    }

    fn option(name: &'static str, value: &'static str) -> Arg {
        Arg::new(name).long(name).value_name(value)
    }

    #[test]
    fn what_is_needed_comes_first_and_the_rest_as_defined() {
        let command = Command::new("x")
            .arg(option("confirm", "WORD"))
            .arg(flag("yes"))
            .arg(option("out-file", "PLAN").required(true))
            .arg(Arg::new("QUERY"));
        assert_eq!(
            shown(command),
            ["--out-file PLAN", "[QUERY]", "[--confirm WORD]", "[--yes]", "[global option]..."]
        );
    }

    #[test]
    fn what_excludes_each_other_stands_together() {
        let many = |name, value| option(name, value).action(ArgAction::Append).group("who");
        let who = Command::new("x")
            .arg(many("user-id", "ID"))
            .arg(many("email", "EMAIL"))
            .arg(option("csv", "FILE").group("who").conflicts_with_all(["user-id", "email"]))
            .group(ArgGroup::new("who").required(true).multiple(true));
        assert_eq!(shown(who)[0], "((--user-id ID | --email EMAIL)... | --csv FILE)");
        let switch =
            Command::new("x").arg(flag("on").conflicts_with("off")).arg(flag("dry")).arg(flag("off"));
        assert_eq!(shown(switch)[..2], ["[--on | --off]", "[--dry]"]);
        let login = Command::new("x")
            .arg(option("login", "NAME"))
            .arg(flag("key").group("how").conflicts_with("login"))
            .arg(flag("stdin").group("how").requires("login"))
            .group(ArgGroup::new("how"));
        assert_eq!(shown(login)[0], "[--login NAME [--stdin] | --key]");
    }
}
