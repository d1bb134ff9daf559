//! The rules of an organisation, `policy.toml`: what this machine may change, and under which conditions. They forbid and
//! never allow, so that flags, variables and profiles cannot loosen them. Where there are two files, both hold.
//!
//! Nothing is asked and nothing is sent here: the caller says what is about to be done, and is told which rule forbids it.

mod error;
mod file;
mod judge;
mod read;
mod rule;
mod statement;

pub use error::{PolicyError, PolicyRefusal, RuleOrigin};
pub use file::{PolicyFile, PolicySource};
pub use judge::Policy;
pub use rule::{Pattern, Rule, StatedRule, SyslogTarget};
pub use statement::Statement;
