//! Approvals: signatures of a plan in the format of OpenSSH (`ssh-keygen -Y sign`), and who may give them.
//!
//! The format is that of PROTOCOL.sshsig, the list of approvers that of ALLOWED SIGNERS in ssh-keygen(1).

mod approvers;
mod digests;
mod line;
mod signature;
mod unfit;

pub use approvers::{Approval, Approvers, Judgement, ListError};
pub use digests::{Digests, HashingReader, NAMESPACE};
pub use line::public_key;
pub use signature::{Signature, fingerprint, signatures};
pub use unfit::Unfit;
