//! Questions other than the pop-up. Whether anybody is there to answer is settled before (`Settings::can_ask`).

use std::io;
use std::thread;

use console::{Key, Term, measure_text_width};
use dialoguer::theme::SimpleTheme;
use dialoguer::{Password, Select};
use tokio::sync::oneshot;

use super::plain;
use super::terminal::{Held, Keys};

/// What a question brought.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked<T> {
    /// An answer.
    Answer(T),
    /// Esc, Ctrl-C, or the terminal went away.
    Cancelled,
}

/// Asks for one of several, the first being the default. Answers with its index.
pub async fn ask_choice(prompt: &str, choices: &[&str]) -> Asked<usize> {
    let prompt = plain(prompt).into_owned();
    let choices: Vec<String> = choices.iter().map(|choice| (*choice).to_owned()).collect();
    let _held = Held::new(Keys::Single);
    let select = move || {
        Select::with_theme(&SimpleTheme)
            .with_prompt(prompt)
            .items(&choices)
            .default(0)
            .interact_on_opt(&Term::stderr())
    };
    match on_a_thread(move || select().map_err(io_error)).await {
        Some(Some(index)) => Asked::Answer(index),
        _ => Asked::Cancelled,
    }
}

/// Asks for a line of text.
pub async fn ask_text(prompt: &str) -> Asked<String> {
    let prompt = plain(prompt).into_owned();
    let _held = Held::new(Keys::Single);
    match on_a_thread(move || read_line(&Term::stderr(), &prompt)).await {
        Some(Some(line)) => Asked::Answer(line),
        _ => Asked::Cancelled,
    }
}

/// Reads a line key by key; `None` when it was cancelled. dialoguer's own way turns Ctrl-C into a signal to
/// ourselves, and which of the two came first would then decide how the run ends.
fn read_line(term: &Term, prompt: &str) -> io::Result<Option<String>> {
    term.write_str(&format!("{prompt}: "))?;
    let mut line = String::new();
    let answer = loop {
        match term.read_key_raw()? {
            Key::Enter => break Some(line),
            Key::Escape | Key::CtrlC | Key::Char('\u{3}' | '\u{4}') => break None,
            Key::Backspace => {
                let gone = line.pop().map(String::from).unwrap_or_default();
                term.clear_chars(measure_text_width(&gone))?;
            }
            Key::Char(letter) if !letter.is_control() => {
                line.push(letter);
                term.write_str(&plain(&letter.to_string()))?;
            }
            _ => {}
        }
    };
    term.write_line("")?;
    Ok(answer)
}

/// Asks for a secret; what is typed is not shown.
pub async fn ask_hidden(prompt: &str) -> Asked<String> {
    let prompt = plain(prompt).into_owned();
    let _held = Held::new(Keys::Lines);
    let password = move || {
        Password::with_theme(&SimpleTheme)
            .with_prompt(prompt)
            .allow_empty_password(true)
            .interact_on(&Term::stderr())
    };
    on_a_thread(move || password().map_err(io_error)).await.map_or(Asked::Cancelled, Asked::Answer)
}

fn io_error(error: dialoguer::Error) -> io::Error {
    let dialoguer::Error::IO(error) = error;
    error
}

/// Runs a question on a thread of its own: the runtime must stay free to hear a signal, and a plain thread,
/// unlike one of the runtime's, does not keep the program from ending. `None` when it was cancelled.
pub(super) async fn on_a_thread<T: Send + 'static>(
    question: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Option<T> {
    let (sender, receiver) = oneshot::channel();
    thread::spawn(move || {
        // Nobody waits any more when a signal came first.
        let _ = sender.send(question());
    });
    receiver.await.ok().and_then(Result::ok)
}
