//! Whether an answer is one that the emulator's own description has.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::lab::{Answer, lab_of};

/// The description, as a server gives it.
pub(crate) fn description() -> &'static Value {
    static DESCRIPTION: OnceLock<Value> = OnceLock::new();
    DESCRIPTION.get_or_init(|| {
        let head = "GET /api/openapi.json HTTP/1.1\r\nhost: localhost\r\n";
        lab_of(1).try_unchecked(head, "").unwrap().json()
    })
}

/// The call that a path is one of, the one with the fewest parameters first: `me` before `{id}`.
pub(crate) fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let segments: Vec<&str> = path.split('/').filter(|one| !one.is_empty()).collect();
    let fits = |template: &str| {
        let own: Vec<&str> = template.split('/').skip(1).collect();
        own.len() == segments.len()
            && own.iter().zip(&segments).all(|(own, given)| own.starts_with('{') || own == given)
    };
    let paths: &Map<String, Value> = description()["paths"].as_object().unwrap();
    let found = paths.iter().filter(|(template, calls)| fits(template) && calls[lower(method)].is_object());
    found.min_by_key(|(template, _)| template.matches('{').count()).map(|(_, calls)| &calls[lower(method)])
}

fn lower(method: &str) -> String {
    method.to_ascii_lowercase()
}

/// Says what is wrong with an answer. Pages and `/_emulator` are not described, nor is what the script of a page asks
/// for: `/api/token` is a form of the page, which no program can send.
pub(crate) fn check(method: &str, target: &str, answer: &Answer) -> Result<(), String> {
    let path = target.trim_start_matches("http://evil.test").split('?').next().unwrap();
    let is_json = answer.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    if path.starts_with("/_emulator") || matches!(path, "/api/openapi.json" | "/api/token") {
        return Ok(());
    }
    let Some(operation) = operation(method, path) else {
        let undescribed = [403, 404, 405, 421].contains(&answer.status);
        return match (is_json, undescribed) {
            (true, true) => fits(&reference("schemas", "Error"), answer),
            (true, false) => Err("no such call is described".to_owned()),
            (false, _) => Ok(()),
        };
    };
    let Some(described) = operation["responses"].get(answer.status.to_string()) else {
        return Err("this status is not described".to_owned());
    };
    let described = match described["$ref"].as_str() {
        Some(name) => description().pointer(name.trim_start_matches('#')).unwrap(),
        None => described,
    };
    match described.pointer("/content/application~1json/schema") {
        None if answer.text.is_empty() => Ok(()),
        None => Err("no body is described".to_owned()),
        Some(_) if !is_json => Err("JSON is described".to_owned()),
        Some(schema) => fits(schema, answer),
    }
}

pub(crate) fn reference(place: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{place}/{name}") })
}

/// The schema, and what it refers to.
pub(crate) fn validator(schema: &Value) -> Validator {
    let mut whole = schema.clone();
    whole["components"] = description()["components"].clone();
    jsonschema::options().should_validate_formats(true).build(&whole).unwrap()
}

fn fits(schema: &Value, answer: &Answer) -> Result<(), String> {
    validator(schema).validate(&answer.json()).map_err(|why| format!("{why} at {}", why.instance_path()))
}
