//! Why a signature does not count.

use jiff::Timestamp;
use thiserror::Error;

use super::digests::NAMESPACE;

/// Why a signature does not count.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    /// It is no signature of OpenSSH.
    #[error("it cannot be read")]
    Garbled,
    /// It was made for another purpose, such as a commit of git.
    #[error("its namespace is `{0}` and not `{NAMESPACE}`")]
    Namespace(String),
    /// The bytes that were signed are others.
    #[error("it is not of this plan: it is of another one, or one of the two was changed")]
    OtherPlan,
    /// A certificate, or a key that this program cannot check.
    #[error(
        "a key of this kind is not supported: use ed25519, ecdsa (256 or 384 bits) or rsa (2048 bits or more)"
    )]
    Kind,
    /// The token did not ask for a touch.
    #[error("the token was not touched for it")]
    Untouched,
    /// The key is in the list of revoked keys.
    #[error("its key is revoked")]
    Revoked,
    /// No line of the list has the key.
    #[error("its key is not among the approvers")]
    Foreign,
    /// The line of the key allows other purposes alone.
    #[error("the approvers' list allows its key for other namespaces alone")]
    OtherNamespaces,
    /// The line of the key names a pattern.
    #[error("the approvers' list names a pattern for its key, and no person")]
    NoPerson,
    /// `valid-after` is still to come.
    #[error("its key is valid only after {0}")]
    NotYet(Timestamp),
    /// `valid-before` is over.
    #[error("its key was valid only before {0}")]
    Expired(Timestamp),
    /// The signer planned it.
    #[error("they planned it themselves")]
    Planner,
    /// The signer carries it out.
    #[error("they apply it themselves")]
    Applier,
    /// The service does not say the e-mail of who applies, and the signer is known by theirs.
    #[error("the service does not say the e-mail of whoever applies: name signers by their id there")]
    NoAddress,
    /// The same person has signed before, with this key or another one.
    #[error("the same person has approved it already")]
    Again,
}
