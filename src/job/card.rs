//! What is shown beside the question: who the person is, or how large the batch is.

use super::policy::{policy_lines, refused};
use super::report::counts;
use super::stages::Planned;
use crate::engine::guard::Protected;
use crate::failure::Failure;
use crate::model::{EnvironmentKind, Level, NextSignIn, Outcome, User};
use crate::output::person::{enrolled_since, factor, last_login, unlock_hint, yes_no};
use crate::output::{Cell, Line, Tone};
use crate::policy::Policy;
use crate::settings::Origin;

/// What is about to be done.
pub(super) struct Question<'a> {
    pub(super) planned: &'a Planned,
    pub(super) policy: &'a Policy,
    /// The person whose Account Status panel stands above.
    pub(super) shown: Option<&'a User>,
    /// How many people would be reset.
    pub(super) targets: u64,
    /// How many factors they have, where the service lists them.
    pub(super) factors: Option<u64>,
    /// What the next sign-in will do, where the service has rules for it; or why that is not known.
    pub(super) next: Option<Result<NextSignIn, String>>,
}

impl Question<'_> {
    /// The lines to show.
    pub(super) fn card(&self) -> Vec<Line> {
        let Planned { connection, guards, plan, .. } = self.planned;
        let org = match &guards.principal.org {
            Some(name) => format!("{name} ({})", connection.org_id),
            None => connection.org_id.clone(),
        };
        let environment = connection.profile.environment;
        let tone = if environment == EnvironmentKind::Production { Tone::Mind } else { Tone::Plain };
        let mut lines = match &plan.sole {
            // The panel may be of an earlier read: what changed since is shown.
            Some(user) if self.shown == Some(user) => administrator(user, self).into_iter().collect(),
            Some(user) => person(user, self),
            None => batch_card(self),
        };
        lines.extend(removed(self.factors));
        lines.extend(self.next.as_ref().map(|next| Line::Field("Next sign-in", next_sign_in(next))));
        lines.push(Line::Field("Org", org.into()));
        lines.push(Line::Field("Environment", Cell::toned(environment.word(), tone)));
        lines.extend(policy_lines(self.policy));
        lines.push(Line::Blank);
        lines
    }

    /// Refuses one protected person where the policy does so. In a batch a guard refuses them.
    pub(super) fn must_be_permitted(&self) -> Result<(), Failure> {
        let sole = self.planned.plan.sole.as_ref();
        match sole.and_then(|user| self.planned.guards.protected(user)) {
            Some(why) => self.policy.permits_protected(why.words()).map_err(refused),
            None => Ok(()),
        }
    }
}

/// How many factors will be removed, where the service lists them.
fn removed(factors: Option<u64>) -> Option<Line> {
    let words = match factors? {
        1 => "1 factor".to_owned(),
        count => format!("{count} factors"),
    };
    Some(Line::Field("To be removed", Cell::toned(words, Tone::Mind)))
}

fn next_sign_in(next: &Result<NextSignIn, String>) -> Cell {
    match next {
        Ok(NextSignIn::Enrols) => "lets them in to set MFA up again".into(),
        Ok(NextSignIn::LockedOut) => {
            Cell::toned("LOCKS THEM OUT: no policy lets them in without MFA", Tone::Bad)
        }
        Ok(NextSignIn::PasswordOnly) => {
            Cell::toned("lets them in with the password alone: nothing makes them set MFA up", Tone::Mind)
        }
        Ok(NextSignIn::Unclear) => {
            Cell::toned("unknown, they may be locked out: ask who keeps the policies", Tone::Mind)
        }
        Err(why) => Cell::toned(format!("unknown, they may be locked out: {why}"), Tone::Mind),
    }
}

/// Why a person is protected, where they are.
fn administrator(user: &User, question: &Question<'_>) -> Option<Line> {
    let why = match question.planned.guards.protected(user)? {
        Protected::Yourself => "yes: this is yourself",
        Protected::Administrator => "yes",
        Protected::NotTold => "unknown: the service does not say",
    };
    Some(Line::Field("Administrator", Cell::toned(why, Tone::Bad)))
}

fn person(user: &User, question: &Question<'_>) -> Vec<Line> {
    let mut lines = vec![
        Line::Field("Name", Cell::maybe(user.name.as_deref())),
        Line::Field("Email", Cell::maybe(user.email.as_deref())),
        Line::Field("User ID", user.id.as_str().into()),
        administrator(user, question).unwrap_or_else(|| Line::Field("Administrator", yes_no(user.admin))),
        Line::Field("MFA", enrolled_since(user.mfa.enrolment, None, user.mfa.enrolled_at)),
        Line::Field("Level", Cell::maybe(user.mfa.level.map(Level::word))),
        Line::Field("Last login", last_login(user.last_login)),
    ];
    lines.extend(user.mfa.listed().iter().map(|one| Line::Field("Factor", factor(one))));
    if question.planned.connection.provider.capabilities().unlock && user.mfa.is_locked_out() {
        let profile = &question.planned.connection.profile;
        let name = (profile.origin != Origin::Environment).then_some(profile.name.as_str());
        lines.push(Line::Field("Locked", Cell::toned("clearing the counter may be enough:", Tone::Mind)));
        // On a line of its own, so that it fits and can be copied.
        lines.push(Line::Field("", Cell::toned(unlock_hint(&user.id, name), Tone::Mind)));
    }
    lines
}

fn batch_card(question: &Question<'_>) -> Vec<Line> {
    let mut lines = vec![
        Line::Field("In the input", people(question.planned.plan.people).into()),
        Line::Field("To be reset", Cell::toned(people(question.targets), Tone::Mind)),
    ];
    let others: Vec<_> = counts(&question.planned.batch)
        .iter()
        .filter(|(word, _)| **word != Outcome::WouldReset.word())
        .map(|(word, count)| format!("{count} {}", word.replace('_', " ")))
        .collect();
    if !others.is_empty() {
        lines.push(Line::Field("Other rows", others.join(", ").into()));
    }
    lines
}

pub(super) fn people(count: u64) -> String {
    if count == 1 { "1 user".to_owned() } else { format!("{count} users") }
}
