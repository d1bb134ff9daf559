//! A line of a plan file. Cells show every character, do nothing in a terminal or a spreadsheet, and are read back exactly.
//!
//! Three steps: invisible characters are escaped, so that a row stays on its line; a cell that a spreadsheet would run as a
//! formula, or that begins with an apostrophe, gets an apostrophe in front, of which exactly one is removed again; a cell
//! with a delimiter is quoted.

use crate::model::Factor;
use crate::output::{escaped, neutralize_formula, unescaped};

/// A text as a cell.
pub(super) fn cell(text: &str) -> String {
    guarded(&escaped(text))
}

/// The text of a cell; `None` when this program cannot have written it.
pub(super) fn text(cell: &str) -> Option<String> {
    unescaped(unguarded(cell))
}

/// The ids of factors as one cell.
pub(super) fn ids(factors: &[Factor]) -> String {
    let ids: Vec<_> = factors.iter().map(|factor| escaped(&factor.id).replace(' ', "\\u{20}")).collect();
    guarded(&ids.join(" "))
}

/// The factors of a cell that is not empty. Nothing but their ids is known.
pub(super) fn factors(cell: &str) -> Option<Vec<Factor>> {
    let factor = |id| Some(Factor { id: unescaped(id)?, ..Factor::default() });
    unguarded(cell).split(' ').map(factor).collect()
}

fn guarded(text: &str) -> String {
    if text.starts_with('\'') { format!("'{text}") } else { neutralize_formula(text).into_owned() }
}

fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

/// Cells as a line, with its line break.
pub(super) fn joined<T: AsRef<str>>(cells: &[T]) -> String {
    let quoted = |cell: &T| {
        let cell = cell.as_ref();
        // Some spreadsheets cut at semicolons too.
        if cell.contains([',', ';', '"']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let mut line = cells.iter().map(quoted).collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}

/// The cells of a line without its line break; `None` when its quotes are invalid. Done by hand because a reader of the
/// `csv` crate for each line costs more than the line.
pub(super) fn cells(line: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, after) = if let Some(quoted) = rest.strip_prefix('"') {
            unquoted(quoted)?
        } else {
            let (cell, after) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
            if cell.contains('"') {
                return None;
            }
            (cell.to_owned(), after)
        };
        cells.push(cell);
        if after.is_empty() {
            return Some(cells);
        }
        rest = after.strip_prefix(',')?;
    }
}

/// A cell behind its opening quote, and what follows the closing one.
fn unquoted(mut rest: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        cell.push_str(before);
        let Some(more) = after.strip_prefix('"') else { return Some((cell, after)) };
        cell.push('"');
        rest = more;
    }
}
