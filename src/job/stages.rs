//! The stages of a reset job, as types.

use jiff::Timestamp;

use super::spec::JobSpec;
use crate::engine::Plan;
use crate::engine::guard::Guards;
use crate::model::NextSignIn;
use crate::session::Context;
use crate::session::connection::Connection;
use crate::state::{BatchLock, BatchRecord, Size, State, StateHandle};

/// A reset job in one of its stages.
pub(crate) struct ResetJob<'a, Stage> {
    pub(crate) context: &'a Context,
    pub(crate) spec: JobSpec,
    pub(crate) stage: Stage,
}

/// The whole input is checked, and its rows are in the state database. Nothing has been sent.
pub(crate) struct Drafted {
    pub(crate) state: State,
    pub(crate) size: Size,
    /// The same input for the same organisation has the same digest.
    pub(crate) digest: String,
}

/// Every person was read, the guards were asked, and the batch is stored and locked. No change has been sent.
pub(crate) struct Planned {
    pub(crate) connection: Connection,
    pub(crate) state: StateHandle,
    pub(crate) guards: Guards,
    pub(crate) plan: Plan,
    pub(crate) batch: BatchRecord,
    pub(crate) lock: BatchLock,
    /// Did an earlier process store the batch?
    pub(crate) is_resumed: bool,
}

/// A person or a flag said yes.
pub(crate) struct Confirmed {
    pub(crate) planned: Planned,
    /// The time of the answer, where a question was asked: a person is reset only by a read that is newer.
    pub(crate) answered_at: Option<Timestamp>,
    /// What the next sign-in will do, where the service has rules for it.
    pub(crate) next_sign_in: Option<NextSignIn>,
}
