//! The guided way to a person, as on the web screen: type part of a name, an e-mail or an id, and choose from what was
//! found.

use serde::Serialize;

use crate::failure::Failure;
use crate::model::{Enrolment, Lookup, User};
use crate::output::NarrowRule::{Goes, Shrinks};
use crate::output::person::last_login;
use crate::output::{Cell, Line, NarrowRule, PromptAnswer, Record, Tone, ask_text};
use crate::provider::{ProviderError, Query};
use crate::session::Context;
use crate::session::connection::Connection;

/// More people than this are not listed: the text is to be made longer.
const MOST: usize = 60;

/// A person to choose.
#[derive(Serialize)]
struct Candidate {
    #[serde(skip)]
    user: User,
}

impl Record for Candidate {
    const KEYS: &'static [&'static str] = &[];
    const COLUMNS: &'static [&'static str] = &["NAME", "EMAIL", "ID", "STATUS", "LAST LOGIN"];
    // The id is the last to go: it alone is never that of two people.
    const NARROW_RULES: &'static [NarrowRule] = &[
        Shrinks("NAME", 16),
        Goes("LAST LOGIN"),
        Shrinks("EMAIL", 20),
        Goes("STATUS"),
        Shrinks("NAME", 8),
        Shrinks("EMAIL", 6),
    ];

    fn cells(&self) -> Vec<Cell> {
        let Self { user } = self;
        vec![
            Cell::maybe(user.name.as_deref()),
            Cell::maybe(user.email.as_deref()),
            user.id.as_str().into(),
            status(user),
            last_login(user.last_login),
        ]
    }
}

/// What matters of a person who is to be told from others: may they sign in, and is there anything to reset?
fn status(user: &User) -> Cell {
    match (user.active, user.mfa.enrolment) {
        (Some(false), _) => "inactive".into(),
        (_, Enrolment::Unknown) => Cell::maybe(user.active.map(|_| "active")),
        (_, Enrolment::NotEnrolled) => "not enrolled".into(),
        (_, Enrolment::Partial) => "set-up not finished".into(),
        (_, Enrolment::Enrolled) => "enrolled".into(),
    }
}

/// An error where no person is named and no question can be asked.
pub(crate) fn can_ask(context: &Context, example: &str) -> Result<(), Failure> {
    if context.settings.can_ask {
        return Ok(());
    }
    Err(Failure::usage("nobody is named")
        .hint(format!("name a person by id or by whole e-mail address, as in `mfa-admin {example}`")))
}

/// Asks until a person is chosen.
pub(crate) async fn pick(context: &Context, connection: &Connection) -> Result<User, Failure> {
    let say = |text: String| {
        context.output.show_for_question(&[Line::Field("", Cell::toned(text, Tone::Mind))]);
    };
    loop {
        let text = given(ask_text(context.settings.style, "Name, e-mail or ID").await)?;
        let text = text.trim();
        if text.is_empty() {
            say("type part of a name or an e-mail, or an id; Esc leaves".to_owned());
            continue;
        }
        let mut found = context.output.busy("Searching", find(connection, text)).await?;
        if found.is_empty() {
            say(format!("nobody matches `{text}`"));
            continue;
        }
        if found.len() > MOST {
            found.truncate(MOST);
            say(format!("only the first {MOST} people are shown: type more of the name"));
        }
        let chosen = given(context.output.ask_which("Who is it?", &found, "Search again").await)?;
        if chosen < found.len() {
            return Ok(found.swap_remove(chosen).user);
        }
    }
}

/// The person of that id, and the people whose name or e-mail contains the text; one more than is listed.
async fn find(connection: &Connection, text: &str) -> Result<Vec<Candidate>, Failure> {
    let mut found = Vec::new();
    if let Some(id) = connection.profile.kind.user_id(text) {
        match connection.provider.find(&Lookup::Id(id)).await {
            Ok(user) => found.push(Candidate { user }),
            Err(ProviderError::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let query = Query { text: Some(text.to_owned()), wanted: Some(MOST + 1) };
    let mut page = None;
    loop {
        let next = connection.provider.search(&query, page).await?;
        for user in next.users {
            if found.iter().all(|known: &Candidate| known.user.id != user.id) {
                found.push(Candidate { user });
            }
        }
        page = next.next;
        if page.is_none() || found.len() > MOST {
            return Ok(found);
        }
    }
}

/// The answer, or that nothing was done.
fn given<T>(answer: PromptAnswer<T>) -> Result<T, Failure> {
    match answer {
        PromptAnswer::Given(answer) => Ok(answer),
        PromptAnswer::Cancelled => Err(Failure::said_no("sent")),
    }
}
