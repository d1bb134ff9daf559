//! The question before the change: who it is, the pop-up, and what the more dangerous cases need on top.

use crate::engine::Plan;
use crate::engine::guard::{Guards, Protected};
use crate::failure::{Failure, FailureKind};
use crate::model::{EnvironmentKind, Level, NextSignIn, Outcome, User, fold_email};
use crate::output::person::{enrolled_since, factor, last_login, unlock_hint, yes_no};
use crate::output::{Cell, Line, PromptAnswer, Tone, ask_text, popup};
use crate::session::Context;
use crate::session::connection::Connection;
use crate::session::until_signal;
use crate::settings::Origin;
use crate::shell::shell_word;
use crate::signals::Signals;
use crate::state::BatchRecord;

/// What was typed to confirm.
pub(crate) struct Confirmation {
    pub(crate) yes: bool,
    pub(crate) word: Option<String>,
}

/// What is about to be done.
pub(crate) struct Question<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) guards: &'a Guards,
    pub(crate) plan: &'a Plan,
    pub(crate) batch: &'a BatchRecord,
    /// To how many people a reset would be sent.
    pub(crate) targets: u64,
    /// How many factors they have, where the service lists them.
    pub(crate) factors: Option<u64>,
    /// What the next sign-in does of them, where the service has rules for it; or why that cannot be told.
    pub(crate) next: Option<Result<NextSignIn, String>>,
}

/// No confirmation.
pub(crate) struct Refusal {
    pub(crate) failure: Failure,
    /// Does the run show its rows all the same?
    pub(crate) says_rows: bool,
    /// Did somebody say no?
    pub(crate) answered: bool,
}

/// What must be typed on top of `--yes`.
enum Needed {
    Nothing,
    Email(String, Protected),
    Count(u64),
}

impl Confirmation {
    /// Can anybody say yes, by a flag or on a terminal?
    pub(crate) fn is_possible(&self, context: &Context) -> Result<(), Failure> {
        if self.yes || context.settings.can_ask {
            return Ok(());
        }
        Err(Failure::cancelled("cannot ask for confirmation: there is no terminal, or --no-input is given")
            .hint("to reset without being asked, give --yes"))
    }

    /// Asks for what is still needed, where anything would be sent. Nothing has been sent yet. Says whether anybody was
    /// asked.
    pub(crate) async fn ask(
        &self,
        context: &Context,
        question: &Question<'_>,
        signals: &Signals,
    ) -> Result<bool, Refusal> {
        // With a single person a missing `--confirm` prints nothing on stdout.
        let refuse =
            |failure: Failure| Refusal { failure, says_rows: !question.plan.single, answered: false };
        self.fits(question).map_err(refuse)?;
        if question.targets == 0 {
            return Ok(false);
        }
        let needed = needed(question);
        let missing = self.word.is_none();
        let mute = missing && !context.settings.can_ask;
        if mute && let Some(failure) = not_confirmed(&needed) {
            return Err(refuse(failure));
        }
        let card = card(question);
        if self.yes {
            context.output.show(&card);
        } else {
            context.output.show_for_question(&card);
            ask_popup(context, question, signals).await?;
        }
        let is_typed = missing && !matches!(needed, Needed::Nothing);
        if is_typed {
            type_out(&needed, signals).await?;
        }
        Ok(is_typed || !self.yes)
    }

    /// Does the word that was given fit what is about to be done? A wrong one stops the run even where none is needed:
    /// whoever typed it thought of somebody else.
    pub(crate) fn fits(&self, question: &Question<'_>) -> Result<(), Failure> {
        let Some(given) = self.word.as_deref() else { return Ok(()) };
        let wanted = match &question.plan.sole {
            Some(user) => word(user),
            None => question.plan.people.to_string(),
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

/// Signals end a question as CANCEL does when they come from the keyboard; the terminal is given back either way.
async fn ask_popup(context: &Context, question: &Question<'_>, signals: &Signals) -> Result<(), Refusal> {
    let (title, text) = if question.plan.single {
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
    let answer = async { Ok(popup(&context.output, &title, text, "RESET MFA").await) };
    match until_signal(signals, answer).await {
        Ok(PromptAnswer::Given(())) => Ok(()),
        Ok(PromptAnswer::Cancelled) => Err(cancelled()),
        Err(failure) => Err(Refusal { failure, says_rows: false, answered: false }),
    }
}

async fn type_out(needed: &Needed, signals: &Signals) -> Result<(), Refusal> {
    let (prompt, wanted) = match needed {
        Needed::Nothing => return Ok(()),
        Needed::Email(email, why) => {
            (format!("This is {}. Type {email} to go on", why.words()), email.clone())
        }
        Needed::Count(count) => {
            let prompt =
                format!("This is production. Type {count}, the number of people in the input, to go on");
            (prompt, count.to_string())
        }
    };
    let typed = async { Ok(ask_text(&prompt).await) };
    match until_signal(signals, typed).await {
        Ok(PromptAnswer::Given(typed)) if fold_email(&typed) == fold_email(&wanted) => Ok(()),
        Ok(_) => Err(cancelled()),
        Err(failure) => Err(Refusal { failure, says_rows: false, answered: false }),
    }
}

fn cancelled() -> Refusal {
    let failure = Failure::cancelled("cancelled").because("nothing was sent");
    Refusal { failure, says_rows: true, answered: true }
}

/// What must be typed on top of `--yes`, by whom and how many are concerned.
fn needed(question: &Question<'_>) -> Needed {
    if question.plan.single {
        let sole = question.plan.sole.as_ref();
        let protected = sole.and_then(|user| Some((user, question.guards.protected(user)?)));
        return match protected {
            Some((user, why)) => Needed::Email(word(user), why),
            None => Needed::Nothing,
        };
    }
    match question.connection.profile.environment {
        EnvironmentKind::Production => Needed::Count(question.plan.people),
        EnvironmentKind::Sandbox | EnvironmentKind::Demo => Needed::Nothing,
    }
}

/// The word that stands for a person: the e-mail, or the id of somebody who has none.
fn word(user: &User) -> String {
    user.email.clone().unwrap_or_else(|| user.id.to_string())
}

/// How a run ends that nobody could confirm.
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

/// What is about to be done, and to whom.
pub(crate) fn card(question: &Question<'_>) -> Vec<Line> {
    let connection = question.connection;
    let org = match &question.guards.principal.org {
        Some(name) => format!("{name} ({})", connection.org_id),
        None => connection.org_id.clone(),
    };
    let environment = connection.profile.environment;
    let tone = if environment == EnvironmentKind::Production { Tone::Mind } else { Tone::Plain };
    let place =
        [Line::Field("Org", org.into()), Line::Field("Environment", Cell::toned(environment.word(), tone))];
    let mut lines = match &question.plan.sole {
        Some(user) => person(user, question),
        None => batch_card(question),
    };
    lines.extend(removed(question.factors));
    lines.extend(question.next.as_ref().map(|next| Line::Field("Next sign-in", next_sign_in(next))));
    lines.extend(place);
    lines.push(Line::Blank);
    lines
}

/// What goes, where the service lists it.
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

fn person(user: &User, question: &Question<'_>) -> Vec<Line> {
    let admin = match question.guards.protected(user) {
        Some(Protected::Yourself) => Cell::toned("yes: this is yourself", Tone::Bad),
        Some(Protected::Administrator) => Cell::toned("yes", Tone::Bad),
        Some(Protected::NotTold) => Cell::toned("unknown: the service does not say", Tone::Bad),
        None => yes_no(user.admin),
    };
    let mut lines = vec![
        Line::Field("Name", Cell::maybe(user.name.as_deref())),
        Line::Field("Email", Cell::maybe(user.email.as_deref())),
        Line::Field("User ID", user.id.as_str().into()),
        Line::Field("Administrator", admin),
        Line::Field("MFA", enrolled_since(user.mfa.enrolment, None, user.mfa.enrolled_at)),
        Line::Field("Level", Cell::maybe(user.mfa.level.map(Level::word))),
        Line::Field("Last login", last_login(user.last_login)),
    ];
    lines.extend(user.mfa.listed().iter().map(|one| Line::Field("Factor", factor(one))));
    if question.connection.provider.capabilities().unlock && user.mfa.is_locked_out() {
        let profile = &question.connection.profile;
        let name = (profile.origin != Origin::Environment).then_some(profile.name.as_str());
        lines.push(Line::Field("Locked", Cell::toned("clearing the counter may be enough:", Tone::Mind)));
        // On a line of its own, where it has room and can be copied.
        lines.push(Line::Field("", Cell::toned(unlock_hint(&user.id, name), Tone::Mind)));
    }
    lines
}

fn batch_card(question: &Question<'_>) -> Vec<Line> {
    let mut lines = vec![
        Line::Field("In the input", people(question.plan.people).into()),
        Line::Field("To be reset", Cell::toned(people(question.targets), Tone::Mind)),
    ];
    let others: Vec<_> = super::report::counts(question.batch)
        .iter()
        .filter(|(word, _)| **word != Outcome::WouldReset.word())
        .map(|(word, count)| format!("{count} {}", word.replace('_', " ")))
        .collect();
    if !others.is_empty() {
        lines.push(Line::Field("Other rows", others.join(", ").into()));
    }
    lines
}

fn people(count: u64) -> String {
    if count == 1 { "1 user".to_owned() } else { format!("{count} users") }
}
