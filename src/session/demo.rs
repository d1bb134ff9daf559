//! The profile `demo`: starts the embedded organisation inside this process, over real HTTP.

use std::path::PathBuf;

use crate::emulator::{self, NoCode, Options};
use crate::failure::{Failure, FailureKind};
use crate::files::FileError;
use crate::settings::Settings;

/// The embedded organisation, which is served until this is dropped.
pub(crate) type Running = emulator::Running;

/// How many people the demo organisation has.
pub(crate) const PEOPLE: u32 = 100;

/// Starts it on a free port, where no other process of this machine can sign in.
pub(crate) fn start(settings: &Settings) -> Result<Running, Failure> {
    let database = database(settings, PEOPLE);
    let options = Options { database, users: PEOPLE, port: 0, control: false, private: true };
    emulator::start(&options).map_err(|error| failure(&error))
}

/// The database of an organisation of that size.
pub(crate) fn database(settings: &Settings, people: u32) -> PathBuf {
    settings.state_folder.join(format!("emulator-{people}.sqlite"))
}

/// The failure of a run that an error of the emulator ends.
pub(crate) fn failure(error: &anyhow::Error) -> Failure {
    let kind = if error.is::<NoCode>() { FailureKind::NotFound } else { FailureKind::State };
    let mut causes = error.chain().map(ToString::to_string);
    let failure = Failure::new(kind, causes.next().unwrap_or_default());
    // SQLite would add a second cause, which says the same as the first.
    let failure = causes.take(1).fold(failure, Failure::because);
    match error.downcast_ref() {
        Some(FileError::Exposed(exposed)) => failure.hint(exposed.remedy.as_str()),
        _ => failure,
    }
}
