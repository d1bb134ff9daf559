//! Work beside everything else, one piece at a time.

use std::future::{Future, pending};
use std::pin::Pin;

/// Something under way.
pub(super) type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// At most one piece of work, under way beside everything else.
pub(super) struct Background<'a, T>(Option<Pending<'a, T>>);

impl<'a, T> Background<'a, T> {
    pub(super) fn idle() -> Self {
        Self(None)
    }

    pub(super) fn is_idle(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn begin(&mut self, work: impl Future<Output = T> + 'a) {
        self.0 = Some(Box::pin(work));
    }

    /// Waits for the end of the work, for ever where there is none. A caller that stops waiting loses nothing.
    pub(super) async fn ended(&mut self) -> T {
        let result = match &mut self.0 {
            Some(work) => work.await,
            None => pending().await,
        };
        self.0 = None;
        result
    }
}
