//! Questions other than the pop-up: one of several, a text, a secret, a word that confirms.

use console::{Term, truncate_str};

use super::choice::choose;
use super::line::{Echo, choose_by_number, read_line};
use super::question::{PromptAnswer, ask};
use super::sanitize::{sanitize, tight};
use crate::settings::TerminalStyle;

/// A text that has to be right may be typed so often.
const TRIES: u32 = 3;
/// So much is quoted of a wrong word.
const QUOTED: usize = 40;

/// Asks for one of several. On a terminal that can draw, the first is the default. Answers with its index.
pub async fn ask_choice(style: TerminalStyle, prompt: &str, choices: &[&str]) -> PromptAnswer<usize> {
    let prompt = tight(prompt).into_owned();
    let choices: Vec<_> = choices.iter().map(|choice| sanitize(choice).into_owned()).collect();
    one_of(style, prompt, choices, Some(0)).await
}

/// Asks for one of several, none of which is chosen beforehand: Enter alone is no answer.
pub(super) async fn ask_which(
    style: TerminalStyle,
    prompt: &str,
    choices: Vec<String>,
) -> PromptAnswer<usize> {
    one_of(style, tight(prompt).into_owned(), choices, None).await
}

async fn one_of(
    style: TerminalStyle,
    prompt: String,
    choices: Vec<String>,
    default: Option<usize>,
) -> PromptAnswer<usize> {
    ask(style, move || match style {
        TerminalStyle::Drawn => choose(&prompt, &choices, default),
        TerminalStyle::Lines => choose_by_number(&Term::stderr(), &prompt, &choices),
    })
    .await
}

/// Asks for a line of text.
pub(crate) async fn ask_text(style: TerminalStyle, prompt: &str) -> PromptAnswer<String> {
    line(style, tight(prompt).into_owned(), Echo::Shown).await
}

/// Asks for a secret; what is typed is not shown.
pub(crate) async fn ask_hidden(style: TerminalStyle, prompt: &str) -> PromptAnswer<String> {
    line(style, tight(prompt).into_owned(), Echo::Hidden).await
}

async fn line(style: TerminalStyle, prompt: String, echo: Echo) -> PromptAnswer<String> {
    ask(style, move || read_line(&Term::stderr(), &prompt, echo)).await
}

/// Asks for a word that confirms, as [`ask_right`] asks.
pub(crate) async fn ask_word(
    style: TerminalStyle,
    prompt: &str,
    is_right: impl Fn(&str) -> bool,
) -> PromptAnswer<()> {
    match ask_right(style, prompt, is_right).await {
        PromptAnswer::Given(_) => PromptAnswer::Given(()),
        PromptAnswer::Cancelled => PromptAnswer::Cancelled,
    }
}

/// Asks for a text that has to be right. A wrong one is called wrong and may be typed again; an empty line cancels.
pub(crate) async fn ask_right(
    style: TerminalStyle,
    prompt: &str,
    is_right: impl Fn(&str) -> bool,
) -> PromptAnswer<String> {
    let mut wrong = String::new();
    for left in (0..TRIES).rev() {
        // Both lines at once: what is typed between them would be thrown away.
        let typed = match line(style, format!("{wrong}{}", tight(prompt)), Echo::Shown).await {
            PromptAnswer::Given(typed) if is_right(&typed) => return PromptAnswer::Given(typed),
            PromptAnswer::Given(typed) if !typed.trim().is_empty() => typed,
            _ => return PromptAnswer::Cancelled,
        };
        let what_now = match left {
            0 => "that was the last try",
            1 => "type it once more",
            _ => "type it again",
        };
        let typed = tight(&typed);
        wrong = format!("`{}` is wrong: {what_now}\n", truncate_str(&typed, QUOTED, "…"));
    }
    // A terminal that is gone is no reason to fail.
    let _ = Term::stderr().write_str(&wrong);
    PromptAnswer::Cancelled
}
