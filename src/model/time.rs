//! The time of day, and how it is written.

use std::fmt;

use jiff::Timestamp;
use serde::Serializer;

/// The time of day. One for a run, from `Host`; a fixed one in tests.
#[derive(Clone, Copy)]
pub struct Clock(fn() -> Timestamp);

impl Clock {
    /// A clock that calls `now`.
    #[must_use]
    pub fn new(now: fn() -> Timestamp) -> Self {
        Self(now)
    }

    /// The time of day.
    #[must_use]
    pub fn now(self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Writes a time as RFC 3339 in UTC with exactly three decimals.
///
/// # Errors
/// Those of the serializer.
pub fn milliseconds<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.serialize_str(&format!("{at:.3}")),
        None => serializer.serialize_none(),
    }
}
