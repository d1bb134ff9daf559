//! The outside world as one value: streams, terminals, environment, clock, folders. Only this file reaches for them, so
//! that a test can stage them.

use std::cell::RefCell;
use std::env;
use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::PathBuf;

use console::Term;
use directories::ProjectDirs;
use jiff::Timestamp;

use crate::model::{Clock, OsAccount};

/// The world a run happens in.
pub struct Host {
    /// The name by which this program was called.
    pub program: OsString,
    stdin: RefCell<Box<dyn Read>>,
    /// Where the result goes.
    pub stdout: Box<dyn Write>,
    /// Where everything else goes.
    pub stderr: Box<dyn Write>,
    /// Which of the streams are terminals.
    pub terminals: Terminals,
    /// The width of the terminal behind stdout, in columns.
    pub width: Option<usize>,
    /// The width of the terminal behind stderr at the moment: a window may change while a batch runs.
    pub stderr_width: fn() -> Option<usize>,
    /// The environment.
    pub environment: Environment,
    /// The time of day.
    pub clock: Clock,
    real_user: fn() -> RealUser,
}

/// The real uid of this process, and its name where this machine knows one.
type RealUser = (Option<u32>, Option<String>);

/// Which of the streams are terminals.
#[derive(Debug, Clone, Copy)]
pub struct Terminals {
    /// Can a person type?
    pub stdin: bool,
    /// Does a person see the result?
    pub stdout: bool,
    /// Does a person see a question?
    pub stderr: bool,
}

/// Reads one environment variable; empty counts as not set.
#[derive(Clone, Copy)]
pub struct Environment(fn(&str) -> Option<String>);

impl Environment {
    /// An environment that asks `read`.
    #[must_use]
    pub fn new(read: fn(&str) -> Option<String>) -> Self {
        Self(read)
    }

    /// The value of a variable, unless it is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    /// The folder of `config.toml`.
    #[must_use]
    pub fn config_folder(&self) -> Option<PathBuf> {
        self.get("MFA_ADMIN_CONFIG_DIR")
            .map(PathBuf::from)
            .or_else(|| project().map(|project| project.config_dir().to_owned()))
    }

    /// The folder of the state database and of the demo organisation.
    #[must_use]
    pub fn state_folder(&self) -> Option<PathBuf> {
        self.get("MFA_ADMIN_STATE_DIR").map(PathBuf::from).or_else(|| {
            project().map(|project| project.state_dir().unwrap_or(project.data_local_dir()).to_owned())
        })
    }

    /// The folder of the rules of an organisation, which are for everybody who works on this machine.
    #[must_use]
    pub fn policy_folder(&self) -> PathBuf {
        if cfg!(windows) {
            let data = self.get("PROGRAMDATA").unwrap_or_else(|| r"C:\ProgramData".to_owned());
            PathBuf::from(data).join("mfa-admin")
        } else if cfg!(target_os = "macos") {
            PathBuf::from("/Library/Application Support/mfa-admin")
        } else {
            PathBuf::from("/etc/mfa-admin")
        }
    }
}

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "mfa-admin")
}

impl Host {
    /// Standard input, for its only reader; afterwards it is empty.
    pub fn stdin(&self) -> Box<dyn Read> {
        self.stdin.replace(Box::new(io::empty()))
    }

    /// The account that runs us. Its name may have to be asked for over the network.
    #[must_use]
    pub fn account(&self) -> OsAccount {
        let (uid, os_user) = (self.real_user)();
        OsAccount { os_user, uid, sudo_user: self.environment.get("SUDO_USER") }
    }

    /// The real world.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place where they are allowed")]
    pub fn os() -> Self {
        let (stdin, stdout, stderr) = (io::stdin(), io::stdout(), io::stderr());
        let terminals = Terminals {
            stdin: stdin.is_terminal(),
            stdout: stdout.is_terminal(),
            stderr: stderr.is_terminal(),
        };
        let width = if terminals.stdout { columns(&Term::stdout()) } else { None };
        Self {
            program: env::args_os().next().unwrap_or_else(|| "mfa-admin".into()),
            stdin: RefCell::new(Box::new(stdin)),
            stdout: Box::new(BufWriter::new(stdout.lock())),
            stderr: Box::new(stderr),
            terminals,
            width,
            stderr_width: || columns(&Term::stderr()),
            environment: Environment::new(|name| env::var(name).ok()),
            clock: Clock::new(Timestamp::now),
            real_user,
        }
    }

    /// A world without input, terminals and environment.
    #[cfg(test)]
    pub(crate) fn staged() -> Self {
        Self {
            program: "mfa-admin".into(),
            stdin: RefCell::new(Box::new(io::empty())),
            stdout: Box::new(io::sink()),
            stderr: Box::new(io::sink()),
            terminals: Terminals { stdin: false, stdout: false, stderr: false },
            width: None,
            stderr_width: || None,
            environment: Environment::new(|_| None),
            clock: Clock::new(|| Timestamp::UNIX_EPOCH),
            real_user: || (None, None),
        }
    }
}

#[cfg(unix)]
fn real_user() -> RealUser {
    let uid = nix::unistd::getuid();
    let user = nix::unistd::User::from_uid(uid).ok().flatten();
    (Some(uid.as_raw()), user.map(|user| user.name))
}

/// No variable is taken for it, and nothing else tells.
#[cfg(not(unix))]
fn real_user() -> RealUser {
    (None, None)
}

/// Sees to it that no core is dumped of this process, which is about to hold a secret, and that no other process of the
/// same user can read its memory.
pub fn keep_memory_private() {
    // Where the system refuses, the run is none the worse for it.
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    // The limit does not hold for a program that collects dumps.
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

fn columns(term: &Term) -> Option<usize> {
    term.size_checked().map(|(_, columns)| usize::from(columns))
}
