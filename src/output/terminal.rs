//! Holds the terminal while a question stands on it, and gives it back as it was, whatever happens.

use console::{Key, Term};

/// Lets the keys arrive one by one and unseen; gives the terminal its cursor, echo and line mode back when it goes.
///
/// Ctrl-C is then a key like any other, so that it cancels instead of killing.
pub(super) struct Held {
    term: Term,
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Held {
    pub(super) fn new() -> Self {
        Self {
            term: Term::stderr(),
            #[cfg(unix)]
            before: unix::begin(),
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

/// Does this key cancel every question? Esc, Ctrl-C and Ctrl-D do.
pub(super) fn cancels(key: &Key) -> bool {
    matches!(key, Key::Escape | Key::CtrlC | Key::Char('\u{3}' | '\u{4}'))
}

#[cfg(unix)]
mod unix {
    use rustix::stdio::stdin;
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    pub(super) fn begin() -> Option<Termios> {
        let before = tcgetattr(stdin()).ok()?;
        let mut now = before.clone();
        now.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN);
        tcsetattr(stdin(), OptionalActions::Now, &now).ok()?;
        Some(before)
    }

    pub(super) fn end(before: Option<Termios>) {
        if let Some(before) = before {
            let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
        }
    }
}
