//! The state database on a thread of its own: waiting for the disk must not hold up requests.

use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use super::{State, StateError};

type Job = Box<dyn FnOnce(&mut State) + Send>;

/// Where the state is kept while requests are under way. Jobs are done one after the other.
pub struct StateHandle {
    jobs: mpsc::Sender<Job>,
    thread: JoinHandle<State>,
}

impl StateHandle {
    /// Moves the state to its thread.
    ///
    /// # Errors
    /// When there can be no other thread.
    pub fn open(mut state: State) -> Result<Self, StateError> {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let work = move || {
            for job in inbox {
                job(&mut state);
            }
            state
        };
        let thread =
            thread::Builder::new().name("state".to_owned()).spawn(work).map_err(|_| StateError::Gone)?;
        Ok(Self { jobs, thread })
    }

    /// Has a job done. It is done even when nobody waits for it any more.
    ///
    /// # Errors
    /// Those of the job.
    pub async fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut State) -> Result<T, StateError> + Send + 'static,
    ) -> Result<T, StateError> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |state| {
            let _ = answer.send(job(state));
        });
        self.jobs.send(job).map_err(|_| StateError::Gone)?;
        answered.await.unwrap_or(Err(StateError::Gone))
    }

    /// Ends the thread when its last job is done, and gives the state back.
    ///
    /// # Errors
    /// When the thread ended in a panic.
    pub fn close(self) -> Result<State, StateError> {
        drop(self.jobs);
        self.thread.join().map_err(|_| StateError::Gone)
    }
}
