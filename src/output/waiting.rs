//! What a run waits for: the service throttles, or a lost connection is tried again. The line of progress and the spinner
//! show it; where neither can be drawn, it is a note now and then.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::Instant;

/// A shorter pause is not told beside the patience.
const WORTH_TELLING: Duration = Duration::from_secs(2);

/// The service throttles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Throttled {
    /// When the next request may leave.
    pub(crate) opens: Instant,
    /// When the run ends, if the service still throttles.
    pub(crate) patience_ends: Instant,
}

/// A request got no answer, and is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Retry {
    /// When.
    pub(crate) at: Instant,
    /// Which try that is.
    pub(crate) next: u32,
    /// How many there are.
    pub(crate) of: u32,
}

/// What is told of a wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wait {
    pub(super) whole: String,
    /// The same for a narrow terminal.
    pub(super) short: String,
}

/// What is waited for at the moment.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) throttled: Cell<Option<Throttled>>,
    pub(super) retry: Cell<Option<Retry>>,
}

impl Waiting {
    /// The words for it. A connection that is lost comes first: nothing gets through at all.
    pub(super) fn wait(&self, now: Instant) -> Option<Wait> {
        let retry = self.retry.get().map(|retry| retry.words(now));
        retry.or_else(|| self.throttled.get().map(|throttled| throttled.words(now)))
    }
}

impl Throttled {
    pub(super) fn words(self, now: Instant) -> Wait {
        let left = spaced(self.patience_ends.saturating_duration_since(now));
        let pause = self.opens.saturating_duration_since(now);
        let next = if pause < WORTH_TELLING {
            String::new()
        } else {
            format!(", next request in {}", spaced(pause))
        };
        let whole = format!("throttled, {left} of patience left{next}");
        Wait { whole, short: format!("throttled, {left} left") }
    }
}

impl Retry {
    pub(super) fn words(self, now: Instant) -> Wait {
        let Self { at, next, of } = self;
        let pause = at.saturating_duration_since(now);
        let when = if pause.is_zero() { String::new() } else { format!(" in {}", spaced(pause)) };
        let whole = format!("connection lost, trying again{when} ({next} of {of})");
        Wait { whole, short: format!("connection lost ({next} of {of})") }
    }
}

/// A time in two units at most; less than a second has a decimal.
fn spaced(time: Duration) -> String {
    let tenths = time.as_millis().div_ceil(100);
    if tenths < 10 {
        return format!("0.{tenths} s");
    }
    let seconds = time.as_millis().div_ceil(1000);
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3600 => format!("{} m {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} m", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_wait_is_told_with_the_time_that_is_left() {
        let now = Instant::now();
        let waiting = Waiting::default();
        assert_eq!(waiting.wait(now), None);
        let after = |seconds| now + Duration::from_millis(seconds);
        waiting.throttled.set(Some(Throttled { opens: after(900), patience_ends: after(250_000) }));
        let told = |now| waiting.wait(now).map(|wait| (wait.whole, wait.short)).expect("a wait");
        assert_eq!(told(now).0, "throttled, 4 m 10 s of patience left");
        assert_eq!(told(now).1, "throttled, 4 m 10 s left");
        waiting.throttled.set(Some(Throttled { opens: after(12_000), patience_ends: after(3_900_000) }));
        assert_eq!(told(now).0, "throttled, 1 h 5 m of patience left, next request in 12 s");
        assert_eq!(told(after(4_000_000)).0, "throttled, 0.0 s of patience left");
        waiting.retry.set(Some(Retry { at: after(3000), next: 2, of: 3 }));
        assert_eq!(told(now).0, "connection lost, trying again in 3 s (2 of 3)");
        assert_eq!(told(after(2800)).0, "connection lost, trying again in 0.2 s (2 of 3)");
        assert_eq!(told(after(3000)).0, "connection lost, trying again (2 of 3)");
        assert_eq!(told(now).1, "connection lost (2 of 3)");
    }
}
