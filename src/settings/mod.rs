//! What was meant: flags over environment over profile over default, settled once.

mod config;
mod profile;
mod terminal;

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, Args, ValueEnum};
use reqwest::Url;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::credentials::{Secret, SecretScope};
use crate::files::Exposed;
use crate::host::{Environment, Host};
pub use config::{Config, Edit};
pub use profile::{DEMO, Origin, Profile, ProfileConfig, base_url, is_profile_name};
pub use terminal::TerminalStyle;

/// The global flags, as typed.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct Flags {
    /// The connection to use; demo brings its own organisation [env: MFA_ADMIN_PROFILE]
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// How the result is written [env: MFA_ADMIN_OUTPUT] [default: table]
    #[arg(short, long, global = true, value_name = "FORMAT")]
    pub output: Option<Format>,
    /// Write nothing to stderr but errors and questions
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Show every request on stderr; -vv also headers, and how fast is asked; never a secret
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Append what -vv would show to this file, which is made for its owner alone
    #[arg(long, global = true, value_name = "FILE")]
    pub log_file: Option<PathBuf>,
    /// Colour the output; NO_COLOR and CLICOLOR_FORCE are honoured [default: auto]
    #[arg(long, global = true, value_name = "WHEN")]
    pub color: Option<Color>,
    /// Never ask: fail instead
    #[arg(long, global = true)]
    pub no_input: bool,
    /// The limit for one request, in seconds [default: 30]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: Option<u64>,
}

/// How the result is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
}

/// When to colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Is a stream coloured that is a terminal of this style, or is none?
    #[must_use]
    pub fn on(self, terminal: bool, style: TerminalStyle) -> bool {
        match self {
            _ if terminal && style == TerminalStyle::Lines => false,
            Self::Auto => terminal,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// What was meant by flags and environment, apart from the profile.
#[derive(Clone)]
pub struct Settings {
    /// The profile that was named, by flag or environment.
    pub profile: Option<String>,
    /// How the result is written.
    pub format: Format,
    /// Nothing on stderr but errors and questions.
    pub quiet: bool,
    /// How much is said about requests.
    pub verbosity: u8,
    /// The file that takes all that can be said about requests.
    pub log_file: Option<PathBuf>,
    /// How the terminal is written to.
    pub style: TerminalStyle,
    /// When to colour.
    pub color: Color,
    /// May a question be asked? Only when somebody can see it and answer it.
    pub can_ask: bool,
    /// The limit for one request.
    pub timeout: Duration,
    /// Where `config.toml` is.
    pub config_folder: PathBuf,
    /// Where state is kept.
    pub state_folder: PathBuf,
    environment: Environment,
}

/// What is wrong with flags, environment or config file.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// A variable holds a value that it cannot have.
    #[error("{variable} cannot be `{value}`")]
    Variable {
        /// The variable.
        variable: &'static str,
        /// Its value.
        value: String,
        /// The values it can have.
        possible: String,
    },
    /// There is no home folder to put anything in.
    #[error("no home folder")]
    NoHome,
    /// The config file cannot be written.
    #[error("cannot write {}: {why}", path.display())]
    NotWritten {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// The config file or its folder is not its owner's alone.
    #[error(transparent)]
    Exposed(#[from] Exposed),
    /// The config file cannot be read or understood.
    #[error("cannot use {}: {why}", path.display())]
    ConfigFile {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// What stands in the config file, or in the variables of a one-run profile, is wrong.
    #[error("{place}: {why}")]
    BadProfile {
        /// The file and profile, or the variable.
        place: String,
        /// What is wrong.
        why: String,
    },
    /// What only the embedded organisation may say of itself was said of another.
    #[error("{place}: the environment `{DEMO}` belongs to the built-in profile")]
    DemoElsewhere {
        /// The file and profile, or the variable.
        place: String,
    },
    /// The environment has a credential for one URL, and the profile of this run another.
    #[error(
        "the credential in the environment is for the URL in MFA_ADMIN_URL, and profile `{name}` has another"
    )]
    AnotherUrl {
        /// The profile.
        name: String,
    },
    /// A profile was named that does not exist.
    #[error("there is no profile `{name}`")]
    NoSuchProfile {
        /// Its name.
        name: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// No profile was named and there is none to fall back on.
    #[error("no profile")]
    NoProfile,
}

impl Settings {
    /// Settles flags and environment.
    ///
    /// # Errors
    /// When a variable holds a value that it cannot have, or there is no home folder.
    pub fn resolve(flags: &Flags, host: &Host) -> Result<Self, SettingsError> {
        let environment = host.environment;
        let format = match flags.output {
            Some(format) => format,
            None => format_of(environment)?,
        };
        let quiet = flags.quiet;
        let can_ask = host.terminals.stdin && host.terminals.stderr && !flags.no_input;
        Ok(Self {
            profile: flags.profile.clone().or_else(|| environment.get("MFA_ADMIN_PROFILE")),
            format,
            quiet,
            verbosity: if quiet { 0 } else { flags.verbose },
            log_file: flags.log_file.clone(),
            style: TerminalStyle::of(environment)?,
            color: flags.color.unwrap_or_else(|| color_of(environment)),
            can_ask,
            timeout: Duration::from_secs(flags.timeout.unwrap_or(30)),
            config_folder: environment.config_folder().ok_or(SettingsError::NoHome)?,
            state_folder: environment.state_folder().ok_or(SettingsError::NoHome)?,
            environment,
        })
    }

    /// The credential that the environment gives to this run, where this is the profile of the run: the one that was
    /// named, or the default. Nobody else gets it.
    ///
    /// # Errors
    /// When `MFA_ADMIN_URL` says that it is for another URL.
    pub fn credential_variable(
        &self,
        profile: &Profile,
    ) -> Result<Option<(CredentialVariable, Secret)>, SettingsError> {
        let found = self.credential_of_environment();
        if found.is_none() || profile.origin == Origin::Environment {
            return Ok(found);
        }
        if !self.is_of_run(profile) {
            return Ok(None);
        }
        let place = |url: Url| SecretScope::new(profile.kind.word(), url.as_str(), &profile.org_id);
        let same = |url: &str| base_url(profile.kind, url).is_ok_and(|url| place(url) == profile.place());
        match self.environment.get("MFA_ADMIN_URL") {
            Some(url) if !same(&url) => Err(SettingsError::AnotherUrl { name: profile.name.clone() }),
            _ => Ok(found),
        }
    }

    /// Is there a credential in the environment which this profile does not get, because it is not that of the run?
    #[must_use]
    pub fn withholds_credential(&self, profile: &Profile) -> bool {
        profile.origin == Origin::File
            && self.credential_of_environment().is_some()
            && !self.is_of_run(profile)
    }

    /// Is it the one that was named, or else the default?
    fn is_of_run(&self, profile: &Profile) -> bool {
        self.profile().is_ok_and(|run| run.origin == profile.origin && run.name == profile.name)
    }

    fn credential_of_environment(&self) -> Option<(CredentialVariable, Secret)> {
        let secret = |value| Secret::new(Zeroizing::<String>::new(value).trim());
        let read = |name, kind| self.environment.get(name).map(|value| (kind, secret(value)));
        read("MFA_ADMIN_API_KEY", CredentialVariable::ApiKey)
            .or_else(|| read("MFA_ADMIN_TOKEN", CredentialVariable::Token))
    }
}

/// Which variable a credential came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialVariable {
    /// `MFA_ADMIN_API_KEY`
    ApiKey,
    /// `MFA_ADMIN_TOKEN`
    Token,
}

/// The format that the environment asks for; also needed when the flags could not be read.
///
/// # Errors
/// When it is none that we know.
pub fn format_of(environment: Environment) -> Result<Format, SettingsError> {
    let Some(value) = environment.get("MFA_ADMIN_OUTPUT") else { return Ok(Format::default()) };
    Format::from_str(&value, true).map_err(|_| SettingsError::Variable {
        variable: "MFA_ADMIN_OUTPUT",
        value,
        possible: "table, json, jsonl, csv".to_owned(),
    })
}

/// When the environment wants colours; also needed when the flags could not be read.
#[must_use]
pub fn color_of(environment: Environment) -> Color {
    let forced = environment.get("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    match (environment.get("NO_COLOR"), forced) {
        (Some(_), _) => Color::Never,
        (None, true) => Color::Always,
        (None, false) => Color::Auto,
    }
}
