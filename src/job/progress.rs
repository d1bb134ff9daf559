//! What the screen and the results file show while a job runs.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::time::Duration;

use tokio::time::sleep;

use super::report::tone;
use super::results_file::ResultsFile;
use crate::engine::RunObserver;
use crate::model::{Outcome, ResultRow};
use crate::output::{Progress, Spinner, Tally};
use crate::provider::Provider;
use crate::session::Context;
use crate::state::{BatchRecord, RecordedOutcome};

/// The line is drawn this often, so that rate and time left stay true.
const TICK: Duration = Duration::from_millis(200);

/// A line that tells how far a job is; a spinner for a single person, where there is nothing to count.
enum Line<'a> {
    Progress(RefCell<Progress<'a>>),
    Spinner(Spinner<'a>),
}

impl<'a> Line<'a> {
    fn begin(context: &'a Context, what: &'static str, is_single: bool) -> Self {
        let output = &context.output;
        if is_single {
            Self::Spinner(Spinner::new(output, what))
        } else {
            Self::Progress(RefCell::new(Progress::new(output, what)))
        }
    }

    fn update(&self, tally: impl FnOnce() -> Tally) {
        if let Self::Progress(progress) = self {
            progress.borrow_mut().update(&tally());
        }
    }

    /// Draws the line again and again.
    async fn tick(&self, tally: impl Fn() -> Tally) -> Infallible {
        if let Self::Spinner(spinner) = self {
            return spinner.spin().await;
        }
        loop {
            self.update(&tally);
            sleep(TICK).await;
        }
    }
}

/// Shows how many people have been looked up.
pub(crate) struct LookUpProgress<'a> {
    line: Line<'a>,
    done: Cell<u64>,
    total: u64,
}

impl<'a> LookUpProgress<'a> {
    pub(crate) fn begin(context: &'a Context, total: u64) -> Self {
        Self { line: Line::begin(context, "Looking up", total == 1), done: Cell::default(), total }
    }

    pub(crate) fn tell(&self, done: u64) {
        self.done.set(done);
        self.line.update(|| self.tally());
    }

    /// Draws the line again and again, until it is dropped.
    pub(crate) async fn tick(&self) -> Infallible {
        self.line.tick(|| self.tally()).await
    }

    fn tally(&self) -> Tally {
        Tally { done: self.done.get().min(self.total), total: self.total, ..Tally::default() }
    }
}

/// Shows how far a run is, and writes its rows.
pub(crate) struct RunProgress<'a> {
    provider: &'a dyn Provider,
    line: Line<'a>,
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
        Ok(Self {
            provider,
            line: Line::begin(context, "Resetting", batch.new.single),
            total: batch.total,
            counts: RefCell::new(batch.counts.clone()),
            results: results.map(RefCell::new),
        })
    }

    /// Draws the line again and again, until it is dropped.
    pub(crate) async fn tick(&self) -> Infallible {
        self.line.tick(|| self.tally()).await
    }

    fn tally(&self) -> Tally {
        let counts = self.counts.borrow();
        Tally {
            done: counts.values().sum(),
            total: self.total,
            counts: counts.iter().map(|(outcome, count)| (outcome.word(), *count, tone(*outcome))).collect(),
            pace: self.provider.pace(),
        }
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
        self.line.update(|| self.tally());
        self.results.as_ref().map_or(Ok(()), |results| results.borrow_mut().write(rows))
    }
}
