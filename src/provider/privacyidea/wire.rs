//! The answers of the service: people, tokens, and the claims of a sign-in token.

use jiff::Timestamp;
use serde_json::Value;

use super::super::error::ProviderError;
use crate::credentials::Secret;
use crate::model::{Enrolment, Factor, LastLogin, MfaStatus, User, UserId};

/// A person in the user stores: the store, and the id, which is unique in it.
pub(super) type Key = (String, String);

/// A row of a list of people.
pub(super) struct Person {
    pub(super) key: Key,
    /// What they have set up is not in the list.
    pub(super) user: User,
}

impl From<Person> for User {
    fn from(person: Person) -> Self {
        person.user
    }
}

/// The answer, if it is a result of the service itself. Else what is wrong with it.
pub(super) fn result(json: Value) -> Result<Value, String> {
    if json["jsonrpc"].is_string() && json["result"]["status"] == true {
        Ok(json)
    } else {
        Err("a result was expected".to_owned())
    }
}

/// A row of `/user/`. What the user store has no value for is left out.
pub(super) fn person(row: &Value, is_admin: bool) -> Result<Person, ProviderError> {
    let (name, resolver, id) = (text(&row["username"]), text(&row["resolver"]), text(&row["userid"]));
    if name.is_empty() || resolver.is_empty() || id.is_empty() {
        return Err(ProviderError::garbled("a person without a name or an id"));
    }
    Ok(Person { key: (resolver, id), user: user(UserId::new(name), row, Some(is_admin)) })
}

pub(super) fn user(id: UserId, row: &Value, admin: Option<bool>) -> User {
    let part = |key: &str| Some(text(&row[key])).filter(|text| !text.trim().is_empty());
    let name = [part("givenname"), part("surname")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    User {
        id,
        name: Some(name).filter(|name| !name.is_empty()),
        email: part("email"),
        active: None,
        admin,
        mfa: MfaStatus::default(),
        last_login: LastLogin::Unknown,
    }
}

/// Whose token it is.
pub(super) fn owner(token: &Value) -> Key {
    (text(&token["resolver"]), text(&token["user_id"]))
}

/// What a person has set up who has these tokens.
pub(super) fn enrolment(tokens: &[Value]) -> Result<MfaStatus, ProviderError> {
    let factors = tokens.iter().map(factor).collect::<Result<Vec<_>, _>>()?;
    let enrolment = if tokens.is_empty() {
        Enrolment::NotEnrolled
    } else if tokens.iter().all(is_begun) {
        Enrolment::Partial
    } else {
        Enrolment::Enrolled
    };
    Ok(MfaStatus {
        enrolment,
        // The enrolment is as old as its newest factor.
        enrolled_at: factors.iter().filter_map(|factor| factor.enrolled_at).max(),
        factors: Some(factors),
        ..MfaStatus::default()
    })
}

fn factor(token: &Value) -> Result<Factor, ProviderError> {
    let id = text(&token["serial"]);
    // A step in a path, or nothing, would address something else than a token, even when it is escaped.
    if matches!(id.as_str(), "" | "." | "..") {
        return Err(ProviderError::garbled(format!("`{id}` is no serial of a token")));
    }
    let number = |key: &str| token[key].as_i64().unwrap_or(0);
    let is = |key: &str| token[key] == true;
    // The fail counter alone locks a token too, and `locked` does not tell; a revoked one is locked as well.
    let revoked = is("revoked");
    let is_counted_out = number("maxfail") > 0 && number("failcount") >= number("maxfail");
    Ok(Factor {
        id,
        kind: text(&token["tokentype"]),
        enrolled_at: time(&token["info"]["creation_date"]),
        last_used: time(&token["info"]["last_auth"]),
        disabled: token["active"] == false && !is_begun(token) && !revoked,
        revoked,
        locked: is_counted_out || is("locked") && !revoked,
    })
}

/// Was its set-up begun and not finished?
fn is_begun(token: &Value) -> bool {
    !matches!(token["rollout_state"].as_str().unwrap_or_default(), "" | "enrolled")
}

/// A time with its offset, written in one of several ways.
fn time(json: &Value) -> Option<Timestamp> {
    json.as_str()?.parse().ok()
}

/// A text, or a number as one: an id is either, as the user store has it.
pub(super) fn text(json: &Value) -> String {
    match json {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Is the number of people of any user store one at which it cuts its lists, by its default? It does not say so.
pub(super) fn may_be_truncated(people: &[Person]) -> bool {
    people.iter().any(|person| {
        let all = people.iter().filter(|other| other.key.0 == person.key.0).count();
        all.is_multiple_of(500)
    })
}

/// A part of a path.
pub(super) fn segment(text: &str) -> String {
    text.bytes().fold(String::new(), |path, byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => path + char::from(byte).to_string().as_str(),
        byte => format!("{path}%{byte:02X}"),
    })
}

/// The claims of a sign-in token, a JSON Web Token, which cannot be verified here; null where it is none.
pub(super) fn claims(token: &Secret) -> Value {
    let payload = token.expose().split('.').nth(1).and_then(unpacked);
    payload.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
}

/// When it ends.
pub(super) fn end(claims: &Value) -> Option<Timestamp> {
    #[expect(clippy::cast_possible_truncation, reason = "a time, if with a fraction of a second")]
    let seconds = claims["exp"].as_i64().or_else(|| claims["exp"].as_f64().map(|exp| exp as i64))?;
    Timestamp::from_second(seconds).ok()
}

/// Base64 for URLs, without padding (RFC 4648, section 5).
fn unpacked(text: &str) -> Option<Vec<u8>> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.trim_end_matches('=').bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        bits = (bits << 6 | u32::try_from(value).ok()?) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// Reads anything in every way (see `crate::properties`). What is listed as a factor can be addressed, and no factors are
/// no enrolment.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_anything(json: &Value) {
    let people = person(json, false).into_iter().collect::<Vec<_>>();
    may_be_truncated(&people);
    let tokens = json.as_array().map_or(std::slice::from_ref(json), Vec::as_slice);
    if let Ok(mfa) = enrolment(tokens) {
        assert_eq!(mfa.enrolment == Enrolment::NotEnrolled, tokens.is_empty());
        for factor in mfa.listed() {
            assert!(!segment(&factor.id).contains(['/', '?', '#', '\\']), "{}", factor.id);
        }
    }
    let token = Secret::new(text(json));
    let _ = (end(&claims(&token)), owner(json), result(json.clone()));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_tells_who_it_is_for_and_when_it_ends() {
        let token = Secret::new(
            "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VybmFtZSI6ImFkbWluIiwiZXhwIjoxODI3MDU4MTIzfQ.n_DIBaV71A8",
        );
        let claims = claims(&token);
        assert_eq!(claims["username"], "admin");
        assert_eq!(end(&claims).map(|end| end.to_string()).as_deref(), Some("2027-11-24T12:08:43Z"));
        for other in ["", "a.b.c", "key", "a.*.c"] {
            assert_eq!(super::claims(&Secret::new(other)), Value::Null, "{other}");
        }
    }

    #[test]
    fn times_of_every_version_are_read() {
        for text in [
            "2026-11-24T12:08:49+00:00",
            "2026-11-24 12:08:49.000000+0000",
            "2026-11-24 12:08:49.000000+00:00",
            "2026-11-24T17:38:49+0530",
        ] {
            let at = time(&json!(text)).map(|at| at.to_string());
            assert_eq!(at.as_deref(), Some("2026-11-24T12:08:49Z"), "{text}");
        }
        assert_eq!(time(&json!("yesterday")), None);
    }

    #[test]
    fn a_serial_cannot_leave_its_place_in_the_path() {
        assert_eq!(segment("TOTP-acme_0001"), "TOTP-acme_0001");
        assert_eq!(segment("../a b?c%2f#\u{e9}"), "%2E%2E%2Fa%20b%3Fc%252f%23%C3%A9");
    }

    #[test]
    fn a_token_is_disabled_revoked_or_locked() {
        for (token, faults) in [
            (json!({"active": true, "failcount": 0, "maxfail": 10}), [false, false, false]),
            (json!({"active": true, "failcount": 10, "maxfail": 10}), [false, false, true]),
            (json!({"active": true, "failcount": 3, "maxfail": 0}), [false, false, false]),
            (json!({"active": false, "failcount": 10, "maxfail": 10}), [true, false, true]),
            (json!({"active": false, "locked": true, "revoked": true}), [false, true, false]),
            (json!({"active": false, "rollout_state": "clientwait"}), [false, false, false]),
        ] {
            let mut token = token;
            token["serial"] = json!("S");
            let Factor { disabled, revoked, locked, .. } = factor(&token).expect("a factor");
            assert_eq!([disabled, revoked, locked], faults, "{token}");
        }
    }

    #[test]
    fn a_set_up_that_was_only_begun_is_partial() {
        let state = |state: Value| json!({"serial": "S", "rollout_state": state});
        let of = |tokens: &[Value]| enrolment(tokens).expect("a status").enrolment;
        assert_eq!(of(&[]), Enrolment::NotEnrolled);
        assert_eq!(of(&[state(json!("clientwait")), state(json!("verify"))]), Enrolment::Partial);
        assert_eq!(of(&[state(json!("clientwait")), state(json!("enrolled"))]), Enrolment::Enrolled);
        assert_eq!(of(&[state(Value::Null)]), Enrolment::Enrolled);
    }
}
