//! User Audit Trail: who did what to whom, newest first. The first page renews itself where there is a script.

use maud::{Markup, html};

use super::ask::Ask;
use super::layout::page;
use super::problem::Problem;
use crate::emulator::clock;
use crate::emulator::http::Reply;
use crate::emulator::store::trail::{self, Subject};

/// How many lines a page has.
const LINES: usize = 50;

/// The lines before the one that `before` names, or the newest.
pub(super) fn show(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let visitor = ask.administrator()?;
    let before = ask.call.number("before")?;
    let mut lines = ask.emulator.store.read(|db| trail::before(db, before.unwrap_or(i64::MAX), LINES + 1))?;
    let older = lines.len() > LINES;
    lines.truncate(LINES);
    let last = lines.last().map_or(0, |line| line.seq);
    let body = html! {
        link rel="stylesheet" href="/assets/tools.css";
        @if before.is_none() { script src="/assets/trail.js" defer {} }
        h1 { "User Audit Trail" }
        @if before.is_none() {
            noscript { p { "Without JavaScript this page does not renew itself: load it again." } }
            p #trail-state role="status" {}
        }
        div.trail {
            table {
                thead { tr { th { "Time" } th { "Subject" } th { "Event" } th { "Performed By" } } }
                tbody #trail {
                    @for line in &lines {
                        tr {
                            td data-label="Time" { (time(line.at)) }
                            td data-label="Subject" { (subject(&line.subject)) }
                            td data-label="Event" { (line.event) }
                            td data-label="Performed By" { (subject(&line.actor)) }
                        }
                    }
                    @if lines.is_empty() { tr { td colspan="4" { "Nothing yet." } } }
                }
            }
        }
        nav.pages {
            @if before.is_some() { a href="/overview/trail" { "Newest" } }
            @if older { " " a href={ "/overview/trail?before=" (last) } { "Older" } }
        }
    };
    Ok(page(ask, &visitor, "User Audit Trail", &body))
}

fn time(at: i64) -> Markup {
    let whole = clock::rfc3339(at);
    let shown = whole.get(..19).unwrap_or_default().replace('T', " ");
    html! { time datetime=(whole) title={ (shown) " UTC" } { (shown) } }
}

fn subject(subject: &Subject) -> Markup {
    match subject {
        Subject::Organisation(name) => html! { bdi { (name) } },
        Subject::Person { id, name } => html! { bdi { (name) } " " span.about { "(" (id) ")" } },
        Subject::Removed(id) => html! { "Removed person " span.about { "(" (id) ")" } },
    }
}
