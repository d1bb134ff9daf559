//! Ctrl-C, SIGTERM and SIGHUP as values: the first asks to stop, the second to leave at once.
//!
//! A shell starts what a script puts into the background with SIGINT ignored. No person has asked for that, and a batch that
//! stops can be resumed, so SIGINT is listened to all the same. `nohup` ignores SIGHUP because its user wants the run to
//! outlive the terminal: a SIGHUP that was ignored at the start stays ignored.

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
struct OsSignals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hangup: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl OsSignals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: if ignores_hangup() { None } else { Some(signal(SignalKind::hangup())?) },
        })
    }

    async fn next(&mut self) {
        let hangup = async {
            match &mut self.hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = hangup => {}
        }
    }
}

/// Was SIGHUP ignored at the start? Linux tells; elsewhere only unsafe code could ask, and it counts as not ignored.
#[cfg(unix)]
fn ignores_hangup() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // Signal 1 is the lowest bit.
    ignored.and_then(|set| u64::from_str_radix(set.trim(), 16).ok()).is_some_and(|set| set & 1 == 1)
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
