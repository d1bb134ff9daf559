//! What a run is given, whom it tells, and why it may end early.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::guard::Guards;
use super::idle::IdleCount;
use crate::model::{Clock, Level, Lookup, ResultRow, Stop, User};
use crate::provider::{Provider, ProviderError};
use crate::state::{Claimed, RecordedOutcome, StateError, StateHandle};

/// No request names more people than this, whatever the rules say: each of them is kept in memory.
const MOST_IDS: usize = 10_000;

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

/// A batch that is about to be carried out: where, by which rules, and what is known of it.
pub struct Run<'a> {
    /// The service.
    pub provider: &'a dyn Provider,
    /// Where intents and outcomes are kept.
    pub handle: &'a StateHandle,
    /// The number of the batch there.
    pub batch: i64,
    /// What it is asked to do.
    pub rules: &'a ResetRules,
    /// Who may be reset.
    pub guards: Guards,
    /// When the question was answered, if one was asked: nobody is reset by a read from before.
    pub answered_at: Option<Timestamp>,
    /// Can the enrolment of every target be read? Then a read resolves the doubt that a crash leaves.
    pub readable: bool,
    /// Can the batch be resumed? Else what is left open gets an outcome now, as well as it can be told.
    pub resumable: bool,
    /// Raised when nothing new may begin.
    pub stop: &'a Stop,
    /// How many people wait between two reads; none at first.
    pub idle: IdleCount,
    /// The time of day.
    pub clock: Clock,
}

/// Is told what a run has done.
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
    /// An intent or an outcome cannot be kept.
    State(StateError),
    /// The observer could not pass an outcome on.
    Observer(std::io::Error),
    /// A signal.
    Interrupted,
}

impl Run<'_> {
    /// How many people one request names.
    pub(super) fn ids_per_request(&self) -> usize {
        if self.provider.capabilities().many_ids { self.rules.ids_per_request.clamp(1, MOST_IDS) } else { 1 }
    }

    /// Reads a person as they are now.
    pub(super) async fn find(&self, target: &Claimed) -> Result<User, ProviderError> {
        self.provider.find(&Lookup::Id(target.user_id.clone())).await
    }

    /// The service forbids a reset: does the administrator have no rights any more? Then every row is concerned. The
    /// inner value is the cause, where there is a better one than what the service said to the reset.
    pub(super) async fn rights_lost(&self) -> Option<Option<ProviderError>> {
        match self.provider.whoami().await {
            Ok(now) => {
                let gone = now.user.admin == Some(false) || now.org_id != self.guards.principal.org_id;
                gone.then_some(None)
            }
            Err(ProviderError::Forbidden { .. }) => Some(None),
            Err(cause @ ProviderError::Unauthenticated { .. }) => Some(Some(cause)),
            Err(_) => None,
        }
    }
}
