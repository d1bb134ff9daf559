//! The state database on a thread of its own: requests must not wait for the disk.

use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use super::database::State;
use super::error::StateError;

type Task = Box<dyn FnOnce(&mut State) + Send>;

/// Where the state is kept while requests are under way. Tasks are done one after the other.
pub struct StateHandle {
    tasks: mpsc::Sender<Task>,
    thread: JoinHandle<State>,
}

impl StateHandle {
    /// Moves the state to its thread.
    pub fn open(mut state: State) -> Result<Self, StateError> {
        let (tasks, inbox) = mpsc::channel::<Task>();
        let work = move || {
            for task in inbox {
                task(&mut state);
            }
            state
        };
        let thread =
            thread::Builder::new().name("state".to_owned()).spawn(work).map_err(|_| StateError::Gone)?;
        Ok(Self { tasks, thread })
    }

    /// Has a task done by the thread. It is done even when its caller does not wait for it any more.
    pub async fn ask<T: Send + 'static>(
        &self,
        task: impl FnOnce(&mut State) -> Result<T, StateError> + Send + 'static,
    ) -> Result<T, StateError> {
        let (answer, answered) = oneshot::channel();
        let task: Task = Box::new(move |state| {
            let _ = answer.send(task(state));
        });
        self.tasks.send(task).map_err(|_| StateError::Gone)?;
        answered.await.unwrap_or(Err(StateError::Gone))
    }

    /// Ends the thread when its last task is done, and gives the state back.
    pub fn close(self) -> Result<State, StateError> {
        drop(self.tasks);
        self.thread.join().map_err(|_| StateError::Gone)
    }
}
