//! How every question is asked: the terminal gives its keys one by one, and a thread of its own reads them.
//!
//! Whether there is a terminal to ask on is decided before, by `Settings::can_ask`.

use std::io;
use std::thread;

use tokio::sync::oneshot;

use super::terminal::{RawModeGuard, block_signals, forget_typed};
use crate::settings::TerminalStyle;

/// What came of a question.
#[derive(Debug, PartialEq, Eq)]
pub enum PromptAnswer<T> {
    /// An answer.
    Given(T),
    /// Esc, Ctrl-C, or the terminal went away.
    Cancelled,
}

/// Asks a question; it gives `None` where it was cancelled. What was typed before it is thrown away.
pub(super) async fn ask<T: Send + 'static>(
    style: TerminalStyle,
    question: impl FnOnce() -> io::Result<Option<T>> + Send + 'static,
) -> PromptAnswer<T> {
    let _guard = RawModeGuard::new(style);
    let (sender, receiver) = oneshot::channel();
    // The runtime must stay free to hear a signal. A plain thread, unlike one of the runtime's, does not keep the
    // program from ending.
    thread::spawn(move || {
        block_signals();
        // On a terminal that never falls silent nothing is asked: the question is cancelled.
        if forget_typed() {
            // After a signal nothing waits for the answer.
            let _ = sender.send(question());
        }
    });
    match receiver.await {
        Ok(Ok(Some(answer))) => PromptAnswer::Given(answer),
        _ => PromptAnswer::Cancelled,
    }
}
