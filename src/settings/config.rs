//! The file `config.toml`: profiles and which of them is the default. Never a secret.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;
use toml_edit::{DocumentMut, Item, Table, value};

use super::error::SettingsError;
use super::profile::{Profile, ProfileConfig};
use crate::files::{self, FileError};

/// The config file, as read.
#[derive(Debug)]
pub struct Config {
    path: PathBuf,
    document: DocumentMut,
    default_profile: Option<String>,
    profiles: BTreeMap<String, ProfileConfig>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    default_profile: Option<String>,
    #[serde(default)]
    profiles: BTreeMap<String, ProfileConfig>,
}

/// What is wrong in a file, and in which line.
fn words_of(text: &str, error: &toml_edit::TomlError) -> String {
    let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let message = error.message().trim().replace('\n', "; ");
    line.map_or_else(|| message.clone(), |line| format!("line {line}: {message}"))
}

/// The text of a file that no other user can have written: it says where secrets are sent.
fn text(path: &Path) -> Result<String, FileError> {
    files::check_folder(path.parent().unwrap_or(path))?;
    let mut text = String::new();
    files::open(path, OpenOptions::new().read(true))?
        .read_to_string(&mut text)
        .map_err(|error| FileError::Io { path: path.to_owned(), error })?;
    Ok(text)
}

impl Config {
    /// Reads the file in that folder; one that is not there is empty.
    ///
    /// # Errors
    /// When it is there and cannot be read or understood.
    pub fn read(folder: &Path) -> Result<Self, SettingsError> {
        let path = folder.join("config.toml");
        let fail = |why: String| SettingsError::ConfigFile { path: path.clone(), why };
        let text = match text(&path) {
            Ok(text) => text,
            Err(error) if error.is(ErrorKind::NotFound) => String::new(),
            Err(FileError::Exposed(exposed)) => return Err(exposed.into()),
            Err(FileError::Io { error, .. }) => return Err(fail(error.to_string())),
        };
        let document: DocumentMut =
            text.parse().map_err(|error: toml_edit::TomlError| fail(words_of(&text, &error)))?;
        let content: Content = toml_edit::de::from_document(document.clone())
            .map_err(|error| fail(error.message().trim().to_owned()))?;
        Ok(Self { path, document, default_profile: content.default_profile, profiles: content.profiles })
    }

    /// The profile that is used when none is named.
    #[must_use]
    pub fn default_profile(&self) -> Option<&str> {
        self.default_profile.as_deref()
    }

    /// The names of all profiles in the file.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.profiles.keys().cloned().collect()
    }

    /// The profile of that name, resolved.
    ///
    /// # Errors
    /// When it is not there, or what it says is wrong.
    pub fn profile(&self, name: &str) -> Result<Profile, SettingsError> {
        let config = self
            .unresolved(name)
            .ok_or_else(|| SettingsError::NoSuchProfile { name: name.to_owned(), known: self.names() })?;
        let place = format!("profile `{name}` in {}", self.path.display());
        Profile::resolve(name, config.clone(), &place)
    }

    /// Every profile, resolved, in the order of their names. A wrong one does not hide the others.
    pub fn profiles(&self) -> impl Iterator<Item = Result<Profile, SettingsError>> {
        self.profiles.keys().map(|name| self.profile(name))
    }

    /// Every profile as written.
    pub fn all_unresolved(&self) -> impl Iterator<Item = (&str, &ProfileConfig)> {
        self.profiles.iter().map(|(name, config)| (name.as_str(), config))
    }

    /// The profile of that name as written.
    #[must_use]
    pub fn unresolved(&self, name: &str) -> Option<&ProfileConfig> {
        self.profiles.get(name)
    }
}

/// How long a process waits for others that change the file. Each of them may wait for a credential store meanwhile.
const PATIENCE: Duration = Duration::from_mins(1);

/// The file, read in order to be changed. No other process changes it until this is dropped.
#[derive(Debug)]
pub struct Edit {
    config: Config,
    /// Unlocked by being closed.
    _lock: File,
}

impl Edit {
    /// Waits until no other process changes the file in that folder, and reads it.
    ///
    /// # Errors
    /// When the folder cannot be written, or another process holds the file for a minute, or as [`Config::read`].
    pub fn begin(folder: &Path) -> Result<Self, SettingsError> {
        let path = folder.join("config.toml");
        files::make_folder(folder).map_err(|error| unusable(&path, error))?;
        let lock =
            files::open_or_create(&path.with_extension("lock")).map_err(|error| unusable(&path, error))?;
        wait_for(&lock).map_err(|error| not_written(&path, &error))?;
        Ok(Self { config: Config::read(folder)?, _lock: lock })
    }

    /// The file as it will be.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Puts a profile in, or changes what was there; comments and other keys stay as they were.
    pub fn put(&mut self, name: &str, profile: &ProfileConfig) {
        let config = &mut self.config;
        let profiles = config.document.entry("profiles").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        if let Some(profiles) = profiles.as_table_like_mut() {
            let entry = profiles.entry(name).or_insert_with(|| Item::Table(Table::new()));
            for (key, text) in profile.entries() {
                match text {
                    Some(text) => entry[key] = value(text),
                    None => {
                        if let Some(table) = entry.as_table_like_mut() {
                            table.remove(key);
                        }
                    }
                }
            }
        }
        config.profiles.insert(name.to_owned(), profile.clone());
    }

    /// Removes a profile. Where it was the default, there is none any more. Says whether it was.
    pub fn remove(&mut self, name: &str) -> bool {
        let config = &mut self.config;
        if let Some(profiles) = config.document.get_mut("profiles").and_then(Item::as_table_like_mut) {
            profiles.remove(name);
        }
        config.profiles.remove(name);
        let was_default = config.default_profile.as_deref() == Some(name);
        if was_default {
            config.document.remove("default_profile");
            config.default_profile = None;
        }
        was_default
    }

    /// Makes a profile the one that is used when none is named.
    pub fn set_default(&mut self, name: &str) {
        self.config.document["default_profile"] = value(name);
        self.config.default_profile = Some(name.to_owned());
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self) -> Result<(), SettingsError> {
        let Config { path, document, .. } = &self.config;
        let temporary = path.with_extension(format!("toml.{}", std::process::id()));
        // A process of that number may have died here.
        let _ = fs::remove_file(&temporary);
        let mut file = files::create(&temporary).map_err(|error| unusable(path, error))?;
        let written = file.write_all(document.to_string().as_bytes()).and_then(|()| file.sync_all());
        written.and_then(|()| fs::rename(&temporary, path)).map_err(|error| {
            // The half-written file must not stay; if it cannot be removed either, the first error tells why.
            let _ = fs::remove_file(&temporary);
            not_written(path, &error)
        })
    }
}

/// Why the file cannot be changed.
fn unusable(path: &Path, error: FileError) -> SettingsError {
    match error {
        FileError::Exposed(exposed) => exposed.into(),
        FileError::Io { error, .. } => not_written(path, &error),
    }
}

fn not_written(path: &Path, error: &io::Error) -> SettingsError {
    SettingsError::NotWritten { path: path.to_owned(), why: error.to_string() }
}

/// Takes a lock. It is a file of its own, because the one that it guards is replaced.
fn wait_for(lock: &File) -> io::Result<()> {
    let start = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => {
                thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(io::Error::other("another process is changing it")),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_at_once_all_stay() {
        let folder = tempfile::tempdir().unwrap();
        let profile = ProfileConfig {
            provider: "resolver".into(),
            url: "us".into(),
            org_id: "166".into(),
            ..ProfileConfig::default()
        };
        thread::scope(|scope| {
            for number in 0..6 {
                let (folder, profile) = (folder.path(), &profile);
                scope.spawn(move || {
                    let mut edit = Edit::begin(folder).unwrap();
                    edit.put(&format!("p{number}"), profile);
                    // A thread that does not wait has read by now.
                    thread::sleep(Duration::from_millis(30));
                    edit.write().unwrap();
                });
            }
        });
        assert_eq!(Config::read(folder.path()).unwrap().names(), ["p0", "p1", "p2", "p3", "p4", "p5"]);
    }

    #[cfg(unix)]
    #[test]
    fn the_lock_is_ours_alone_and_follows_no_link() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        drop(Edit::begin(folder.path()).unwrap());
        let (lock, target) = (folder.path().join("config.lock"), folder.path().join("target"));
        assert_eq!(fs::metadata(&lock).unwrap().permissions().mode() & 0o777, 0o600);
        fs::remove_file(&lock).unwrap();
        symlink(&target, &lock).unwrap();
        assert!(matches!(Edit::begin(folder.path()), Err(SettingsError::Exposed(_))));
        assert!(!target.exists());
    }
}
