//! What must hold for any answer of a service (see `crate::properties`).

use serde_json::Value;

use super::json_array::{JsonArrayDecoder, Measure};
use super::redaction::Redaction;
use super::{kind, strict};
use crate::credentials::Secret;

/// Reads a body in every way that we have. None of them panics; a list is the same however its bytes are cut; and no
/// object is taken that has a key twice.
///
/// # Panics
/// When that does not hold.
pub fn answer(body: &[u8]) {
    let whole = elements([body]);
    assert_eq!(whole, elements(body.chunks(1)), "it depends on the pieces");
    let mut measure = Measure::default();
    measure.feed(body);
    for element in whole.into_iter().flatten() {
        assert!(element.is_object());
        kind::read_anything(&element);
    }
    if let Ok(json) = strict::json(body) {
        assert_eq!(Ok(&json), serde_json::from_slice(body).as_ref().map_err(|_| ()));
        kind::read_anything(&json);
    }
}

fn elements<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<Value>> {
    let mut decoder = JsonArrayDecoder::default();
    let mut all = Vec::new();
    for piece in pieces {
        all.extend(decoder.feed(piece).ok()?);
    }
    decoder.end().ok()?;
    Some(all)
}

/// Whatever stands around it, a credential is not in what comes out.
///
/// # Panics
/// When that does not hold.
pub fn redaction(secret: &str, before: &str, after: &str) {
    let redaction = Redaction::default();
    redaction.learn(&Secret::new(secret));
    let clean = redaction.text(before).into_owned() + &redaction.text(&[before, secret, after].concat());
    // Shorter ones are left alone; and the word that stands in its place may hold a short one.
    if secret.len() >= 4 && !"[credential]".contains(secret) {
        assert!(!clean.contains(secret), "{clean:?}");
    }
}
