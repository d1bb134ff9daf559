//! Questions that are lines: what is typed stands behind the question, and no escape code is written. A terminal that
//! cannot draw and a screen reader get all of their questions so.

use std::io;

use console::{Key, Term, measure_text_width};

use super::sanitize::sanitize;
use super::terminal::cancels;
use super::wrap::wrap;

/// A number of a list may be typed so often.
const TRIES: u32 = 3;

/// What the screen shows of what is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Echo {
    Shown,
    Hidden,
}

/// Reads a line key by key; `None` when it was cancelled.
pub(super) fn read_line(term: &Term, prompt: &str, echo: Echo) -> io::Result<Option<String>> {
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
                    // Back, a blank over it, and back: every terminal can do that.
                    term.write_str(&"\u{8} \u{8}".repeat(measure_text_width(&sanitize(&gone))))?;
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

/// The pop-up as lines. Anything but the first word of the dangerous button cancels.
pub(super) fn confirm_by_word(term: &Term, title: &str, text: &str, action: &str) -> io::Result<Option<()>> {
    let columns = usize::from(term.size().1).saturating_sub(1);
    for line in wrap(title, columns).into_iter().chain(wrap(text, columns)) {
        term.write_line(&line)?;
    }
    let word = action.split(' ').next().unwrap_or(action);
    let typed = read_line(term, &format!("Type {word} to go on, or Enter to cancel"), Echo::Shown)?;
    Ok(typed.filter(|typed| typed.trim().eq_ignore_ascii_case(word)).map(|_| ()))
}

/// A choice by a number. A wrong number may be typed again; an empty line cancels.
pub(super) fn choose_by_number(term: &Term, prompt: &str, choices: &[String]) -> io::Result<Option<usize>> {
    term.write_line(prompt)?;
    for (index, choice) in choices.iter().enumerate() {
        term.write_line(&format!("  {}. {choice}", index + 1))?;
    }
    let question = format!("Type a number from 1 to {}, or Enter to cancel", choices.len());
    for _ in 0..TRIES {
        let Some(typed) = read_line(term, &question, Echo::Shown)? else { break };
        match typed.trim().parse::<usize>() {
            Ok(number) if (1..=choices.len()).contains(&number) => return Ok(Some(number - 1)),
            _ if typed.trim().is_empty() => break,
            _ => term.write_line("That is no number of the list.")?,
        }
    }
    Ok(None)
}
