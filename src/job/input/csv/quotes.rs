//! Watches the quotes of a CSV on its way to the `csv` crate, which forgives an open quote and text after a
//! closing one: both silently join the people that follow into one field.
//!
//! The states are those of `csv-core`, so that both see the same records. It also counts lines, since the line
//! that `csv` gives for a record is that of the blank lines before it.

use std::collections::VecDeque;
use std::io::{self, Read};

use super::error::{BadLine, LONGEST_RECORD, Why};

/// What was seen of one record.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The line on which it begins.
    pub(super) line: u64,
    /// Whether any of its fields is quoted.
    pub(super) quoted: bool,
    /// The first slip in it.
    pub(super) slip: Option<BadLine>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    RecordStart,
    FieldStart,
    Bare,
    Quoted,
    /// After a quote inside a quoted field: it ends the field, or another one follows and both are one quote.
    QuoteInQuoted,
}

pub(super) struct Watcher<R> {
    input: R,
    delimiter: u8,
    state: State,
    line: u64,
    after_cr: bool,
    /// Where the quote of the present field was opened.
    opened: u64,
    /// Bytes of the present record.
    length: usize,
    /// Records begun and not asked for yet: no more than fit the buffer of the reader behind.
    records: VecDeque<Seen>,
}

impl<R> Watcher<R> {
    pub(super) fn new(input: R, delimiter: u8) -> Self {
        Self {
            input,
            delimiter,
            state: State::RecordStart,
            line: 1,
            after_cr: false,
            opened: 0,
            length: 0,
            records: VecDeque::new(),
        }
    }

    /// What was seen of the next record; to be asked once for each that `csv` gives.
    pub(super) fn next_record(&mut self) -> Seen {
        self.records.pop_front().unwrap_or_default()
    }

    fn watch(&mut self, byte: u8) {
        let line_end = matches!(byte, b'\r' | b'\n');
        if self.state == State::RecordStart && !line_end {
            self.records.push_back(Seen { line: self.line, ..Seen::default() });
            self.length = 0;
            self.state = State::FieldStart;
        }
        self.length += 1;
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::QuoteInQuoted,
            (State::Quoted, _) | (State::QuoteInQuoted, b'"') => State::Quoted,
            (_, _) if line_end => State::RecordStart,
            (_, _) if byte == self.delimiter => State::FieldStart,
            (State::FieldStart, b'"') => self.open_quote(),
            (State::QuoteInQuoted, _) => {
                self.blame(Why::TextAfterQuote, self.opened);
                State::Bare
            }
            _ => State::Bare,
        };
        if line_end && !(byte == b'\n' && self.after_cr) {
            self.line += 1;
        }
        self.after_cr = byte == b'\r';
    }

    fn open_quote(&mut self) -> State {
        self.opened = self.line;
        if let Some(record) = self.records.back_mut() {
            record.quoted = true;
        }
        State::Quoted
    }

    fn blame(&mut self, why: Why, line: u64) {
        if let Some(record) = self.records.back_mut() {
            record.slip.get_or_insert(BadLine { line, why });
        }
    }

    /// The line to blame when a record does not end: the open quote where there is one, else its beginning.
    fn culprit(&self) -> u64 {
        match (self.state, self.records.back()) {
            (State::Bare | State::FieldStart, Some(record)) => record.line,
            _ => self.opened,
        }
    }

    fn is_too_long(&self) -> bool {
        self.state != State::RecordStart && self.length > LONGEST_RECORD
    }
}

impl<R: Read> Read for Watcher<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.is_too_long() {
            return Ok(0);
        }
        let count = loop {
            match self.input.read(into) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result?,
            }
        };
        if count == 0 && self.state == State::Quoted {
            self.blame(Why::UnclosedQuote, self.opened);
        }
        for (at, &byte) in into[..count].iter().enumerate() {
            self.watch(byte);
            if self.is_too_long() {
                self.blame(Why::TooLong, self.culprit());
                return Ok(at + 1);
            }
        }
        Ok(count)
    }
}
