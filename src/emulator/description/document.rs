//! The description as an OpenAPI 3.1 document.

use serde_json::{Map, Value, json};

use super::schemas::schemas;
use super::{Body, CALLS, Opener, Operation, Parameter, Topic};

/// Answers that are no success, and when they come.
const REFUSALS: &[(&str, &str)] = &[
    ("400", "Something in the request is wrong"),
    ("401", "The credential is missing or not valid"),
    ("403", "Not an administrator, or the page of another server"),
    ("404", "There is no such thing"),
    ("409", "Somebody already has this e-mail address"),
    ("413", "The request is too large"),
    ("415", "The body is not said to be JSON"),
    ("421", "Not for this server"),
];

/// The whole document.
pub(crate) fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for (position, call) in CALLS.iter().enumerate() {
        paths.entry(call.path).or_insert_with(|| json!({}))[call.method.to_ascii_lowercase()] =
            operation(call, position);
    }
    let refusals: Map<String, Value> =
        REFUSALS.iter().map(|(status, when)| ((*status).to_owned(), refusal(when))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "An invented organisation",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The calls of the embedded organisation of mfa-admin. Nothing real is behind them.",
        },
        "servers": [{ "url": "/" }],
        "tags": Topic::ALL.map(|topic| json!({ "name": topic.word(), "description": topic.description() })),
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "responses": refusals,
            "parameters": { "impersonate": {
                "name": "impersonate-user-id", "in": "header", "required": false,
                "description": "Administrators: act with the rights of this person",
                "schema": { "type": "integer", "format": "int64" },
            } },
            "securitySchemes": {
                "apiKey": { "type": "apiKey", "in": "header", "name": "x-api-key" },
                "token": { "type": "http", "scheme": "bearer" },
            },
        },
    })
}

fn refusal(when: &str) -> Value {
    json!({
        "description": when,
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
    })
}

fn operation(call: &Operation, position: usize) -> Value {
    let opened = call.opened_by != Opener::Nothing;
    let mut parameters: Vec<Value> = call.path_parameters().map(|one| parameter(one, "path")).collect();
    parameters.extend(call.query.iter().map(|one| parameter(one, "query")));
    if opened {
        parameters.push(json!({ "$ref": "#/components/parameters/impersonate" }));
    }
    let mut operation = json!({
        "tags": [call.topic.word()],
        // An object has no order, and ours is that of the service's own page.
        "x-position": position,
        "operationId": format!("{} {}", call.method, call.path),
        "summary": call.summary,
        "description": call.description,
        "parameters": parameters,
        "responses": responses(call),
        "security": if opened { json!([{ "apiKey": [] }, { "token": [] }]) } else { json!([]) },
    });
    if let Some(Body { schema, example }) = call.body {
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": {
                "schema": { "$ref": format!("#/components/schemas/{schema}") },
                "example": serde_json::from_str::<Value>(example).unwrap_or_default(),
            } },
        });
    }
    operation
}

fn parameter(one: &Parameter, place: &str) -> Value {
    let mut schema = match (one.is_number, place) {
        (true, _) => json!({ "type": "integer", "format": "int64" }),
        (false, "path") => json!({ "type": "string", "minLength": 1 }),
        (false, _) => json!({ "type": "string" }),
    };
    if let Some((least, largest)) = one.range {
        (schema["minimum"], schema["maximum"]) = (least.into(), largest.into());
    }
    let Parameter { name, description, required, example, .. } = one;
    let example =
        if one.is_number { example.parse::<i64>().map_or(Value::Null, Value::from) } else { json!(example) };
    json!({
        "name": name, "in": place, "description": description, "required": required, "schema": schema,
        "example": example,
    })
}

fn responses(call: &Operation) -> Value {
    let mut responses = Map::new();
    match call.answer {
        None => responses.insert("204".to_owned(), json!({ "description": "Done" })),
        Some(schema) => responses.insert(
            "200".to_owned(),
            json!({
                "description": "The answer",
                "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } },
            }),
        ),
    };
    for status in refused_with(call) {
        responses.insert(status.to_owned(), json!({ "$ref": format!("#/components/responses/{status}") }));
    }
    responses.into()
}

/// The statuses with which a call can be refused. Who impersonates can be refused with 400, 403 and 404 anywhere.
fn refused_with(call: &Operation) -> impl Iterator<Item = &'static str> {
    let opened = call.opened_by != Opener::Nothing;
    let (has_body, conflicts, signs_in) =
        (call.body.is_some(), call.conflicts, call.path == "/user/authenticate");
    let statuses = REFUSALS.iter().map(|(status, _)| *status);
    statuses.filter(move |status| match *status {
        "401" => opened || signs_in,
        "409" => conflicts,
        "413" | "415" => has_body,
        _ => true,
    })
}
