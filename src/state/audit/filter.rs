//! Which events are wanted.

use jiff::Timestamp;

use super::event::AuditEvent;
use crate::model::{Lookup, Outcome, fold_email};

/// Which events are wanted: those that fit all of it.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Not before this.
    pub since: Option<Timestamp>,
    /// Not after this.
    pub until: Option<Timestamp>,
    /// About this person.
    pub user: Option<Lookup>,
    /// By this administrator.
    pub actor: Option<Lookup>,
    /// For this ticket.
    pub ticket: Option<String>,
    /// Of the batch of that id.
    pub batch: Option<String>,
    /// With one of these outcomes, where any are named.
    pub outcomes: Vec<Outcome>,
}

impl AuditFilter {
    pub(super) fn wants(&self, event: &AuditEvent) -> bool {
        let is_user = |id: &str| {
            event.user_id.as_ref().is_some_and(|user| user.as_str() == id)
                || event.user_ids.iter().flatten().any(|user| user.as_str() == id)
        };
        let same = |wanted: &str, email: Option<&str>| {
            email.is_some_and(|email| fold_email(email) == fold_email(wanted))
        };
        let fits = |wanted: &Option<Lookup>, is_id: &dyn Fn(&str) -> bool, email: Option<&str>| match wanted {
            None => true,
            Some(Lookup::Id(id)) => is_id(id.as_str()),
            Some(Lookup::Email(wanted)) => same(wanted, email),
        };
        let is_actor = |id: &str| event.actor_id.as_ref().is_some_and(|actor| actor.as_str() == id);
        self.since.is_none_or(|since| event.at >= since)
            && self.until.is_none_or(|until| event.at <= until)
            && fits(&self.user, &is_user, event.email.as_deref())
            && fits(&self.actor, &is_actor, event.actor.as_deref())
            && self.ticket.as_ref().is_none_or(|ticket| event.ticket.as_ref() == Some(ticket))
            && self.batch.as_ref().is_none_or(|batch| event.job.as_ref() == Some(batch))
            && (self.outcomes.is_empty() || event.outcome.is_some_and(|word| self.outcomes.contains(&word)))
    }
}
