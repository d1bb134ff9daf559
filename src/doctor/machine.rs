//! This machine: the state folder, the terminal, completion.

use std::fs;
use std::path::{Path, PathBuf};

use super::check::{Check, Name};
use crate::failure::Failure;
use crate::files::{FolderFacts, folder_facts};
use crate::host::{Environment, Host};
use crate::session::Context;
use crate::shell::shell_word;
use crate::state::{State, StateError};

/// With less space than this, the next batch may not fit.
const LITTLE_SPACE: u64 = 100 << 20;
/// With less space than this, nothing can be kept.
const NO_SPACE: u64 = 1 << 20;
/// The database, which says nothing new where it is not there.
const DATABASE: &str = "state.sqlite";

/// The folder of batches and audit records: whose it is, who may write it, how much fits, and whether its database can
/// be used. A folder that is not there is not made.
pub(super) async fn state(context: &Context) -> Check {
    let folder = context.settings.state_folder.clone();
    let facts = match folder_facts(&folder) {
        Ok(facts) => facts,
        Err(error) => return Name::State.failed(&StateError::from(error).into()),
    };
    if folder.join(DATABASE).exists() {
        let opened = folder.clone();
        // It waits for other processes.
        let opened =
            tokio::task::spawn_blocking(move || State::open(&opened).map(drop).map_err(Failure::from));
        let limit = context.settings.timeout;
        match tokio::time::timeout(limit, opened).await {
            Ok(Ok(Err(failure))) => return Name::State.failed(&failure),
            Ok(_) => {}
            Err(_) => {
                let detail = format!("another process has kept the database busy for {} s", limit.as_secs());
                return Name::State.warning(detail, "wait for it, or look with `mfa-admin batch list`");
            }
        }
    }
    told(&folder, facts)
}

fn told(folder: &Path, FolderFacts { exists, mode, free }: FolderFacts) -> Check {
    let shown = folder.display().to_string();
    let mut words = vec![shown.clone()];
    words.push(match mode {
        _ if !exists => "not there yet, can be made".to_owned(),
        Some(mode) => format!("yours, mode {mode:04o}"),
        None => "there".to_owned(),
    });
    words.extend(free.map(|free| format!("{} free", size(free))));
    let detail = words.join(", ");
    match (mode, free) {
        (_, Some(free)) if free < NO_SPACE => Name::State.failed(&StateError::Full.into()),
        (_, Some(free)) if free < LITTLE_SPACE => {
            Name::State.warning(detail, "make room on the disk of the state folder")
        }
        (Some(mode), _) if mode & 0o077 != 0 => Name::State.warning(
            format!("{detail}: other users can read it"),
            format!("run `chmod 700 {}`", shell_word(&shown)),
        ),
        _ => Name::State.holds(detail),
    }
}

fn size(bytes: u64) -> String {
    match bytes >> 20 {
        mebibytes @ 0..10_240 => format!("{mebibytes} MB"),
        mebibytes => format!("{} GB", mebibytes >> 10),
    }
}

/// The terminal: what fits, and what it can show. It only advises.
pub(super) fn terminal(host: &Host, is_colored: bool) -> Check {
    const ENOUGH: usize = 60;
    if !host.terminals.stdout && !host.terminals.stderr {
        return Name::Terminal.skipped("there is none: nothing is asked, and changes need --yes");
    }
    let columns = host.width.or_else(host.stderr_width);
    let is_dumb = host.environment.get("TERM").is_some_and(|term| term == "dumb");
    let is_unicode = cfg!(windows) || is_utf8(host.environment);
    let mut words: Vec<String> = columns.iter().map(|columns| format!("{columns} columns")).collect();
    words.push(if is_colored { "colours" } else { "no colours" }.to_owned());
    words.push(if is_unicode { "UTF-8" } else { "no UTF-8" }.to_owned());
    let detail = words.join(", ");
    if is_dumb {
        Name::Terminal
            .warning(detail, "TERM is dumb, so questions are lines; in a full terminal set TERM to its name")
    } else if !is_unicode {
        Name::Terminal
            .warning(detail, "names may come out wrong: set a locale of UTF-8, as by `export LANG=C.UTF-8`")
    } else if columns.is_some_and(|columns| columns < ENOUGH) {
        Name::Terminal
            .warning(detail, "tables leave columns out below 60: make the window wider, or use `-o json`")
    } else {
        Name::Terminal.holds(detail)
    }
}

/// Does the locale say UTF-8? The first of the variables that is set counts.
fn is_utf8(environment: Environment) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| environment.get(name));
    locale.is_some_and(|locale| locale.to_ascii_lowercase().replace('-', "").contains("utf8"))
}

/// A shell, where its completions are, and what switches them on.
struct Shell {
    name: &'static str,
    /// Files that a package or a person puts there.
    scripts: &'static [&'static str],
    /// Files that a shell reads at its start, below the home folder.
    starts: &'static [&'static str],
    line: &'static str,
}

const SHELLS: &[Shell] = &[
    Shell {
        name: "bash",
        scripts: &[
            ".local/share/bash-completion/completions/mfa-admin",
            "/usr/share/bash-completion/completions/mfa-admin",
            "/usr/local/share/bash-completion/completions/mfa-admin",
            "/etc/bash_completion.d/mfa-admin",
        ],
        starts: &[".bashrc", ".bash_profile", ".bash_completion", ".profile"],
        line: "add `eval \"$(mfa-admin completions bash)\"` to ~/.bashrc",
    },
    Shell {
        name: "zsh",
        scripts: &[
            ".zfunc/_mfa-admin",
            ".local/share/zsh/site-functions/_mfa-admin",
            "/usr/share/zsh/site-functions/_mfa-admin",
            "/usr/share/zsh/vendor-completions/_mfa-admin",
            "/usr/local/share/zsh/site-functions/_mfa-admin",
        ],
        starts: &[".zshrc", ".zprofile", ".zshenv"],
        line: "add `source <(mfa-admin completions zsh)` to ~/.zshrc, after compinit",
    },
    Shell {
        name: "fish",
        scripts: &[
            ".config/fish/completions/mfa-admin.fish",
            "/usr/share/fish/vendor_completions.d/mfa-admin.fish",
            "/usr/local/share/fish/vendor_completions.d/mfa-admin.fish",
        ],
        starts: &[".config/fish/config.fish"],
        line: "add `mfa-admin completions fish | source` to ~/.config/fish/config.fish",
    },
];

/// Is completion installed for the shell of this account? It only advises.
pub(super) fn completion(environment: Environment) -> Check {
    let shell = environment.get("SHELL").unwrap_or_default();
    let name = Path::new(&shell).file_name().unwrap_or_default();
    let Some(shell) = SHELLS.iter().find(|shell| name == shell.name) else {
        return Name::Completion
            .skipped("SHELL names none of bash, zsh, fish; see `mfa-admin completions --help`");
    };
    let home = environment.get("HOME").map(PathBuf::from).unwrap_or_default();
    // An absolute path replaces the home folder.
    let script = shell.scripts.iter().map(|path| home.join(path)).find(|path| path.exists());
    let speaks = |path: &PathBuf| fs::read_to_string(path).is_ok_and(|text| text.contains("mfa-admin"));
    let start = || shell.starts.iter().map(|path| home.join(path)).find(speaks);
    match script.or_else(start) {
        Some(place) => Name::Completion.holds(format!("for {}, by {}", shell.name, place.display())),
        None => Name::Completion.warning(format!("not installed for {}", shell.name), shell.line),
    }
}
