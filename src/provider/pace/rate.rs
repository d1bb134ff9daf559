//! The rate of one class of requests: a token bucket whose rate grows after CUBIC (RFC 9438) from one throttled answer
//! to the next.
//!
//! The bucket holds one token or little more: a slot is one token, and only a delay of up to 100 ms is made up for. The
//! rate differs from CUBIC in this: it counts requests a second, not a window of bytes. There is no slow start: nothing
//! is limited before the first throttled answer. A throttled answer lowers the rate not by a fixed factor but to what
//! the service was measured to let through. The curve begins at its plateau (K = 0) and grows in proportion to that
//! rate. Where slowing down changes nothing, the service does not throttle for our rate, and then the rate is given up
//! for a while.

use std::time::Duration;

use tokio::time::Instant;

/// The rate is a little above what was let through, so that a limit is met again and used fully.
const ABOVE: f64 = 1.05;
/// The rate grows by this times the cube of the seconds since it was set: hardly for ten seconds, so that a real limit
/// is met only so often, and a thousandfold in four minutes, so that a limit that is gone is forgotten.
const GROWTH: f64 = 1e-4;
/// A rate above this limits nothing.
const UNLIMITED: f64 = 10_000.0;
/// The lowest rate: where the service names no pause…
const LEAST: f64 = 1.0;
/// …and where it does.
const LEAST_IF_ASKED: f64 = 0.1;
/// No cap is lower, so that the clock can tell the next slot.
const LEAST_CAP: f64 = 1e-6;
/// Throttled again within this, or within so many pauses, right after we had slowed down…
const PROMPT: Duration = Duration::from_secs(10);
const PROMPT_PAUSES: u32 = 6;
/// …and with less than so many times the answers in between: the service does not throttle for our rate.
const GAIN: u32 = 2;
/// Then there is no rate for so many events, before it is tried again.
const SPARED: u32 = 16;
/// When no slot was taken for so long, there was nothing to send, and the count of answers begins anew.
const IDLE: Duration = Duration::from_secs(2);
/// How late a slot may be taken and the next one still be counted from its own time, for timers are late by up to a
/// millisecond or two. Slots that lie further apart may be later, so that one of them can be made up for.
const LATE: Duration = Duration::from_millis(10);
const LATEST: Duration = Duration::from_millis(100);

/// The rate, in requests a second. There is none before the first event, which is a throttled answer.
pub(super) struct Rate {
    cap: Option<f64>,
    /// What the last event set.
    base: Option<f64>,
    /// From when on it grows: the end of the pause that came with it.
    opened: Option<Instant>,
    pause: Duration,
    /// From when on answers are counted: the last event that had any before it, else the first request, or the first
    /// after a silence.
    since: Option<Instant>,
    /// Was it a request? Then there is no event before with which the next one can be compared.
    afresh: bool,
    /// The answers since then.
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

    /// Requests a second at that moment; `None` while nothing limits them.
    pub(super) fn at(&self, now: Instant) -> Option<f64> {
        let grown = self.base.map(|base| {
            let seconds = self.opened.map_or(0.0, |opened| now.duration_since(opened).as_secs_f64());
            base * (1.0 + GROWTH * seconds.powi(3))
        });
        [grown.filter(|rate| *rate < UNLIMITED), self.cap].into_iter().flatten().reduce(f64::min)
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
        // Where no answer came in between there is nothing to measure, and the pause must do.
        if self.passed > 0 {
            let seconds = self.counted(now, pause).as_secs_f64();
            let measured = f64::from(self.passed) / seconds.max(f64::EPSILON);
            self.adjust(now, measured, if asked { LEAST_IF_ASKED } else { LEAST });
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
    fn adjust(&mut self, now: Instant, measured: f64, least: f64) {
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
