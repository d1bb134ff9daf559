//! The words in which a person's state is shown: the same in lists, on a page and beside a question.

use jiff::Timestamp;

use super::cell::{Cell, Tone};
use crate::model::{Enrolment, Factor, LastLogin, Level, UserId};
use crate::shell::shell_word;

/// A person's enrolment in words.
pub(crate) fn enrolled_since(mfa: Enrolment, level: Option<Level>, at: Option<Timestamp>) -> Cell {
    let level = level.map_or_else(String::new, |level| format!(" ({} level)", level.word()));
    let since = at.map_or_else(String::new, |at| format!(" since {}", moment(at)));
    match mfa {
        Enrolment::Enrolled => Cell::toned(format!("enrolled{level}{since}"), Tone::Good),
        Enrolment::Partial => Cell::toned(format!("set-up not finished{level}{since}"), Tone::Mind),
        Enrolment::NotEnrolled => Cell::toned("not enrolled", Tone::Mind),
        Enrolment::Unknown => Cell::toned("unknown: the service does not tell", Tone::Faint),
    }
}

/// One factor in words: what it is, since when, and why it does not work if it does not.
pub(crate) fn factor(factor: &Factor) -> Cell {
    let times = [("since", factor.enrolled_at), ("last used", factor.last_used)];
    let times = times.iter().filter_map(|(what, at)| Some(format!("{what} {}", moment((*at)?))));
    let mut words = vec![format!("{} {}", factor.kind, factor.id)];
    words.extend(times);
    let words = words.join(", ");
    let faults = [
        (factor.disabled, "disabled"),
        (factor.revoked, "revoked"),
        (factor.locked, "locked by wrong codes"),
    ];
    let faults: Vec<_> = faults.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    if faults.is_empty() {
        words.into()
    } else {
        Cell::toned(format!("{words}: {}", faults.join(", ")), Tone::Mind)
    }
}

/// The command that is enough for a person who is kept out by a lock alone.
pub(crate) fn unlock_hint(user: &UserId, profile: Option<&str>) -> String {
    command_for("mfa unlock", user.as_str(), profile)
}

/// A command for one person, to be copied. It names the profile, so that it reaches the same organisation where another
/// profile is the default.
pub(crate) fn command_for(command: &str, user: &str, profile: Option<&str>) -> String {
    let profile = profile.map_or_else(String::new, |name| format!("--profile {} ", shell_word(name)));
    format!("mfa-admin {profile}{command} --user-id {}", shell_word(user))
}

/// The last sign-in, in the words of the web screen.
pub(crate) fn last_login(at: LastLogin) -> Cell {
    match at {
        LastLogin::At(at) => moment(at).into(),
        LastLogin::Never => Cell::toned("Never", Tone::Faint),
        LastLogin::Unknown => Cell::toned("-", Tone::Faint),
    }
}

/// A moment as people read it; scripts get the whole of it.
pub(crate) fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// `yes`, `no` or unknown.
pub(crate) fn yes_no(truth: Option<bool>) -> Cell {
    match truth {
        Some(true) => "yes".into(),
        Some(false) => Cell::toned("no", Tone::Faint),
        None => Cell::toned("-", Tone::Faint),
    }
}

pub(crate) fn on_off(truth: Option<bool>) -> Cell {
    match truth {
        Some(true) => "on".into(),
        Some(false) => Cell::toned("off", Tone::Faint),
        None => unknown(),
    }
}

pub(crate) fn unknown() -> Cell {
    Cell::toned("unknown", Tone::Faint)
}

pub(crate) fn enrolment(mfa: Enrolment) -> Cell {
    let tone = match mfa {
        Enrolment::Enrolled => Tone::Good,
        Enrolment::Partial | Enrolment::NotEnrolled => Tone::Mind,
        Enrolment::Unknown => Tone::Faint,
    };
    Cell::toned(mfa.word(), tone)
}
