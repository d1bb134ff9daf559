//! A question with a list of answers. dialoguer runs it; the lines are ours.

use std::cell::Cell;
use std::fmt::{self, Write};
use std::io;

use console::{Term, truncate_str};
use dialoguer::Select;
use dialoguer::theme::Theme;

use super::line::choose_by_number;

/// Lines beside the list: the question, the keys, and the one below where the cursor stands.
const OTHER_LINES: usize = 3;
/// More answers at once push what stands above the question off the screen.
const LONGEST_PAGE: usize = 12;
/// A line that fills the last column makes some terminals wrap.
const LAST_COLUMN: usize = 1;
/// dialoguer writes ` [Page 10/12] ` behind the question where one page is not enough.
const PAGE_NUMBER: usize = 16;
const KEYS: &str = "  ↑ ↓ to choose, Enter to confirm, Esc to cancel";
/// The same where one page is not enough.
const KEYS_OF_PAGES: &str = "  ↑ ↓ to choose, Enter to confirm, ← → for other pages, Esc to cancel";

/// Asks for one of several; `None` when it was cancelled. Without a default Enter alone chooses none of them.
pub(super) fn choose(prompt: &str, choices: &[String], default: Option<usize>) -> io::Result<Option<usize>> {
    // What belongs together is written in one piece, so that nothing flickers.
    let term = Term::buffered_stderr();
    let lines = usize::from(term.size().0);
    if lines < OTHER_LINES {
        // dialoguer panics there.
        return choose_by_number(&Term::stderr(), prompt, choices);
    }
    let page = (lines - OTHER_LINES).clamp(1, LONGEST_PAGE);
    let list = List { term: &term, choices, page, drawn: Cell::default() };
    let select = Select::with_theme(&list).with_prompt(prompt).items(0..choices.len());
    let select = if let Some(default) = default { select.default(default) } else { select };
    // An error means Ctrl-C, or the terminal is gone. Then the list still stands there.
    let chosen = select.max_length(page).report(false).interact_on_opt(&term).or_else(|_| {
        term.clear_last_lines(list.drawn.get())?;
        Ok::<_, io::Error>(None)
    })?;
    let answer = chosen.and_then(|index| choices.get(index)).map_or("CANCEL", String::as_str);
    term.write_line(&format!("{prompt} {answer}"))?;
    term.flush()?;
    Ok(chosen)
}

/// Writes the lines of a choice. dialoguer counts the bytes of an item to tell how many lines it fills, and removes
/// too many where a letter has several. So its items are numbers, and this finds the line and cuts it.
struct List<'a> {
    term: &'a Term,
    choices: &'a [String],
    /// At most so many answers are shown at once.
    page: usize,
    /// The number of lines that stand there now.
    drawn: Cell<usize>,
}

impl List<'_> {
    /// Writes a line that leaves so many columns free.
    fn line(&self, to: &mut dyn Write, line: &str, free: usize) -> fmt::Result {
        self.drawn.set(self.drawn.get() + 1);
        let columns = usize::from(self.term.size().1).saturating_sub(free);
        to.write_str(&truncate_str(line, columns, "…"))
    }
}

impl Theme for List<'_> {
    fn format_select_prompt(&self, to: &mut dyn Write, prompt: &str) -> fmt::Result {
        self.drawn.set(0);
        let paged = self.choices.len() > self.page;
        self.line(to, prompt, if paged { PAGE_NUMBER } else { LAST_COLUMN })
    }

    fn format_select_prompt_item(&self, to: &mut dyn Write, item: &str, active: bool) -> fmt::Result {
        let index = item.parse::<usize>().map_err(|_| fmt::Error)?;
        if index == 0 {
            // Where one page is enough, the question is not drawn again.
            self.drawn.set(1);
        }
        let mark = if active { '>' } else { ' ' };
        self.line(to, &format!("{mark} {}", self.choices[index]), LAST_COLUMN)?;
        if index + 1 == self.choices.len() || (index + 1).is_multiple_of(self.page) {
            to.write_char('\n')?;
            let paged = self.choices.len() > self.page;
            self.line(to, if paged { KEYS_OF_PAGES } else { KEYS }, LAST_COLUMN)?;
        }
        Ok(())
    }
}
