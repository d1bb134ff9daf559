//! Outcomes on their way: known, then on disk, then told to the observer. Never in another order.

use std::time::Duration;

use tokio::time::Instant;

use super::background::Background;
use super::run::{Run, RunObserver, Stopped};
use crate::state::RecordedOutcome;

/// So many outcomes share a wait for the disk, or as many as are known after [`LATEST`]. After a crash, one that was
/// not written costs a read.
const TOGETHER: usize = 256;
/// An outcome is written no later than this after it is known, for people who watch the run.
const LATEST: Duration = Duration::from_millis(50);

/// Puts outcomes on disk in groups, one behind the other; the larger the slower the disk is.
pub(super) struct OutcomeWriter<'a> {
    run: &'a Run<'a>,
    observer: &'a dyn RunObserver,
    /// Known, and not on disk.
    known: Vec<RecordedOutcome>,
    /// They are to be written by then; at once when `None`.
    due: Option<Instant>,
    /// On their way to the disk, and to the observer.
    writing: Background<'a, Result<(), Unwritten>>,
    /// How many are in `writing`.
    count_writing: usize,
    /// Did the disk refuse outcomes? Then they wait for a last try at the end.
    is_disk_refusing: bool,
}

/// Why outcomes could not be written or told, and those of them that are not on disk.
struct Unwritten {
    cause: Stopped,
    outcomes: Vec<RecordedOutcome>,
}

impl<'a> OutcomeWriter<'a> {
    /// `known` is known before the run begins.
    pub(super) fn new(run: &'a Run<'a>, observer: &'a dyn RunObserver, known: Vec<RecordedOutcome>) -> Self {
        Self {
            run,
            observer,
            known,
            due: None,
            writing: Background::idle(),
            count_writing: 0,
            is_disk_refusing: false,
        }
    }

    pub(super) fn add(&mut self, outcome: RecordedOutcome) {
        if self.known.is_empty() {
            self.due = Some(Instant::now() + LATEST);
        }
        self.known.push(outcome);
    }

    /// How many outcomes are not on disk.
    pub(super) fn count_unwritten(&self) -> usize {
        self.known.len() + self.count_writing
    }

    /// Is nothing on its way to the disk?
    pub(super) fn is_at_rest(&self) -> bool {
        self.writing.is_idle()
    }

    /// Sends what is known to the disk, where that is worth a wait for it. `is_last`: nothing is in flight any more.
    pub(super) fn write_if_due(&mut self, is_last: bool) {
        let is_due = self.due.is_none_or(|due| Instant::now() >= due);
        let is_worth_it = !self.run.readable || is_last || self.known.len() >= TOGETHER;
        if self.can_write() && (is_worth_it || is_due) {
            self.write();
        }
    }

    /// When what is known is to be written, where only time is missing.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due.filter(|_| self.can_write())
    }

    fn can_write(&self) -> bool {
        !self.known.is_empty() && self.writing.is_idle() && !self.is_disk_refusing
    }

    /// Sends all that is known to the disk, and then tells it.
    fn write(&mut self) {
        self.due = None;
        let (run, observer, outcomes) = (self.run, self.observer, std::mem::take(&mut self.known));
        self.count_writing = outcomes.len();
        self.writing.begin(async move {
            let (batch, wants_rows) = (run.batch, observer.wants_rows());
            let copy = outcomes.clone();
            let rows = run.handle.ask(move |state| {
                state.record(batch, &copy)?;
                let rows = copy.iter().filter(|_| wants_rows).map(|outcome| state.row(batch, outcome.row));
                rows.collect::<Result<Vec<_>, _>>()
            });
            match rows.await {
                Ok(rows) => observer
                    .recorded(&outcomes, &rows)
                    .map_err(|error| Unwritten { cause: Stopped::Observer(error), outcomes: Vec::new() }),
                Err(error) => Err(Unwritten { cause: Stopped::State(error), outcomes }),
            }
        });
    }

    /// Waits until a group is on disk and told; for ever where none is on its way.
    pub(super) async fn written(&mut self) -> Result<(), Stopped> {
        let result = self.writing.ended().await;
        self.count_writing = 0;
        result.map_err(|Unwritten { cause, outcomes }| {
            self.known.extend(outcomes);
            self.is_disk_refusing |= matches!(cause, Stopped::State(_));
            cause
        })
    }

    /// What the disk did not take a moment ago, it may take now. If not, a resume reads the people again.
    pub(super) async fn try_a_last_time(mut self) {
        if !self.known.is_empty() {
            self.write();
            let _ = self.written().await;
        }
    }
}
