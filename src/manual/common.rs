//! The sections that several pages have in common, each from the one table that the code has of it.

use roff::{Roff, bold, roman};

use super::text::{entry, inline};
use crate::model::{FailureKind, Outcome};
use crate::settings::{FILES, VARIABLES};

pub(super) fn outcomes(roff: &mut Roff) {
    roff.control("SH", ["OUTCOMES"]);
    roff.text([roman("Each row of the result says in one word what came of it:")]);
    for outcome in Outcome::ALL {
        entry(roff, [bold(outcome.word())], outcome.meaning());
    }
    roff.control("PP", []);
    roff.text(inline(
        "A row without an outcome was not reached. Where its `detail` says that a request may have been sent, \
         `mfa-admin batch resume` finds out.",
    ));
}

pub(super) fn exit_status(roff: &mut Roff) {
    roff.control("SH", ["EXIT STATUS"]);
    entry(roff, [bold("0")], "everything asked for is done");
    for kind in FailureKind::ALL {
        entry(roff, [bold(format!("{} {}", kind.code(), kind.word()))], kind.meaning());
    }
    roff.control("PP", []);
    roff.text(inline(
        "With `-o json` or `-o jsonl` a failure is one JSON object on stderr, whose `code` is the word above.",
    ));
}

pub(super) fn environment(roff: &mut Roff) {
    roff.control("SH", ["ENVIRONMENT"]);
    for (names, meaning) in VARIABLES {
        entry(roff, [bold(*names)], meaning);
    }
}

pub(super) fn files(roff: &mut Roff) {
    roff.control("SH", ["FILES"]);
    for (path, meaning) in FILES {
        entry(roff, [bold(*path)], meaning);
    }
}
