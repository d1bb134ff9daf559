//! How words, ids and times stand in the columns of the database.

use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use super::batch_state::BatchState;
use super::error::Nonsense;
use crate::model::{Enrolment, EnvironmentKind, Factor, Level, Outcome, UserId};

/// Types that are kept as the word that people see.
macro_rules! kept_as_words {
    ($($type:ty: $what:literal,)*) => {$(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.word().into())
            }
        }

        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let word = value.as_str()?;
                Self::from_word(word).ok_or_else(|| Nonsense { what: $what, value: word.to_owned() }.into())
            }
        }
    )*};
}

kept_as_words! {
    Enrolment: "an enrolment",
    EnvironmentKind: "an environment",
    Level: "a level",
    Outcome: "an outcome",
    BatchState: "the stage of a batch",
}

impl ToSql for UserId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

impl FromSql for UserId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str().map(Self::new)
    }
}

/// A time that we took ourselves.
pub(super) struct Milliseconds(pub(super) Timestamp);

impl FromSql for Milliseconds {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let at = value.as_i64()?;
        let time = Timestamp::from_millisecond(at);
        Ok(Self(time.map_err(|_| Nonsense { what: "a time", value: at.to_string() })?))
    }
}

/// A time that the service gave must come back as it was: the smallest difference tells one enrolment from another.
pub(super) struct Nanoseconds(pub(super) Timestamp);

impl FromSql for Nanoseconds {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let at = value.as_i64()?;
        let time = Timestamp::from_nanosecond(at.into());
        Ok(Self(time.map_err(|_| Nonsense { what: "a time", value: at.to_string() })?))
    }
}

/// The factors of an enrolment, as JSON.
pub(super) struct Factors(pub(super) Vec<Factor>);

impl FromSql for Factors {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        let factors = serde_json::from_str(text);
        Ok(Self(factors.map_err(|_| Nonsense { what: "factors", value: text.to_owned() })?))
    }
}

/// Several words, as JSON.
pub(super) struct Words(pub(super) Vec<String>);

impl FromSql for Words {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        let words = serde_json::from_str(text);
        Ok(Self(words.map_err(|_| Nonsense { what: "words", value: text.to_owned() })?))
    }
}
