//! `mfa-admin mfa`: the reset, for one person or for a whole file, at once or by a plan that somebody reviews.

mod apply;
mod approve;
mod level;
mod plan;
pub(crate) mod reset;
mod unlock;

use clap::Subcommand;

use crate::failure::Failure;
use crate::session::Context;

/// Reset multi-factor authentication
#[derive(Debug, Subcommand)]
pub(crate) enum Mfa {
    /// Reset MFA, so that people can set it up again
    #[command(
        long_about = "Reset MFA, so that people can set it up again.\n\n\
        Reads the person, shows who it is, and asks in a pop-up in which CANCEL is the default. Nothing is sent \
        before RESET MFA is chosen. After the reset the enrolment is read back where the service can tell. \
        Without a terminal, or with --no-input, give --yes.\n\n\
        A CSV file names people by the columns user_id, email or both, however they are spelt (User ID, E-Mail, Email \
        Address); where they are called otherwise, give --id-column or --email-column. Separators may be `,` `;` or tab, \
        the encoding UTF-8, or UTF-16 with its byte order mark.\n\n\
        Several people, or a file, are a batch: it is kept in the state folder, everybody in it is reset once whatever \
        dies, and `mfa-admin batch resume` goes on with it.",
        after_help = "\
Examples:
  mfa-admin --profile demo mfa reset 42
  mfa-admin --profile demo mfa reset       (asks on a terminal)
  mfa-admin --profile demo mfa reset valentina.r@test.com \\
      --yes -o json
  mfa-admin --profile demo mfa reset 42 43 --dry-run
  mfa-admin mfa reset --csv people.csv --yes --confirm 250 \\
      -o csv > results.csv
  mfa-admin mfa reset --csv people.csv --yes --confirm 250 --rate 20/s \\
      --ticket HELP-1234 --results rows.csv
  mfa-admin --profile demo users search --no-admins --limit 0 -o csv |
      mfa-admin --profile demo mfa reset --csv - --dry-run"
    )]
    Reset(Box<reset::ResetArgs>),
    /// Write a plan of a reset, for somebody else to review; sends nothing
    #[command(
        long_about = "Write a plan of a reset, for somebody else to review; sends nothing.\n\n\
        Looks everybody up, reads their enrolment and asks the guards, as `mfa reset --dry-run` does, and writes what \
        would be done: a line for each row of the input. No batch is kept. The exit code is that of the dry run: 7 when \
        somebody would be refused or was not found; the plan is written all the same. `mfa-admin mfa apply` carries \
        it out.",
        after_help = "\
Examples:
  mfa-admin --profile demo mfa plan --csv people.csv --out people.plan
  mfa-admin mfa plan --csv people.csv --out people.plan --level org
  mfa-admin mfa plan --csv export.csv --out people.plan \\
      --email-column Contact"
    )]
    Plan(Box<plan::PlanArgs>),
    /// Carry out a plan that was reviewed
    #[command(
        long_about = "Carry out a plan that was reviewed.\n\n\
        Reads everybody again and resets those whom the plan has as would_reset, and nobody else. Whoever is not any \
        more as planned is refused: another e-mail, another enrolment, an administrator by now. The other rows are not \
        read again: they come out as they were planned, and count for the exit code in the same way.\n\n\
        A plan that was changed or cut short, or is for another organisation, service or environment, is refused as a \
        whole. It is a batch like any other: `mfa-admin batch resume` goes on with it. Applied twice, it resets nobody \
        twice.",
        after_help = "\
Examples:
  mfa-admin --profile demo mfa apply people.plan
  mfa-admin mfa apply people.plan --yes --confirm 250 \\
      --ticket HELP-1234 -o csv > results.csv"
    )]
    Apply(Box<apply::ApplyArgs>),
    /// Approve a plan that somebody else made, by signing it
    #[command(
        long_about = "Approve a plan that somebody else made, by signing it.\n\n\
        Shows the plan, whom it resets, and what differs from an earlier plan of the same input in the same folder. Then \
        asks, and signs it with an SSH key by ssh-keygen: keys on FIDO tokens and in agents work. The signature is added \
        to PLAN.sig, which goes back with the plan. Sends nothing and needs no profile.\n\n\
        Where the policy wants approvals, `mfa-admin mfa apply` wants those signatures, by people who neither planned nor \
        apply it. `ssh-keygen -Y sign -n mfa-admin-plan -f KEY PLAN` makes the same by hand.",
        after_help = "\
Examples:
  mfa-admin mfa approve people.plan
  mfa-admin mfa approve people.plan --key ~/.ssh/id_ed25519_sk"
    )]
    Approve(approve::ApproveArgs),
    /// Clear a person's counter of wrong codes; removes nothing
    #[command(
        long_about = "Clear a person's counter of wrong codes; removes nothing.\n\n\
        For somebody whose codes are refused because too many were wrong, at a service that counts them. What they have \
        set up works again. Read back afterwards; safe to repeat.",
        after_help = "Example:\n  mfa-admin mfa unlock --email ana@example.org"
    )]
    Unlock(unlock::UnlockArgs),
}

pub(super) fn run(mfa: Mfa, context: &Context) -> Result<(), Failure> {
    match mfa {
        Mfa::Reset(args) => reset::run(*args, context),
        Mfa::Plan(args) => plan::run(*args, context),
        Mfa::Apply(args) => apply::run(*args, context),
        Mfa::Approve(args) => approve::run(&args, context),
        Mfa::Unlock(args) => unlock::run(args, context),
    }
}
