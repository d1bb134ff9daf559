//! How often a service lets itself be asked: measured when it throttles, and felt for in between.

use std::time::Duration;

use tokio::time::Instant;

/// We ask a little more often than was let through, so that a limit is met again instead of being left unused.
const ABOVE: f64 = 1.05;
/// The rate grows by this times the cube of the seconds since it was set: hardly for ten seconds, so that a real limit
/// is met only so often, and a thousandfold in four minutes, so that a limit that is gone is forgotten.
const GROWTH: f64 = 1e-4;
/// A rate above this is none: nobody would feel it.
const UNFELT: f64 = 10_000.0;
/// Requests a second under which no rate falls: where the service names no pause…
const LEAST: f64 = 1.0;
/// …and where it does.
const LEAST_IF_ASKED: f64 = 0.1;
/// No cap is less, so that the next slot is a moment that the clock knows.
const LEAST_CAP: f64 = 1e-6;
/// Throttled again within this, or within so many pauses, right after we had slowed down…
const PROMPT: Duration = Duration::from_secs(10);
const PROMPT_PAUSES: u32 = 6;
/// …and with less than so many times the answers in between: the service does not throttle for our rate.
const GAIN: u32 = 2;
/// Then we do without a rate for so many events, before we try whether that still holds.
const SPARED: u32 = 16;
/// A slot that nobody took for so long: nothing was to be sent, and what is counted begins anew.
const IDLE: Duration = Duration::from_secs(2);
/// How late a slot may be taken and the next one still be counted from its own time, for timers are late by up to a
/// millisecond or two. Slots that lie further apart may be later, so that one of them can be made up for.
const LATE: Duration = Duration::from_millis(10);
const LATEST: Duration = Duration::from_millis(100);

/// The rate of one class of requests, in requests a second. There is none before the first event, which is a
/// throttled answer, whatever comes with it.
pub(super) struct Rate {
    cap: Option<f64>,
    /// What the last event set.
    base: Option<f64>,
    /// From when on it grows: the end of the pause that came with it.
    opened: Option<Instant>,
    pause: Duration,
    /// From when on answers are counted: the last event that had any before it, or the first request, be it ever or
    /// after a silence.
    since: Option<Instant>,
    /// Was it a request? Then no event is behind us with which the next one could be compared.
    afresh: bool,
    passed: u32,
    /// The answers before the last event, if that came promptly and the rate was lowered for it.
    before: Option<u32>,
    /// Events to come for which nothing is lowered.
    spared: u32,
    next: Option<Instant>,
}

impl Rate {
    /// No rate but the cap, in requests a second.
    pub(super) fn new(cap: Option<f64>) -> Self {
        Self {
            cap: cap.map(|cap| cap.max(LEAST_CAP)),
            base: None,
            opened: None,
            pause: Duration::ZERO,
            since: None,
            afresh: true,
            passed: 0,
            before: None,
            spared: 0,
            next: None,
        }
    }

    /// Requests a second at that moment; `None` when nothing holds them.
    pub(super) fn at(&self, now: Instant) -> Option<f64> {
        let grown = self.base.map(|base| {
            let seconds = self.opened.map_or(0.0, |opened| now.duration_since(opened).as_secs_f64());
            base * (1.0 + GROWTH * seconds.powi(3))
        });
        match (grown.filter(|rate| *rate < UNFELT), self.cap) {
            (Some(rate), Some(cap)) => Some(rate.min(cap)),
            (rate, cap) => rate.or(cap),
        }
    }

    /// When the next request may go out, where that is known.
    pub(super) fn slot(&self) -> Option<Instant> {
        self.next
    }

    /// A request goes out.
    pub(super) fn take_slot(&mut self, now: Instant) {
        let free = self.next.or(self.opened);
        if free.is_none_or(|free| now.duration_since(free) > IDLE) {
            (self.since, self.afresh, self.passed) = (Some(now), true, 0);
        }
        let apart = self.at(now).map_or(Duration::ZERO, |rate| Duration::from_secs_f64(1.0 / rate));
        let late = apart.clamp(LATE, LATEST);
        let slot = self.next.map_or(now, |next| next.max(now.checked_sub(late).unwrap_or(now)));
        self.next = Some(slot + apart);
    }

    /// An answer came that was not throttling.
    pub(super) fn passed(&mut self) {
        self.passed = self.passed.saturating_add(1);
    }

    /// An event: the service throttles, and nothing is sent for `pause`, which it `asked` for or we chose.
    pub(super) fn throttled(&mut self, now: Instant, pause: Duration, asked: bool) {
        // Where nothing got through there is nothing to learn, and the pause must do.
        if self.passed > 0 {
            let seconds = self.counted(now, pause).as_secs_f64();
            let measured = f64::from(self.passed) / seconds.max(f64::EPSILON);
            self.judge(now, measured, if asked { LEAST_IF_ASKED } else { LEAST });
            (self.since, self.afresh, self.passed) = (Some(now), false, 0);
        }
        self.opened = Some(now + pause);
        self.pause = pause;
        // The end of the pause is a slot.
        self.next = None;
    }

    /// How long it took the service to let through what it did. Between two events the pause is part of that: a
    /// bucket of tokens, empty at both, lets through exactly what runs into it. Otherwise the pause to come is, for
    /// the bucket was full.
    fn counted(&self, now: Instant, pause: Duration) -> Duration {
        let since = self.since.map_or(Duration::ZERO, |since| now.duration_since(since));
        if self.afresh { since + pause } else { since }
    }

    /// Lowers the rate to what was measured, unless the service does not throttle for our rate: asked less often, it
    /// throttled just as soon. Then slowing down would bring the next event no later, and a batch to a halt.
    fn judge(&mut self, now: Instant, measured: f64, least: f64) {
        let soon = PROMPT.min(self.pause * PROMPT_PAUSES);
        let prompt = !self.afresh && self.opened.is_some_and(|opened| now.duration_since(opened) < soon);
        if prompt && self.spared > 0 {
            self.spared -= 1;
        } else if prompt && self.before.is_some_and(|before| self.passed < before * GAIN) {
            (self.base, self.before, self.spared) = (None, None, SPARED);
        } else {
            self.base = Some((measured * ABOVE).max(least));
            self.before = prompt.then_some(self.passed);
            self.spared = 0;
        }
    }
}
