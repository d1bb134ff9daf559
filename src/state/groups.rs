//! The names of groups as each profile's service listed them last: for completion, which sends no request.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;

use crate::files::{self, FileError};

/// The file in the state folder.
const NAME: &str = "groups.json";

/// The groups of each profile.
type Groups = BTreeMap<String, Vec<String>>;

/// Keeps the groups of a profile in place of those that were kept, unless there are none. Of two processes at once, the
/// later one wins.
pub fn keep_groups(folder: &Path, profile: &str, names: &[String]) -> Result<(), FileError> {
    let mut groups = read(folder);
    if names.is_empty() || groups.get(profile).is_some_and(|kept| kept == names) {
        return Ok(());
    }
    files::make_folder(folder)?;
    groups.insert(profile.to_owned(), names.to_vec());
    let path = folder.join(NAME);
    let temporary = folder.join(format!("{NAME}.{}", std::process::id()));
    // A process of that number may have died here.
    let _ = fs::remove_file(&temporary);
    let mut file = files::create(&temporary)?;
    let text = serde_json::to_vec(&groups).unwrap_or_default();
    file.write_all(&text).and_then(|()| fs::rename(&temporary, &path)).map_err(|error| {
        let _ = fs::remove_file(&temporary);
        FileError::Io { path, error }
    })
}

/// Adds groups of a profile to those that are kept.
pub fn add_groups(folder: &Path, profile: &str, names: &[String]) -> Result<(), FileError> {
    let mut all = listed_groups(folder, profile);
    let new: Vec<_> = names.iter().filter(|name| !all.contains(name)).cloned().collect();
    all.extend(new);
    keep_groups(folder, profile, &all)
}

/// The groups of a profile; none where they were never listed, or cannot be read.
#[must_use]
pub fn listed_groups(folder: &Path, profile: &str) -> Vec<String> {
    read(folder).remove(profile).unwrap_or_default()
}

fn read(folder: &Path) -> Groups {
    let mut text = Vec::new();
    let file = files::check_folder(folder)
        .and_then(|()| files::open(&folder.join(NAME), OpenOptions::new().read(true)));
    let read = file.is_ok_and(|mut file| file.read_to_end(&mut text).is_ok());
    if read { serde_json::from_slice(&text).unwrap_or_default() } else { Groups::new() }
}
