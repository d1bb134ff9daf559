//! A page with its sections, in the order in which those of git have them.

use clap::Command;
use roff::{Inline, Roff, bold, roman};

use super::common;
use super::options::options;
use super::synopsis::synopsis;
use super::text::{entry, paragraphs};

/// The commands that show rows with outcomes.
const WITH_ROWS: [&str; 7] = [
    "mfa-admin",
    "mfa-admin-mfa-reset",
    "mfa-admin-mfa-plan",
    "mfa-admin-mfa-apply",
    "mfa-admin-batch-show",
    "mfa-admin-batch-resume",
    "mfa-admin-audit-list",
];

/// Every page by its file name: one for the program, one for each command below it.
pub(crate) fn pages(definition: Command) -> Vec<(String, String)> {
    let mut root = definition.disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    pages_below(&[&root], &mut pages);
    pages
}

/// Adds the page of the last command of the path, and those below it.
fn pages_below(path: &[&Command], pages: &mut Vec<(String, String)>) {
    let Some(command) = path.last() else { return };
    pages.push((format!("{}.1", name(command)), page(path, command)));
    for below in subcommands(command) {
        pages_below(&[path, &[below]].concat(), pages);
    }
}

fn page(path: &[&Command], command: &Command) -> String {
    let mut roff = Roff::new();
    let version = path.iter().find_map(|command| command.get_version()).unwrap_or_default();
    let source = format!("mfa-admin {version}");
    // Without a date: the same program writes the same pages.
    let title = [&name(command).to_uppercase(), "1", "\"\"", &source, "mfa-admin manual"];
    roff.control("TH", title);
    // Nothing is justified or hyphenated: words here are typed and searched for. The register is for groff, whose
    // paragraphs would begin to hyphenate again.
    roff.control("ad", ["l"]);
    roff.control("nh", []);
    roff.control("nr", ["HY", "0"]);
    roff.control("SH", ["NAME"]);
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    roff.text([roman(format!("{} - {about}", name(command)))]);
    synopsis(&mut roff, command, path.len() == 1);
    description(&mut roff, command, &about);
    if command.has_subcommands() {
        roff.control("SH", ["COMMANDS"]);
        for below in subcommands(command) {
            let about = below.get_about().map(ToString::to_string).unwrap_or_default();
            entry(&mut roff, reference(below), &about);
        }
    }
    options(&mut roff, command);
    if WITH_ROWS.contains(&name(command)) {
        common::outcomes(&mut roff);
    }
    common::exit_status(&mut roff);
    common::environment(&mut roff);
    common::files(&mut roff);
    examples(&mut roff, command);
    see_also(&mut roff, path, command);
    roff.render()
}

fn description(roff: &mut Roff, command: &Command, about: &str) {
    roff.control("SH", ["DESCRIPTION"]);
    match command.get_long_about() {
        Some(long) => paragraphs(roff, &long.to_string(), "PP"),
        None => paragraphs(roff, &format!("{}.", about.trim_end_matches('.')), "PP"),
    }
}

/// The examples of the help, to the letter: they are neither filled nor justified.
fn examples(roff: &mut Roff, command: &Command) {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut examples = help.lines().filter_map(|line| line.strip_prefix("  ")).peekable();
    if examples.peek().is_some() {
        roff.control("SH", ["EXAMPLES"]);
        roff.control("nf", []);
        examples.for_each(|line| {
            roff.text([roman(line)]);
        });
        roff.control("fi", []);
    }
}

/// The pages of the program, of the command above, and of those next to it or below it.
fn see_also(roff: &mut Roff, path: &[&Command], command: &Command) {
    let above = &path[..path.len() - 1];
    let parent = above.last().copied();
    let near = if command.has_subcommands() { Some(command) } else { parent };
    let is_other = |other: &&Command| name(other) != name(command);
    let others = above.iter().copied().chain(near.into_iter().flat_map(subcommands));
    let mut listed: Vec<Inline> = Vec::new();
    for other in others.filter(is_other) {
        listed.extend((!listed.is_empty()).then(|| roman(", ")));
        listed.extend(reference(other));
    }
    roff.control("SH", ["SEE ALSO"]);
    roff.text(listed);
}

/// The commands below that are shown.
fn subcommands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|below| !below.is_hide_set())
}

/// `mfa-admin-mfa-reset(1)`
fn reference(command: &Command) -> Vec<Inline> {
    vec![bold(name(command)), roman("(1)")]
}

/// `mfa-admin-mfa-reset`
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}
