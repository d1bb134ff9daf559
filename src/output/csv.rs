//! Records as lines of a CSV file.

use std::io;

use serde::Serialize;
use serde_json::Value;

use super::record::Record;
use super::sanitize::{neutralize_formula, sanitize};

/// The header of a CSV file of such records, with its line break.
pub(crate) fn csv_header<R: Record>() -> String {
    line(R::KEYS)
}

/// A record as a line of a CSV file, with its line break.
pub(crate) fn csv_line<R: Record>(record: &R) -> io::Result<String> {
    csv_fields(record, R::KEYS)
}

/// These keys of a record as a line of a CSV file, with its line break.
pub(super) fn csv_fields(record: &impl Serialize, keys: &[&str]) -> io::Result<String> {
    let json = serde_json::to_value(record)?;
    let cells: Vec<_> = keys.iter().map(|key| cell(&json[*key])).collect();
    Ok(line(&cells))
}

/// The value of a key: empty for null, lists joined by `; `, and nothing that a spreadsheet runs.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => neutralize_formula(&sanitize(text)).into_owned(),
        Value::Array(entries) => entries.iter().map(cell).collect::<Vec<_>>().join("; "),
        Value::Object(keys) if keys.contains_key("kind") => cell(&keys["kind"]),
        other => sanitize(&other.to_string()).into_owned(),
    }
}

pub(super) fn line<T: AsRef<[u8]>>(cells: &[T]) -> String {
    // The buffer of a line; that of a file is larger.
    let mut writer = csv::WriterBuilder::new().buffer_capacity(512).from_writer(Vec::new());
    // Writing to memory does not fail.
    let line = writer.write_record(cells).ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(line).unwrap_or_default()
}
