//! What reads show of a second factor. That is not always the truth: they can lag behind a reset (fault `stale`), or
//! not show it at all, as a service that has no way to read it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::store::Enrolment;

#[derive(Default)]
pub(super) struct ReadVisibility {
    hidden: AtomicBool,
    old: Mutex<HashMap<i64, (Instant, Enrolment)>>,
}

impl ReadVisibility {
    /// Whether reads carry `mfa` at all.
    pub(super) fn shows_mfa(&self) -> bool {
        !self.hidden.load(Ordering::Relaxed)
    }

    pub(super) fn show_mfa(&self, shown: bool) {
        self.hidden.store(!shown, Ordering::Relaxed);
    }

    /// Goes on showing this enrolment for so long.
    pub(super) fn linger(&self, person: i64, old: Enrolment, span: Duration) {
        let mut lingering = self.old.lock().unwrap_or_else(PoisonError::into_inner);
        lingering.retain(|_, (until, _)| *until > Instant::now());
        lingering.insert(person, (Instant::now() + span, old));
    }

    /// The enrolment that a read shows of this person.
    pub(super) fn of(&self, person: i64, truth: Option<Enrolment>) -> Option<Enrolment> {
        let lingering = self.old.lock().unwrap_or_else(PoisonError::into_inner);
        match lingering.get(&person) {
            Some((until, old)) if *until > Instant::now() => Some(*old),
            _ => truth,
        }
    }
}
