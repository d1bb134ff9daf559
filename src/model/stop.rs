//! A run that is asked to stop: nothing new begins, and what is under way comes to its end.

use std::cell::Cell;
use std::rc::Rc;

use tokio::sync::Notify;

/// Raised when nothing new may begin. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Stop(Rc<Flag>);

#[derive(Debug, Default)]
struct Flag {
    raised: Cell<bool>,
    heard: Notify,
}

impl Stop {
    /// Nothing new from here on.
    pub fn raise(&self) {
        self.0.raised.set(true);
        self.0.heard.notify_waiters();
    }

    /// May nothing new begin?
    #[must_use]
    pub fn is_raised(&self) -> bool {
        self.0.raised.get()
    }

    /// Waits until it is raised.
    pub async fn raised(&self) {
        let heard = self.0.heard.notified();
        if !self.is_raised() {
            heard.await;
        }
    }
}
