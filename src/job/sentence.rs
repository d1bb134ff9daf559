//! The result of one person, as a sentence and what comes next.

use crate::failure::{Failure, FailureKind};
use crate::model::{NextSignIn, Outcome, ResultRow};
use crate::output::person::command_for;

/// What came of one person. An error is what a person has to do something about.
pub(super) fn sentence(
    row: &ResultRow,
    profile: Option<&str>,
    next: Option<NextSignIn>,
) -> Result<String, Failure> {
    let who = who(row);
    let detail = row.detail.as_deref();
    let next = next_sign_in(next);
    let undone = |kind: FailureKind, what: &str| {
        let word = row.outcome.map_or_else(String::new, |outcome| format!(": {}", outcome.word()));
        let failure = Failure::new(kind, format!("{what} {who}{word}"));
        Err(detail.map_or(failure.clone(), |detail| failure.because(detail)))
    };
    let with_detail = |said: String| match detail {
        Some(detail) => format!("{said}: {detail}."),
        None => format!("{said}."),
    };
    let Some(outcome) = row.outcome else {
        return undone(FailureKind::UnknownOutcome, "it is not known whether MFA was reset for");
    };
    let look_again = |failure: Failure| match &row.user_id {
        Some(id) => failure.hint(format!("look with `{}`", command_for("users show", id.as_str(), profile))),
        None => failure,
    };
    match outcome {
        Outcome::Reset if detail.is_some() => Ok(with_detail(format!("MFA reset for {who}, read back"))),
        Outcome::Reset => Ok(format!("MFA reset for {who}, read back. {next}")),
        Outcome::Accepted => {
            let said =
                with_detail(format!("MFA reset for {who}; the service said yes, it was not read back"));
            Ok(format!("{said} {next}"))
        }
        Outcome::NotEnrolled => Ok(format!("{who} has not set MFA up: nothing to reset, nothing was sent.")),
        Outcome::Skipped => Ok(with_detail(format!("Nothing was sent for {who}"))),
        Outcome::WouldReset => {
            Ok(format!("MFA would be reset for {who}. This was a dry run: nothing was sent."))
        }
        Outcome::Refused | Outcome::NotFound | Outcome::Failed => {
            undone(FailureKind::Incomplete, "MFA was not reset for")
        }
        Outcome::Partial => undone(FailureKind::Incomplete, "MFA was reset only in part for"),
        Outcome::Unverified => {
            undone(FailureKind::Incomplete, "the service said yes, but MFA is still set up for")
                .map_err(look_again)
        }
        Outcome::Unknown => undone(FailureKind::UnknownOutcome, "it is not known whether MFA was reset for")
            .map_err(look_again),
    }
}

fn who(row: &ResultRow) -> String {
    let id = || row.user_id.as_ref().map_or_else(|| format!("row {}", row.row), |id| format!("user {id}"));
    let email = row.email.clone().unwrap_or_else(id);
    row.name.as_ref().map_or_else(|| email.clone(), |name| format!("{name} ({email})"))
}

fn next_sign_in(next: Option<NextSignIn>) -> &'static str {
    match next {
        Some(NextSignIn::Enrols) | None => "At the next sign-in they set it up again.",
        Some(NextSignIn::LockedOut) => "The next sign-in LOCKS THEM OUT: no policy lets them in without MFA.",
        Some(NextSignIn::PasswordOnly) => {
            "The next sign-in lets them in with the password alone: nothing makes them set MFA up."
        }
        Some(NextSignIn::Unclear) => {
            "Whether the next sign-in lets them in is unknown: ask who keeps the policies."
        }
    }
}
