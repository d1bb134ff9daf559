//! The policy in force, and what it says to a change that is about to be made.

use std::path::Path;

use super::error::{PolicyError, PolicyRefusal};
use super::file::{PolicyFile, PolicySource, read};
use super::rule::{Rule, StatedRule, SyslogTarget, words_of};
use super::statement::Statement;
use crate::host::Environment;
use crate::model::EnvironmentKind;
use crate::state::Justification;

/// All rules in force. Every one of them must be kept, so that a second file can only make it stricter.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    files: Vec<PolicyFile>,
    rules: Vec<StatedRule>,
}

impl Policy {
    /// Reads the policy of this machine, and the one that `MFA_ADMIN_POLICY_FILE` adds.
    ///
    /// # Errors
    /// When a file is there and may not or cannot be used.
    pub fn load(environment: Environment) -> Result<Self, PolicyError> {
        Self::read(&PolicySource::all(environment))
    }

    /// Reads a policy from these files.
    ///
    /// # Errors
    /// When a file may not or cannot be used, or approvals are wanted and no rule says of whom.
    pub fn read(sources: &[PolicySource]) -> Result<Self, PolicyError> {
        let mut policy = Self::default();
        for source in sources {
            if let Some((file, rules)) = read(source)? {
                policy.files.push(file);
                policy.rules.extend(rules);
            }
        }
        let wanted = policy.rules.iter().find(|stated| matches!(stated.rule, Rule::Approvals(_)));
        match wanted {
            Some(StatedRule { origin, .. }) if policy.approvers().next().is_none() => {
                Err(PolicyError::Wrong {
                    origin: origin.clone(),
                    why: "`approvals` needs `approvers`, the file that says who may sign".to_owned(),
                })
            }
            _ => Ok(policy),
        }
    }

    /// The files that it came from.
    #[must_use]
    pub fn files(&self) -> &[PolicyFile] {
        &self.files
    }

    /// Every rule in force.
    #[must_use]
    pub fn rules(&self) -> &[StatedRule] {
        &self.rules
    }

    /// The rules in a few words each, in the order of the files; the same rule with the same value once.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for StatedRule { rule, .. } in &self.rules {
            let word = rule.to_string();
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }

    fn all<'a, T>(&'a self, of: impl Fn(&'a Rule) -> Option<T>) -> impl Iterator<Item = T> {
        self.rules.iter().filter_map(move |stated| of(&stated.rule))
    }

    /// How many signatures a plan needs; 0 where none.
    #[must_use]
    pub fn approvals(&self) -> u32 {
        self.all(|rule| if let Rule::Approvals(count) = rule { Some(*count) } else { None })
            .max()
            .unwrap_or(0)
    }

    /// The `allowed_signers` files. A signer must be in every one of them.
    pub fn approvers(&self) -> impl Iterator<Item = &Path> {
        self.all(|rule| if let Rule::Approvers(path) = rule { Some(path.as_path()) } else { None })
    }

    /// The lists of revoked keys. A key that is in one of them signs nothing.
    pub fn revoked(&self) -> impl Iterator<Item = &Path> {
        self.all(|rule| if let Rule::Revoked(path) = rule { Some(path.as_path()) } else { None })
    }

    /// More people than this are reset only by a plan.
    #[must_use]
    pub fn require_plan_above(&self) -> Option<u64> {
        self.all(|rule| if let Rule::RequirePlanAbove(people) = rule { Some(*people) } else { None }).min()
    }

    /// The commands that tell each person who was reset. All of them are run.
    pub fn notify(&self) -> impl Iterator<Item = &[String]> {
        self.all(|rule| if let Rule::Notify(command) = rule { Some(command.as_slice()) } else { None })
    }

    /// Where the record is copied to.
    pub fn syslog(&self) -> impl Iterator<Item = &SyslogTarget> {
        self.all(|rule| if let Rule::Syslog(target) = rule { Some(target) } else { None })
    }

    /// Is the record copied to journald?
    #[must_use]
    pub fn journald(&self) -> bool {
        self.rules.iter().any(|stated| matches!(stated.rule, Rule::Journald))
    }

    /// May this environment be changed?
    ///
    /// # Errors
    /// When a rule forbids it.
    pub fn permits_environment(&self, environment: EnvironmentKind) -> Result<(), PolicyRefusal> {
        self.each(|rule| match rule {
            Rule::Environments(allowed) if !allowed.contains(&environment) => Some(Objection {
                why: format!("this is {}, and only {} may be changed", environment.word(), words_of(allowed)),
                remedy: "use a profile of another environment".to_owned(),
            }),
            _ => None,
        })
    }

    /// May so many people be changed in one run, by a plan or without one?
    ///
    /// # Errors
    /// When a rule forbids it.
    pub fn permits_people(&self, people: u64, by_plan: bool) -> Result<(), PolicyRefusal> {
        self.each(|rule| match rule {
            Rule::MaxBatch(most) if people > *most => Some(Objection {
                why: format!("no more than {most} may be changed in one run, and the input names {people}"),
                remedy: "make the input smaller".to_owned(),
            }),
            Rule::RequirePlanAbove(most) if !by_plan && people > *most => Some(Objection {
                why: format!("above {most} a plan is needed, and the input names {people}"),
                remedy: "write a plan with `mfa-admin mfa plan --csv FILE --out PLAN`, have it reviewed, and carry it \
                         out with `mfa-admin mfa apply PLAN`"
                    .to_owned(),
            }),
            _ => None,
        })
    }

    /// May a protected person be changed, on a confirmation of their own? `why` says who it is.
    ///
    /// # Errors
    /// When a rule forbids it.
    pub fn permits_protected(&self, why: &str) -> Result<(), PolicyRefusal> {
        self.each(|rule| match rule {
            Rule::ForbidProtected => Some(Objection {
                why: format!("this is {why}"),
                remedy: "have it done by those who may, in the web screens of the service".to_owned(),
            }),
            _ => None,
        })
    }

    /// Does what is stated have the form that the rules want? What is not stated is not judged.
    ///
    /// # Errors
    /// When a rule wants something else.
    pub fn permits_stated(&self, said: &Justification) -> Result<(), PolicyRefusal> {
        Statement::ALL.into_iter().try_for_each(|statement| {
            statement.of(said).map_or(Ok(()), |text| self.permits_text(statement, text))
        })
    }

    /// The same for one statement.
    ///
    /// # Errors
    /// When a rule wants something else.
    pub fn permits_text(&self, statement: Statement, text: &str) -> Result<(), PolicyRefusal> {
        self.each(|rule| match (statement, rule) {
            (Statement::Ticket, Rule::RequireTicket(form)) if !form.fits(text) => Some(Objection {
                why: format!("the ticket `{text}` has not the form {form}"),
                remedy: "give --ticket in that form".to_owned(),
            }),
            (Statement::VerifiedBy, Rule::RequireVerifiedBy(words))
                if !words.iter().any(|word| word == text) =>
            {
                Some(Objection {
                    why: format!("`{text}` is no way of checking an identity that it knows"),
                    remedy: format!("give --verified-by one of: {}", words.join(", ")),
                })
            }
            _ => None,
        })
    }

    /// What must be stated and is not.
    ///
    /// # Errors
    /// The refusal of the first such.
    pub fn permits_silence(&self, said: &Justification) -> Result<(), PolicyRefusal> {
        Statement::ALL
            .into_iter()
            .filter(|statement| statement.of(said).is_none())
            .try_for_each(|statement| self.permits_silence_of(statement))
    }

    fn permits_silence_of(&self, statement: Statement) -> Result<(), PolicyRefusal> {
        self.each(|rule| {
            let (why, remedy) = match (statement, rule) {
                (Statement::Reason, Rule::RequireReason) => {
                    ("every change needs a reason", "give --reason TEXT".to_owned())
                }
                (Statement::Ticket, Rule::RequireTicket(form)) => {
                    ("every change needs a ticket", format!("give --ticket ID, of the form {form}"))
                }
                (Statement::VerifiedBy, Rule::RequireVerifiedBy(words)) => (
                    "every change says how the identity was checked",
                    format!("give --verified-by one of: {}", words.join(", ")),
                ),
                _ => return None,
            };
            Some(Objection { why: why.to_owned(), remedy })
        })
    }

    /// The statements that must be made.
    pub fn wanted(&self) -> impl Iterator<Item = Statement> {
        Statement::ALL.into_iter().filter(|statement| self.permits_silence_of(*statement).is_err())
    }

    /// The words that say how an identity was checked: those that every file allows. None where any text will do.
    #[must_use]
    pub fn verified_by(&self) -> Option<Vec<&str>> {
        let mut lists =
            self.all(|rule| if let Rule::RequireVerifiedBy(words) = rule { Some(words) } else { None });
        let first = lists.next()?;
        let mut words: Vec<_> = first.iter().map(String::as_str).collect();
        lists.for_each(|list| words.retain(|word| list.iter().any(|other| other == word)));
        Some(words)
    }

    /// Asks every rule; the first that objects has said no.
    fn each(&self, ask: impl Fn(&Rule) -> Option<Objection>) -> Result<(), PolicyRefusal> {
        self.rules.iter().try_for_each(|StatedRule { rule, origin }| match ask(rule) {
            Some(Objection { why, remedy }) => {
                Err(PolicyRefusal { rule: rule.name(), origin: origin.clone(), why, remedy })
            }
            None => Ok(()),
        })
    }
}

/// What a rule says against a change, and what to do about it.
struct Objection {
    why: String,
    remedy: String,
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::files::Owner;

    /// The policy of these files together.
    fn of(texts: &[&str]) -> Result<Policy, PolicyError> {
        let folder = tempfile::tempdir().unwrap();
        let source = |(index, text): (usize, &&str)| {
            let path = folder.path().join(format!("{index}.toml"));
            fs::write(&path, text).unwrap();
            PolicySource { path, owner: Owner::Ours, must_exist: true }
        };
        for list in ["a", "b"] {
            fs::write(folder.path().join(list), "").unwrap();
        }
        Policy::read(&texts.iter().enumerate().map(source).collect::<Vec<_>>())
    }

    fn said(ticket: &str, verified_by: &str) -> Justification {
        Justification {
            reason: None,
            ticket: Some(ticket.to_owned()),
            verified_by: Some(verified_by.to_owned()),
        }
    }

    #[test]
    fn of_two_files_both_hold_whichever_comes_first() {
        let one = "require_ticket = 'A.*'\nrequire_verified_by = ['x', 'y']\nmax_batch = 5\nrequire_plan_above = 2\n\
                   approvals = 1\napprovers = 'a'\nenvironments = ['demo', 'sandbox']\nnotify = ['one']";
        let two = "require_reason = true\nrequire_ticket = '.*B'\nrequire_verified_by = ['y', 'z']\nmax_batch = 3\n\
                   require_plan_above = 4\napprovals = 2\napprovers = 'b'\nrevoked = 'a'\njournald = true\n\
                   forbid_protected = true\nenvironments = ['production', 'sandbox']\nnotify = ['two']";
        for files in [[one, two], [two, one]] {
            let policy = of(&files).unwrap();
            let allowed =
                EnvironmentKind::ALL.into_iter().filter(|one| policy.permits_environment(*one).is_ok());
            assert_eq!(allowed.collect::<Vec<_>>(), [EnvironmentKind::Sandbox]);
            assert_eq!(policy.verified_by(), Some(vec!["y"]));
            for (ticket, word, fits) in [
                ("AB", "y", true),
                ("A", "y", false),
                ("B", "y", false),
                ("AB", "x", false),
                ("AB", "z", false),
            ] {
                assert_eq!(policy.permits_stated(&said(ticket, word)).is_ok(), fits, "{ticket} {word}");
            }
            for (people, by_plan, fits) in
                [(2, false, true), (3, false, false), (3, true, true), (4, true, false)]
            {
                assert_eq!(policy.permits_people(people, by_plan).is_ok(), fits, "{people} {by_plan}");
            }
            assert!(policy.permits_protected("yourself").is_err() && policy.journald());
            assert_eq!((policy.approvals(), policy.require_plan_above()), (2, Some(2)));
            assert_eq!(
                (policy.approvers().count(), policy.revoked().count(), policy.notify().count()),
                (2, 1, 2)
            );
            assert_eq!(policy.wanted().collect::<Vec<_>>(), Statement::ALL);
        }
    }

    #[test]
    fn a_second_file_that_says_less_takes_nothing_away() {
        let strict = "require_reason = true\nforbid_protected = true\nmax_batch = 1\njournald = true";
        let loose = "require_reason = false\nforbid_protected = false\nmax_batch = 9\njournald = false\napprovals = 0";
        let policy = of(&[strict, loose]).unwrap();
        assert!(policy.permits_silence(&Justification::default()).is_err());
        assert!(policy.permits_protected("yourself").is_err());
        assert!(policy.permits_people(2, true).is_err());
        assert!(policy.journald());
    }

    #[test]
    fn without_a_word_that_both_files_know_none_fits() {
        let policy = of(&["require_verified_by = ['x']", "require_verified_by = ['y']"]).unwrap();
        assert_eq!(policy.verified_by(), Some(Vec::new()));
        assert!(["x", "y"].iter().all(|word| policy.permits_stated(&said("1", word)).is_err()));
    }

    #[test]
    fn the_digest_is_that_of_the_file() {
        let policy = of(&["max_batch = 3\n"]).unwrap();
        // printf 'max_batch = 3\n' | sha256sum
        assert_eq!(
            policy.files()[0].digest,
            "3405122bb58adc43bcb8c4997d2b437f1bfbd5b64e81ac85c0a6cf514d056acc"
        );
    }

    #[cfg(unix)]
    #[test]
    fn the_file_of_the_system_must_be_that_of_root() {
        let folder = tempfile::tempdir().unwrap();
        let source =
            |owner| PolicySource { path: folder.path().join("policy.toml"), owner, must_exist: false };
        fs::write(folder.path().join("policy.toml"), "max_batch = 3").unwrap();
        let is_root = rustix::process::geteuid().is_root();
        // Where the tests run as root, what they make is that of root.
        assert_eq!(Policy::read(&[source(Owner::Root)]).is_ok(), is_root);
        if is_root {
            std::os::unix::fs::chown(folder.path().join("policy.toml"), Some(1042), None).unwrap();
            let error = Policy::read(&[source(Owner::Root)]).unwrap_err();
            assert!(
                matches!(&error, PolicyError::Exposed(exposed) if exposed.remedy.contains("chown root")),
                "{error}"
            );
        }
    }
}
