//! Files and folders for their owner alone: made so whatever the umask is, and refused where another user owns them or
//! may write them (the group counts, root does not). No link is followed, and only a regular file is opened: no other
//! user can replace what we write, or make us wait at a pipe.
//!
//! Only a file and its folder are checked; there may be links above. On Windows, where the folders of an account are
//! its own, owners are not checked.

#[cfg(not(unix))]
mod elsewhere;
#[cfg(unix)]
mod unix;

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::shell::shell_word;
#[cfg(not(unix))]
use elsewhere as system;
#[cfg(unix)]
use unix as system;

/// A file or folder that may not be used: other users can replace it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{} {why}", path.display())]
pub struct Exposed {
    path: PathBuf,
    why: &'static str,
    /// What to do about it.
    pub remedy: String,
}

/// Why a file or folder cannot be used.
#[derive(Debug, Error)]
pub enum FileError {
    /// Other users can change it.
    #[error(transparent)]
    Exposed(#[from] Exposed),
    /// The system says no.
    #[error("cannot use {}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl FileError {
    /// Does the system say no for that reason?
    #[must_use]
    pub fn is(&self, kind: ErrorKind) -> bool {
        matches!(self, Self::Io { error, .. } if error.kind() == kind)
    }
}

impl From<FileError> for io::Error {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Exposed(exposed) => Self::other(exposed),
            FileError::Io { error, .. } => error,
        }
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> FileError + Copy {
    move |error| FileError::Io { path: path.to_owned(), error }
}

/// Makes a folder, and those above it that are missing. One that is there is checked.
///
/// # Errors
/// When it cannot be made, or is not its owner's alone.
pub fn make_folder(path: &Path) -> Result<(), FileError> {
    make(&bare(path)).map_err(failed(path))?;
    check_folder(path)
}

fn make(path: &Path) -> io::Result<()> {
    let folder = system::private_folder();
    let made = match (folder.create(path), path.parent()) {
        (Err(error), Some(parent)) if error.kind() == ErrorKind::NotFound => {
            make(parent)?;
            folder.create(path)
        }
        (made, _) => made,
    };
    match made {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Ok(()) => match system::taken_away(&fs::symlink_metadata(path)?, 0o700) {
            Some(rights) => fs::set_permissions(path, rights),
            None => Ok(()),
        },
        failed => failed,
    }
}

/// Who may own a file or folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// We or root.
    Ours,
    /// Nobody but root: it holds what binds us.
    Root,
}

/// Checks a folder that we keep things in.
///
/// # Errors
/// When it is not its owner's alone, or no folder.
pub fn check_folder(path: &Path) -> Result<(), FileError> {
    check_folder_where(path, Owner::Ours, |_| false)
}

/// Checks a folder that one new file is put in. In a sticky folder such as /tmp other users may have files: they can
/// neither remove nor replace ours.
///
/// # Errors
/// When others own it or may exchange what is in it, or it is no folder.
pub fn check_folder_of_one(path: &Path) -> Result<(), FileError> {
    check_folder_where(path, Owner::Ours, system::is_sticky)
}

fn check_folder_where(
    path: &Path,
    owner: Owner,
    may_be_shared: fn(&Metadata) -> bool,
) -> Result<(), FileError> {
    let path = &bare(path);
    let found = fs::symlink_metadata(path).map_err(failed(path))?;
    check_owner(path, &found, owner, may_be_shared(&found))?;
    if found.is_dir() { Ok(()) } else { Err(failed(path)(ErrorKind::NotADirectory.into())) }
}

/// What `doctor` tells of a folder that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FolderFacts {
    /// Is it there? If not, it can be made.
    pub exists: bool,
    /// Its rights, as `chmod` takes them.
    pub mode: Option<u32>,
    /// How many bytes may still be written to its disk.
    pub free: Option<u64>,
}

/// Checks a folder that we keep things in, and makes nothing. One that is not there must be one that can be made.
///
/// # Errors
/// When it is not its owner's alone, no folder, or cannot be written or made.
pub fn folder_facts(path: &Path) -> Result<FolderFacts, FileError> {
    let path = &bare(path);
    let exists = match check_folder(path) {
        Err(error) if error.is(ErrorKind::NotFound) => false,
        checked => checked.map(|()| true)?,
    };
    let there = path.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    system::may_write(there).map_err(failed(there))?;
    let found = fs::symlink_metadata(there).map_err(failed(there))?;
    Ok(FolderFacts { exists, mode: system::mode(&found, !exists), free: system::free_space(there) })
}

/// Checks a file.
///
/// # Errors
/// When it is not its owner's alone, no regular file, or not there.
pub fn check_file(path: &Path) -> Result<(), FileError> {
    check_regular(path, &fs::symlink_metadata(path).map_err(failed(path))?, Owner::Ours)
}

/// Checks an SQLite file and those that SQLite keeps beside it, before SQLite opens them. None of them has to be there.
/// Gives the path without a link above it, as `SQLITE_OPEN_NOFOLLOW` wants it.
///
/// # Errors
/// When one of them is not its owner's alone, or no regular file.
pub fn check_database(path: &Path) -> Result<PathBuf, FileError> {
    let folder = bare(path.parent().unwrap_or(path)).canonicalize().map_err(failed(path))?;
    let path = folder.join(path.file_name().unwrap_or_default());
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut file = path.clone().into_os_string();
        file.push(ending);
        match check_file(Path::new(&file)) {
            Err(error) if error.is(ErrorKind::NotFound) => {}
            checked => checked?,
        }
    }
    Ok(path)
}

/// Opens a file that is there.
///
/// # Errors
/// When it is not its owner's alone, no regular file, or cannot be opened.
pub fn open(path: &Path, options: &OpenOptions) -> Result<File, FileError> {
    open_of(path, options, Owner::Ours)
}

/// Opens a file to read what others must not have written, in a folder where others cannot replace it.
///
/// # Errors
/// When file or folder has another owner or may be written by others, it is no regular file, or cannot be opened.
pub fn open_to_trust(path: &Path, owner: Owner) -> Result<File, FileError> {
    check_folder_where(path.parent().unwrap_or(path), owner, system::is_sticky)?;
    open_of(path, OpenOptions::new().read(true), owner)
}

fn open_of(path: &Path, options: &OpenOptions, owner: Owner) -> Result<File, FileError> {
    // Before, because opening a pipe may change it; and after, because another file may have taken the name.
    check_regular(path, &fs::symlink_metadata(path).map_err(failed(path))?, owner)?;
    let mut options = options.clone();
    system::no_link_no_wait(&mut options);
    let file = options.open(path).map_err(failed(path))?;
    check_regular(path, &file.metadata().map_err(failed(path))?, owner)?;
    Ok(file)
}

/// Makes a file that is not there yet, to read and write.
///
/// # Errors
/// When something of that name is there, or it cannot be made.
pub fn create(path: &Path) -> Result<File, FileError> {
    let mut options = OpenOptions::new();
    system::private(options.read(true).write(true).create_new(true));
    let made = options.open(path).and_then(|file| {
        if let Some(rights) = system::taken_away(&file.metadata()?, 0o600) {
            file.set_permissions(rights)?;
        }
        Ok(file)
    });
    made.map_err(failed(path))
}

/// Opens a file to read and write, and makes it if it is not there.
///
/// # Errors
/// When it is not its owner's alone, no regular file, or cannot be opened or made.
pub fn open_or_create(path: &Path) -> Result<File, FileError> {
    let open = || open(path, OpenOptions::new().read(true).write(true));
    match open() {
        Err(error) if error.is(ErrorKind::NotFound) => match create(path) {
            // Another process was quicker.
            Err(error) if error.is(ErrorKind::AlreadyExists) => open(),
            made => made,
        },
        opened => opened,
    }
}

/// Opens a file to write at its end, and makes it if it is not there. Several processes may do so at once.
///
/// # Errors
/// When it is not its owner's alone, no regular file, or cannot be opened or made.
pub fn append(path: &Path) -> Result<File, FileError> {
    open_or_create(path)?;
    open(path, OpenOptions::new().append(true))
}

/// Without a slash at the end, which would follow a link.
fn bare(path: &Path) -> PathBuf {
    let bare: PathBuf = path.components().collect();
    if bare.as_os_str().is_empty() { PathBuf::from(".") } else { bare }
}

fn check_regular(path: &Path, found: &Metadata, owner: Owner) -> Result<(), FileError> {
    check_owner(path, found, owner, false)?;
    if found.is_file() { Ok(()) } else { Err(exposed(path, "is no regular file", moved_away(path)).into()) }
}

fn check_owner(path: &Path, found: &Metadata, owner: Owner, may_be_shared: bool) -> Result<(), Exposed> {
    if owner == Owner::Root && !system::is_of_root(found) {
        let remedy = format!("make it root's with `sudo chown root {}`", quoted(path));
        return Err(exposed(path, "does not belong to root", remedy));
    }
    if let Some(us) = system::foreign_owner(found) {
        let remedy = format!("make it yours with `chown {us} {}`, or use another one", quoted(path));
        return Err(exposed(path, "belongs to somebody else", remedy));
    }
    if found.is_symlink() {
        let folder = path.canonicalize().ok().filter(|folder| folder.is_dir());
        let itself = folder.map(|folder| format!("use the folder itself, {}", folder.display()));
        return Err(exposed(path, "is a link", itself.unwrap_or_else(|| moved_away(path))));
    }
    if system::others_may_write(found) && !may_be_shared {
        return Err(exposed(path, "may be written by others", format!("run `chmod go-w {}`", quoted(path))));
    }
    Ok(())
}

fn exposed(path: &Path, why: &'static str, remedy: String) -> Exposed {
    Exposed { path: path.to_owned(), why, remedy }
}

fn moved_away(path: &Path) -> String {
    let old = PathBuf::from(format!("{}.old", path.display()));
    format!("move it away with `mv {} {}`", quoted(path), quoted(&old))
}

/// A path as a shell reads it back.
fn quoted(path: &Path) -> String {
    shell_word(&path.display().to_string())
}
