//! `--log-file`: a line for everything that could be said on stderr, with its time.

use std::cell::RefCell;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::sanitize::tight;
use super::writer::Output;
use crate::failure::{Failure, FailureKind};
use crate::files::{self, FileError};
use crate::host::Host;
use crate::model::Clock;

/// The file of one run. Several runs may append to the same.
pub(super) struct Log {
    file: RefCell<Option<File>>,
    clock: Clock,
}

impl Log {
    /// Appends a line. A full disk ends the log, and not the run.
    pub(super) fn write(&self, text: &str) {
        let line = format!("{:.3} {}\n", self.clock.now(), tight(text.trim_end()));
        let mut file = self.file.borrow_mut();
        if file.as_mut().is_some_and(|file| file.write_all(line.as_bytes()).is_err()) {
            *file = None;
        }
    }
}

impl Output {
    /// From now on everything that is said goes to this file too.
    pub(crate) fn log_to(&mut self, path: &Path, host: &Host) -> Result<(), Failure> {
        let path = std::path::absolute(path).map_err(|error| {
            Failure::new(FailureKind::State, "cannot write the log file").because(error.to_string())
        })?;
        let opened = files::check_folder_of_one(path.parent().unwrap_or(&path));
        let file = opened.and_then(|()| files::append(&path)).map_err(|error| {
            let failure =
                Failure::new(FailureKind::State, "cannot write the log file").because(error.to_string());
            match error {
                FileError::Exposed(exposed) => failure.hint(exposed.remedy),
                FileError::Io { .. } => failure,
            }
        })?;
        let log = Log { file: RefCell::new(Some(file)), clock: host.clock };
        log.write(concat!("mfa-admin ", env!("CARGO_PKG_VERSION")));
        self.log = Some(log.into());
        Ok(())
    }
}
