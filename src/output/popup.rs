//! The pop-up of the web screen: a title, a text, CANCEL and one dangerous button. CANCEL is the default.

use std::io;

use console::{Key, Style, Term, measure_text_width};

use super::question::{PromptAnswer, ask};
use super::terminal::cancels;
use super::wrap::wrap;
use super::writer::Output;

/// The widest that the box becomes.
const WIDEST: usize = 66;
const CANCEL: &str = "CANCEL";

/// Shows the pop-up on stderr and waits for a button. The answer is given when it is the dangerous one.
pub(crate) async fn popup(
    output: &Output,
    title: &str,
    text: &str,
    action: &'static str,
) -> PromptAnswer<()> {
    let (title, text) = (title.to_owned(), text.to_owned());
    let colored = output.stderr.colored;
    ask(move || Popup { term: Term::stderr(), title, text, action, colored, confirms: false }.run()).await
}

struct Popup {
    term: Term,
    title: String,
    text: String,
    action: &'static str,
    colored: bool,
    confirms: bool,
}

impl Popup {
    fn run(mut self) -> io::Result<Option<()>> {
        self.term.hide_cursor()?;
        let mut drawn = self.draw()?;
        let answer = loop {
            match self.term.read_key_raw()? {
                Key::ArrowLeft | Key::Home => self.confirms = false,
                Key::ArrowRight | Key::End => self.confirms = true,
                Key::Tab | Key::BackTab => self.confirms = !self.confirms,
                Key::Enter => break self.confirms.then_some(()),
                key if cancels(&key) => break None,
                _ => continue,
            }
            self.term.clear_last_lines(drawn)?;
            drawn = self.draw()?;
        };
        // The button that was chosen stays on the screen, the box goes.
        self.term.clear_last_lines(drawn)?;
        let chosen = if answer.is_some() { self.action } else { CANCEL };
        self.term.write_line(&format!("{} {chosen}", self.title))?;
        self.term.show_cursor()?;
        Ok(answer)
    }

    /// Draws the box and tells how many lines it took.
    fn draw(&self) -> io::Result<usize> {
        let columns = usize::from(self.term.size().1);
        // A box that fills the last column makes some terminals wrap.
        let inner = columns.saturating_sub(5).clamp(24, WIDEST);
        let bold = self.style(Style::new().bold());
        let mut body: Vec<String> =
            wrap(&self.title, inner).iter().map(|line| bold.apply_to(line).to_string()).collect();
        body.push(String::new());
        body.extend(wrap(&self.text, inner));
        body.push(String::new());
        let buttons =
            format!("{}  {}", self.button(CANCEL, !self.confirms), self.button(self.action, self.confirms));
        body.push(format!("{}{buttons}", " ".repeat(inner.saturating_sub(measure_text_width(&buttons)))));

        let mut lines = vec![format!("╭{}╮", "─".repeat(inner + 2))];
        lines.extend(
            body.iter().map(|line| {
                format!("│ {line}{} │", " ".repeat(inner.saturating_sub(measure_text_width(line))))
            }),
        );
        lines.push(format!("╰{}╯", "─".repeat(inner + 2)));
        lines.push(
            "  Tab or ← → to choose, Enter to confirm, Esc to cancel".chars().take(inner + 4).collect(),
        );
        // In one piece, so that it does not flicker.
        self.term.write_str(&format!("{}\n", lines.join("\n")))?;
        Ok(lines.len())
    }

    /// The chosen button has brackets: they tell it also without colour.
    fn button(&self, label: &str, chosen: bool) -> String {
        if chosen {
            self.style(Style::new().bold().reverse()).apply_to(format!("[ {label} ]")).to_string()
        } else {
            format!("  {label}  ")
        }
    }

    fn style(&self, style: Style) -> Style {
        style.force_styling(self.colored)
    }
}
