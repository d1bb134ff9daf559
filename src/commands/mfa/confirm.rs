//! The question before the change: who it is, the pop-up, and what the more dangerous cases need on top.

use super::super::connection::Connection;
use super::super::users::words::{enrolled_since, last_login, yes_no};
use super::{Context, until_signal};
use crate::batch::guard::{Delicate, delicate};
use crate::batch::{Plan, Rules, Target};
use crate::failure::{Failure, FailureKind};
use crate::model::{EnvironmentKind, Level, Principal, fold_email};
use crate::output::{Answer, Asked, Cell, Line, Tone, ask_text, popup};
use crate::signals::Signals;

/// What was typed to confirm.
pub(super) struct Confirmation {
    pub(super) yes: bool,
    pub(super) word: Option<String>,
}

/// No confirmation.
pub(super) struct Refusal {
    pub(super) failure: Failure,
    /// Does the run show its rows all the same?
    pub(super) says_rows: bool,
}

/// What must be typed on top of `--yes`.
enum Needed {
    Nothing,
    Email(String, Delicate),
    Count(usize),
}

impl Confirmation {
    /// Asks for what is still needed. Nothing has been sent yet.
    pub(super) async fn ask(
        &self,
        context: &Context,
        connection: &Connection,
        principal: &Principal,
        plan: &Plan,
        rules: &Rules,
        signals: &Signals,
    ) -> Result<(), Refusal> {
        // With a single person a missing `--confirm` prints nothing on stdout.
        let refuse = |failure: Failure| Refusal { failure, says_rows: !rules.single };
        if let Some(word) = &self.word {
            matches(word, plan, principal, rules, connection).map_err(refuse)?;
        }
        let needed = needed(plan, principal, rules, connection);
        let missing = self.word.is_none();
        let mute = missing && !context.settings.can_ask;
        if mute && let Some(failure) = not_confirmed(&needed) {
            return Err(refuse(failure));
        }
        let card = card(connection, principal, plan, rules);
        if self.yes {
            context.output.show(&card);
        } else {
            context.output.show_for_question(&card);
            ask_popup(context, plan, rules, signals).await?;
        }
        if missing { type_out(&needed, signals).await } else { Ok(()) }
    }
}

/// Signals end a question as CANCEL does when they come from the keyboard; the terminal is given back either way.
async fn ask_popup(context: &Context, plan: &Plan, rules: &Rules, signals: &Signals) -> Result<(), Refusal> {
    let (title, text) = if rules.single {
        (
            "Reset MFA for this user?".to_owned(),
            "Once MFA is reset, the user will need to setup their multi-factor authentication again",
        )
    } else {
        (
            format!("Reset MFA for {}?", people(plan.targets().count())),
            "Once MFA is reset, the users will need to setup their multi-factor authentication again",
        )
    };
    let answer = async { Ok(popup(&context.output, &title, text, "RESET MFA").await) };
    match until_signal(signals, answer).await {
        Ok(Answer::Confirmed) => Ok(()),
        Ok(Answer::Cancelled) => Err(cancelled()),
        Err(failure) => Err(Refusal { failure, says_rows: false }),
    }
}

async fn type_out(needed: &Needed, signals: &Signals) -> Result<(), Refusal> {
    let (prompt, wanted) = match needed {
        Needed::Nothing => return Ok(()),
        Needed::Email(email, delicate) => {
            (format!("This is {}. Type {email} to go on", delicate.words()), email.clone())
        }
        Needed::Count(count) => {
            ("This is production. Type the number of people to go on".to_owned(), count.to_string())
        }
    };
    let typed = async { Ok(ask_text(&prompt).await) };
    match until_signal(signals, typed).await {
        Ok(Asked::Answer(typed)) if fold_email(&typed) == fold_email(&wanted) => Ok(()),
        Ok(_) => Err(cancelled()),
        Err(failure) => Err(Refusal { failure, says_rows: false }),
    }
}

fn cancelled() -> Refusal {
    let failure = Failure::cancelled("cancelled").because("nothing was sent");
    Refusal { failure, says_rows: true }
}

/// What must be typed on top of `--yes`, by whom and how many are concerned.
fn needed(plan: &Plan, principal: &Principal, rules: &Rules, connection: &Connection) -> Needed {
    if rules.single {
        let delicate =
            plan.targets().next().and_then(|target| Some((target, delicate(&target.user, principal)?)));
        return match delicate {
            Some((target, delicate)) => Needed::Email(word(target), delicate),
            None => Needed::Nothing,
        };
    }
    match connection.profile.environment {
        EnvironmentKind::Production => Needed::Count(plan.people),
        EnvironmentKind::Sandbox | EnvironmentKind::Demo => Needed::Nothing,
    }
}

/// The word that stands for a person: the e-mail, or the id of somebody who has none.
fn word(target: &Target) -> String {
    target.user.email.clone().unwrap_or_else(|| target.user.id.to_string())
}

/// Does the word that was given fit what is about to be done? A wrong one stops the run even where none is needed:
/// whoever typed it thought of somebody else.
pub(super) fn matches(
    given: &str,
    plan: &Plan,
    principal: &Principal,
    rules: &Rules,
    connection: &Connection,
) -> Result<(), Failure> {
    let Some(target) = plan.targets().next() else { return Ok(()) };
    let wanted = if rules.single { word(target) } else { plan.people.to_string() };
    if fold_email(given) == fold_email(&wanted) {
        return Ok(());
    }
    let failure =
        Failure::cancelled(format!("--confirm is `{given}`, and does not fit")).because("nothing was sent");
    Err(match not_confirmed(&needed(plan, principal, rules, connection)).and_then(|failure| failure.hint) {
        Some(hint) => failure.hint(hint),
        None => failure,
    })
}

/// How a run ends that nobody could confirm.
fn not_confirmed(needed: &Needed) -> Option<Failure> {
    match needed {
        Needed::Nothing => None,
        Needed::Email(email, delicate) => Some(
            Failure::cancelled(format!("{email} is {}: --yes is not enough", delicate.words()))
                .hint(format!("add --confirm {email}")),
        ),
        Needed::Count(count) => Some(
            Failure::new(FailureKind::Cancelled, "a batch in production needs more than --yes")
                .hint(format!("add --confirm {count}, the number of people in the input")),
        ),
    }
}

/// What is about to be done, and to whom.
fn card(connection: &Connection, principal: &Principal, plan: &Plan, rules: &Rules) -> Vec<Line> {
    let org = match &principal.org {
        Some(name) => format!("{name} ({})", connection.org_id),
        None => connection.org_id.clone(),
    };
    let environment = connection.profile.environment;
    let tone = if environment == EnvironmentKind::Production { Tone::Mind } else { Tone::Plain };
    let place =
        [Line::Field("Org", org.into()), Line::Field("Environment", Cell::toned(environment.word(), tone))];
    let mut lines = match (rules.single, plan.targets().next()) {
        (true, Some(target)) => person(target, principal),
        _ => crowd(plan),
    };
    lines.extend(place);
    lines.push(Line::Blank);
    lines
}

fn person(target: &Target, principal: &Principal) -> Vec<Line> {
    let user = &target.user;
    let admin = match delicate(user, principal) {
        Some(Delicate::Yourself) => Cell::toned("yes: this is yourself", Tone::Bad),
        Some(Delicate::Administrator) => Cell::toned("yes", Tone::Bad),
        None => yes_no(user.admin),
    };
    vec![
        Line::Field("Name", Cell::maybe(user.name.as_deref())),
        Line::Field("Email", Cell::maybe(user.email.as_deref())),
        Line::Field("User ID", user.id.as_str().into()),
        Line::Field("Administrator", admin),
        Line::Field("MFA", enrolled_since(user.mfa.enrolment, None, user.mfa.enrolled_at)),
        Line::Field("Level", Cell::maybe(user.mfa.level.map(Level::word))),
        Line::Field("Last login", last_login(user.last_login)),
    ]
}

fn crowd(plan: &Plan) -> Vec<Line> {
    let targets = plan.targets().count();
    let mut lines = vec![
        Line::Field("In the input", people(plan.people).into()),
        Line::Field("To be reset", Cell::toned(people(targets), Tone::Mind)),
    ];
    let mut others = super::report::counts(plan.rows.iter().map(|row| &row.result));
    others.retain(|_, count| *count > 0);
    if !others.is_empty() {
        let words: Vec<_> =
            others.iter().map(|(word, count)| format!("{count} {}", word.replace('_', " "))).collect();
        lines.push(Line::Field("Other rows", words.join(", ").into()));
    }
    lines
}

fn people(count: usize) -> String {
    if count == 1 { "1 user".to_owned() } else { format!("{count} users") }
}
