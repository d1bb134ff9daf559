//! A rule, and how it is shown.

use std::fmt;
use std::path::PathBuf;

use regex_lite::Regex;

use super::error::RuleOrigin;
use crate::model::EnvironmentKind;

/// A rule that is in force. One that forbids nothing, such as `require_reason = false`, is none.
#[derive(Debug, Clone)]
pub enum Rule {
    /// Every change says why.
    RequireReason,
    /// Every change names a ticket of this form.
    RequireTicket(Pattern),
    /// Every change says by one of these words how the identity of the people was checked.
    RequireVerifiedBy(Vec<String>),
    /// One run changes no more people than this.
    MaxBatch(u64),
    /// Protected people are never changed, whatever confirms it.
    ForbidProtected,
    /// More people than this are reset only by a plan that is applied.
    RequirePlanAbove(u64),
    /// A plan is applied only with the signatures of so many people.
    Approvals(u32),
    /// Who may sign: an `allowed_signers` file of OpenSSH.
    Approvers(PathBuf),
    /// Keys that sign no more: a list of public keys.
    Revoked(PathBuf),
    /// The record is copied to syslog.
    Syslog(SyslogTarget),
    /// The record is copied to journald.
    Journald,
    /// A program and its arguments, which tells each person who was reset.
    Notify(Vec<String>),
    /// Nothing but these environments is changed.
    Environments(Vec<EnvironmentKind>),
}

impl Rule {
    /// Every name of a rule, in the order in which messages list them.
    pub const NAMES: [&'static str; 13] = [
        "require_reason",
        "require_ticket",
        "require_verified_by",
        "max_batch",
        "forbid_protected",
        "require_plan_above",
        "approvals",
        "approvers",
        "revoked",
        "environments",
        "notify",
        "syslog",
        "journald",
    ];

    /// Its name in the file.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::RequireReason => "require_reason",
            Self::RequireTicket(_) => "require_ticket",
            Self::RequireVerifiedBy(_) => "require_verified_by",
            Self::MaxBatch(_) => "max_batch",
            Self::ForbidProtected => "forbid_protected",
            Self::RequirePlanAbove(_) => "require_plan_above",
            Self::Approvals(_) => "approvals",
            Self::Approvers(_) => "approvers",
            Self::Revoked(_) => "revoked",
            Self::Syslog(_) => "syslog",
            Self::Journald => "journald",
            Self::Notify(_) => "notify",
            Self::Environments(_) => "environments",
        }
    }

    /// Its value, where it has one beside true.
    fn value(&self) -> Option<String> {
        Some(match self {
            Self::RequireReason | Self::ForbidProtected | Self::Journald => return None,
            Self::RequireTicket(pattern) => pattern.text.clone(),
            Self::RequireVerifiedBy(words) => words.join(", "),
            Self::MaxBatch(people) | Self::RequirePlanAbove(people) => people.to_string(),
            Self::Approvals(count) => count.to_string(),
            Self::Approvers(path) | Self::Revoked(path) => path.display().to_string(),
            Self::Syslog(target) => target.to_string(),
            Self::Notify(command) => command.join(" "),
            Self::Environments(environments) => words_of(environments),
        })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        self.value().map_or(Ok(()), |value| write!(f, " {value}"))
    }
}

/// The words of environments, as a sentence lists them.
pub(super) fn words_of(environments: &[EnvironmentKind]) -> String {
    environments.iter().map(|one| one.word()).collect::<Vec<_>>().join(", ")
}

/// A rule, and where it stands.
#[derive(Debug, Clone)]
pub struct StatedRule {
    /// The rule.
    pub rule: Rule,
    /// Where it stands.
    pub origin: RuleOrigin,
}

/// A form that a whole text must have.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    whole: Regex,
}

impl Pattern {
    /// Reads a regular expression.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn new(text: &str) -> Result<Self, String> {
        // Alone first: what is put around it could make one of two halves.
        let read = |text: &str| Regex::new(text).map_err(|error| error.to_string());
        read(text)?;
        let whole = read(&format!(r"\A(?:{text})\z"))?;
        Ok(Self { text: text.to_owned(), whole })
    }

    /// Has the whole text this form?
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        self.whole.is_match(text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Where syslog listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyslogTarget {
    /// The socket of this machine.
    Unix,
    /// A host and its port.
    Remote(String, u16),
}

impl SyslogTarget {
    /// Reads `unix`, `HOST:PORT` or `[ADDRESS]:PORT`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        if word == "unix" {
            return Some(Self::Unix);
        }
        let (host, port) = word.rsplit_once(':')?;
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let is_host =
            !host.is_empty() && !host.contains(['/', ' ']) && (bare.is_some() || !host.contains(':'));
        let port = port.parse().ok().filter(|port| *port > 0 && is_host)?;
        Some(Self::Remote(bare.unwrap_or(host).to_owned(), port))
    }
}

impl fmt::Display for SyslogTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix => f.write_str("unix"),
            Self::Remote(host, port) if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Remote(host, port) => write!(f, "{host}:{port}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_for_the_whole_ticket() {
        for (pattern, fits, not) in [
            (
                r"HELP-\d+",
                &["HELP-1", "HELP-1234"][..],
                &["", "HELP-", "HELP-12x", "xHELP-1", "HELP-1\n", "help-1"][..],
            ),
            ("A|AB", &["A", "AB"], &["B", "ABB"]),
            ("(?i)help-[0-9]{3}", &["help-123", "HELP-123"], &["help-1234"]),
            ("(?m)^A$", &["A"], &["A\nB", "B\nA"]),
        ] {
            let pattern = Pattern::new(pattern).unwrap();
            assert!(fits.iter().all(|text| pattern.fits(text)), "{pattern}");
            assert!(not.iter().all(|text| !pattern.fits(text)), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_is_whole_only_in_our_brackets_is_wrong() {
        for pattern in ["(", "A)|(?:.*", "[", "(?x)A # ends in a comment"] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn syslog_is_the_socket_or_a_host_with_its_port() {
        for word in ["unix", "log.example:514", "10.0.0.1:6514", "[::1]:514"] {
            assert_eq!(SyslogTarget::from_word(word).map(|target| target.to_string()).as_deref(), Some(word));
        }
        for word in ["", "Unix", "log.example", ":514", "log:0", "log:70000", "::1:514", "udp://log:514"] {
            assert_eq!(SyslogTarget::from_word(word), None, "{word}");
        }
    }
}
