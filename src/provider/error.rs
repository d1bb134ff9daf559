//! How a request may fail, told apart by what it means for a reset: certainly not done, or perhaps done.

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use crate::credentials::CredentialError;
use crate::model::{Lookup, User};

/// A request that did not bring what it was sent for.
#[derive(Debug, Error)]
pub enum ProviderError {
    /// It never reached the service: no connection, no name, no TLS. Nothing was done.
    #[error("no connection to {host}: {why}")]
    Unreachable {
        /// Host and port.
        host: String,
        /// The kind of failure, as far as it can be told.
        failure: ConnectFailure,
        /// The chain of causes.
        why: String,
    },
    /// Something answered that is not the API: a redirect, or a web page to a read. Nothing was done.
    #[error("the answer is not the API's: {why}")]
    NotTheApi {
        /// What came instead.
        why: String,
    },
    /// The request left and no usable answer came. What it asked for may have been done.
    #[error("no usable answer: {0}")]
    NoAnswer(Lost),
    /// What had to be read before the request was sent could not be. Nothing was done.
    #[error("cannot be read, nothing was sent: {0}")]
    Unread(Lost),
    /// The service does not accept the credential (any more). Nothing was done.
    #[error("not signed in: {why}")]
    Unauthenticated {
        /// Why.
        #[from]
        why: SignInError,
    },
    /// The credential is good, the right is missing.
    #[error("forbidden: {message}")]
    Forbidden {
        /// The service's words.
        message: String,
    },
    /// The service said no. Nothing was changed.
    #[error("the service refused: {status} {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The service's words.
        message: String,
    },
    /// No person has that id or e-mail.
    #[error("no such person: {who}")]
    NotFound {
        /// Who was asked for.
        who: Lookup,
    },
    /// More than one person has it.
    #[error("more than one person: {who}")]
    Ambiguous {
        /// Who was asked for.
        who: Lookup,
        /// The people who matched.
        candidates: Vec<User>,
    },
    /// There is no group of that name.
    #[error("no such group: {name}")]
    NoGroup {
        /// The name that was asked for.
        name: String,
        /// The groups that there are.
        known: Vec<String>,
    },
    /// The service wants to be asked later. Nothing was done.
    #[error("throttled")]
    Throttled,
    /// It kept throttling for longer than the patience of the run. Nothing was done.
    #[error("throttled for {throttled:?}, with a patience of {patience:?}")]
    RateLimited {
        /// The patience that ran out, or would.
        patience: Duration,
        /// For how long it has been throttling.
        throttled: Duration,
        /// The pause that it asked for last, if it named one.
        asked: Option<Duration>,
    },
    /// The run is to stop, and this change had not been sent yet.
    #[error("stopped before it was sent")]
    Halted,
    /// The service rejects the token, and the store does not tell whether there is a newer one. Nothing was done.
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// The file of certificate authorities cannot be used.
    #[error("cannot use the CA file {}: {why}", path.display())]
    CaFile {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
}

/// Why there is no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectFailure {
    /// Its certificate is by no authority that is trusted here.
    Untrusted,
    /// It answered a TLS handshake without TLS.
    PlainHttp,
    /// Anything else: no name, no route, a closed port.
    Other,
}

/// Why a sign-in or a credential is refused.
#[derive(Debug, Error)]
pub enum SignInError {
    /// The service does not accept the credential.
    #[error("{message}")]
    Rejected {
        /// The service's words.
        message: String,
    },
    /// The token ended before it was used again.
    #[error("the session has ended")]
    Ended,
    /// The account belongs to no organisation that lets it sign in.
    #[error("{message}")]
    NoOrg {
        /// The service's words.
        message: String,
    },
}

/// How an answer was lost.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum Lost {
    /// None came in time, or a gateway says so. The request may still be carried out later.
    #[error("none came in time")]
    TimedOut,
    /// The connection was cut after the request had left.
    #[error("the connection was cut ({why})")]
    Cut {
        /// The chain of causes.
        why: String,
    },
    /// The service failed: a 5xx.
    #[error("the service failed: {status} {message}")]
    ServerError {
        /// The HTTP status.
        status: u16,
        /// The service's words.
        message: String,
    },
    /// A web page came instead of an answer.
    #[error("a web page came instead")]
    WebPage,
    /// It is larger than an answer of its kind can be.
    #[error("it is larger than {most}")]
    Oversized {
        /// How large it may be.
        most: String,
    },
    /// A list that comes in brings nothing more.
    #[error("no element of the list came for {seconds} s")]
    Stalled {
        /// For how long none came.
        seconds: u64,
    },
    /// The body is not what it should be.
    #[error("its body is garbled ({why})")]
    Garbled {
        /// What does not fit.
        why: String,
    },
}

impl Lost {
    /// May the same request succeed when it is sent again? An answer that was too large or too slow is so again.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        !matches!(self, Self::Oversized { .. } | Self::Stalled { .. })
    }
}

impl ProviderError {
    /// The body is not what it should be.
    pub(super) fn garbled(why: impl Into<String>) -> Self {
        Self::NoAnswer(Lost::Garbled { why: why.into() })
    }

    /// Does this end a batch? Else it is about one person, and the others go on.
    #[must_use]
    pub fn stops_the_batch(&self) -> bool {
        match self {
            Self::Unreachable { .. }
            | Self::NotTheApi { .. }
            | Self::Unauthenticated { .. }
            | Self::RateLimited { .. }
            | Self::Halted
            | Self::Credential(_)
            | Self::CaFile { .. } => true,
            Self::Throttled
            | Self::NoAnswer(_)
            | Self::Unread(_)
            | Self::Forbidden { .. }
            | Self::Refused { .. }
            | Self::NoGroup { .. }
            | Self::NotFound { .. }
            | Self::Ambiguous { .. } => false,
        }
    }
}
