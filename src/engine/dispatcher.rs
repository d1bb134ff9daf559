//! A batch carried out: intents are put on disk ahead of the requests, many requests are under way at once, and
//! outcomes are put on disk in groups behind them.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use tokio::time::sleep;

use super::group::{Ends, reset_together};
use super::reset::{PersonEnd, PersonReset};
use super::{Run, RunObserver, Stopped, doubt};
use crate::model::{Lookup, User};
use crate::provider::ProviderError;
use crate::state::{Claimed, RecordedOutcome, StateError};

/// Intents are written so far ahead of their requests, where the enrolment can be read back: many share one wait for the
/// disk, and after a crash each of them costs a read.
const AHEAD: usize = 2048;
/// So many outcomes share a wait for the disk, or as many as are known after [`LATEST`]. After a crash, one that was not
/// written costs a read.
const TOGETHER: usize = 256;
/// An outcome is written no later than this after it is known, for whoever watches.
const LATEST: Duration = Duration::from_millis(50);
/// So many people are on their way at once. Those who wait between two looks back keep no request from going out.
const ON_THE_WAY: usize = 256;
/// So many of them, for each request that may be under way, are being dealt with and do not wait. More would only stand in
/// line, each a step behind the others, and nobody's outcome would be known before all of them are half done.
const BUSY: usize = 4;

/// No request names more people than this, whatever is asked for: each of them is held in memory.
const MOST_IDS: usize = 10_000;

/// Something under way.
type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

impl Run<'_> {
    /// Carries the batch out, until the end or until `stop` is raised or something happens that concerns every row.
    /// The rows that it did not get to then have no outcome, and are there for a later run.
    ///
    /// # Errors
    /// Why it ended early.
    pub async fn carry_out(&self, observer: &dyn RunObserver) -> Result<(), Stopped> {
        let mut way = Dispatcher::new(self, observer);
        match doubt::resolve(self, &mut way.settled).await {
            Ok(again) => way.again = again.into(),
            // What could be settled is kept all the same.
            Err(cause) => way.stop(cause),
        }
        way.go().await
    }

    fn ids_per_request(&self) -> usize {
        if self.provider.capabilities().many_ids { self.rules.ids_per_request.clamp(1, MOST_IDS) } else { 1 }
    }

    /// Who the person is now, and what they have set up.
    pub(super) async fn find(&self, target: &Claimed) -> Result<User, ProviderError> {
        self.provider.find(&Lookup::Id(target.user_id.clone())).await
    }

    /// The service forbids a reset: is that because whoever is signed in may do nothing here any more? Then every row is
    /// concerned. The cause, where there is a better one than what the service said to the reset.
    pub(super) async fn rights_lost(&self) -> Option<Option<ProviderError>> {
        match self.provider.whoami().await {
            Ok(now) => {
                let gone = now.user.admin == Some(false) || now.org_id != self.guards.principal.org_id;
                gone.then_some(None)
            }
            Err(ProviderError::Forbidden { .. }) => Some(None),
            Err(cause @ ProviderError::Unauthenticated { .. }) => Some(Some(cause)),
            Err(_) => None,
        }
    }

    /// How many people may have their intent on disk and no outcome yet. Where the enrolment cannot be read, each of
    /// them would be unknown after a crash: then no more than are in flight.
    fn ahead(&self) -> usize {
        let in_flight = self.provider.capabilities().concurrency.saturating_mul(self.ids_per_request());
        if self.readable { AHEAD.max(in_flight.saturating_mul(2)) } else { in_flight }
    }
}

/// What is where, while a batch is carried out.
struct Dispatcher<'a> {
    run: &'a Run<'a>,
    observer: &'a dyn RunObserver,
    /// Left over from a run that died: for these a request may have left.
    again: VecDeque<Claimed>,
    /// Their intent is on disk.
    ready: VecDeque<Claimed>,
    /// A request may be out there.
    out: FuturesUnordered<Pending<'a, Ends>>,
    /// How many people are in `out`.
    people_out: usize,
    /// Known, and not on disk yet.
    settled: Vec<RecordedOutcome>,
    /// Rings when they have waited long enough.
    late: Option<Pending<'a, ()>>,
    /// On its way to the disk, and how many they are.
    settling: Option<Pending<'a, Result<(), Unkept>>>,
    people_settling: usize,
    claiming: Option<Pending<'a, Result<Vec<Claimed>, StateError>>>,
    /// Claims go on behind this row.
    claimed: u64,
    /// Has every target been claimed?
    all_claimed: bool,
    /// Claimed, and certainly not sent.
    given_back: Vec<u64>,
    /// On their way to the disk.
    giving_back: Option<Pending<'a, Result<(), StateError>>>,
    /// Did the disk refuse outcomes? Then they wait for a last try at the end.
    is_disk_refusing: bool,
    stopped: Option<Stopped>,
}

/// Why outcomes could not be kept or told, and those of them that are not on disk.
struct Unkept {
    cause: Stopped,
    settled: Vec<RecordedOutcome>,
}

/// What happened next.
enum Event {
    Ended(Ends),
    Settled(Result<(), Unkept>),
    GivenBack(Result<(), StateError>),
    Claimed(Result<Vec<Claimed>, StateError>),
    Stop,
    /// Somebody waits: there is room for another one.
    Idle,
    /// What is known has waited long enough for the disk.
    Late,
}

impl<'a> Dispatcher<'a> {
    fn new(run: &'a Run<'a>, observer: &'a dyn RunObserver) -> Self {
        Self {
            run,
            observer,
            again: VecDeque::new(),
            ready: VecDeque::new(),
            out: FuturesUnordered::new(),
            people_out: 0,
            settled: Vec::new(),
            late: None,
            settling: None,
            people_settling: 0,
            claiming: None,
            claimed: 0,
            all_claimed: false,
            given_back: Vec::new(),
            giving_back: None,
            is_disk_refusing: false,
            stopped: None,
        }
    }

    async fn go(mut self) -> Result<(), Stopped> {
        loop {
            self.settle();
            if self.ends() {
                self.give_back();
            } else {
                self.claim();
                self.send();
            }
            let at_rest = self.settling.is_none() && self.claiming.is_none() && self.giving_back.is_none();
            if self.out.is_empty() && at_rest {
                break;
            }
            match self.next().await {
                Event::Ended(ends) => self.ended(ends),
                Event::Settled(result) => {
                    (self.settling, self.people_settling) = (None, 0);
                    if let Err(Unkept { cause, settled }) = result {
                        self.settled.extend(settled);
                        self.is_disk_refusing |= matches!(cause, Stopped::State(_));
                        self.stop(cause);
                    }
                }
                Event::GivenBack(result) => {
                    self.giving_back = None;
                    result.unwrap_or_else(|error| self.stop(Stopped::State(error)));
                }
                Event::Claimed(targets) => {
                    self.claiming = None;
                    match targets {
                        Ok(targets) => self.take(targets),
                        Err(error) => self.stop(Stopped::State(error)),
                    }
                }
                Event::Stop => self.stop(Stopped::Interrupted),
                Event::Late => self.late = None,
                Event::Idle => {}
            }
        }
        // What the disk did not take a moment ago, it may take now. If not, whoever resumes reads it again.
        if let Some(last_try) = self.begin_to_settle() {
            let _ = last_try.await;
        }
        self.stopped.map_or(Ok(()), Err)
    }

    /// May nothing new begin?
    fn ends(&self) -> bool {
        self.stopped.is_some()
    }

    /// The first cause is the one that is told. What waits at the gate must not go out any more.
    fn stop(&mut self, cause: Stopped) {
        self.stopped.get_or_insert(cause);
        self.run.stop.raise();
    }

    async fn next(&mut self) -> Event {
        let stopping = self.stopped.is_some();
        tokio::select! {
            biased;
            () = self.run.stop.raised(), if !stopping => Event::Stop,
            result = pending(&mut self.settling) => Event::Settled(result),
            result = pending(&mut self.giving_back) => Event::GivenBack(result),
            targets = pending(&mut self.claiming) => Event::Claimed(targets),
            Some(ends) = self.out.next() => Event::Ended(ends),
            () = pending(&mut self.late) => Event::Late,
            () = self.run.idle.begun() => Event::Idle,
        }
    }

    /// Puts the intent of the next people on disk, once there is room for a good number of them.
    fn claim(&mut self) {
        if self.all_claimed || self.claiming.is_some() {
            return;
        }
        let ahead = self.run.ahead();
        let taken =
            self.again.len() + self.ready.len() + self.people_out + self.settled.len() + self.people_settling;
        let room = ahead.saturating_sub(taken);
        if room < if self.run.readable { ahead / 2 } else { 1 } {
            return;
        }
        let (run, batch, after) = (self.run, self.run.batch, self.claimed);
        self.claiming = Some(Box::pin(async move {
            let at = run.clock.now();
            run.handle.ask(move |state| state.claim(batch, after, room, at)).await
        }));
    }

    fn take(&mut self, targets: Vec<Claimed>) {
        match targets.last() {
            Some(last) => self.claimed = last.row,
            None => self.all_claimed = true,
        }
        self.ready.extend(targets);
    }

    fn send(&mut self) {
        let run = self.run;
        let together = run.ids_per_request();
        let busy = run.provider.capabilities().concurrency.saturating_mul(together).saturating_mul(BUSY);
        while self.people_out < ON_THE_WAY
            && self.people_out - run.idle.count() < busy
            && let Some(target) = self.again.pop_front()
        {
            self.people_out += 1;
            self.out.push(Box::pin(async move {
                let end = PersonReset::in_doubt(run, &target).carry_out().await;
                vec![(target.row, end)]
            }));
        }
        let most = ON_THE_WAY.max(together.saturating_mul(run.provider.capabilities().concurrency));
        // A group waits until it is full, or nobody is left who could join it.
        while self.people_out < most
            && self.people_out - run.idle.count() < busy
            && !self.ready.is_empty()
            && (self.ready.len() >= together || (self.all_claimed || self.people_out == 0))
        {
            let group = self.group(together);
            self.people_out += group.len();
            self.out.push(Box::pin(reset_together(run, group)));
        }
    }

    /// The next people whose reset goes to the same place.
    fn group(&mut self, most: usize) -> Vec<Claimed> {
        let apart = self.run.provider.capabilities().levels_apart;
        let level = self.ready.front().and_then(|first| first.seen.level);
        let mut group = Vec::new();
        let mut rest = VecDeque::new();
        while group.len() < most
            && let Some(target) = self.ready.pop_front()
        {
            if !apart || target.seen.level == level { group.push(target) } else { rest.push_back(target) }
        }
        // Those who go elsewhere stay in front.
        rest.append(&mut self.ready);
        self.ready = rest;
        group
    }

    fn ended(&mut self, ends: Ends) {
        self.people_out -= ends.len();
        for (row, end) in ends {
            match end {
                Ok(PersonEnd::RecordedOutcome { outcome, detail, told }) => {
                    self.know(RecordedOutcome { row, outcome, detail, at: self.run.clock.now(), told });
                }
                Ok(PersonEnd::Open { cause, sent }) => {
                    if !sent {
                        self.given_back.push(row);
                    }
                    if !matches!(cause, ProviderError::Halted) {
                        self.stop(Stopped::Cause(cause));
                    }
                }
                Err(error) => self.stop(Stopped::State(error)),
            }
        }
    }

    fn know(&mut self, settled: RecordedOutcome) {
        if self.settled.is_empty() {
            self.late = Some(Box::pin(sleep(LATEST)));
        }
        self.settled.push(settled);
    }

    /// Sends what is known to the disk, one group behind the other; the larger the slower the disk is.
    fn settle(&mut self) {
        if self.settled.is_empty() || self.settling.is_some() || self.is_disk_refusing {
            return;
        }
        let worth_it = !self.run.readable || self.out.is_empty() || self.settled.len() >= TOGETHER;
        if !worth_it && self.late.is_some() {
            return;
        }
        self.settling = self.begin_to_settle();
    }

    /// Sends all that is known to the disk, and then tells it.
    fn begin_to_settle(&mut self) -> Option<Pending<'a, Result<(), Unkept>>> {
        self.late = None;
        let settled = std::mem::take(&mut self.settled);
        if settled.is_empty() {
            return None;
        }
        self.people_settling = settled.len();
        let (run, observer) = (self.run, self.observer);
        Some(Box::pin(async move {
            let (batch, whole) = (run.batch, observer.wants_rows());
            let copy = settled.clone();
            let rows = run.handle.ask(move |state| {
                state.record(batch, &copy)?;
                let rows = copy.iter().filter(|_| whole).map(|end| state.row(batch, end.row));
                rows.collect::<Result<Vec<_>, _>>()
            });
            match rows.await {
                Ok(rows) => observer
                    .recorded(&settled, &rows)
                    .map_err(|error| Unkept { cause: Stopped::RunObserver(error), settled: Vec::new() }),
                Err(error) => Err(Unkept { cause: Stopped::State(error), settled }),
            }
        }))
    }

    /// What was not sent is no doubt for whoever resumes. It is kept at once, for somebody may be about to end us. If it
    /// cannot be kept, that only costs a read.
    fn give_back(&mut self) {
        self.given_back.extend(self.ready.drain(..).map(|target| target.row));
        if self.giving_back.is_some() || self.given_back.is_empty() {
            return;
        }
        let (run, batch, rows) = (self.run, self.run.batch, std::mem::take(&mut self.given_back));
        self.giving_back =
            Some(Box::pin(async move { run.handle.ask(move |state| state.give_back(batch, &rows)).await }));
    }
}

/// Waits for what is under way, or for ever.
async fn pending<T>(work: &mut Option<Pending<'_, T>>) -> T {
    match work {
        Some(work) => work.await,
        None => std::future::pending().await,
    }
}
