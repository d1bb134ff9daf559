//! What holds of every decision, and what must be decided where it can be.

use mfa_admin::engine::Reason;
use mfa_admin::engine::policy::{Answer, Doubtful, Evidence, Next, Observation, decide};
use mfa_admin::model::EnrolmentChange::{Extended, PartlyRemoved, Removed, Replaced, Unchanged};
use mfa_admin::model::Outcome;

use crate::every_combination;

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

/// A request may have been carried out.
fn may_have_been_sent(evidence: Evidence) -> bool {
    evidence.doubtful != Doubtful::None
        || evidence.on_its_way
        || matches!(evidence.answer, Answer::Lost | Answer::TimedOut | Answer::Yes | Answer::Foreign)
}

/// One of them may still be carried out.
fn is_on_its_way(evidence: Evidence) -> bool {
    evidence.on_its_way || evidence.answer == Answer::TimedOut
}

/// All of the planned enrolment was seen there.
fn is_there(evidence: Evidence) -> bool {
    matches!(evidence.observed, Observation::Enrolment(Unchanged | Extended))
}

fn is_gone(evidence: Evidence) -> bool {
    matches!(evidence.observed, Observation::Enrolment(Removed | Replaced))
}

#[test]
fn no_reset_is_sent_to_a_person_whom_a_guard_protects_or_no_read_has_shown() {
    promise("never against a guard", sends, |evidence, _| !evidence.objection);
    let unseen = [Observation::NotRead, Observation::Unaskable, Observation::Failed, Observation::NotFound];
    promise("never without a read", sends, |evidence, _| !unseen.contains(&evidence.observed));
    promise("never what is gone or another one", sends, |evidence, _| !is_gone(evidence));
}

#[test]
fn nobody_is_reset_twice() {
    promise("never again while one may be carried out", sends, |evidence, _| {
        evidence.conditional || !is_on_its_way(evidence)
    });
    promise("never again without end", sends, |evidence, _| evidence.doubtful != Doubtful::Spent);
    promise("again only for the planned enrolment", sends, |evidence, _| {
        let is_first = !may_have_been_sent(evidence);
        let planned = evidence.observed == Observation::Enrolment(Unchanged);
        evidence.conditional || planned || is_first && evidence.observed == Observation::Indistinct
    });
    let answered = [Answer::Yes, Answer::No, Answer::Foreign];
    promise("never after an answer", sends, |evidence, _| !answered.contains(&evidence.answer));
}

#[test]
fn a_reset_is_proven_and_a_yes_proves_nothing() {
    promise("reset only where the planned enrolment is gone", is(Outcome::Reset), |evidence, _| {
        is_gone(evidence) && may_have_been_sent(evidence)
    });
    promise(
        "accepted only where a yes is not to be verified or cannot be",
        is(Outcome::Accepted),
        |evidence, _| evidence.answer == Answer::Yes && !evidence.verified_by_read,
    );
    promise("unverified only after a yes", is(Outcome::Unverified), |evidence, _| {
        evidence.answer == Answer::Yes && !is_gone(evidence)
    });
    let again = |next| matches!(next, Next::Done(Outcome::Reset, Reason::EnrolledAgain));
    promise("a new enrolment is told", again, |evidence, _| {
        evidence.observed == Observation::Enrolment(Replaced)
    });
}

#[test]
fn unknown_is_said_only_where_nothing_can_tell_and_nothing_else_is_said_there() {
    promise("unknown", is(Outcome::Unknown), |evidence, _| {
        let is_told = is_gone(evidence) || evidence.observed == Observation::NotFound;
        may_have_been_sent(evidence) && !is_told && (is_on_its_way(evidence) || !is_there(evidence))
    });
    promise("failed is certain that nothing was changed", is(Outcome::Failed), |evidence, _| {
        let is_certain = is_there(evidence) && !is_on_its_way(evidence);
        evidence.answer != Answer::Yes && (is_certain || !may_have_been_sent(evidence))
    });
    promise("not enrolled and nothing sent", is(Outcome::NotEnrolled), |evidence, _| {
        !may_have_been_sent(evidence) && evidence.observed == Observation::Enrolment(Removed)
    });
    promise("refused has changed nothing", is(Outcome::Refused), |evidence, _| {
        !may_have_been_sent(evidence) || is_there(evidence) && !is_on_its_way(evidence) && evidence.objection
    });
    promise("partial says what is left", is(Outcome::Partial), |evidence, _| {
        evidence.observed == Observation::Enrolment(PartlyRemoved)
    });
    promise("there is no such person", is(Outcome::NotFound), |evidence, _| {
        evidence.observed == Observation::NotFound
    });
}

#[test]
fn what_is_left_open_has_a_cause_and_forgets_no_request() {
    let opens = |next| matches!(next, Next::LeaveOpen { .. });
    promise("a cause", opens, |evidence, _| {
        evidence.observed == Observation::Unaskable || evidence.answer == Answer::Foreign
    });
    promise("in doubt", opens, |evidence, next| {
        next == Next::LeaveOpen { in_doubt: may_have_been_sent(evidence) }
    });
    promise(
        "a read is made once",
        |next| next == Next::Read,
        |evidence, _| evidence.observed == Observation::NotRead,
    );
}

/// What must be done where it can be: a policy that refuses everybody would keep all the other promises.
fn expect(what: &str, speaks_of: impl Fn(Evidence) -> bool, holds: impl Fn(Evidence, Next) -> bool) {
    let concerned: Vec<_> = every_combination().into_iter().filter(|one| speaks_of(*one)).collect();
    assert!(!concerned.is_empty(), "{what}: nothing is concerned");
    for evidence in concerned {
        let next = decide(evidence);
        assert!(holds(evidence, next), "{what}\n{evidence:?}\n{next:?}");
    }
}

#[test]
fn who_can_be_helped_is() {
    let is_first =
        |one: Evidence| matches!(one.answer, Answer::None | Answer::Throttled) && !may_have_been_sent(one);
    expect(
        "the planned enrolment is reset",
        |one| is_first(one) && !one.objection && one.observed == Observation::Enrolment(Unchanged),
        |_, next| next == Next::Send,
    );
    expect(
        "nothing is decided unread, but a yes that is not to be verified",
        |one| one.observed == Observation::NotRead,
        |one, next| next == Next::Read || one.answer == Answer::Yes && is(Outcome::Accepted)(next),
    );
    expect(
        "an outage decides nothing that a resume can still read",
        |one| {
            let is_asked = one.answer != Answer::Yes || one.verified_by_read;
            one.observed == Observation::Unaskable && one.resumable && may_have_been_sent(one) && is_asked
        },
        |_, next| next == Next::LeaveOpen { in_doubt: true },
    );
    expect(
        "some left after a request is partial, or asked for again",
        |one| {
            let is_asked = one.answer != Answer::Yes || one.verified_by_read;
            let sent = may_have_been_sent(one) && one.answer != Answer::Foreign && is_asked;
            one.observed == Observation::Enrolment(PartlyRemoved) && sent
        },
        |one, next| is(Outcome::Partial)(next) || one.conditional && next == Next::Send,
    );
    expect(
        "a no to a person with nothing set up is no failure",
        |one| {
            one.answer == Answer::No
                && one.observed == Observation::Enrolment(Removed)
                && !may_have_been_sent(one)
        },
        |_, next| is(Outcome::NotEnrolled)(next),
    );
}

#[test]
fn a_dry_run_is_no_decision_about_a_reset() {
    assert!(!every_combination().iter().any(|evidence| is(Outcome::WouldReset)(decide(*evidence))));
    assert!(!every_combination().iter().any(|evidence| is(Outcome::Skipped)(decide(*evidence))));
}
