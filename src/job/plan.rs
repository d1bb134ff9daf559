//! `plan`: every person is read and the guards are asked, then the batch is stored and locked. No change is sent.

use std::sync::Arc;

use super::approvals::approved;
use super::progress::LookUpProgress;
use super::report::Report;
use super::results_file;
use super::resume::already_there;
use super::spec::JobSpec;
use super::stages::{Drafted, Planned, ResetJob};
use crate::engine::{self, Plan, PlanContext, PlanError};
use crate::failure::Failure;
use crate::model::Principal;
use crate::session::connection::Connection;
use crate::session::{Context, until_signal};
use crate::signals::Signals;
use crate::state::{DuplicateRule, Kept, NewBatch, StateHandle};

impl<'a> ResetJob<'a, Drafted> {
    /// Reads every person once, decides about each row, and stores the batch.
    pub(crate) async fn plan(
        self,
        connection: Connection,
        signals: &Signals,
    ) -> Result<ResetJob<'a, Planned>, Failure> {
        let duplicates = self.duplicate_rule();
        let Self { context, spec, stage: Drafted { state, size, digest, .. } } = self;
        let level = spec.stored.rules.level;
        if level.is_some() && !connection.provider.capabilities().levels {
            // A guard that cannot be asked must not count as a yes.
            return Err(Failure::usage("this service does not tell levels apart")
                .hint("leave --level out; nothing was sent"));
        }
        let state = StateHandle::open(state)?;
        let look_up = LookUpProgress::begin(context, size.rows);
        let planned = async {
            let principal = connection.admit().await?;
            let approved_by = match &spec.signed {
                Some(plan) => approved(&spec.attempt(context), &spec.policy, plan, &principal.user)?,
                None => None,
            };
            if let Some(signers) = &approved_by {
                context.output.note(format!("approved by {}", signers.join(", ")));
            }
            let guards = connection.guards(principal, level);
            let rules = PlanContext {
                guards: guards.clone(),
                typed: spec.is_typed,
                dry_run: spec.mode.dry_run,
                clock: context.host.clock,
            };
            let tell = |done| look_up.tell(done);
            let plan = engine::plan(&*connection.provider, &state, Arc::new(rules), &tell).await;
            Ok((guards, plan.map_err(cause)?, approved_by))
        };
        let planned = async {
            tokio::select! {
                biased;
                planned = planned => planned,
                never = look_up.tick() => match never {},
            }
        };
        let (guards, plan, approved_by) = until_signal(signals, planned).await?;
        drop(look_up);
        spec.must_allow(context, plan.people)?;
        let mut new = new_batch(context, &spec, &connection, &guards.principal, &plan);
        (new.digest, new.duplicates) = (digest, duplicates);
        new.review.approved_by = approved_by;
        let stored = state.ask(move |state| {
            Ok(match state.keep(&new)? {
                Kept::New(batch) => {
                    let lock = state.lock_batch(&batch.id)?;
                    Ok((batch, lock))
                }
                Kept::Existing(batch) => Err(already_there(&batch)),
            })
        });
        let (batch, lock) = stored.await??;
        let planned = Planned { connection, state, guards, plan, batch, lock, is_resumed: false };
        Ok(ResetJob { context, spec, stage: planned })
    }
}

/// What is stored of the job, but for the digest of its input.
fn new_batch(
    context: &Context,
    spec: &JobSpec,
    connection: &Connection,
    principal: &Principal,
    plan: &Plan,
) -> NewBatch {
    NewBatch {
        single: plan.single,
        created_at: context.host.clock.now(),
        profile: spec.profile.name.clone(),
        destination: connection.destination(),
        actor: principal.user.label(),
        actor_id: Some(principal.user.id.clone()),
        account: context.host.account(),
        source: spec.source.clone(),
        digest: String::new(),
        rules: serde_json::to_string(&spec.stored).unwrap_or_default(),
        results: spec.results.as_ref().map(|path| path.to_string_lossy().into_owned()),
        justification: spec.justification.clone(),
        review: spec.review.clone(),
        people: plan.people,
        duplicates: DuplicateRule::MayRepeat,
    }
}

fn cause(error: PlanError) -> Failure {
    match error {
        PlanError::Provider(error) => error.into(),
        PlanError::State(error) => error.into(),
    }
}

impl<'a> ResetJob<'a, Planned> {
    /// Ends a dry run: what would be done, and how it would end.
    pub(crate) async fn preview(self, signals: &Signals) -> Result<Report<'a>, Failure> {
        let question = self.question(signals).await?;
        self.spec.confirmation.fits(&question)?;
        if question.targets > 0 {
            question.must_be_permitted()?;
            self.context.output.show(&question.card());
        }
        let Planned { state, batch, .. } = self.stage;
        let state = state.close()?;
        if let Some(path) = &self.spec.results {
            results_file::begin(path, &state, batch.n)?;
        }
        Ok(Report { context: self.context, state, batch, dry_run: true, stopped: None, next_sign_in: None })
    }
}
