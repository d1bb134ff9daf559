//! The exit codes: the kinds of failure that a script can tell apart, their numbers, words and meanings.

/// What a run comes to, as the shell sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exit(u8);

impl Exit {
    /// Everything that was asked for is done.
    pub const DONE: Self = Self(0);

    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        self.0
    }
}

impl From<FailureKind> for Exit {
    fn from(kind: FailureKind) -> Self {
        Self(kind.code())
    }
}

/// The kinds of failure that a script can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// A defect of ours.
    Internal,
    /// Wrong flags or arguments.
    Usage,
    /// Not signed in, or the credential is rejected or over.
    Unauthenticated,
    /// Signed in, but without the right, or to another org.
    Forbidden,
    /// No such person, or more than one.
    NotFound,
    /// CANCEL, or a confirmation that could not be asked for.
    Cancelled,
    /// At least one row is not done.
    Incomplete,
    /// At least one row is unknown.
    UnknownOutcome,
    /// No connection, or the answer is not the API's.
    Unreachable,
    /// CSV, plan or config file are wrong.
    BadInput,
    /// The service kept throttling.
    RateLimited,
    /// No usable credential store.
    Keyring,
    /// State cannot be kept, or the result cannot be written.
    State,
    /// A signal ended the run.
    Interrupted,
}

impl FailureKind {
    /// Every kind, in the order of the codes.
    pub const ALL: [Self; 14] = [
        Self::Internal,
        Self::Usage,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::Cancelled,
        Self::Incomplete,
        Self::UnknownOutcome,
        Self::Unreachable,
        Self::BadInput,
        Self::RateLimited,
        Self::Keyring,
        Self::State,
        Self::Interrupted,
    ];

    /// The table of the exit codes: the code, the word in a JSON error, and what the manual page says of it.
    fn entry(self) -> (u8, &'static str, &'static str) {
        match self {
            Self::Internal => (1, "internal", "a defect of ours"),
            Self::Usage => (2, "usage", "wrong flags or arguments"),
            Self::Unauthenticated => {
                (3, "unauthenticated", "not signed in, credential rejected or ended, account locked")
            }
            Self::Forbidden => (
                4,
                "forbidden",
                "signed in, but not an administrator of this org, or the credential is for another org",
            ),
            Self::NotFound => (5, "not_found", "no such person, or more than one"),
            Self::Cancelled => {
                (6, "cancelled", "CANCEL, or a confirmation was needed and could not be asked")
            }
            Self::Incomplete => (
                7,
                "incomplete",
                "the run ended and at least one row is failed, partial, refused, not_found or unverified",
            ),
            Self::UnknownOutcome => (8, "unknown_outcome", "at least one row is unknown"),
            Self::Unreachable => (
                9,
                "unreachable",
                "no connection, TLS failure, time-out, a redirect, or the answer is not the API's",
            ),
            Self::BadInput => (
                10,
                "bad_input",
                "the CSV, the plan or a config file is wrong, or its URL is; nothing was sent",
            ),
            Self::RateLimited => (11, "rate_limited", "the service kept throttling past our patience"),
            Self::Keyring => (12, "keyring", "no usable credential store"),
            Self::State => {
                (13, "state", "the state folder or database cannot be used, or the result cannot be written")
            }
            Self::Interrupted => (130, "interrupted", "Ctrl-C, SIGTERM or SIGHUP"),
        }
    }

    /// The exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        self.entry().0
    }

    /// The word in a JSON error.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.entry().1
    }

    /// What it means, for the manual page.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        self.entry().2
    }
}
