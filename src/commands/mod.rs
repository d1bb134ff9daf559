//! The commands. Each is a file with its arguments, help, function and table.

mod api;
mod audit;
mod auth;
mod batch;
mod completions;
#[cfg(feature = "emulator")]
mod emulator;
mod man;
mod mfa;
mod users;

use clap::Subcommand;

use crate::failure::Failure;
use crate::session::Context;

/// All commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Sign in, and see who is signed in where
    #[command(subcommand)]
    Auth(auth::Auth),
    /// Find people and see their account status
    #[command(subcommand)]
    Users(users::Users),
    /// Reset multi-factor authentication
    #[command(subcommand)]
    Mfa(mfa::Mfa),
    /// See batches, and go on with one that was interrupted
    #[command(subcommand)]
    Batch(batch::Batch),
    /// See what was reset, by whom and why
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Send a call of the service's API, or list those that its documents name
    #[command(
        long_about = "Send a call of the service's API, or list those that its documents name.\n\n\
        PATH is a path below the base URL of the profile, with its query; the slash in front may be left out. The body is \
        made from --field, or read from --input. The answer's body is written to stdout, also where the service refuses.\n\n\
        A call that changes something is shown first, and sent when it is confirmed. The reset call becomes a reset of the \
        people in its body, as `mfa-admin mfa reset` does it. Other changes that touch factors, exemption or enforcement \
        are not sent.",
        after_help = "\
Examples:
  mfa-admin --profile demo api list user
  mfa-admin --profile demo api GET /user/users --field search=val \\
      --field limit=5
  mfa-admin --profile demo api PUT /user/users/mfa/reset \\
      --field ids[]=42 --dry-run
  mfa-admin --profile demo api PUT /user/users/42/membership \\
      --field isActive=false --dry-run
  mfa-admin --profile demo api POST /user/users --input person.json"
    )]
    Api(Box<api::Api>),
    /// Check profile, service, credential and this machine, and say what to do
    #[command(
        long_about = "Check profile, service, credential and this machine, and say what to do.\n\n\
        Checks the profile, its URL, name and connection, the certificates and how long they hold, the clock against \
        that of the service, the credential and its store, the role, the policy of the organisation, the state folder, the terminal and completion. \
        It only reads, never shows a secret, and works without a profile, too. Each check takes --timeout at most; one \
        that fails does not stop the others. The exit code is that of the first that failed; warnings are advice.",
        after_help = "\
Examples:
  mfa-admin doctor
  mfa-admin --profile demo doctor
  mfa-admin --profile work doctor --timeout 5 -o json"
    )]
    Doctor,
    /// Run the embedded organisation as a server of its own
    #[cfg(feature = "emulator")]
    #[command(subcommand)]
    Emulator(emulator::Emulator),
    /// Write the completions of a shell to stdout
    Completions(completions::Completions),
    /// Write the man pages into a folder
    Man(man::Man),
}

/// Runs a command. `completions` and `man` are made from `definition`, the whole command line.
pub(crate) fn run(
    command: Command,
    definition: fn() -> clap::Command,
    context: &Context,
) -> Result<(), Failure> {
    match command {
        Command::Auth(auth) => auth::run(auth, context),
        Command::Users(users) => users::run(users, context),
        Command::Mfa(mfa) => mfa::run(mfa, context),
        Command::Batch(batch) => batch::run(batch, context),
        Command::Audit(audit) => audit::run(&audit, context),
        Command::Api(api) => api::run(*api, context),
        Command::Doctor => crate::doctor::run(context),
        #[cfg(feature = "emulator")]
        Command::Emulator(emulator) => emulator::run(emulator, context),
        Command::Completions(completions) => completions::run(&completions, definition, context),
        Command::Man(man) => man::man(&man, definition(), context),
    }
}
