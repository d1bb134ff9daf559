//! How far a batch is.

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchState {
    /// Kept, and not confirmed yet.
    Planned,
    /// A process works on it.
    Running,
    /// Not finished, and no process works on it. Never in the database: the lock of the batch tells.
    Interrupted,
    /// Every row has its outcome.
    Finished,
    /// Given up before anything was sent.
    Cancelled,
}

impl BatchState {
    /// The stage of that word.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Planned, Self::Running, Self::Interrupted, Self::Finished, Self::Cancelled]
            .into_iter()
            .find(|stage| stage.word() == word)
    }

    /// The word of the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Interrupted => "interrupted",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
        }
    }

    /// The SQL condition for a batch in one of these stages.
    pub(super) fn is_one_of(stages: &[Self]) -> String {
        let words: Vec<_> = stages.iter().map(|stage| format!("'{}'", stage.word())).collect();
        format!("stage IN ({})", words.join(", "))
    }

    /// The SQL condition for a batch that is not over, whether a process works on it or not.
    pub(super) fn is_unfinished() -> String {
        Self::is_one_of(&[Self::Planned, Self::Running])
    }
}
