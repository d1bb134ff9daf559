//! The file of the state database: made, checked and opened.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::StateError;
use super::schema;
use crate::files;

/// The file in the state folder.
const NAME: &str = "state.sqlite";
/// The lock of the folder, while the file is made, checked and migrated.
const LOCK: &str = "state.lock";
/// How long we wait for another process that is writing. A large plan takes its time, and a run that gives up in the
/// middle helps no one.
const PATIENCE: Duration = Duration::from_mins(2);
/// Where the header of an SQLite file says how large a page is, and how many there are.
const PAGE_SIZE: usize = 16;
const PAGES: usize = 28;
/// A file that seems cut short is checked again so often, after so long a pause.
const CHECKS: u32 = 200;
const PAUSE: Duration = Duration::from_millis(25);

/// Opens the file, and makes or migrates it where needed.
pub(super) fn open(folder: &Path) -> Result<Connection, StateError> {
    files::make_folder(folder)?;
    let lock = folder.join(LOCK);
    let locked = files::open_or_create(&lock)?;
    locked.lock().map_err(|error| StateError::Folder { path: lock, why: error.to_string() })?;
    let path = files::check_database(&folder.join(NAME))?;
    if !path.exists() {
        make(&path)?;
    }
    let connection = connect_whole(&path)?;
    schema::migrate(&connection)?;
    // The first write finds out whether there may be any: before a request leaves, not after.
    connection.execute_batch("BEGIN IMMEDIATE; PRAGMA user_version = 0; ROLLBACK;")?;
    Ok(connection)
}

/// Opens the file to look at it: nothing is made, written or waited for. `None` where there is none.
pub(super) fn open_to_read(folder: &Path) -> Result<Option<Connection>, StateError> {
    let path = folder.join(NAME);
    if !path.exists() {
        return Ok(None);
    }
    files::check_folder(folder)?;
    let path = files::check_database(&path)?;
    // Where there is a log, another process writes, or died: then the files beside the database are there, and are only
    // read. Otherwise SQLite would make them.
    let log = fs::metadata(path.with_extension("sqlite-wal"));
    let how = if log.is_ok_and(|log| log.len() > 0) { "readonly_shm=1" } else { "immutable=1" };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(format!("{}?{how}", uri(&path)), flags)?;
    connection.busy_timeout(Duration::ZERO)?;
    Ok(Some(connection))
}

/// A path as SQLite reads it in a URI.
fn uri(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                uri.push(char::from(*byte));
            }
            // Writing to memory cannot fail.
            byte => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

/// A new database takes its name only when it is whole. So a file that is empty or short was not left by a process that
/// died while making it: it is damaged.
fn make(path: &Path) -> Result<(), StateError> {
    let draft: PathBuf = path.with_extension("new");
    for left in [draft.clone(), draft.with_extension("new-wal"), draft.with_extension("new-shm")] {
        let _ = fs::remove_file(left);
    }
    files::create(&draft)?;
    let connection = connect(&draft)?;
    schema::migrate(&connection)?;
    // The last connection that closes moves the log into the file.
    connection.close().map_err(|(_, error)| StateError::from(error))?;
    fs::rename(&draft, path)
        .map_err(|error| StateError::Folder { path: path.to_owned(), why: error.to_string() })
}

/// What every connection needs.
pub(super) fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Otherwise SQLite plans some statements anew for every value they are given, which takes longer than they do.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA cache_size = -8192;")
}

fn connect(path: &Path) -> Result<Connection, StateError> {
    // SQLite gives the files beside it the rights of this one.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::CannotOpen) => {
                StateError::Folder { path: path.to_owned(), why: error.to_string() }
            }
            _ => error.into(),
        })?;
    configure(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    Ok(connection)
}

/// Opens a file that is as long as its header says. SQLite itself notices a missing end only when it comes to a page
/// that is not there.
///
/// A shorter one may be whole all the same, for the log is moved into it beginning with the first page, which is the
/// header. On a full disk it cannot be moved as a whole, and the log has what is missing. Another process may be moving
/// it just now: then we wait.
fn connect_whole(path: &Path) -> Result<Connection, StateError> {
    let mut checks = 0;
    loop {
        let Some(claimed) = missing(path)? else { return connect(path) };
        let log = path.with_extension("sqlite-wal");
        let has_log = fs::metadata(log).is_ok_and(|log| log.len() > 0);
        if has_log && let Some(connection) = with_log(path, claimed)? {
            return Ok(connection);
        }
        checks += 1;
        if !has_log || checks == CHECKS {
            return Err(damaged(path, "is cut short"));
        }
        thread::sleep(PAUSE);
    }
}

/// Opens a file that is too short for the pages that it claims, if the log claims as many and every page is in one or
/// the other. Reads all of them.
fn with_log(path: &Path, claimed: u32) -> Result<Option<Connection>, StateError> {
    let connection = connect(path)?;
    // Moving the log into a file that was cut would only hide what is missing.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let pages: u32 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    if pages != claimed {
        return Ok(None);
    }
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said != "ok" {
        return Err(damaged(path, "is cut short"));
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(Some(connection))
}

/// How many pages the header claims, where the file is too short for them.
fn missing(path: &Path) -> Result<Option<u32>, StateError> {
    let mut header = [0; 100];
    let mut file = files::open(path, OpenOptions::new().read(true))?;
    let read = io::Read::read_exact(&mut file, &mut header)
        .and_then(|()| file.metadata())
        .map(|metadata| metadata.len());
    let length = match read {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Err(damaged(path, "is cut short"));
        }
        Err(error) => return Err(StateError::Folder { path: path.to_owned(), why: error.to_string() }),
        Ok(length) => length,
    };
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(damaged(path, "is no SQLite file"));
    }
    let page_size = match u16::from_be_bytes([header[PAGE_SIZE], header[PAGE_SIZE + 1]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let mut pages = [0; 4];
    pages.copy_from_slice(&header[PAGES..PAGES + 4]);
    let claimed = u32::from_be_bytes(pages);
    Ok((length < page_size * u64::from(claimed)).then_some(claimed))
}

fn damaged(path: &Path, why: &str) -> StateError {
    StateError::Damaged { why: format!("{} {why}", path.display()) }
}
