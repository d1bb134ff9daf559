//! `audit verify`: is the record as it was written?

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::failure::{Failure, FailureKind};
use crate::output::{Card, Cell, Line, Tone};
use crate::session::{Context, kept_heads, written};
use crate::state::{Anchor, State, Verification};

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// A file with the head of an earlier time: that event must still be there
    #[arg(long, value_name = "FILE")]
    anchor: Option<PathBuf>,
}

#[derive(Serialize)]
struct Verified {
    ok: bool,
    records: u64,
    first_bad: Option<u64>,
    head: Option<String>,
}

impl Card for Verified {
    const KEYS: &'static [&'static str] = &["ok", "records", "first_bad", "head"];

    fn lines(&self) -> Vec<Line> {
        let record = match self.first_bad {
            None => Cell::toned("as it was written", Tone::Good),
            Some(seq) => Cell::toned(format!("changed, from event {seq} on"), Tone::Bad),
        };
        vec![
            Line::Field("Record", record),
            Line::Field("Events", self.records.to_string().into()),
            Line::Field("Head", Cell::maybe(self.head.as_deref())),
        ]
    }
}

pub(super) fn run(args: &VerifyArgs, context: &Context) -> Result<(), Failure> {
    let given = args.anchor.as_deref().map(anchor).transpose()?;
    let state = State::open(&context.settings.state_folder)?;
    let anchors: Vec<_> = given.into_iter().chain(kept_heads(context)).collect();
    let Verification { records, first_bad, head } = state.verify(&anchors)?;
    written(context.output.page(&Verified { ok: first_bad.is_none(), records, first_bad, head }))?;
    match first_bad {
        None => Ok(()),
        Some(seq) => Err(Failure::new(FailureKind::State, "the record is not as it was written")
            .because(format!("event {seq} was changed, removed or put in, or is missing at the end"))
            .hint("keep what there is with `mfa-admin audit export FILE`, and compare it with a backup")),
    }
}

/// The head in a file: alone, or in what `audit verify` has written, in whatever format.
fn anchor(path: &Path) -> Result<Anchor, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        Failure::new(FailureKind::BadInput, error.to_string()).cannot(format!("read {}", path.display()))
    })?;
    let in_json =
        serde_json::from_str::<Value>(&text).ok().and_then(|json| Some(json["head"].as_str()?.to_owned()));
    let mut words = text.split(|letter: char| !letter.is_ascii_hexdigit());
    let hash = in_json.or_else(|| words.find(|word| word.len() == 64).map(str::to_ascii_lowercase));
    hash.map(|hash| Anchor { seq: None, hash }).ok_or_else(|| {
        Failure::new(FailureKind::BadInput, format!("{} holds no head of a record", path.display()))
            .hint("make one with `mfa-admin audit verify -o json`")
    })
}
