//! Sends a call: a read at once, a change when it is confirmed.

use super::refused::failed;
use super::shown::call_lines;
use crate::failure::Failure;
use crate::job::policy::{ask_for_statements, policy_lines, unconfirmed};
use crate::model::Outcome;
use crate::output::{Line, PromptAnswer, popup};
use crate::policy::Policy;
use crate::provider::{AllowedCall, AnswerBody, Answered, CallAnswer, ProviderError};
use crate::session::connection::Connection;
use crate::session::{Context, block_on, keep_head, until_signal, written};
use crate::signals::Signals;
use crate::state::{AuditEvent, EventKind, Justification, State};

pub(super) fn read(call: &AllowedCall, context: &Context) -> Result<(), Failure> {
    block_on(async |signals| {
        let connection = context.connect_to_read()?;
        let asked = context.output.busy("Asking", connection.provider.call(call));
        let answered = until_signal(&signals, async { Ok(asked.await) }).await?;
        tell(answered, false, context)
    })
}

pub(super) fn change(
    call: &AllowedCall,
    yes: bool,
    policy: &Policy,
    said: &mut Justification,
    context: &Context,
) -> Result<(), Failure> {
    if !yes && !context.settings.can_ask {
        return Err(Failure::cancelled(
            "cannot ask for confirmation: there is no terminal, or --no-input is given",
        )
        .hint("to send the call without being asked, give --yes"));
    }
    block_on(async |signals| {
        ask_for_statements(context, policy, said, &signals).await?;
        let connection = context.connect_to_read()?;
        let admit = context.output.busy("Looking up", connection.admit());
        let principal = until_signal(&signals, admit).await?;
        let mut card = card(call, &principal.user.label(), &connection);
        card.extend(policy_lines(policy));
        card.push(Line::Blank);
        let mut state = State::open(&context.settings.state_folder)?;
        let named = format!("{} {}", call.call().method.word(), call.call().path);
        let event = |kind| {
            AuditEvent::new(kind, context.host.clock.now())
                .by_account(&context.host.account())
                .by(&principal)
                .at_place(&connection.profile.name, &connection.destination())
                .justified(said)
        };
        if let Err(failure) = confirm(yes, card, context, &signals).await {
            let event = unconfirmed(&failure, event);
            state.append(event.detailed(format!("{named}: {}", failure.message)))?;
            return Err(failure);
        }
        if let Some(policy) = policy.record() {
            state.append(event(EventKind::Policy).detailed(policy))?;
        }
        let by = if yes { "flag" } else { "prompt" };
        let allowed = event(EventKind::Api).detailed(named.as_str());
        state.append(AuditEvent { confirmed_by: Some(by.to_owned()), ..allowed })?;
        let answered = sent(call, &connection, context, &signals).await;
        let (outcome, came) = outcome(&answered);
        let recorded = state
            .append(AuditEvent { outcome, ..event(EventKind::Api).detailed(format!("{named}: {came}")) });
        keep_head(context, &state, &connection.profile);
        tell(answered?, true, context)?;
        recorded?;
        Ok(())
    })
}

/// What came of a change, as the record says it. One that was done has its status and no outcome: outcomes are for people.
fn outcome(answered: &Result<Answered, Failure>) -> (Option<Outcome>, String) {
    match answered {
        Err(failure) => (Some(Outcome::Unknown), failure.message.clone()),
        Ok(Answered { result: Ok(()), answer }) => {
            (None, answer.as_ref().map_or_else(|| "done".to_owned(), |answer| answer.status.to_string()))
        }
        Ok(Answered { result: Err(error @ ProviderError::NoAnswer(_)), .. }) => {
            (Some(Outcome::Unknown), error.to_string())
        }
        Ok(Answered { result: Err(error), .. }) => (Some(Outcome::Failed), error.to_string()),
    }
}

/// The call, and where it goes.
fn card(call: &AllowedCall, actor: &str, connection: &Connection) -> Vec<Line> {
    let mut card = call_lines(call);
    card.extend([
        Line::Field("Org", connection.org_id.as_str().into()),
        Line::Field("Environment", connection.profile.environment.word().into()),
        Line::Field("Signed in as", actor.into()),
    ]);
    card
}

async fn confirm(yes: bool, card: Vec<Line>, context: &Context, signals: &Signals) -> Result<(), Failure> {
    if yes {
        context.output.show(&card);
        return Ok(());
    }
    let text = "The call changes what the service holds. It is sent once, as it stands here";
    let answer = async { Ok(popup(&context.output, card, "Send this call?", text, "SEND").await) };
    match until_signal(signals, answer).await? {
        PromptAnswer::Given(()) => Ok(()),
        PromptAnswer::Cancelled => Err(Failure::said_no("sent")),
    }
}

/// Sends a change. The first signal holds back what was not sent yet, the second does not wait for the answer.
async fn sent(
    call: &AllowedCall,
    connection: &Connection,
    context: &Context,
    signals: &Signals,
) -> Result<Answered, Failure> {
    let watch = async {
        signals.first().await;
        connection.stop.raise();
        context.output.note("stopping: waiting for the answer; once more leaves at once");
        signals.second().await;
    };
    let answer = context.output.busy("Sending", connection.provider.call(call));
    tokio::select! {
        biased;
        answered = answer => Ok(answered),
        () = watch => Err(Failure::interrupted()
            .because("the call may have been sent, and the service may have carried it out")
            .hint("read what it changes before you send it again")),
    }
}

/// Writes the body, also that of a refusal, and says what the call came to.
fn tell(answered: Answered, changes: bool, context: &Context) -> Result<(), Failure> {
    let Answered { result, answer } = answered;
    let says_no = result.as_ref().err().is_none_or(is_own_answer);
    if let Some(answer) = answer.filter(|_| says_no) {
        written(write(&answer, result.is_ok(), context))?;
    }
    result.map_err(|error| failed(error, changes))
}

/// Is what came the service's own answer? A redirect or a web page is not, and nothing of it is kept.
fn is_own_answer(error: &ProviderError) -> bool {
    !matches!(error, ProviderError::NotTheApi { .. })
}

fn write(answer: &CallAnswer, is_done: bool, context: &Context) -> std::io::Result<()> {
    let status = answer.status;
    match &answer.body {
        AnswerBody::Empty if is_done => context.output.note(format!("{status}, without a body")),
        AnswerBody::Empty => {}
        AnswerBody::Json(document) => return context.output.foreign(document),
        AnswerBody::Other(bytes) if context.host.terminals.stdout => {
            let size = bytes.len();
            context.output.note(format!(
                "{status}: {size} bytes that are no JSON are not written to a terminal; send stdout to a file"
            ));
        }
        AnswerBody::Other(bytes) => return context.output.bytes(bytes),
    }
    Ok(())
}
