//! What a person sees while one thing is waited for: nothing at first, then a line that turns. Where no line can be drawn
//! in its place, nothing.

use std::convert::Infallible;
use std::future::pending;
use std::time::Duration;

use console::{measure_text_width, truncate_str};
use tokio::time::{Instant, sleep, sleep_until};

use super::cell::Tone;
use super::writer::Output;

/// A shorter wait is none.
const PATIENCE: Duration = Duration::from_millis(300);
/// Between two drawings.
const TURN: Duration = Duration::from_millis(100);
const TURNS: [char; 4] = ['|', '/', '-', '\\'];

/// A line that tells what is waited for. It is taken away when this is dropped. No question may be asked meanwhile.
pub(crate) struct Spinner<'a> {
    output: &'a Output,
    what: &'a str,
}

impl<'a> Spinner<'a> {
    /// `what` is being done, as in `Looking up`.
    pub(crate) fn new(output: &'a Output, what: &'a str) -> Self {
        Self { output, what }
    }

    /// Draws the line again and again, until this is dropped. A lost connection or a throttling service is told at once.
    pub(crate) async fn spin(&self) -> Infallible {
        if !self.output.stderr.redraws || self.output.quiet || self.output.is_json() {
            return pending().await;
        }
        let begins = Instant::now() + PATIENCE;
        while Instant::now() < begins && self.output.waiting.wait(Instant::now()).is_none() {
            sleep_until(begins.min(Instant::now() + TURN)).await;
        }
        for turn in TURNS.iter().cycle() {
            self.draw(*turn);
            sleep(TURN).await;
        }
        pending().await
    }

    fn draw(&self, turn: char) {
        let columns = self.output.columns();
        let whole = format!("{turn} {}", self.what);
        let line = match self.output.waiting.wait(Instant::now()) {
            None => truncate_str(&whole, columns, "").into_owned(),
            Some(wait) => {
                let tone = Tone::Mind.style().force_styling(self.output.stderr.colored);
                let paint = |words: &str| tone.apply_to(words).to_string();
                let lines = [
                    format!("{whole}  {}", paint(&wait.whole)),
                    format!("{turn} {}", paint(&wait.whole)),
                    format!("{turn} {}", paint(&wait.short)),
                ];
                lines.into_iter().find(|line| measure_text_width(line) <= columns).unwrap_or_default()
            }
        };
        self.output.err.borrow_mut().draw(&line);
    }
}

impl Drop for Spinner<'_> {
    fn drop(&mut self) {
        self.output.err.borrow_mut().clear();
    }
}

impl Output {
    /// Does the work, and shows a spinner where it takes long.
    pub(crate) async fn busy<T>(&self, what: &str, work: impl Future<Output = T>) -> T {
        let spinner = Spinner::new(self, what);
        tokio::select! {
            biased;
            result = work => result,
            never = spinner.spin() => match never {},
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::super::tests::{staged, taken};
    use super::super::waiting::Retry;
    use super::*;
    use crate::settings::Format;

    #[tokio::test(start_paused = true)]
    async fn it_turns_after_a_moment_and_is_gone_at_the_end() {
        let (output, seen) = staged(true, Format::Table);
        output.busy("Looking up", sleep(Duration::from_millis(290))).await;
        assert_eq!(taken(&seen), "");
        output.busy("Looking up", sleep(Duration::from_millis(550))).await;
        assert_eq!(taken(&seen), "<| Looking up></ Looking up><- Looking up><>");
        output.wait_teller().retry(Some(Retry { at: Instant::now(), next: 2, of: 3 }));
        output.busy("Looking up", sleep(Duration::from_millis(50))).await;
        assert_eq!(taken(&seen), "<| Looking up  connection lost, trying again (2 of 3)><>");
    }

    #[tokio::test(start_paused = true)]
    async fn where_no_line_can_be_drawn_a_wait_is_a_note_every_ten_seconds() {
        let (output, seen) = staged(false, Format::Table);
        let teller = output.wait_teller();
        for _ in 0..25 {
            teller.retry(Some(Retry { at: Instant::now(), next: 2, of: 3 }));
            output.busy("Looking up", advance(Duration::from_secs(1))).await;
        }
        assert_eq!(taken(&seen), "connection lost, trying again (2 of 3)\n".repeat(3));
        let (output, seen) = staged(false, Format::Json);
        output.wait_teller().retry(Some(Retry { at: Instant::now(), next: 2, of: 3 }));
        output.done();
        assert_eq!(taken(&seen), "");
    }
}
