//! `mfa-admin`: reset multi-factor authentication for the people of an organisation.
//!
//! # The map of the house
//!
//! | room | what happens there |
//! | --- | --- |
//! | [`cli`] | what can be typed |
//! | [`commands`] | what it means: a command is a file |
//! | [`settings`] | flags over environment over profile over default |
//! | [`host`], [`signals`] | the outside world, as values |
//! | [`files`] | files and folders for their owner alone |
//! | [`credentials`] | secrets that cannot be printed, and the stores that keep them |
//! | [`model`] | the nouns |
//! | [`provider`] | the door to a service |
//! | [`state`] | what outlives the process: batches, rows, audit records |
//! | [`engine`] | the engine: plan, guards, the reset itself |
//! | [`output`] | the only writer |
//! | [`failure`] | the judge: causes become words and exit codes |
//! | `emulator` | a neighbour: the embedded organisation; knows nothing of the rooms above |
//!
//! # One word for one thing
//!
//! *provider* the kind of service · *profile* one named connection · *environment* production, sandbox or demo ·
//! *enrolment* what a person has set up as their second factor · *reset* its removal · *level* on whose demand
//! it was set up · *outcome* what came of a row · *target* what a reset is for · *read back* to look after a
//! reset · *settle* to find out what became of a lost answer.

pub mod cli;
pub mod commands;
pub mod credentials;
#[cfg(feature = "emulator")]
pub mod emulator;
pub mod engine;
pub mod failure;
pub mod files;
pub mod host;
pub mod job;
pub mod model;
pub mod output;
pub mod provider;
pub mod session;
pub mod settings;
pub mod shell;
pub mod signals;
pub mod state;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Parser, ValueEnum};

use cli::Cli;
use failure::{Exit, Failure, FailureKind};
use host::{Environment, Host};
use output::Output;
use session::Context;
use settings::{Color, Format, Settings, color_of, format_of};

/// One run: arguments in, exit code out.
pub fn run(arguments: impl IntoIterator<Item = OsString>, mut host: Host) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    match Cli::try_parse_from(&arguments) {
        Ok(cli) => start(cli, host),
        Err(error) => refused(&quoting(error, &arguments), &arguments, &mut host),
    }
}

fn start(cli: Cli, mut host: Host) -> Exit {
    let settings = match Settings::resolve(&cli.flags, &host) {
        Ok(settings) => settings,
        Err(error) => {
            let format = format_or_default(cli.flags.output, host.environment);
            let output = Output::new(&mut host, format, None);
            return end(&output, Err(error.into()));
        }
    };
    let output = Output::new(&mut host, settings.format, Some(&settings));
    let context = Context { settings, output, host };
    let result = commands::run(cli.command, &context);
    end(&context.output, result)
}

/// Writes what is left to say, and judges.
fn end(output: &Output, result: Result<(), Failure>) -> Exit {
    match result {
        Ok(()) => {
            output.done();
            Exit::DONE
        }
        Err(failure) => {
            output.failure(&failure);
            failure.kind.into()
        }
    }
}

/// The same error of arguments that cannot draw lines of their own where they are quoted.
fn quoting(error: clap::Error, arguments: &[OsString]) -> clap::Error {
    let plain: Vec<_> =
        arguments.iter().map(|word| output::sanitize(&word.to_string_lossy()).into_owned()).collect();
    if plain.iter().zip(arguments).all(|(plain, word)| word == plain.as_str()) {
        return error;
    }
    Cli::try_parse_from(plain).err().unwrap_or(error)
}

/// Help and version are results; anything else that clap says is wrong usage.
fn refused(error: &clap::Error, arguments: &[OsString], host: &mut Host) -> Exit {
    let terminal = host.terminals;
    let color = typed_color(arguments, host);
    let output = Output::new(host, typed_format(arguments, host), None);
    let words = |colored: bool| {
        let words = error.render();
        let words = if colored { words.ansi().to_string() } else { words.to_string() };
        format!("{}\n", words.trim_end())
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that has gone has seen enough.
            let _ = output.result(&words(color.on(terminal.stdout)));
            Exit::DONE
        }
        _ if output.is_json() => end(&output, Err(usage(error))),
        _ => {
            output.usage(&words(false));
            FailureKind::Usage.into()
        }
    }
}

/// What clap says, in one line, as a script gets it.
fn usage(error: &clap::Error) -> Failure {
    let said = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a command is needed".to_owned(),
        _ => error.render().to_string(),
    };
    let message = said.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    Failure::usage(message).hint("see `mfa-admin --help`, and --help of the command")
}

/// The format that was asked for by arguments that make no sense as a whole.
fn typed_format(arguments: &[OsString], host: &Host) -> Format {
    let typed = typed(arguments, "--output", Some("-o"))
        .and_then(|word| Format::from_str(word.trim_start_matches('='), true).ok());
    format_or_default(typed, host.environment)
}

/// The format of a failure that comes before everything is settled: as typed, else as the environment has it.
fn format_or_default(typed: Option<Format>, environment: Environment) -> Format {
    typed.or_else(|| format_of(environment).ok()).unwrap_or_default()
}

/// The same for colours: help goes by the rules of every other result.
fn typed_color(arguments: &[OsString], host: &Host) -> Color {
    typed(arguments, "--color", None)
        .and_then(|word| Color::from_str(&word, true).ok())
        .unwrap_or_else(|| color_of(host.environment))
}

/// The value of a flag among arguments that nobody could parse.
fn typed(arguments: &[OsString], long: &str, short: Option<&str>) -> Option<String> {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
    words.iter().enumerate().find_map(|(index, word)| {
        if word == long || Some(word.as_ref()) == short {
            return words.get(index + 1).map(ToString::to_string);
        }
        let joined = word.strip_prefix(long).and_then(|rest| rest.strip_prefix('='));
        joined.or_else(|| word.strip_prefix(short?)).map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_before_anything_is_settled_comes_as_it_was_asked_for() {
        let json = Environment::new(|name| (name == "MFA_ADMIN_OUTPUT").then(|| "json".to_owned()));
        assert_eq!(format_or_default(None, json), Format::Json);
        assert_eq!(format_or_default(Some(Format::Csv), json), Format::Csv);
        let wrong = Environment::new(|name| (name == "MFA_ADMIN_OUTPUT").then(|| "yaml".to_owned()));
        assert_eq!(format_or_default(None, wrong), Format::Table);
    }
}
