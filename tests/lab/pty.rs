//! A real terminal: a test waits for text on its screen and types.

use std::io::{self, Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::{DEADLINE, Lab, program, send_signal, wait_for};

const ROWS: u16 = 40;
/// The bit of "what is typed is shown" among the terminal's local modes.
const ECHO: u32 = 0o10;

/// A program on a terminal.
pub(crate) struct Pty {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

struct Seen {
    screen: vt100::Parser,
    /// Every byte that ever came.
    raw: Vec<u8>,
    over: bool,
}

impl Pty {
    /// Starts the command on a terminal of so many columns.
    pub(crate) fn start(lab: &Lab, columns: u16, words: &str) -> Self {
        Self::start_with(lab, columns, words, &[])
    }

    /// The same with more in the environment.
    pub(crate) fn start_with(lab: &Lab, columns: u16, words: &str, variables: &[(&str, &str)]) -> Self {
        Self::begin(CommandBuilder::new(program()), lab, columns, words, variables, "")
    }

    /// The same for a person who has typed these keys before the command has even begun.
    pub(crate) fn start_typed_ahead(lab: &Lab, columns: u16, words: &str, keys: &str) -> Self {
        Self::begin(CommandBuilder::new(program()), lab, columns, words, &[], keys)
    }

    /// The same in a window of so many lines.
    pub(crate) fn start_of_size(lab: &Lab, (rows, columns): (u16, u16), words: &str) -> Self {
        let command = CommandBuilder::new(program());
        Self::begin_in(command, lab, (rows, columns), words, &[], "")
    }

    /// A shell with the program on its path, and no other set-up.
    pub(crate) fn shell(lab: &Lab, shell: &str, flags: &str) -> Self {
        let program = program();
        let folder = program.parent().expect("it is in a folder").display();
        let path = format!("{folder}:/usr/local/bin:/usr/bin:/bin");
        let variables = [("PATH", path.as_str()), ("PS1", "> ")];
        Self::begin(CommandBuilder::new(shell), lab, 80, flags, &variables, "")
    }

    /// The same with a kernel keyring of its own.
    pub(crate) fn start_in_session(lab: &Lab, columns: u16, words: &str) -> Self {
        let mut keyctl = CommandBuilder::new("keyctl");
        keyctl.args(["session", "-"]);
        keyctl.arg(program());
        Self::begin(keyctl, lab, columns, words, &[], "")
    }

    /// Runs a test of this binary on a terminal of its own.
    pub(crate) fn start_these_tests(lab: &Lab, columns: u16, words: &str) -> Self {
        let tests = std::env::current_exe().expect("it runs");
        Self::begin(CommandBuilder::new(tests), lab, columns, words, &[], "")
    }

    /// The id of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.process_id().expect("it runs")
    }

    fn begin(
        command: CommandBuilder,
        lab: &Lab,
        columns: u16,
        words: &str,
        variables: &[(&str, &str)],
        typed_ahead: &str,
    ) -> Self {
        Self::begin_in(command, lab, (ROWS, columns), words, variables, typed_ahead)
    }

    fn begin_in(
        mut command: CommandBuilder,
        lab: &Lab,
        (rows, columns): (u16, u16),
        words: &str,
        variables: &[(&str, &str)],
        typed_ahead: &str,
    ) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        command.env_clear();
        command.cwd(lab.path(""));
        command.args(words.split_whitespace());
        for (name, value) in lab.variables().chain(variables.iter().copied()) {
            command.env(name, value);
        }
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let screen = vt100::Parser::new(cells(rows), cells(columns), 0);
        let seen = Arc::new((Mutex::new(Seen { screen, raw: Vec::new(), over: false }), Condvar::new()));
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            loop {
                let count = reader.read(&mut bytes).unwrap_or(0);
                let mut seen = shared.0.lock().expect("no thread panicked");
                seen.screen.process(&bytes[..count]);
                seen.raw.extend(&bytes[..count]);
                seen.over = count == 0;
                shared.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        // The keys typed ahead are written before the program starts.
        let mut keys = pair.master.take_writer().expect("a writer");
        keys.write_all(typed_ahead.as_bytes()).expect("it can be typed");
        let child = pair.slave.spawn_command(command).expect("it starts");
        // The slave's own handle would keep the terminal open after the program's end.
        drop(pair.slave);
        Self { master: pair.master, keys, child, seen }
    }

    /// Waits until the screen shows this.
    #[track_caller]
    pub(crate) fn sees(&mut self, text: &str) -> &mut Self {
        self.waits(text);
        self
    }

    /// Waits until the screen shows this and what is typed is not shown.
    #[track_caller]
    pub(crate) fn sees_hidden(&mut self, text: &str) -> &mut Self {
        self.waits(text);
        wait_for("ECHO off", || (!self.echoes()).then_some(()));
        self
    }

    #[track_caller]
    fn waits(&self, text: &str) {
        let start = Instant::now();
        let mut seen = self.seen.0.lock().expect("no thread panicked");
        loop {
            let screen = seen.screen.screen().contents();
            if screen.contains(text) {
                return;
            }
            assert!(!seen.over, "it ended without {text:?}:\n{screen}");
            assert!(start.elapsed() < DEADLINE, "waited in vain for {text:?}:\n{screen}");
            seen = self.seen.1.wait_timeout(seen, Duration::from_millis(200)).expect("no thread panicked").0;
        }
    }

    /// Types.
    pub(crate) fn types(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("it can be typed");
        self
    }

    /// Types more than the buffer of a terminal can take: a thread writes until the program has read all of it.
    #[track_caller]
    pub(crate) fn pastes(&mut self, keys: &str) -> &mut Self {
        let keys = keys.as_bytes().to_vec();
        let mut terminal = std::mem::replace(&mut self.keys, Box::new(io::sink()));
        let pasting = thread::spawn(move || terminal.write_all(&keys).map(|()| terminal));
        wait_for("the end of the paste", || pasting.is_finished().then_some(()));
        self.keys = pasting.join().expect("no thread panicked").expect("it can be typed");
        self
    }

    /// The window becomes so many columns wide. What does not fit any more is cut off.
    pub(crate) fn resizes(&mut self, columns: u16) -> &mut Self {
        let size = PtySize { rows: ROWS, cols: columns, pixel_width: 0, pixel_height: 0 };
        let mut seen = self.seen.0.lock().expect("nobody broke it");
        seen.screen.screen_mut().set_size(cells(ROWS), cells(columns));
        self.master.resize(size).expect("a terminal");
        drop(seen);
        self
    }

    /// Is what is typed shown?
    pub(crate) fn echoes(&self) -> bool {
        let modes = self.master.get_termios().expect("a terminal").local_flags.bits();
        modes & ECHO != 0
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, name: &str) {
        send_signal(self.id(), name);
    }

    /// The text on the screen.
    pub(crate) fn screen(&self) -> String {
        self.seen.0.lock().expect("no thread panicked").screen.screen().contents()
    }

    /// The screen with its colours.
    pub(crate) fn cells(&self) -> vt100::Screen {
        self.seen.0.lock().expect("no thread panicked").screen.screen().clone()
    }

    /// Everything that was ever written.
    pub(crate) fn raw(&self) -> String {
        String::from_utf8_lossy(&self.seen.0.lock().expect("no thread panicked").raw).into_owned()
    }

    /// Is the cursor visible?
    pub(crate) fn shows_cursor(&self) -> bool {
        !self.seen.0.lock().expect("no thread panicked").screen.screen().hide_cursor()
    }

    /// Waits for the end of the program and of what it wrote; the exit code.
    #[track_caller]
    pub(crate) fn end(&mut self) -> u32 {
        let start = Instant::now();
        let code = loop {
            if let Some(status) = self.child.try_wait().expect("it can be asked") {
                break status.exit_code();
            }
            assert!(start.elapsed() < DEADLINE, "it does not end:\n{}", self.screen());
            thread::sleep(Duration::from_millis(5));
        };
        let mut seen = self.seen.0.lock().expect("no thread panicked");
        while !seen.over {
            assert!(start.elapsed() < DEADLINE, "its terminal does not end");
            seen = self.seen.1.wait_timeout(seen, Duration::from_millis(200)).expect("no thread panicked").0;
        }
        code
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a screen has cells")
}
