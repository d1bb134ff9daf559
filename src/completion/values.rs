//! Which arguments have values that only this machine knows, and what they are: profiles from the config file, batches and
//! groups from the state folder.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Arg, Command, ValueHint};
use clap_complete::ArgValueCompleter;
use clap_complete::engine::CompletionCandidate;

use crate::host::Environment;
use crate::model::Outcome;
use crate::provider::{DocumentedCall, ProviderKind};
use crate::settings::{Config, DEMO, OF_ENVIRONMENT};
use crate::state::{BatchRecord, BatchState, State, listed_groups};

/// The id of the candidate that stands for all files.
pub(super) const FILES: &str = "files";
/// The same for folders.
pub(super) const FOLDERS: &str = "folders";
/// The word for the newest batch of the profile.
const LAST: &str = "last";
/// How many batches are offered at most.
const BATCHES: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    Profiles,
    Batches,
    UnfinishedBatches,
    Groups,
    Outcomes,
    Paths,
    Topics,
    Files,
    Folders,
}

impl Values {
    /// Those of an argument of the command of that path.
    fn of(path: &str, arg: &Arg) -> Option<Self> {
        match (path, arg.get_id().as_str()) {
            (_, "profile") | ("auth switch" | "auth remove", "name") => Some(Self::Profiles),
            ("batch show", "id") => Some(Self::Batches),
            ("batch resume", "id") => Some(Self::UnfinishedBatches),
            ("users search", "group") => Some(Self::Groups),
            ("batch show", "outcome") => Some(Self::Outcomes),
            ("api", "path") => Some(Self::Paths),
            ("api list", "topic") => Some(Self::Topics),
            ("man", "dir") => Some(Self::Folders),
            _ if arg.get_value_hint() == ValueHint::AnyPath => Some(Self::Files),
            _ => None,
        }
    }
}

/// Gives every such argument its values. Those of files only where the shell finds the files itself.
pub(super) fn with_values(definition: Command, sources: &Arc<Sources>, names_files: bool) -> Command {
    below(definition, "", &|_, values, arg| {
        if names_files || !matches!(values, Values::Files | Values::Folders) {
            let sources = Arc::clone(sources);
            return arg.add(ArgValueCompleter::new(move |typed: &OsStr| sources.values(values, typed)));
        }
        arg
    })
}

fn below(command: Command, path: &str, give: &dyn Fn(&str, Values, Arg) -> Arg) -> Command {
    let command = command.mut_args(|arg| match Values::of(path, &arg) {
        Some(values) => give(path, values, arg),
        None => arg,
    });
    command.mut_subcommands(|below_it| {
        let path = format!("{path} {}", below_it.get_name());
        below(below_it, path.trim_start(), give)
    })
}

/// Where values come from. Nothing is read before a value is asked for.
#[derive(Debug)]
pub(super) struct Sources {
    config_folder: Option<PathBuf>,
    state_folder: Option<PathBuf>,
    /// The profile that was named, by flag or environment.
    profile: Option<String>,
}

impl Sources {
    pub(super) fn new(words: &[String], environment: Environment) -> Arc<Self> {
        let typed = words.iter().find_map(|word| word.strip_prefix("--profile="));
        Arc::new(Self {
            config_folder: environment.config_folder(),
            state_folder: environment.state_folder(),
            profile: typed
                .map(str::to_owned)
                .or_else(|| environment.get("MFA_ADMIN_PROFILE"))
                .or_else(|| environment.get("MFA_ADMIN_URL").map(|_| OF_ENVIRONMENT.to_owned())),
        })
    }

    /// Those that begin with what was typed.
    fn values(&self, values: Values, typed: &OsStr) -> Vec<CompletionCandidate> {
        let Some(typed) = typed.to_str() else { return Vec::new() };
        let found = match values {
            Values::Profiles => self.profiles(),
            Values::Batches => self.batches(typed, |_| true),
            Values::UnfinishedBatches => {
                self.batches(typed, |stage| matches!(stage, BatchState::Planned | BatchState::Interrupted))
            }
            Values::Groups => self.groups(),
            Values::Outcomes => outcomes(typed),
            Values::Paths => distinct(self.documented().iter().map(|call| (call.path, call.summary))),
            Values::Topics => distinct(self.documented().iter().map(|call| (call.topic, ""))),
            Values::Files => return vec![CompletionCandidate::new(typed).id(Some(FILES.to_owned()))],
            Values::Folders => return vec![CompletionCandidate::new(typed).id(Some(FOLDERS.to_owned()))],
        };
        let fits = |(value, _): &(String, String)| value.starts_with(typed) && !value.starts_with('-');
        let candidate = |(order, (value, help)): (usize, (String, String))| {
            let help = (!help.is_empty()).then(|| help.into());
            CompletionCandidate::new(value).help(help).display_order(Some(order))
        };
        found.into_iter().filter(fits).enumerate().map(candidate).collect()
    }

    fn config(&self) -> Option<Config> {
        Config::read(self.config_folder.as_deref()?).ok()
    }

    fn profiles(&self) -> Vec<(String, String)> {
        let config = self.config();
        let told = config.iter().flat_map(Config::all_unresolved).map(|(name, config)| {
            let environment = config.environment.as_deref().unwrap_or("production");
            (name.to_owned(), format!("{} {}, {environment}", config.provider, config.org_id))
        });
        let demo =
            cfg!(feature = "emulator").then(|| (DEMO.to_owned(), "the embedded organisation".to_owned()));
        told.filter(|(name, _)| name != DEMO).chain(demo).collect()
    }

    /// The profile of the run that is being typed.
    fn profile(&self) -> Option<String> {
        self.profile.clone().or_else(|| self.config()?.default_profile().map(str::to_owned))
    }

    /// The newest first, and before them the word for the newest one of the profile.
    fn batches(&self, typed: &str, takes: fn(BatchState) -> bool) -> Vec<(String, String)> {
        let state = self.state_folder.as_deref().and_then(|folder| State::open_to_read(folder).ok()?);
        let Some(state) = state else { return Vec::new() };
        let told = |batch: &BatchRecord| {
            let new = &batch.new;
            format!("{}, {} of {}, {} rows", batch.stage.word(), new.source, new.profile, batch.total)
        };
        let recent = state.recent(typed, None, BATCHES).unwrap_or_default();
        let ids =
            recent.iter().filter(|batch| takes(batch.stage)).map(|batch| (batch.id.clone(), told(batch)));
        let newest = self.profile().and_then(|profile| state.recent("", Some(&profile), 1).ok()?.pop());
        let last = newest.filter(|batch| takes(batch.stage) && LAST.starts_with(typed));
        last.map(|batch| (LAST.to_owned(), format!("{}, {}", batch.id, told(&batch))))
            .into_iter()
            .chain(ids)
            .collect()
    }

    /// The calls that the documents of the profile's service name; without a profile those of the first kind.
    fn documented(&self) -> &'static [DocumentedCall] {
        let kind = || {
            let (config, profile) = (self.config()?, self.profile()?);
            let (_, config) = config.all_unresolved().find(|(name, _)| *name == profile)?;
            ProviderKind::from_word(&config.provider)
        };
        kind().unwrap_or(ProviderKind::ALL[0]).documented()
    }

    fn groups(&self) -> Vec<(String, String)> {
        let (Some(folder), Some(profile)) = (&self.state_folder, self.profile()) else { return Vec::new() };
        listed_groups(folder, &profile).into_iter().map(|name| (name, String::new())).collect()
    }
}

/// Each value once, with the help of the first.
fn distinct(found: impl Iterator<Item = (&'static str, &'static str)>) -> Vec<(String, String)> {
    let mut known: Vec<(String, String)> = Vec::new();
    for (value, help) in found {
        if known.iter().all(|(other, _)| other != value) {
            known.push((value.to_owned(), help.to_owned()));
        }
    }
    known
}

/// Several may be given, with commas between them: each one that is not there yet, behind what is typed already.
fn outcomes(typed: &str) -> Vec<(String, String)> {
    let (before, _) =
        typed.rsplit_once(',').map_or(("", typed), |(before, rest)| (&typed[..=before.len()], rest));
    let named: Vec<_> = before.split(',').collect();
    // A stored batch is no dry run.
    let stored = Outcome::ALL.iter().filter(|outcome| **outcome != Outcome::WouldReset);
    let words = stored.map(|outcome| outcome.word()).filter(|word| !named.contains(word));
    words.map(|word| (format!("{before}{word}"), String::new())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn every_argument_that_has_values_of_its_own_is_there() {
        let found = RefCell::new(Vec::new());
        below(crate::cli::definition(), "", &|path, values, arg| {
            found.borrow_mut().push((format!("{path} {}", arg.get_id()), values));
            arg
        });
        for wanted in [
            (" profile", Values::Profiles),
            ("auth switch name", Values::Profiles),
            ("batch show id", Values::Batches),
            ("batch resume id", Values::UnfinishedBatches),
            ("users search group", Values::Groups),
            ("api path", Values::Paths),
            ("api list topic", Values::Topics),
            ("man dir", Values::Folders),
            ("mfa reset csv", Values::Files),
            ("mfa reset results", Values::Files),
            ("mfa plan out", Values::Files),
            ("mfa apply plan", Values::Files),
            ("auth login ca_file", Values::Files),
        ] {
            let wanted = (wanted.0.to_owned(), wanted.1);
            assert!(found.borrow().contains(&wanted), "{wanted:?} is not among {found:?}");
        }
    }

    #[test]
    fn outcomes_are_added_to_those_that_are_typed() {
        let words = |typed: &str| outcomes(typed).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        assert!(
            words("").contains(&"not_found".to_owned()) && !words("").contains(&"would_reset".to_owned())
        );
        let more = words("failed,unk");
        assert!(more.contains(&"failed,unknown".to_owned()) && !more.contains(&"failed,failed".to_owned()));
    }
}
