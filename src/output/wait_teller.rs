//! Tells the screen that a connection waits.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use super::waiting::{Retry, Throttled, Wait, Waiting};
use super::writer::{Output, Teller};

/// Between two notes of one kind, at least.
const NOTE: Duration = Duration::from_secs(10);

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
