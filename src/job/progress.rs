//! What the screen and the results file show while a job runs.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use super::report::tone;
use super::results_file::ResultsFile;
use crate::engine::RunObserver;
use crate::model::{Outcome, ResultRow};
use crate::output::{Progress, Tally};
use crate::provider::Provider;
use crate::session::Context;
use crate::state::{BatchRecord, RecordedOutcome};

/// The line is drawn this often, so that rate and time left stay true.
const TICK: Duration = Duration::from_millis(200);

/// Shows how many people have been looked up.
pub(crate) struct LookUpProgress<'a> {
    progress: RefCell<Progress<'a>>,
    total: u64,
}

impl<'a> LookUpProgress<'a> {
    pub(crate) fn begin(context: &'a Context, total: u64) -> Self {
        Self { progress: RefCell::new(Progress::new(&context.output, "Looking up")), total }
    }

    pub(crate) fn tell(&self, done: u64) {
        let tally = Tally { done: done.min(self.total), total: self.total, ..Tally::default() };
        self.progress.borrow_mut().update(&tally);
    }
}

/// Shows how far a run is, and writes its rows.
pub(crate) struct RunProgress<'a> {
    provider: &'a dyn Provider,
    /// `None` for a single person: there is nothing to count.
    progress: Option<RefCell<Progress<'a>>>,
    total: u64,
    counts: RefCell<BTreeMap<Outcome, u64>>,
    results: Option<RefCell<ResultsFile>>,
}

impl<'a> RunProgress<'a> {
    /// Begins with the rows that have an outcome already.
    pub(crate) fn begin(
        context: &'a Context,
        provider: &'a dyn Provider,
        batch: &BatchRecord,
    ) -> io::Result<Self> {
        let results = batch.new.results.as_ref().map(ResultsFile::go_on).transpose()?;
        let progress = || RefCell::new(Progress::new(&context.output, "Resetting"));
        Ok(Self {
            provider,
            progress: (!batch.new.single).then(progress),
            total: batch.total,
            counts: RefCell::new(batch.counts.clone()),
            results: results.map(RefCell::new),
        })
    }

    /// Draws the line again and again, until it is dropped.
    pub(crate) async fn tick(&self) -> std::convert::Infallible {
        loop {
            self.tell();
            tokio::time::sleep(TICK).await;
        }
    }

    fn tell(&self) {
        let Some(progress) = &self.progress else { return };
        let counts = self.counts.borrow();
        let tally = Tally {
            done: counts.values().sum(),
            total: self.total,
            counts: counts.iter().map(|(outcome, count)| (outcome.word(), *count, tone(*outcome))).collect(),
            pace: self.provider.pace(),
        };
        progress.borrow_mut().update(&tally);
    }
}

impl RunObserver for RunProgress<'_> {
    fn wants_rows(&self) -> bool {
        self.results.is_some()
    }

    fn recorded(&self, outcomes: &[RecordedOutcome], rows: &[ResultRow]) -> io::Result<()> {
        for settled in outcomes {
            *self.counts.borrow_mut().entry(settled.outcome).or_default() += 1;
        }
        self.tell();
        self.results.as_ref().map_or(Ok(()), |results| results.borrow_mut().write(rows))
    }
}
