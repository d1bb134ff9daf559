//! The words in which a person's state is shown: the same in lists, on the panel and beside a question.

use jiff::Timestamp;

use crate::model::{Enrolment, Level};
use crate::output::{Cell, Tone};

/// A person's enrolment in words.
pub(in crate::commands) fn enrolled_since(
    mfa: Enrolment,
    level: Option<Level>,
    at: Option<Timestamp>,
) -> Cell {
    let level = level.map_or_else(String::new, |level| format!(" ({} level)", level.word()));
    let since = at.map_or_else(String::new, |at| format!(" since {}", moment(at)));
    match mfa {
        Enrolment::Enrolled => Cell::toned(format!("enrolled{level}{since}"), Tone::Good),
        Enrolment::Partial => Cell::toned(format!("set-up not finished{level}{since}"), Tone::Mind),
        Enrolment::NotEnrolled => Cell::toned("not enrolled", Tone::Mind),
        Enrolment::Unknown => Cell::toned("unknown: the service does not tell", Tone::Faint),
    }
}

/// The last sign-in, in the words of the web screen.
pub(in crate::commands) fn last_login(at: Option<Timestamp>) -> Cell {
    at.map_or_else(|| Cell::toned("Never", Tone::Faint), |at| moment(at).into())
}

/// A moment as people read it; scripts get the whole of it.
pub(in crate::commands) fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A truth in words.
pub(in crate::commands) fn yes_no(truth: Option<bool>) -> Cell {
    match truth {
        Some(true) => "yes".into(),
        Some(false) => Cell::toned("no", Tone::Faint),
        None => Cell::toned("-", Tone::Faint),
    }
}

pub(in crate::commands) fn on_off(truth: Option<bool>) -> Cell {
    match truth {
        Some(true) => "on".into(),
        Some(false) => Cell::toned("off", Tone::Faint),
        None => unknown(),
    }
}

pub(in crate::commands) fn unknown() -> Cell {
    Cell::toned("unknown", Tone::Faint)
}

pub(in crate::commands) fn enrolment(mfa: Enrolment) -> Cell {
    let tone = match mfa {
        Enrolment::Enrolled => Tone::Good,
        Enrolment::Partial | Enrolment::NotEnrolled => Tone::Mind,
        Enrolment::Unknown => Tone::Faint,
    };
    Cell::toned(mfa.word(), tone)
}
