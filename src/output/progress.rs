//! What a person sees while a batch runs: one line that is drawn again in its place. Without a terminal it is a new line
//! every ten seconds.

use std::collections::VecDeque;
use std::time::Duration;

use console::{Style, measure_text_width};
use tokio::time::Instant;

use super::cell::Tone;
use super::waiting::Wait;
use super::writer::Output;

/// How far a batch is.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Rows that are finished.
    pub done: u64,
    /// All rows.
    pub total: u64,
    /// How often each outcome occurred, and how it is meant; only those that did.
    pub counts: Vec<(&'static str, u64, Tone)>,
    /// Requests a second that the service allows now; `None` where it sets no limit.
    pub pace: Option<f64>,
}

/// The line that tells how far a batch is. It is taken away when this is dropped.
///
/// `Output` takes the line away before it writes; the next update brings it back. No question may be asked while it
/// stands there.
pub struct Progress<'a> {
    output: &'a Output,
    what: &'static str,
    style: ProgressStyle,
    /// Nothing is drawn before this.
    next_drawing: Instant,
    /// What was done when, over the last `WINDOW`.
    past: VecDeque<(Instant, u64)>,
}

enum ProgressStyle {
    /// One line, drawn again in its place.
    Bar,
    /// A line now and then, the next at this time.
    Lines(Instant),
    Silent,
}

/// Between two drawings, at least.
const DRAWING: Duration = Duration::from_millis(100);
/// Between two lines where none can be drawn again, at least.
const LINE: Duration = Duration::from_secs(10);
/// The rate is that of the last so many seconds.
const WINDOW: Duration = Duration::from_secs(10);
/// A rate over less time than this means nothing.
const SHORTEST: Duration = Duration::from_secs(2);
/// The lengths that the bar may have.
const BARS: [usize; 3] = [20, 12, 6];

impl<'a> Progress<'a> {
    /// Begins to tell what is being done, as in `Resetting`. Silent with `--quiet`, and in JSON, where stderr holds
    /// one error and nothing beside it.
    pub(crate) fn new(output: &'a Output, what: &'static str) -> Self {
        let now = Instant::now();
        let style = if output.quiet || output.is_json() {
            ProgressStyle::Silent
        } else if output.stderr.redraws {
            ProgressStyle::Bar
        } else {
            ProgressStyle::Lines(now + LINE)
        };
        Self { output, what, style, next_drawing: now, past: VecDeque::new() }
    }

    /// Tells how far it is. It costs almost nothing, however often it is called, and must be called now and then also
    /// while no row finishes: rate and time left depend on it.
    pub(crate) fn update(&mut self, tally: &Tally) {
        let now = Instant::now();
        if matches!(self.style, ProgressStyle::Silent) || now < self.next_drawing {
            return;
        }
        self.next_drawing = now + DRAWING;
        let rate = self.rate(now, tally.done);
        // Where no line is drawn in its place, what is waited for has notes of its own.
        let wait = match self.style {
            ProgressStyle::Bar => self.output.waiting.wait(now),
            ProgressStyle::Lines(_) | ProgressStyle::Silent => None,
        };
        let moment = Moment { what: self.what, tally, rate, wait };
        match &mut self.style {
            ProgressStyle::Bar => {
                if self.output.on_terminal {
                    // A row that waits there would come out between two drawings, and half of it would be drawn over.
                    // The next write tells whether stdout is still there.
                    let _ = self.output.flush();
                }
                let line = moment.fitted(self.output.columns(), self.output.stderr.colored);
                self.output.err.borrow_mut().draw(&line);
            }
            ProgressStyle::Lines(next) if now >= *next => {
                *next = now + LINE;
                let parts = moment.parts(&[Part::Bar], 0);
                self.output.say(&format!("{}\n", joined(&parts, self.output.stderr.colored)));
            }
            ProgressStyle::Lines(_) | ProgressStyle::Silent => {}
        }
    }

    /// Rows a second, over the last `WINDOW`; `None` at the beginning.
    fn rate(&mut self, now: Instant, done: u64) -> Option<f64> {
        self.past.push_back((now, done));
        while self.past.get(1).is_some_and(|(then, _)| now - *then >= WINDOW) {
            self.past.pop_front();
        }
        let (then, before) = *self.past.front()?;
        let passed = now - then;
        (passed >= SHORTEST).then(|| float(done.saturating_sub(before)) / passed.as_secs_f64())
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.output.err.borrow_mut().clear();
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    What,
    Bar,
    Rate,
    Left,
    /// Outcomes that need no attention.
    GoodCounts,
    BadCounts,
    Pace,
    /// What is waited for, in all its words and in few.
    WholeWait,
    Wait,
}

/// What a narrow line goes without, in this order. How many of how many are done always stays.
const DISPENSABLE: [Part; 9] = [
    Part::Pace,
    Part::Rate,
    Part::GoodCounts,
    Part::Bar,
    Part::Left,
    Part::BadCounts,
    Part::WholeWait,
    Part::What,
    Part::Wait,
];

struct Moment<'a> {
    what: &'static str,
    tally: &'a Tally,
    rate: Option<f64>,
    wait: Option<Wait>,
}

impl Moment<'_> {
    /// The line that tells most in so many columns; empty where a number would have to be cut.
    fn fitted(&self, columns: usize, colored: bool) -> String {
        (0..=DISPENSABLE.len())
            .flat_map(|count| BARS.map(|bar| (&DISPENSABLE[..count], bar)))
            .map(|(without, bar)| joined(&self.parts(without, bar), colored))
            .find(|line| measure_text_width(line) <= columns)
            .unwrap_or_default()
    }

    fn parts(&self, without: &[Part], bar: usize) -> Vec<Vec<(String, Style)>> {
        let Tally { done, total, counts, pace } = self.tally;
        let has = |part| !without.contains(&part);
        let one = |text: String| vec![(text, Style::new())];
        let mut parts = Vec::new();
        if has(Part::What) {
            parts.push(one(self.what.to_owned()));
        }
        if has(Part::Bar) {
            parts.push(self.bar(bar));
        }
        parts.push(one(format!("{} of {}", grouped(*done), grouped(*total))));
        if let (Some(rate), true) = (self.rate, has(Part::Rate)) {
            parts.push(one(per_second(rate)));
        }
        if let (Some(left), true) = (self.left(), has(Part::Left)) {
            parts.push(one(left));
        }
        let mut told = Vec::new();
        for (word, count, tone) in counts {
            let bad = *tone == Tone::Bad;
            if has(if bad { Part::BadCounts } else { Part::GoodCounts }) {
                if !told.is_empty() {
                    told.push((", ".to_owned(), Style::new()));
                }
                told.push((format!("{} {word}", grouped(*count)), tone.style()));
            }
        }
        if !told.is_empty() {
            parts.push(told);
        }
        if let (Some(wait), true) = (&self.wait, has(Part::Wait)) {
            let words = if has(Part::WholeWait) { &wait.whole } else { &wait.short };
            parts.push(vec![(words.clone(), Tone::Mind.style())]);
        }
        if let (Some(pace), true) = (pace, has(Part::Pace)) {
            parts.push(vec![(format!("(at most {})", per_second(*pace)), Tone::Mind.style())]);
        }
        parts
    }

    fn bar(&self, length: usize) -> Vec<(String, Style)> {
        let Tally { done, total, .. } = *self.tally;
        let full = done.min(total).saturating_mul(length as u64) / total.max(1);
        let full = usize::try_from(full).unwrap_or(length).min(length);
        vec![
            ("[".to_owned(), Style::new()),
            ("#".repeat(full), Tone::Good.style()),
            ("-".repeat(length - full), Tone::Faint.style()),
            ("]".to_owned(), Style::new()),
        ]
    }

    /// The time left, where it can be told.
    fn left(&self) -> Option<String> {
        const FORESEEABLE: Duration = Duration::from_hours(100 * 24);
        let open = self.tally.total.saturating_sub(self.tally.done);
        let rate = self.rate.filter(|_| open > 0)?;
        // A rate of zero makes it endless, which is no duration.
        let left = Duration::try_from_secs_f64((float(open) / rate).ceil()).ok()?;
        (left <= FORESEEABLE).then(|| format!("{} left", lasting(left.as_secs())))
    }
}

fn joined(parts: &[Vec<(String, Style)>], colored: bool) -> String {
    let paint =
        |(text, style): &(String, Style)| style.clone().force_styling(colored).apply_to(text).to_string();
    let parts: Vec<String> = parts.iter().map(|part| part.iter().map(paint).collect()).collect();
    parts.join("  ")
}

/// A rate as it is shown; a slow one by the minute.
fn per_second(rate: f64) -> String {
    let short = |number: f64| {
        if number > 0.0 && number < 9.95 { format!("{number:.1}") } else { format!("{number:.0}") }
    };
    if rate > 0.0 && rate < 0.95 {
        format!("{}/min", short(rate * 60.0))
    } else {
        format!("{}/s", short(rate))
    }
}

/// Seconds as two units that say enough.
fn lasting(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match () {
        () if minutes == 0 => format!("{seconds}s"),
        () if hours == 0 => format!("{minutes}m {:02}s", seconds % 60),
        () if days == 0 => format!("{hours}h {:02}m", minutes % 60),
        () => format!("{days}d {:02}h", hours % 24),
    }
}

/// A number with a comma at every third digit.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

#[expect(clippy::cast_precision_loss, reason = "it is only shown, and rounded for that")]
fn float(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests;
