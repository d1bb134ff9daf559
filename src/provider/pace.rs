//! The pace of the requests to a service. Each request of a run waits here until the gate is open, its class has a
//! slot, and a permit is free.

mod rate;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::time::Duration;

use tokio::sync::{Mutex, Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

use super::error::ProviderError;
use super::observer::Throttling;
use crate::model::Stop;
use rate::Rate;

/// The first pause where the service names none…
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// …and the longest: a service that says nothing must not bring a batch to a halt.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Reads and changes. Each class has a rate of its own, for a limit on one says nothing of the other. A read may be
/// sent again after any passing fault, a change only when it certainly never reached the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Read,
    Change,
}

/// The turn of one change, taken at the pace of the service. It can be used once: this does not compile.
///
/// ```compile_fail,E0382
/// # use mfa_admin::provider::{Provider, ProviderError};
/// async fn twice(provider: &dyn Provider) -> Result<(), ProviderError> {
///     let slot = provider.ready().await?;
///     provider.reset(slot, &[]).await?;
///     provider.reset(slot, &[]).await
/// }
/// ```
#[derive(Debug)]
#[must_use = "a turn that no change uses is lost"]
pub struct ChangeSlot(());

impl ChangeSlot {
    /// A slot without a wait, for a [`Provider`](super::Provider) that does not limit its changes.
    pub fn unlimited() -> Self {
        Self(())
    }
}

/// The gate, a rate for each class, and the permits.
///
/// The gate closes for both classes when the service throttles, and opens by itself. The rate of a class is measured
/// (`rate.rs`), and capped by the user.
pub(super) struct Pace {
    patience: Duration,
    stop: Stop,
    gate: RefCell<Gate>,
    reads: Lane,
    changes: Lane,
    /// What the user allows, of both classes together.
    cap: RefCell<Rate>,
    permits: Semaphore,
}

#[derive(Default)]
struct Gate {
    opens: Option<Instant>,
    /// How often the service has made us pause.
    events: u64,
}

struct Lane {
    /// Requests leave in the order in which they came: only the first of them waits for the clock.
    turn: Mutex<()>,
    rate: RefCell<Rate>,
    /// The next pause, where the service names none.
    pause: Cell<Duration>,
    /// The first throttled answer since the last one that was not. A service may let reads through and no change.
    throttled_since: Cell<Option<Instant>>,
}

/// Permission to send one request, from its sending to its answer. Dropped without an answer, it says nothing.
pub(super) struct Admission<'a> {
    class: Class,
    /// The events before it was sent.
    events: u64,
    _permit: Option<SemaphorePermit<'a>>,
}

impl Pace {
    /// The pace towards one service; `concurrency` is how many requests may be under way.
    pub(super) fn new(patience: Duration, cap: Option<f64>, concurrency: usize, stop: Stop) -> Self {
        Self {
            patience,
            stop,
            gate: RefCell::default(),
            reads: Lane::new(),
            changes: Lane::new(),
            cap: RefCell::new(Rate::new(cap)),
            permits: Semaphore::new(concurrency.clamp(1, Semaphore::MAX_PERMITS)),
        }
    }

    /// Requests of that class a second; `None` while nothing limits them.
    pub(super) fn rate(&self, class: Class) -> Option<f64> {
        let now = Instant::now();
        let found = self.lane(class).rate.borrow().at(now);
        let allowed = self.cap.borrow().at(now);
        [found, allowed].into_iter().flatten().reduce(f64::min)
    }

    /// Waits until the next request may go out. Once the run is to stop, no change goes out any more.
    pub(super) async fn admit(&self, class: Class) -> Result<Admission<'_>, ProviderError> {
        self.unless_stopped(class, async {
            let lane = self.lane(class);
            let _turn = lane.turn.lock().await;
            loop {
                self.wait(lane).await;
                // A permit is taken only at the end of the wait, so that none is held through a pause.
                let admission = self.permitted(class).await;
                if self.due(lane).is_none() {
                    self.take(lane);
                    return admission;
                }
            }
        })
        .await
    }

    /// Takes the next slot of the changes, for a caller that reads the person before it sends.
    pub(super) async fn take_slot(&self) -> Result<ChangeSlot, ProviderError> {
        self.unless_stopped(Class::Change, async {
            let lane = &self.changes;
            let _turn = lane.turn.lock().await;
            self.wait(lane).await;
            self.take(lane);
            ChangeSlot(())
        })
        .await
    }

    /// Lets a change out in its slot; `None` when the gate has closed in the meantime: it needs another slot.
    pub(super) async fn admit_in_slot(&self, _: &ChangeSlot) -> Result<Option<Admission<'_>>, ProviderError> {
        let admission = self.unless_stopped(Class::Change, self.permitted(Class::Change)).await?;
        let closed = self.gate.borrow().opens.is_some_and(|opens| opens > Instant::now());
        Ok(Some(admission).filter(|_| !closed))
    }

    async fn unless_stopped<T>(
        &self,
        class: Class,
        wait: impl Future<Output = T>,
    ) -> Result<T, ProviderError> {
        match class {
            Class::Read => Ok(wait.await),
            Class::Change => tokio::select! {
                biased;
                () = self.stop.raised() => Err(ProviderError::Halted),
                end = wait => Ok(end),
            },
        }
    }

    /// Waits for the gate and for the next slot. Either may be put off during a sleep, so both are checked after it.
    async fn wait(&self, lane: &Lane) {
        while let Some(due) = self.due(lane) {
            sleep_until(due).await;
        }
    }

    async fn permitted(&self, class: Class) -> Admission<'_> {
        // The semaphore never closes.
        let permit = self.permits.acquire().await.ok();
        Admission { class, events: self.gate.borrow().events, _permit: permit }
    }

    /// Takes the next slot of a lane, and the next one under the cap.
    fn take(&self, lane: &Lane) {
        let now = Instant::now();
        lane.rate.borrow_mut().take_slot(now);
        self.cap.borrow_mut().take_slot(now);
    }

    /// The moment to wait for, if there is one.
    fn due(&self, lane: &Lane) -> Option<Instant> {
        let due = self.gate.borrow().opens.max(lane.rate.borrow().slot()).max(self.cap.borrow().slot());
        due.filter(|due| *due > Instant::now())
    }

    /// The service answered, and it was not throttling. Says whether it was before.
    pub(super) fn answered(&self, admission: &Admission<'_>) -> bool {
        let lane = self.lane(admission.class);
        let was_throttled = lane.throttled_since.take().is_some();
        lane.rate.borrow_mut().passed();
        lane.pause.set(FIRST_PAUSE);
        was_throttled
    }

    /// How the service throttles at the moment, if it does: the class for which the patience ends first.
    pub(super) fn throttling(&self) -> Option<Throttling> {
        let since = |class| Some((self.lane(class).throttled_since.get()?, class));
        let (since, class) =
            [Class::Change, Class::Read].into_iter().filter_map(since).min_by_key(|(since, _)| *since)?;
        let what = match class {
            Class::Read => "reads",
            Class::Change => "changes",
        };
        let opens = self.gate.borrow().opens.unwrap_or(since);
        Some(Throttling { what, opens, patience_ends: since + self.patience, rate: self.rate(class) })
    }

    /// The service asked us to slow down. Closes the gate, or gives up when patience has run out.
    pub(super) fn throttled(
        &self,
        admission: &Admission<'_>,
        retry_after: Option<Duration>,
    ) -> Result<(), ProviderError> {
        let now = Instant::now();
        let mut gate = self.gate.borrow_mut();
        let lane = self.lane(admission.class);
        let since = lane.throttled_since.get().unwrap_or(now);
        lane.throttled_since.set(Some(since));
        // "At once" is no pause: the service would throttle again and again.
        let asked = retry_after.filter(|pause| !pause.is_zero());
        // Jitter, so that several runs do not ask at the same moments.
        let own = || lane.pause.get().mul_f64(0.75 + fastrand::f64() / 4.0);
        let pause = asked.unwrap_or_else(own);
        // The end of a pause may be later than the clock can tell.
        let opens = now.checked_add(pause).filter(|opens| opens.duration_since(since) <= self.patience);
        let Some(opens) = opens else {
            let throttled = now.duration_since(since);
            return Err(ProviderError::RateLimited { patience: self.patience, throttled, asked });
        };
        gate.opens = gate.opens.max(Some(opens));
        // One event for each gate, not for each of the answers that were under way when it closed.
        if admission.events == gate.events {
            gate.events += 1;
            lane.rate.borrow_mut().throttled(now, pause, asked.is_some());
            lane.pause.set((lane.pause.get() * 2).min(LONGEST_PAUSE));
        }
        Ok(())
    }

    fn lane(&self, class: Class) -> &Lane {
        match class {
            Class::Read => &self.reads,
            Class::Change => &self.changes,
        }
    }
}

impl Lane {
    fn new() -> Self {
        Self {
            turn: Mutex::default(),
            rate: RefCell::new(Rate::new(None)),
            pause: Cell::new(FIRST_PAUSE),
            throttled_since: Cell::new(None),
        }
    }
}
