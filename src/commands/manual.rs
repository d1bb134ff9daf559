//! `mfa-admin man`: generated from the one definition of the command line.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man as Page;
use clap_mangen::roff::{Roff, bold, roman};

use crate::failure::{Failure, FailureKind};
use crate::session::Context;

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  mfa-admin man ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// The folder; it is made when it is not there
    dir: PathBuf,
}

pub(super) fn man(asked: &Man, definition: Command, context: &Context) -> Result<(), Failure> {
    let fail = |error: std::io::Error| {
        let what = format!("write the man pages into {}", asked.dir.display());
        Failure::new(FailureKind::State, error.to_string()).cannot(what)
    };
    fs::create_dir_all(&asked.dir).map_err(fail)?;
    let pages = man_pages(definition);
    for (name, text) in &pages {
        // Written under another name and renamed: so no link is followed and no pipe is waited for.
        let temporary = asked.dir.join(format!("{name}.new"));
        let _ = fs::remove_file(&temporary);
        let mut file = fs::File::create_new(&temporary).map_err(fail)?;
        file.write_all(text).map_err(fail)?;
        fs::rename(&temporary, asked.dir.join(name)).map_err(fail)?;
    }
    context.output.note(format!("wrote {} man pages into {}", pages.len(), asked.dir.display()));
    Ok(())
}

/// Every man page by its file name: one for the program, one for each command below it.
fn man_pages(definition: Command) -> Vec<(String, Vec<u8>)> {
    let mut root = definition.disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    pages_below(&root, &mut pages);
    pages
}

fn pages_below(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) {
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let is_root = !name.contains('-') || name == "mfa-admin";
    let page = Page::new(command.clone().name(name.clone()));
    let mut text = Vec::new();
    // Writing into memory cannot fail.
    let _ = page.render(&mut text);
    if is_root {
        text.extend(exit_codes().into_bytes());
    }
    pages.push((format!("{name}.1"), text));
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        pages_below(below, pages);
    }
}

fn exit_codes() -> String {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    let mut entry = |label: String, meaning: &str| {
        roff.control("TP", []);
        roff.text([bold(label)]);
        roff.text([roman(meaning)]);
    };
    entry("0".to_owned(), "everything asked for is done");
    for kind in FailureKind::ALL {
        entry(format!("{} {}", kind.code(), kind.word()), kind.meaning());
    }
    roff.to_roff()
}
