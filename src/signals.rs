//! Ctrl-C, SIGTERM and SIGHUP as values: the first asks to stop, the second to leave at once.

use tokio::sync::watch;

/// How often the run was asked to stop.
#[derive(Clone)]
pub struct Signals(watch::Receiver<u32>);

impl Signals {
    /// Listens for as long as the runtime lives. Must be called inside it.
    #[must_use]
    pub fn listen() -> Self {
        let (raise, raised) = watch::channel(0);
        // Before anything else: signals must be handled as soon as a question is on the terminal. Where they cannot be
        // handled, the system ends the program as it would any other.
        if let Ok(mut signals) = OsSignals::new() {
            tokio::spawn(async move {
                loop {
                    signals.next().await;
                    raise.send_modify(|count| *count += 1);
                }
            });
        }
        Self(raised)
    }

    /// Waits for the first signal.
    pub async fn first(&self) {
        self.reached(1).await;
    }

    /// Waits for the second signal.
    pub async fn second(&self) {
        self.reached(2).await;
    }

    async fn reached(&self, count: u32) {
        let mut raised = self.0.clone();
        if raised.wait_for(|raised| *raised >= count).await.is_err() {
            // The sender is gone: no signal will be seen any more.
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(unix)]
struct OsSignals([tokio::signal::unix::Signal; 3]);

#[cfg(unix)]
impl OsSignals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self([
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
            signal(SignalKind::hangup())?,
        ]))
    }

    async fn next(&mut self) {
        let [interrupt, terminate, hangup] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct OsSignals;

#[cfg(not(unix))]
impl OsSignals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
