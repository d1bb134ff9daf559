//! Writing a plan file, under a temporary name until it is complete.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::heading::{ANY_LEVEL, COLUMNS, Heading, SEAL, TITLE, VERSION};
use super::line;
use crate::failure::Failure;
use crate::files;
use crate::job::input::digest::hex;
use crate::model::{Level, Outcome, UserId};
use crate::output::escaped;
use crate::state::PlannedRow;

/// Writes a plan line by line.
pub struct Writer<W> {
    out: W,
    sum: Sha256,
}

impl<W: Write> Writer<W> {
    /// Writes what stands above the rows.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(out: W, heading: &Heading) -> io::Result<Self> {
        let mut writer = Self { out, sum: Sha256::new() };
        writer.write(&format!("{TITLE}{VERSION}\n"))?;
        let Heading { destination, justification, .. } = heading;
        for (key, value) in [
            ("created_at", format!("{:.3}", heading.created_at).as_str()),
            ("planned_by", &heading.planned_by),
            ("planned_by_id", heading.planned_by_id.as_ref().map_or("", UserId::as_str)),
            ("reason", justification.reason.as_deref().unwrap_or_default()),
            ("ticket", justification.ticket.as_deref().unwrap_or_default()),
            ("verified_by", justification.verified_by.as_deref().unwrap_or_default()),
            ("source", &heading.source),
            ("profile", &heading.profile),
            ("provider", &destination.provider),
            ("url", &destination.url),
            ("org_id", &destination.org_id),
            ("org", heading.org.as_deref().unwrap_or_default()),
            ("environment", destination.environment.word()),
            ("level", heading.level.map_or(ANY_LEVEL, Level::word)),
        ] {
            writer.key(key, value)?;
        }
        // The people to be reset come first.
        for (outcome, count) in heading.counts.iter().rev() {
            writer.key(outcome.word(), &count.to_string())?;
        }
        writer.write(&line::joined(&COLUMNS))?;
        Ok(writer)
    }

    fn key(&mut self, key: &str, value: &str) -> io::Result<()> {
        self.write(&line::joined(&[format!("# {key}: {}", escaped(value))]))
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn row(&mut self, PlannedRow { shown, seen }: &PlannedRow) -> io::Result<()> {
        let text = |text: Option<&str>| line::cell(text.unwrap_or_default());
        let seen = seen.as_ref();
        let cells = [
            shown.row.to_string(),
            text(shown.user_id.as_ref().map(UserId::as_str)),
            text(shown.email.as_deref()),
            text(shown.name.as_deref()),
            text(shown.level.map(Level::word)),
            text(seen.map(|mfa| mfa.enrolment.word())),
            // In full precision: a newer enrolment is recognised by it.
            text(seen.and_then(|mfa| Some(mfa.enrolled_at?.to_string())).as_deref()),
            seen.and_then(|mfa| mfa.factors.as_deref()).map(line::ids).unwrap_or_default(),
            text(shown.outcome.map(Outcome::word)),
            text(shown.detail.as_deref()),
        ];
        self.write(&line::joined(&cells))
    }

    /// Writes the checksum, and gives `out` back.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(mut self) -> io::Result<W> {
        let sum = hex(&self.sum.finalize());
        self.out.write_all(format!("{SEAL}{sum}\n").as_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn write(&mut self, line: &str) -> io::Result<()> {
        self.sum.update(line);
        self.out.write_all(line.as_bytes())
    }
}

/// A plan file that is being written. It has a temporary name until it is complete, and is removed if it never is.
pub(crate) struct PlanFile {
    path: PathBuf,
    draft: PathBuf,
    out: BufWriter<fs::File>,
    whole: bool,
}

impl PlanFile {
    /// Creates the file first, so that a folder that cannot be written is noticed before anything is read.
    pub(crate) fn begin(path: &Path) -> Result<Self, Failure> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let draft = path.with_file_name(format!(".{name}.{:08x}", fastrand::u32(..)));
        let out = BufWriter::new(files::create(&draft).map_err(|error| not_written(path, error.into()))?);
        Ok(Self { path: path.to_owned(), draft, out, whole: false })
    }

    /// How an error of the file is told.
    pub(crate) fn not_written(&self) -> impl Fn(io::Error) -> Failure + 'static {
        let path = self.path.clone();
        move |error| not_written(&path, error)
    }

    /// Where to write to.
    pub(crate) fn writer(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// Syncs the complete file and gives it its name.
    pub(crate) fn keep(mut self) -> Result<(), Failure> {
        let kept = (|| {
            self.out.flush()?;
            self.out.get_ref().sync_all()?;
            // Another process may have made a file of that name meanwhile. A hard link never replaces a file; where the
            // file system has no links, a check has to do.
            match fs::hard_link(&self.draft, &self.path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !self.path.exists() => {
                    fs::rename(&self.draft, &self.path)
                }
                linked => linked.and_then(|()| fs::remove_file(&self.draft)),
            }
        })();
        kept.map_err(|error| not_written(&self.path, error))?;
        self.whole = true;
        Ok(())
    }
}

impl Drop for PlanFile {
    fn drop(&mut self) {
        if !self.whole {
            let _ = fs::remove_file(&self.draft);
        }
    }
}

/// A plan that could not be written; nothing of it is left.
fn not_written(path: &Path, error: io::Error) -> Failure {
    Failure::not_written(error).cannot(format!("write {}", path.display()))
}
