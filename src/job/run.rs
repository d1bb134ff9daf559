//! `run`: the requests are sent, and every outcome is recorded before it is told.

use jiff::Timestamp;

use super::progress::RunProgress;
use super::report::{Report, cause};
use super::results_file;
use super::stages::{Confirmed, Planned, ResetJob};
use crate::engine::{IdleCount, Run, Stopped};
use crate::failure::{Failure, FailureKind};
use crate::model::Outcome;
use crate::session::keep_head;
use crate::signals::Signals;
use crate::state::{BatchRecord, EventKind, RecordedOutcome, State, StateError};

impl<'a> ResetJob<'a, Confirmed> {
    /// Carries the batch out. An error that ends it early is told with the rows that have their outcome.
    pub(crate) async fn run(self, signals: &Signals) -> Result<Report<'a>, Failure> {
        let Planned { state, batch, is_resumed, .. } = &self.stage.planned;
        let (n, path, is_resumed) = (batch.n, self.spec.results.clone(), *is_resumed);
        let (policy, now) = (self.spec.policy.record(), self.context.host.clock.now());
        let begin = move |state: &mut State| {
            // An earlier process may have made the file. If not, a file of that name belongs to someone else.
            let write = if is_resumed { results_file::write_known } else { results_file::begin };
            let written = path.map_or(Ok(()), |path| write(&path, state, n));
            if written.is_ok() {
                if let Some(policy) = policy {
                    let event = state.event_of(n, EventKind::Policy, now)?.detailed(policy);
                    state.append(event)?;
                }
                state.begin(n)?;
            }
            Ok(written)
        };
        let stopped = match state.ask(begin).await? {
            Ok(()) => self.send(signals).await.err().map(cause),
            Err(not_written) => Some(not_written),
        };
        self.end(stopped)
    }

    /// The first signal lets the requests under way come to their end, the second leaves at once.
    async fn send(&self, signals: &Signals) -> Result<(), Stopped> {
        let Planned { connection, state, guards, batch, .. } = &self.stage.planned;
        let n = batch.n;
        let open = state.ask(move |state| state.open_targets(n)).await.map_err(Stopped::State)?;
        if open.people == 0 {
            return Ok(());
        }
        let run = Run {
            provider: &*connection.provider,
            handle: state,
            batch: n,
            rules: &self.spec.stored.rules,
            guards: guards.clone(),
            answered_at: self.stage.answered_at,
            readable: open.readable,
            resumable: !batch.new.single,
            stop: &connection.stop,
            idle: IdleCount::default(),
            clock: self.context.host.clock,
        };
        let observer =
            RunProgress::begin(self.context, &*connection.provider, batch).map_err(Stopped::Observer)?;
        let watch = async {
            signals.first().await;
            connection.stop.raise();
            self.context.output.note("stopping: waiting for what is under way; once more leaves at once");
            signals.second().await;
        };
        tokio::select! {
            biased;
            result = run.carry_out(&observer) => result,
            never = observer.tick() => match never {},
            () = watch => Err(Stopped::Interrupted),
        }
    }

    fn end(self, stopped: Option<Failure>) -> Result<Report<'a>, Failure> {
        let Confirmed { planned, next_sign_in, .. } = self.stage;
        let Planned { state, batch, lock, .. } = planned;
        let (context, now) = (self.context, self.context.host.clock.now());
        let mut state = state.close()?;
        // After a full disk, for one, nothing can be written: then the outcomes on record are told.
        let recorded = if batch.new.single && stopped.is_some() {
            record_doubt(&mut state, &batch, now)
        } else {
            Ok(())
        };
        if let Some(failure) = &stopped {
            // As above: the run is not told otherwise because this cannot be written.
            let _ = interrupted(&mut state, &batch, &failure.message, now);
        }
        let is_over = recorded.and_then(|()| state.finish(batch.n, now)).unwrap_or(false);
        // A run that was left at once has rows on record that are not in the file yet.
        if let Some(path) = &self.spec.results
            && stopped.as_ref().is_some_and(|failure| failure.kind == FailureKind::Interrupted)
        {
            results_file::write_known(path, &state, batch.n)
                .unwrap_or_else(|failure| context.output.note(failure.message));
        }
        // The reset of one person is never resumed.
        if is_over || batch.new.single {
            lock.remove();
        } else {
            drop(lock);
        }
        keep_head(context, &state, &self.spec.profile);
        let batch = state.by_number(batch.n)?;
        Ok(Report { context, state, batch, dry_run: false, stopped, next_sign_in })
    }
}

/// Puts on record that the run ended early, and why.
fn interrupted(state: &mut State, batch: &BatchRecord, why: &str, at: Timestamp) -> Result<(), StateError> {
    let event = state.event_of(batch.n, EventKind::Interrupt, at)?.detailed(why);
    state.append(event).map(drop)
}

/// A reset of one person is never resumed: an outcome that is in doubt now is unknown.
fn record_doubt(state: &mut State, batch: &BatchRecord, at: Timestamp) -> Result<(), StateError> {
    let doubt = state.in_doubt(batch.n, 0, 1)?;
    let unknown = doubt.iter().map(|target| RecordedOutcome {
        row: target.row,
        outcome: Outcome::Unknown,
        detail: Some("the run was ended while the reset was under way".to_owned()),
        at,
        person: None,
        seen_after: None,
    });
    state.record(batch.n, &unknown.collect::<Vec<_>>())
}
