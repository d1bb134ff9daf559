//! `--field K=V`: a body, or parameters of a query, made from flags.

use serde_json::{Map, Number, Value};

use crate::failure::Failure;

/// One field, as it was typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// The whole key, brackets included.
    typed: String,
    /// The key and the keys within it; an empty one adds to a list.
    keys: Vec<String>,
    value: String,
}

impl Field {
    /// As a parameter of a query, where everything is text.
    pub(super) fn in_query(self) -> (String, String) {
        (self.typed, self.value)
    }
}

/// Reads the flags.
pub(super) fn parsed(fields: &[String]) -> Result<Vec<Field>, Failure> {
    fields.iter().map(|field| one(field).ok_or_else(|| no_field(field))).collect()
}

fn no_field(field: &str) -> Failure {
    Failure::usage(format!("`{field}` is no field")).hint("write it as K=V, K[]=V or K[SUB]=V")
}

fn one(field: &str) -> Option<Field> {
    let (typed, value) = field.split_once('=')?;
    let (name, mut rest) = typed.split_at(typed.find('[').unwrap_or(typed.len()));
    let mut keys = vec![name.to_owned()];
    while !rest.is_empty() {
        let (key, after) = rest.strip_prefix('[')?.split_once(']')?;
        keys.push(key.to_owned());
        rest = after;
    }
    let is_sound = !name.is_empty() && !keys.iter().any(|key| key.contains(['[', ']']));
    is_sound.then(|| Field { typed: typed.to_owned(), keys, value: value.to_owned() })
}

/// The body of these fields; none where there are none.
pub(super) fn body(fields: &[Field]) -> Result<Option<Value>, Failure> {
    let mut body = Value::Null;
    for field in fields {
        put(&mut body, &field.keys, value(&field.value)).ok_or_else(|| {
            Failure::usage(format!("the field `{}` does not go with another one", field.typed))
        })?;
    }
    Ok(Some(body).filter(|body| !body.is_null()))
}

/// Puts a value where its keys lead; `None` where something else stands there.
fn put(body: &mut Value, keys: &[String], value: Value) -> Option<()> {
    let Some((key, within)) = keys.split_first() else {
        *body = value;
        return Some(());
    };
    if key.is_empty() {
        if body.is_null() {
            *body = Value::Array(Vec::new());
        }
        let mut element = Value::Null;
        put(&mut element, within, value)?;
        body.as_array_mut()?.push(element);
        return Some(());
    }
    if body.is_null() {
        *body = Value::Object(Map::new());
    }
    let object = body.as_object_mut()?;
    let is_new = !object.contains_key(key);
    let place = object.entry(key).or_insert(Value::Null);
    // A value that stands there already, if only null, is not replaced.
    if is_new || place.is_object() && !within.is_empty() || place.is_array() && !within.is_empty() {
        return put(place, within, value);
    }
    None
}

/// `true`, `false`, `null` and numbers are JSON, anything else is text: so is a number that would be written otherwise,
/// such as `007` or `1e3`.
fn value(text: &str) -> Value {
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        _ => match text.parse::<Number>() {
            Ok(number) if number.to_string() == text => Value::Number(number),
            _ => Value::String(text.to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn made(fields: &[&str]) -> Result<Option<Value>, Failure> {
        body(&parsed(&fields.iter().map(ToString::to_string).collect::<Vec<_>>())?)
    }

    #[test]
    fn fields_become_json() {
        for (fields, json) in [
            (
                &["a=true", "b=null", "c=7", "d=-1.5", "e=x=y", "f="][..],
                json!({"a": true, "b": null, "c": 7, "d": -1.5, "e": "x=y", "f": ""}),
            ),
            (
                &["a=007", "b=1e3", "c=1.50", "d=TRUE", "e=12345678901234567890123"],
                json!({"a": "007", "b": "1e3", "c": "1.50", "d": "TRUE", "e": "12345678901234567890123"}),
            ),
            (&["ids[]=1", "ids[]=2"], json!({"ids": [1, 2]})),
            (&["a[b]=1", "a[c][]=x", "d[][e]=2"], json!({"a": {"b": 1, "c": ["x"]}, "d": [{"e": 2}]})),
        ] {
            assert_eq!(made(fields), Ok(Some(json)), "{fields:?}");
        }
        assert_eq!(made(&[]), Ok(None));
    }

    #[test]
    fn what_is_no_field_or_does_not_go_together_is_wrong_usage() {
        for fields in [
            &["a"][..],
            &["=1"],
            &["[]=1"],
            &["a[=1"],
            &["a]=1"],
            &["a[b]c=1"],
            &["a[[b]]=1"],
            &["a=1", "a=2"],
            &["a=null", "a=2"],
            &["a=1", "a[]=2"],
            &["a[]=1", "a[b]=2"],
            &["a[]=1", "a=2"],
        ] {
            assert_eq!(made(fields).map_err(|failure| failure.kind.code()), Err(2), "{fields:?}");
        }
    }
}
