//! Faults on request: rules that make chosen calls fail in the ways that services and networks do.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use hyper::{Method, StatusCode};
use serde::Deserialize;

use super::http::{Call, Refusal};

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The connection is cut and nothing is done.
    DropBefore,
    /// It is done, then the connection is cut.
    DropAfter,
    /// It is done; the answer waits.
    Delay(Duration),
    /// Nothing is done.
    Status { status: StatusCode, retry_after: Option<u64> },
    /// Nothing is done; 403 in the words of a quota.
    Quota { retry_after: Option<u64> },
    /// Nothing is done; 200 with a web page.
    Html,
    /// It is done; 200 with half of a JSON body.
    Truncate,
    /// 204, and nothing is done.
    NoEffect,
    /// A reset is done, but reads show the old enrolment for so long.
    Stale(Duration),
}

#[derive(Default)]
pub(super) struct FaultInjection(Mutex<Vec<Rule>>);

/// The body of `PUT /_emulator/faults`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FaultRules {
    rules: Vec<FaultRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultRule {
    r#match: String,
    #[serde(default = "always")]
    every: u64,
    r#do: String,
    retry_after: Option<u64>,
}

const fn always() -> u64 {
    1
}

struct Rule {
    method: Method,
    prefix: String,
    every: u64,
    matched: u64,
    action: Action,
}

enum Action {
    Always(Fault),
    /// Only for what exceeds so many requests a second.
    Limit(Bucket),
}

struct Bucket {
    size: f64,
    left: f64,
    filled: Instant,
}

impl FaultInjection {
    /// Puts new rules in force; if one of them is wrong, the old ones stay.
    pub(super) fn change(&self, rules: &FaultRules) -> Result<(), Refusal> {
        let rules: Vec<Rule> = rules.rules.iter().map(Rule::of).collect::<Result<_, _>>()?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = rules;
        Ok(())
    }

    /// What goes wrong with this call, if anything. The first rule that acts decides; every rule counts the call.
    pub(super) fn matches(&self, call: &Call) -> Option<Fault> {
        let mut rules = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rules.iter_mut().fold(None, |first, rule| {
            let fault = rule.matches(call);
            first.or(fault)
        })
    }
}

impl Rule {
    fn of(rule: &FaultRule) -> Result<Self, Refusal> {
        let wrong = |what: &str| Err(Refusal::bad_request(format!("faults: {what}")));
        let Some((method, path)) = rule.r#match.split_once(' ').filter(|(_, path)| path.starts_with('/'))
        else {
            return wrong(&format!("{:?} is not a method and a path", rule.r#match));
        };
        let methods = [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH];
        let Some(method) = methods.into_iter().find(|one| one.as_str() == method) else {
            return wrong(&format!("{method:?} is not a method"));
        };
        if rule.every == 0 {
            return wrong("every must be at least 1");
        }
        let action = Action::of(&rule.r#do, rule.retry_after)?;
        let prefix = path.split_once('?').map_or(path, |(path, _)| path).to_owned();
        Ok(Self { method, prefix, every: rule.every, matched: 0, action })
    }

    fn matches(&mut self, call: &Call) -> Option<Fault> {
        if call.method != self.method || !call.path().starts_with(&self.prefix) {
            return None;
        }
        self.matched += 1;
        if !self.matched.is_multiple_of(self.every) {
            return None;
        }
        match &mut self.action {
            Action::Always(fault) => Some(*fault),
            Action::Limit(bucket) => {
                let over = Fault::Status { status: StatusCode::TOO_MANY_REQUESTS, retry_after: Some(1) };
                (!bucket.has_one(Instant::now())).then_some(over)
            }
        }
    }
}

impl Action {
    fn of(text: &str, retry_after: Option<u64>) -> Result<Self, Refusal> {
        let unknown = || Refusal::bad_request(format!("faults: {text:?} is not something that can happen"));
        let (word, number) = match text.split_once(':') {
            None => (text, None),
            Some((word, number)) => (word, Some(number.parse::<u64>().map_err(|_| unknown())?)),
        };
        let fault = match (word, number) {
            ("drop_before", None) => Fault::DropBefore,
            ("drop_after", None) => Fault::DropAfter,
            ("delay", Some(ms)) => Fault::Delay(Duration::from_millis(ms).min(LONGEST)),
            ("status", Some(code @ (429 | 500 | 502 | 503))) => {
                let status = u16::try_from(code).ok().and_then(|code| StatusCode::from_u16(code).ok());
                Fault::Status { status: status.ok_or_else(unknown)?, retry_after }
            }
            ("quota", Some(403)) => Fault::Quota { retry_after },
            ("html", None) => Fault::Html,
            ("truncate", None) => Fault::Truncate,
            ("no_effect", None) => Fault::NoEffect,
            ("stale", Some(ms)) => Fault::Stale(Duration::from_millis(ms).min(LONGEST)),
            ("limit", Some(a_second @ 1..)) => return Ok(Self::Limit(Bucket::of(a_second))),
            _ => return Err(unknown()),
        };
        if retry_after.is_some() && !matches!(fault, Fault::Status { .. } | Fault::Quota { .. }) {
            return Err(Refusal::bad_request(format!("faults: {text:?} cannot have a retry_after")));
        }
        Ok(Self::Always(fault))
    }
}

/// The longest fault, so that no sum of times overflows.
const LONGEST: Duration = Duration::from_hours(24);

impl Bucket {
    #[expect(clippy::cast_precision_loss, reason = "no limit is higher than 2^52 requests a second")]
    fn of(a_second: u64) -> Self {
        Self { size: a_second as f64, left: a_second as f64, filled: Instant::now() }
    }

    fn has_one(&mut self, now: Instant) -> bool {
        let since = now.saturating_duration_since(self.filled).as_secs_f64();
        self.left = (self.left + since * self.size).min(self.size);
        self.filled = now;
        let one = self.left >= 1.0;
        if one {
            self.left -= 1.0;
        }
        one
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Bucket;

    #[test]
    fn a_bucket_refills_evenly_and_never_over_its_size() {
        let mut bucket = Bucket::of(2);
        let start = bucket.filled;
        let mut at = |ms| bucket.has_one(start + Duration::from_millis(ms));
        assert_eq!([at(0), at(0), at(0)], [true, true, false]);
        assert_eq!([at(499), at(500), at(501)], [false, true, false]);
        assert_eq!([at(60_000), at(60_000), at(60_000)], [true, true, false]);
    }
}
