//! Swagger Docs: the documented calls, to be read and to be made.
//!
//! The one page that needs a script. It sends calls as any program does, with a token of its own: the cookie of the
//! visit never opens the API.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::ask::Ask;
use super::layout::page;
use super::problem::Problem;
use crate::emulator::clock;
use crate::emulator::description::{self, Body, CALLS, Operation, Parameter, Topic};
use crate::emulator::http::{Refusal, Reply};
use crate::emulator::store::access;

pub(super) fn show(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let visitor = ask.administrator()?;
    let document = description::document();
    let body = html! {
        link rel="stylesheet" href="/assets/tools.css";
        script src="/assets/swagger.js" defer {}
        h1 { "Swagger Docs" }
        p { "Execute makes a call with your own rights. " a href="/api/openapi.json" { "OpenAPI description" } }
        noscript { p.wrong role="alert" { "This page needs JavaScript to make calls. They can be read without it." } }
        div #swagger data-csrf=(visitor.token) {
            @for topic in Topic::ALL {
                details.topic {
                    summary { span.name { (topic.word()) } " " span.about { (topic.description()) } }
                    @for (number, call) in CALLS.iter().enumerate().filter(|(_, call)| call.topic == topic) {
                        (operation(number, call, &document))
                    }
                }
            }
        }
    };
    Ok(page(ask, &visitor, "Swagger Docs", &body))
}

fn operation(number: usize, call: &Operation, document: &Value) -> Markup {
    let takes_anything = call.body.is_some() || !call.query.is_empty() || call.path.contains('{');
    html! {
        details.call {
            summary {
                span class={ "method " (call.method) } { (call.method) } " " code { (call.path) } " "
                span.about { (call.summary) }
            }
            @if !call.description.is_empty() { p { (call.description) } }
            form data-method=(call.method) data-path=(call.path) {
                // The script, without which nothing can be sent, enables it.
                fieldset disabled {
                    @if takes_anything {
                        h2 { "Parameters" }
                        @for one in call.path_parameters() { (input(number, one, "path")) }
                        @for one in call.query { (input(number, one, "query")) }
                        @if let Some(body) = call.body { (editor(number, body, document)) }
                    }
                    button.button.execute type="submit" { "Execute" }
                }
            }
            div.result role="status" {}
        }
    }
}

fn input(number: usize, one: &Parameter, place: &str) -> Markup {
    let id = format!("{number}-{}", one.name);
    html! {
        div.parameter {
            label for=(id) { (one.name) @if one.required { " (required)" } }
            input id=(id) name=(one.name) data-in=(place) required[one.required] autocomplete="off"
                placeholder=(one.example) inputmode=[one.is_number.then_some("numeric")];
            span.about { (one.description) " (" (place) ")" }
        }
    }
}

fn editor(number: usize, body: Body, document: &Value) -> Markup {
    let id = format!("{number}-body");
    let model = &document["components"]["schemas"][body.schema];
    html! {
        div.body {
            div {
                label for=(id) { "body (required)" }
                textarea id=(id) name="body" data-in="body" rows="6" spellcheck="false" required {}
                span.about { "JSON (body)" }
            }
            div {
                div.tabs {
                    button type="button" data-show="example" aria-pressed="true" { "Edit Value" } " | "
                    button type="button" data-show="model" aria-pressed="false" { "Model" }
                }
                button.example type="button" data-tab="example" title="Load it into the body" { (body.example) }
                pre.model data-tab="model" hidden { (format!("{model:#}")) }
                span.about { "Click the example value to load it into the body." }
            }
        }
    }
}

/// `POST /api/token`: a token with the rights of this person, for calls from the page. It ends with the visit, and after
/// 15 minutes at the latest.
pub(super) fn token(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let visitor = ask.administrator().map_err(|problem| match problem {
        // A script cannot be led to another page.
        Problem::Elsewhere(_) => Refusal::unauthenticated("Nobody is signed in here.").into(),
        other => other,
    })?;
    ask.must_be_of_this_visit()?;
    let (token, digest) = ask.emulator.new_secret();
    let now = clock::now_ms();
    let until = ask.emulator.store.write(|db| access::start_session(db, visitor.person.id, &digest, now))?;
    ask.keep_session(digest);
    Ok(Reply::json(&json!({ "token": token, "expiresAt": until / 1000 }))?)
}
