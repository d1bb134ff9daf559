//! The engine: who is asked for, what is planned for each of them, and the reset itself. One person or ten thousand go
//! the same way. It never prints: it returns values, and tells a [`RunObserver`] what it has done.

mod assign;
mod background;
mod claims;
mod directory;
mod dispatcher;
mod doubt;
mod group;
pub mod guard;
mod idle;
mod objection;
mod outcomes;
mod plan;
pub mod policy;
mod read_back;
mod reason;
mod reset;
mod run;

pub use assign::{PlanContext, PlanError};
pub use idle::IdleCount;
pub use plan::{Plan, plan};
pub use reason::Reason;
pub use run::{ResetRules, Run, RunObserver, Stopped};
