//! The pace at which a service lets itself be asked: one gate that every request of a run goes through.

use std::cell::RefCell;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::ProviderError;
use crate::model::Stop;

/// Without a `Retry-After` we start with this pause…
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// …and never ask less often than this: a service that says nothing must not bring a batch to a halt.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The gate. It closes when the service throttles and opens by itself.
pub(super) struct Pace {
    patience: Duration,
    stop: Stop,
    gate: RefCell<Gate>,
}

struct Gate {
    opens: Option<Instant>,
    pause: Duration,
    last_answer: Option<Instant>,
}

impl Pace {
    pub(super) fn new(patience: Duration, stop: Stop) -> Self {
        Self {
            patience,
            stop,
            gate: RefCell::new(Gate { opens: None, pause: FIRST_PAUSE, last_answer: None }),
        }
    }

    /// Waits until the next request may go out.
    pub(super) async fn wait(&self) {
        // The gate may close again while we sleep: look again after each sleep.
        loop {
            let opens = self.gate.borrow().opens;
            match opens {
                Some(opens) if opens > Instant::now() => sleep_until(opens).await,
                _ => return,
            }
        }
    }

    /// The same for a change, which must not go out any more once the run is to stop.
    pub(super) async fn wait_unless_stopped(&self) -> Result<(), ProviderError> {
        tokio::select! {
            biased;
            () = self.stop.raised() => Err(ProviderError::Halted),
            () = self.wait() => Ok(()),
        }
    }

    /// The service answered, and it was not throttling.
    pub(super) fn answered(&self) {
        let mut gate = self.gate.borrow_mut();
        gate.last_answer = Some(Instant::now());
        gate.pause = (gate.pause / 2).max(FIRST_PAUSE);
    }

    /// The service asked us to slow down. Closes the gate, or gives up when patience has run out.
    pub(super) fn throttled(&self, retry_after: Option<Duration>) -> Result<(), ProviderError> {
        let mut gate = self.gate.borrow_mut();
        let now = Instant::now();
        let since = *gate.last_answer.get_or_insert(now);
        let pause = retry_after.unwrap_or_else(|| {
            // Jitter, so that several runs do not knock in step.
            gate.pause.mul_f64(0.75 + fastrand::f64() / 4.0)
        });
        // One step slower for each gate, not for each of the answers that were under way when it closed.
        if gate.opens.is_none_or(|opens| opens <= now) {
            gate.pause = (gate.pause * 2).min(LONGEST_PAUSE);
        }
        let opens = now + pause;
        if opens.duration_since(since) > self.patience {
            return Err(ProviderError::RateLimited { patience: self.patience });
        }
        gate.opens = Some(gate.opens.map_or(opens, |before| before.max(opens)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_retry_after_is_waited_for() {
        let pace = Pace::new(Duration::from_mins(10), Stop::default());
        let start = Instant::now();
        pace.throttled(Some(Duration::from_secs(7))).unwrap();
        pace.wait().await;
        assert!(start.elapsed() >= Duration::from_secs(7));
    }

    #[tokio::test(start_paused = true)]
    async fn without_one_it_never_falls_under_one_request_a_second() {
        let pace = Pace::new(Duration::from_mins(10), Stop::default());
        for _ in 0..20 {
            let start = Instant::now();
            pace.throttled(None).unwrap();
            pace.wait().await;
            assert!(start.elapsed() <= Duration::from_millis(1001), "{:?}", start.elapsed());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn patience_runs_since_the_last_answer_that_was_not_throttling() {
        let pace = Pace::new(Duration::from_secs(10), Stop::default());
        let eight = Some(Duration::from_secs(8));
        pace.throttled(eight).unwrap();
        pace.wait().await;
        pace.answered();
        pace.throttled(eight).unwrap();
        pace.wait().await;
        assert!(matches!(pace.throttled(eight), Err(ProviderError::RateLimited { .. })));
    }

    #[tokio::test(start_paused = true)]
    async fn a_change_that_waits_is_not_sent_any_more_when_the_run_is_to_stop() {
        let stop = Stop::default();
        let pace = Pace::new(Duration::from_mins(10), stop.clone());
        pace.throttled(Some(Duration::from_mins(5))).unwrap();
        let start = Instant::now();
        let (sent, ()) = tokio::join!(pace.wait_unless_stopped(), async { stop.raise() });
        assert!(matches!(sent, Err(ProviderError::Halted)));
        assert!(start.elapsed() < Duration::from_secs(1));
    }
}
