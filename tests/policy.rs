//! The decisions about a reset: every combination of evidence, what must hold of each of them, and the table for readers.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mfa_admin::batch::Reason;
use mfa_admin::batch::policy::{Answer, Doubtful, Evidence, Next, Sight, decide};
use mfa_admin::model::{EnrolmentChange, Outcome};

use EnrolmentChange::{Extended, Indeterminate, PartlyRemoved, Removed, Replaced, Unchanged};

const ANSWERS: [Answer; 7] = [
    Answer::None,
    Answer::Throttled,
    Answer::Lost,
    Answer::TimedOut,
    Answer::Yes,
    Answer::No,
    Answer::Foreign,
];
const SIGHTS: [Sight; 11] = [
    Sight::NotRead,
    Sight::Stopped,
    Sight::Failed,
    Sight::NobodyThere,
    Sight::Enrolment(Removed),
    Sight::Enrolment(Replaced),
    Sight::Enrolment(Unchanged),
    Sight::Enrolment(Extended),
    Sight::Enrolment(PartlyRemoved),
    Sight::Enrolment(Indeterminate),
    Sight::Indistinct,
];
const DOUBTFUL: [Doubtful; 3] = [Doubtful::None, Doubtful::Some, Doubtful::Spent];

/// A question about the evidence beside the answer and the sight.
struct Field {
    yes: &'static str,
    no: &'static str,
    set: fn(&mut Evidence, bool),
}

const ON_ITS_WAY: &str = "a request may still be carried out";

/// In the order in which the table asks.
const FIELDS: [Field; 6] = [
    Field { yes: "a guard objects", no: "no guard objects", set: |evidence, yes| evidence.objection = yes },
    Field {
        yes: "the service removes only what was planned",
        no: "the service removes whatever there is",
        set: |evidence, yes| evidence.conditional = yes,
    },
    Field {
        yes: ON_ITS_WAY,
        no: "no request can be on its way",
        set: |evidence, yes| evidence.on_its_way = yes,
    },
    Field {
        yes: "it was sent as often as it may be",
        no: "it may be sent again",
        set: |evidence, yes| {
            if evidence.doubtful != Doubtful::None {
                evidence.doubtful = if yes { Doubtful::Spent } else { Doubtful::Some };
            }
        },
    },
    Field {
        yes: "proof is wanted and can be read",
        no: "no proof is wanted, or none can be read",
        set: |evidence, yes| evidence.proven_by_read = yes,
    },
    Field {
        yes: "the batch can be resumed",
        no: "nobody resumes it",
        set: |evidence, yes| evidence.resumable = yes,
    },
];

fn evidence(answer: Answer, sight: Sight, doubtful: Doubtful) -> Evidence {
    Evidence {
        answer,
        sight,
        conditional: false,
        doubtful,
        on_its_way: false,
        objection: false,
        proven_by_read: true,
        resumable: true,
    }
}

/// All that there can be.
fn every_combination() -> Vec<Evidence> {
    let mut all = Vec::new();
    for answer in ANSWERS {
        for sight in SIGHTS {
            for doubtful in DOUBTFUL {
                for bits in 0..1 << FIELDS.len() {
                    let mut one = evidence(answer, sight, doubtful);
                    for (n, field) in FIELDS.iter().enumerate() {
                        (field.set)(&mut one, bits & (1 << n) != 0);
                    }
                    all.push(one);
                }
            }
        }
    }
    all
}

/// Fails with the evidence for which a promise does not hold; `speaks_of` picks the decisions that it is about.
fn promise(what: &str, speaks_of: impl Fn(Next) -> bool, holds: impl Fn(Evidence, Next) -> bool) {
    let concerned: Vec<_> =
        every_combination().into_iter().filter(|evidence| speaks_of(decide(*evidence))).collect();
    assert!(!concerned.is_empty(), "{what}: nothing is concerned");
    for evidence in concerned {
        let next = decide(evidence);
        assert!(holds(evidence, next), "{what}\n{evidence:?}\n{next:?}");
    }
}

fn sends(next: Next) -> bool {
    next == Next::Send
}

fn is(outcome: Outcome) -> impl Fn(Next) -> bool {
    move |next| matches!(next, Next::Done(found, _) if found == outcome)
}

/// A request is out whose fate nobody was told, or may be.
fn may_have_been_sent(evidence: Evidence) -> bool {
    evidence.doubtful != Doubtful::None
        || evidence.on_its_way
        || matches!(evidence.answer, Answer::Lost | Answer::TimedOut | Answer::Yes | Answer::Foreign)
}

/// All of the planned enrolment was seen there.
fn is_there(evidence: Evidence) -> bool {
    matches!(evidence.sight, Sight::Enrolment(Unchanged | Extended))
}

fn is_gone(evidence: Evidence) -> bool {
    matches!(evidence.sight, Sight::Enrolment(Removed | Replaced))
}

#[test]
fn nobody_is_sent_a_reset_whom_a_guard_protects_or_whom_no_read_has_shown() {
    promise("never against a guard", sends, |evidence, _| !evidence.objection);
    let unseen = [Sight::NotRead, Sight::Stopped, Sight::Failed, Sight::NobodyThere];
    promise("never without a read", sends, |evidence, _| !unseen.contains(&evidence.sight));
    promise("never what is gone or another one", sends, |evidence, _| !is_gone(evidence));
}

#[test]
fn nobody_is_reset_twice() {
    promise("never again while one may be carried out", sends, |evidence, _| {
        evidence.conditional || !evidence.on_its_way
    });
    promise("never again without end", sends, |evidence, _| evidence.doubtful != Doubtful::Spent);
    promise("again only for the planned enrolment", sends, |evidence, _| {
        let is_first = !may_have_been_sent(evidence);
        let planned = evidence.sight == Sight::Enrolment(Unchanged);
        evidence.conditional || planned || is_first && evidence.sight == Sight::Indistinct
    });
    let answered = [Answer::Yes, Answer::No, Answer::Foreign];
    promise("never after an answer", sends, |evidence, _| !answered.contains(&evidence.answer));
}

#[test]
fn a_reset_is_proven_and_a_yes_is_no_proof() {
    promise("reset only where the planned enrolment is gone", is(Outcome::Reset), |evidence, _| {
        is_gone(evidence) && may_have_been_sent(evidence)
    });
    promise("accepted only where nobody wants or can have proof", is(Outcome::Accepted), |evidence, _| {
        evidence.answer == Answer::Yes && !evidence.proven_by_read
    });
    promise("unverified only after a yes", is(Outcome::Unverified), |evidence, _| {
        evidence.answer == Answer::Yes && !is_gone(evidence)
    });
    let again = |next| matches!(next, Next::Done(Outcome::Reset, Reason::EnrolledAgain));
    promise("a new enrolment is told", again, |evidence, _| evidence.sight == Sight::Enrolment(Replaced));
}

#[test]
fn unknown_is_said_only_where_nothing_can_tell_and_nothing_else_is_said_there() {
    promise("unknown", is(Outcome::Unknown), |evidence, _| {
        let is_told = is_gone(evidence) || evidence.sight == Sight::NobodyThere;
        may_have_been_sent(evidence) && !is_told && (evidence.on_its_way || !is_there(evidence))
    });
    promise("failed is certain that nothing was changed", is(Outcome::Failed), |evidence, _| {
        let is_certain = is_there(evidence) && !evidence.on_its_way;
        evidence.answer != Answer::Yes && (is_certain || !may_have_been_sent(evidence))
    });
    promise("not enrolled and nothing sent", is(Outcome::NotEnrolled), |evidence, _| {
        !may_have_been_sent(evidence) && evidence.sight == Sight::Enrolment(Removed)
    });
    promise("refused has changed nothing", is(Outcome::Refused), |evidence, _| {
        !may_have_been_sent(evidence) || is_there(evidence) && !evidence.on_its_way && evidence.objection
    });
    promise("partial says what is left", is(Outcome::Partial), |evidence, _| {
        evidence.sight == Sight::Enrolment(PartlyRemoved)
    });
    promise("nobody is there", is(Outcome::NotFound), |evidence, _| evidence.sight == Sight::NobodyThere);
}

#[test]
fn what_is_left_open_has_a_cause_and_forgets_no_request() {
    let opens = |next| matches!(next, Next::LeaveOpen { .. });
    promise("a cause", opens, |evidence, _| {
        evidence.sight == Sight::Stopped || evidence.answer == Answer::Foreign
    });
    promise("in doubt", opens, |evidence, next| {
        let is_first = evidence.doubtful == Doubtful::None && !evidence.on_its_way;
        let was_not_done = evidence.answer == Answer::Foreign && is_there(evidence);
        let is_certain = is_first && (was_not_done || !may_have_been_sent(evidence));
        next == Next::LeaveOpen { in_doubt: !is_certain }
    });
    promise("a read is made once", |next| next == Next::Read, |evidence, _| evidence.sight == Sight::NotRead);
}

#[test]
fn a_dry_run_is_no_decision_about_a_reset() {
    assert!(!every_combination().iter().any(|evidence| is(Outcome::WouldReset)(decide(*evidence))));
    assert!(!every_combination().iter().any(|evidence| is(Outcome::Skipped)(decide(*evidence))));
}

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
type Rows = Vec<(Vec<Sight>, Vec<Leaf>)>;

fn rows(answer: Answer, doubtful: Doubtful) -> Rows {
    let mut rows = Rows::new();
    for sight in SIGHTS {
        let mut found = Vec::new();
        // What was never sent is not on its way.
        let fields = FIELDS.iter().filter(|field| doubtful != Doubtful::None || field.yes != ON_ITS_WAY);
        leaves(evidence(answer, sight, doubtful), &fields.collect::<Vec<_>>(), &[], &mut found);
        match rows.iter_mut().find(|(_, leaves)| *leaves == found) {
            Some((sights, _)) => sights.push(sight),
            None => rows.push((vec![sight], found)),
        }
    }
    rows
}

fn sight_words(sight: Sight) -> &'static str {
    match sight {
        Sight::NotRead => "nothing yet, or nothing fresh enough",
        Sight::Failed => "no read came through",
        Sight::Stopped => "no read came through, for a cause that concerns everybody",
        Sight::NobodyThere => "there is no such person",
        Sight::Enrolment(Removed) => "nothing is set up",
        Sight::Enrolment(Replaced) => "another enrolment, and nothing of the planned one",
        Sight::Enrolment(PartlyRemoved) => "some of the planned factors, and some are gone",
        Sight::Enrolment(Extended) => "all that was planned, and another factor",
        Sight::Enrolment(Unchanged) => "the planned enrolment",
        Sight::Enrolment(Indeterminate) => "too little to tell",
        Sight::Indistinct => "too little to tell, as in the plan",
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
        Next::Done(outcome, Reason::Plain) => format!("`{}`", outcome.word()),
        Next::Done(outcome, reason) => format!("`{}`: {}", outcome.word(), reason.meaning()),
        Next::LeaveOpen { in_doubt: true } => "left open, in doubt: a resume reads first".to_owned(),
        Next::LeaveOpen { in_doubt: false } => "left open: nothing was sent".to_owned(),
    }
}

const HEAD: &str = "\
# The reset policy

What `mfa-admin` does about one person, by what it knows. This page is written by `BLESS=1 cargo test --test policy` from
the function `decide` in `src/batch/policy.rs`, which is all of the code that decides; `tests/policy.rs` holds the page
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
- *a cause that concerns everybody*: no connection, signed out, throttled past the patience.
- *left open*: the run ends with that cause and the row has no outcome. What is in doubt is read before anything else by
  `batch resume`.
";

fn table() -> String {
    let mut sections: Vec<(Vec<&str>, Rows)> = Vec::new();
    for answer in ANSWERS {
        for doubtful in [Doubtful::None, Doubtful::Some] {
            let is_counted = matches!(answer, Answer::Lost | Answer::TimedOut);
            if is_counted && doubtful == Doubtful::None {
                // Such a request is one whose fate nobody was told.
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
        for (sights, leaves) in rows {
            let sights: Vec<_> = sights.into_iter().map(sight_words).collect();
            for (said, next) in leaves {
                let _ = writeln!(
                    text,
                    "| {} | {} | {} |",
                    sights.join("; or "),
                    said.join(", "),
                    next_words(next)
                );
            }
        }
    }
    text
}

#[test]
#[expect(clippy::disallowed_methods, reason = "BLESS is for whoever runs the tests")]
fn the_table_for_readers_is_the_policy() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reset-policy.md");
    let fresh = table();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &fresh).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == fresh, "docs/reset-policy.md is stale: BLESS=1 cargo test --test policy rewrites it");
}

#[test]
fn every_section_of_the_table_tells_something_else() {
    let text = table();
    let titles: BTreeSet<_> = text.lines().filter(|line| line.starts_with("## ")).collect();
    assert!(titles.len() > 4, "{titles:?}");
}
