//! Who is next: intents are put on disk ahead of the requests, and taken back where no request left.

use std::collections::VecDeque;

use super::background::Background;
use super::run::Run;
use crate::state::{Claimed, StateError};

/// Intents are written so far ahead of their requests, where the enrolment can be read back: many share one wait for
/// the disk, and after a crash each of them costs a read.
const AHEAD: usize = 2048;

/// The people who are next.
pub(super) struct ClaimQueue<'a> {
    run: &'a Run<'a>,
    /// Left over from a run that died: a request may have left for them.
    left_over: VecDeque<Claimed>,
    /// Their intent is on disk, and no request has left.
    ready: VecDeque<Claimed>,
    /// Intents on their way to the disk.
    claiming: Background<'a, Result<Vec<Claimed>, StateError>>,
    /// Claims go on behind this row; `None` when every target is claimed.
    behind: Option<u64>,
    /// Claimed, and certainly not sent.
    unsent: Vec<u64>,
    /// Some of those, on their way to the disk.
    giving_back: Background<'a, Result<(), StateError>>,
}

impl<'a> ClaimQueue<'a> {
    pub(super) fn new(run: &'a Run<'a>, left_over: Vec<Claimed>) -> Self {
        Self {
            run,
            left_over: left_over.into(),
            ready: VecDeque::new(),
            claiming: Background::idle(),
            behind: Some(0),
            unsent: Vec::new(),
            giving_back: Background::idle(),
        }
    }

    /// Puts the intent of the next people on disk, once that may be done for a good number of them. `elsewhere` is how
    /// many people have left the queue and have no outcome on disk yet.
    pub(super) fn claim(&mut self, elsewhere: usize) {
        let Some(after) = self.behind.filter(|_| self.claiming.is_idle()) else { return };
        let (run, ahead) = (self.run, ahead(self.run));
        let count = ahead.saturating_sub(self.left_over.len() + self.ready.len() + elsewhere);
        if count < if run.readable { ahead / 2 } else { 1 } {
            return;
        }
        let batch = run.batch;
        self.claiming.begin(async move {
            let at = run.clock.now();
            run.handle.ask(move |state| state.claim(batch, after, count, at)).await
        });
    }

    /// The next person for whom a request of an earlier run may have left.
    pub(super) fn next_left_over(&mut self) -> Option<Claimed> {
        self.left_over.pop_front()
    }

    /// The next people for one request. A group waits until it is full, or nobody is left who could join it, or nothing
    /// else is in flight.
    pub(super) fn next_group(&mut self, most: usize, is_nothing_in_flight: bool) -> Option<Vec<Claimed>> {
        let is_due = self.ready.len() >= most || self.behind.is_none() || is_nothing_in_flight;
        let apart = self.run.provider.capabilities().levels_apart;
        (is_due && !self.ready.is_empty()).then(|| take_group(&mut self.ready, most, apart))
    }

    /// Certainly no request has left for this row.
    pub(super) fn add_unsent(&mut self, row: u64) {
        self.unsent.push(row);
    }

    /// Takes back every intent whose request was not sent, so that a resume need not doubt it. At once, for the process
    /// may be killed at any moment. Where it cannot be written, that only costs a read.
    pub(super) fn give_back(&mut self) {
        self.unsent.extend(self.ready.drain(..).map(|target| target.row));
        if !self.giving_back.is_idle() || self.unsent.is_empty() {
            return;
        }
        let (run, batch, rows) = (self.run, self.run.batch, std::mem::take(&mut self.unsent));
        let at = run.clock.now();
        self.giving_back
            .begin(async move { run.handle.ask(move |state| state.give_back(batch, &rows, at)).await });
    }

    /// Is nothing on its way to the disk?
    pub(super) fn is_at_rest(&self) -> bool {
        self.claiming.is_idle() && self.giving_back.is_idle()
    }

    /// Waits until something is on disk, and takes it in; for ever where nothing is on its way.
    pub(super) async fn written(&mut self) -> Result<(), StateError> {
        let targets = tokio::select! {
            biased;
            result = self.giving_back.ended() => return result,
            targets = self.claiming.ended() => targets?,
        };
        self.behind = targets.last().map(|last| last.row);
        self.ready.extend(targets);
        Ok(())
    }
}

/// How many people may have their intent on disk and no outcome yet. Where the enrolment cannot be read, each of them
/// would be unknown after a crash: then no more than are in flight.
fn ahead(run: &Run<'_>) -> usize {
    let in_flight = run.provider.capabilities().concurrency.saturating_mul(run.ids_per_request());
    if run.readable { AHEAD.max(in_flight.saturating_mul(2)) } else { in_flight }
}

/// The next people whose reset goes to the same place: where levels are `apart`, those of the level of the first.
fn take_group(ready: &mut VecDeque<Claimed>, most: usize, apart: bool) -> Vec<Claimed> {
    let level = ready.front().and_then(|first| first.seen.level);
    let mut group = Vec::new();
    let mut others = VecDeque::new();
    while group.len() < most
        && let Some(target) = ready.pop_front()
    {
        if !apart || target.seen.level == level { group.push(target) } else { others.push_back(target) }
    }
    // The others stay in front.
    others.append(ready);
    *ready = others;
    group
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Level, MfaStatus, UserId};

    fn target(row: u64, level: Level) -> Claimed {
        Claimed {
            row,
            user_id: UserId::new(row.to_string()),
            email: None,
            seen: MfaStatus { level: Some(level), ..MfaStatus::default() },
            read_at: None,
            timed_out: false,
        }
    }

    #[test]
    fn a_group_is_of_one_level_where_levels_are_apart_and_nobody_loses_their_turn() {
        let levels = [Level::User, Level::Org, Level::User, Level::Org, Level::User];
        let queue = || (1..).zip(levels).map(|(row, level)| target(row, level)).collect::<VecDeque<_>>();
        let rows = |targets: &[Claimed]| targets.iter().map(|target| target.row).collect::<Vec<_>>();
        for (most, apart, group, left) in [
            (2, true, vec![1, 3], vec![2, 4, 5]),
            (9, true, vec![1, 3, 5], vec![2, 4]),
            (2, false, vec![1, 2], vec![3, 4, 5]),
        ] {
            let mut ready = queue();
            assert_eq!(rows(&take_group(&mut ready, most, apart)), group);
            assert_eq!(rows(ready.make_contiguous()), left);
        }
    }
}
