//! What a command is given: the settings, the writer and the world; and the connection to a service.

pub(crate) mod connection;
#[cfg(feature = "emulator")]
pub(crate) mod demo;
pub(crate) mod destination;

use std::future::Future;
use std::io;

use tokio::runtime;

use crate::failure::{Failure, FailureKind};
use crate::host::Host;
use crate::output::Output;
use crate::settings::Settings;
use crate::signals::Signals;

/// What every command is given: what was meant, where to write, and the world.
pub struct Context {
    /// What was meant.
    pub settings: Settings,
    /// The only writer.
    pub output: Output,
    /// The world.
    pub host: Host,
}

/// Runs what waits for the network, on one thread: it starts faster than several, and is as fast.
pub(crate) fn block_on<T>(work: impl AsyncFnOnce(Signals) -> Result<T, Failure>) -> Result<T, Failure> {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(FailureKind::Internal, "cannot start").because(error.to_string()))?;
    let result = runtime.block_on(async { work(Signals::listen()).await });
    // Dropped, it would wait for a look-up of a name that nobody waits for any more.
    runtime.shutdown_background();
    result
}

/// The same for what a signal may end at any moment.
pub(crate) fn block_on_until_signal<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    block_on(async |signals| until_signal(&signals, work).await)
}

/// Does the work unless a signal comes first.
pub(crate) async fn until_signal<T>(
    signals: &Signals,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    tokio::select! {
        biased;
        () = signals.first() => Err(Failure::interrupted()),
        result = work => result,
    }
}

/// A reader that has gone, as in `| head`, has seen enough: that is no failure.
pub(crate) fn written(result: io::Result<()>) -> Result<(), Failure> {
    is_read(result).map(|_| ())
}

/// The same, for what goes on only while somebody reads.
pub(crate) fn is_read(result: io::Result<()>) -> Result<bool, Failure> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        result => result.map(|()| true).map_err(Failure::not_written),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn what_nobody_waits_for_keeps_no_command_from_ending() {
        const STUCK: Duration = Duration::from_secs(10);
        let (release, released) = mpsc::channel::<()>();
        let started = Instant::now();
        let done = block_on(async |_| {
            // As a look-up of a name does, on a thread of the runtime's own.
            tokio::task::spawn_blocking(move || released.recv_timeout(STUCK));
            Ok(())
        });
        assert_eq!(done, Ok(()));
        assert!(started.elapsed() < STUCK);
        drop(release);
    }
}
