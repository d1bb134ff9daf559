//! `draft`: the whole input is checked, and its rows are written into the state database. Nothing is sent.

use super::input::{Input, plan_file};
use super::spec::{JobSpec, PlannedFor};
use super::stages::{Drafted, ResetJob};
use crate::failure::Failure;
use crate::session::Context;
use crate::state::{DuplicateRule, State};

impl<'a> ResetJob<'a, Drafted> {
    /// Checks the input and drafts its rows. What a plan file says above its rows becomes part of the job.
    pub(crate) fn draft(context: &'a Context, mut spec: JobSpec, input: &Input) -> Result<Self, Failure> {
        // A plan may state what the flags leave out.
        if !spec.stored.by_plan {
            spec.must_be_permitted(context)?;
        }
        // A dry run takes the same steps in a database that ends with the process.
        let mut state =
            if spec.mode.dry_run { State::scratch() } else { State::open(&context.settings.state_folder) }?;
        let input = input.draft(&mut state, &spec.profile, context)?;
        if let Some((plan_file::ReviewedPlan { heading, indistinct }, signed)) = input.reviewed {
            spec.signed = Some(signed);
            spec.stored.rules.level = heading.level;
            spec.review.planned_by = Some(heading.planned_by);
            spec.justification = spec.justification.or(heading.justification);
            spec.planned_for = Some(PlannedFor {
                what: "the plan",
                destination: heading.destination,
                profile: heading.profile,
            });
            spec.mode.once = indistinct > 0;
            if spec.mode.once && !spec.mode.again && !spec.mode.dry_run {
                must_be_first(&state, &input.digest, indistinct)?;
            }
        }
        spec.must_be_permitted(context)?;
        spec.must_allow(context, input.size.ids.max(input.size.emails))?;
        Ok(Self { context, spec, stage: Drafted { state, size: input.size, digest: input.digest } })
    }

    /// Which stored batches of the same input forbid this one. One that finishes from now on does, too.
    pub(super) fn duplicate_rule(&self) -> DuplicateRule {
        match &self.spec.mode {
            mode if mode.again || mode.dry_run => DuplicateRule::MayRepeat,
            mode if mode.once => DuplicateRule::OnlyOnce,
            _ => DuplicateRule::FinishedBefore(self.context.host.clock.now()),
        }
    }
}

/// A plan is applied once where the service does not tell enrolments apart: a person who enrolled again after the plan
/// was applied would look like a person who was left out.
fn must_be_first(state: &State, digest: &str, indistinct: u64) -> Result<(), Failure> {
    let Some(before) = state.finished(digest)? else { return Ok(()) };
    Err(Failure::cancelled(format!("this plan was applied before, by batch {}", before.id))
        .because(format!("the service does not tell whether {indistinct} of its people enrolled anew since"))
        .hint("nothing was sent; make a new plan, or give --again to reset them once more"))
}
