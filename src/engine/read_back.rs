//! Looking at one person again and again, for a while: how long, how often, and what a look shows.

use std::cell::Cell;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::Run;
use crate::model::User;
use crate::provider::{Lost, ProviderError};
use crate::state::Claimed;

/// The pause after the first look; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// A read that fails tells nothing: so long after `settle`, and so often, we go on until one comes through. Waiting in vain
/// for an answer takes too long to be done that often.
const GRACE: Duration = Duration::from_secs(3);
const LOOKS: u32 = 6;

/// How many people of a run wait between two looks. They keep nobody else from being dealt with.
#[derive(Debug, Default)]
pub struct IdleCount {
    count: Cell<usize>,
    begun: Notify,
}

/// Somebody waits, for as long as this is kept.
struct Idle<'a>(&'a IdleCount);

impl IdleCount {
    fn begin(&self) -> Idle<'_> {
        self.count.set(self.count.get() + 1);
        self.begun.notify_one();
        Idle(self)
    }

    /// How many wait now.
    pub(super) fn count(&self) -> usize {
        self.count.get()
    }

    /// Until the next of them begins to wait.
    pub(super) async fn begun(&self) {
        self.begun.notified().await;
    }
}

impl Drop for Idle<'_> {
    fn drop(&mut self) {
        self.0.count.set(self.0.count.get() - 1);
    }
}

/// Reads of one person with growing pauses, for up to `settle`.
pub(super) struct ReadBackPoll<'a> {
    run: &'a Run<'a>,
    deadline: Instant,
    pause: Option<Duration>,
    count: u32,
    /// Was that the last one? It is sent when `settle` is over, and gets its answer.
    pub(super) is_over: bool,
}

impl<'a> ReadBackPoll<'a> {
    pub(super) fn begin(run: &'a Run<'a>) -> Self {
        Self { run, deadline: Instant::now() + run.rules.settle, pause: None, count: 0, is_over: false }
    }

    pub(super) async fn next(&mut self, target: &Claimed) -> Result<User, ProviderError> {
        if let Some(pause) = self.pause {
            let next = Instant::now() + pause;
            let _nap = self.run.idle.begin();
            sleep_until(if Instant::now() < self.deadline { next.min(self.deadline) } else { next }).await;
        }
        let asked = Instant::now();
        let read = self.run.find(target).await;
        self.count += 1;
        let (pause, patience, enough) = match &read {
            Err(ProviderError::NoAnswer(Lost::TimedOut)) => (None, GRACE, true),
            Err(error) if may_pass(error) => (None, GRACE, self.count >= LOOKS),
            _ => (self.pause, Duration::ZERO, true),
        };
        self.pause = Some(pause.map_or(FIRST_PAUSE, |pause| pause * 2));
        self.is_over = enough && asked >= self.deadline + patience;
        read
    }
}

/// May the next read come through where this one did not?
pub(super) fn may_pass(error: &ProviderError) -> bool {
    matches!(error, ProviderError::NoAnswer(_) | ProviderError::Unreachable { .. })
}
