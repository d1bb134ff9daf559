//! `--sort`: people by one of their fields.

use serde_json::Value;

use crate::output::Record;
use crate::people::Found;

/// By which field, and whether it falls.
#[derive(Debug, Clone)]
pub(super) struct Sort {
    field: &'static str,
    falls: bool,
}

impl Sort {
    /// `FIELD`, or `-FIELD`.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let (name, falls) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let field = Found::KEYS.iter().find(|key| **key == name);
        let field = field.ok_or_else(|| format!("it can be one of: {}", Found::KEYS.join(", ")))?;
        Ok(Self { field, falls })
    }

    /// The people in that order. Whose field is not known comes last in either; those with the same keep their order.
    pub(super) fn sorted(&self, people: Vec<Found>) -> Vec<Found> {
        let key = |found: Found| {
            let key = serde_json::to_value(&found).map_or(Value::Null, |mut json| json[self.field].take());
            (Key::from(key), found)
        };
        let mut people: Vec<_> = people.into_iter().map(key).collect();
        people.sort_by(|(one, _), (other, _)| match (one, other) {
            (Key::Unknown, _) | (_, Key::Unknown) => one.cmp(other),
            _ if self.falls => other.cmp(one),
            _ => one.cmp(other),
        });
        people.into_iter().map(|(_, found)| found).collect()
    }
}

/// What people are compared by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u64),
    Text(String),
    Unknown,
}

impl From<Value> for Key {
    /// Ids that are numbers go by their size, texts without regard to case.
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Unknown,
            Value::Bool(truth) => Self::Number(truth.into()),
            Value::String(text) => {
                text.parse().map_or_else(|_| Self::Text(text.to_lowercase()), Self::Number)
            }
            other => Self::Text(other.to_string()),
        }
    }
}
