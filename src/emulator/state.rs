//! The state of a running emulator, which every call works on.

use std::sync::Arc;

use super::faults::FaultInjection;
use super::http::Refusal;
use super::request_log::RequestLog;
use super::secrets::{self, Digest, RunSecrets};
use super::store::Store;
use super::visibility::ReadVisibility;
use super::web::{Visits, WantedPages};

pub(super) struct Emulator {
    pub(super) store: Store,
    pub(super) visibility: ReadVisibility,
    pub(super) faults: FaultInjection,
    pub(super) requests: RequestLog,
    /// Who is signed in to the screens.
    pub(super) visits: Visits,
    /// Where they go when they are.
    pub(super) wanted_pages: WantedPages,
    /// Set where only what was made for this run opens it.
    pub(super) run_secrets: Option<RunSecrets>,
    /// Whether `/_emulator` exists.
    pub(super) control: bool,
}

impl Emulator {
    pub(super) fn new(store: Store, control: bool, run_secrets: Option<RunSecrets>) -> Self {
        Self {
            store,
            visibility: ReadVisibility::default(),
            faults: FaultInjection::default(),
            requests: RequestLog::default(),
            visits: Visits::default(),
            wanted_pages: WantedPages::default(),
            run_secrets,
            control,
        }
    }

    /// Runs work that may take long on another thread.
    pub(super) async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let emulator = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&emulator)).await.map_err(|why| Refusal::internal(&why))?
    }

    /// A new key or token to hand out, and its digest for the database.
    pub(super) fn new_secret(&self) -> (String, Digest) {
        let secret = secrets::token();
        let digest = secrets::digest(&secret);
        if let Some(run_secrets) = &self.run_secrets {
            run_secrets.hand_out(digest);
        }
        (secret, digest)
    }
}
