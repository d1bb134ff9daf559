//! The time of day, for the emulator alone.

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "a server has a clock of its own: that of the client, which tests set, must not reach it"
)]
pub(super) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Seconds since 1970, as time-based codes and `expiresAt` count.
pub(super) fn now_seconds() -> u64 {
    u64::try_from(now_ms() / 1000).unwrap_or_default()
}

/// `2026-09-10T18:16:56.865Z`: milliseconds always shown, so that times sort as text.
pub(super) fn rfc3339(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map_or_else(|_| String::new(), |at| format!("{at:.3}"))
}

/// Reads a time as a person may write it: RFC 3339, a plain date (its first moment, UTC), or milliseconds.
pub(super) fn parse(text: &str) -> Option<i64> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(at.as_millisecond());
    }
    if let Ok(date) = text.parse::<jiff::civil::Date>() {
        let midnight = jiff::tz::TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0));
        return midnight.ok().map(jiff::Timestamp::as_millisecond);
    }
    text.parse().ok()
}
