//! A batch carried out: intents go to the disk ahead of the requests, many requests are in flight at once, and outcomes
//! go to the disk behind them.

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use tokio::time::{Instant, sleep_until};

use super::background::Pending;
use super::claims::ClaimQueue;
use super::doubt;
use super::group::{PersonEnds, reset_together};
use super::outcomes::OutcomeWriter;
use super::reset::{PersonEnd, PersonReset};
use super::run::{Run, RunObserver, Stopped};
use crate::provider::ProviderError;

/// So many people are in flight at once. Those who wait between two reads keep no request from leaving.
const ON_THE_WAY: usize = 256;
/// So many of them, for each request that may be in flight, are dealt with and do not wait. More would only stand in
/// line, each a step behind the others, and no outcome would be known before all of them are half done.
const BUSY: usize = 4;

impl Run<'_> {
    /// Carries the batch out, until the end or until `stop` is raised or something happens that concerns every row.
    /// The rows that it did not get to have no outcome then, and are there for a later run.
    ///
    /// # Errors
    /// Why it ended early.
    pub async fn carry_out(&self, observer: &dyn RunObserver) -> Result<(), Stopped> {
        let mut known = Vec::new();
        let resolved = doubt::resolve(self, &mut known).await;
        // What is known is written also where the rest of the doubt could not be resolved.
        let (left_over, cause) = match resolved {
            Ok(left_over) => (left_over, None),
            Err(cause) => (Vec::new(), Some(cause)),
        };
        let mut dispatcher = Dispatcher {
            run: self,
            claims: ClaimQueue::new(self, left_over),
            in_flight: InFlight::default(),
            outcomes: OutcomeWriter::new(self, observer, known),
            stopped: None,
        };
        if let Some(cause) = cause {
            dispatcher.stop(cause);
        }
        dispatcher.dispatch().await
    }
}

/// Brings people from the claim queue through their reset to their outcome.
struct Dispatcher<'a> {
    run: &'a Run<'a>,
    claims: ClaimQueue<'a>,
    in_flight: InFlight<'a>,
    outcomes: OutcomeWriter<'a>,
    /// Why nothing new begins, once that is so.
    stopped: Option<Stopped>,
}

/// The people for whom a request may be out.
#[derive(Default)]
struct InFlight<'a> {
    groups: FuturesUnordered<Pending<'a, PersonEnds>>,
    people: usize,
}

impl<'a> InFlight<'a> {
    fn add(&mut self, people: usize, group: impl Future<Output = PersonEnds> + 'a) {
        self.people += people;
        self.groups.push(Box::pin(group));
    }

    fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

impl Dispatcher<'_> {
    async fn dispatch(mut self) -> Result<(), Stopped> {
        loop {
            self.outcomes.write_if_due(self.in_flight.is_empty());
            if self.stopped.is_some() {
                self.claims.give_back();
            } else {
                self.claims.claim(self.in_flight.people + self.outcomes.count_unwritten());
                self.send();
            }
            if self.in_flight.is_empty() && self.claims.is_at_rest() && self.outcomes.is_at_rest() {
                break;
            }
            self.wait().await;
        }
        self.outcomes.try_a_last_time().await;
        self.stopped.map_or(Ok(()), Err)
    }

    /// The first cause is the one that is told. A request that waits for its turn must not leave any more.
    fn stop(&mut self, cause: Stopped) {
        self.stopped.get_or_insert(cause);
        self.run.stop.raise();
    }

    /// Waits until something happens, and takes it in.
    async fn wait(&mut self) {
        let due = self.outcomes.due();
        let result = tokio::select! {
            biased;
            () = self.run.stop.raised(), if self.stopped.is_none() => Err(Stopped::Interrupted),
            result = self.outcomes.written() => result,
            result = self.claims.written() => result.map_err(Stopped::State),
            Some(ends) = self.in_flight.groups.next() => {
                self.ended(ends);
                Ok(())
            }
            () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => Ok(()),
            // One person more may be in flight.
            () = self.run.idle.begun() => Ok(()),
        };
        result.unwrap_or_else(|cause| self.stop(cause));
    }

    /// Lets requests leave while more people may be in flight.
    fn send(&mut self) {
        let run = self.run;
        let (together, concurrency) = (run.ids_per_request(), run.provider.capabilities().concurrency);
        let most = together.saturating_mul(concurrency);
        let may_send = |people: usize, most: usize| {
            people < most
                && people - run.idle.count() < together.saturating_mul(concurrency).saturating_mul(BUSY)
        };
        while may_send(self.in_flight.people, ON_THE_WAY)
            && let Some(target) = self.claims.next_left_over()
        {
            self.in_flight.add(1, async move {
                let end = PersonReset::in_doubt(run, &target).carry_out().await;
                vec![(target.row, end)]
            });
        }
        while may_send(self.in_flight.people, ON_THE_WAY.max(most))
            && let Some(group) = self.claims.next_group(together, self.in_flight.is_empty())
        {
            self.in_flight.add(group.len(), reset_together(run, group));
        }
    }

    fn ended(&mut self, ends: PersonEnds) {
        self.in_flight.people -= ends.len();
        for (row, end) in ends {
            match end {
                Ok(PersonEnd::Done(outcome)) => self.outcomes.add(outcome),
                Ok(PersonEnd::Open { cause, sent }) => {
                    if !sent {
                        self.claims.add_unsent(row);
                    }
                    if !matches!(cause, ProviderError::Halted) {
                        self.stop(Stopped::Cause(cause));
                    }
                }
                Err(error) => self.stop(Stopped::State(error)),
            }
        }
    }
}
