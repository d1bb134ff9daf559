//! A CSV file with the people of a batch.

use std::io::{self, Read};

use crate::job::input::csv::{CsvError, Entry, KeyColumns, read};
use crate::model::UserId;
use crate::provider::ProviderKind;

/// Reads a file. However it is cut into pieces, the rows are the same; they are numbered without a gap; and each names a
/// person by something that can be looked up.
///
/// # Panics
/// When that does not hold.
pub fn roster(bytes: &[u8]) {
    let whole = rows(bytes);
    let cut = rows(OneByteAtATime(bytes));
    assert_eq!(whole.as_ref().ok(), cut.as_ref().ok(), "it depends on the pieces");
    assert_eq!(whole.is_ok(), cut.is_ok());
    let Ok(rows) = whole else { return };
    assert!(!rows.is_empty());
    for (number, entry) in (1..).zip(&rows) {
        assert_eq!(entry.row, number);
        assert!(entry.line > entry.row, "the header stands above every row");
        assert!(entry.user_id.is_some() || entry.email.is_some());
        for key in entry.user_id.iter().map(UserId::as_str).chain(entry.email.as_deref()) {
            assert!(!key.is_empty() && key.trim() == key, "{key:?}");
        }
    }
}

fn rows(input: impl Read) -> Result<Vec<Entry>, CsvError> {
    let mut rows = Vec::new();
    let judge = |text: &str| ProviderKind::Resolver.user_id(text);
    read(input, &KeyColumns::default(), &judge, |entry| {
        rows.push(entry);
        Ok::<(), CsvError>(())
    })?;
    Ok(rows)
}

struct OneByteAtATime<'a>(&'a [u8]);

impl Read for OneByteAtATime<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(1);
        self.0.read(&mut buffer[..most])
    }
}
