//! Times as the screens show them: UTC, to the minute.

use maud::{Markup, html};

use crate::emulator::clock;

/// `24 Nov 2026, 15:34`, and in full where the pointer rests.
pub(super) fn shown(ms: i64) -> Markup {
    let full = clock::rfc3339(ms);
    let short = jiff::Timestamp::from_millisecond(ms)
        .map_or_else(|_| full.clone(), |at| at.strftime("%-d %b %Y, %H:%M").to_string());
    html! { time datetime=(full) title={ (full) " (UTC)" } { (short) } }
}
