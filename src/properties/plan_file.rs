//! A plan file, which another person may have edited.

use crate::job::input::plan_file::{Heading, Writer, read};
use crate::model::UserId;
use crate::state::PlannedRow;

/// Reads a plan. What is accepted says the same when it is written and read again.
///
/// # Panics
/// When that does not hold.
pub fn plan_file(bytes: &[u8]) {
    let Some((heading, rows)) = accepted(bytes) else { return };
    let again = accepted(&written(&heading, &rows)).expect("what was written can be read");
    assert_eq!(again, (heading, rows));
}

/// What a plan says; `None` if it is refused.
pub(super) fn accepted(bytes: &[u8]) -> Option<(Heading, Vec<PlannedRow>)> {
    let mut rows = Vec::new();
    let judge = |text: &str| Some(UserId::new(text));
    let mut take = |row: &PlannedRow| {
        rows.push(row.clone());
        Ok(())
    };
    let (heading, _) = read(bytes, &judge, &mut take).ok()?;
    Some((heading, rows))
}

pub(super) fn written(heading: &Heading, rows: &[PlannedRow]) -> Vec<u8> {
    let mut writer = Writer::begin(Vec::new(), heading).expect("memory is writable");
    for row in rows {
        writer.row(row).expect("memory is writable");
    }
    writer.finish().expect("memory is writable")
}
