//! The options by the groups that the help has, with their values and defaults.

use clap::builder::PossibleValue;
use clap::{Arg, Command};
use roff::{Inline, Roff, bold, italic, roman};

use super::text::{entry, value};

/// Writes the section.
pub(super) fn options(roff: &mut Roff, command: &Command) {
    let shown: Vec<&Arg> = command.get_arguments().filter(|argument| !argument.is_hide_set()).collect();
    let mut headings: Vec<Option<&str>> = vec![None];
    for heading in shown.iter().map(|argument| argument.get_help_heading()) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    roff.control("SH", ["OPTIONS"]);
    for heading in headings {
        if let Some(heading) = heading {
            roff.control("SS", [heading]);
        }
        let mut of_group: Vec<_> =
            shown.iter().filter(|argument| argument.get_help_heading() == heading).copied().collect();
        of_group.sort_by_key(|argument| !argument.is_positional());
        for argument in of_group {
            option(roff, argument);
        }
    }
}

fn option(roff: &mut Roff, argument: &Arg) {
    let help = argument.get_long_help().or(argument.get_help()).map(ToString::to_string).unwrap_or_default();
    // A flag without a value has `true` and `false` as possible ones.
    let values = if value(argument).is_some() { argument.get_possible_values() } else { Vec::new() };
    let values: Vec<_> = values.into_iter().filter(|value| !value.is_hide_set()).collect();
    let explained = values.iter().any(|value| value.get_help().is_some());
    let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
    let listed =
        if explained || names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
    entry(roff, label(argument), &format!("{help}{listed}{}", default(argument)));
    if explained {
        let width = names.iter().map(|name| name.len()).max().unwrap_or_default() + 3;
        roff.control("RS", []);
        roff.control("PD", ["0"]);
        for value in values {
            let help = value.get_help().map(ToString::to_string).unwrap_or_default();
            roff.control("TP", [width.to_string().as_str()]);
            roff.text([bold(value.get_name())]);
            roff.text([roman(help)]);
        }
        roff.control("PD", []);
        roff.control("RE", []);
    }
}

fn label(argument: &Arg) -> Vec<Inline> {
    let short = argument.get_short().map(|short| bold(format!("-{short}")));
    let long = argument.get_long().map(|long| bold(format!("--{long}")));
    let mut label = Vec::new();
    for (part, before) in [(short, ""), (long, ", "), (value(argument).map(italic), " ")] {
        if let Some(part) = part {
            label.extend((!label.is_empty()).then(|| roman(before)));
            label.push(part);
        }
    }
    label
}

fn default(argument: &Arg) -> String {
    let values: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if value(argument).is_none() || values.is_empty() || argument.is_hide_default_value_set() {
        return String::new();
    }
    format!(" [default: {}]", values.join(","))
}
