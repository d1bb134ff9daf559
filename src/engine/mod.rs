//! The engine: who is asked for, what is planned for each of them, and the reset itself. One person or ten
//! thousand go the same way. It never prints; it returns values, and tells a [`RunObserver`] what it has done.

mod directory;
mod dispatcher;
mod doubt;
mod group;
pub mod guard;
mod plan;
pub mod policy;
mod read_back;
mod reason;
mod reset;

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Clock, Level, ResultRow, Stop, User};
use crate::provider::{Provider, ProviderError};
use crate::state::{RecordedOutcome, StateError, StateHandle};

use guard::Guards;
pub use plan::{PlanContext, PlanError, plan};
pub use read_back::IdleCount;
pub use reason::Reason;

/// What a run is asked to do. Kept with the batch, so that it is resumed by the same rules.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResetRules {
    /// The level that must apply; any when `None`.
    pub level: Option<Level>,
    /// Read back after the reset?
    pub verify: bool,
    /// How long reading back may take to show that it worked.
    pub settle: Duration,
    /// How many people one request may name, where the service takes several.
    pub ids_per_request: usize,
}

/// What is planned, in few words. The rows themselves are in the state database.
#[derive(Debug)]
pub struct Plan {
    /// How many different people the input names; those who were not found count too.
    pub people: u64,
    /// The person, where there is only one on the command line and a reset would be sent.
    pub sole: Option<User>,
    /// One person on the command line: they may be an administrator, on confirmation.
    pub single: bool,
}

/// A batch on its way: the door, the desk, and the rules.
pub struct Run<'a> {
    /// The service.
    pub provider: &'a dyn Provider,
    /// Where intents and outcomes are kept.
    pub handle: &'a StateHandle,
    /// The number of the batch there.
    pub batch: i64,
    /// What it is asked to do.
    pub rules: &'a ResetRules,
    /// What everybody is judged by.
    pub guards: Guards,
    /// When the question was answered, where one was asked: nobody is reset by a read from before.
    pub answered_at: Option<Timestamp>,
    /// Can the enrolment of every target be read? Then a crash leaves no doubt that a read could not settle.
    pub readable: bool,
    /// Does anybody go on with what is left open? Else it gets an outcome now, as well as it can be told.
    pub resumable: bool,
    /// Raised when nothing new may begin.
    pub stop: &'a Stop,
    /// Who waits between two looks; nobody at first.
    pub idle: IdleCount,
    /// The time of day.
    pub clock: Clock,
}

/// Whoever wants to know what a run has done.
pub trait RunObserver {
    /// Are whole rows wanted, or only their outcomes?
    fn wants_rows(&self) -> bool;

    /// These rows have their outcome, and it is on disk. `rows` is empty unless they are wanted.
    ///
    /// # Errors
    /// When they cannot be passed on: the run then stops.
    fn recorded(&self, outcomes: &[RecordedOutcome], rows: &[ResultRow]) -> std::io::Result<()>;
}

/// Why a run ended early.
#[derive(Debug)]
pub enum Stopped {
    /// Something about the service that concerns every row.
    Cause(ProviderError),
    /// What was sent, or what came of it, cannot be kept.
    State(StateError),
    /// What came of it cannot be passed on.
    RunObserver(std::io::Error),
    /// A signal.
    Interrupted,
}
