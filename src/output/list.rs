//! Lists, written while they come in, and pages. Only the block of a table that is not laid out yet is kept in memory.

use std::io;

use serde::Serialize;

use super::ask::ask_which;
use super::cell::Cell;
use super::format::{Rows, Shape};
use super::page::laid_out;
use super::question::PromptAnswer;
use super::record::{Card, Record};
use super::sanitize::tight;
use super::table::{lines, table};
use super::writer::Output;
use crate::settings::TerminalStyle;

/// A list under way.
pub struct List<'a, R: Record> {
    output: &'a Output,
    rows: Rows<R>,
}

impl<R: Record> List<'_, R> {
    /// Adds a record.
    pub(crate) fn push(&mut self, record: &R) -> io::Result<()> {
        let text = self.rows.push(record)?;
        if text.is_empty() { Ok(()) } else { self.output.write(&text) }
    }

    /// Ends the list. A list that fails is not ended, so that no script takes a part for the whole.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.output.result(&self.rows.finish())?;
        if !self.rows.gone().is_empty() {
            let columns = self.rows.gone().join(", ");
            self.output
                .note(format!("left out, the terminal is too narrow: {columns} (-o csv has every column)"));
        }
        Ok(())
    }

    /// Hands over what has come so far. A table waits until its block is full.
    pub(crate) fn flush(&self) -> io::Result<()> {
        self.output.flush()
    }
}

/// A card among others, in a format that has no pages.
#[derive(Serialize)]
#[serde(transparent)]
struct Entry<'a, C>(&'a C);

impl<C: Card> Record for Entry<'_, C> {
    const KEYS: &'static [&'static str] = C::KEYS;
    const COLUMNS: &'static [&'static str] = &[];

    fn cells(&self) -> Vec<Cell> {
        Vec::new()
    }
}

/// Before a line that can be chosen stand its mark and a blank; the last column stays free.
const MARK: usize = 3;
/// The width of a terminal that does not tell it.
const USUAL_WIDTH: usize = 80;

fn spoken(row: &[Cell]) -> String {
    row.iter().map(|cell| tight(&cell.text)).collect::<Vec<_>>().join(", ")
}

impl Output {
    /// Asks for one of these records, or for `other`, which stands below them. None is chosen beforehand. Answers with
    /// the index; that of `other` is their number.
    pub(crate) async fn ask_which<R: Record>(
        &self,
        prompt: &str,
        records: &[R],
        other: &str,
    ) -> PromptAnswer<usize> {
        let rows: Vec<_> = records.iter().map(Record::cells).collect();
        let width = (self.stderr.width)().unwrap_or(USUAL_WIDTH).saturating_sub(MARK);
        let mut choices = match self.stderr.style {
            TerminalStyle::Drawn => lines::<R>(&rows, width),
            // Read aloud, blanks between the values would not be heard.
            TerminalStyle::Lines => rows.iter().map(|row| spoken(row)).collect(),
        };
        choices.push(other.to_owned());
        ask_which(self.stderr.style, prompt, choices).await
    }

    /// Shows records on stderr that a question is about, whatever the format.
    pub(crate) fn show_records_for_question<R: Record>(&self, records: &[R]) {
        let rows: Vec<_> = records.iter().map(Record::cells).collect();
        let width = (self.stderr.width)().map(|width| width.saturating_sub(1));
        let drawn = match self.stderr.style {
            TerminalStyle::Drawn => table(R::COLUMNS, R::NARROW_RULES, &rows, width, self.stderr.colored),
            TerminalStyle::Lines => None,
        };
        let in_lines = || rows.iter().flat_map(|row| [spoken(row), "\n".to_owned()]).collect();
        self.say(&drawn.map_or_else(in_lines, |(table, _)| table));
    }

    /// Begins a list of unknown length. Rows are written as they come.
    pub(crate) fn list<R: Record>(&self) -> List<'_, R> {
        self.list_of(Vec::new())
    }

    /// The same with the fields at these places alone, in this order; with all of them where there are none.
    pub(crate) fn list_of<R: Record>(&self, fields: Vec<usize>) -> List<'_, R> {
        List { output: self, rows: Rows::new(self.format, self.paper, fields) }
    }

    /// Writes a whole list.
    pub(crate) fn all<R: Record>(&self, records: &[R]) -> io::Result<()> {
        let mut list = self.list();
        records.iter().try_for_each(|record| list.push(record))?;
        list.finish()
    }

    /// Writes one card.
    pub(crate) fn page<C: Card>(&self, card: &C) -> io::Result<()> {
        match self.shape() {
            Shape::Page => self.result(&laid_out(&card.lines(), self.paper)),
            Shape::Document => self.document(card),
            Shape::Rows => self.all(&[Entry(card)]),
        }
    }

    /// Writes several cards: for people a page each, for scripts a list.
    pub(crate) fn pages<C: Card>(&self, cards: &[C]) -> io::Result<()> {
        match self.shape() {
            Shape::Page => cards.iter().try_for_each(|card| self.page(card)),
            Shape::Document | Shape::Rows => self.all(&cards.iter().map(Entry).collect::<Vec<_>>()),
        }
    }
}
