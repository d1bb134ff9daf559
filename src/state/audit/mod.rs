//! The record: a chain of events in which each names the one before it by its SHA-256.
//!
//! The table `audit_event` has one row an event: its number, its text, and the hash of that text. The text is JSON, keys
//! sorted, no blanks; what is hashed is what is stored, so that nothing beside it can say something else. Every event
//! holds `prev`, the hash of the one before. An event that was changed no longer fits its own hash; one that was
//! removed, put in or moved no longer fits its number or its neighbour. Triggers forbid to change or delete one, which
//! keeps mistakes out, and no attacker: they can drop the triggers. Whoever can write the file can also make
//! the whole chain anew: only a head that is kept elsewhere shows that.
//!
//! `prev` of the first event is 64 zeros, or the SHA-256 of the records that a version before the chain has left. Those
//! have no hash of their own.

mod anchor;
mod chain;
mod event;
mod filter;
mod list;
mod verify;

pub use anchor::Anchor;
pub(super) use chain::Chain;
pub use event::{AuditEvent, EventKind, enrolment_words};
pub use filter::AuditFilter;
pub use verify::Verification;
