//! Why a page cannot be shown.

use crate::emulator::http::Refusal;

pub(super) enum Problem {
    /// Another page comes first.
    Elsewhere(&'static str),
    NotAdministrator,
    NotFound,
    /// There is such a page, but not for this method: for these.
    WrongMethod(&'static str),
    /// A form of an earlier visit.
    OutOfDate,
    Refused(Refusal),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(why: rusqlite::Error) -> Self {
        Self::Refused(why.into())
    }
}
