//! Home: what somebody sees first.

use maud::html;

use super::ask::Ask;
use super::layout::page;
use super::problem::Problem;
use super::time;
use crate::emulator::http::Reply;
use crate::emulator::store::Level;

pub(super) fn show(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let visitor = ask.visitor()?;
    let person = &visitor.person;
    let body = html! {
        h1 { "Home" }
        section.card {
            h2 { "My Tasks" }
            p.quiet { "There is nothing to do." }
        }
        section.card {
            h2 { "Multi-factor authentication" }
            @match &person.enrolment {
                Some(enrolment) => p {
                    "Set up " (time::shown(enrolment.at)) ", "
                    @match enrolment.level {
                        Level::User => "by your own choice.",
                        Level::Org => "because the organisation enforces it.",
                    }
                },
                None if person.sso => p { "You sign in through SSO. MFA is set up there, not here." },
                None => {
                    p { "Not set up." }
                    p { a.button href="/set-up-mfa" { "Set up MFA" } }
                }
            }
        }
    };
    Ok(page(ask, &visitor, "Home", &body))
}
