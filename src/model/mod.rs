//! The nouns: a person, what they have set up, and what came of a reset. Nothing here knows HTTP, a terminal or a disk.

mod environment;
mod exit;
mod fold;
mod mfa;
mod outcome;
mod person;
mod stop;
mod time;

pub use environment::{Destination, EnvironmentKind, OsAccount};
pub use exit::{Exit, FailureKind};
pub use fold::search_key;
pub use mfa::{Enrolment, EnrolmentChange, Factor, Level, MfaStatus, NextSignIn};
pub use outcome::{Outcome, ResultRow, worst_exit_kind};
pub use person::{Account, InputRow, LastLogin, Lookup, Principal, User, UserId, fold_email};
pub use stop::Stop;
pub use time::{Clock, milliseconds};
