//! `mfa-admin man`: writes the man pages into a folder.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Command};

use crate::failure::{Failure, FailureKind};
use crate::manual::pages;
use crate::session::Context;

/// Where to.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  mfa-admin man ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// The folder; it is made when it is not there
    dir: PathBuf,
}

pub(crate) fn man(asked: &Man, definition: Command, context: &Context) -> Result<(), Failure> {
    let fail = |error: std::io::Error| {
        let what = format!("write the man pages into {}", asked.dir.display());
        Failure::new(FailureKind::State, error.to_string()).cannot(what)
    };
    fs::create_dir_all(&asked.dir).map_err(fail)?;
    let pages = pages(definition);
    for (name, text) in &pages {
        // Written under another name and renamed: so no link is followed and no pipe is waited for.
        let temporary = asked.dir.join(format!("{name}.new"));
        let _ = fs::remove_file(&temporary);
        let mut file = fs::File::create_new(&temporary).map_err(fail)?;
        file.write_all(text.as_bytes()).map_err(fail)?;
        fs::rename(&temporary, asked.dir.join(name)).map_err(fail)?;
    }
    context.output.note(format!("wrote {} man pages into {}", pages.len(), asked.dir.display()));
    Ok(())
}
