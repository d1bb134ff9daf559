//! What the policy of the organisation says to a change: it is asked before anything is sent, and what it wants to be
//! stated and was not is asked for on a terminal. Every refusal by the policy comes from here.

use super::spec::JobSpec;
use crate::failure::Failure;
use crate::model::EnvironmentKind;
use crate::output::{Line, PromptAnswer, ask_choice, ask_right};
use crate::policy::{Policy, PolicyRefusal, Rule, Statement};
use crate::session::{Context, until_signal};
use crate::signals::Signals;
use crate::state::Justification;

/// The longest line of rules on a card.
const LONGEST: usize = 100;

/// The policy of now, where it lets this environment be changed and what is stated fits. What is not stated is refused
/// where it cannot be asked for.
pub(crate) fn permitted(
    context: &Context,
    environment: EnvironmentKind,
    said: &Justification,
) -> Result<Policy, Failure> {
    let policy = context.policy()?;
    policy.permits_environment(environment).map_err(refused)?;
    policy.permits_stated(said).map_err(refused)?;
    if !context.settings.can_ask {
        policy.permits_silence(said).map_err(refused)?;
    }
    Ok(policy)
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
        policy.permits_silence(said).map_err(refused)?;
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

/// A refusal by the policy.
pub(crate) fn refused(refusal: PolicyRefusal) -> Failure {
    refusal.into()
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
    /// Refuses what the policy forbids whoever the people are. A plan states nothing that must be stated: `mfa apply`
    /// does, by its own flags or by what the plan has.
    pub(super) fn must_be_permitted(&self, context: &Context) -> Result<(), Failure> {
        let environment = self.profile.environment;
        self.policy.permits_environment(environment).map_err(refused)?;
        self.policy.permits_stated(&self.justification).map_err(refused)?;
        if !context.settings.can_ask && !self.mode.plans {
            self.policy.permits_silence(&self.justification).map_err(refused)?;
        }
        Ok(())
    }

    /// Refuses more people than the policy allows in one run, or without a plan.
    pub(super) fn policy_must_allow(&self, people: u64) -> Result<(), Failure> {
        let by_plan = self.stored.by_plan || self.mode.plans;
        self.policy.permits_people(people, by_plan).map_err(refused)
    }
}
