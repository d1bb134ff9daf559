//! Questions other than the pop-up: one of several, a text, a secret.

use std::io;

use console::{Key, Term, measure_text_width};

use super::choice::choose;
use super::question::{PromptAnswer, ask};
use super::sanitize::{sanitize, tight};
use super::terminal::cancels;

/// Asks for one of several, the first being the default. Answers with its index.
pub async fn ask_choice(prompt: &str, choices: &[&str]) -> PromptAnswer<usize> {
    let prompt = tight(prompt).into_owned();
    let choices: Vec<_> = choices.iter().map(|choice| sanitize(choice).into_owned()).collect();
    ask(move || choose(&prompt, &choices)).await
}

/// Asks for a line of text.
pub(crate) async fn ask_text(prompt: &str) -> PromptAnswer<String> {
    let prompt = tight(prompt).into_owned();
    ask(move || read_line(&Term::stderr(), &prompt, Echo::Shown)).await
}

/// Asks for a secret; what is typed is not shown.
pub(crate) async fn ask_hidden(prompt: &str) -> PromptAnswer<String> {
    let prompt = tight(prompt).into_owned();
    ask(move || read_line(&Term::stderr(), &prompt, Echo::Hidden)).await
}

/// What the screen shows of what is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Echo {
    Shown,
    Hidden,
}

/// Reads a line key by key; `None` when it was cancelled.
fn read_line(term: &Term, prompt: &str, echo: Echo) -> io::Result<Option<String>> {
    /// Ctrl-U removes all that was typed: the way to mend a secret that cannot be seen.
    const KILL: char = '\u{15}';
    /// Capacity for the whole line from the beginning: a string that grows leaves a copy of the secret in memory.
    const CAPACITY: usize = 4096;
    term.write_str(&format!("{prompt}: "))?;
    let mut line = String::with_capacity(CAPACITY);
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
