//! Writes to stderr, and takes the line of progress away before anything else comes there.

use std::io::{self, Write};

/// Goes to the beginning of the line and empties it.
const CLEAR: &str = "\r\u{1b}[K";

/// Where everything goes that is not the result. An error of the stream is ignored: the exit code still tells.
pub(super) struct StderrWriter {
    to: Box<dyn Write>,
    /// Does a line of progress stand there, without an end?
    has_progress: bool,
}

impl StderrWriter {
    pub(super) fn new(to: Box<dyn Write>) -> Self {
        Self { to, has_progress: false }
    }

    /// Writes a text in the place of the line of progress, which comes back when it is drawn again.
    pub(super) fn say(&mut self, text: &str) {
        self.clear();
        let _ = self.write(text);
    }

    /// Draws the line of progress over the one before, in one piece, so that it does not flicker.
    pub(super) fn draw(&mut self, line: &str) {
        self.has_progress = true;
        let _ = self.write(&format!("\r{line}\u{1b}[K"));
    }

    /// Takes the line of progress away, where one stands.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.has_progress) {
            let _ = self.write(CLEAR);
        }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.to.write_all(text.as_bytes())?;
        self.to.flush()
    }
}
