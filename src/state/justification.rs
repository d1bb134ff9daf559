//! Why something is done, and who has seen the plan of it.

/// What an administrator has to say for a reset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Justification {
    /// Why.
    pub reason: Option<String>,
    /// The ticket.
    pub ticket: Option<String>,
    /// How the people's identity was checked.
    pub verified_by: Option<String>,
}

impl Justification {
    /// What is not said here is taken from `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            reason: self.reason.or(other.reason),
            ticket: self.ticket.or(other.ticket),
            verified_by: self.verified_by.or(other.verified_by),
        }
    }
}

/// Who has seen a plan before it is carried out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// Who made it.
    pub planned_by: Option<String>,
    /// Who signed it.
    pub approved_by: Option<Vec<String>>,
}
