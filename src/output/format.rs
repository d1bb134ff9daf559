//! What each format makes of a result. Nothing else matches on `Format`: a new one does not compile until this file
//! knows it.

use std::io;
use std::marker::PhantomData;

use super::cell::Cell;
use super::csv::{csv_fields, line};
use super::json::{json_fields, json_line};
use super::page::{Paper, laid_out};
use super::record::{Line, Record};
use super::table::table;
use crate::settings::Format;

/// What a format shows of a result that has rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A page for people: lines and a table.
    Page,
    /// One document with everything in it.
    Document,
    /// The rows alone.
    Rows,
}

impl Format {
    pub(super) fn shape(self) -> Shape {
        match self {
            Self::Table => Shape::Page,
            Self::Json => Shape::Document,
            Self::Jsonl | Self::Csv => Shape::Rows,
        }
    }

    /// Is a failure a JSON object, and nothing else on stderr?
    pub(super) fn is_json(self) -> bool {
        match self {
            Self::Json | Self::Jsonl => true,
            Self::Table | Self::Csv => false,
        }
    }
}

/// A table is laid out in blocks of so many rows: a column must be as wide as its widest cell, and a reader must not
/// wait for the last of a million rows.
const BLOCK: usize = 1000;

/// Turns records into text while they come.
pub(super) struct Rows<R> {
    format: Format,
    paper: Paper,
    /// The places of the fields that are shown, in this order; all of them where there are none.
    fields: Vec<usize>,
    /// The columns for which the terminal was too narrow.
    gone: Vec<&'static str>,
    /// The rows of a table that are not laid out yet.
    block: Vec<Vec<Cell>>,
    count: usize,
    records: PhantomData<R>,
}

impl<R: Record> Rows<R> {
    pub(super) fn new(format: Format, paper: Paper, fields: Vec<usize>) -> Self {
        Self { format, paper, fields, gone: Vec::new(), block: Vec::new(), count: 0, records: PhantomData }
    }

    /// The columns for which the terminal was too narrow.
    pub(super) fn gone(&self) -> &[&'static str] {
        &self.gone
    }

    /// Adds a record. Gives the text that can be written now.
    pub(super) fn push(&mut self, record: &R) -> io::Result<String> {
        self.count += 1;
        let is_first = self.count == 1;
        Ok(match self.format {
            Format::Table => {
                let cells = record.cells();
                self.block.push(match self.fields.as_slice() {
                    [] => cells,
                    fields => fields.iter().map(|place| cells[*place].clone()).collect(),
                });
                if self.block.len() == BLOCK { self.lay_out() } else { String::new() }
            }
            Format::Json => format!("{}\n{}", if is_first { "[" } else { "," }, self.json(record)?),
            Format::Jsonl => format!("{}\n", self.json(record)?),
            Format::Csv if is_first => line(&self.keys()) + &csv_fields(record, &self.keys())?,
            Format::Csv => csv_fields(record, &self.keys())?,
        })
    }

    fn keys(&self) -> Vec<&'static str> {
        chosen(R::KEYS, &self.fields)
    }

    fn json(&self, record: &R) -> io::Result<String> {
        if self.fields.is_empty() { json_line(record) } else { json_fields(record, &self.keys()) }
    }

    /// Ends the list: closes the JSON array, lays out the rest of a table, writes the header of an empty CSV.
    pub(super) fn finish(&mut self) -> String {
        let is_empty = self.count == 0;
        match self.format {
            Format::Table => self.lay_out(),
            Format::Json if is_empty => "[]\n".to_owned(),
            Format::Json => "\n]\n".to_owned(),
            Format::Csv if is_empty => line(&self.keys()),
            Format::Jsonl | Format::Csv => String::new(),
        }
    }

    /// The block as a table. Where no table fits, each record stands on lines of its own: they fit everywhere.
    fn lay_out(&mut self) -> String {
        let block = std::mem::take(&mut self.block);
        if block.is_empty() {
            return String::new();
        }
        debug_assert!(
            R::NARROW_RULES.iter().all(|rule| R::COLUMNS.contains(&rule.header())),
            "a column that is not there"
        );
        let headers = chosen(R::COLUMNS, &self.fields);
        if let Some((text, gone)) =
            table(&headers, R::NARROW_RULES, &block, self.paper.width, self.paper.colored)
        {
            self.gone = gone;
            return text;
        }
        let fields = |row| headers.iter().zip(row).map(|(column, cell)| Line::Field(column, cell));
        let lines = block.into_iter().flat_map(|row: Vec<Cell>| fields(row).chain([Line::Blank]));
        laid_out(&lines.collect::<Vec<_>>(), self.paper)
    }
}

/// Those at these places, in this order; all where no place is named.
fn chosen(all: &[&'static str], places: &[usize]) -> Vec<&'static str> {
    if places.is_empty() { all.to_vec() } else { places.iter().map(|place| all[*place]).collect() }
}
