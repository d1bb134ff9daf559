//! `mfa-admin completions`: the completion scripts, generated from the one definition of the command line.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::failure::Failure;
use crate::session::{Context, written};

/// Which shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mfa-admin completions bash \\
      > ~/.local/share/bash-completion/completions/mfa-admin
  mfa-admin completions zsh > ~/.zfunc/_mfa-admin")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

pub(super) fn completions(
    asked: &Completions,
    definition: Command,
    context: &Context,
) -> Result<(), Failure> {
    written(context.output.result(&completion(asked.shell, definition)))
}

/// The completion script of a shell.
fn completion(shell: Shell, mut definition: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut definition, "mfa-admin", &mut script);
    // For bash, clap_complete writes the hyphen of the name in two ways, and completes nothing below the first word.
    String::from_utf8_lossy(&script).replace("mfa__subcmd__admin", "mfa__admin")
}
