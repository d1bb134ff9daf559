//! What people and files are told while a batch is carried out.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

use super::super::Context;
use super::results::Results;
use crate::batch::Follower;
use crate::model::{Outcome, ResultRow};
use crate::provider::Provider;
use crate::state::{BatchRecord, Settled};

/// The progress of one run.
pub(super) struct Progress<'a> {
    context: &'a Context,
    provider: &'a dyn Provider,
    counts: RefCell<BTreeMap<Outcome, u64>>,
    results: Option<RefCell<Results>>,
}

impl<'a> Progress<'a> {
    /// Begins to tell of a batch that may have come some way already.
    pub(super) fn begin(
        context: &'a Context,
        provider: &'a dyn Provider,
        batch: &BatchRecord,
    ) -> io::Result<Self> {
        let results = batch.new.results.as_ref().map(Results::go_on).transpose()?;
        Ok(Self {
            context,
            provider,
            counts: RefCell::new(batch.counts.clone()),
            results: results.map(RefCell::new),
        })
    }

    /// Says something beside the progress.
    pub(super) fn note(&self, text: &str) {
        self.context.output.note(text);
    }
}

impl Follower for Progress<'_> {
    fn wants_rows(&self) -> bool {
        self.results.is_some()
    }

    fn settled(&self, outcomes: &[Settled], rows: &[ResultRow]) -> io::Result<()> {
        let mut counts = self.counts.borrow_mut();
        for settled in outcomes {
            *counts.entry(settled.outcome).or_default() += 1;
        }
        let _ = self.provider;
        self.results.as_ref().map_or(Ok(()), |results| results.borrow_mut().write(rows))
    }
}
