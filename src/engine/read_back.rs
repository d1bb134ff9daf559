//! Reading one person again and again after a request: how long, and how often.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::run::Run;
use crate::model::User;
use crate::provider::{Lost, ProviderError};
use crate::state::Claimed;

/// The pause after the first read; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// A read that fails tells nothing: for so long after `settle`, and at least so often, it is tried again. One that ends
/// without an answer in time takes too long to be tried that often.
const GRACE: Duration = Duration::from_secs(3);
const READS: u32 = 6;

/// Reads of one person with growing pauses, for up to `settle`.
pub(super) struct ReadBackPoll<'a> {
    run: &'a Run<'a>,
    deadline: Instant,
    pause: Option<Duration>,
    count: u32,
    /// Was that the last read? It is sent when `settle` is over.
    pub(super) is_over: bool,
}

impl<'a> ReadBackPoll<'a> {
    pub(super) fn begin(run: &'a Run<'a>) -> Self {
        Self { run, deadline: Instant::now() + run.rules.settle, pause: None, count: 0, is_over: false }
    }

    pub(super) async fn next(&mut self, target: &Claimed) -> Result<User, ProviderError> {
        if let Some(pause) = self.pause {
            let next = Instant::now() + pause;
            let _idle = self.run.idle.begin();
            sleep_until(if Instant::now() < self.deadline { next.min(self.deadline) } else { next }).await;
        }
        let began = Instant::now();
        let read = self.run.find(target).await;
        self.count += 1;
        let (pause, patience, enough) = match &read {
            Err(ProviderError::NoAnswer(Lost::TimedOut)) => (None, GRACE, true),
            Err(error) if is_transient(error) => (None, GRACE, self.count >= READS),
            _ => (self.pause, Duration::ZERO, true),
        };
        self.pause = Some(pause.map_or(FIRST_PAUSE, |pause| pause * 2));
        self.is_over = enough && began >= self.deadline + patience;
        read
    }
}

/// May the next read come through where this one did not?
pub(super) fn is_transient(error: &ProviderError) -> bool {
    matches!(error, ProviderError::NoAnswer(_) | ProviderError::Unreachable { .. })
}
