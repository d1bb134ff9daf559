//! `mfa-admin audit`: the record of what was done from this machine, and whether it is whole.

mod export;
mod list;
mod record;
mod verify;

use clap::Subcommand;

use crate::failure::Failure;
use crate::session::Context;

/// See what was done, by whom and why
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// List what was done from this machine, oldest first
    #[command(
        long_about = "List what was done from this machine, oldest first.\n\n\
        One record a person: what came of a reset that was, or may have been, sent, with no outcome while that is not \
        known. Besides, one for every sign-in, plan, confirmation, refusal and whatever else is on record. --events \
        lists each event of the chain by itself.",
        after_help = "Examples:
  mfa-admin audit list
  mfa-admin audit list --since 7d --outcome refused,failed
  mfa-admin audit list --user valentina.r@test.com
  mfa-admin audit list --batch last -o csv > audit.csv"
    )]
    List(Box<list::ListArgs>),
    /// Check that no event of the record was changed, removed or put in
    #[command(
        long_about = "Check that no event of the record was changed, removed or put in.\n\n\
        Every event holds the hash of the one before it. That the end was not cut, and the record not begun anew, is \
        known only by a head that was kept elsewhere: in the credential store of a profile, or in the file that --anchor \
        names, such as an earlier output of this command.",
        after_help = "Examples:
  mfa-admin audit verify
  mfa-admin audit verify -o json > head.json
  mfa-admin audit verify --anchor head.json"
    )]
    Verify(verify::VerifyArgs),
    /// Write the whole record, with its hashes, to a new file
    #[command(after_help = "Examples:
  mfa-admin audit export audit.jsonl
  mfa-admin audit export audit.csv")]
    Export(export::ExportArgs),
}

pub(super) fn run(audit: Audit, context: &Context) -> Result<(), Failure> {
    match audit {
        Audit::List(list) => list::run(*list, context),
        Audit::Verify(verify) => verify::run(&verify, context),
        Audit::Export(export) => export::run(&export, context),
    }
}
