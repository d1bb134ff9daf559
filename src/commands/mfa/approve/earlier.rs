//! An earlier plan of the same input in the same folder, and what differs from it: a person who approves a corrected plan
//! wants to see the correction.

use std::collections::HashMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::job::input::plan_file::{self, Heading};
use crate::model::{MfaStatus, Outcome, ResultRow, UserId};
use crate::output::{Cell, Line, Tone};
use crate::state::PlannedRow;

/// A folder with more files than this is not searched any further.
const FILES: usize = 1000;
/// So many people are named of each kind.
const NAMED: usize = 10;

/// A person as the earlier plan has them: their name for people, and a digest of e-mail and enrolment.
struct Known {
    label: String,
    digest: u64,
}

/// An earlier plan, while the later one is read.
pub(super) struct Earlier {
    path: PathBuf,
    created_at: Timestamp,
    /// Those of its people whom the later plan has not named yet.
    left: HashMap<Option<UserId>, Known>,
    added: Difference,
    changed: Difference,
}

/// People who differ.
#[derive(Default)]
struct Difference {
    count: usize,
    labels: Vec<String>,
}

impl Difference {
    fn add(&mut self, label: String) {
        self.count += 1;
        if self.labels.len() < NAMED {
            self.labels.push(label);
        }
    }

    fn cell(self) -> Cell {
        if self.count == 0 {
            return "nobody".into();
        }
        let more = self.count - self.labels.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Cell::toned(format!("{}: {}{more}", self.count, self.labels.join(", ")), Tone::Mind)
    }
}

impl Earlier {
    /// The newest plan of the same input that was made before this one. One that was changed since tells nothing.
    pub(super) fn find(path: &Path, of: &Heading) -> Option<Self> {
        if of.source == "-" {
            return None;
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let files = fs::read_dir(folder).ok()?.flatten().take(FILES);
        let files = files.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
        let mut plans: Vec<_> = files
            .filter_map(|entry| {
                let heading = plan_file::read_heading(File::open(entry.path()).ok()?).ok()?;
                let is_one = heading.source == of.source
                    && heading.destination == of.destination
                    && heading.created_at < of.created_at;
                is_one.then(|| (heading.created_at, entry.path()))
            })
            .collect();
        plans.sort();
        plans.into_iter().rev().find_map(|(created_at, path)| Self::read(path, created_at))
    }

    fn read(path: PathBuf, created_at: Timestamp) -> Option<Self> {
        let mut left = HashMap::new();
        let mut take = |PlannedRow { shown, seen }: &PlannedRow| {
            if shown.outcome == Some(Outcome::WouldReset) {
                let known = Known { label: label(shown), digest: digest(shown, seen.as_ref()) };
                left.insert(shown.user_id.clone(), known);
            }
            Ok(())
        };
        plan_file::read(File::open(&path).ok()?, &|id| Some(UserId::new(id)), &mut take).ok()?;
        Some(Self { path, created_at, left, added: Difference::default(), changed: Difference::default() })
    }

    /// Compares a person of the later plan.
    pub(super) fn compare(&mut self, shown: &ResultRow, seen: Option<&MfaStatus>) {
        match self.left.remove(&shown.user_id) {
            None => self.added.add(label(shown)),
            Some(known) if known.digest != digest(shown, seen) => self.changed.add(label(shown)),
            Some(_) => {}
        }
    }

    /// What differs, when the whole later plan was compared.
    pub(super) fn lines(self) -> Vec<Line> {
        let mut removed = Difference::default();
        let mut left: Vec<_> = self.left.into_values().map(|known| known.label).collect();
        left.sort();
        for label in left {
            removed.add(label);
        }
        let earlier = format!("{}, {:.0}", self.path.display(), self.created_at);
        vec![
            Line::Field("Earlier plan", earlier.into()),
            Line::Field("Added since", self.added.cell()),
            Line::Field("Removed since", removed.cell()),
            Line::Field("Changed since", self.changed.cell()),
        ]
    }
}

fn label(shown: &ResultRow) -> String {
    let id = || shown.user_id.as_ref().map_or_else(String::new, |id| format!("user {id}"));
    shown.email.clone().unwrap_or_else(id)
}

fn digest(shown: &ResultRow, seen: Option<&MfaStatus>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&shown.email, format!("{seen:?}")).hash(&mut hasher);
    hasher.finish()
}
