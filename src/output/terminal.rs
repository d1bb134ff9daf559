//! The modes of the terminal while a question stands on it. It is given back as it was, whatever happens.

#[cfg(unix)]
use std::{thread, time::Duration};

use console::{Key, Term};

use crate::settings::TerminalStyle;

/// How long a key or a new size of the window may wait: nobody sees it.
#[cfg(unix)]
const GLANCE: Duration = Duration::from_millis(30);

/// While it lives, keys arrive one by one and are not shown, and Ctrl-C is a key like any other. Dropped, it gives the
/// terminal its cursor, echo and line mode back.
pub(super) struct RawModeGuard {
    style: TerminalStyle,
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl RawModeGuard {
    pub(super) fn new(style: TerminalStyle) -> Self {
        Self {
            style,
            #[cfg(unix)]
            before: unix::begin(),
        }
    }
}

impl Drop for RawModeGuard {
    fn drop(&mut self) {
        if self.style == TerminalStyle::Drawn {
            // Nothing can be done about a terminal that is gone.
            let _ = Term::stderr().show_cursor();
        }
        #[cfg(unix)]
        unix::end(self.before.take());
    }
}

/// Throws away what was typed or pasted until now: it is no answer to a question that was not drawn yet. Needs a
/// [`RawModeGuard`], without which a terminal hides an unfinished line. False where the keys never stop.
pub(super) fn forget_typed() -> bool {
    #[cfg(unix)]
    return unix::forget_typed();
    #[cfg(not(unix))]
    true
}

/// Waits until a key was typed, or until `changed` says that something else is to be done. True for a key.
pub(super) fn key_or(changed: impl Fn() -> bool) -> bool {
    #[cfg(unix)]
    while !unix::has_key() {
        if changed() {
            return false;
        }
        thread::sleep(GLANCE);
    }
    true
}

/// Keeps the signals away from the thread of a question. At Ctrl-C console raises SIGINT in the thread that reads keys;
/// blocked, it waits there and ends with the thread, so that it cancels the question and not the run. A signal from
/// outside reaches another thread.
pub(super) fn block_signals() {
    #[cfg(unix)]
    unix::block_signals();
}

/// Does this key cancel the pop-up or a typed answer? Esc, Ctrl-C and Ctrl-D do.
pub(super) fn cancels(key: &Key) -> bool {
    matches!(key, Key::Escape | Key::CtrlC | Key::Char('\u{3}' | '\u{4}'))
}

#[cfg(unix)]
mod unix {
    use std::thread;
    use std::time::{Duration, Instant};

    use nix::sys::signal::{SigSet, Signal};
    use rustix::io::ioctl_fionread;
    use rustix::stdio::stdin;
    use rustix::termios::{
        LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr,
    };

    /// The pieces of a paste and the repetitions of a key come faster than this; an answer to a question that a person
    /// has read comes later.
    const QUIET: Duration = Duration::from_millis(50);
    /// Longer than any paste takes, and longer than a key is pressed by mistake.
    const PATIENCE: Duration = Duration::from_secs(10);

    pub(super) fn block_signals() {
        let signals: SigSet = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP].into_iter().collect();
        // It fails for a set that makes no sense alone.
        let _ = signals.thread_block();
    }

    pub(super) fn begin() -> Option<Termios> {
        let before = tcgetattr(stdin()).ok()?;
        let mut now = before.clone();
        now.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN);
        tcsetattr(stdin(), OptionalActions::Now, &now).ok()?;
        Some(before)
    }

    /// One flush is not enough: a terminal takes a few kB at once, and the rest of a paste follows.
    pub(super) fn forget_typed() -> bool {
        let start = Instant::now();
        while start.elapsed() < PATIENCE && tcflush(stdin(), QueueSelector::IFlush).is_ok() {
            thread::sleep(QUIET);
            if !ioctl_fionread(stdin()).is_ok_and(|waiting| waiting > 0) {
                return true;
            }
        }
        start.elapsed() < PATIENCE
    }

    /// Was a key typed? Also true where the terminal is gone: to read it fails then, and that ends the question.
    pub(super) fn has_key() -> bool {
        ioctl_fionread(stdin()).map_or(true, |waiting| waiting > 0)
    }

    pub(super) fn end(before: Option<Termios>) {
        if let Some(before) = before {
            let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
        }
    }
}
