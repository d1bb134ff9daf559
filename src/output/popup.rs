//! The pop-up of the web screen: a title, a text, CANCEL and one dangerous button. CANCEL is the default.

use std::io;

use console::{Key, Style, Term, measure_text_width};

use super::line::confirm_by_word;
use super::page::{Paper, laid_out};
use super::question::{PromptAnswer, ask};
use super::record::Line;
use super::terminal::{cancels, key_or};
use super::wrap::wrap;
use super::writer::Output;
use crate::settings::TerminalStyle;

/// The widest that the text in the box becomes, and the narrowest: both buttons fit into it.
const WIDEST: usize = 66;
const NARROWEST: usize = 25;
/// Beside the text: an edge and a blank on either side, and the last column, which makes some terminals wrap.
const EDGES: usize = 5;
const CANCEL: &str = "CANCEL";
const KEYS: [&str; 3] = ["Tab or ← → to choose,", "Enter to confirm,", "Esc to cancel"];

/// Shows the card, and the pop-up below it, on stderr, and waits for a button. The answer is given when it is the
/// dangerous one.
pub(crate) async fn popup(
    output: &Output,
    card: Vec<Line>,
    title: &str,
    text: &str,
    action: &'static str,
) -> PromptAnswer<()> {
    output.show_for_question(&card);
    let (title, text, style) = (title.to_owned(), text.to_owned(), output.stderr.style);
    let paper = output.card_paper();
    ask(style, move || {
        let term = Term::stderr();
        let popup = Popup { card, title, text, action, paper, confirms: false };
        if style == TerminalStyle::Lines || !popup.has_space(&term) {
            return popup.ask_by_line(&term);
        }
        term.hide_cursor()?;
        popup.run(&term)
    })
    .await
}

struct Popup {
    card: Vec<Line>,
    title: String,
    text: String,
    action: &'static str,
    /// What the card is laid out for.
    paper: Paper,
    confirms: bool,
}

impl Popup {
    fn run(mut self, term: &Term) -> io::Result<Option<()>> {
        let mut size = term.size();
        let mut drawn = self.draw(term)?;
        let answer = loop {
            if !key_or(|| term.size() != size) {
                size = term.size();
                // What stood there is broken now, the card too.
                drawn.splice(0..0, self.card_lines());
                erase(term, &drawn, usize::from(size.1))?;
                self.paper.width = Some(usize::from(size.1));
                self.card_lines().iter().try_for_each(|line| term.write_line(line))?;
                if !self.has_space(term) {
                    term.show_cursor()?;
                    return self.ask_by_line(term);
                }
                drawn = self.draw(term)?;
                continue;
            }
            match term.read_key_raw()? {
                Key::ArrowLeft | Key::Home => self.confirms = false,
                Key::ArrowRight | Key::End => self.confirms = true,
                Key::Tab | Key::BackTab => self.confirms = !self.confirms,
                Key::Enter => break self.confirms.then_some(()),
                key if cancels(&key) => break None,
                _ => continue,
            }
            erase(term, &drawn, usize::from(size.1))?;
            drawn = self.draw(term)?;
        };
        // The button that was chosen stays on the screen, the box goes.
        erase(term, &drawn, usize::from(size.1))?;
        let chosen = if answer.is_some() { self.action } else { CANCEL };
        term.write_line(&format!("{} {chosen}", self.title))?;
        term.show_cursor()?;
        Ok(answer)
    }

    fn ask_by_line(&self, term: &Term) -> io::Result<Option<()>> {
        confirm_by_word(term, &self.title, &self.text, self.action)
    }

    fn card_lines(&self) -> Vec<String> {
        laid_out(&self.card, self.paper).lines().map(str::to_owned).collect()
    }

    /// Can the whole box stand on this terminal, with the line below it where the cursor is?
    fn has_space(&self, term: &Term) -> bool {
        let (rows, columns) = term.size();
        usize::from(columns) >= NARROWEST + EDGES && self.lines(columns).len() < usize::from(rows)
    }

    /// Draws the box. Gives its lines.
    fn draw(&self, term: &Term) -> io::Result<Vec<String>> {
        let lines = self.lines(term.size().1);
        // In one piece, so that it does not flicker.
        term.write_str(&format!("{}\n", lines.join("\n")))?;
        Ok(lines)
    }

    fn lines(&self, columns: u16) -> Vec<String> {
        let inner = usize::from(columns).saturating_sub(EDGES).clamp(NARROWEST, WIDEST);
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
        let mut keys = String::new();
        for key in KEYS {
            if !keys.is_empty() && measure_text_width(&keys) + 1 + measure_text_width(key) > inner + 2 {
                lines.push(std::mem::take(&mut keys));
            }
            keys.push_str(if keys.is_empty() { "  " } else { " " });
            keys.push_str(key);
        }
        lines.push(keys);
        lines
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
        style.force_styling(self.paper.colored)
    }
}

/// Takes lines away that stand above the cursor. Most terminals break a line in two that has become too long for them;
/// on one that cuts it off instead, a few lines more are taken away.
fn erase(term: &Term, lines: &[String], columns: usize) -> io::Result<()> {
    let rows = lines.iter().map(|line| measure_text_width(line).div_ceil(columns.max(1)).max(1)).sum();
    term.move_cursor_up(rows)?;
    term.write_str("\r")?;
    term.clear_to_end_of_screen()
}
