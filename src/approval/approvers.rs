//! Who may approve a plan, and who has.

use std::collections::BTreeSet;

use jiff::Timestamp;
use ssh_key::public::KeyData;
use thiserror::Error;

use super::digests::Digests;
use super::line::{SignerLine, content, public_key, signer};
use super::signature::{Signature, signatures};
use super::unfit::Unfit;
use crate::model::fold_email;

/// A list that cannot be relied on.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ListError {
    /// A line of the revoked keys is no public key: it may be the one that was revoked.
    #[error("line {0} is no public key")]
    NoKey(usize),
}

/// Who may approve a plan: lists of allowed signers, of which every one must allow it, without those whose keys are revoked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Approvers {
    lists: Vec<Vec<SignerLine>>,
    revoked: Vec<KeyData>,
    /// The numbers of the lines that make no sense. They allow nobody.
    pub unread: Vec<usize>,
}

/// A signature that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The person, as the list names them.
    pub signer: String,
    /// The fingerprint of their key.
    pub fingerprint: String,
}

/// What the signatures of a plan are worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Those that count, each of another person.
    pub approvals: Vec<Approval>,
    /// The others: whose, and why they do not count.
    pub unfit: Vec<(String, Unfit)>,
}

impl Approvers {
    /// Adds the text of a list of allowed signers.
    pub fn allow(&mut self, text: &str) {
        let mut list = Vec::new();
        for (number, line) in numbered(text) {
            match signer(line) {
                Some(line) => list.push(line),
                None => self.unread.push(number),
            }
        }
        self.lists.push(list);
    }

    /// Adds the text of a list of revoked public keys.
    ///
    /// # Errors
    /// When a key cannot be read.
    pub fn revoke(&mut self, text: &str) -> Result<(), ListError> {
        for (number, line) in numbered(text) {
            self.revoked.push(public_key(line).ok_or(ListError::NoKey(number))?);
        }
        Ok(())
    }

    /// Is nobody named?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lists.iter().all(Vec::is_empty)
    }

    /// The person whose key this is; `None` where the list does not name one.
    #[must_use]
    pub fn name(&self, key: &KeyData) -> Option<&str> {
        let mut lines = self.lists.iter().flatten();
        lines.find(|line| line.is_of(key) && !line.names.is_empty()).map(|line| line.names[0].as_str())
    }

    /// Judges the signatures of a file. Neither the person who planned nor the one who applies may approve: each is given
    /// by their names at the service.
    #[must_use]
    pub fn judge(
        &self,
        text: &str,
        plan: &Digests,
        now: Timestamp,
        planner: &[&str],
        applier: &[&str],
    ) -> Judgement {
        let mut judgement = Judgement { approvals: Vec::new(), unfit: Vec::new() };
        let mut persons: Vec<BTreeSet<String>> = Vec::new();
        for signature in signatures(text) {
            let (signer, judged) = match &signature {
                Ok(signature) => {
                    let name =
                        self.name(signature.key()).map_or_else(|| signature.fingerprint(), str::to_owned);
                    (name, self.person(signature, plan, now))
                }
                Err(unfit) => ("signature".to_owned(), Err(unfit.clone())),
            };
            let is_one_of = |names: &[&str], person: &BTreeSet<String>| {
                names.iter().any(|name| person.contains(&fold_email(name)))
            };
            let unfit = match judged {
                Err(unfit) => unfit,
                Ok(person) if is_one_of(planner, &person) => Unfit::Planner,
                Ok(person) if is_one_of(applier, &person) => Unfit::Applier,
                Ok(person) if persons.iter().any(|other| !other.is_disjoint(&person)) => Unfit::Again,
                Ok(person) => {
                    persons.push(person);
                    let fingerprint = signature.map(|signature| signature.fingerprint()).unwrap_or_default();
                    judgement.approvals.push(Approval { signer, fingerprint });
                    continue;
                }
            };
            judgement.unfit.push((signer, unfit));
        }
        judgement
    }

    /// The names of the person who made a signature, if it can count at all.
    fn person(
        &self,
        signature: &Signature,
        plan: &Digests,
        now: Timestamp,
    ) -> Result<BTreeSet<String>, Unfit> {
        signature.is_of(plan)?;
        if self.revoked.contains(signature.key()) {
            return Err(Unfit::Revoked);
        }
        let mut names = BTreeSet::new();
        for list in &self.lists {
            // Of several lines with the same key one that allows is enough, as for OpenSSH.
            let mut allowed = Err(Unfit::Foreign);
            for line in list.iter().filter(|line| line.is_of(signature.key())) {
                allowed = line.allows(now).map(|()| line);
                if allowed.is_ok() {
                    break;
                }
            }
            names.extend(self.all_names(allowed?));
        }
        if names.is_empty() { Err(Unfit::Foreign) } else { Ok(names) }
    }

    /// Every name of the person of that line: a line with a name or a key of theirs is theirs too.
    fn all_names(&self, of: &SignerLine) -> BTreeSet<String> {
        let folded = |line: &SignerLine| line.names.iter().map(|name| fold_email(name)).collect::<Vec<_>>();
        let mut names: BTreeSet<_> = folded(of).into_iter().collect();
        let mut keys = vec![&of.key];
        let mut left: Vec<_> = self.lists.iter().flatten().collect();
        loop {
            let is_theirs = |line: &&SignerLine| {
                keys.contains(&&line.key) || folded(line).iter().any(|name| names.contains(name))
            };
            let (theirs, others): (Vec<_>, Vec<_>) = left.into_iter().partition(is_theirs);
            if theirs.is_empty() {
                return names;
            }
            names.extend(theirs.iter().flat_map(|line| folded(line)));
            keys.extend(theirs.iter().map(|line| &line.key));
            left = others;
        }
    }
}

/// The lines that have content, and their numbers.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter_map(|(number, line)| Some((number, content(line)?)))
}

impl SignerLine {
    fn is_of(&self, key: &KeyData) -> bool {
        self.key == *key && !self.is_authority
    }

    fn allows(&self, now: Timestamp) -> Result<(), Unfit> {
        if self.names.is_empty() {
            return Err(Unfit::NoPerson);
        }
        if !self.is_for_plans {
            return Err(Unfit::OtherNamespaces);
        }
        match (self.valid_after, self.valid_before) {
            (Some(after), _) if now < after => Err(Unfit::NotYet(after)),
            (_, Some(before)) if now > before => Err(Unfit::Expired(before)),
            _ => Ok(()),
        }
    }
}
