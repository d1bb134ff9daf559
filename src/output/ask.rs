//! Questions other than the pop-up. Whether anybody is there to answer is settled before (`Settings::can_ask`).
//!
//! All of them read key by key: where Ctrl-C became a signal to ourselves, the faster of signal and question would
//! decide how the run ends.

use std::io;
use std::thread;

use console::{Key, Term, measure_text_width, truncate_str};
use tokio::sync::oneshot;

use super::sanitize;
use super::sanitize::tight;
use super::terminal::{RawModeGuard, cancels, forget_typed};

/// What a question brought.
#[derive(Debug, PartialEq, Eq)]
pub enum Prompted<T> {
    /// An answer.
    Answer(T),
    /// Esc, Ctrl-C, or the terminal went away.
    Cancelled,
}

/// Asks for one of several, the first being the default. Answers with its index.
pub async fn ask_choice(prompt: &str, choices: &[&str]) -> Prompted<usize> {
    let prompt = tight(prompt).into_owned();
    let choices = choices.iter().map(|choice| sanitize(choice).into_owned()).collect();
    ask(move || Choice { term: Term::stderr(), prompt, choices, chosen: 0 }.run()).await
}

/// Asks for a line of text.
pub async fn ask_text(prompt: &str) -> Prompted<String> {
    let prompt = tight(prompt).into_owned();
    ask(move || read_line(&Term::stderr(), &prompt, Echo::Shown)).await
}

/// Asks for a secret; what is typed is not shown.
pub async fn ask_hidden(prompt: &str) -> Prompted<String> {
    let prompt = tight(prompt).into_owned();
    ask(move || read_line(&Term::stderr(), &prompt, Echo::Hidden)).await
}

async fn ask<T: Send + 'static>(
    question: impl FnOnce() -> io::Result<Option<T>> + Send + 'static,
) -> Prompted<T> {
    let _held = RawModeGuard::new();
    match on_a_thread(question).await {
        Some(Some(answer)) => Prompted::Answer(answer),
        _ => Prompted::Cancelled,
    }
}

/// What the screen shows of what is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Echo {
    Shown,
    Hidden,
}

/// Reads a line key by key; `None` when it was cancelled.
fn read_line(term: &Term, prompt: &str, echo: Echo) -> io::Result<Option<String>> {
    /// Ctrl-U: whoever types unseen begins anew.
    const KILL: char = '\u{15}';
    /// A secret that outgrows its place leaves a copy of itself behind.
    const ROOM: usize = 4096;
    term.write_str(&format!("{prompt}: "))?;
    let mut line = String::with_capacity(ROOM);
    let answer = loop {
        match term.read_key_raw()? {
            Key::Enter => break Some(line),
            key if cancels(&key) => break None,
            key @ (Key::Backspace | Key::Char(KILL)) => {
                let keep = if key == Key::Backspace { line.char_indices().next_back() } else { None };
                let gone = line.split_off(keep.map_or(0, |(index, _)| index));
                if echo == Echo::Shown {
                    term.clear_chars(measure_text_width(&sanitize(&gone)))?;
                }
            }
            Key::Char(letter) if !letter.is_control() => {
                line.push(letter);
                if echo == Echo::Shown {
                    term.write_str(&sanitize(&letter.to_string()))?;
                }
            }
            _ => {}
        }
    };
    term.write_line("")?;
    Ok(answer)
}

/// One of several, each on a line of its own.
struct Choice {
    term: Term,
    prompt: String,
    choices: Vec<String>,
    chosen: usize,
}

impl Choice {
    fn run(mut self) -> io::Result<Option<usize>> {
        self.term.hide_cursor()?;
        let last = self.choices.len().saturating_sub(1);
        let mut drawn = self.draw()?;
        let answer = loop {
            match self.term.read_key_raw()? {
                Key::ArrowUp | Key::BackTab | Key::Char('k') => {
                    self.chosen = self.chosen.checked_sub(1).unwrap_or(last);
                }
                Key::ArrowDown | Key::Tab | Key::Char('j') => {
                    self.chosen = if self.chosen == last { 0 } else { self.chosen + 1 };
                }
                Key::Home => self.chosen = 0,
                Key::End => self.chosen = last,
                // A number only chooses, so that a slip can be mended; Enter confirms.
                Key::Char(digit @ '1'..='9') if digit as usize - '1' as usize <= last => {
                    self.chosen = digit as usize - '1' as usize;
                }
                Key::Enter => break Some(self.chosen),
                key if cancels(&key) => break None,
                _ => continue,
            }
            self.term.clear_last_lines(drawn)?;
            drawn = self.draw()?;
        };
        // What was chosen stays on the screen, the choice that was not goes.
        self.term.clear_last_lines(drawn)?;
        let chosen = answer.and_then(|index| self.choices.get(index)).map_or("CANCEL", String::as_str);
        self.term.write_line(&format!("{} {chosen}", self.prompt))?;
        self.term.show_cursor()?;
        Ok(answer)
    }

    /// Draws the choices and tells how many lines they took.
    fn draw(&self) -> io::Result<usize> {
        let mut lines = vec![self.prompt.clone()];
        for (index, choice) in self.choices.iter().enumerate() {
            let mark = if index == self.chosen { '>' } else { ' ' };
            lines.push(format!("{mark} {}. {choice}", index + 1));
        }
        lines.push("  ↑ ↓ or a number to choose, Enter to confirm, Esc to cancel".to_owned());
        // A line that wraps would be two, and one of them would stay.
        let columns = usize::from(self.term.size().1).saturating_sub(1);
        let lines: Vec<_> = lines.iter().map(|line| truncate_str(line, columns, "…")).collect();
        // In one piece, so that nobody sees half of it.
        self.term.write_str(&format!("{}\n", lines.join("\n")))?;
        Ok(lines.len())
    }
}

/// Runs a question on a thread of its own: the runtime must stay free to hear a signal, and a plain thread,
/// unlike one of the runtime's, does not keep the program from ending. `None` when it was cancelled.
///
/// It comes to the screen here, so what was typed before is thrown away here.
pub(super) async fn on_a_thread<T: Send + 'static>(
    question: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Option<T> {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        // A terminal that never falls silent is asked nothing: the question is cancelled.
        if forget_typed() {
            // Nobody waits any more when a signal came first.
            let _ = sender.send(question());
        }
    });
    receiver.await.ok().and_then(Result::ok)
}
