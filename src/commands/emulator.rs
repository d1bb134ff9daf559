//! `mfa-admin emulator`: the embedded organisation as a server of its own.

use clap::{ArgGroup, Args, Subcommand};
use serde::Serialize;

use crate::emulator::{self, Access, Options};
use crate::failure::{Failure, FailureKind};
use crate::job::input::{Target, Typed};
use crate::output::{Card, Cell, Line, Tone, json_line};
use crate::session::demo::{PEOPLE, database, failure};
use crate::session::{Context, written};

/// Run the embedded organisation as a server of its own
#[derive(Debug, Subcommand)]
pub(crate) enum Emulator {
    /// Serve it on loopback until a signal comes
    #[command(after_help = "\
Examples:
  mfa-admin emulator serve --port 8080
  mfa-admin emulator serve --open
  mfa-admin emulator serve --port 0 --users 10000 --control -o json")]
    Serve(Serve),
    /// Put an organisation back to its first state
    #[command(after_help = "Example:\n  mfa-admin emulator seed")]
    Seed(Seed),
    /// Show the code that a person's authenticator app shows now
    #[command(after_help = "Example:\n  mfa-admin emulator code 42")]
    Code(ShowCode),
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The port on 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// How many people the organisation has; each number has a database of its own
    #[arg(long, value_name = "N", default_value_t = PEOPLE, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    users: u32,
    /// Also serve /_emulator: what was received, the truth about a person, and faults on request
    #[arg(long)]
    control: bool,
    /// Open its screens in the browser
    #[arg(long)]
    open: bool,
}

/// Arguments of `seed`.
#[derive(Debug, Args)]
pub(crate) struct Seed {
    /// How many people it has
    #[arg(long, value_name = "N", default_value_t = PEOPLE, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    users: u32,
}

/// Arguments of `code`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("who").required(true))]
pub(crate) struct ShowCode {
    #[command(flatten)]
    target: Target,
}

pub(super) fn run(emulator: Emulator, context: &Context) -> Result<(), Failure> {
    match emulator {
        Emulator::Serve(serve) => self::serve(&serve, context),
        Emulator::Seed(seed) => self::seed(&seed, context),
        Emulator::Code(code) => show_code(&code, context),
    }
}

impl Card for Access {
    const KEYS: &'static [&'static str] = &["url", "org_id", "email", "password", "api_key"];

    fn lines(&self) -> Vec<Line> {
        vec![
            Line::Field("URL", self.url.as_str().into()),
            Line::Field("Org", self.org_id.as_str().into()),
            Line::Field("Email", self.email.as_str().into()),
            Line::Field("Password", self.password.as_str().into()),
            Line::Field("API key", self.api_key.as_str().into()),
            Line::Blank,
            Line::Field("", Cell::toned("the screens are at this URL too", Tone::Faint)),
            Line::Field(
                "",
                Cell::toned("an invented organisation: these are no secrets; Ctrl-C ends it", Tone::Faint),
            ),
        ]
    }
}

fn serve(serve: &Serve, context: &Context) -> Result<(), Failure> {
    let options = Options {
        database: database(&context.settings, serve.users),
        users: serve.users,
        port: serve.port,
        control: serve.control,
        private: false,
    };
    let running = emulator::start(&options).map_err(|error| failure(&error))?;
    // One line, so that a script can read it and go on.
    written(if context.output.is_json() {
        json_line(running.access()).and_then(|line| context.output.result(&format!("{line}\n")))
    } else {
        context.output.page(running.access())
    })?;
    // Some launchers return only when the browser ends; meanwhile the server runs on its own thread.
    if serve.open
        && let Err(why) = open::that(&running.access().url)
    {
        context.output.note(format!("no browser could be opened: {why}"));
        // Nothing can fail any more, and in JSON a note would wait for an end that a signal never lets come.
        context.output.done();
    }
    // A signal ends it at once, as any server in the foreground: what it has confirmed is in the database.
    running.wait();
    Ok(())
}

fn seed(seed: &Seed, context: &Context) -> Result<(), Failure> {
    emulator::seed(&database(&context.settings, seed.users), seed.users).map_err(|error| failure(&error))?;
    context.output.note(format!("the organisation of {} people is as it was at first", seed.users));
    Ok(())
}

#[derive(Serialize)]
struct CodeCard {
    user_id: String,
    email: String,
    code: String,
    seconds_left: u64,
}

impl Card for CodeCard {
    const KEYS: &'static [&'static str] = &["user_id", "email", "code", "seconds_left"];

    fn lines(&self) -> Vec<Line> {
        vec![
            Line::Field("Email", self.email.as_str().into()),
            Line::Field("Code", self.code.as_str().into()),
            Line::Field("Valid for", format!("{} s", self.seconds_left).into()),
        ]
    }
}

fn show_code(asked: &ShowCode, context: &Context) -> Result<(), Failure> {
    let database = newest(context).ok_or_else(|| {
        Failure::new(FailureKind::State, "there is no embedded organisation yet")
            .hint("`mfa-admin emulator serve` makes one")
    })?;
    let who = match &asked.target.0 {
        Some(Typed::Id(who) | Typed::Email(who)) => who.as_str(),
        None => "",
    };
    let shown = emulator::code(&database, who).map_err(|error| failure(&error))?;
    written(context.output.page(&CodeCard {
        user_id: shown.user_id,
        email: shown.email,
        code: shown.code,
        seconds_left: shown.seconds_left,
    }))
}

/// The database that was written last, of all sizes of organisation.
fn newest(context: &Context) -> Option<std::path::PathBuf> {
    let files = std::fs::read_dir(&context.settings.state_folder).ok()?.flatten();
    let databases = files.map(|file| file.path()).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("emulator-") && name.ends_with(".sqlite")
    });
    // The last changes may stand in the log beside it.
    let changed = |path: &std::path::PathBuf| {
        [path.clone(), path.with_extension("sqlite-wal")]
            .iter()
            .filter_map(|file| file.metadata().and_then(|meta| meta.modified()).ok())
            .max()
    };
    databases.max_by_key(changed)
}
