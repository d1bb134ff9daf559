//! What a call that was not done comes to: words and exit code.

use crate::failure::{Failure, FailureKind};
use crate::provider::{ProviderError, Refusal};

/// A call that is never sent.
pub(super) fn never_sent(named: &str, Refusal { why, instead }: Refusal) -> Failure {
    let failure = Failure::new(FailureKind::Forbidden, format!("`{named}` is not sent by `api`: {why}"));
    failure.hint(instead.unwrap_or("see `mfa-admin api list` for the calls that there are"))
}

/// A call that the service did not do, or of which that is not known.
pub(super) fn failed(error: ProviderError, changes: bool) -> Failure {
    match error {
        ProviderError::NoAnswer(_) if changes => Failure::new(FailureKind::UnknownOutcome, error.to_string())
            .because("the call was sent once, and the service may have carried it out")
            .hint("read what it changes before you send it again"),
        ProviderError::Refused { status: 404, .. } => Failure::new(FailureKind::NotFound, error.to_string())
            .hint("see `mfa-admin api list` for the calls that there are"),
        ProviderError::Refused { .. } => Failure::new(FailureKind::Incomplete, error.to_string()),
        error => error.into(),
    }
}
