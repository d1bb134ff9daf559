//! A plan carried out: several people at a time, each of them once.

use std::cell::RefCell;
use std::collections::BTreeSet;

use futures_util::{StreamExt, stream};

use super::reset::reset;
use super::{Plan, Report, Rules, Stopped, Target};
use crate::model::{Clock, Outcome, ResultRow, Stop};
use crate::provider::{Provider, ProviderError};

/// A plan while it is carried out. What came of it so far can be told at any moment.
pub struct Run {
    rows: RefCell<Vec<ResultRow>>,
    targets: RefCell<Vec<(usize, Target)>>,
    under_way: RefCell<BTreeSet<usize>>,
    cause: RefCell<Option<ProviderError>>,
}

impl Run {
    /// Takes a plan. Nothing is sent yet.
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        let mut rows = Vec::with_capacity(plan.rows.len());
        let mut targets = Vec::new();
        for (index, row) in plan.rows.into_iter().enumerate() {
            rows.push(row.result);
            targets.extend(row.target.map(|target| (index, target)));
        }
        Self {
            rows: RefCell::new(rows),
            targets: RefCell::new(targets),
            under_way: RefCell::default(),
            cause: RefCell::default(),
        }
    }

    /// Carries it out, until the end or until `stop` is raised or something happens that concerns every row. The
    /// rows that it did not get to then have no outcome.
    pub async fn carry_out(&self, provider: &dyn Provider, rules: &Rules, stop: &Stop, clock: Clock) {
        stream::iter(self.targets.take())
            .for_each_concurrent(provider.capabilities().concurrency, |(index, target)| async move {
                if stop.is_raised() || self.cause.borrow().is_some() {
                    return;
                }
                self.under_way.borrow_mut().insert(index);
                let end = reset(provider, &target, rules).await;
                self.under_way.borrow_mut().remove(&index);
                match end {
                    Ok((outcome, detail)) => self.settle(index, outcome, detail, clock),
                    // Nothing was sent for this row.
                    Err(ProviderError::Halted) => {}
                    Err(error) => {
                        self.cause.borrow_mut().get_or_insert(error);
                    }
                }
            })
            .await;
    }

    /// What came of it. A row that is still under way, because nobody waited for its end, is unknown.
    #[must_use]
    pub fn report(self, stop: &Stop, clock: Clock) -> Report {
        for index in self.under_way.take() {
            let detail = "the run was ended while the reset was under way".to_owned();
            self.settle(index, Outcome::Unknown, Some(detail), clock);
        }
        let rows = self.rows.into_inner();
        let open = rows.iter().any(|row| row.outcome.is_none());
        let stopped = match self.cause.into_inner() {
            Some(error) => Some(Stopped::Cause(error)),
            None => (stop.is_raised() && open).then_some(Stopped::Interrupted),
        };
        Report { rows, stopped }
    }

    fn settle(&self, index: usize, outcome: Outcome, detail: Option<String>, clock: Clock) {
        if let Some(row) = self.rows.borrow_mut().get_mut(index) {
            (row.outcome, row.detail, row.at) = (Some(outcome), detail, Some(clock.now()));
        }
    }
}
