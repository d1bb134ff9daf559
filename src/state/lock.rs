//! Who works on a batch: a lock that the operating system takes back when its process dies, however it dies.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use super::{State, StateError};
use crate::files;

/// Whoever only looks at a batch has its lock for an instant, in `is_held`. Only who keeps it for longer works on it.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(10);

/// The lock of one batch, for as long as this is kept.
#[derive(Debug)]
pub struct BatchLock {
    file: Option<(File, PathBuf)>,
}

impl BatchLock {
    /// Lets go of a batch that is over: its lock is not needed any more.
    pub fn over(self) {
        if let Some((file, path)) = self.file {
            // Removed while it is still held. Whoever waits for it then finds the batch ended.
            let _ = fs::remove_file(path);
            drop(file);
        }
    }
}

impl State {
    /// Takes the lock of a batch.
    ///
    /// # Errors
    /// [`StateError::Held`] when another process has it.
    pub fn hold(&self, id: &str) -> Result<BatchLock, StateError> {
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
                Err(TryLockError::WouldBlock) => return Err(StateError::Held { id: id.to_owned() }),
                Err(TryLockError::Error(error)) => {
                    return Err(StateError::Folder { path, why: error.to_string() });
                }
            }
        }
    }

    /// Does a process work on this batch?
    pub(super) fn is_held(&self, id: &str) -> Result<bool, StateError> {
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
