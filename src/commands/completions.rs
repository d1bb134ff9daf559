//! `mfa-admin completions`: what a user sources so that Tab asks the program, or what a package installs.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::completion::registration;
use crate::failure::Failure;
use crate::session::{Context, written};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  eval \"$(mfa-admin completions bash)\"     in ~/.bashrc
  source <(mfa-admin completions zsh)      in ~/.zshrc, after compinit
  mfa-admin completions fish | source      in config.fish
  mfa-admin completions powershell | Out-String | Invoke-Expression

Then Tab asks the program for commands, flags and values: profiles, batches, groups that were
listed before, files. It sends no request and opens no keyring.")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
    /// Write a script that knows commands and flags alone and does not ask the program, for packages
    #[arg(long = "static")]
    is_static: bool,
}

pub(super) fn run(
    asked: &Completions,
    definition: fn() -> Command,
    context: &Context,
) -> Result<(), Failure> {
    let script = if asked.is_static {
        static_script(asked.shell, definition())
    } else {
        registration(asked.shell, &context.host.program)
    };
    written(context.output.result(&script))
}

fn static_script(shell: Shell, mut definition: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut definition, "mfa-admin", &mut script);
    // For bash, clap_complete writes the hyphen of the name in two ways, and completes nothing below the first word.
    String::from_utf8_lossy(&script).replace("mfa__subcmd__admin", "mfa__admin")
}
