//! A line of a list of approvers: `PRINCIPALS [OPTIONS] KEY`, as ALLOWED SIGNERS in ssh-keygen(1) says.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use ssh_key::PublicKey;
use ssh_key::public::KeyData;

use super::digests::NAMESPACE;

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SignerLine {
    /// The names of one person; none where a pattern is among them.
    pub(super) names: Vec<String>,
    pub(super) key: KeyData,
    /// May the key sign plans?
    pub(super) is_for_plans: bool,
    pub(super) valid_after: Option<Timestamp>,
    pub(super) valid_before: Option<Timestamp>,
    /// Is the key that of an authority, which signs certificates and no plans?
    pub(super) is_authority: bool,
}

/// The content of a line without its comment; `None` where there is none.
pub(super) fn content(line: &str) -> Option<&str> {
    let line = line.trim();
    (!line.is_empty() && !line.starts_with('#')).then_some(line)
}

/// A public key, as it stands in a `.pub` file.
#[must_use]
pub fn public_key(text: &str) -> Option<KeyData> {
    let mut words = text.split_whitespace();
    let (kind, key) = (words.next()?, words.next()?);
    Some(PublicKey::from_openssh(&format!("{kind} {key}")).ok()?.key_data().clone())
}

/// Reads a line that has content; `None` where it makes no sense.
pub(super) fn signer(line: &str) -> Option<SignerLine> {
    let (principals, rest) = field(line)?;
    let principals = principals.trim_matches('"');
    let is_pattern = |name: &str| name.contains(['*', '?', '!']);
    let names = principals.split(',').map(str::trim).filter(|name| !name.is_empty());
    let names = if is_pattern(principals) { Vec::new() } else { names.map(str::to_owned).collect() };
    let mut signer = SignerLine {
        names,
        // Without options the key follows at once.
        key: match public_key(rest) {
            Some(key) => key,
            None => public_key(field(rest)?.1)?,
        },
        is_for_plans: true,
        valid_after: None,
        valid_before: None,
        is_authority: false,
    };
    if public_key(rest).is_none() {
        split(field(rest)?.0, ',').into_iter().try_for_each(|option| signer.take(option))?;
    }
    Some(signer)
}

impl SignerLine {
    /// Takes an option; `None` for one that is not known.
    fn take(&mut self, option: &str) -> Option<()> {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        match name.to_ascii_lowercase().as_str() {
            "cert-authority" => self.is_authority = true,
            "namespaces" => {
                let mut is_listed = false;
                for pattern in value.split(',') {
                    match pattern.strip_prefix('!') {
                        Some(pattern) if matches(pattern.as_bytes(), NAMESPACE.as_bytes()) => {
                            self.is_for_plans = false;
                            return Some(());
                        }
                        Some(_) => {}
                        None => is_listed |= matches(pattern.as_bytes(), NAMESPACE.as_bytes()),
                    }
                }
                self.is_for_plans = is_listed;
            }
            "valid-after" => self.valid_after = Some(time(value)?),
            "valid-before" => self.valid_before = Some(time(value)?),
            _ => return None,
        }
        Some(())
    }
}

/// The first field, in which quotes hold blanks together, and the rest.
fn field(line: &str) -> Option<(&str, &str)> {
    let at = unquoted(line, char::is_whitespace)?;
    Some((&line[..at], line[at..].trim_start()))
}

/// The parts between delimiters that no quotes enclose.
fn split(mut text: &str, delimiter: char) -> Vec<&str> {
    let mut parts = Vec::new();
    while let Some(at) = unquoted(text, |letter| letter == delimiter) {
        parts.push(&text[..at]);
        text = &text[at + delimiter.len_utf8()..];
    }
    parts.push(text);
    parts
}

/// Where the first such letter stands that no quotes enclose.
fn unquoted(text: &str, is_it: impl Fn(char) -> bool) -> Option<usize> {
    let mut is_quoted = false;
    text.char_indices().find_map(|(at, letter)| {
        is_quoted ^= letter == '"';
        (!is_quoted && is_it(letter)).then_some(at)
    })
}

/// Does a pattern with `*` and `?` match the whole text?
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern, text) {
        ([b'*', rest @ ..], _) => (0..=text.len()).any(|at| matches(rest, &text[at..])),
        ([b'?', pattern @ ..], [_, text @ ..]) => matches(pattern, text),
        ([one, pattern @ ..], [other, text @ ..]) => one == other && matches(pattern, text),
        (pattern, text) => pattern.is_empty() && text.is_empty(),
    }
}

/// `YYYYMMDD[HHMM[SS]][Z]`. OpenSSH takes a time without Z for that of the machine; we know no time zones, and take it for
/// UTC.
fn time(text: &str) -> Option<Timestamp> {
    let text = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    if !matches!(text.len(), 8 | 12 | 14) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = format!("{text:0<14}");
    let part = |from, to| text.get(from..to)?.parse::<i8>().ok();
    let (year, month, day) = (text.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?);
    let time = DateTime::new(year, month, day, part(8, 10)?, part(10, 12)?, part(12, 14)?, 0).ok()?;
    TimeZone::UTC.to_timestamp(time).ok()
}
