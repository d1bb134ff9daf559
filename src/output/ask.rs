//! Questions other than the pop-up. Whether anybody is there to answer is settled before (`Settings::can_ask`).
//!
//! All of them read key by key: where Ctrl-C became a signal to ourselves, the faster of signal and question would
//! decide how the run ends.

use std::io;
use std::thread;

use console::{Key, Term, measure_text_width};
use tokio::sync::oneshot;

use super::choice::choose;
use super::sanitize;
use super::sanitize::tight;
use super::terminal::{RawModeGuard, block_signals, cancels, forget_typed};

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
    let choices: Vec<_> = choices.iter().map(|choice| sanitize(choice).into_owned()).collect();
    ask(move || choose(&prompt, &choices)).await
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

/// Runs a question on a thread of its own: the runtime must stay free to hear a signal, and a plain thread,
/// unlike one of the runtime's, does not keep the program from ending. `None` when it was cancelled.
///
/// It comes to the screen here, so what was typed before is thrown away here.
pub(super) async fn on_a_thread<T: Send + 'static>(
    question: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Option<T> {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        block_signals();
        // A terminal that never falls silent is asked nothing: the question is cancelled.
        if forget_typed() {
            // Nobody waits any more when a signal came first.
            let _ = sender.send(question());
        }
    });
    receiver.await.ok().and_then(Result::ok)
}
