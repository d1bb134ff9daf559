//! The answers of Resolver Core, read tolerantly.
//!
//! Its API description is not public. The first keys of each list are those that the live service has been seen to use;
//! the others are what it may use elsewhere. Unknown keys are ignored, and only `id` is required. What is not there is
//! `None`, never a guess.

use jiff::Timestamp;
use serde_json::Value;

use super::super::error::ProviderError;
use super::super::json_array::KEYS;
use crate::model::{Account, Enrolment, LastLogin, Level, MfaStatus, User, UserId};

const ACTIVE: &[&str] = &["isActive", "active", "enabled"];
const ADMIN: &[&str] = &["isAdmin", "admin"];
const LANGUAGE: &[&str] = &["lang", "language"];

/// A list, in whichever envelope.
pub(super) fn list(json: &Value) -> Result<&[Value], ProviderError> {
    let found = json.as_array().or_else(|| {
        KEYS.iter().find_map(|key| match &json[*key] {
            Value::Array(rows) => Some(rows),
            inner @ Value::Object(_) => inner["users"].as_array(),
            _ => None,
        })
    });
    found.map(Vec::as_slice).ok_or_else(|| ProviderError::garbled("a list was expected"))
}

/// A single object, with or without an envelope.
pub(super) fn object(json: &Value) -> &Value {
    match &json["data"] {
        inner @ Value::Object(_) if json.get("id").is_none() => inner,
        _ => json,
    }
}

/// A person.
pub(super) fn person(json: &Value) -> Result<User, ProviderError> {
    let id = id(&json["id"]).ok_or_else(|| ProviderError::garbled("a person without an id"))?;
    let email = text(json, &["email", "emailAddress", "mail"]);
    Ok(User {
        id,
        name: name(json),
        email,
        active: truth(json, ACTIVE),
        admin: admin(&[json]),
        mfa: mfa(json),
        // The web page says "Never" of a person without one.
        last_login: ["lastLogin", "lastLoginDate", "lastLoginAt"]
            .iter()
            .find_map(|key| time(&json[*key]))
            .map_or(LastLogin::Never, LastLogin::At),
    })
}

/// A membership: a person in an organisation. `None` where it carries no person. Its own `id` is not a person's.
pub(super) fn membership(json: &Value) -> Option<Result<Account, ProviderError>> {
    let inner = json.get("user").filter(|inner| inner.is_object())?;
    Some(account(inner, json))
}

/// The panel: what the person's own object says, and what their membership adds.
pub(super) fn account(inner: &Value, membership: &Value) -> Result<Account, ProviderError> {
    let mut user = person(inner)?;
    user.active = truth(membership, ACTIVE).or(user.active);
    user.admin = admin(&[membership, inner]);
    user.mfa = merge(&mfa(membership), &user.mfa);
    let either = |read: &dyn Fn(&Value) -> Option<bool>| read(membership).or_else(|| read(inner));
    Ok(Account {
        all_data_access: either(&|json| truth(json, &["allAccess", "allDataAccess"])),
        language: text(membership, LANGUAGE).or_else(|| text(inner, LANGUAGE)),
        groups: names(&membership["groups"]).or_else(|| names(&inner["groups"])),
        roles: names(&membership["roles"]).or_else(|| names(&inner["roles"])),
        sso: either(&|json| truth(json, &["isSso", "sso"])),
        user,
    })
}

/// What is known of a person's MFA. Reading it is not documented: unknown, unless one of these keys is there.
fn mfa(json: &Value) -> MfaStatus {
    let inner = &json["mfa"];
    let enrolled = truth(inner, &["enrolled", "isEnrolled", "enabled", "setup"])
        .or_else(|| inner.as_bool())
        .or_else(|| {
            truth(json, &["mfaEnrolled", "isMfaEnrolled", "mfaEnabled", "isMfaEnabled", "mfaSetup", "hasMfa"])
        });
    let level = match text(inner, &["level"]).or_else(|| text(json, &["mfaLevel"])).as_deref() {
        Some("user") => Some(Level::User),
        Some("org") => Some(Level::Org),
        _ => None,
    };
    MfaStatus {
        enrolment: match enrolled {
            Some(true) => Enrolment::Enrolled,
            Some(false) => Enrolment::NotEnrolled,
            None => Enrolment::Unknown,
        },
        level,
        enrolled_at: time(&inner["enrolledAt"]).or_else(|| time(&json["mfaEnrolledAt"])),
        factors: None,
        exempt: truth(json, &["mfaOptOut"]),
        enforced: truth(json, &["mfaEnforced", "isMfaEnforced"]),
    }
}

/// The membership's word first, the person's where it has none.
fn merge(first: &MfaStatus, second: &MfaStatus) -> MfaStatus {
    let (known, other) =
        if first.enrolment == Enrolment::Unknown { (second, first) } else { (first, second) };
    MfaStatus {
        enrolment: known.enrolment,
        level: known.level.or(other.level),
        enrolled_at: known.enrolled_at,
        factors: None,
        exempt: first.exempt.or(second.exempt),
        enforced: first.enforced.or(second.enforced),
    }
}

/// An id: an integer, or one in quotes.
pub(super) fn id(json: &Value) -> Option<UserId> {
    match json {
        Value::Number(number) => number.as_u64().map(|id| UserId::new(id.to_string())),
        Value::String(text) => parse_id(text),
        _ => None,
    }
}

/// Ids are integers from 1; the same number is the same person, however many zeros stand before it.
pub(super) fn parse_id(text: &str) -> Option<UserId> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let id: i64 = text.parse().ok()?;
    (id > 0).then(|| UserId::new(id.to_string()))
}

/// A time: RFC 3339, or seconds or milliseconds since 1970, in quotes or not.
pub(super) fn time(json: &Value) -> Option<Timestamp> {
    let epoch = |number: i64| {
        // Seconds of this size are the year 5138.
        if number.unsigned_abs() >= 100_000_000_000 {
            Timestamp::from_millisecond(number).ok()
        } else {
            Timestamp::from_second(number).ok()
        }
    };
    match json {
        Value::Number(number) => number.as_i64().and_then(epoch),
        Value::String(text) => text.parse().ok().or_else(|| text.parse::<i64>().ok().and_then(epoch)),
        _ => None,
    }
}

/// The text under the first of the keys that has some.
pub(super) fn text(json: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().filter_map(|key| json[*key].as_str()).find(|text| !text.trim().is_empty()).map(str::to_owned)
}

pub(super) fn truth(json: &Value, keys: &[&str]) -> Option<bool> {
    keys.iter().find_map(|key| match &json[*key] {
        Value::Bool(truth) => Some(*truth),
        Value::Number(number) => match number.as_u64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    })
}

/// Is this an administrator, by all that one read brought? One yes is enough. A no counts only where nothing else is
/// said and it is the JSON `false`: any other value is not understood, and so not known.
fn admin(said: &[&Value]) -> Option<bool> {
    let words = said.iter().flat_map(|json| ADMIN.iter().map(|key| &json[*key]));
    let mut known = None;
    for word in words.filter(|word| !word.is_null()) {
        match word {
            Value::Bool(true) => return Some(true),
            Value::Bool(false) if known != Some(None) => known = Some(Some(false)),
            _ => known = Some(None),
        }
    }
    known.flatten()
}

/// Does any part of an answer, however deep, speak of an administrator?
pub(super) fn says_admin(json: &Value) -> bool {
    match json {
        Value::Object(object) => object
            .iter()
            .any(|(key, value)| value == true && ADMIN.contains(&key.as_str()) || says_admin(value)),
        Value::Array(list) => list.iter().any(says_admin),
        _ => false,
    }
}

fn name(json: &Value) -> Option<String> {
    let parts = [text(json, &["first", "firstName"]), text(json, &["last", "lastName"])];
    let whole = parts.into_iter().flatten().map(|part| part.trim().to_owned()).collect::<Vec<_>>().join(" ");
    if whole.is_empty() { text(json, &["name", "displayName", "fullName"]) } else { Some(whole) }
}

/// The id of the group of that name, case folded.
pub(super) fn group(name: &str, groups: &Value) -> Result<UserId, ProviderError> {
    let groups = list(groups)?;
    let called = |group: &&Value| {
        text(group, &["name"]).is_some_and(|text| text.trim().to_lowercase() == name.trim().to_lowercase())
    };
    groups
        .iter()
        .find(called)
        .and_then(|group| id(&group["id"]))
        .ok_or_else(|| ProviderError::NoGroup { name: name.to_owned(), known: group_names(groups) })
}

pub(super) fn group_names(groups: &[Value]) -> Vec<String> {
    groups.iter().filter_map(|group| text(group, &["name"])).collect()
}

/// The people of a group: pairs of a group and a person, or the group with its people. Rows of other groups are left
/// out, for a service may not know the filter.
pub(super) fn members(group: &UserId, json: &Value) -> Result<Vec<UserId>, ProviderError> {
    let mut members = Vec::new();
    for row in list(json)? {
        if let Some(people) = row["users"].as_array() {
            if id(&row["id"]).as_ref() == Some(group) {
                members.extend(people.iter().filter_map(|person| id(person).or_else(|| id(&person["id"]))));
            }
        } else if id(&row["groupId"]).is_none_or(|of| of == *group) {
            members.extend(id(&row["userId"]));
        }
    }
    Ok(members)
}

/// Names of groups or roles: objects with a name, or the names themselves.
fn names(json: &Value) -> Option<Vec<String>> {
    let name = |entry: &Value| entry.as_str().map(str::to_owned).or_else(|| text(entry, &["name"]));
    json.as_array().map(|entries| entries.iter().filter_map(name).collect())
}

/// Reads anything in every way (see `crate::properties`). A person that comes out has an id that can be asked for, and is
/// an administrator at least where the answer says so.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_anything(json: &Value) {
    for found in [person(object(json)), account(json, json).map(|account| account.user)].into_iter().flatten()
    {
        assert_eq!(parse_id(found.id.as_str()).as_ref(), Some(&found.id));
        assert!(found.admin == Some(true) || !says_admin(object(json)) || !says_admin(json));
    }
    if let Some(Ok(found)) = membership(json) {
        assert!(found.user.admin == Some(true) || !says_admin(json));
    }
    let groups = list(json).unwrap_or_default();
    let known = group_names(groups);
    for name in known.iter().map(String::as_str).chain([""]) {
        let _ = group(name, json).map(|group| members(&group, json));
    }
}
