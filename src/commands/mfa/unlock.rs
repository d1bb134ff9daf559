//! `mfa-admin mfa unlock`: clears the counter of wrong codes of a person who is locked out. Nothing is removed.

use clap::{ArgGroup, Args};
use serde::Serialize;

use crate::failure::{Failure, FailureKind};
use crate::job::JustificationArgs;
use crate::job::input::Target;
use crate::job::policy::{Attempt, ask_for_statements, policy_lines, unconfirmed};
use crate::model::{Lookup, MfaStatus, User, UserId};
use crate::output::person::factor;
use crate::output::{Card, Cell, Line, PromptAnswer, Tone, popup};
use crate::policy::Policy;
use crate::provider::ProviderError;
use crate::session::connection::Connection;
use crate::session::{Context, block_on, keep_head, until_signal, written};
use crate::settings::Profile;
use crate::signals::Signals;
use crate::state::{AuditEvent, EventKind, Justification, State, enrolment_words};

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("who").required(true))]
pub(crate) struct UnlockArgs {
    #[command(flatten)]
    target: Target,
    /// Do not ask
    #[arg(long, short = 'y')]
    yes: bool,
    #[command(flatten)]
    justification: JustificationArgs,
}

#[derive(Serialize)]
struct Unlocked<'a> {
    user_id: &'a UserId,
    name: Option<&'a str>,
    email: Option<&'a str>,
    outcome: &'static str,
    detail: Option<String>,
}

impl<'a> Unlocked<'a> {
    fn new(user: &'a User, outcome: &'static str, detail: Option<String>) -> Self {
        let (name, email) = (user.name.as_deref(), user.email.as_deref());
        Self { user_id: &user.id, name, email, outcome, detail }
    }
}

impl Card for Unlocked<'_> {
    const KEYS: &'static [&'static str] = &["user_id", "name", "email", "outcome", "detail"];

    fn lines(&self) -> Vec<Line> {
        let tone = if self.outcome == STILL_LOCKED { Tone::Bad } else { Tone::Good };
        vec![
            Line::Field("User ID", self.user_id.as_str().into()),
            Line::Field("Email", Cell::maybe(self.email)),
            Line::Field("Outcome", Cell::toned(self.outcome.replace('_', " "), tone)),
            Line::Field("Detail", Cell::maybe(self.detail.as_deref())),
        ]
    }
}

const UNLOCKED: &str = "unlocked";
const NOT_LOCKED: &str = "not_locked";
const STILL_LOCKED: &str = "still_locked";

pub(super) fn run(unlock: UnlockArgs, context: &Context) -> Result<(), Failure> {
    if !unlock.yes && !context.settings.can_ask {
        return Err(Failure::cancelled(
            "cannot ask for confirmation: there is no terminal, or --no-input is given",
        )
        .hint("to unlock without being asked, give --yes"));
    }
    let profile = context.settings.profile()?;
    let UnlockArgs { target, yes, justification } = unlock;
    let mut said = justification.into();
    let attempt = Attempt { context, profile: &profile, said: &said, dry_run: false };
    let policy = attempt.permitted()?;
    block_on(async |signals| {
        ask_for_statements(context, &policy, &mut said, &signals).await?;
        carry_out(&target, yes, (&policy, &said), context, &profile, &signals).await
    })
}

async fn carry_out(
    target: &Target,
    yes: bool,
    (policy, said): (&Policy, &Justification),
    context: &Context,
    profile: &Profile,
    signals: &Signals,
) -> Result<(), Failure> {
    let typed = target.0.as_ref().ok_or_else(|| Failure::usage("nobody is named"))?;
    let who = typed.lookup(profile)?;
    let connection = context.connect_to_read()?;
    if !connection.provider.capabilities().unlock {
        let kind = profile.kind.word();
        return Err(Failure::usage(format!("{kind} has no counter of wrong codes that could be cleared")));
    }
    let look_up = async { Ok((connection.admit().await?, connection.provider.find(&who).await?)) };
    let (principal, user) = until_signal(signals, context.output.busy("Looking up", look_up)).await?;
    if locked(&user.mfa).is_empty() {
        return written(context.output.page(&Unlocked::new(&user, NOT_LOCKED, None)));
    }
    if let Some(why) = connection.guards(principal.clone(), None).protected(&user) {
        let attempt = Attempt { context, profile, said, dry_run: false };
        policy.permits_protected(why.words()).map_err(|refusal| attempt.refused(refusal))?;
    }
    let mut card = card(&connection, &user);
    card.extend(policy_lines(policy));
    card.push(Line::Blank);
    let mut state = State::open(&context.settings.state_folder)?;
    let event = |kind| {
        AuditEvent::new(kind, context.host.clock.now())
            .by_account(&context.host.account())
            .by(&principal)
            .at_place(&profile.name, &connection.destination())
            .justified(said)
            .about(&user)
    };
    if let Err(failure) = confirm(yes, context, card, signals).await {
        state.append(unconfirmed(&failure, event))?;
        return Err(failure);
    }
    if let Some(policy) = policy.record() {
        state.append(event(EventKind::Policy).detailed(policy))?;
    }
    let by = if yes { "flag" } else { "prompt" };
    state.append(AuditEvent {
        confirmed_by: Some(by.to_owned()),
        ..event(EventKind::Unlock).detailed("a request may leave")
    })?;
    // Safe to repeat, so that a signal may end it.
    let clear = context.output.busy("Unlocking", cleared(&connection, &user));
    let now = until_signal(signals, async { Ok(clear.await?) }).await?;
    let left = locked(&now);
    let result = if left.is_empty() { UNLOCKED } else { STILL_LOCKED };
    let event = event(EventKind::Unlock).detailed(result);
    state.append(AuditEvent { seen_after: Some(enrolment_words(&now)), ..event })?;
    keep_head(context, &state, profile);
    if left.is_empty() {
        let detail = locked(&user.mfa).join(", ");
        return written(context.output.page(&Unlocked::new(&user, UNLOCKED, Some(detail))));
    }
    let detail = left.join(", ");
    written(context.output.page(&Unlocked::new(&user, STILL_LOCKED, Some(detail.clone()))))?;
    Err(Failure::new(FailureKind::Incomplete, format!("still locked: {detail}")))
}

/// Clears the counter and reads back, also after a lost answer.
async fn cleared(connection: &Connection, user: &User) -> Result<MfaStatus, ProviderError> {
    match connection.provider.unlock(&user.id).await {
        Ok(_) | Err(ProviderError::NoAnswer(_)) => {
            Ok(connection.provider.find(&Lookup::Id(user.id.clone())).await?.mfa)
        }
        Err(error) => Err(error),
    }
}

/// The factors that are locked.
fn locked(mfa: &MfaStatus) -> Vec<&str> {
    mfa.listed().iter().filter(|factor| factor.is_only_locked()).map(|factor| factor.id.as_str()).collect()
}

/// Who it is, and where.
fn card(connection: &Connection, user: &User) -> Vec<Line> {
    let mut card = vec![
        Line::Field("Name", Cell::maybe(user.name.as_deref())),
        Line::Field("Email", Cell::maybe(user.email.as_deref())),
        Line::Field("User ID", user.id.as_str().into()),
    ];
    card.extend(user.mfa.listed().iter().map(|one| Line::Field("Factor", factor(one))));
    card.extend([
        Line::Field("Org", connection.org_id.as_str().into()),
        Line::Field("Environment", connection.profile.environment.word().into()),
    ]);
    card
}

async fn confirm(yes: bool, context: &Context, card: Vec<Line>, signals: &Signals) -> Result<(), Failure> {
    if yes {
        context.output.show(&card);
        return Ok(());
    }
    let text =
        "The counter of wrong codes is cleared. Nothing is removed: what the user has set up works again";
    let answer = async { Ok(popup(&context.output, card, "Unlock this user?", text, "UNLOCK").await) };
    match until_signal(signals, answer).await? {
        PromptAnswer::Given(()) => Ok(()),
        PromptAnswer::Cancelled => Err(Failure::said_no("sent")),
    }
}
