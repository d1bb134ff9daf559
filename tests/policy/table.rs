//! The table for readers, kept fresh. `BLESS=1 cargo test --test policy` rewrites it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mfa_admin::engine::Reason;
use mfa_admin::engine::policy::{Answer, Doubtful, Evidence, Next, Observation, decide};
use mfa_admin::model::EnrolmentChange::{
    Extended, Indeterminate, PartlyRemoved, Removed, Replaced, Unchanged,
};

use crate::{ANSWERS, FIELDS, Field, OBSERVATIONS, ON_ITS_WAY, evidence};

/// A row of the table: the conditions that matter, and what is done.
type Leaf = (Vec<&'static str>, Next);

/// Asks one field after the other, and leaves out those that change nothing.
fn leaves(evidence: Evidence, fields: &[&Field], said: &[&'static str], found: &mut Vec<Leaf>) {
    let Some((field, rest)) = fields.split_first() else {
        found.push((said.to_vec(), decide(evidence)));
        return;
    };
    let branch = |yes| {
        let mut one = evidence;
        (field.set)(&mut one, yes);
        one
    };
    let below = |one: Evidence, said: &[&'static str]| {
        let mut found = Vec::new();
        leaves(one, rest, said, &mut found);
        found
    };
    let (yes, no) = (branch(true), branch(false));
    if below(yes, &[]) == below(no, &[]) {
        return found.extend(below(yes, said));
    }
    found.extend(below(yes, &[said, &[field.yes]].concat()));
    found.extend(below(no, &[said, &[field.no]].concat()));
}

/// The rows of one section: what is read, in groups that come to the same.
type Rows = Vec<(Vec<Observation>, Vec<Leaf>)>;

fn rows(answer: Answer, doubtful: Doubtful) -> Rows {
    let mut rows = Rows::new();
    for observed in OBSERVATIONS {
        let mut found = Vec::new();
        // What was never sent is not on its way.
        let fields = FIELDS.iter().filter(|field| doubtful != Doubtful::None || field.yes != ON_ITS_WAY);
        leaves(evidence(answer, observed, doubtful), &fields.collect::<Vec<_>>(), &[], &mut found);
        match rows.iter_mut().find(|(_, leaves)| *leaves == found) {
            Some((observations, _)) => observations.push(observed),
            None => rows.push((vec![observed], found)),
        }
    }
    rows
}

fn observation_words(observed: Observation) -> &'static str {
    match observed {
        Observation::NotRead => "nothing yet, or nothing fresh enough",
        Observation::Failed => "no read came through",
        Observation::Unaskable => "no read came through, for a cause that concerns every person",
        Observation::NotFound => "there is no such person",
        Observation::Enrolment(Removed) => "nothing is set up",
        Observation::Enrolment(Replaced) => "another enrolment, and nothing of the planned one",
        Observation::Enrolment(PartlyRemoved) => "some of the planned factors, and some are gone",
        Observation::Enrolment(Extended) => "all that was planned, and another factor",
        Observation::Enrolment(Unchanged) => "the planned enrolment",
        Observation::Enrolment(Indeterminate) => "too little to tell",
        Observation::Indistinct => "too little to tell, as in the plan",
    }
}

fn answer_words(answer: Answer, doubtful: Doubtful) -> &'static str {
    match (answer, doubtful) {
        (Answer::None, Doubtful::None) => "before the first request",
        (Answer::Throttled, Doubtful::None) => "the first request was throttled",
        (Answer::None, _) => "before another request, or after a crash",
        (Answer::Throttled, _) => "another request was throttled",
        (Answer::Lost, _) => "the answer was lost",
        (Answer::TimedOut, _) => "no answer came in time",
        (Answer::Yes, _) => "the service said yes",
        (Answer::No, Doubtful::None) => "the service said no to the only request",
        (Answer::No, _) => "the service said no, and an earlier request may have been carried out",
        (Answer::Foreign, Doubtful::None) => "something answered that is not the service, such as a redirect",
        (Answer::Foreign, _) => {
            "something answered that is not the service, and an earlier request may have been carried out"
        }
    }
}

fn next_words(next: Next) -> String {
    match next {
        Next::Read => "read the person".to_owned(),
        Next::Send => "**send**".to_owned(),
        Next::Done(outcome, Reason::None) => format!("`{}`", outcome.word()),
        Next::Done(outcome, reason) => format!("`{}`: {}", outcome.word(), reason.meaning()),
        Next::LeaveOpen { in_doubt: true } => "left open, in doubt: a resume reads first".to_owned(),
        Next::LeaveOpen { in_doubt: false } => "left open: nothing was sent".to_owned(),
    }
}

const HEAD: &str = "\
# The reset policy

What `mfa-admin` does about one person, by what it knows. This page is written by `BLESS=1 cargo test --test policy` from
the function `decide` in `src/engine/policy.rs`, which is all of the code that decides; `tests/policy/` keeps the page
fresh and goes over every combination.

How to read it: find what happened to the last request, then what was read of the person since. Where *and* says nothing,
nothing else matters. *Planned* is the enrolment that the person had when the plan was made: a reset is for that one, and
for no later one.

Words:

- *send*: the request leaves. Only a person who was read in the last 60 seconds, and after the question was answered
  where one was asked, is sent a reset.
- *a guard objects*: by that read the person is protected (an administrator, yourself, or the service does not say) and
  that was not confirmed; or the level is not the one that was asserted, or cannot be read; or e-mail, level or kind of
  enrolment are not those of the plan.
- *the service removes only what was planned*: a reset names the factors that it removes, so a newer one is never lost.
- *a request may still be carried out*: one of them ended without an answer in time.
- *it was sent as often as it may be*: three times; six times where the service removes only what was planned.
- *a cause that concerns every person*: no connection, signed out, throttled past the patience.
- *left open*: the run ends with that cause and the row has no outcome. What is in doubt is read before anything else by
  `batch resume`.
";

fn table() -> String {
    let mut sections: Vec<(Vec<&str>, Rows)> = Vec::new();
    for answer in ANSWERS {
        for doubtful in [Doubtful::None, Doubtful::Some] {
            let is_counted = matches!(answer, Answer::Lost | Answer::TimedOut);
            if is_counted && doubtful == Doubtful::None {
                // Such a request is one that may have been carried out.
                continue;
            }
            let (title, rows) = (answer_words(answer, doubtful), rows(answer, doubtful));
            match sections.iter_mut().find(|(_, known)| *known == rows) {
                Some((titles, _)) if titles.contains(&title) => {}
                Some((titles, _)) => titles.push(title),
                None => sections.push((vec![title], rows)),
            }
        }
    }
    let mut text = HEAD.to_owned();
    for (titles, rows) in sections {
        let mut title = titles.join("; ");
        title[..1].make_ascii_uppercase();
        let _ = write!(text, "\n## {title}\n\n| what is read | and | then |\n| --- | --- | --- |\n");
        for (observations, leaves) in rows {
            let observations: Vec<_> = observations.into_iter().map(observation_words).collect();
            for (said, next) in leaves {
                let _ = writeln!(
                    text,
                    "| {} | {} | {} |",
                    observations.join("; or "),
                    said.join(", "),
                    next_words(next)
                );
            }
        }
    }
    text
}

#[test]
#[expect(clippy::disallowed_methods, reason = "BLESS is for a person who runs the tests")]
fn the_table_for_readers_is_the_policy() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reset-policy.md");
    let fresh = table();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &fresh).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == fresh, "docs/reset-policy.md is stale: BLESS=1 cargo test --test policy rewrites it");
}
