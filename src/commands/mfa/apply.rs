//! `mfa apply`: exactly what a plan says, as far as people are still as they were.

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::job::input::Input;
use crate::job::{Confirmation, JobSpec, ResetJob, RunOptions, carry_out};
use crate::session::Context;

/// Which plan, and how it is carried out.
#[derive(Debug, Args)]
pub(crate) struct ApplyArgs {
    /// The plan, as mfa plan wrote it; - reads stdin
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    /// On top of --yes: the number of people that the plan resets, in production
    #[arg(long, value_name = "COUNT")]
    confirm: Option<String>,
    #[command(flatten)]
    options: RunOptions,
}

pub(super) fn run(args: ApplyArgs, context: &Context) -> Result<(), Failure> {
    let input = Input::Plan(args.plan);
    let confirmation = Confirmation { yes: args.yes, word: args.confirm };
    // The plan itself says which level must apply.
    let spec = JobSpec::new(context, &input, args.options, None, confirmation)?;
    ResetJob::draft(context, spec, &input).and_then(carry_out)
}
