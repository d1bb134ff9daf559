//! The pace against services that limit in different ways, under a clock that the test turns.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tokio::time::{Instant, sleep};

use super::{Class, Pace};
use crate::model::Stop;
use crate::provider::ProviderError;

const PATIENCE: Duration = Duration::from_mins(10);
const SECOND: Option<Duration> = Some(Duration::from_secs(1));

fn pace(cap: Option<f64>, concurrency: usize) -> Pace {
    Pace::new(PATIENCE, cap, concurrency, Stop::default())
}

/// A bucket of tokens, into which so many run every second. It holds as many.
struct Bucket {
    a_second: f64,
    left: f64,
    at: Instant,
}

impl Bucket {
    fn new(a_second: f64) -> RefCell<Self> {
        RefCell::new(Self { a_second, left: a_second, at: Instant::now() })
    }

    fn has_one(&mut self) -> bool {
        let now = Instant::now();
        self.left =
            (self.left + self.a_second * now.duration_since(self.at).as_secs_f64()).min(self.a_second);
        self.at = now;
        let one = self.left >= 1.0;
        self.left -= f64::from(one);
        one
    }
}

/// What came of many requests.
struct Traffic {
    let_through: RefCell<Vec<Duration>>,
    throttled: Cell<u32>,
    took: Cell<Duration>,
}

impl Traffic {
    /// The requests a second that were let through after the first two seconds.
    fn rate(&self) -> f64 {
        let begin = Duration::from_secs(2);
        let counted = self.let_through.borrow().iter().filter(|at| **at >= begin).count();
        f64::from(u32::try_from(counted).unwrap()) / self.took.get().saturating_sub(begin).as_secs_f64()
    }

    /// The share of all answers that were throttling.
    fn throttled(&self) -> f64 {
        let let_through = u32::try_from(self.let_through.borrow().len()).unwrap();
        f64::from(self.throttled.get()) / f64::from(self.throttled.get() + let_through)
    }
}

/// Sends so many requests from so many rows. `over` says of each that arrives whether it is one too many.
async fn send(
    pace: &Pace,
    class: Class,
    (requests, rows): (u32, usize),
    latency: Duration,
    retry_after: Option<Duration>,
    over: impl Fn() -> bool,
) -> Traffic {
    let start = Instant::now();
    let traffic =
        Traffic { let_through: RefCell::default(), throttled: Cell::default(), took: Cell::default() };
    stream::iter(0..requests)
        .for_each_concurrent(rows, |_| async {
            loop {
                let admission = pace.admit(class).await.unwrap();
                let throttled = over();
                sleep(latency).await;
                if !throttled {
                    pace.answered(&admission);
                    traffic.let_through.borrow_mut().push(start.elapsed());
                    return;
                }
                traffic.throttled.set(traffic.throttled.get() + 1);
                pace.throttled(&admission, retry_after).unwrap();
            }
        })
        .await;
    traffic.took.set(start.elapsed());
    traffic
}

#[tokio::test(start_paused = true)]
async fn a_limit_is_kept_to_and_used() {
    for (rows, latency, bearable, most_throttled) in
        [(16, 1, 40.0, 0.01), (4, 1, 40.0, 0.01), (16, 150, 40.0, 0.02), (4, 150, 4.0 / 0.15, 0.02)]
    {
        let (pace, bucket) = (pace(None, rows), Bucket::new(40.0));
        let latency = Duration::from_millis(latency);
        let over = || !bucket.borrow_mut().has_one();
        let traffic = send(&pace, Class::Change, (4000, rows), latency, SECOND, over).await;
        let (used, throttled) = (traffic.rate() / bearable, traffic.throttled());
        assert!(used >= 0.97, "{rows} rows, {latency:?}: {used} used");
        assert!(throttled <= most_throttled, "{rows} rows, {latency:?}: {throttled} throttled");
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_is_kept_to_without_a_retry_after_and_whatever_it_is() {
    for (limit, retry_after, least_used, most_throttled) in
        [(40, None, 0.95, 0.03), (5, SECOND, 0.95, 0.05), (1000, SECOND, 0.97, 0.01)]
    {
        let (pace, bucket) = (pace(None, 16), Bucket::new(f64::from(limit)));
        let (requests, latency) = (100 * limit, Duration::from_millis(5));
        let over = || !bucket.borrow_mut().has_one();
        let traffic = send(&pace, Class::Change, (requests, 16), latency, retry_after, over).await;
        let (used, throttled) = (traffic.rate() / f64::from(limit), traffic.throttled());
        assert!(used >= least_used, "{limit} a second: {used} used");
        assert!(throttled <= most_throttled, "{limit} a second: {throttled} throttled");
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_does_not_throttle_for_our_rate_does_not_bring_us_to_a_halt() {
    for (retry_after, rows, latency) in
        [(SECOND, 16, 1), (SECOND, 4, 1), (SECOND, 16, 150), (None, 16, 1), (None, 4, 1), (None, 1, 1)]
    {
        let (pace, arrived) = (pace(None, rows), Cell::new(0_u32));
        let every_seventh = || {
            arrived.set(arrived.get() + 1);
            arrived.get().is_multiple_of(7)
        };
        let latency = Duration::from_millis(latency);
        let traffic = send(&pace, Class::Change, (1000, rows), latency, retry_after, every_seventh).await;
        let events = u32::try_from(pace.gate.borrow().events).unwrap();
        let pauses = retry_after.unwrap_or(super::FIRST_PAUSE) * events;
        assert!(traffic.took.get() <= pauses.mul_f64(1.6), "{:?}, {pauses:?}", traffic.took.get());
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_is_gone_is_forgotten() {
    let (pace, bucket) = (pace(None, 16), Bucket::new(40.0));
    let latency = Duration::from_millis(5);
    send(&pace, Class::Change, (400, 16), latency, SECOND, || !bucket.borrow_mut().has_one()).await;
    assert!(pace.rate(Class::Change).is_some_and(|rate| rate < 50.0), "{:?}", pace.rate(Class::Change));
    let traffic = send(&pace, Class::Change, (20_000, 16), latency, None, || false).await;
    assert!(traffic.took.get() < Duration::from_mins(2), "{:?}", traffic.took.get());
    sleep(Duration::from_mins(2)).await;
    assert_eq!(pace.rate(Class::Change), None);
}

#[tokio::test(start_paused = true)]
async fn a_silence_is_not_taken_for_slowness_of_the_service() {
    let (pace, bucket) = (pace(None, 16), Bucket::new(40.0));
    let (latency, over) = (Duration::from_millis(5), || !bucket.borrow_mut().has_one());
    send(&pace, Class::Read, (400, 16), latency, SECOND, over).await;
    // A question stands on the screen.
    sleep(Duration::from_mins(2)).await;
    let traffic = send(&pace, Class::Read, (4000, 16), latency, SECOND, over).await;
    assert!(traffic.rate() >= 0.97 * 40.0, "{}", traffic.rate());
}

#[tokio::test(start_paused = true)]
async fn several_throttled_at_once_are_one_event() {
    let pace = pace(None, 16);
    let mut under_way = Vec::new();
    for _ in 0..16 {
        under_way.push(pace.admit(Class::Change).await.unwrap());
    }
    sleep(Duration::from_secs(1)).await;
    let (through, throttled) = under_way.split_at(8);
    for admission in through {
        pace.answered(admission);
    }
    let (start, mut rates) = (Instant::now(), Vec::new());
    for admission in throttled {
        pace.throttled(admission, SECOND).unwrap();
        rates.push(pace.rate(Class::Change).unwrap());
        sleep(Duration::from_millis(10)).await;
    }
    // Eight in the second before and the second to come.
    assert!(rates.iter().all(|rate| (*rate - 4.2).abs() < 0.01), "{rates:?}");
    drop(under_way);
    pace.admit(Class::Change).await.unwrap();
    assert_eq!(start.elapsed(), Duration::from_millis(1070), "the last of them opens the gate");
}

#[tokio::test(start_paused = true)]
async fn a_limit_on_changes_leaves_the_rate_of_reads_alone() {
    let pace = pace(None, 16);
    let admission = pace.admit(Class::Change).await.unwrap();
    pace.answered(&admission);
    pace.throttled(&admission, SECOND).unwrap();
    drop(admission);
    assert!(pace.rate(Class::Change).is_some() && pace.rate(Class::Read).is_none());
    let start = Instant::now();
    let traffic = send(&pace, Class::Read, (100, 16), Duration::from_millis(1), None, || false).await;
    assert!(traffic.let_through.borrow()[0] >= Duration::from_secs(1), "the pause is one for both");
    assert!(start.elapsed() < Duration::from_millis(1100));
}

#[tokio::test(start_paused = true)]
async fn a_cap_holds_from_the_first_request_and_is_used() {
    for (cap, in_ten_seconds) in [(0.5, 5), (10.0, 100), (3000.0, 30_000)] {
        let (requests, latency) = (in_ten_seconds + 1, Duration::from_millis(1));
        for class in [Class::Read, Class::Change] {
            let pace = pace(Some(cap), 64);
            assert_eq!(pace.rate(class), Some(cap));
            let traffic = send(&pace, class, (requests, 64), latency, None, || false).await;
            let took = traffic.took.get().as_secs_f64();
            assert!((9.9..10.1).contains(&took), "{cap} a second: {took}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_cap_is_one_for_reads_and_changes_together() {
    let pace = pace(Some(10.0), 64);
    let start = Instant::now();
    let latency = Duration::from_millis(1);
    let of = |class| send(&pace, class, (50, 64), latency, None, || false);
    tokio::join!(of(Class::Read), of(Class::Change));
    let took = start.elapsed().as_secs_f64();
    assert!((9.8..10.1).contains(&took), "100 requests at 10 a second: {took}");
}

#[tokio::test(start_paused = true)]
async fn no_more_are_under_way_than_may_be_and_a_gate_lets_them_out_one_by_one() {
    let (pace, under_way, most) = (pace(None, 3), Cell::new(0), Cell::new(0));
    let count = async |_: u32| {
        let admission = pace.admit(Class::Read).await.unwrap();
        under_way.set(under_way.get() + 1);
        most.set(most.get().max(under_way.get()));
        sleep(Duration::from_millis(40)).await;
        under_way.set(under_way.get() - 1);
        pace.answered(&admission);
        Instant::now()
    };
    stream::iter(0..30).for_each_concurrent(30, async |number| _ = count(number).await).await;
    assert_eq!(most.replace(0), 3);
    // Thirty in 0.4 seconds and a second of pause: from now on one every 44 ms.
    let admission = pace.admit(Class::Read).await.unwrap();
    pace.throttled(&admission, SECOND).unwrap();
    drop(admission);
    let start = Instant::now();
    let ends: Vec<_> = stream::iter(0..5).map(count).buffered(5).collect().await;
    assert_eq!(most.get(), 1);
    assert!(ends[4].duration_since(start) >= Duration::from_millis(1200), "{ends:?}");
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_is_waited_for() {
    let pace = pace(None, 4);
    let start = Instant::now();
    let admission = pace.admit(Class::Read).await.unwrap();
    pace.throttled(&admission, Some(Duration::from_secs(7))).unwrap();
    pace.admit(Class::Read).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(7));
}

#[tokio::test(start_paused = true)]
async fn without_one_it_never_falls_under_one_request_a_second() {
    let pace = pace(None, 4);
    for number in 0..40 {
        let start = Instant::now();
        let admission = pace.admit(Class::Change).await.unwrap();
        assert!(start.elapsed() <= Duration::from_millis(1001), "{:?}", start.elapsed());
        if number % 2 == 0 {
            pace.answered(&admission);
        } else {
            pace.throttled(&admission, (number % 4 == 1).then_some(Duration::ZERO)).unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn patience_runs_since_the_last_answer_that_was_not_throttling() {
    let pace = Pace::new(Duration::from_secs(10), None, 4, Stop::default());
    let eight = Some(Duration::from_secs(8));
    for _ in 0..3 {
        let admission = pace.admit(Class::Read).await.unwrap();
        pace.answered(&admission);
        pace.throttled(&admission, eight).unwrap();
    }
    let admission = pace.admit(Class::Read).await.unwrap();
    let Err(ProviderError::RateLimited { patience, throttled, asked }) = pace.throttled(&admission, eight)
    else {
        panic!("16 s are more than 10");
    };
    assert_eq!((patience.as_secs(), throttled.as_secs(), asked), (10, 8, eight));
}

#[tokio::test(start_paused = true)]
async fn patience_does_not_run_while_nothing_is_asked_and_no_pause_is_too_long_to_be_told() {
    let pace = Pace::new(Duration::from_secs(10), None, 4, Stop::default());
    let first = pace.admit(Class::Read).await.unwrap();
    pace.answered(&first);
    // A question stands on the screen.
    sleep(Duration::from_mins(11)).await;
    let admission = pace.admit(Class::Change).await.unwrap();
    pace.throttled(&admission, SECOND).unwrap();
    let endless = Some(Duration::from_secs(u64::MAX));
    assert!(matches!(pace.throttled(&admission, endless), Err(ProviderError::RateLimited { .. })));
}

#[tokio::test(start_paused = true)]
async fn a_change_that_waits_is_not_sent_any_more_when_the_run_is_to_stop() {
    for waits_for in ["the gate", "a slot", "a permit"] {
        let stop = Stop::default();
        let cap = (waits_for == "a slot").then_some(0.01);
        let pace = Pace::new(PATIENCE, cap, if waits_for == "a permit" { 1 } else { 9 }, stop.clone());
        let first = pace.admit(Class::Change).await.unwrap();
        if waits_for == "the gate" {
            pace.throttled(&first, Some(Duration::from_mins(5))).unwrap();
        }
        let start = Instant::now();
        // The second of them waits for its turn.
        let (one, other, ()) =
            tokio::join!(pace.admit(Class::Change), pace.admit(Class::Change), async { stop.raise() });
        assert!(matches!((one, other), (Err(ProviderError::Halted), Err(ProviderError::Halted))));
        assert!(start.elapsed() < Duration::from_secs(1), "{waits_for}");
        drop(first);
        assert!(matches!(pace.admit(Class::Change).await, Err(ProviderError::Halted)));
    }
}
