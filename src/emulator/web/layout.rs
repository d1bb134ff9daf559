//! What is around each page: the top bar, the menu, what is said once.

use hyper::StatusCode;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::ask::{Ask, Visitor};
use crate::emulator::http::Reply;
use crate::emulator::store::org;

/// A page of somebody who is signed in.
pub(super) fn page(ask: &Ask<'_>, visitor: &Visitor, title: &str, body: &Markup) -> Reply {
    page_of_status(StatusCode::OK, ask, visitor, title, body)
}

pub(super) fn page_of_status(
    status: StatusCode,
    ask: &Ask<'_>,
    visitor: &Visitor,
    title: &str,
    body: &Markup,
) -> Reply {
    let org = ask.emulator.store.read(org::organisation).map(|org| org.name).unwrap_or_default();
    let person = &visitor.person;
    let content = html! {
        header.bar {
            a.org href="/" { (org) }
            span.tag { "Demo" }
            span.space {}
            @if person.admin {
                button.icon type="button" popovertarget="administration" aria-label="Administration" title="Administration" { (GEAR) }
                nav #administration popover="" aria-label="Administrator Settings" {
                    h2 { "Administrator Settings" }
                    a href="/overview" { "Admin Overview" }
                    h3 { "Settings" }
                    a href="/settings/users" { "User Management" }
                }
            }
            span.me { bdi { (person.first) " " (person.last) } }
            form method="post" action="/sign-out" {
                (token(visitor))
                button.link type="submit" { "Sign out" }
            }
        }
        main {
            @if let Some(words) = ask.told() {
                p.notice role="status" { bdi { (words) } }
            }
            (body)
        }
    };
    document(status, title, &content)
}

/// A page without a top bar, for whoever is not signed in.
pub(super) fn bare(status: StatusCode, title: &str, body: &Markup) -> Reply {
    document(status, title, &html! { main.narrow { (body) } })
}

/// What every form of a visit must carry.
pub(super) fn token(visitor: &Visitor) -> Markup {
    html! { input type="hidden" name="token" value=(visitor.token); }
}

fn document(status: StatusCode, title: &str, content: &Markup) -> Reply {
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="stylesheet" href="/assets/style.css";
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
            }
            body { (content) }
        }
    };
    Reply::html(status, whole.into_string())
}

/// Twelve teeth around a ring.
const GEAR: PreEscaped<&str> = PreEscaped(
    r#"<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="none" stroke="currentColor"><circle cx="12" cy="12" r="3" stroke-width="2"/><circle cx="12" cy="12" r="7" stroke-width="2"/><circle cx="12" cy="12" r="9.4" stroke-width="2.6" stroke-dasharray="2.9 4.48"/></svg>"#,
);
