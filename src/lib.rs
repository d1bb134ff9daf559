//! `mfa-admin`: reset multi-factor authentication for the people of an organisation.
//!
//! # Overview
//!
//! A module knows those below it in this list, and none above. `ARCHITECTURE.md` has the rules and a walk through the code.
//!
//! | module | task |
//! | --- | --- |
//! | [`cli`] | the definition of the command line |
//! | [`commands`] | a command is a file: arguments, help, what it does |
//! | [`completion`], [`manual`] | what Tab is told; man pages |
//! | [`doctor`] | checks from the profile to the terminal |
//! | [`people`] | the Account Status panel, a person in a list, the guided way to a person |
//! | [`job`] | a reset job from its input to its report |
//! | [`session`] | what a command is given, and the connection to a service |
//! | [`output`] | the only writer |
//! | [`failure`] | errors become words, hints and exit codes |
//! | [`engine`] | plan, guards, the reset itself |
//! | [`settings`] | flags over environment over profile over default |
//! | [`policy`] | the rules of an organisation |
//! | [`state`] | what outlives the process: batches, rows, audit records |
//! | [`provider`] | the services |
//! | [`approval`] | signatures of a plan, and who may give them |
//! | [`host`], [`signals`] | the outside world, as values |
//! | [`credentials`] | secrets that cannot be printed, and the stores that keep them |
//! | [`files`], [`shell`] | private files; words of a shell |
//! | [`model`] | the nouns |
//! | `emulator` | the embedded organisation, a program of its own |

pub mod approval;
pub mod cli;
pub mod commands;
pub mod completion;
pub mod credentials;
pub mod doctor;
#[cfg(feature = "emulator")]
pub mod emulator;
pub mod engine;
pub mod failure;
pub mod files;
pub mod host;
pub mod job;
pub mod manual;
pub mod model;
pub mod output;
pub mod people;
pub mod policy;
#[cfg(any(test, fuzzing))]
pub mod properties;
pub mod provider;
pub mod session;
pub mod settings;
pub mod shell;
pub mod signals;
pub mod state;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Parser, ValueEnum};

use cli::{Cli, suggest};
use failure::{Exit, Failure, FailureKind};
use host::{Environment, Host};
use output::Output;
use session::Context;
use settings::{Color, Format, Settings, TerminalStyle, color_of, format_of};

/// One run: arguments in, exit code out.
pub fn run(arguments: impl IntoIterator<Item = OsString>, mut host: Host) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(answer) = completion::answer(&arguments, host.environment, cli::definition) {
        // A shell that does not read it has gone on.
        let _ = Output::new(&mut host, Format::default(), None).result(&answer);
        return Exit::DONE;
    }
    match Cli::try_parse_from(&arguments) {
        Ok(cli) => start(cli, host),
        Err(error) => refused(quoting(error, &arguments), &arguments, &mut host),
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
    let mut output = Output::new(&mut host, settings.format, Some(&settings));
    if let Some(Err(failure)) = settings.log_file.as_ref().map(|path| output.log_to(path, &host)) {
        return end(&output, Err(failure));
    }
    let context = Context { settings, output, host };
    let result = commands::run(cli.command, cli::definition, &context);
    end(&context.output, result)
}

/// Writes the failure, if there is one, and gives the exit code.
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

/// The same error with sanitised arguments, so that an argument cannot draw lines of its own.
fn quoting(error: clap::Error, arguments: &[OsString]) -> clap::Error {
    let plain: Vec<_> =
        arguments.iter().map(|word| output::sanitize(&word.to_string_lossy()).into_owned()).collect();
    if plain.iter().zip(arguments).all(|(plain, word)| word == plain.as_str()) {
        return error;
    }
    Cli::try_parse_from(plain).err().unwrap_or(error)
}

/// Help and version are results; any other message of clap is wrong usage.
fn refused(error: clap::Error, arguments: &[OsString], host: &mut Host) -> Exit {
    let is_result = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    // Building the whole definition takes longer than `--version`, for which nothing is suggested.
    let (error, tip) = if is_result { (error, None) } else { suggested(error, arguments) };
    let error = &error;
    let terminal = host.terminals;
    let color = typed_color(arguments, host);
    let output = Output::new(host, typed_format(arguments, host), None);
    let words = |colored: bool| {
        let words = error.render();
        let words = if colored { words.ansi().to_string() } else { words.to_string() };
        format!("{}\n", words.trim_end())
    };
    if is_result {
        // A reader that has closed the pipe is no failure.
        let style = TerminalStyle::of(host.environment).unwrap_or_default();
        let _ = output.result(&words(color.on(terminal.stdout, style)));
        Exit::DONE
    } else if output.is_json() {
        end(&output, Err(usage(error, tip)))
    } else {
        output.usage(&words(false));
        FailureKind::Usage.into()
    }
}

/// The error with the command or flag that was most likely meant.
fn suggested(error: clap::Error, arguments: &[OsString]) -> (clap::Error, Option<String>) {
    // Built, it knows the global flags of every command, and how each is called.
    let mut definition = cli::definition();
    definition.build();
    let tip = suggest::tip(&suggest::meant(&error, arguments, &definition));
    (suggest::amended(error, tip.clone(), arguments, &definition), tip)
}

/// The message of clap in one line, for scripts.
fn usage(error: &clap::Error, tip: Option<String>) -> Failure {
    let said = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a command is needed".to_owned(),
        _ => error.render().to_string(),
    };
    let message = said.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let help = "see `mfa-admin --help`, and --help of the command".to_owned();
    Failure::usage(message).hint(tip.unwrap_or(help))
}

/// The format that was typed among arguments that clap refused.
fn typed_format(arguments: &[OsString], host: &Host) -> Format {
    let typed = typed(arguments, "--output", Some("-o"))
        .and_then(|word| Format::from_str(word.trim_start_matches('='), true).ok());
    format_or_default(typed, host.environment)
}

/// The format of a failure that comes before the settings are resolved: as typed, else as the environment says.
fn format_or_default(typed: Option<Format>, environment: Environment) -> Format {
    typed.or_else(|| format_of(environment).ok()).unwrap_or_default()
}

/// The same for colours.
fn typed_color(arguments: &[OsString], host: &Host) -> Color {
    typed(arguments, "--color", None)
        .and_then(|word| Color::from_str(&word, true).ok())
        .unwrap_or_else(|| color_of(host.environment))
}

/// The value of a flag among arguments that clap refused.
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
    fn a_failure_before_the_settings_are_resolved_has_the_format_that_was_asked_for() {
        let json = Environment::new(|name| (name == "MFA_ADMIN_OUTPUT").then(|| "json".to_owned()));
        assert_eq!(format_or_default(None, json), Format::Json);
        assert_eq!(format_or_default(Some(Format::Csv), json), Format::Csv);
        let wrong = Environment::new(|name| (name == "MFA_ADMIN_OUTPUT").then(|| "yaml".to_owned()));
        assert_eq!(format_or_default(None, wrong), Format::Table);
    }
}
