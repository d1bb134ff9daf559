//! The course of a run, from a plan to its report: kept, confirmed, carried out, told. A single reset, a batch, the
//! rest of a batch and a reviewed plan all take it.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::confirm::{Confirmation, Question, Refusal, card};
use super::progress::{Following, LookUp};
use super::spec::Terms;
use super::{in_the_way, report, results_file};
use crate::engine::guard::Guards;
use crate::engine::{self, IdleCount, Plan, PlanContext, PlanError, ResetRules, Run, Stopped};
use crate::failure::{Failure, FailureKind};
use crate::model::{Outcome, Principal};
use crate::session::connection::Connection;
use crate::session::{Context, until_signal};
use crate::signals::Signals;
use crate::state::{
    BatchLock, BatchRecord, DuplicateRule, Justification, Kept, NewBatch, RecordedOutcome, State, StateError,
    StateHandle,
};

/// What one command asks for, judged and ready to go. The rows are drafted in the state database.
pub(crate) struct Order {
    pub(crate) terms: Terms,
    pub(crate) confirmation: Confirmation,
    pub(crate) dry_run: bool,
    /// Do the rows come from the command line?
    pub(crate) typed: bool,
    pub(crate) max: Option<u64>,
    /// How many rows there are.
    pub(crate) rows: u64,
    pub(crate) source: String,
    pub(crate) digest: String,
    pub(crate) results: Option<String>,
    pub(crate) justification: Justification,
    /// What there may be of the same content.
    pub(crate) duplicates: DuplicateRule,
}

impl Order {
    /// Plans what was drafted, keeps the plan, and goes the whole way.
    pub(crate) async fn run(
        self,
        context: &Context,
        connection: &Connection,
        state: State,
        signals: &Signals,
    ) -> Result<(), Failure> {
        let (course, plan) = self.prepare(context, connection, state, signals).await?;
        if self.dry_run {
            return course.would_be(&self.confirmation, &plan).await;
        }
        course.confirm_and_go(&self.confirmation, &plan).await
    }

    /// Goes as far as can be gone without sending anything: everybody is read, and the plan is kept.
    pub(crate) async fn prepare<'a>(
        &'a self,
        context: &'a Context,
        connection: &'a Connection,
        state: State,
        signals: &'a Signals,
    ) -> Result<(Course<'a>, Plan), Failure> {
        if self.terms.rules.level.is_some() && !connection.provider.capabilities().levels {
            // A guard that nobody can ask must not pass for a yes.
            return Err(Failure::usage("this service does not tell levels apart")
                .hint("leave --level out; nothing was sent"));
        }
        let handle = StateHandle::open(state)?;
        let prepared = async {
            let guards = connection.guards(connection.admit().await?, self.terms.rules.level);
            let plan = self.plan(context, connection, &handle, &guards).await?;
            Ok((guards, plan))
        };
        let (guards, plan) = until_signal(signals, prepared).await?;
        within(self.max, plan.people)?;
        let (batch, hold) = self.keep(context, connection, &handle, &guards.principal, &plan).await?;
        let rules = &self.terms.rules;
        let course =
            Course { context, connection, handle, rules, guards, batch, resumed: false, hold, signals };
        Ok((course, plan))
    }

    /// Everything that only reads: who is asked for, and what is to be done about them.
    async fn plan(
        &self,
        context: &Context,
        connection: &Connection,
        handle: &StateHandle,
        guards: &Guards,
    ) -> Result<Plan, Failure> {
        let judged = PlanContext {
            guards: guards.clone(),
            typed: self.typed,
            dry_run: self.dry_run,
            clock: context.host.clock,
        };
        let look_up = LookUp::begin(context, self.rows);
        let found = |done| look_up.tell(done);
        let plan = engine::plan(&*connection.provider, handle, Arc::new(judged), &found).await;
        plan.map_err(|error| match error {
            PlanError::Provider(error) => error.into(),
            PlanError::State(error) => error.into(),
        })
    }

    async fn keep(
        &self,
        context: &Context,
        connection: &Connection,
        handle: &StateHandle,
        principal: &Principal,
        plan: &Plan,
    ) -> Result<(BatchRecord, BatchLock), Failure> {
        let profile = &connection.profile;
        let new = NewBatch {
            single: plan.single,
            created_at: context.host.clock.now(),
            profile: profile.name.clone(),
            environment: profile.environment,
            provider: profile.kind.word().to_owned(),
            url: connection.url.clone(),
            org_id: connection.org_id.clone(),
            actor: principal.user.label(),
            account: context.host.account(),
            source: self.source.clone(),
            digest: self.digest.clone(),
            rules: serde_json::to_string(&self.terms).unwrap_or_default(),
            results: self.results.clone(),
            justification: self.justification.clone(),
            people: plan.people,
            duplicates: self.duplicates,
        };
        let kept = handle.ask(move |state| {
            Ok(match state.keep(&new)? {
                Kept::New(batch) => {
                    let hold = state.lock_batch(&batch.id)?;
                    Ok((batch, hold))
                }
                Kept::Existing(twin) => Err(twin),
            })
        });
        kept.await?.map_err(|twin| in_the_way(&twin))
    }
}

/// Are there no more people than `--max` allows?
pub(crate) fn within(max: Option<u64>, people: u64) -> Result<(), Failure> {
    match max {
        Some(max) if people > max => {
            let message = format!("the input names more than {max} people, which --max forbids");
            Err(Failure::new(FailureKind::BadInput, message).hint("nothing was sent"))
        }
        _ => Ok(()),
    }
}

/// A batch that is kept and held by us.
pub(crate) struct Course<'a> {
    pub(crate) context: &'a Context,
    pub(crate) connection: &'a Connection,
    pub(crate) handle: StateHandle,
    pub(crate) rules: &'a ResetRules,
    pub(crate) guards: Guards,
    pub(crate) batch: BatchRecord,
    /// Was it kept by a run before this one?
    pub(crate) resumed: bool,
    pub(crate) hold: BatchLock,
    pub(crate) signals: &'a Signals,
}

impl Course<'_> {
    /// A dry run: what would be done, and how it would end.
    async fn would_be(self, confirmation: &Confirmation, plan: &Plan) -> Result<(), Failure> {
        let question = self.question(plan).await?;
        confirmation.fits(&question)?;
        if question.targets > 0 {
            self.context.output.show(&card(&question));
        }
        let Self { context, handle, batch, .. } = self;
        let state = handle.close()?;
        if let Some(path) = &batch.new.results {
            results_file::begin(Path::new(path), &state, batch.n)?;
        }
        report::finish(context, &state, &batch, true, None)
    }

    /// Asks, where anything would be sent, and carries the batch out.
    pub(crate) async fn confirm_and_go(
        mut self,
        confirmation: &Confirmation,
        plan: &Plan,
    ) -> Result<(), Failure> {
        let question = self.question(plan).await?;
        let was_asked = match confirmation.ask(self.context, &question, self.signals).await {
            Ok(was_asked) => was_asked,
            Err(refusal) => return self.refused(refusal),
        };
        let answered_at = was_asked.then(|| self.context.host.clock.now());
        // Whoever was asked about a protected person knew it.
        let is_known = plan.sole.as_ref().is_some_and(|user| self.guards.protected(user).is_some());
        self.guards.protected_may = is_known;
        let (n, results, resumed) = (self.batch.n, self.batch.new.results.clone(), self.resumed);
        let known = move |state: &mut State| {
            // A run before this one may have made the file; else one of that name is somebody else's.
            let write = if resumed { results_file::write_known } else { results_file::begin };
            let known = results.map_or(Ok(()), |path| write(Path::new(&path), state, n));
            if known.is_ok() {
                state.begin(n)?;
            }
            Ok(known)
        };
        let stopped = match self.handle.ask(known).await? {
            Ok(()) => self.carry_out(answered_at).await.err().map(report::cause),
            Err(unwritten) => Some(unwritten),
        };
        self.end(stopped)
    }

    /// What is about to be done.
    pub(crate) async fn question<'a>(&'a self, plan: &'a Plan) -> Result<Question<'a>, Failure> {
        let n = self.batch.n;
        let open = self.handle.ask(move |state| state.open_targets(n)).await?;
        let mut next = None;
        if open.people > 0 {
            let told = async { Ok(self.connection.provider.next_sign_in().await) };
            // Whoever ends it here is heard by the question.
            let told = until_signal(self.signals, told).await.unwrap_or(Ok(None));
            next = told.map_err(|error| error.to_string()).transpose();
        }
        let (targets, factors) = (open.people, open.factors);
        Ok(Question {
            connection: self.connection,
            guards: &self.guards,
            plan,
            batch: &self.batch,
            targets,
            factors,
            next,
        })
    }

    /// Nobody confirmed. A batch of which nothing was sent yet is given up.
    fn refused(self, Refusal { failure, says_rows, answered }: Refusal) -> Result<(), Failure> {
        let Self { context, handle, batch, resumed, hold, .. } = self;
        let mut state = handle.close()?;
        let is_batch = !batch.new.single;
        let interrupted = failure.kind == FailureKind::Interrupted;
        // A signal is no answer; a flag that was left out can be added when a batch is resumed; and a batch that was
        // begun is not given up by a question about its rest.
        let stays = is_batch && (interrupted || resumed && !answered || state.is_begun(batch.n)?);
        if stays {
            drop(hold);
        } else {
            state.cancel(batch.n, "cancelled", context.host.clock.now())?;
            hold.remove();
        }
        let batch = state.by_number(batch.n)?;
        if says_rows || is_batch && interrupted {
            report::show(context, &state, &batch, false)?;
        }
        Err(if is_batch && interrupted { report::resumable(failure, &batch) } else { failure })
    }

    /// The run itself. The first signal lets what is under way come to its end, the second leaves at once.
    async fn carry_out(&mut self, answered_at: Option<Timestamp>) -> Result<(), Stopped> {
        let (n, context) = (self.batch.n, self.context);
        let open = self.handle.ask(move |state| state.open_targets(n)).await.map_err(Stopped::State)?;
        if open.people == 0 {
            return Ok(());
        }
        let stop = &self.connection.stop;
        let run = Run {
            provider: &*self.connection.provider,
            handle: &self.handle,
            batch: n,
            rules: self.rules,
            guards: self.guards.clone(),
            answered_at,
            readable: open.readable,
            resumable: !self.batch.new.single,
            stop,
            idle: IdleCount::default(),
            clock: context.host.clock,
        };
        let observer =
            Following::begin(context, &*self.connection.provider, &self.batch).map_err(Stopped::Observer)?;
        let watch = async {
            self.signals.first().await;
            stop.raise();
            observer.note("stopping: waiting for what is under way; once more leaves at once");
            self.signals.second().await;
        };
        tokio::select! {
            biased;
            result = run.carry_out(&observer) => result,
            never = observer.tick() => match never {},
            () = watch => Err(Stopped::Interrupted),
        }
    }

    /// What there is to say at the end.
    fn end(self, stopped: Option<Failure>) -> Result<(), Failure> {
        let Self { context, handle, batch, hold, .. } = self;
        let mut state = handle.close()?;
        let now = context.host.clock.now();
        // After a full disk, for one, there is nothing to write: what is there is told.
        let kept = if batch.new.single && stopped.is_some() {
            leave_in_doubt(&mut state, &batch, now)
        } else {
            Ok(())
        };
        let is_over = kept.and_then(|()| state.finish(batch.n, now)).unwrap_or(false);
        // Whoever left at once left rows that are known and not in the file yet. A disk that took no more is let be.
        if let Some(path) = &batch.new.results
            && stopped.as_ref().is_some_and(|failure| failure.kind == FailureKind::Interrupted)
        {
            results_file::write_known(Path::new(path), &state, batch.n)
                .unwrap_or_else(|failure| context.output.note(failure.message));
        }
        if is_over {
            hold.remove();
        } else {
            drop(hold);
        }
        let batch = state.by_number(batch.n)?;
        report::finish(context, &state, &batch, false, stopped)
    }
}

/// Nobody resumes the reset of one person: what is in doubt now is unknown.
fn leave_in_doubt(state: &mut State, batch: &BatchRecord, at: Timestamp) -> Result<(), StateError> {
    let doubt = state.in_doubt(batch.n, 0, 1)?;
    let unknown = doubt.iter().map(|target| RecordedOutcome {
        row: target.row,
        outcome: Outcome::Unknown,
        detail: Some("the run was ended while the reset was under way".to_owned()),
        at,
        person: None,
    });
    state.record(batch.n, &unknown.collect::<Vec<_>>())
}
