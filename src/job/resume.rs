//! Going on with a stored batch: `batch resume`, and the question when the same input is run again.

use super::approvals::still_approved;
use super::policy::ask_for_statements;
use super::report::{Report, resume_command};
use super::spec::{Confirmation, JobSpec};
use super::stages::{Drafted, Planned, ResetJob};
use crate::engine::Plan;
use crate::failure::Failure;
use crate::output::{PromptAnswer, ask_choice};
use crate::session::{Context, block_on, until_signal};
use crate::settings::{Profile, SettingsError};
use crate::signals::Signals;
use crate::state::{BatchLock, BatchRecord, BatchState, Resumer, State, StateHandle};

/// Goes on with a batch, or says that nothing of it is left to do.
pub(crate) fn resume(
    context: &Context,
    mut state: State,
    batch: &BatchRecord,
    confirmation: Confirmation,
) -> Result<(), Failure> {
    let lock = state.lock_batch(&batch.id)?;
    // A process that had the lock a moment ago may have finished it, or forgotten it: then another batch may have its
    // number, but never its id.
    let batch = match state.batch(&batch.id) {
        Ok(batch) => batch,
        Err(gone) => {
            lock.remove();
            return Err(gone.into());
        }
    };
    match batch.stage {
        BatchState::Finished => {
            lock.remove();
            context.output.note(format!("batch {} is finished: there is nothing left to do", batch.id));
            return Report { context, state, batch, dry_run: false, stopped: None, next_sign_in: None }
                .tell();
        }
        // Nobody of it was reset: that must not look like success.
        BatchState::Cancelled => {
            lock.remove();
            let message = format!("batch {} was cancelled, nothing of it was sent", batch.id);
            return Err(Failure::cancelled(message).hint("run its input again"));
        }
        BatchState::Planned | BatchState::Running | BatchState::Interrupted => {}
    }
    let policy = context.policy()?;
    confirmation.is_possible(context)?;
    let mut spec = JobSpec::stored(&batch, profile_of(context, &batch)?, confirmation, policy)?;
    spec.must_be_permitted(context).map_err(|failure| stated_anew(failure, &spec))?;
    spec.must_allow(context, batch.new.people)?;
    block_on(async |signals| {
        let JobSpec { policy, justification, .. } = &mut spec;
        ask_for_statements(context, policy, justification, &signals).await?;
        if *justification != batch.new.justification {
            state.justify(batch.n, justification)?;
        }
        let job = ResetJob::stored(context, spec, state, batch, lock, &signals).await?;
        job.confirm(&signals).await?.run(&signals).await?.tell()
    })
}

/// A resume has no flags for what a rule wants to be stated.
fn stated_anew(failure: Failure, spec: &JobSpec) -> Failure {
    if spec.policy.permits_silence(&spec.justification).is_ok() {
        return failure;
    }
    failure.hint(
        "nothing was sent; the batch was begun without it: resume it on a terminal, where it is asked for",
    )
}

/// The profile of this run, else that of the batch.
fn profile_of(context: &Context, batch: &BatchRecord) -> Result<Profile, Failure> {
    context.settings.profile_or(&batch.new.profile).map_err(|error| match error {
        error @ SettingsError::NoSuchProfile { .. } => Failure::from(error).hint(format!(
            "batch {} was begun with profile `{}`: make it again, or set the MFA_ADMIN_… variables that it came from",
            batch.id, batch.new.profile
        )),
        error => error.into(),
    })
}

impl<'a> ResetJob<'a, Planned> {
    /// A stored batch as a planned job. Every read that was made for it counts as too old.
    async fn stored(
        context: &'a Context,
        spec: JobSpec,
        state: State,
        batch: BatchRecord,
        lock: BatchLock,
        signals: &Signals,
    ) -> Result<Self, Failure> {
        let connection = context.connect(spec.profile.clone(), &spec.stored.pacing)?;
        let what = format!("batch {}", batch.id);
        batch.new.destination.must_be_that_of(&connection, &what, &batch.new.profile)?;
        let principal = until_signal(signals, context.output.busy("Looking up", connection.admit())).await?;
        if spec.stored.by_plan {
            still_approved(&spec.attempt(context), &spec.policy, &batch.new.review, &principal.user)?;
        }
        let state = StateHandle::open(state)?;
        let (n, now) = (batch.n, context.host.clock.now());
        let resumer = Resumer {
            actor: principal.user.label(),
            actor_id: Some(principal.user.id.clone()),
            account: context.host.account(),
        };
        state.ask(move |state| state.resumed(n, &resumer, now)).await?;
        let guards = connection.guards(principal, spec.stored.rules.level);
        let plan = Plan { people: batch.new.people, sole: None, single: false };
        Ok(Self {
            context,
            spec,
            stage: Planned { connection, state, guards, plan, batch, lock, is_resumed: true },
        })
    }
}

/// An unfinished batch of the same input that is to go on instead, where a person chose so.
pub(super) fn instead_of(job: &mut ResetJob<'_, Drafted>) -> Result<Option<BatchRecord>, Failure> {
    let mode = &mut job.spec.mode;
    if mode.again || mode.dry_run {
        return Ok(None);
    }
    let Some(batch) = job.stage.state.unfinished(&job.stage.digest)? else { return Ok(None) };
    if !job.context.settings.can_ask {
        return Err(already_there(&batch));
    }
    let prompt = format!("Batch {} of the same input is {}", batch.id, batch.stage.word());
    let choices = ["Go on with it", "Run the input again, as a new batch", "Cancel"];
    let answer = block_on(async |signals| {
        until_signal(&signals, async { Ok(ask_choice(job.context.settings.style, &prompt, &choices).await) })
            .await
    })?;
    match answer {
        PromptAnswer::Given(0) => {
            job.context.output.note("going on by the flags that the batch was begun with");
            Ok(Some(batch))
        }
        PromptAnswer::Given(1) => {
            mode.again = true;
            Ok(None)
        }
        _ => Err(Failure::said_no("sent")),
    }
}

/// There is a batch of the same input that forbids this one.
pub(super) fn already_there(batch: &BatchRecord) -> Failure {
    let (id, stage) = (&batch.id, batch.stage.word());
    if batch.stage == BatchState::Finished {
        return Failure::cancelled(format!("the same was carried out meanwhile, by batch {id}"))
            .hint("nothing was sent; give --again to run it anew");
    }
    let command = resume_command(batch);
    Failure::cancelled(format!("batch {id} of the same input is not finished: it is {stage}"))
        .hint(format!("nothing was sent; go on with `{command}`, or give --again to run the input anew"))
}
