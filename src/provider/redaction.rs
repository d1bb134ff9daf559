//! Takes our own credential out of the words of a service: it may send back what it was sent, in an error, a name or
//! the target of a redirect, and all of that is shown and stored.
//!
//! It finds the credential as it is, percent-encoded or with `\u00xx` (in part, too), and in base64, also in the middle
//! of something longer such as `user:key`. It does not find other forms (another case, a hash): it protects against a
//! careless service, and a hostile one has other ways.

use std::borrow::Cow;
use std::cell::RefCell;

use serde_json::Value;

use crate::credentials::Secret;

/// What stands in its place.
const WORD: &str = "[credential]";
/// Shorter ones are left alone: they are part of many words, and no service makes such keys.
const SHORTEST: usize = 4;
/// The same for base64, which is not searched for what could be a word by chance.
const SHORTEST_IN_BASE64: usize = 8;
/// So often a text may have been escaped.
const MOST_ESCAPED: u32 = 2;
/// A token is renewed once a minute at most and lives 15 minutes: so many may still be good at once.
const KEPT: usize = 16;

/// The credentials that were sent in this run.
#[derive(Default)]
pub(super) struct Redaction {
    known: RefCell<Vec<Known>>,
}

struct Known {
    secret: Secret,
    /// The same as it may stand in a text; the secret itself first.
    forms: Vec<Secret>,
}

impl Redaction {
    /// From now on this is taken out.
    pub(super) fn learn(&self, secret: &Secret) {
        let mut known = self.known.borrow_mut();
        let is_known = known.iter().any(|known| known.secret.expose() == secret.expose());
        if is_known || secret.expose().len() < SHORTEST {
            return;
        }
        if known.len() == KEPT {
            known.remove(0);
        }
        known.push(Known { secret: secret.clone(), forms: forms(secret) });
    }

    /// The text without any credential; borrowed where none was in it.
    pub(super) fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut clean = Cow::Borrowed(text);
        // No form is shorter than the secret, so most texts of a list need no search.
        for Known { secret, forms } in self.known.borrow().iter() {
            if clean.len() < secret.expose().len() {
                continue;
            }
            for form in forms.iter().map(Secret::expose) {
                if clean.contains(form) {
                    clean = clean.replace(form, WORD).into();
                }
            }
            // Once the escapes are undone it is not known where the secret was, so the whole text goes.
            let mut text = Cow::Borrowed(&*clean);
            for _ in 0..MOST_ESCAPED {
                if !text.contains(['%', '\\', '&']) {
                    break;
                }
                text = unescaped(&text).into();
                if text.contains(secret.expose()) {
                    return WORD.to_owned().into();
                }
            }
        }
        clean
    }

    /// Takes every credential out of the keys and values.
    pub(super) fn json(&self, json: &mut Value) {
        match json {
            Value::String(text) => {
                if let Cow::Owned(clean) = self.text(text) {
                    *text = clean;
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|json| self.json(json)),
            Value::Object(object) => {
                object.values_mut().for_each(|json| self.json(json));
                let holds_it = |key: &String| matches!(self.text(key), Cow::Owned(_));
                if object.keys().any(holds_it) {
                    let clean = |(key, json): (String, Value)| (self.text(&key).into_owned(), json);
                    *object = std::mem::take(object).into_iter().map(clean).collect();
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

fn forms(secret: &Secret) -> Vec<Secret> {
    let mut forms = vec![secret.clone()];
    if secret.expose().len() >= SHORTEST_IN_BASE64 {
        for before in 0..3 {
            let form = base64(secret.expose().as_bytes(), before);
            forms.push(Secret::new(form.replace('+', "-").replace('/', "_")));
            forms.push(Secret::new(form));
        }
    }
    forms
}

/// What base64 makes of a text with so many bytes before it (RFC 4648, section 4), without the letters at both ends
/// that depend on what else is there.
fn base64(text: &[u8], before: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let skipped = before * 8;
    let bit = |at: usize| usize::from(text[at / 8] >> (7 - at % 8) & 1);
    (skipped.div_ceil(6)..(skipped + text.len() * 8) / 6)
        .map(|letter| (0..6).fold(0, |value, n| value << 1 | bit(letter * 6 - skipped + n)))
        .map(|value| char::from(LETTERS[value]))
        .collect()
}

/// The text with `%xx`, `\u00xx`, `\xxx`, `&#xxx;` and `\/` undone.
fn unescaped(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let escape = [&b"%"[..], b"\\u00", b"\\x", b"&#x"].into_iter().find_map(|mark| {
            let (digits, after) = rest.strip_prefix(mark)?.split_at_checked(2)?;
            let digits = str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
            Some((u8::from_str_radix(digits, 16).ok()?, after.strip_prefix(b";").unwrap_or(after)))
        });
        let slash = rest.strip_prefix(b"\\/").map(|after| (b'/', after));
        let (byte, after) = escape.or(slash).unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn knowing(secret: &str) -> Redaction {
        let redaction = Redaction::default();
        redaction.learn(&Secret::new(secret));
        redaction
    }

    #[test]
    fn a_credential_is_taken_out_however_it_is_written() {
        let redaction = knowing("k3y/of+us");
        for (text, clean) in [
            ("k3y/of+us", "[credential]"),
            ("the key k3y/of+us, k3y/of+us!", "the key [credential], [credential]!"),
            ("to /login?key=k3y%2Fof%2Bus", "[credential]"),
            ("%6b3y%2fof+us", "[credential]"),
            (r#"{"message":"\u006b3y/of+us"#, "[credential]"),
            // Of `k3y/of+us`, `u:k3y/of+us` and `me:k3y/of+us:x`.
            ("Basic azN5L29mK3Vz.", "Basic [credential]."),
            ("Basic dTprM3kvb2YrdXM=", "Basic dTp[credential]M="),
            ("Basic bWU6azN5L29mK3VzOng=", "Basic bWU6[credential]Ong="),
        ] {
            assert_eq!(redaction.text(text), clean, "{text}");
            assert!(matches!(redaction.text(text), Cow::Owned(_)), "{text}");
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        let redaction = knowing("k3y/of+us");
        for text in ["", "k3y", "100 % of us", "%2Fof%2Bus", "%", "\\u00", "%+1", "ключ%D0"] {
            assert!(matches!(redaction.text(text), Cow::Borrowed(same) if same == text), "{text}");
        }
        assert_eq!(knowing("a").text("Ana"), "Ana");
    }

    #[test]
    fn keys_and_values_are_searched_at_every_depth() {
        let mut json = json!({"the-key": [{"x": "a the-key"}, 7, null], "other": {"y": ["the-key"]}});
        knowing("the-key").json(&mut json);
        let clean =
            json!({"[credential]": [{"x": "a [credential]"}, 7, null], "other": {"y": ["[credential]"]}});
        assert_eq!(json, clean);
    }

    #[test]
    fn a_renewed_token_is_known_beside_the_one_before() {
        let redaction = knowing("token-1");
        for n in 2..=16 {
            redaction.learn(&Secret::new(format!("token-{n}")));
        }
        assert_eq!(redaction.text("token-1 token-9"), "[credential] [credential]");
        redaction.learn(&Secret::new("t0ken-17"));
        assert_eq!(redaction.text("token-2 t0ken-17"), "[credential] [credential]");
        assert_eq!(redaction.known.borrow().len(), KEPT);
    }
}
