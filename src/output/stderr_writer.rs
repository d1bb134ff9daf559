//! stderr: notes, questions and errors, and the line of progress that gives way to all of them.

use std::io::{self, Write};

/// Goes to the beginning of the line, which is then empty.
const CLEAR: &str = "\r\u{1b}[K";

/// Where everything goes that is not the result. When nobody listens there, the exit code still tells.
pub(super) struct StderrWriter {
    to: Box<dyn Write>,
    /// Does a line of progress stand there, without an end?
    bar: bool,
}

impl StderrWriter {
    pub(super) fn new(to: Box<dyn Write>) -> Self {
        Self { to, bar: false }
    }

    /// Says something; the line of progress gives way, and comes back when it is drawn again.
    pub(super) fn say(&mut self, text: &str) {
        self.clear();
        let _ = self.write(text);
    }

    /// Draws the line of progress over the one before, in one piece, so that it does not flicker.
    pub(super) fn draw(&mut self, line: &str) {
        self.bar = true;
        let _ = self.write(&format!("\r{line}\u{1b}[K"));
    }

    /// Takes the line of progress away, where one stands.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.bar) {
            let _ = self.write(CLEAR);
        }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.to.write_all(text.as_bytes())?;
        self.to.flush()
    }
}
