//! Going on with a batch that was interrupted.

use super::confirm::Confirmation;
use super::course::Course;
use super::report::finish_over;
use super::spec::Terms;
use crate::engine::Plan;
use crate::failure::Failure;
use crate::session::destination::Destination;
use crate::session::{Context, block_on, until_signal};
use crate::settings::{Profile, SettingsError};
use crate::signals::Signals;
use crate::state::{BatchLock, BatchRecord, Stage, State, StateHandle};

/// Goes on with a batch.
pub(crate) fn go_on(
    context: &Context,
    state: State,
    batch: &BatchRecord,
    confirmation: &Confirmation,
) -> Result<(), Failure> {
    let hold = state.lock_batch(&batch.id)?;
    // Whoever held it a moment ago may have brought it to its end.
    let batch = state.by_number(batch.n)?;
    match batch.stage {
        Stage::Finished => {
            hold.remove();
            context.output.note(format!("batch {} is finished: there is nothing left to do", batch.id));
            return finish_over(context, &state, &batch);
        }
        // Nobody of it was reset: that must not pass for done.
        Stage::Cancelled => {
            hold.remove();
            return Err(Failure::cancelled(format!(
                "batch {} was cancelled, nothing of it was sent",
                batch.id
            ))
            .hint("run its input again"));
        }
        Stage::Planned | Stage::Running | Stage::Interrupted => {}
    }
    confirmation.is_possible(context)?;
    let profile = profile_of(context, &batch)?;
    block_on(async |signals| resume(context, &profile, state, batch, hold, confirmation, &signals).await)
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

async fn resume(
    context: &Context,
    profile: &Profile,
    state: State,
    batch: BatchRecord,
    hold: BatchLock,
    confirmation: &Confirmation,
    signals: &Signals,
) -> Result<(), Failure> {
    let terms = Terms::of(&batch)?;
    let connection = context.connect(profile.clone(), &terms.pacing)?;
    let what = format!("batch {}", batch.id);
    Destination::from(&batch.new).must_be_that_of(&connection, &what, &batch.new.profile)?;
    let principal = until_signal(signals, connection.admit()).await?;
    let plan = Plan { people: batch.new.people, sole: None, single: false };
    let handle = StateHandle::open(state)?;
    let (n, actor, now) = (batch.n, principal.user.label(), context.host.clock.now());
    let account = context.host.account();
    // However short the pause was: whoever was reset by somebody else meanwhile, and enrolled again, is left alone.
    handle.ask(move |state| state.resumed(n, &actor, &account, now)).await?;
    let course = Course {
        context,
        connection: &connection,
        handle,
        rules: &terms.rules,
        guards: connection.guards(principal, terms.rules.level),
        batch,
        resumed: true,
        hold,
        signals,
    };
    course.confirm_and_go(confirmation, &plan).await
}
