//! A list, written while it comes in. Nothing is held but the block of a table that is being laid out.

use std::io;
use std::marker::PhantomData;

use serde_json::Value;

use super::json::json_line;
use super::page::laid_out;
use super::table::table;
use super::{Cell, Line, Output, Record, neutralize_formula, sanitize};
use crate::settings::Format;

/// A table is laid out in blocks of this many rows: its columns must be as wide as the widest cell, and nobody
/// waits for the last of a million.
const BLOCK: usize = 1000;

/// The header of a CSV file of such records, with its line break.
#[must_use]
pub fn csv_header<R: Record>() -> String {
    csv_of(R::KEYS)
}

/// A record as a line of a CSV file, with its line break.
///
/// # Errors
/// When the record cannot be written as JSON either.
pub fn csv_line<R: Record>(record: &R) -> io::Result<String> {
    Ok(csv_of(&csv_cells(record)?))
}

fn csv_cells<R: Record>(record: &R) -> io::Result<Vec<String>> {
    let json = serde_json::to_value(record)?;
    Ok(R::KEYS.iter().map(|key| csv_cell(&json[*key])).collect())
}

/// The value of a key as a CSV cell: empty for null, lists joined by `; `, and nothing that a spreadsheet runs.
fn csv_cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => neutralize_formula(&sanitize(text)).into_owned(),
        Value::Array(entries) => {
            let entries: Vec<_> = entries.iter().map(csv_cell).collect();
            entries.join("; ")
        }
        Value::Object(keys) if keys.contains_key("kind") => csv_cell(&keys["kind"]),
        other => sanitize(&other.to_string()).into_owned(),
    }
}

fn csv_of<T: AsRef<[u8]>>(cells: &[T]) -> String {
    // For a line, not for a file.
    let mut writer = csv::WriterBuilder::new().buffer_capacity(512).from_writer(Vec::new());
    // Writing to memory does not fail.
    let line = writer.write_record(cells).ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(line).unwrap_or_default()
}

/// A list under way.
pub struct List<'a, R: Record> {
    output: &'a Output,
    block: Vec<Vec<Cell>>,
    written: usize,
    of: PhantomData<R>,
}

impl<'a, R: Record> List<'a, R> {
    pub(super) fn new(output: &'a Output) -> Self {
        Self { output, block: Vec::new(), written: 0, of: PhantomData }
    }

    /// Adds a record.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn push(&mut self, record: &R) -> io::Result<()> {
        self.written += 1;
        match self.output.format {
            Format::Table => {
                self.block.push(record.cells());
                if self.block.len() == BLOCK { self.lay_out() } else { Ok(()) }
            }
            Format::Json => {
                let before = if self.written == 1 { "[\n" } else { ",\n" };
                self.output.write(&format!("{before}{}", json_line(record)?))
            }
            Format::Jsonl => self.output.write(&format!("{}\n", json_line(record)?)),
            Format::Csv => {
                if self.written == 1 {
                    self.output.write(&csv_header::<R>())?;
                }
                self.output.write(&csv_line(record)?)
            }
        }
    }

    /// Ends the list: closes the JSON array, writes what is left of the table, and the header of an empty CSV.
    ///
    /// A list that fails half-way is not ended, so that no script takes a part for the whole.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        match self.output.format {
            Format::Table => self.lay_out(),
            Format::Json if self.written == 0 => self.output.write("[]\n"),
            Format::Json => self.output.write("\n]\n"),
            Format::Csv if self.written == 0 => self.output.write(&csv_header::<R>()),
            Format::Jsonl | Format::Csv => Ok(()),
        }?;
        self.flush()
    }

    /// Hands over what has come so far. A table waits until its block is full.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn flush(&self) -> io::Result<()> {
        self.output.flush()
    }

    fn lay_out(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let laid_out = table::<R>(&self.block, self.output.width, self.output.colors.out);
        let Some(table) = laid_out else { return self.stack() };
        self.block.clear();
        self.output.write(&table)
    }

    /// A block of records, each on lines of its own: no terminal is too narrow for that.
    fn stack(&mut self) -> io::Result<()> {
        for row in std::mem::take(&mut self.block) {
            let mut lines: Vec<_> =
                R::COLUMNS.iter().zip(row).map(|(column, cell)| Line::Field(column, cell)).collect();
            lines.push(Line::Blank);
            self.output.write(&laid_out(&lines, self.output.paper()))?;
        }
        Ok(())
    }
}
