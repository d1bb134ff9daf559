//! What every command is given: settings, writer and host; and how it connects to a service.

pub(crate) mod connection;
#[cfg(feature = "emulator")]
pub(crate) mod demo;
mod destination;
mod observer;

use std::future::Future;
use std::io;

use tokio::runtime;

use crate::failure::{Failure, FailureKind};
use crate::host::Host;
use crate::output::Output;
use crate::policy::Policy;
use crate::settings::Settings;
use crate::signals::Signals;
use crate::state::StateError;

/// What every command is given.
pub struct Context {
    /// Flags over environment over profile over default.
    pub settings: Settings,
    /// Everything is written through this.
    pub output: Output,
    /// Streams, environment and clock.
    pub host: Host,
}

impl Context {
    /// The rules of the organisation, as the files have them now.
    pub(crate) fn policy(&self) -> Result<Policy, Failure> {
        Ok(Policy::load(self.host.environment)?)
    }
}

/// Runs asynchronous work on one thread, which starts faster than several and is as fast.
pub(crate) fn block_on<T>(work: impl AsyncFnOnce(Signals) -> Result<T, Failure>) -> Result<T, Failure> {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(FailureKind::Internal, "cannot start").because(error.to_string()))?;
    let result = runtime.block_on(async { work(Signals::listen()).await });
    // A plain drop would wait for a DNS lookup that is not needed any more.
    runtime.shutdown_background();
    result
}

/// The same for work that a signal may end at any moment.
pub(crate) fn block_on_until_signal<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    block_on(async |signals| until_signal(&signals, work).await)
}

/// Does the work, or fails when a signal comes first.
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

/// The result of writing to stdout. A reader that has closed the pipe, as `head` does, is no failure.
pub(crate) fn written(result: io::Result<()>) -> Result<(), Failure> {
    is_read(result).map(|_| ())
}

/// The same; false when the reader has closed the pipe.
pub(crate) fn is_read(result: io::Result<()>) -> Result<bool, Failure> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        result => result.map(|()| true).map_err(Failure::not_written),
    }
}

/// An error while rows are read from the state database and written at once.
pub(crate) enum RowsError<E = io::Error> {
    Read(StateError),
    Write(E),
}

impl<E> From<StateError> for RowsError<E> {
    fn from(error: StateError) -> Self {
        Self::Read(error)
    }
}

/// The result of writing rows to stdout while they are read.
pub(crate) fn rows_written(result: Result<(), RowsError>) -> Result<(), Failure> {
    match result {
        Ok(()) => Ok(()),
        Err(RowsError::Read(error)) => Err(error.into()),
        Err(RowsError::Write(error)) => written(Err(error)),
    }
}

/// The first of several failures: the result of a command that went on after them.
pub(crate) fn first_of(failures: Vec<Failure>) -> Result<(), Failure> {
    failures.into_iter().next().map_or(Ok(()), Err)
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
