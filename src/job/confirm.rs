//! `confirm`: the person or the batch is shown, and a person or a flag says yes. The more dangerous cases need a word
//! on top.

use super::card::{Question, people};
use super::report::{Shown, resumable, show};
use super::spec::Confirmation;
use super::stages::{Confirmed, Planned, ResetJob};
use crate::engine::guard::Protected;
use crate::failure::{Failure, FailureKind};
use crate::model::{EnvironmentKind, NextSignIn, User, fold_email};
use crate::output::{Line, PromptAnswer, ask_word, popup};
use crate::session::{Context, until_signal};
use crate::shell::shell_word;
use crate::signals::Signals;

/// No confirmation.
pub(super) struct Refusal {
    failure: Failure,
    /// Does the run still show its rows?
    says_rows: bool,
    /// Did a person say no?
    answered: bool,
}

impl<'a> ResetJob<'a, Planned> {
    /// Asks, where anything would be sent. A job that is refused ends here: nothing of it was sent.
    pub(crate) async fn confirm(self, signals: &Signals) -> Result<ResetJob<'a, Confirmed>, Failure> {
        let question = self.question(signals).await?;
        let was_asked = match self.spec.confirmation.ask(self.context, &question, signals).await {
            Ok(was_asked) => was_asked,
            Err(refusal) => return self.refused(refusal),
        };
        let next_sign_in = question.next.map(|next| next.unwrap_or(NextSignIn::Unclear));
        let Self { context, spec, stage: mut planned } = self;
        // The person who confirmed saw that it is a protected person.
        let is_protected = |user| planned.guards.protected(user).is_some();
        planned.guards.protected_may = planned.plan.sole.as_ref().is_some_and(is_protected);
        let answered_at = was_asked.then(|| context.host.clock.now());
        Ok(ResetJob { context, spec, stage: Confirmed { planned, answered_at, next_sign_in } })
    }

    /// What is about to be done.
    pub(super) async fn question(&self, signals: &Signals) -> Result<Question<'_>, Failure> {
        let Planned { connection, state, batch, .. } = &self.stage;
        let n = batch.n;
        let open = state.ask(move |state| state.open_targets(n)).await?;
        let mut next = None;
        if open.people > 0 {
            let told = self.context.output.busy("Looking up", connection.provider.next_sign_in());
            let told = async { Ok(told.await) };
            // A signal that comes now is heard by the question.
            let told = until_signal(signals, told).await.unwrap_or(Ok(None));
            next = told.map_err(|error| error.to_string()).transpose();
        }
        let shown = self.spec.mode.shown.as_ref();
        let policy = &self.spec.policy;
        Ok(Question {
            planned: &self.stage,
            policy,
            shown,
            targets: open.people,
            factors: open.factors,
            next,
        })
    }

    /// Nobody confirmed. A batch that this run has stored is forgotten. One that is resumed was confirmed before: it stays
    /// as it was, unless a person cancels it before anything was sent.
    fn refused<T>(self, Refusal { failure, says_rows, answered }: Refusal) -> Result<T, Failure> {
        let Planned { state, batch, lock, is_resumed, .. } = self.stage;
        let context = self.context;
        let mut state = state.close()?;
        let is_batch = !batch.new.single;
        let interrupted = failure.kind == FailureKind::Interrupted;
        // A person who reads sentences has read their own answer.
        let says_rows = says_rows && (is_batch || !context.output.speaks()) || is_batch && interrupted;
        if !is_resumed {
            let mut shown = Ok(());
            if says_rows {
                // After a signal the rows have no outcome: no person has answered.
                if !interrupted {
                    state.cancel(batch.n, "cancelled", context.host.clock.now())?;
                }
                shown = show(context, &state, &state.by_number(batch.n)?, Shown::Unconfirmed, None);
            }
            // Also when the rows could not be written.
            state.forget(batch.n)?;
            lock.remove();
            return shown.and(Err(failure));
        }
        if answered && !interrupted && !state.is_begun(batch.n)? {
            state.cancel(batch.n, "cancelled", context.host.clock.now())?;
            lock.remove();
        } else {
            drop(lock);
        }
        let batch = state.by_number(batch.n)?;
        if says_rows {
            show(context, &state, &batch, Shown::Stored, None)?;
        }
        Err(if interrupted { resumable(failure, &batch) } else { failure })
    }
}

/// What must be typed on top of `--yes`.
enum Needed {
    Nothing,
    Email(String, Protected),
    Count(u64),
}

impl Confirmation {
    /// Asks for what the flags do not say, where anything would be sent. Returns whether a question was asked.
    async fn ask(
        &self,
        context: &Context,
        question: &Question<'_>,
        signals: &Signals,
    ) -> Result<bool, Refusal> {
        // With a single person a missing `--confirm` prints nothing on stdout.
        let refuse =
            |failure: Failure| Refusal { failure, says_rows: !question.planned.plan.single, answered: false };
        self.fits(question).map_err(refuse)?;
        if question.targets == 0 {
            return Ok(false);
        }
        question.must_be_permitted().map_err(refuse)?;
        let needed = needed(question);
        let missing = self.word.is_none();
        let mute = missing && !context.settings.can_ask;
        if mute && let Some(failure) = not_confirmed(&needed) {
            return Err(refuse(failure));
        }
        let card = question.card();
        if self.yes {
            context.output.show(&card);
        } else {
            ask_popup(context, question, card, signals).await?;
        }
        let is_typed = missing && !matches!(needed, Needed::Nothing);
        if is_typed {
            type_out(context, &needed, question.targets, signals).await?;
        }
        Ok(is_typed || !self.yes)
    }

    /// Checks the word of `--confirm`. A wrong one stops the run even where none is needed: the person who typed it had
    /// someone else in mind.
    pub(super) fn fits(&self, question: &Question<'_>) -> Result<(), Failure> {
        let Some(given) = self.word.as_deref() else { return Ok(()) };
        let wanted = match &question.planned.plan.sole {
            Some(user) => word(user),
            None => question.planned.plan.people.to_string(),
        };
        if fold_email(given) == fold_email(&wanted) {
            return Ok(());
        }
        let failure = Failure::cancelled(format!("--confirm is `{given}`, and does not fit"))
            .because("nothing was sent");
        Err(match not_confirmed(&needed(question)).and_then(|failure| failure.hint) {
            Some(hint) => failure.hint(hint),
            None => failure,
        })
    }
}

/// Shows the pop-up. Ctrl-C and CANCEL end the run in the same way; the terminal is restored in both cases.
async fn ask_popup(
    context: &Context,
    question: &Question<'_>,
    card: Vec<Line>,
    signals: &Signals,
) -> Result<(), Refusal> {
    let (title, text) = if question.planned.plan.single {
        (
            "Reset MFA for this user?".to_owned(),
            "Once MFA is reset, the user will need to setup their multi-factor authentication again",
        )
    } else {
        (
            format!("Reset MFA for {}?", people(question.targets)),
            "Once MFA is reset, the users will need to setup their multi-factor authentication again",
        )
    };
    let answer = async { Ok(popup(&context.output, card, &title, text, "RESET MFA").await) };
    match until_signal(signals, answer).await {
        Ok(PromptAnswer::Given(())) => Ok(()),
        Ok(PromptAnswer::Cancelled) => Err(cancelled()),
        Err(failure) => Err(Refusal { failure, says_rows: false, answered: false }),
    }
}

/// Asks for the word on top. The number is the one that the question shows: how many people would get a request.
async fn type_out(
    context: &Context,
    needed: &Needed,
    targets: u64,
    signals: &Signals,
) -> Result<(), Refusal> {
    let (prompt, wanted) = match needed {
        Needed::Nothing => return Ok(()),
        Needed::Email(email, why) => {
            (format!("This is {}. Type {email} to go on", why.words()), email.clone())
        }
        Needed::Count(_) => (
            format!("This is production. Type {targets}, the number of people to be reset, to go on"),
            targets.to_string(),
        ),
    };
    let is_right = |typed: &str| fold_email(typed) == fold_email(&wanted);
    let typed = async { Ok(ask_word(context.settings.style, &prompt, is_right).await) };
    match until_signal(signals, typed).await {
        Ok(PromptAnswer::Given(())) => Ok(()),
        Ok(PromptAnswer::Cancelled) => Err(cancelled()),
        Err(failure) => Err(Refusal { failure, says_rows: false, answered: false }),
    }
}

fn cancelled() -> Refusal {
    let failure = Failure::said_no("sent");
    Refusal { failure, says_rows: true, answered: true }
}

/// What must be typed on top of `--yes`.
fn needed(question: &Question<'_>) -> Needed {
    if question.planned.plan.single {
        let sole = question.planned.plan.sole.as_ref();
        let protected = sole.and_then(|user| Some((user, question.planned.guards.protected(user)?)));
        return match protected {
            Some((user, why)) => Needed::Email(word(user), why),
            None => Needed::Nothing,
        };
    }
    match question.planned.connection.profile.environment {
        EnvironmentKind::Production => Needed::Count(question.planned.plan.people),
        EnvironmentKind::Sandbox | EnvironmentKind::Demo => Needed::Nothing,
    }
}

/// The word that confirms a person: the e-mail address, or the id of a person without one.
fn word(user: &User) -> String {
    user.email.clone().unwrap_or_else(|| user.id.to_string())
}

/// The failure of a run that could not be confirmed.
fn not_confirmed(needed: &Needed) -> Option<Failure> {
    match needed {
        Needed::Nothing => None,
        Needed::Email(email, why) => Some(
            Failure::cancelled(format!("{email} is {}: --yes is not enough", why.words()))
                .hint(format!("add --confirm {}", shell_word(email))),
        ),
        Needed::Count(count) => Some(
            Failure::new(FailureKind::Cancelled, "a batch in production needs more than --yes")
                .hint(format!("add --confirm {count}, the number of people in the input")),
        ),
    }
}
