//! What a plan file says above its rows, and the marks of its format.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::approval::Digests;
use crate::model::{Destination, Level, Outcome, UserId};
use crate::state::Justification;

pub(super) const TITLE: &str = "# mfa-admin plan ";
/// The version of the format that is written.
pub(super) const VERSION: u32 = 2;
/// The first version, which says neither under which id the planner is known nor why it was planned.
pub(super) const FIRST: u32 = 1;
pub(super) const SEAL: &str = "# sha256: ";
pub(super) const COLUMNS: [&str; 10] =
    ["row", "user_id", "email", "name", "level", "mfa", "enrolled_at", "factors", "outcome", "detail"];
/// The word for any level.
pub(super) const ANY_LEVEL: &str = "auto";

/// What stands above the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// When it was planned.
    pub created_at: Timestamp,
    /// Who was signed in: their e-mail, else their id.
    pub planned_by: String,
    /// Their id at the service. A plan of version 1 does not have it.
    pub planned_by_id: Option<UserId>,
    /// Why it was planned.
    pub justification: Justification,
    /// The profile, as it is called where the plan was made.
    pub profile: String,
    /// Where the rows come from.
    pub source: String,
    /// The organisation.
    pub destination: Destination,
    /// The name of the organisation.
    pub org: Option<String>,
    /// The level that must apply; any when `None`.
    pub level: Option<Level>,
    /// How often each outcome is planned; `would_reset` counts the people who are to be reset.
    pub counts: BTreeMap<Outcome, u64>,
}

impl Heading {
    /// How many people are to be reset.
    #[must_use]
    pub fn to_reset(&self) -> u64 {
        self.counts.get(&Outcome::WouldReset).copied().unwrap_or(0)
    }
}

/// What the signatures of a plan must be of, and where they lie.
pub(crate) struct SignedPlan {
    /// The plan file, or `-`.
    pub(crate) path: PathBuf,
    /// The digests of its bytes.
    pub(crate) digests: Digests,
    /// Who planned it: their e-mail, else their id.
    pub(crate) planned_by: String,
    /// Their id at the service, where the plan has it.
    pub(crate) planned_by_id: Option<UserId>,
}

/// A plan that was read again.
pub struct ReviewedPlan {
    /// What stands above its rows.
    pub heading: Heading,
    /// How many people it resets whose enrolment cannot be told from a later one.
    pub indistinct: u64,
}
