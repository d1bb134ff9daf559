//! The answer to a raw call: the service's own body, without our credential.

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::rc::Rc;

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::body::is_web_page;
use super::error::{Lost, ProviderError};
use super::redaction::Redaction;

/// The answer to a raw call.
pub struct CallAnswer {
    /// Its status.
    pub status: u16,
    /// Its body.
    pub body: AnswerBody,
}

/// The body of an answer.
pub enum AnswerBody {
    /// None.
    Empty,
    /// JSON.
    Json(Document),
    /// Anything else.
    Other(Vec<u8>),
}

impl CallAnswer {
    pub(super) fn new(status: u16, bytes: Vec<u8>, redaction: &Rc<Redaction>) -> Self {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Self { status, body: AnswerBody::Empty };
        }
        let document = Document { bytes, redaction: Rc::clone(redaction) };
        let body = if document.is_json() { AnswerBody::Json(document) } else { document.as_other() };
        Self { status, body }
    }

    /// A success whose body cannot be the service's own is none.
    pub(super) fn checked(&self, headers: &HeaderMap) -> Result<(), ProviderError> {
        let AnswerBody::Other(bytes) = &self.body else { return Ok(()) };
        if is_web_page(headers, bytes) {
            return Err(ProviderError::NoAnswer(Lost::WebPage));
        }
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.to_ascii_lowercase().contains("json") {
            return Err(ProviderError::garbled("it is called JSON and is none"));
        }
        Ok(())
    }
}

/// JSON in the order of the service. It is read again whenever it is written, because the tree of a long list takes many
/// times the memory of its text.
pub struct Document {
    bytes: Vec<u8>,
    redaction: Rc<Redaction>,
}

impl Document {
    fn is_json(&self) -> bool {
        let mut json = serde_json::Deserializer::from_slice(&self.bytes);
        let copy = PassedOn { from: RefCell::new(Some(&mut json)), redaction: &self.redaction };
        serde_json::to_writer(io::sink(), &copy).is_ok() && json.end().is_ok()
    }

    fn as_other(self) -> AnswerBody {
        let clean = self.redaction.text(&String::from_utf8_lossy(&self.bytes)).into_owned();
        // Bytes that are no text stay as they are where no credential is among them.
        let is_clean = clean == String::from_utf8_lossy(&self.bytes);
        AnswerBody::Other(if is_clean { self.bytes } else { clean.into_bytes() })
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serde_json::Deserializer::from_slice(&self.bytes);
        PassedOn { from: RefCell::new(Some(&mut json)), redaction: &self.redaction }.serialize(serializer)
    }
}

/// A value that is written while it is read.
struct PassedOn<'a, D> {
    from: RefCell<Option<D>>,
    redaction: &'a Redaction,
}

impl<'de, D: Deserializer<'de>> Serialize for PassedOn<'_, D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let from = self.from.take().ok_or_else(|| S::Error::custom("a value is read once"))?;
        let writer = Written { serializer, redaction: self.redaction };
        from.deserialize_any(writer).map_err(S::Error::custom)
    }
}

/// Where a value goes that is being read.
struct Written<'a, S> {
    serializer: S,
    redaction: &'a Redaction,
}

impl<'de, S: Serializer> Visitor<'de> for Written<'_, S> {
    type Value = S::Ok;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<S::Ok, E> {
        self.serializer.serialize_bool(value).map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<S::Ok, E> {
        self.serializer.serialize_i64(value).map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<S::Ok, E> {
        self.serializer.serialize_u64(value).map_err(E::custom)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<S::Ok, E> {
        self.serializer.serialize_f64(value).map_err(E::custom)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<S::Ok, E> {
        self.serializer.serialize_str(&self.redaction.text(text)).map_err(E::custom)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<S::Ok, E> {
        self.serializer.serialize_unit().map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<S::Ok, A::Error> {
        let mut to = self.serializer.serialize_seq(from.size_hint()).map_err(A::Error::custom)?;
        let redaction = self.redaction;
        while from.next_element_seed(Element { to: &mut to, redaction })?.is_some() {}
        to.end().map_err(A::Error::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<S::Ok, A::Error> {
        let mut to = self.serializer.serialize_map(from.size_hint()).map_err(A::Error::custom)?;
        let redaction = self.redaction;
        while let Some(key) = from.next_key::<String>()? {
            to.serialize_key(&redaction.text(&key)).map_err(A::Error::custom)?;
            from.next_value_seed(Entry { to: &mut to, redaction })?;
        }
        to.end().map_err(A::Error::custom)
    }
}

/// Where the next element of a list goes.
struct Element<'a, T> {
    to: &'a mut T,
    redaction: &'a Redaction,
}

impl<'de, T: SerializeSeq> DeserializeSeed<'de> for Element<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let copy = PassedOn { from: RefCell::new(Some(from)), redaction: self.redaction };
        self.to.serialize_element(&copy).map_err(D::Error::custom)
    }
}

/// Where the next value of an object goes.
struct Entry<'a, T> {
    to: &'a mut T,
    redaction: &'a Redaction,
}

impl<'de, T: SerializeMap> DeserializeSeed<'de> for Entry<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let copy = PassedOn { from: RefCell::new(Some(from)), redaction: self.redaction };
        self.to.serialize_value(&copy).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Secret;

    fn shown(body: &str) -> AnswerBody {
        let redaction = Rc::new(Redaction::default());
        redaction.learn(&Secret::new("the-key"));
        CallAnswer::new(200, body.as_bytes().to_vec(), &redaction).body
    }

    #[test]
    fn json_keeps_the_order_of_the_service() {
        for text in [r#"{"z":1,"a":[1,-2,2.5,null,true,{"b":{}}],"a":"x"}"#, "[]", "7", "\"x\""] {
            let AnswerBody::Json(document) = shown(text) else { panic!("{text}") };
            assert_eq!(serde_json::to_string(&document).unwrap(), text);
        }
    }

    #[test]
    fn our_credential_is_taken_out_of_any_body() {
        let AnswerBody::Json(document) = shown(r#"{"the-key":["a the\u002dkey"]}"#) else { panic!("JSON") };
        let text = serde_json::to_string(&document).unwrap();
        assert_eq!(text, r#"{"[credential]":["a [credential]"]}"#);
        let AnswerBody::Other(bytes) = shown("id,key\n1,the-key\n") else { panic!("no JSON") };
        assert_eq!(bytes, b"id,key\n1,[credential]\n");
    }

    #[test]
    fn half_of_a_body_is_no_json() {
        for text in ["{\"a\":1", "[1,2", "{} {}", "nul", "<html>"] {
            assert!(matches!(shown(text), AnswerBody::Other(_)), "{text}");
        }
        assert!(matches!(shown(" \n"), AnswerBody::Empty));
    }
}
