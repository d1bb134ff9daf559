//! The global flags, and the variables that stand in for them.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

use super::error::SettingsError;
use super::terminal::TerminalStyle;
use crate::host::Environment;

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
    /// Is a stream coloured, given whether it is a terminal, and how that is written to?
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

/// The format that the environment asks for; also needed when the flags cannot be read.
///
/// # Errors
/// When it is an unknown one.
pub fn format_of(environment: Environment) -> Result<Format, SettingsError> {
    let Some(value) = environment.get("MFA_ADMIN_OUTPUT") else { return Ok(Format::default()) };
    Format::from_str(&value, true).map_err(|_| SettingsError::Variable {
        variable: "MFA_ADMIN_OUTPUT",
        value,
        possible: "table, json, jsonl, csv".to_owned(),
    })
}

/// When the environment wants colours; also needed when the flags cannot be read.
#[must_use]
pub fn color_of(environment: Environment) -> Color {
    let forced = environment.get("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    match (environment.get("NO_COLOR"), forced) {
        (Some(_), _) => Color::Never,
        (None, true) => Color::Always,
        (None, false) => Color::Auto,
    }
}
