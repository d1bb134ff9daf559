//! Holds the terminal while a question stands on it, and gives it back as it was, whatever happens.

use console::Term;

/// Gives the terminal its cursor, echo and line mode back when it goes.
pub(super) struct Held {
    term: Term,
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

/// How the keys arrive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// One by one and unseen. Ctrl-C is a key like any other, so that it cancels instead of killing.
    Single,
    /// By lines, as the shell left it.
    Lines,
}

impl Held {
    pub(super) fn new(keys: Keys) -> Self {
        #[cfg(unix)]
        let before = unix::begin(keys);
        #[cfg(not(unix))]
        let _ = keys;
        Self {
            term: Term::stderr(),
            #[cfg(unix)]
            before,
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // On the way out nothing can be done about a terminal that is gone.
        let _ = self.term.show_cursor();
        #[cfg(unix)]
        unix::end(self.before.take());
    }
}

#[cfg(unix)]
mod unix {
    use rustix::stdio::stdin;
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    use super::Keys;

    pub(super) fn begin(keys: Keys) -> Option<Termios> {
        let before = tcgetattr(stdin()).ok()?;
        if keys == Keys::Single {
            let mut now = before.clone();
            now.local_modes
                .remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN);
            tcsetattr(stdin(), OptionalActions::Now, &now).ok()?;
        }
        Some(before)
    }

    pub(super) fn end(before: Option<Termios>) {
        if let Some(before) = before {
            let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
        }
    }
}
