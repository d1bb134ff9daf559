//! `--level`: the level that must apply.

use clap::ValueEnum;

use crate::model::Level;

/// The words of `--level`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum LevelWord {
    /// Whichever applies
    Auto,
    /// The person opted in by themselves
    User,
    /// The organisation enforces MFA
    Org,
}

impl From<LevelWord> for Option<Level> {
    fn from(word: LevelWord) -> Self {
        match word {
            LevelWord::Auto => None,
            LevelWord::User => Some(Level::User),
            LevelWord::Org => Some(Level::Org),
        }
    }
}
