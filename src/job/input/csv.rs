//! A CSV file becomes rows. The whole file is checked before anything is sent.
//!
//! `header` finds the columns of the keys. Three readers are chained: `text` turns the encoding of the file into UTF-8, `quotes` finds the mistakes that the `csv`
//! crate forgives (an open quote silently swallows the people after it), and `csv` splits records. The error names every
//! bad line, not only the first.

mod error;
mod header;
mod quotes;
mod text;

use std::io::{self, Read};

use ::csv::{ByteRecord, Reader, ReaderBuilder};

use crate::model::UserId;
pub use error::{BadLine, CsvError, LONGEST_RECORD, Why};
use header::Columns;
pub use header::KeyColumns;
use quotes::{Seen, Watcher};
pub use text::Encoding;

/// How much of the file may be looked at to tell the delimiter from its header.
const HEAD: u64 = 64 << 10;

/// The delimiters a file may use; the earlier wins where the header leaves it open.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// One person asked for; at least one of `user_id` and `email` is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number of the data record, from 1; blank lines are not counted.
    pub row: u64,
    /// The line of the file on which the record begins, from 1.
    pub line: u64,
    /// The id, in its canonical form.
    pub user_id: Option<UserId>,
    /// The e-mail address without surrounding spaces, else as written.
    pub email: Option<String>,
}

/// Reads and checks a whole file, and gives its rows to `take` while it goes: until it has ended well, they are not
/// to be relied on. `named` says which columns hold the keys, where the header calls them otherwise. `read_id` gives an
/// id its canonical form, or `None` when it cannot be one.
///
/// # Errors
///
/// [`CsvError::Bad`] names all bad lines at once; the other kinds are about the file as a whole. And those of `take`.
pub fn read<E: From<CsvError>>(
    input: impl Read,
    named: &KeyColumns,
    read_id: &dyn Fn(&str) -> Option<UserId>,
    mut take: impl FnMut(Entry) -> Result<(), E>,
) -> Result<(), E> {
    let (encoding, mut text) = text::decode(input).map_err(CsvError::from)?;
    let head = head(&mut text).map_err(CsvError::from)?;
    if let Some(what) = text::container(&head) {
        return Err(CsvError::NotCsv { what }.into());
    }
    let delimiter = delimiter(&head, named);
    let watcher = Watcher::new(io::Cursor::new(head).chain(text), delimiter);
    let mut records = Records { reader: csv_reader(watcher, delimiter), encoding, row: ByteRecord::new() };
    let (columns, mut bad) = columns(&mut records, named)?;

    let mut row = 0;
    while let Some(record) = records.next().map_err(CsvError::from)? {
        row += 1;
        let checked = record.and_then(|line| match columns.pick(records.fields(), read_id) {
            Ok((user_id, email)) => Ok(Entry { row, line, user_id, email }),
            Err(why) => Err(BadLine { line, why }),
        });
        match checked {
            // Rows below a bad line are only checked.
            Ok(entry) if bad.is_empty() => take(entry)?,
            Ok(_) => {}
            Err(slip) => bad.push(slip),
        }
    }
    if !bad.is_empty() {
        Err(CsvError::Bad(bad).into())
    } else if row == 0 {
        Err(CsvError::Empty.into())
    } else {
        Ok(())
    }
}

/// Reads the header: where the keys stand, and what is wrong with it beside that.
fn columns<R: Read>(
    records: &mut Records<R>,
    named: &KeyColumns,
) -> Result<(Columns, Vec<BadLine>), CsvError> {
    let Some(header) = records.next()? else { return Err(CsvError::Empty) };
    match (Columns::find(records.fields(), named), header) {
        (columns, Ok(_)) => Ok((columns?, Vec::new())),
        // Not merely short of a column: this could not be read as a table in the first place.
        (Err(_), Err(slip)) | (_, Err(slip @ BadLine { why: Why::NulByte, .. })) => {
            Err(CsvError::Bad(vec![slip]))
        }
        (Ok(columns), Err(slip)) => Ok((columns, vec![slip])),
    }
}

/// The beginning of the text. Byte order marks go: `csv` would drop one that the watcher has counted.
fn head(text: &mut impl Read) -> io::Result<Vec<u8>> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    let mut head = Vec::new();
    text.by_ref().take(HEAD).read_to_end(&mut head)?;
    let marks = head.chunks_exact(MARK.len()).take_while(|chunk| *chunk == MARK).count();
    head.drain(..marks * MARK.len());
    Ok(head)
}

/// The delimiter for which the header has a usable column; of several, the one that gives most fields.
fn delimiter(head: &[u8], named: &KeyColumns) -> u8 {
    let worth = |delimiter: u8| {
        let header = csv_reader(head, delimiter)
            .into_byte_records()
            .map_while(Result::ok)
            .find(|record| !is_blank(record))
            .unwrap_or_default();
        let columns = Columns::find(&header, named);
        let is_usable =
            !matches!(columns, Err(CsvError::NoUsableColumn { .. } | CsvError::NoSuchColumn { .. }));
        (is_usable, header.len())
    };
    // `max_by_key` takes the last of equals.
    DELIMITERS.into_iter().rev().max_by_key(|&delimiter| worth(delimiter)).unwrap_or(b',')
}

fn csv_reader<R: Read>(input: R, delimiter: u8) -> Reader<R> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(input)
}

/// Is it a line of nothing but blanks and separators? Spreadsheets write those below the last person.
fn is_blank(record: &ByteRecord) -> bool {
    let is_nothing = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';');
    record.iter().all(|field| str::from_utf8(field).is_ok_and(|text| text.chars().all(is_nothing)))
}

/// The records of the file, each with what the watcher saw of it.
struct Records<R> {
    reader: Reader<Watcher<R>>,
    encoding: Encoding,
    row: ByteRecord,
}

impl<R: Read> Records<R> {
    /// Steps to the next record that is not blank: the line it begins on, or what is wrong with it before its
    /// fields are looked at.
    fn next(&mut self) -> io::Result<Option<Result<u64, BadLine>>> {
        while self.reader.read_byte_record(&mut self.row)? {
            let Seen { line, quoted, slip } = self.reader.get_mut().next_record();
            // `""` is an empty key, not a blank line.
            if slip.is_none() && !quoted && is_blank(&self.row) {
                continue;
            }
            let slip = slip.or_else(|| self.undecodable().map(|why| BadLine { line, why }));
            return Ok(Some(slip.map_or(Ok(line), Err)));
        }
        Ok(None)
    }

    fn fields(&self) -> &ByteRecord {
        &self.row
    }

    fn undecodable(&self) -> Option<Why> {
        if self.row.as_slice().contains(&0) {
            Some(Why::NulByte)
        } else if self.row.iter().all(|field| str::from_utf8(field).is_ok()) {
            None
        } else if self.encoding == Encoding::Utf8 && text::is_windows_1252(self.row.as_slice()) {
            Some(Why::Windows1252)
        } else {
            Some(Why::NotText { encoding: self.encoding })
        }
    }
}
