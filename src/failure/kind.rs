//! The kinds of failure that a script can tell apart, their words and numbers.

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

/// What is said of a kind of failure.
#[derive(Debug)]
pub struct Kind {
    /// The kind.
    pub kind: FailureKind,
    /// The exit code.
    pub code: u8,
    /// The word in a JSON error.
    pub word: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

impl FailureKind {
    /// Every kind: the table behind the exit codes, the JSON errors and the man page.
    pub const ALL: &'static [Kind] = &[
        Kind { kind: Self::Internal, code: 1, word: "internal", meaning: "a defect of ours" },
        Kind { kind: Self::Usage, code: 2, word: "usage", meaning: "wrong flags or arguments" },
        Kind {
            kind: Self::Unauthenticated,
            code: 3,
            word: "unauthenticated",
            meaning: "not signed in, credential rejected or ended, account locked",
        },
        Kind {
            kind: Self::Forbidden,
            code: 4,
            word: "forbidden",
            meaning: "signed in, but not an administrator of this org, or the credential is for another org",
        },
        Kind {
            kind: Self::NotFound,
            code: 5,
            word: "not_found",
            meaning: "no such person, or more than one",
        },
        Kind {
            kind: Self::Cancelled,
            code: 6,
            word: "cancelled",
            meaning: "CANCEL, or a confirmation was needed and could not be asked",
        },
        Kind {
            kind: Self::Incomplete,
            code: 7,
            word: "incomplete",
            meaning: "the run ended and at least one row is failed, partial, refused, not_found or unverified",
        },
        Kind {
            kind: Self::UnknownOutcome,
            code: 8,
            word: "unknown_outcome",
            meaning: "at least one row is unknown",
        },
        Kind {
            kind: Self::Unreachable,
            code: 9,
            word: "unreachable",
            meaning: "no connection, TLS failure, time-out, a redirect, or the answer is not the API's",
        },
        Kind {
            kind: Self::BadInput,
            code: 10,
            word: "bad_input",
            meaning: "the CSV, the plan or a config file is wrong, or its URL is; nothing was sent",
        },
        Kind {
            kind: Self::RateLimited,
            code: 11,
            word: "rate_limited",
            meaning: "the service kept throttling past our patience",
        },
        Kind { kind: Self::Keyring, code: 12, word: "keyring", meaning: "no usable credential store" },
        Kind {
            kind: Self::State,
            code: 13,
            word: "state",
            meaning: "the state folder or database cannot be used, or the result cannot be written",
        },
        Kind {
            kind: Self::Interrupted,
            code: 130,
            word: "interrupted",
            meaning: "Ctrl-C, SIGTERM or SIGHUP",
        },
    ];

    fn entry(self) -> &'static Kind {
        // The table holds every variant: a test looks.
        Self::ALL.iter().find(|entry| entry.kind == self).unwrap_or(&Self::ALL[0])
    }

    /// The exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        self.entry().code
    }

    /// The word in a JSON error.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.entry().word
    }
}
