//! The organisation on disk: one SQLite file, which several processes may use at once.
//!
//! One connection, on the thread that serves, does all that must be quick, reads and writes. Every change is a
//! transaction of its own, committed before its answer leaves: what the server has confirmed outlives a kill. Searches
//! may take long; they use read-only connections of their own on other threads.

pub(super) mod access;
pub(super) mod audit;
mod filter;
pub(super) mod mfa;
pub(super) mod org;
pub(super) mod people;
mod schema;
mod search;
mod search_index;
mod seed;
pub(super) mod trail;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::ensure;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::files::{self, FileError};
pub(super) use filter::{Filters, Permission};
pub(super) use people::{Enrolment, Level, PeoplePage, Person};
pub(super) use search::{page as page_matching, people as people_matching};

/// How long to wait for another process: seeding a million people locks the file for many seconds.
const PATIENCE: Duration = Duration::from_mins(2);

/// What to say of a database that cannot be used.
pub(super) fn unusable(path: &Path) -> String {
    format!("the database {} cannot be used", path.display())
}

pub(super) struct Store {
    path: PathBuf,
    connection: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Store {
    /// Opens the file; seeds it with so many people if it is new (or its schema is too old to be migrated).
    pub(super) fn open(path: &Path, users: u32) -> anyhow::Result<Self> {
        let path = made(path)?;
        let connection = connect(&path)?;
        if schema::needs_seed(&connection)? {
            // Only if needed: another process may have been quicker.
            seed::seed(&connection, users, seed::When::Needed)?;
        }
        Ok(Self { path, connection: Mutex::new(connection), readers: Mutex::default() })
    }

    /// Reads on the thread that serves: for lookups that take microseconds.
    pub(super) fn read<T, E>(&self, look: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        look(&lock(&self.connection))
    }

    /// Changes something, or nothing at all if `change` fails. It is committed when this returns.
    pub(super) fn write<T, E>(&self, change: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E>
    where
        E: From<rusqlite::Error>,
    {
        let connection = lock(&self.connection);
        // Immediate: the lock is waited for here, never lost to another process half-way.
        let transaction = Transaction::new_unchecked(&connection, TransactionBehavior::Immediate)?;
        let changed = change(&transaction)?;
        transaction.commit()?;
        Ok(changed)
    }

    /// Reads on a connection of its own, for what may take long: not to be called on the thread that serves.
    pub(super) fn read_long<T, E>(&self, look: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E>
    where
        E: From<rusqlite::Error>,
    {
        let idle = lock(&self.readers).pop();
        let reader = idle.map_or_else(|| connect_to_read(&self.path), Ok)?;
        let result = look(&reader);
        lock(&self.readers).push(reader);
        result
    }
}

/// Puts the organisation in this file back to its first state, or makes one.
pub(super) fn reseed(path: &Path, users: u32) -> anyhow::Result<()> {
    let connection = connect(&made(path)?)?;
    seed::seed(&connection, users, seed::When::Always)
}

/// Reads something in an organisation that must already be there.
pub(super) fn peek<T>(
    path: &Path,
    look: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> anyhow::Result<T> {
    // Not read-only: after a server was killed, the first process that opens the file must work its log in.
    let connection = opened(&checked(path)?, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    ensure!(
        !schema::needs_seed(&connection)?,
        "it was written by an older version of this program and must be seeded first"
    );
    Ok(look(&connection)?)
}

fn connect(path: &Path) -> anyhow::Result<Connection> {
    let connection = opened(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.set_prepared_statement_cache_capacity(64);
    keep_plans(&connection)?;
    // Before anything is written: the file of another program stays as it is.
    schema::needs_seed(&connection)?;
    write_ahead(&connection)?;
    // Without fsync: the operating system keeps what a killed process has committed, and after a power cut an
    // invented organisation can be seeded again.
    connection.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    schema::migrate(&connection)?;
    Ok(connection)
}

fn connect_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let connection = opened(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute_batch("PRAGMA cache_size = -16384;")?;
    keep_plans(&connection)?;
    Ok(connection)
}

fn opened(path: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

/// Otherwise SQLite plans some statements again for every new value. Ours have only one plan, and planning takes ten
/// times as long as the lookup.
fn keep_plans(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

/// Turns the write-ahead log on. Here SQLite does not wait for other processes, so this loop does.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    let mut tries = 0;
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries < 6000 => {
                tries += 1;
                std::thread::sleep(Duration::from_millis(20));
            }
            result => return result,
        }
    }
}

/// Makes the file and its folder where they are missing, for their owner alone. SQLite gives the files beside it the
/// same rights.
fn made(path: &Path) -> Result<PathBuf, FileError> {
    files::make_folder(folder(path))?;
    files::open_or_create(path)?;
    files::check_database(path)
}

/// A file that must be there, looked at before it is opened.
fn checked(path: &Path) -> Result<PathBuf, FileError> {
    files::check_folder(folder(path))?;
    files::check_database(path)
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// Only a panic in a call poisons a mutex, and SQLite rolls back what that call did not commit.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
