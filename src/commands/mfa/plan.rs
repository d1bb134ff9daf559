//! `mfa plan`: what a reset would do, written into a file for a second person to review.

use std::path::{Path, PathBuf};

use clap::Args;

use super::level::LevelWord;
use crate::failure::Failure;
use crate::job::input::plan_file::{PlanFile, ReviewedPlan};
use crate::job::input::{Input, KeyColumns};
use crate::job::{Confirmation, JobSpec, JustificationArgs, PacingArgs, ResetJob, RunOptions, new_path};
use crate::model::EnvironmentKind;
use crate::session::{Context, block_on};
use crate::shell::shell_word;

/// Whom to plan for, and where to write it.
#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// A CSV file with a column `User ID` or `Email`, however it is spelt; - reads stdin
    #[arg(long, value_name = "FILE")]
    csv: PathBuf,
    #[command(flatten)]
    columns: KeyColumns,
    /// Write the plan to this new file
    #[arg(long, value_name = "PLAN")]
    out: PathBuf,
    /// The level that must apply; a person with another one is refused
    #[arg(long, value_enum, default_value_t = LevelWord::Auto)]
    level: LevelWord,
    /// Do nothing when the input names more people than this
    #[arg(long, value_name = "N")]
    max: Option<u64>,
    #[command(flatten)]
    pacing: PacingArgs,
    #[command(flatten)]
    justification: JustificationArgs,
}

pub(super) fn run(args: PlanArgs, context: &Context) -> Result<(), Failure> {
    let PlanArgs { csv, columns, out, level, max, pacing, justification } = args;
    // A missing profile is told before anything about files.
    context.settings.profile()?;
    if out.as_os_str() == "-" {
        return Err(Failure::usage("a plan is written to a file").hint("give --out the name of a new file"));
    }
    new_path(&out, "--out")?;
    let input = Input::Csv(csv, columns);
    let options = RunOptions::planning(pacing, max, justification);
    let mut spec = JobSpec::new(context, &input, options, level.into(), Confirmation::default())?;
    spec.plans = true;
    let mut job = ResetJob::draft(context, spec, &input)?;
    let file = PlanFile::begin(&out)?;
    block_on(async |signals| {
        let connection = job.spec.connect(context)?;
        let (plan, report) = job.plan(connection, &signals).await?.write_plan(file, &signals).await?;
        say(context, &plan, &out);
        report.tell_plan(&out)
    })
}

/// Says what can be done with the plan.
fn say(context: &Context, ReviewedPlan { heading, indistinct }: &ReviewedPlan, path: &Path) {
    let production = heading.destination.environment == EnvironmentKind::Production;
    let confirm = if production { format!(" --confirm {}", heading.to_reset()) } else { String::new() };
    if *indistinct > 0 {
        context.output.note(format!(
            "the service does not tell when {indistinct} of these people enrolled: whoever enrols anew before the \
             plan is applied is reset all the same"
        ));
    }
    let path = shell_word(&path.display().to_string());
    context.output.note(format!("carry it out with `mfa-admin mfa apply {path}{confirm}`"));
}
