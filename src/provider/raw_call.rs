//! Raw calls: a call of the service's API that an administrator types. Each provider lists the calls that its documents
//! name, and rules on every call before it is sent: none is a way around the guards of a reset.

use std::cell::RefCell;
use std::rc::Rc;

use reqwest::Method;
use serde_json::Value;

use super::call_answer::CallAnswer;
use super::call_path::CallPath;
use super::error::ProviderError;
use super::strict;
use crate::model::Level;

/// The method of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallMethod {
    /// A read.
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// PATCH.
    Patch,
    /// DELETE.
    Delete,
}

impl CallMethod {
    /// Every method.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// As it is sent.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Does a call of it change anything?
    #[must_use]
    pub fn changes(self) -> bool {
        self != Self::Get
    }

    pub(super) fn http(self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Post => Method::POST,
            Self::Put => Method::PUT,
            Self::Patch => Method::PATCH,
            Self::Delete => Method::DELETE,
        }
    }
}

/// A call as it was typed.
#[derive(Debug, Clone)]
pub struct RawCall {
    /// Its method.
    pub method: CallMethod,
    /// Its path and query.
    pub path: CallPath,
    /// Its body.
    pub body: Option<Value>,
}

/// Reads the body of a call.
///
/// # Errors
/// When it is no JSON, or an object in it has a key twice: a service might take the other value.
pub fn call_body(bytes: &[u8]) -> Result<Value, String> {
    strict::json(bytes)
}

/// A call that the documents of a service name.
#[derive(Debug)]
pub struct DocumentedCall {
    /// Its method.
    pub method: CallMethod,
    /// Under which the service lists it.
    pub topic: &'static str,
    /// Its path; `{}` is around what is put in there.
    pub path: &'static str,
    /// What it is for.
    pub summary: &'static str,
    /// A body, for those that take one.
    pub example: Option<&'static str>,
}

impl DocumentedCall {
    /// Is this that call? `segments` are in small letters.
    pub(super) fn is(&self, method: CallMethod, segments: &[String]) -> bool {
        let parts: Vec<&str> = self.path.trim_matches('/').split('/').collect();
        let fits =
            |(part, segment): (&&str, &String)| part.starts_with('{') || part.to_lowercase() == *segment;
        self.method == method
            && parts.len() == segments.len()
            && parts.iter().zip(segments).all(|pair| fits(pair))
    }
}

/// What a provider rules on a call.
#[derive(Debug)]
pub enum Ruling {
    /// It may be sent.
    Allowed(AllowedCall),
    /// It resets these people, which a reset job does.
    Reset {
        /// The ids, as the service writes them.
        ids: Vec<String>,
        /// The level of what the call resets, where it resets only one.
        level: Option<Level>,
    },
    /// It is the reset, but its body is not exactly ids.
    NoIds {
        /// A body as it should be.
        example: &'static str,
    },
    /// It is never sent.
    Refused(Refusal),
}

/// Why a call is never sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// What it would do.
    pub why: &'static str,
    /// What to do instead, where there is something.
    pub instead: Option<&'static str>,
}

impl Refusal {
    pub(super) const fn new(why: &'static str, instead: Option<&'static str>) -> Self {
        Self { why, instead }
    }
}

/// A call on which a provider has ruled that it may be sent. Only a provider makes one.
#[derive(Debug, Clone)]
pub struct AllowedCall(pub(super) RawCall);

impl AllowedCall {
    /// The call.
    #[must_use]
    pub fn call(&self) -> &RawCall {
        &self.0
    }
}

/// What came of a call.
pub struct Answered {
    /// Did the service do it?
    pub result: Result<(), ProviderError>,
    /// The last answer, also a refusal.
    pub answer: Option<CallAnswer>,
}

/// Where the transport leaves the last answer to a raw call, whatever it says.
pub(super) type Kept = Rc<RefCell<Option<CallAnswer>>>;

/// Does a key, of the query or anywhere in the body, name one of these words? `words` are in small letters without marks.
pub(super) fn names(call: &RawCall, words: &[&str]) -> bool {
    call.path.query().iter().any(|(key, _)| speaks_of(key, words))
        || call.body.as_ref().is_some_and(|body| has_key(body, words))
}

fn has_key(json: &Value, words: &[&str]) -> bool {
    match json {
        Value::Array(list) => list.iter().any(|json| has_key(json, words)),
        Value::Object(object) => {
            object.iter().any(|(key, json)| speaks_of(key, words) || has_key(json, words))
        }
        _ => false,
    }
}

/// Does a text have one of these words in it, however it is written: `mfaOptOut`, `mfa_opt_out`, `MFA-OptOut`?
pub(super) fn speaks_of(text: &str, words: &[&str]) -> bool {
    let bare: String = text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    words.iter().any(|word| bare.contains(word))
}
