//! `api list`: the calls that the documents of the service name.

use serde::{Serialize, Serializer};

use crate::failure::Failure;
use crate::output::NarrowRule::{Goes, Shrinks};
use crate::output::{Cell, NarrowRule, Record, Tone};
use crate::provider::{CallMethod, DocumentedCall, ProviderKind};
use crate::session::{Context, written};

#[derive(Serialize)]
struct Listed {
    #[serde(serialize_with = "word")]
    method: CallMethod,
    path: &'static str,
    topic: &'static str,
    summary: &'static str,
    changes: bool,
    example: Option<&'static str>,
}

fn word<S: Serializer>(method: &CallMethod, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(method.word())
}

impl From<&DocumentedCall> for Listed {
    fn from(call: &DocumentedCall) -> Self {
        let DocumentedCall { method, topic, path, summary, example } = *call;
        Self { method, path, topic, summary, changes: method.changes(), example }
    }
}

impl Record for Listed {
    const KEYS: &'static [&'static str] = &["method", "path", "topic", "summary", "changes", "example"];
    const COLUMNS: &'static [&'static str] = &["METHOD", "PATH", "TOPIC", "SUMMARY", "EXAMPLE"];
    const NARROW_RULES: &'static [NarrowRule] =
        &[Shrinks("EXAMPLE", 20), Goes("EXAMPLE"), Goes("TOPIC"), Shrinks("SUMMARY", 16), Goes("SUMMARY")];

    fn cells(&self) -> Vec<Cell> {
        let tone = if self.changes { Tone::Mind } else { Tone::Plain };
        vec![
            Cell::toned(self.method.word(), tone),
            self.path.into(),
            self.topic.into(),
            self.summary.into(),
            self.example.unwrap_or_default().into(),
        ]
    }
}

pub(super) fn list(topic: Option<&str>, kind: ProviderKind, context: &Context) -> Result<(), Failure> {
    let documented = kind.documented();
    let fits = |call: &&DocumentedCall| {
        topic.is_none_or(|topic| topic.trim_matches('/').eq_ignore_ascii_case(call.topic))
    };
    let listed: Vec<Listed> = documented.iter().filter(fits).map(Listed::from).collect();
    if listed.is_empty() {
        return Err(no_topic(topic.unwrap_or_default(), documented));
    }
    written(context.output.all(&listed))
}

fn no_topic(topic: &str, documented: &[DocumentedCall]) -> Failure {
    let mut known: Vec<&str> = documented.iter().map(|call| call.topic).collect();
    known.sort_unstable();
    known.dedup();
    let known = known.join(", ");
    Failure::usage(format!("there is no topic `{topic}`")).hint(format!("there are: {known}"))
}
