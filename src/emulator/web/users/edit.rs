//! User Management: Edit User.

use maud::{Markup, html};

use super::list::name;
use crate::emulator::http::{Reply, id};
use crate::emulator::store::{Enrolment, Level, Person, people};
use crate::emulator::web::ask::{Ask, Visitor};
use crate::emulator::web::layout::{page, token};
use crate::emulator::web::problem::Problem;
use crate::emulator::web::time;

/// `GET /settings/users/ID`
pub(crate) fn show(ask: &Ask<'_>, text: &str) -> Result<Reply, Problem> {
    let visitor = ask.administrator()?;
    let id = id(text, "person").map_err(|_| Problem::NotFound)?;
    let person = ask.emulator.store.read(|db| people::by_id(db, id))?.ok_or(Problem::NotFound)?;
    // A reset under the fault `stale` is seen late, here as in the API.
    let enrolment = ask.emulator.visibility.of(id, person.enrolment);
    let body = html! {
        p.crumbs { a href="/settings/users" { "User Management" } " / Edit User" }
        h1 { "User Management: Edit User" }
        p.who {
            strong { bdi { (name(&person)) } }
            @if !person.active { " " span.tag { "Inactive" } }
        }
        div.columns {
            (profile(&person))
            section.card {
                h2 { "Account Status" }
                (status(&visitor, &person))
                (mfa(&person, enrolment))
            }
        }
        @if let Some(enrolment) = enrolment.filter(|_| !person.sso) {
            (pop_up(&visitor, &person, enrolment))
        }
    };
    Ok(page(ask, &visitor, "User Management: Edit User", &body))
}

fn profile(person: &Person) -> Markup {
    html! {
        section.card {
            h2 { "User Profile" }
            dl.profile {
                dt { "First Name" } dd { bdi { (person.first) } }
                dt { "Last Name" } dd { bdi { (person.last) } }
                dt { "Email" } dd { bdi { (person.email) } }
                dt { "Language" } dd { (person.lang) }
                dt { "User ID" } dd { (person.id) }
                dt { "Last login" }
                dd { @if let Some(at) = person.last_login { (time::shown(at)) } @else { "Never" } }
            }
        }
    }
}

fn status(visitor: &Visitor, person: &Person) -> Markup {
    // Who takes these from themselves could not give them back.
    let oneself = visitor.person.id == person.id;
    html! {
        form.stack method="post" action={ "/settings/users/" (person.id) "/status" } {
            (token(visitor))
            (switch("active", "Enable User Access", person.active, oneself))
            (switch("admin", "Admin", person.admin, oneself))
            (switch("all-access", "All Data Access", person.all_access, false))
            (switch("enforce", "Enforce org-level MFA", !person.exempt && !person.sso, person.sso))
            button.button type="submit" { "Save" }
        }
    }
}

fn switch(field: &str, label: &str, on: bool, fixed: bool) -> Markup {
    html! {
        label.tick { input type="checkbox" role="switch" name=(field) checked[on] disabled[fixed]; (label) }
    }
}

fn mfa(person: &Person, enrolment: Option<Enrolment>) -> Markup {
    html! {
        h3 { "Multi-factor authentication" }
        @match enrolment {
            _ if person.sso => p { "Signs in through SSO. MFA is set up and reset there, not here." },
            Some(Enrolment { level, at }) => {
                p {
                    "Set up " (time::shown(at)) ", "
                    @match level {
                        Level::User => "by their own choice.",
                        Level::Org => "because the organisation enforces it.",
                    }
                }
                // Outside of every form: a button inside one would send it.
                button.button.danger type="button" command="show-modal" commandfor="reset-mfa" {
                    @match level {
                        Level::User => "Reset MFA For This User",
                        Level::Org => "Reset Org-Level MFA For This User",
                    }
                }
            }
            None if person.exempt => p { "This person is exempt from org-level MFA. There is nothing to reset." },
            None => p { "Not set up." },
        }
    }
}

fn pop_up(visitor: &Visitor, person: &Person, enrolment: Enrolment) -> Markup {
    html! {
        dialog #reset-mfa aria-labelledby="reset-mfa-title" {
            button.close type="button" command="close" commandfor="reset-mfa" aria-label="Close" { "×" }
            h2 #reset-mfa-title { "Reset MFA for this user?" }
            p { "Once MFA is reset, the user will need to setup their multi-factor authentication again" }
            p.named {
                strong { bdi { (name(person)) } } br;
                bdi { (person.email) } " · ID " (person.id)
            }
            div.choices {
                button.button.plain type="button" command="close" commandfor="reset-mfa" autofocus { "Cancel" }
                form method="post" action={ "/settings/users/" (person.id) "/reset-mfa" } {
                    (token(visitor))
                    input type="hidden" name="seen" value=(enrolment.at);
                    button.button.danger type="submit" { "Reset MFA" }
                }
            }
        }
    }
}
