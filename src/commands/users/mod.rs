//! `mfa-admin users`: find people, and see their account status in the words of the web screen.

mod found;
mod search;
mod show;

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
  mfa-admin --profile demo users search --not-enrolled --limit 0 \\
      -o csv > not-enrolled.csv")]
    Search(search::Search),
    /// Show the Account Status panel of one person
    #[command(after_help = "\
Examples:
  mfa-admin --profile demo users show --user-id 42
  mfa-admin --profile demo users show --email valentina.r@test.com -o json")]
    Show(show::Show),
}

pub(super) fn run(users: Users, context: &Context) -> Result<(), Failure> {
    match users {
        Users::Search(search) => block_on_until_signal(search::search(&search, context)),
        Users::Show(show) => block_on_until_signal(show::account(&show, context)),
    }
}
