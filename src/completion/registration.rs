//! What a user sources in a shell, so that Tab asks the program.

use std::env;
use std::ffi::OsStr;
use std::path::Path;

use clap_complete::Shell;
use clap_complete::env::{Elvish, EnvCompleter, Powershell};

use crate::shell::shell_word;

/// The script that asks `program`, which is how this process was called.
pub(crate) fn registration(shell: Shell, program: &OsStr) -> String {
    let program = callable(program);
    match shell {
        Shell::Zsh => include_str!("scripts/mfa-admin.zsh").replace("PROGRAM", &shell_word(&program)),
        Shell::Fish => include_str!("scripts/mfa-admin.fish").replace("PROGRAM", &fish_word(&program)),
        Shell::Elvish => of_clap(&Elvish, &program),
        Shell::PowerShell => of_clap(&Powershell, &program),
        _ => include_str!("scripts/mfa-admin.bash").replace("PROGRAM", &shell_word(&program)),
    }
}

/// How the program can be called from any folder.
fn callable(program: &OsStr) -> String {
    let path = Path::new(program);
    let full = match env::current_dir() {
        Ok(folder) if path.components().count() > 1 => folder.join(path),
        _ => path.to_owned(),
    };
    full.to_string_lossy().into_owned()
}

fn of_clap(shell: &dyn EnvCompleter, program: &str) -> String {
    let mut script = Vec::new();
    // Writing into memory cannot fail.
    let _ = shell.write_registration("COMPLETE", "mfa-admin", "mfa-admin", program, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// A text as one word of fish, where only these two mean something within quotes.
fn fish_word(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}
