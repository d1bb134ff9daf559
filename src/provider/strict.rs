//! Reads JSON in which no object has a key twice. Of two values of one key a parser keeps one or the other, and a guard
//! must not depend on that.

use serde_json::Value;

/// Reads a whole body.
///
/// # Errors
/// Says what is wrong with it.
pub(super) fn json(body: &[u8]) -> Result<Value, String> {
    let json = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    // Outside of texts, each key has one colon. Of a key that is there twice the value has one entry.
    let mut text = Text::default();
    let colons = body.iter().filter(|byte| !text.goes_through(**byte) && **byte == b':').count();
    if colons == entries(&json) { Ok(json) } else { Err("a key stands there twice".to_owned()) }
}

fn entries(json: &Value) -> usize {
    match json {
        Value::Array(list) => list.iter().map(entries).sum(),
        Value::Object(object) => object.values().map(|value| 1 + entries(value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// Inside a string, brackets mean nothing.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    #[default]
    Outside,
    Inside,
    Escaped,
}

impl Text {
    /// Takes the next byte. True for every one of a string, its quotes included.
    pub(super) fn goes_through(&mut self, byte: u8) -> bool {
        let (next, within) = match (*self, byte) {
            (Self::Outside, b'"') => (Self::Inside, true),
            (Self::Outside, _) => (Self::Outside, false),
            (Self::Inside, b'\\') => (Self::Escaped, true),
            (Self::Inside, b'"') => (Self::Outside, true),
            (Self::Inside | Self::Escaped, _) => (Self::Inside, true),
        };
        *self = next;
        within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_what_is_written() {
        for text in
            ["null", "true", "-7", "18446744073709551615", "1.5", "\"a\\u00e9\"", r#"[1,{"a":[],"b":{}}]"#]
        {
            assert_eq!(json(text.as_bytes()), Ok(serde_json::from_str(text).unwrap()), "{text}");
        }
    }

    #[test]
    fn a_key_that_stands_there_twice_is_no_answer() {
        for text in [r#"{"isAdmin":true,"isAdmin":false}"#, r#"[{"a":{"b":1,"b":1}}]"#] {
            assert!(json(text.as_bytes()).unwrap_err().contains("twice"), "{text}");
        }
        assert!(json(b"[1,").is_err());
    }
}
