//! The menu. A command is a file: its arguments, its help, its function and its table together.

mod audit;
mod auth;
mod batch;
mod connection;
#[cfg(feature = "emulator")]
mod demo;
#[cfg(feature = "emulator")]
mod emulator;
mod manual;
mod mfa;
mod place;
mod users;

use std::future::Future;
use std::io;

use clap::Subcommand;
use tokio::runtime;

use crate::failure::{Failure, FailureKind};
use crate::host::Host;
use crate::output::Output;
use crate::settings::Settings;
use crate::signals::Signals;

/// Everything that can be asked for.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Sign in, and see who is signed in where
    #[command(subcommand)]
    Auth(auth::Auth),
    /// Find people and see their account status
    #[command(subcommand)]
    Users(users::Users),
    /// Reset multi-factor authentication
    #[command(subcommand)]
    Mfa(mfa::Mfa),
    /// See batches, and go on with one that was interrupted
    #[command(subcommand)]
    Batch(batch::Batch),
    /// See what was reset, by whom and why
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Run the embedded organisation as a server of its own
    #[cfg(feature = "emulator")]
    #[command(subcommand)]
    Emulator(emulator::Emulator),
    /// Write the completions of a shell to stdout
    Completions(manual::Completions),
    /// Write the man pages into a folder
    Man(manual::Man),
}

/// What every command is given: what was meant, where to write, and the world.
pub struct Context {
    /// What was meant.
    pub settings: Settings,
    /// The only writer.
    pub output: Output,
    /// The world.
    pub host: Host,
}

/// Does what was asked for.
pub(crate) fn run(command: Command, context: &Context) -> Result<(), Failure> {
    match command {
        Command::Auth(auth) => auth::run(auth, context),
        Command::Users(users) => users::run(users, context),
        Command::Mfa(mfa) => mfa::run(mfa, context),
        Command::Batch(batch) => batch::run(batch, context),
        Command::Audit(audit) => audit::run(&audit, context),
        #[cfg(feature = "emulator")]
        Command::Emulator(emulator) => emulator::run(emulator, context),
        Command::Completions(completions) => manual::completions(&completions, context),
        Command::Man(man) => manual::man(&man, context),
    }
}

/// Runs what waits for the network, on one thread: it starts faster than several, and is as fast.
fn block_on<T>(work: impl AsyncFnOnce(Signals) -> Result<T, Failure>) -> Result<T, Failure> {
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
fn block_on_until_signal<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    block_on(async |signals| until_signal(&signals, work).await)
}

/// Does the work unless a signal comes first.
async fn until_signal<T>(
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
fn written(result: io::Result<()>) -> Result<(), Failure> {
    is_read(result).map(|_| ())
}

/// The same, for what goes on only while somebody reads.
fn is_read(result: io::Result<()>) -> Result<bool, Failure> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        result => Ok(result.map(|()| true)?),
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
