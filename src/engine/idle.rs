//! How many people of a run only wait.

use std::cell::Cell;

use tokio::sync::Notify;

/// How many people of a run wait between two reads. Others are dealt with meanwhile.
#[derive(Debug, Default)]
pub struct IdleCount {
    count: Cell<usize>,
    begun: Notify,
}

/// One person waits, for as long as this is kept.
pub(super) struct Idle<'a>(&'a IdleCount);

impl IdleCount {
    pub(super) fn begin(&self) -> Idle<'_> {
        self.count.set(self.count.get() + 1);
        self.begun.notify_one();
        Idle(self)
    }

    pub(super) fn count(&self) -> usize {
        self.count.get()
    }

    /// Until the next of them begins to wait.
    pub(super) async fn begun(&self) {
        self.begun.notified().await;
    }
}

impl Drop for Idle<'_> {
    fn drop(&mut self) {
        self.0.count.set(self.0.count.get() - 1);
    }
}
