//! The profile `demo`: the embedded organisation runs inside this process, over real HTTP.

use std::path::PathBuf;

use crate::emulator::{self, EmulatorError, Options, Running};
use crate::failure::{Failure, FailureKind};
use crate::settings::Settings;

/// How many people the demo organisation has.
pub(crate) const PEOPLE: u32 = 100;

/// Starts it on a free port, for this process alone. It ends when the returned value is dropped.
pub(crate) fn start(settings: &Settings) -> Result<Running, Failure> {
    let database = database(settings, PEOPLE);
    let options = Options { database, users: PEOPLE, port: 0, control: false, private: true };
    emulator::start(&options).map_err(|error| failure(&error))
}

/// The database of an organisation of that size.
pub(crate) fn database(settings: &Settings, people: u32) -> PathBuf {
    settings.state_folder.join(format!("emulator-{people}.sqlite"))
}

/// An error of the emulator as a failure of the command.
pub(crate) fn failure(error: &EmulatorError) -> Failure {
    let message = error.to_string();
    match error {
        EmulatorError::NoSuchPerson { .. } | EmulatorError::NotEnrolled { .. } => {
            Failure::new(FailureKind::NotFound, message)
        }
        EmulatorError::Exposed(exposed) => {
            Failure::new(FailureKind::State, message).hint(exposed.remedy.as_str())
        }
        _ => Failure::new(FailureKind::State, message),
    }
}
