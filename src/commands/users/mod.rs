//! `mfa-admin users`: find people, and see their account status in the words of the web screen.

mod search;
mod show;
mod sort;

use clap::Subcommand;

use crate::failure::Failure;
use crate::session::{Context, block_on_until_signal};

/// Find people and see their account status
#[derive(Debug, Subcommand)]
pub(crate) enum Users {
    /// List the people whose name or e-mail contains a text
    #[command(after_help = "\
Examples:
  mfa-admin --profile demo users search rodriguez
  mfa-admin --profile demo users search --admins --active
  mfa-admin --profile demo users search --sort -last_login \\
      --fields user_id,email,last_login
  mfa-admin --profile demo users search --not-enrolled --limit 0 \\
      -o csv > not-enrolled.csv
  mfa-admin --profile demo users search --last-login-before 90d
  mfa-admin --profile demo users search --no-admins --limit 0 -o csv |
      mfa-admin --profile demo mfa reset --csv - --dry-run")]
    Search(search::Search),
    /// Show the Account Status panel of one person; with nobody named, search and choose
    #[command(after_help = "\
Examples:
  mfa-admin --profile demo users show 42
  mfa-admin --profile demo users show valentina.r@test.com -o json
  mfa-admin --profile demo users show      (asks on a terminal)")]
    Show(show::Show),
}

pub(super) fn run(users: Users, context: &Context) -> Result<(), Failure> {
    match users {
        Users::Search(search) => {
            block_on_until_signal(context.output.busy("Searching", search::search(&search, context)))
        }
        Users::Show(show) => {
            block_on_until_signal(context.output.busy("Looking up", show::account(&show, context)))
        }
    }
}
