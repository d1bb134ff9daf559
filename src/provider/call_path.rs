//! The path of a raw call as a person types it: decoded once, and written anew. What a provider rules on and what is sent
//! are made from the same segments, so that no spelling is one path here and another one there.

use std::fmt;

use reqwest::Url;
use thiserror::Error;

/// A path below the base URL of the profile, and its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallPath {
    segments: Vec<String>,
    /// privacyIDEA has calls that end with a slash.
    ends_with_slash: bool,
    query: Vec<(String, String)>,
}

/// Why a text is no path of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CallPathError {
    /// A URL, or the beginning of one.
    #[error("a path is wanted, no URL: calls go to the service of the profile alone")]
    Elsewhere,
    /// A control character, a backslash, `#` or `;`.
    #[error("a path has no control character, backslash, `#` or `;`")]
    Letters,
    /// Two slashes in a row, `.` or `..`.
    #[error("a path has no empty part, `.` or `..`")]
    Step,
    /// `%` without two hexadecimal digits, no UTF-8, or an escape within an escape.
    #[error("an escape in the path is incomplete, no UTF-8, or escaped twice")]
    Escape,
    /// A parameter that some servers take for the method.
    #[error("the method cannot be given in the query")]
    Method,
}

/// Parameters that some servers take for the method.
const METHODS: [&str; 3] = ["_method", "x-http-method-override", "x-http-method"];

impl CallPath {
    /// Reads a path with its query. The slash in front may be left out.
    ///
    /// # Errors
    /// When it is none, or could be read in two ways.
    pub fn parse(typed: &str) -> Result<Self, CallPathError> {
        let (path, query) = typed.split_once('?').map_or((typed, None), |(path, query)| (path, Some(query)));
        if is_ambiguous(path) || typed.contains('#') || typed.contains(char::is_control) {
            return Err(CallPathError::Letters);
        }
        let path = path.strip_prefix('/').unwrap_or(path);
        // `//host`, `http://host`, `host:80`, `user@host`.
        let first = path.split('/').next().unwrap_or_default();
        if path.starts_with('/') || first.contains([':', '@']) {
            return Err(CallPathError::Elsewhere);
        }
        let bare = path.strip_suffix('/').unwrap_or(path);
        let segments = if bare.is_empty() && path.is_empty() {
            Vec::new()
        } else {
            bare.split('/').map(segment).collect::<Result<_, _>>()?
        };
        let call = Self { segments, ends_with_slash: bare.len() < path.len(), query: Vec::new() };
        call.with_query(pairs(query.unwrap_or_default()))
    }

    /// The same with more parameters.
    ///
    /// # Errors
    /// When one of them is taken for the method by some servers.
    pub fn with_query(
        mut self,
        more: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, CallPathError> {
        self.query.extend(more);
        if self.query.iter().any(|(key, _)| METHODS.contains(&key.to_lowercase().as_str())) {
            return Err(CallPathError::Method);
        }
        Ok(self)
    }

    /// Its parts, decoded.
    #[must_use]
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    /// Its parts in small letters: services differ in whether capitals count.
    pub(super) fn folded(&self) -> Vec<String> {
        self.segments.iter().map(|segment| segment.to_lowercase()).collect()
    }

    /// Its parameters, decoded.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The path as it is sent, without the query.
    #[must_use]
    pub fn path(&self) -> String {
        let slash = if self.ends_with_slash { "/" } else { "" };
        let parts: Vec<String> = self.segments.iter().map(|segment| encoded(segment)).collect();
        format!("/{}{slash}", parts.join("/"))
    }
}

/// As it is sent, with the query.
impl fmt::Display for CallPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path())?;
        if self.query.is_empty() {
            return Ok(());
        }
        let mut url = nowhere();
        url.query_pairs_mut().extend_pairs(&self.query);
        write!(f, "?{}", url.query().unwrap_or_default())
    }
}

/// A URL of which only the query counts.
fn nowhere() -> Url {
    Url::parse("http://localhost/").expect("it is a URL")
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let mut url = nowhere();
    url.set_query(Some(query).filter(|query| !query.is_empty()));
    url.query_pairs().map(|(key, value)| (key.into_owned(), value.into_owned())).collect()
}

/// Letters that one server takes for a separator and another one for a letter.
fn is_ambiguous(text: &str) -> bool {
    text.contains(|letter: char| letter.is_control() || ['\\', ';', '#'].contains(&letter))
}

fn segment(typed: &str) -> Result<String, CallPathError> {
    let text = decoded(typed).ok_or(CallPathError::Escape)?;
    if text.is_empty() || text == "." || text == ".." {
        return Err(CallPathError::Step);
    }
    if is_ambiguous(&text) || text.contains(['/', '?']) {
        return Err(CallPathError::Letters);
    }
    // A server that decodes twice would read another path.
    let is_escaped = |(at, _): (usize, &str)| decoded(text.get(at..at + 3).unwrap_or("%")).is_some();
    if text.match_indices('%').any(is_escaped) { Err(CallPathError::Escape) } else { Ok(text) }
}

/// The text with its escapes undone, once.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        let digits = str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

/// A part of a path, in which only letters, digits and `-._~@+:=,!$&'()*` stand for themselves (RFC 3986, section 3.3).
fn encoded(segment: &str) -> String {
    segment.bytes().fold(String::new(), |path, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~@+:=,!$&'()*".contains(&byte) {
            path + char::from(byte).to_string().as_str()
        } else {
            format!("{path}%{byte:02X}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_what_was_read() {
        for (typed, sent) in [
            ("/user/users", "/user/users"),
            ("user/users", "/user/users"),
            ("/user/", "/user/"),
            ("/", "/"),
            ("", "/"),
            ("/%75ser/USERS", "/user/USERS"),
            ("/user/users/email/ana@x.org", "/user/users/email/ana@x.org"),
            ("/user/users/email/zo\u{eb}%20b@x", "/user/users/email/zo%C3%AB%20b@x"),
            ("/a/50%25", "/a/50%25"),
            ("/a?search=ana b&x=%26&y", "/a?search=ana+b&x=%26&y="),
            ("/a?u=http://b/../c;d", "/a?u=http%3A%2F%2Fb%2F..%2Fc%3Bd"),
        ] {
            let path = CallPath::parse(typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
            assert_eq!(path.to_string(), sent, "{typed}");
            assert_eq!(CallPath::parse(sent), Ok(path), "{typed}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_no_path() {
        use CallPathError::{Elsewhere, Escape, Letters, Method, Step};
        for (typed, error) in [
            ("http://evil.example/user", Elsewhere),
            ("HTTPS:/evil.example", Elsewhere),
            ("//evil.example/user", Elsewhere),
            ("///evil.example", Elsewhere),
            ("ana@evil.example/user", Elsewhere),
            ("evil.example:80/user", Elsewhere),
            ("\\\\evil.example\\user", Letters),
            ("/user\\users", Letters),
            ("/user%5Cusers", Letters),
            ("/user/users#x", Letters),
            ("/user/users;a=b", Letters),
            ("/user/users%3Ba", Letters),
            ("/user/users%2Fmfa", Letters),
            ("/user/users\n", Letters),
            ("/user/users%0d%0aHost:", Letters),
            ("/user/users?a=\r\nb", Letters),
            ("/user%00", Letters),
            ("/user//users", Step),
            ("/user/users//", Step),
            ("/user/./users", Step),
            ("/a/../user", Step),
            ("/a/%2e%2E/user", Step),
            ("/a/.%2e/user", Step),
            ("/a/%252e%252e/user", Escape),
            ("/%2575ser/users", Escape),
            ("/user/%", Escape),
            ("/user/%zz", Escape),
            ("/user/%+1", Escape),
            ("/user/%ff", Escape),
            ("/user/users?_method=PUT", Method),
            ("/user/users?X-HTTP-Method-Override=PUT", Method),
        ] {
            assert_eq!(CallPath::parse(typed), Err(error), "{typed:?}");
        }
    }
}
