//! A reset job from its input to its report, for one person or a million: five verbs, each of which takes the job and
//! gives it back in its next stage. Without a confirmation nothing can be sent, because it would not compile.
//!
//! | verb | file | the job is then |
//! | --- | --- | --- |
//! | `ResetJob::draft` | `draft.rs` | `Drafted`: the input is checked, its rows are in the state database |
//! | `plan` | `plan.rs` | `Planned`: every person was read, the guards were asked, the batch is stored and locked |
//! | `confirm` | `confirm.rs` | `Confirmed`: a person or a flag said yes |
//! | `run` | `run.rs` | a `Report`: the requests are sent, every outcome is recorded |
//! | `Report::tell` | `report.rs` | over: rows, summary and exit code |
//!
//! `mfa reset` and `mfa apply` begin with `draft`, `mfa plan` stops after `plan`, and `batch resume` makes a `Planned`
//! job from a stored batch (`resume.rs`).

use crate::failure::Failure;
use crate::session::block_on;

mod approvals;
mod card;
mod confirm;
mod draft;
pub mod input;
mod options;
mod plan;
pub(crate) mod policy;
mod progress;
mod report;
mod results_file;
mod resume;
mod run;
mod sentence;
mod spec;
mod stages;
mod write_plan;

pub(crate) use approvals::{approvers, read_signatures, signatures_path};
pub(crate) use options::{JustificationArgs, PacingArgs, RunOptions};
use policy::ask_for_statements;
pub(crate) use report::{Counts, Rows, counts, show_rows};
pub(crate) use results_file::new_path;
use resume::instead_of;
pub(crate) use resume::resume;
pub(crate) use spec::{Confirmation, JobSpec, PlannedFor};
use stages::Drafted;
pub(crate) use stages::ResetJob;

/// Carries a drafted job to its end, or goes on with an unfinished batch of the same input.
pub(crate) fn carry_out(mut job: ResetJob<'_, Drafted>) -> Result<(), Failure> {
    if let Some(batch) = instead_of(&mut job)? {
        return resume(job.context, job.stage.state, &batch, job.spec.confirmation);
    }
    block_on(async |signals| {
        if !job.spec.mode.dry_run {
            let JobSpec { policy, justification, .. } = &mut job.spec;
            ask_for_statements(job.context, policy, justification, &signals).await?;
        }
        let connection = job.spec.connect(job.context)?;
        let job = job.plan(connection, &signals).await?;
        if job.spec.mode.dry_run {
            return job.preview(&signals).await?.tell();
        }
        job.confirm(&signals).await?.run(&signals).await?.tell()
    })
}
