//! What a run waits for: the service throttles, or a lost connection is tried again. The line of progress and the spinner
//! show it; where neither can be drawn, it is a note now and then.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use super::writer::{Output, Teller};

/// Between two notes of one kind, at least.
const NOTE: Duration = Duration::from_secs(10);
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
    throttled: Cell<Option<Throttled>>,
    retry: Cell<Option<Retry>>,
}

impl Waiting {
    /// The words for it. A connection that is lost comes first: nothing gets through at all.
    pub(super) fn wait(&self, now: Instant) -> Option<Wait> {
        let retry = self.retry.get().map(|retry| retry.words(now));
        retry.or_else(|| self.throttled.get().map(|throttled| throttled.words(now)))
    }
}

/// Is told when a wait begins and ends.
pub(crate) struct WaitTeller {
    waiting: Rc<Waiting>,
    /// Where no line can be drawn.
    note: Option<Teller>,
    throttled_noted: Cell<Option<Instant>>,
    retry_noted: Cell<Option<Instant>>,
}

impl WaitTeller {
    /// The service throttles, or does not any more.
    pub(crate) fn throttled(&self, throttled: Option<Throttled>) {
        self.waiting.throttled.set(throttled);
        if let Some(throttled) = throttled {
            self.note(&self.throttled_noted, |now| throttled.words(now));
        }
    }

    /// A request is sent again, or none is any more.
    pub(crate) fn retry(&self, retry: Option<Retry>) {
        self.waiting.retry.set(retry);
        if let Some(retry) = retry {
            self.note(&self.retry_noted, |now| retry.words(now));
        }
    }

    fn note(&self, noted: &Cell<Option<Instant>>, words: impl FnOnce(Instant) -> Wait) {
        let (Some(note), now) = (&self.note, Instant::now()) else { return };
        if noted.get().is_none_or(|last| now.duration_since(last) >= NOTE) {
            noted.set(Some(now));
            note(&words(now).whole);
        }
    }
}

impl Output {
    /// Whom a connection tells that it waits.
    pub(crate) fn wait_teller(&self) -> WaitTeller {
        let has_notes = !self.stderr.redraws && !self.is_json();
        WaitTeller {
            waiting: Rc::clone(&self.waiting),
            note: has_notes.then(|| Box::new(self.notes()) as Teller),
            throttled_noted: Cell::default(),
            retry_noted: Cell::default(),
        }
    }
}

impl Throttled {
    fn words(self, now: Instant) -> Wait {
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
    fn words(self, now: Instant) -> Wait {
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
