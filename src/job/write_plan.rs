//! A planned job as a plan file, which ends `mfa plan`.

use super::input::plan_file::{Heading, PlanFile, ReviewedPlan, Writer};
use super::report::Report;
use super::stages::{Planned, ResetJob};
use crate::failure::Failure;
use crate::signals::Signals;
use crate::state::{AuditEvent, EventKind, State};

impl<'a> ResetJob<'a, Planned> {
    /// Writes the plan into the file, and shows what it would do.
    pub(crate) async fn write_plan(
        self,
        mut file: PlanFile,
        signals: &Signals,
    ) -> Result<(ReviewedPlan, Report<'a>), Failure> {
        let card = self.question(signals).await?.card();
        let Self { context, spec, stage: Planned { state, guards, batch, .. } } = self;
        let state = state.close()?;
        let heading = Heading {
            created_at: batch.new.created_at,
            planned_by: batch.new.actor.clone(),
            planned_by_id: Some(guards.principal.user.id),
            justification: spec.justification,
            profile: batch.new.profile.clone(),
            source: batch.new.source.clone(),
            destination: batch.new.destination.clone(),
            org: guards.principal.org,
            level: spec.stored.rules.level,
            counts: batch.counts.clone(),
        };
        let fail = file.not_written();
        let mut writer = Writer::begin(file.writer(), &heading).map_err(&fail)?;
        let mut indistinct = 0;
        state.each_planned(batch.n, |planned| {
            indistinct += u64::from(planned.seen.as_ref().is_some_and(|seen| !seen.is_distinct()));
            writer.row(planned).map_err(&fail)
        })?;
        writer.finish().map_err(&fail)?;
        // The batch itself ends with the process.
        let event = batch.new.event(EventKind::Plan, batch.new.created_at);
        let detail =
            format!("{}: {} people, {} to be reset", batch.new.source, batch.new.people, heading.to_reset());
        let rows = Some((1, batch.total));
        State::open(&context.settings.state_folder)?.append(AuditEvent { rows, ..event.detailed(detail) })?;
        file.keep()?;
        context.output.show(&card);
        Ok((
            ReviewedPlan { heading, indistinct },
            Report { context, state, batch, dry_run: true, stopped: None, next_sign_in: None },
        ))
    }
}
