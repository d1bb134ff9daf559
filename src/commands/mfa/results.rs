//! `--results`: the rows as CSV, written as they come, for whoever follows a long batch from another window.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use crate::failure::{Failure, FailureKind};
use crate::model::ResultRow;
use crate::output::{csv_header, csv_line};
use crate::state::State;

/// The file of a batch.
pub(super) struct Results(BufWriter<File>);

/// Where a new file is to go that is named by that flag, whatever folder a later run is started in. One that is there
/// already is refused.
pub(super) fn place(path: &Path, flag: &str) -> Result<String, Failure> {
    if path.exists() {
        return Err(Failure::usage(format!("{} is there already", path.display()))
            .hint(format!("give {flag} the name of a new file; nothing was sent")));
    }
    let place = std::path::absolute(path)?;
    if !place.parent().is_some_and(Path::is_dir) {
        return Err(Failure::usage(format!("there is no folder for {}", place.display()))
            .hint("make the folder first; nothing was sent"));
    }
    Ok(place.to_string_lossy().into_owned())
}

/// Makes the file, with the rows that have their outcome already. Somebody may have put one there since `place` looked.
pub(super) fn begin(path: &Path, state: &State, batch: i64) -> Result<(), Failure> {
    let file = File::create_new(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::usage(format!("{} is there by now", path.display()))
            .hint("move it away; nothing was sent"),
        _ => cannot(path)(error),
    })?;
    write(file, path, state, batch)
}

/// Writes the file anew, with the rows that have their outcome already: a run before this one may have died in the middle
/// of a line.
pub(super) fn write_known(path: &Path, state: &State, batch: i64) -> Result<(), Failure> {
    if !is_ours(path).map_err(cannot(path))? {
        let message = format!("{} is no results file of this program any more", path.display());
        return Err(Failure::new(FailureKind::Usage, message).hint("move it away"));
    }
    write(File::create(path).map_err(cannot(path))?, path, state, batch)
}

fn cannot(path: &Path) -> impl Fn(io::Error) -> Failure + Copy {
    move |error| {
        Failure::new(FailureKind::State, error.to_string()).cannot(format!("write {}", path.display()))
    }
}

fn write(file: File, path: &Path, state: &State, batch: i64) -> Result<(), Failure> {
    let cannot = cannot(path);
    let mut file = BufWriter::new(file);
    file.write_all(csv_header::<ResultRow>().as_bytes()).map_err(cannot)?;
    state.each_row(batch, |row| match row.outcome {
        Some(_) => csv_line(row).and_then(|line| file.write_all(line.as_bytes())).map_err(cannot),
        None => Ok(()),
    })?;
    file.flush().map_err(cannot)
}

fn is_ours(path: &Path) -> io::Result<bool> {
    let mut first = String::new();
    match File::open(path) {
        Ok(file) => BufReader::new(file).read_line(&mut first)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    // Even the header may have been cut short.
    Ok(csv_header::<ResultRow>().starts_with(&first))
}

impl Results {
    /// Opens the file at its end.
    pub(super) fn go_on(path: &String) -> io::Result<Self> {
        Ok(Self(BufWriter::new(OpenOptions::new().append(true).open(path)?)))
    }

    /// Adds rows, and lets others see them.
    pub(super) fn write(&mut self, rows: &[ResultRow]) -> io::Result<()> {
        for row in rows {
            self.0.write_all(csv_line(row)?.as_bytes())?;
        }
        self.0.flush()
    }
}
