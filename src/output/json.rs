//! JSON in which every character that does not print is escaped, in texts and in keys: a terminal shows what is there,
//! and a parser reads the same.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::sanitize::prints;

/// A value in one line.
pub(crate) fn json_line(value: &impl Serialize) -> io::Result<String> {
    let mut line = Vec::with_capacity(256);
    value.serialize(&mut Serializer::with_formatter(&mut line, Escaping(CompactFormatter)))?;
    String::from_utf8(line).map_err(io::Error::other)
}

/// Some keys of a record in one line, in this order.
pub(super) fn json_fields(record: &impl Serialize, keys: &[&'static str]) -> io::Result<String> {
    struct Fields<'a>(&'a Value, &'a [&'static str]);
    impl Serialize for Fields<'_> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.1.iter().map(|key| (key, &self.0[*key])))
        }
    }
    json_line(&Fields(&serde_json::to_value(record)?, keys))
}

/// JSON in one line, with every character that does not print escaped.
pub(crate) fn json_printable(json: &str) -> Cow<'_, str> {
    if json.chars().all(prints) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        if prints(letter) {
            escaped.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // Writing to memory cannot fail.
            let _ = fmt::Write::write_fmt(&mut escaped, format_args!("\\u{unit:04x}"));
        }
    }
    Cow::Owned(escaped)
}

/// A document on several lines, straight to a stream.
pub(super) fn write_pretty(to: &mut dyn Write, document: &impl Serialize) -> io::Result<()> {
    let formatter = Escaping(PrettyFormatter::new());
    Ok(document.serialize(&mut Serializer::with_formatter(to, formatter))?)
}

/// A formatter that escapes more than the one inside.
struct Escaping<F>(F);

/// Leaves the layout to the formatter inside.
macro_rules! as_inside {
    ($($method:ident($($argument:ident: $kind:ty)?))*) => {$(
        #[inline]
        fn $method<W: ?Sized + Write>(&mut self, writer: &mut W $(, $argument: $kind)?) -> io::Result<()> {
            self.0.$method(writer $(, $argument)?)
        }
    )*};
}

impl<F: Formatter> Formatter for Escaping<F> {
    /// A piece without quotes, backslashes and the controls that have escapes of their own.
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, piece: &str) -> io::Result<()> {
        writer.write_all(json_printable(piece).as_bytes())
    }

    as_inside! {
        begin_array()
        end_array()
        begin_array_value(first: bool)
        end_array_value()
        begin_object()
        end_object()
        begin_object_key(first: bool)
        end_object_key()
        begin_object_value()
        end_object_value()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_does_not_print_is_escaped_in_texts_and_in_keys() {
        let value = BTreeMap::from([("k\u{202e}", "a\u{9b}\u{7f}\u{a0}\u{e0100}\n\"Zoë 李 🦀")]);
        let line = json_line(&value).unwrap();
        assert_eq!(line, r#"{"k\u202e":"a\u009b\u007f\u00a0\udb40\udd00\n\"Zoë 李 🦀"}"#);
    }

    #[test]
    fn it_is_laid_out_as_ever() {
        let value = serde_json::json!({"a": [1, {"b": null}], "c": [], "d": {}, "e": "x"});
        let mut pretty = Vec::new();
        write_pretty(&mut pretty, &value).unwrap();
        assert_eq!(String::from_utf8(pretty).unwrap(), serde_json::to_string_pretty(&value).unwrap());
        assert_eq!(json_line(&value).unwrap(), value.to_string());
    }
}
