//! What a guard objects, in words.

use std::fmt;

use crate::model::Level;

/// Why a person needs a confirmation of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protected {
    /// An administrator of the organisation.
    Administrator,
    /// The administrator who is signed in.
    Yourself,
    /// The service does not say whether this is an administrator.
    NotTold,
}

impl Protected {
    /// What a message calls them.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Administrator => "an administrator",
            Self::Yourself => "yourself",
            Self::NotTold => "perhaps an administrator (the service does not say)",
        }
    }
}

/// What speaks against a reset of this person, by what was read of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// Protected people are reset singly, and on a confirmation of their own.
    Protected(Protected),
    /// The level that was asserted is not the one that applies; `None` where it cannot be read.
    Level(Option<Level>),
    /// The person is not any more as planned.
    Changed {
        /// What is different.
        what: &'static str,
        /// What it was in the plan.
        then: String,
        /// What it is.
        now: String,
    },
}

impl fmt::Display for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Protected(why) => write!(f, "{}: reset singly", why.words()),
            Self::Level(Some(applies)) => write!(f, "the level that applies is {}", applies.word()),
            Self::Level(None) => f.write_str("the level that applies cannot be read"),
            Self::Changed { what, then, now } => {
                write!(f, "the {what} was {then} in the plan and is {now}")
            }
        }
    }
}
