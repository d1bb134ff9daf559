//! The state of a running emulator, which every call works on.

use super::faults::FaultInjection;
use super::request_log::RequestLog;
use super::secrets::{self, Digest, RunSecrets};
use super::store::Store;
use super::visibility::ReadVisibility;

pub(super) struct Emulator {
    pub(super) store: Store,
    pub(super) visibility: ReadVisibility,
    pub(super) faults: FaultInjection,
    pub(super) requests: RequestLog,
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
            run_secrets,
            control,
        }
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
