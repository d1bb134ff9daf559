//! The one definition of the command line, behind parsing, help, man pages and completions.

pub(crate) mod suggest;

use clap::{CommandFactory, Parser};

use crate::commands::Command;
use crate::settings::Flags;

/// Reset multi-factor authentication for the people of your organisation: the right person, once, with proof.
#[derive(Debug, Parser)]
#[command(name = "mfa-admin", version, propagate_version = false, max_term_width = 100, after_help = AFTER_HELP)]
#[command(arg_required_else_help = true, subcommand_required = true, disable_help_subcommand = false)]
pub struct Cli {
    #[command(flatten)]
    pub(crate) flags: Flags,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  mfa-admin --profile demo mfa reset --user-id 42   a harmless first try
  mfa-admin auth login --profile work --provider resolver \\
      --url us --org 166
  mfa-admin users search ana
  mfa-admin mfa reset --csv people.csv --dry-run

Exit codes are listed in `man mfa-admin` and in the README; 0 means that everything asked for is done.";

/// The whole command line, as clap knows it.
#[must_use]
pub fn definition() -> clap::Command {
    Cli::command()
}
