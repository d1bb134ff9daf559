//! Account Status: the switches of Edit User.

use crate::emulator::clock;
use crate::emulator::http::{Reply, id};
use crate::emulator::store::audit;
use crate::emulator::store::people::{self, MembershipChange};
use crate::emulator::web::ask::Ask;
use crate::emulator::web::problem::Problem;

/// `POST /settings/users/ID/status`. A switch that is fixed on the page stays as it is, whatever the form says.
pub(crate) fn change(ask: &Ask<'_>, text: &str) -> Result<Reply, Problem> {
    let visitor = ask.administrator()?;
    ask.must_be_of_this_visit()?;
    let id = id(text, "person").map_err(|_| Problem::NotFound)?;
    let actor = visitor.person.id;
    ask.emulator.store.write(|db| {
        let person = people::by_id(db, id)?.ok_or(Problem::NotFound)?;
        let change = MembershipChange {
            mfa_opt_out: (!person.sso).then(|| !ask.form.has("enforce")),
            is_active: (id != actor).then(|| ask.form.has("active")),
            is_admin: (id != actor).then(|| ask.form.has("admin")),
            all_access: Some(ask.form.has("all-access")),
        };
        people::change_membership(db, id, &change)?;
        Ok::<_, Problem>(audit::note(db, Some(id), "Changed membership", actor, clock::now_ms())?)
    })?;
    Ok(ask.tell(&format!("/settings/users/{id}"), "The account status was saved."))
}
