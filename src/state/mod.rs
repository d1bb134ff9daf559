//! What must outlive the process: batches with their rows, and the audit records. One SQLite file in the state folder.
//!
//! A request leaves only after its intent is on disk here, and an outcome is shown only after it is. Nothing here knows
//! what a reset is; the engine says what to keep.

#![expect(
    clippy::missing_errors_doc,
    reason = "every call fails when the disk does; only other errors are told"
)]

mod audit;
mod batch_state;
mod batches;
mod columns;
mod database;
mod draft;
mod error;
mod file;
mod finish;
mod groups;
mod handle;
mod lock;
mod recent;
mod record;
mod rows;
mod schema;

pub use audit::{Anchor, AuditEvent, AuditFilter, EventKind, Verification, enrolment_words};
pub use batch_state::BatchState;
pub use batches::{BatchRecord, DuplicateRule, Justification, Kept, NewBatch, Resumer, Review};
pub use database::State;
pub use draft::{Draft, DraftRow, RowDecision, RowEnd, Size};
pub use error::StateError;
pub use groups::{add_groups, keep_groups, listed_groups};
pub use handle::StateHandle;
pub use lock::BatchLock;
pub use rows::{Claimed, OpenTargets, PersonDetails, PlannedRow, RecordedOutcome};
