//! `--results`: the rows as CSV, written as they come, so that a long batch can be watched from another window.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, FailureKind};
use crate::files::{self, FileError};
use crate::model::ResultRow;
use crate::output::{csv_header, csv_line};
use crate::state::State;

/// The longest number of a row with its comma, in bytes.
const LONGEST_NUMBER: u64 = 19;

/// The file of a batch.
pub(crate) struct ResultsFile(BufWriter<File>);

/// The absolute path of a new results file, so that a later process finds it from any folder. It stands in a folder where
/// no other user can exchange it.
pub(super) fn checked(path: &Path) -> Result<PathBuf, Failure> {
    let path = new_path(path, "--results")?;
    if path.to_str().is_none() {
        // It is stored as text with the batch, and a later process must find the same file.
        return Err(Failure::usage("the name of the results file is not UTF-8").hint("nothing was sent"));
    }
    check_folder(&path)?;
    Ok(path)
}

fn check_folder(path: &Path) -> Result<(), Failure> {
    files::check_folder_of_one(path.parent().unwrap_or(path)).map_err(cannot(path))
}

/// The absolute path of a new file that this flag names. A file that is there already is refused.
pub(crate) fn new_path(path: &Path, flag: &str) -> Result<PathBuf, Failure> {
    if path.is_symlink() || path.exists() {
        return Err(Failure::usage(format!("{} is there already", path.display()))
            .hint(format!("give {flag} the name of a new file; nothing was sent")));
    }
    let absolute = std::path::absolute(path).map_err(Failure::not_written)?;
    if !absolute.parent().is_some_and(Path::is_dir) {
        return Err(Failure::usage(format!("there is no folder for {}", absolute.display()))
            .hint("make the folder first; nothing was sent"));
    }
    Ok(absolute)
}

/// Makes the file, with the rows that have their outcome already. Another process may have made one since `checked` looked.
pub(crate) fn begin(path: &Path, state: &State, batch: i64) -> Result<(), Failure> {
    check_folder(path)?;
    let file = files::create(path).map_err(|error| {
        if error.is(ErrorKind::AlreadyExists) {
            return Failure::usage(format!("{} is there by now", path.display()))
                .hint("move it away; nothing was sent");
        }
        cannot(path)(error)
    })?;
    write(file, path, state, batch)
}

/// Writes the file anew, with the rows that have their outcome already: a run before this one may have died in the middle
/// of a line.
pub(crate) fn write_known(path: &Path, state: &State, batch: i64) -> Result<(), Failure> {
    check_folder(path)?;
    let mut file = match files::open(path, OpenOptions::new().read(true).write(true)) {
        Err(error) if error.is(ErrorKind::NotFound) => return begin(path, state, batch),
        opened => opened.map_err(cannot(path))?,
    };
    if !is_of(&file, path, state, batch)? {
        let message = format!("{} is not the results file of this batch any more", path.display());
        return Err(Failure::usage(message).hint("move it away"));
    }
    file.set_len(0).and_then(|()| file.rewind()).map_err(unwritten(path))?;
    write(file, path, state, batch)
}

fn cannot(path: &Path) -> impl Fn(FileError) -> Failure {
    move |error| match error {
        FileError::Exposed(exposed) => Failure::new(FailureKind::State, exposed.to_string())
            .cannot(format!("write {}", path.display()))
            .hint(exposed.remedy),
        FileError::Io { error, .. } => unwritten(path)(error),
    }
}

fn unwritten(path: &Path) -> impl Fn(io::Error) -> Failure + Copy {
    move |error| {
        Failure::new(FailureKind::State, error.to_string()).cannot(format!("write {}", path.display()))
    }
}

fn write(file: File, path: &Path, state: &State, batch: i64) -> Result<(), Failure> {
    let cannot = unwritten(path);
    let mut file = BufWriter::new(file);
    file.write_all(csv_header::<ResultRow>().as_bytes()).map_err(cannot)?;
    state.each_row(batch, |row| match row.outcome {
        Some(_) => csv_line(row).and_then(|line| file.write_all(line.as_bytes())).map_err(cannot),
        None => Ok(()),
    })?;
    file.flush().map_err(cannot)
}

/// Does the file hold what a run of this batch wrote: the header, and rows as they are on record? Its last line may be
/// incomplete.
fn is_of(file: &File, path: &Path, state: &State, batch: i64) -> Result<bool, Failure> {
    let mut file = BufReader::new(file);
    let mut seen = Vec::new();
    let mut expected = csv_header::<ResultRow>();
    loop {
        let left = expected.len().saturating_sub(seen.len()) as u64;
        file.by_ref().take(left).read_to_end(&mut seen).map_err(unwritten(path))?;
        if seen != expected.as_bytes() {
            return Ok(expected.as_bytes().starts_with(&seen));
        }
        seen.clear();
        file.by_ref().take(LONGEST_NUMBER).read_until(b',', &mut seen).map_err(unwritten(path))?;
        let number = seen.strip_suffix(b",").and_then(|number| str::from_utf8(number).ok()?.parse().ok());
        let Some(number) = number else {
            let is_torn = (seen.len() as u64) < LONGEST_NUMBER && seen.iter().all(u8::is_ascii_digit);
            return Ok(is_torn);
        };
        let Some(row) = state.row_if_any(batch, number)? else { return Ok(false) };
        expected = csv_line(&row).map_err(unwritten(path))?;
    }
}

impl ResultsFile {
    /// Opens the file at its end.
    pub(crate) fn go_on(path: &String) -> io::Result<Self> {
        Ok(Self(BufWriter::new(files::open(Path::new(path), OpenOptions::new().append(true))?)))
    }

    /// Adds rows, and flushes them for readers.
    pub(crate) fn write(&mut self, rows: &[ResultRow]) -> io::Result<()> {
        for row in rows {
            self.0.write_all(csv_line(row)?.as_bytes())?;
        }
        self.0.flush()
    }
}
