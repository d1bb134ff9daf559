//! Every cause of failure becomes words, a hint and an exit code here, and nowhere else.

use std::fmt;
use std::io;
use std::time::Duration;

use crate::credentials::CredentialError;
use crate::model::User;
use crate::policy::{PolicyError, PolicyRefusal};
use crate::provider::{ConnectFailure, Lost, ProviderError, SignInError, cut};
use crate::settings::{DEMO, SettingsError};
use crate::shell::shell_word;
use crate::state::StateError;

pub use crate::model::{Exit, FailureKind};

/// Why a run did not do what it was asked for: what could not be done, then why, then what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What a script sees.
    pub kind: FailureKind,
    /// What could not be done. Lower case, no full stop.
    pub message: String,
    /// Why: the nearest cause first.
    pub because: Vec<String>,
    /// Something to do.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure without a cause below it.
    #[must_use]
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), because: Vec::new(), hint: None }
    }

    /// A failure with its chain of causes; the first of them is the message.
    pub(crate) fn of(kind: FailureKind, error: &anyhow::Error) -> Self {
        let mut chain = error.chain().map(ToString::to_string);
        let message = chain.next().unwrap_or_default();
        Self { kind, message, because: chain.collect(), hint: None }
    }

    /// The result cannot be written.
    pub(crate) fn not_written(error: io::Error) -> Self {
        Self::of(FailureKind::State, &anyhow::Error::new(error).context("cannot write the result"))
    }

    /// Wrong flags or arguments.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(FailureKind::Usage, message)
    }

    /// The run was cancelled, or could not be confirmed.
    pub(crate) fn cancelled(message: impl Into<String>) -> Self {
        Self::new(FailureKind::Cancelled, message)
    }

    /// A person said no to a question. What was not done for it is said too.
    pub(crate) fn said_no(nothing_was: &str) -> Self {
        Self::cancelled(format!("cancelled: nothing was {nothing_was}"))
    }

    /// Is it the answer of a person? Then nothing is wrong, and there is nothing to explain.
    pub(crate) fn is_a_no(&self) -> bool {
        self.kind == FailureKind::Cancelled && self.because.is_empty() && self.hint.is_none()
    }

    /// A signal ended the run.
    pub(crate) fn interrupted() -> Self {
        Self::new(FailureKind::Interrupted, "interrupted")
    }

    /// Adds a cause.
    pub(crate) fn because(mut self, why: impl Into<String>) -> Self {
        self.because.push(why.into());
        self
    }

    /// Adds something to do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds something to do after what is hinted at already.
    pub(crate) fn then(self, what: &str) -> Self {
        let hint = self.hint.as_ref().map_or_else(|| what.to_owned(), |hint| format!("{hint}; then {what}"));
        self.hint(hint)
    }

    /// Says what could not be done; what was said before becomes the cause.
    pub(crate) fn cannot(mut self, what: impl fmt::Display) -> Self {
        let cause = std::mem::replace(&mut self.message, format!("cannot {what}"));
        self.because.insert(0, cause);
        self
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        let message = error.to_string();
        match error {
            SettingsError::Variable { possible, .. } => {
                Self::usage(message).hint(format!("it can be one of: {possible}"))
            }
            SettingsError::NoHome => Self::new(FailureKind::BadInput, "there is no home folder")
                .hint("set MFA_ADMIN_CONFIG_DIR and MFA_ADMIN_STATE_DIR"),
            SettingsError::ConfigFile { .. } | SettingsError::BadProfile { .. } => {
                Self::new(FailureKind::BadInput, message)
            }
            SettingsError::DemoElsewhere { .. } => {
                Self::new(FailureKind::BadInput, message).hint("say `sandbox` or `production` there")
            }
            SettingsError::AnotherUrl { .. } => Self::new(FailureKind::Unauthenticated, message)
                .hint("unset MFA_ADMIN_URL if the credential is for this profile, else leave out --profile"),
            SettingsError::Exposed(exposed) => Self::new(FailureKind::BadInput, message).hint(exposed.remedy),
            SettingsError::NotWritten { .. } => Self::new(FailureKind::State, message),
            SettingsError::NoSuchProfile { name, known } => {
                let known = if known.is_empty() {
                    String::new()
                } else {
                    format!("; there are: {}", known.join(", "))
                };
                let name = shell_word(&name);
                Self::new(FailureKind::Unauthenticated, message)
                    .hint(format!("make it with `mfa-admin auth login --profile {name} …`{known}"))
            }
            SettingsError::NoProfile => Self::new(FailureKind::Unauthenticated, "not signed in anywhere")
                .hint(format!(
                    "sign in with `mfa-admin auth login --profile NAME …`, or try `--profile {DEMO}`"
                )),
        }
    }
}

impl From<PolicyError> for Failure {
    fn from(error: PolicyError) -> Self {
        let message = error.to_string();
        let nothing = "nothing is changed until the policy can be read";
        match error {
            PolicyError::Exposed(exposed) => {
                Self::new(FailureKind::Forbidden, "the policy cannot be trusted")
                    .because(message)
                    .hint(exposed.remedy)
            }
            PolicyError::Unreadable { path, .. } => {
                let path = shell_word(&path.display().to_string());
                Self::new(FailureKind::Forbidden, message)
                    .hint(format!("{nothing}: run `sudo chmod a+r {path}`"))
            }
            PolicyError::Missing { .. } => {
                Self::new(FailureKind::BadInput, message).hint("unset the variable, or put the file there")
            }
            PolicyError::Wrong { .. } => Self::new(FailureKind::BadInput, message).hint(nothing),
        }
    }
}

impl From<PolicyRefusal> for Failure {
    fn from(refusal: PolicyRefusal) -> Self {
        let message = refusal.to_string();
        Self::new(FailureKind::Forbidden, message).hint(format!("nothing was sent; {}", refusal.remedy))
    }
}

impl From<StateError> for Failure {
    fn from(error: StateError) -> Self {
        let message = error.to_string();
        let not_kept = Self::new(FailureKind::State, "cannot keep what is done").because(message.as_str());
        match error {
            StateError::NoSuchBatch { .. } => {
                Self::new(FailureKind::NotFound, message).hint("`mfa-admin batch list` shows them all")
            }
            StateError::SeveralBatches { found, .. } => {
                let several = Self::new(FailureKind::NotFound, message).hint("type more of the id");
                found.into_iter().take(CANDIDATES).fold(several, Self::because)
            }
            StateError::Locked { .. } => Self::new(FailureKind::State, message)
                .hint("wait for it, or look with `mfa-admin batch list`"),
            StateError::Full => not_kept.hint("make room on the disk of the state folder"),
            StateError::Folder { .. } | StateError::ReadOnly => {
                not_kept.hint("make the state folder writable, or name another one by MFA_ADMIN_STATE_DIR")
            }
            StateError::Exposed(exposed) => not_kept.hint(exposed.remedy),
            StateError::Damaged { .. } => not_kept
                .hint("put the state folder back from a backup, or move state.sqlite away to begin anew"),
            StateError::Newer { .. } => not_kept.hint("use the newer version of mfa-admin"),
            StateError::Sql(_) | StateError::Gone => not_kept,
        }
    }
}

impl From<CredentialError> for Failure {
    fn from(error: CredentialError) -> Self {
        if let CredentialError::Elsewhere { profile, .. } | CredentialError::Unbound { profile } = &error {
            let message = format!("not signed in to profile `{profile}`");
            return Self::new(FailureKind::Unauthenticated, message).because(error.to_string()).hint(
                format!("sign in again with `mfa-admin auth login --profile {}`", shell_word(profile)),
            );
        }
        Self::new(FailureKind::Keyring, "there is no usable credential store")
            .because(error.to_string())
            .hint(
                "unlock or start the keyring; on a machine without one use `--store keyutils`, \
             or give MFA_ADMIN_API_KEY for one run",
            )
    }
}

impl From<ProviderError> for Failure {
    fn from(error: ProviderError) -> Self {
        let message = error.to_string();
        match error {
            ProviderError::Unreachable { failure, .. } => {
                let hint = match failure {
                    ConnectFailure::Untrusted => {
                        "for an authority of your own give `--ca-file PEM` at sign-in"
                    }
                    ConnectFailure::PlainHttp => {
                        "does this port speak plain http? check the URL of the profile"
                    }
                    ConnectFailure::Other => {
                        "check the URL of the profile, and the way there (VPN, proxy, firewall)"
                    }
                };
                Self::new(FailureKind::Unreachable, message).hint(hint)
            }
            ProviderError::NotTheApi { .. } => Self::new(FailureKind::Unreachable, message)
                .hint("check the base URL of the profile: is it the API's, and not that of a page?"),
            ProviderError::NoAnswer(lost) | ProviderError::Unread(lost) => lost_read(&message, &lost),
            ProviderError::Unauthenticated { why } => unauthenticated(&why),
            ProviderError::Forbidden { .. } => Self::new(FailureKind::Forbidden, message)
                .hint("only administrators of this org can do this; see `mfa-admin auth status`"),
            ProviderError::Refused { .. } => Self::new(FailureKind::Unreachable, message)
                .hint("the service does not know this call: check the base URL and the org of the profile"),
            ProviderError::NotFound { .. } => Self::new(FailureKind::NotFound, message)
                .hint("look with `mfa-admin users search PART-OF-NAME`"),
            ProviderError::Ambiguous { candidates, .. } => ambiguous(message, &candidates),
            ProviderError::NoGroup { known, .. } if known.is_empty() => {
                Self::new(FailureKind::NotFound, message).hint("this service tells of no groups")
            }
            ProviderError::NoGroup { known, .. } => Self::new(FailureKind::NotFound, message)
                .hint(cut(&format!("there are: {}", known.join(", ")))),
            ProviderError::RateLimited { patience, throttled, asked } => {
                let message = out_of_patience(patience.as_secs(), throttled.as_secs(), asked);
                Self::new(FailureKind::RateLimited, message).hint("try again later")
            }
            ProviderError::Throttled => Self::new(FailureKind::RateLimited, message),
            ProviderError::Halted => Self::interrupted(),
            ProviderError::Credential(error) => error.into(),
            ProviderError::CaFile { .. } => Self::new(FailureKind::BadInput, message),
        }
    }
}

/// A service may ask for a longer pause than the patience allows, or use the patience up in short pauses.
fn out_of_patience(patience: u64, throttled: u64, asked: Option<Duration>) -> String {
    let what = match (throttled, asked.map(|asked| asked.as_secs())) {
        (0, Some(asked)) => format!("the service asks to wait {asked} s"),
        (0, None) => "the service throttles".to_owned(),
        (_, Some(asked)) => {
            format!("the service kept throttling for {throttled} s and asks to wait {asked} s more")
        }
        (_, None) => format!("the service kept throttling for {throttled} s"),
    };
    format!("{what}; our patience is {patience} s")
}

fn lost_read(message: &str, lost: &Lost) -> Failure {
    let failure = Failure::new(FailureKind::Unreachable, message);
    match lost {
        Lost::TimedOut => failure.hint("the limit for one request is `--timeout SECONDS`"),
        Lost::WebPage | Lost::Garbled { .. } => {
            failure.hint("check the base URL of the profile: is it the API's, and not that of a page?")
        }
        Lost::Stalled { .. } => {
            failure.hint("the limit for an element of a list is ten times `--timeout SECONDS`")
        }
        Lost::Oversized { .. } | Lost::Cut { .. } | Lost::ServerError { .. } => failure,
    }
}

fn unauthenticated(why: &SignInError) -> Failure {
    let failure = Failure::new(FailureKind::Unauthenticated, format!("not signed in: {why}"));
    match why {
        SignInError::Ended => failure
            .hint("sign in again with `mfa-admin auth login`, or use an API key, which does not end so soon"),
        SignInError::Rejected { .. } => failure.hint("sign in again with `mfa-admin auth login`"),
        SignInError::NoOrg { .. } => failure.hint("check `--org`, and that this person is active there"),
    }
}

/// So many of the people who were found are shown.
const CANDIDATES: usize = 20;

fn ambiguous(message: String, candidates: &[User]) -> Failure {
    let mut failure = Failure::new(FailureKind::NotFound, message).hint("pick one with `--user-id ID`");
    for user in candidates.iter().take(CANDIDATES) {
        let name = user.name.as_deref().unwrap_or("no name");
        failure = failure.because(cut(&format!("user {}: {name}, {}", user.id, user.label())));
    }
    failure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_told_as_long_as_it_was() {
        let asked = Some(Duration::from_hours(1));
        for (patience, throttled, asked, words) in [
            (600, 0, asked, "the service asks to wait 3600 s; our patience is 600 s"),
            (
                600,
                7,
                asked,
                "the service kept throttling for 7 s and asks to wait 3600 s more; our patience is 600 s",
            ),
            (600, 599, None, "the service kept throttling for 599 s; our patience is 600 s"),
            (0, 0, None, "the service throttles; our patience is 0 s"),
        ] {
            assert_eq!(out_of_patience(patience, throttled, asked), words);
        }
    }

    #[test]
    fn a_chain_of_causes_is_told_from_its_first_to_its_last() {
        let cause = anyhow::Error::new(io::Error::other("no space")).context("cannot write /x");
        let failure = Failure::of(FailureKind::State, &cause.context("cannot keep it"));
        assert_eq!(failure.message, "cannot keep it");
        assert_eq!(failure.because, ["cannot write /x", "no space"]);
    }

    #[test]
    fn what_could_not_be_done_comes_first() {
        let failure = Failure::new(FailureKind::Forbidden, "forbidden: no").cannot("reset MFA for ana@x");
        assert_eq!(failure.message, "cannot reset MFA for ana@x");
        assert_eq!(failure.because, ["forbidden: no"]);
    }
}
