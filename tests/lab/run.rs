//! A lab for one test: its folders and environment, the commands typed in it, and what they print.

use std::fmt;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{ENROLLED, Emulator, RESET, Stub, csv_of, program, send_signal};

/// The machine of one test.
pub(crate) struct Lab {
    folder: TempDir,
    emulator: Option<Emulator>,
    environment: Vec<(String, String)>,
}

impl Lab {
    /// A fresh machine: no profile, no service.
    pub(crate) fn bare() -> Self {
        let folder = TempDir::new().expect("a folder");
        let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        let environment = vec![
            ("PATH".to_owned(), "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".to_owned()),
            ("HOME".to_owned(), path("home")),
            ("LANG".to_owned(), "C.UTF-8".to_owned()),
            ("TERM".to_owned(), "xterm-256color".to_owned()),
            ("MFA_ADMIN_CONFIG_DIR".to_owned(), path("config")),
            ("MFA_ADMIN_STATE_DIR".to_owned(), path("state")),
            // Keeps a D-Bus of the machine that runs the tests out of reach.
            ("XDG_RUNTIME_DIR".to_owned(), path("nowhere")),
        ];
        Self { folder, emulator: None, environment }
    }

    /// An organisation of 100 people behind a sandbox profile that comes from the environment.
    pub(crate) fn new() -> Self {
        Self::of(100)
    }

    /// The same with so many people.
    pub(crate) fn of(users: u32) -> Self {
        let lab = Self::bare();
        let emulator = Emulator::start(&lab.path("emulator"), users);
        let (url, org, key) = (emulator.url.clone(), emulator.org_id.clone(), emulator.api_key.clone());
        let mut lab = lab.at(&url, &org).set("MFA_ADMIN_API_KEY", &key);
        lab.emulator = Some(emulator);
        lab
    }

    /// The same behind a production profile.
    pub(crate) fn production() -> Self {
        Self::new().set("MFA_ADMIN_ENVIRONMENT", "production")
    }

    /// A sandbox profile for a server that the test made.
    pub(crate) fn on(stub: &Stub) -> Self {
        Self::bare().at(&stub.url(), "166").set("MFA_ADMIN_API_KEY", "the-key")
    }

    fn at(self, url: &str, org: &str) -> Self {
        self.set("MFA_ADMIN_PROVIDER", "resolver")
            .set("MFA_ADMIN_URL", url)
            .set("MFA_ADMIN_ORG_ID", org)
            .set("MFA_ADMIN_ENVIRONMENT", "sandbox")
    }

    /// Sets a variable for every command of this lab.
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(other, _)| other != name);
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Only the config file counts: no profile and no key come from the environment.
    pub(crate) fn without_variables(mut self) -> Self {
        let of_a_profile = ["PROVIDER", "URL", "ORG_ID", "ENVIRONMENT", "API_KEY"];
        self.environment
            .retain(|(name, _)| !of_a_profile.iter().any(|part| *name == format!("MFA_ADMIN_{part}")));
        self
    }

    pub(crate) fn emulator(&self) -> &Emulator {
        self.emulator.as_ref().expect("an emulator in this lab")
    }

    pub(crate) fn emulator_mut(&mut self) -> &mut Emulator {
        self.emulator.as_mut().expect("an emulator in this lab")
    }

    /// A path in this lab.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file in this lab.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(&path, content).expect("it can be written");
        path
    }

    /// The config file.
    pub(crate) fn config(&self, text: &str) {
        self.file("config/config.toml", text);
    }

    /// The environment of every command.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.environment.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Types a command; words are separated by spaces.
    pub(crate) fn run(&self, words: &str) -> Shown {
        self.types(words).run()
    }

    /// The same, for a command that needs more before it runs.
    pub(crate) fn types(&self, words: &str) -> Run {
        self.types_all(&words.split_whitespace().collect::<Vec<_>>())
    }

    /// The same for words that have spaces in them.
    pub(crate) fn types_all(&self, words: &[&str]) -> Run {
        let mut command = Command::new(program());
        command.args(words).env_clear().envs(self.variables()).current_dir(self.folder.path());
        Run { command, stdin: Vec::new(), stdout: None }
    }

    /// Makes an interrupted batch: `people.csv` of [`ENROLLED`], of whom four were reset before the service
    /// throttled. There are no faults afterwards. Returns the id of the batch.
    pub(crate) fn interrupted(&self, flags: &str) -> String {
        self.file("people.csv", csv_of(ENROLLED));
        self.emulator().inject(&json!({"rules": [{"match": RESET, "every": 5, "do": "status:429"}]}));
        let words = "mfa reset --csv people.csv --yes --concurrency 1 --patience 0s --settle 0 -o json";
        let shown = self.run(&format!("{words} {flags}")).exits(11);
        self.emulator().faults(&[]);
        shown.json()["batch_id"].as_str().expect("an id").to_owned()
    }

    /// Resets the people of a CSV that is typed into stdin.
    pub(crate) fn resets(&self, csv: &str, flags: &str) -> Shown {
        self.types(&format!("mfa reset --csv - {flags}")).stdin(csv).run()
    }
}

/// A command about to be run.
pub(crate) struct Run {
    command: Command,
    stdin: Vec<u8>,
    stdout: Option<Stdio>,
}

impl Run {
    /// Adds a word that need not be text.
    pub(crate) fn word(mut self, word: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.arg(word);
        self
    }

    pub(crate) fn stdin(mut self, text: impl AsRef<[u8]>) -> Self {
        self.stdin = text.as_ref().to_vec();
        self
    }

    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Sends stdout to this file.
    pub(crate) fn stdout_to(mut self, path: &Path) -> Self {
        let file = fs::OpenOptions::new().write(true).create(true).truncate(false).open(path);
        self.stdout = Some(file.expect("it can be opened").into());
        self
    }

    /// Sends stdout to a pipe whose reader has closed it, as `head` does after its last line.
    pub(crate) fn stdout_to_nobody(mut self) -> Self {
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        self.stdout = Some(writer.into());
        self
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Shown {
        let text = std::mem::take(&mut self.stdin);
        let mut child = self.spawn(Stdio::piped());
        let mut stdin = child.stdin.take().expect("a pipe");
        // The program need not read it.
        let writer = thread::spawn(move || stdin.write_all(&text).ok());
        let output = child.wait_with_output().expect("it ends");
        writer.join().ok();
        output.into()
    }

    /// Starts it, and does not wait.
    pub(crate) fn start(self) -> Running {
        Running(self.spawn(Stdio::null()))
    }

    fn spawn(mut self, stdin: Stdio) -> Child {
        let stdout = self.stdout.take().unwrap_or_else(Stdio::piped);
        self.command.stdin(stdin).stdout(stdout).stderr(Stdio::piped()).spawn().expect("it starts")
    }
}

/// A running command.
pub(crate) struct Running(pub(super) Child);

impl Running {
    /// Sends a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        send_signal(self.id(), name);
    }

    /// Kills it, unless it has ended by itself.
    pub(crate) fn kill(mut self) {
        self.0.kill().expect("it can be killed");
        self.0.wait().expect("it ends");
    }

    /// Waits for its end.
    pub(crate) fn end(self) -> Shown {
        self.0.wait_with_output().expect("it ends").into()
    }

    /// The first line of its result.
    pub(crate) fn first_line(&mut self) -> String {
        let mut line = String::new();
        let stdout = self.0.stdout.take().expect("a pipe");
        io::BufReader::new(stdout).read_line(&mut line).expect("a line");
        line
    }

    /// The first line on stderr.
    pub(crate) fn first_note(&mut self) -> String {
        let mut line = String::new();
        let stderr = self.0.stderr.take().expect("a pipe");
        io::BufReader::new(stderr).read_line(&mut line).expect("a line");
        line
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Has it ended?
    pub(crate) fn has_ended(&mut self) -> bool {
        self.0.try_wait().expect("it can be asked").is_some()
    }
}

/// What a command printed, and its exit code.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) exit: i32,
}

impl From<Output> for Shown {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        // A command that a signal ended has no code.
        let exit = output.status.code().unwrap_or(-1);
        Self { stdout: text(output.stdout), stderr: text(output.stderr), exit }
    }
}

impl Shown {
    /// Fails the test, and shows the output, unless the command ended with this code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.exit, code, "\n{self}");
        self
    }

    /// The result as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// Fails the test unless the first object of the result has these keys, all of them and in this order.
    #[track_caller]
    pub(crate) fn has_keys(&self, keys: &[&str]) -> &Self {
        let json = self.json();
        let first = json.get(0).unwrap_or(&json).as_object().expect("an object");
        let mut known: Vec<_> = first.keys().map(String::as_str).collect();
        let mut rest = self.stdout.as_str();
        for key in keys {
            known.retain(|known| known != key);
            rest = rest.split_once(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key}\n{self}")).1;
        }
        assert!(known.is_empty(), "{known:?}\n{self}");
        self
    }

    /// The error on stderr. Fails the test if stderr has anything else.
    #[track_caller]
    pub(crate) fn error(&self) -> Value {
        let json: Value =
            serde_json::from_str(&self.stderr).unwrap_or_else(|error| panic!("{error}\n{self}"));
        let keys: Vec<_> = json.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["error"], "\n{self}");
        json["error"].clone()
    }

    /// The rows of a reset with `-o json`.
    #[track_caller]
    pub(crate) fn rows(&self) -> Vec<Value> {
        self.json()["rows"].as_array().unwrap_or_else(|| panic!("no rows\n{self}")).clone()
    }

    /// The outcomes of a reset with `-o json`, in order; `-` where a row was not reached.
    #[track_caller]
    pub(crate) fn outcomes(&self) -> Vec<String> {
        self.rows().iter().map(|row| row["outcome"].as_str().unwrap_or("-").to_owned()).collect()
    }

    /// The details of the rows, in order; empty where there is none.
    #[track_caller]
    pub(crate) fn details(&self) -> Vec<String> {
        self.rows().iter().map(|row| row["detail"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// The whole output; what differs between runs is replaced.
impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "exit {}", self.exit)?;
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                writeln!(f, "--- {name}\n{}", steady(text).trim_end_matches('\n'))?;
            }
        }
        Ok(())
    }
}

/// Replaces ports, moments in milliseconds, ids of batches and heads of the record.
fn steady(text: &str) -> String {
    let mut steady = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("127.0.0.1:") {
            steady.push_str("127.0.0.1:PORT");
            rest = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
        } else if is_moment(rest) {
            steady.push_str("TIME");
            rest = &rest[MOMENT.len()..];
        } else if has_form(rest, BATCH) {
            steady.push_str("BATCH");
            rest = &rest[BATCH.len()..];
        } else if rest.len() >= 64 && rest.bytes().take(64).all(|byte| byte.is_ascii_hexdigit()) {
            steady.push_str("HEAD");
            rest = &rest[64..];
        } else {
            steady.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    steady
}

const MOMENT: &str = "0000-00-00T00:00:00.000Z";
const BATCH: &str = "00000000-aaaaaa";

pub(crate) fn is_moment(text: &str) -> bool {
    has_form(text, MOMENT)
}

/// Does a text begin like this: digits where 0 stands, letters or digits where a stands?
fn has_form(text: &str, form: &str) -> bool {
    let fits = |(byte, form): (u8, u8)| match form {
        b'0' => byte.is_ascii_digit(),
        b'a' => byte.is_ascii_alphanumeric(),
        form => byte == form,
    };
    text.len() >= form.len() && text.bytes().zip(form.bytes()).all(fits)
}

/// Can this machine give a test a session keyring of its own?
pub(crate) fn has_keyctl() -> bool {
    Command::new("keyctl").args(["session", "-", "true"]).output().is_ok_and(|output| output.status.success())
}
