//! What a command gives to the writer: records for a list, a card for a page.

use serde::Serialize;

use super::cell::Cell;

/// An element of a list.
pub trait Record: Serialize {
    /// The keys in JSON and the header in CSV, in this order.
    const KEYS: &'static [&'static str];
    /// The header of the table.
    const COLUMNS: &'static [&'static str];
    /// The steps by which the table becomes narrower until it fits the terminal. A column that is not named keeps its
    /// width, as an id must.
    const NARROW_RULES: &'static [NarrowRule] = &[];
    /// A row of the table, as many cells as there are columns.
    fn cells(&self) -> Vec<Cell>;
}

/// How a column becomes narrower where the terminal is too narrow for the table.
#[derive(Debug, Clone, Copy)]
pub enum NarrowRule {
    /// Its cells are cut, to no less than so many characters.
    Shrinks(&'static str, usize),
    /// It is left out, and `…` at the end of the header says so.
    Goes(&'static str),
}

impl NarrowRule {
    pub(super) fn header(&self) -> &'static str {
        match self {
            Self::Shrinks(header, _) | Self::Goes(header) => header,
        }
    }
}

/// A single thing that has a page of its own.
pub trait Card: Serialize {
    /// The keys in JSON and the header in CSV, in this order.
    const KEYS: &'static [&'static str];
    /// The lines for people.
    fn lines(&self) -> Vec<Line>;
}

/// A line on a page.
pub enum Line {
    /// A heading.
    Heading(String),
    /// A label and its value.
    Field(&'static str, Cell),
    /// Space.
    Blank,
}
