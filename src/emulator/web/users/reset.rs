//! What RESET MFA in the pop-up does.

use super::list::name;
use crate::emulator::clock;
use crate::emulator::http::{Reply, id};
use crate::emulator::store::{Enrolment, mfa, org, people};
use crate::emulator::web::ask::Ask;
use crate::emulator::web::problem::Problem;

/// `POST /settings/users/ID/reset-mfa`. `seen` is the time of the enrolment that the page showed: one that came later
/// is not removed.
pub(crate) fn reset(ask: &Ask<'_>, text: &str) -> Result<Reply, Problem> {
    let visitor = ask.administrator()?;
    ask.must_be_of_this_visit()?;
    let id = id(text, "person").map_err(|_| Problem::NotFound)?;
    let (words, removed) =
        ask.emulator.store.write(|db| reset_seen(db, id, ask.form.text("seen"), visitor.person.id))?;
    if let (Some(old), Some(span)) = (removed, ask.call.stale) {
        ask.emulator.visibility.linger(id, old, span);
    }
    Ok(ask.tell(&format!("/settings/users/{id}"), words))
}

/// What is said, and what was removed. To be called in a transaction: nobody can enrol in between.
fn reset_seen(
    db: &rusqlite::Connection,
    id: i64,
    seen: &str,
    actor: i64,
) -> Result<(String, Option<Enrolment>), Problem> {
    let person = people::by_id(db, id)?.ok_or(Problem::NotFound)?;
    let name = name(&person);
    if person.sso {
        let words = format!(
            "Nothing was reset: {name} signs in through SSO. MFA is set up and reset there, not here."
        );
        return Ok((words, None));
    }
    let Some(old) = person.enrolment else {
        return Ok((format!("Nothing was reset: {name} has no MFA set up any more."), None));
    };
    if seen != old.at.to_string() {
        let words = format!("Nothing was reset: {name} has set MFA up again since this page was opened.");
        return Ok((words, None));
    }
    mfa::reset(db, id, actor, clock::now_ms())?;
    // Read again, so that the screen says what is true.
    let left = mfa::truth(db, id)?.and_then(|truth| truth.enrolment);
    if left.is_some() {
        return Ok((format!("MFA was not reset: {name} still has it set up."), None));
    }
    let asked_for = !person.exempt && org::organisation(db)?.mfa_enforced;
    let again =
        if asked_for { format!(" {name} will set it up again at the next sign-in.") } else { String::new() };
    Ok((format!("MFA was reset.{again}"), Some(old)))
}
