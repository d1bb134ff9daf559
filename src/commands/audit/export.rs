//! `audit export`: the whole record in a file, with what proves that it is whole.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::record::Shown;
use crate::failure::{Failure, FailureKind};
use crate::files;
use crate::job::new_path;
use crate::output::{csv_header, csv_line, json_printable};
use crate::session::Context;
use crate::state::{AuditEvent, State, StateError};

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// A new file, whose name ends with .jsonl or .csv
    file: PathBuf,
}

#[derive(Clone, Copy)]
enum Ending {
    JsonLines,
    Csv,
}

/// Why the record is not in the file as a whole.
enum ExportError {
    Read(StateError),
    Write(io::Error),
}

impl From<StateError> for ExportError {
    fn from(error: StateError) -> Self {
        Self::Read(error)
    }
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

pub(super) fn run(ExportArgs { file: path }: &ExportArgs, context: &Context) -> Result<(), Failure> {
    let ending = match path.extension().and_then(|ending| ending.to_str()) {
        Some("jsonl") => Ending::JsonLines,
        Some("csv") => Ending::Csv,
        _ => return Err(Failure::usage("the name of the file must end with .jsonl or .csv")),
    };
    let path = new_path(path, "export")?;
    let state = open(&context.settings.state_folder)?;
    let unwritten = |error: io::Error| {
        Failure::new(FailureKind::State, error.to_string()).cannot(format!("write {}", path.display()))
    };
    files::check_folder_of_one(path.parent().unwrap_or(&path)).map_err(|error| unwritten(error.into()))?;
    let file = files::create(&path).map_err(|error| {
        if error.is(ErrorKind::AlreadyExists) {
            return Failure::usage(format!("{} is there by now", path.display()));
        }
        unwritten(error.into())
    })?;
    let mut events = 0;
    match write(BufWriter::new(file), &state, ending, &mut events) {
        Ok(()) => {}
        Err(ExportError::Write(error)) => return Err(unwritten(error)),
        Err(ExportError::Read(error)) => {
            return Err(Failure::from(error)
                .cannot("read the rest of the record")
                .because(format!("{events} events are in {}", path.display())));
        }
    }
    context.output.note(format!("{events} events are in {}", path.display()));
    Ok(())
}

/// A damaged database is read as far as that goes.
fn open(folder: &Path) -> Result<State, Failure> {
    match State::open(folder) {
        Err(damaged @ StateError::Damaged { .. }) => {
            State::open_to_read(folder)?.ok_or_else(|| damaged.into())
        }
        opened => Ok(opened?),
    }
}

/// Writes what can be read. What came before an error stays in the file.
fn write(
    mut file: BufWriter<File>,
    state: &State,
    ending: Ending,
    events: &mut u64,
) -> Result<(), ExportError> {
    if let Ending::Csv = ending {
        file.write_all(csv_header::<Shown>().as_bytes())?;
    }
    let all = state.each_text(|body, hash| {
        let line = match ending {
            Ending::JsonLines => json_with_hash(body, hash),
            Ending::Csv => match AuditEvent::parsed(body, hash) {
                Some(event) => csv_line(&Shown(event))?,
                None => return Ok(()),
            },
        };
        file.write_all(line.as_bytes())?;
        *events += 1;
        Ok(())
    });
    file.flush()?;
    all
}

/// The text of an event as it is stored, with its hash as the last key.
fn json_with_hash(body: &[u8], hash: Option<&[u8]>) -> String {
    let body = String::from_utf8_lossy(body);
    let body = json_printable(body.strip_suffix('}').unwrap_or(&body)).into_owned();
    match hash.map(String::from_utf8_lossy) {
        Some(hash) => format!("{body},\"hash\":\"{}\"}}\n", json_printable(&hash)),
        None => format!("{body},\"hash\":null}}\n"),
    }
}
