//! What the policy of the organisation says to a change: it is asked before anything is sent, and what it wants to be
//! stated and was not is asked for on a terminal. Every refusal by the policy comes from here.

use super::spec::JobSpec;
use crate::failure::{Failure, FailureKind};
use crate::model::Outcome;
use crate::output::{Line, PromptAnswer, ask_choice, ask_right};
use crate::policy::{Policy, PolicyRefusal, Rule, Statement};
use crate::session::{Context, until_signal};
use crate::settings::Profile;
use crate::signals::Signals;
use crate::state::{AuditEvent, EventKind, Justification, State};

/// The longest line of rules on a card.
const LONGEST: usize = 100;

/// A change that somebody is about to make.
pub(crate) struct Attempt<'a> {
    pub(crate) context: &'a Context,
    pub(crate) profile: &'a Profile,
    pub(crate) said: &'a Justification,
    /// Is it only looked at what would be done? Then no refusal goes on record.
    pub(crate) dry_run: bool,
}

impl Attempt<'_> {
    /// The policy of now, where it lets this environment be changed and what is stated fits. What is not stated is
    /// refused where it cannot be asked for.
    pub(crate) fn permitted(&self) -> Result<Policy, Failure> {
        let policy = self.context.policy()?;
        self.must_be_permitted(&policy, true)?;
        Ok(policy)
    }

    fn must_be_permitted(&self, policy: &Policy, wants_statements: bool) -> Result<(), Failure> {
        let judged = policy.permits_environment(self.profile.environment).and_then(|()| {
            policy.permits_stated(self.said)?;
            if wants_statements && !self.context.settings.can_ask {
                policy.permits_silence(self.said)?;
            }
            Ok(())
        });
        judged.map_err(|refusal| self.refused(refusal))
    }

    /// A refusal by the policy, which goes on record.
    pub(crate) fn refused(&self, refusal: PolicyRefusal) -> Failure {
        self.record_refusal(refusal.to_string());
        refusal.into()
    }

    /// Puts on record that this was refused, and why. It stays a refusal where that cannot be written.
    pub(crate) fn record_refusal(&self, why: String) {
        let Self { context, profile, said, dry_run } = self;
        if !dry_run {
            let event = AuditEvent {
                profile: Some(profile.name.clone()),
                environment: Some(profile.environment),
                org_id: Some(profile.org_id.clone()).filter(|org| !org.is_empty()),
                url: profile.url.as_ref().map(ToString::to_string),
                outcome: Some(Outcome::Refused),
                ..AuditEvent::new(EventKind::Refuse, context.host.clock.now())
            };
            let event = event.by_account(&context.host.account()).justified(said).detailed(why);
            let _ = State::open(&context.settings.state_folder).and_then(|mut state| state.append(event));
        }
    }
}

/// What goes on record of a change of which `event` gives an event, where it was not confirmed.
pub(crate) fn unconfirmed(failure: &Failure, event: impl Fn(EventKind) -> AuditEvent) -> AuditEvent {
    let (kind, outcome) = if failure.kind == FailureKind::Interrupted {
        (EventKind::Interrupt, None)
    } else {
        (EventKind::Cancel, Some(Outcome::Skipped))
    };
    AuditEvent { outcome, ..event(kind).detailed(failure.message.as_str()) }
}

/// Asks for what must be stated and is not.
pub(crate) async fn ask_for_statements(
    context: &Context,
    policy: &Policy,
    said: &mut Justification,
    signals: &Signals,
) -> Result<(), Failure> {
    if policy.verified_by().is_some_and(|words| words.is_empty()) {
        // Two files have no word in common: there is nothing to choose.
        policy.permits_silence(said)?;
    }
    for statement in policy.wanted().filter(|statement| statement.of(said).is_none()).collect::<Vec<_>>() {
        let answer = async { Ok(ask_for(context, policy, statement).await) };
        match until_signal(signals, answer).await? {
            PromptAnswer::Given(text) => statement.put(said, text.trim().to_owned()),
            PromptAnswer::Cancelled => return Err(Failure::said_no("sent")),
        }
    }
    Ok(())
}

async fn ask_for(context: &Context, policy: &Policy, statement: Statement) -> PromptAnswer<String> {
    let style = context.settings.style;
    let fits = |typed: &str| {
        let typed = typed.trim();
        !typed.is_empty() && policy.permits_text(statement, typed).is_ok()
    };
    match (statement, policy.verified_by()) {
        (Statement::VerifiedBy, Some(words)) => {
            let prompt = "How was the identity of the person checked?";
            match ask_choice(style, prompt, &words).await {
                PromptAnswer::Given(index) => PromptAnswer::Given(words[index].to_owned()),
                PromptAnswer::Cancelled => PromptAnswer::Cancelled,
            }
        }
        (Statement::Ticket, _) => {
            let forms = policy.rules().iter().filter_map(|stated| match &stated.rule {
                Rule::RequireTicket(form) => Some(form.to_string()),
                _ => None,
            });
            let forms = forms.collect::<Vec<_>>().join(" and ");
            ask_right(style, &format!("Ticket, of the form {forms}"), fits).await
        }
        _ => ask_right(style, "Why? The reason goes on record", fits).await,
    }
}

/// The rules in force, for a card. What is only about the record or about files is named without its value.
pub(crate) fn policy_lines(policy: &Policy) -> Vec<Line> {
    let mut lines: Vec<String> = Vec::new();
    for stated in policy.rules() {
        let word = match &stated.rule {
            rule @ (Rule::Approvers(_) | Rule::Revoked(_) | Rule::Notify(_)) => rule.name().to_owned(),
            rule => rule.to_string(),
        };
        if lines.iter().any(|line| line.split("; ").any(|other| other == word)) {
            continue;
        }
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < LONGEST => *line = format!("{line}; {word}"),
            _ => lines.push(word),
        }
    }
    let labels = std::iter::once("Policy").chain(std::iter::repeat(""));
    labels.zip(lines).map(|(label, line)| Line::Field(label, line.into())).collect()
}

impl JobSpec {
    /// The change that this job is.
    pub(crate) fn attempt<'a>(&'a self, context: &'a Context) -> Attempt<'a> {
        let Self { profile, justification: said, mode, .. } = self;
        Attempt { context, profile, said, dry_run: mode.dry_run }
    }

    /// Refuses what the policy forbids whoever the people are. A plan states nothing that must be stated: `mfa apply`
    /// does, by its own flags or by what the plan has.
    pub(super) fn must_be_permitted(&self, context: &Context) -> Result<(), Failure> {
        self.attempt(context).must_be_permitted(&self.policy, !self.plans)
    }

    /// Refuses more people than the policy allows in one run, or without a plan.
    pub(super) fn policy_must_allow(&self, context: &Context, people: u64) -> Result<(), Failure> {
        let by_plan = self.stored.by_plan || self.plans;
        let judged = self.policy.permits_people(people, by_plan);
        judged.map_err(|refusal| self.attempt(context).refused(refusal))
    }
}
