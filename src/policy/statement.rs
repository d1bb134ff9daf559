//! What a person states beside a change: why, for which ticket, and how the identity was checked.

use crate::state::Justification;

/// What can be stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statement {
    /// Why.
    Reason,
    /// The ticket.
    Ticket,
    /// How the identity of the people was checked.
    VerifiedBy,
}

impl Statement {
    /// Every one, in the order in which they are asked for.
    pub const ALL: [Self; 3] = [Self::Reason, Self::Ticket, Self::VerifiedBy];

    /// The flag that states it.
    #[must_use]
    pub fn flag(self) -> &'static str {
        match self {
            Self::Reason => "--reason",
            Self::Ticket => "--ticket",
            Self::VerifiedBy => "--verified-by",
        }
    }

    /// What was stated; blanks are nothing.
    #[must_use]
    pub fn of(self, said: &Justification) -> Option<&str> {
        let text = match self {
            Self::Reason => &said.reason,
            Self::Ticket => &said.ticket,
            Self::VerifiedBy => &said.verified_by,
        };
        text.as_deref().filter(|text| !text.trim().is_empty())
    }

    /// States it.
    pub fn put(self, said: &mut Justification, text: String) {
        let place = match self {
            Self::Reason => &mut said.reason,
            Self::Ticket => &mut said.ticket,
            Self::VerifiedBy => &mut said.verified_by,
        };
        *place = Some(text);
    }
}
