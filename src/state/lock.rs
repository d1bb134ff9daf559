//! Which process works on a batch: a lock that the operating system takes back when its process dies, however it dies.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use super::database::State;
use super::error::StateError;
use crate::files;

/// A process that only asks about a batch has its lock for an instant, in `is_locked`: then we try again.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(10);

/// The lock of one batch, for as long as this is kept.
#[derive(Debug)]
pub struct BatchLock {
    file: Option<(File, PathBuf)>,
}

impl BatchLock {
    /// Lets go of a batch that is over, and removes its lock file.
    pub fn remove(self) {
        if let Some((file, path)) = self.file {
            // Removed while it is still locked: a process that waits for it then finds the batch ended.
            let _ = fs::remove_file(path);
            drop(file);
        }
    }
}

impl State {
    /// Takes the lock of a batch.
    ///
    /// # Errors
    /// [`StateError::Locked`] when another process has it.
    pub fn lock_batch(&self, id: &str) -> Result<BatchLock, StateError> {
        let Some(path) = self.lock_path(id) else { return Ok(BatchLock { file: None }) };
        if let Some(folder) = path.parent() {
            files::make_folder(folder)?;
        }
        let file = files::open_or_create(&path)?;
        let mut tries = 1;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(BatchLock { file: Some((file, path)) }),
                Err(TryLockError::WouldBlock) if tries < TRIES => {
                    tries += 1;
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => return Err(StateError::Locked { id: id.to_owned() }),
                Err(TryLockError::Error(error)) => {
                    return Err(StateError::Folder { path, why: error.to_string() });
                }
            }
        }
    }

    /// Does a process work on this batch?
    pub(super) fn is_locked(&self, id: &str) -> Result<bool, StateError> {
        let Some(path) = self.lock_path(id) else { return Ok(false) };
        match files::open(&path, OpenOptions::new().read(true)) {
            Ok(file) => Ok(matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))),
            Err(error) if error.is(ErrorKind::NotFound) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn lock_path(&self, id: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("batches").join(format!("{id}.lock")))
    }
}
