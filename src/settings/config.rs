//! The file `config.toml`: profiles and which of them is the default. Never a secret.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml_edit::{DocumentMut, Item, Table, value};

use super::SettingsError;
use super::profile::{Profile, Site};
use crate::files::{self, FileError};

/// The config file, as read.
#[derive(Debug)]
pub struct Config {
    path: PathBuf,
    document: DocumentMut,
    default_profile: Option<String>,
    sites: BTreeMap<String, Site>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    default_profile: Option<String>,
    #[serde(default)]
    profiles: BTreeMap<String, Site>,
}

/// What is wrong in a file, and in which line.
fn told(text: &str, error: &toml_edit::TomlError) -> String {
    let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let message = error.message().trim().replace('\n', "; ");
    line.map_or_else(|| message.clone(), |line| format!("line {line}: {message}"))
}

/// What a file says. Nobody else may have written it: it tells where secrets are sent to.
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
            text.parse().map_err(|error: toml_edit::TomlError| fail(told(&text, &error)))?;
        let content: Content = toml_edit::de::from_document(document.clone())
            .map_err(|error| fail(error.message().trim().to_owned()))?;
        Ok(Self { path, document, default_profile: content.default_profile, sites: content.profiles })
    }

    /// The profile that is used when none is named.
    #[must_use]
    pub fn default_profile(&self) -> Option<&str> {
        self.default_profile.as_deref()
    }

    /// The names of all profiles in the file.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.sites.keys().cloned().collect()
    }

    /// The profile of that name, judged.
    ///
    /// # Errors
    /// When it is not there, or what it says is wrong.
    pub fn profile(&self, name: &str) -> Result<Profile, SettingsError> {
        let site = self
            .sites
            .get(name)
            .ok_or_else(|| SettingsError::NoSuchProfile { name: name.to_owned(), known: self.names() })?;
        let place = format!("profile `{name}` in {}", self.path.display());
        Profile::judge(name, site.clone(), &place)
    }

    /// Every profile, judged, in the order of their names. One that is wrong is no reason to pass over the others.
    pub fn profiles(&self) -> impl Iterator<Item = Result<Profile, SettingsError>> {
        self.sites.keys().map(|name| self.profile(name))
    }

    /// What the file says of every profile, unjudged.
    pub fn sites(&self) -> impl Iterator<Item = (&str, &Site)> {
        self.sites.iter().map(|(name, site)| (name.as_str(), site))
    }

    /// What the file says of the profile, unjudged.
    #[must_use]
    pub fn site(&self, name: &str) -> Option<&Site> {
        self.sites.get(name)
    }

    /// Puts a profile in, or changes what was there; comments and other keys stay as they were.
    pub fn put(&mut self, name: &str, site: &Site) {
        let profiles = self.document.entry("profiles").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        if let Some(profiles) = profiles.as_table_like_mut() {
            let entry = profiles.entry(name).or_insert_with(|| Item::Table(Table::new()));
            for (key, text) in site.entries() {
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
        self.sites.insert(name.to_owned(), site.clone());
    }

    /// Makes a profile the one that is used when none is named.
    pub fn set_default(&mut self, name: &str) {
        self.document["default_profile"] = value(name);
        self.default_profile = Some(name.to_owned());
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self) -> Result<(), SettingsError> {
        let fail = |error: std::io::Error| SettingsError::NotWritten {
            path: self.path.clone(),
            why: error.to_string(),
        };
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let unmade = |error: FileError| match error {
            FileError::Exposed(exposed) => exposed.into(),
            FileError::Io { error, .. } => fail(error),
        };
        files::make_folder(folder).map_err(unmade)?;
        let beside = self.path.with_extension(format!("toml.{}", std::process::id()));
        // A process of that number may have died here.
        let _ = fs::remove_file(&beside);
        let mut file = files::create(&beside).map_err(unmade)?;
        let written = file.write_all(self.document.to_string().as_bytes()).and_then(|()| file.sync_all());
        written.and_then(|()| fs::rename(&beside, &self.path)).map_err(|error| {
            // The half-written file must not stay; if it cannot be removed either, the first error tells why.
            let _ = fs::remove_file(&beside);
            fail(error)
        })
    }
}
