//! A check and what came of it.

use serde::Serialize;

use crate::failure::{Failure, FailureKind};
use crate::output::{Cell, Line, Record, Tone};

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All is well.
    Holds,
    /// It does not apply, or a check before it failed.
    Skipped,
    /// It works, and something may be done about it.
    Warning,
    /// It does not work.
    Failed(FailureKind),
}

/// A check that was made.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Check {
    #[serde(rename = "check")]
    pub(super) name: &'static str,
    ok: bool,
    detail: String,
    hint: Option<String>,
    #[serde(skip)]
    label: &'static str,
    #[serde(skip)]
    pub(super) verdict: Verdict,
}

/// Every check, in their order.
#[derive(Debug, Clone, Copy)]
pub(super) enum Name {
    Profile,
    Url,
    Dns,
    Tcp,
    Tls,
    Clock,
    Credential,
    Store,
    Role,
    Policy,
    State,
    Terminal,
    Completion,
}

impl Name {
    /// Its name for scripts, and for people.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Profile => ("profile", "Profile"),
            Self::Url => ("url", "URL"),
            Self::Dns => ("dns", "DNS"),
            Self::Tcp => ("tcp", "TCP"),
            Self::Tls => ("tls", "TLS"),
            Self::Clock => ("clock", "Clock"),
            Self::Credential => ("credential", "Credential"),
            Self::Store => ("store", "Credential store"),
            Self::Role => ("role", "Role"),
            Self::Policy => ("policy", "Policy"),
            Self::State => ("state", "State folder"),
            Self::Terminal => ("terminal", "Terminal"),
            Self::Completion => ("completion", "Completion"),
        }
    }

    fn check(self, verdict: Verdict, detail: impl Into<String>, hint: Option<String>) -> Check {
        let (name, label) = self.words();
        let ok = !matches!(verdict, Verdict::Failed(_));
        Check { name, label, ok, detail: detail.into(), hint, verdict }
    }

    pub(super) fn holds(self, detail: impl Into<String>) -> Check {
        self.check(Verdict::Holds, detail, None)
    }

    pub(super) fn skipped(self, why: &str) -> Check {
        self.check(Verdict::Skipped, why, None)
    }

    pub(super) fn warning(self, detail: impl Into<String>, hint: impl Into<String>) -> Check {
        self.check(Verdict::Warning, detail, Some(hint.into()))
    }

    pub(super) fn failed(self, failure: &Failure) -> Check {
        let words: Vec<_> = std::iter::once(&failure.message).chain(&failure.because).cloned().collect();
        let hint = failure.hint.as_deref().unwrap_or("try again with `-v`, which shows every request");
        self.check(Verdict::Failed(failure.kind), words.join(": "), Some(hint.to_owned()))
    }
}

impl Check {
    /// The word for people.
    fn word(&self) -> (&'static str, Tone) {
        match self.verdict {
            Verdict::Holds => ("ok", Tone::Good),
            Verdict::Skipped => ("not checked", Tone::Faint),
            Verdict::Warning => ("warning", Tone::Mind),
            Verdict::Failed(_) => ("failed", Tone::Bad),
        }
    }

    /// The lines for people.
    pub(super) fn lines(&self) -> Vec<Line> {
        let (word, tone) = self.word();
        let mut lines = vec![Line::Field(self.label, Cell::toned(format!("{word}: {}", self.detail), tone))];
        lines.extend(self.hint.iter().map(|hint| Line::Field("", format!("hint: {hint}").into())));
        lines
    }
}

impl Record for Check {
    const KEYS: &'static [&'static str] = &["check", "ok", "detail", "hint"];
    // People get a page.
    const COLUMNS: &'static [&'static str] = &[];

    fn cells(&self) -> Vec<Cell> {
        Vec::new()
    }
}
