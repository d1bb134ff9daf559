//! The properties, tried with inputs that proptest makes up: anything at all, and what is nearly right.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::plan_file::{accepted, written};
use super::{answer, plan_file, redaction, roster, text};
use crate::job::input::plan_file::Heading;
use crate::model::{
    Destination, Enrolment, EnvironmentKind, Factor, Level, MfaStatus, Outcome, ResultRow, UserId,
};
use crate::state::{Justification, PlannedRow};

/// Words of a CSV file, so that many of the files are nearly right.
fn csv_words() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        Just("user_id"),
        Just("Email"),
        Just("name"),
        Just(","),
        Just(";"),
        Just("\t"),
        Just("\n"),
        Just("\r\n"),
        Just("\""),
        Just("\"\""),
        Just("42"),
        Just("007"),
        Just("ana@x.y"),
        Just(" "),
        Just("\u{feff}"),
        Just("'"),
    ];
    vec(word, 0..60).prop_map(|words| words.concat().into_bytes())
}

/// JSON that is nearly an answer.
fn json_words() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("\"data\""),
        Just("\"id\""),
        Just("1"),
        Just("\"users\""),
        Just("\"isAdmin\""),
        Just("true"),
        Just("false"),
        Just("null"),
        Just("\"serial\""),
        Just("\"a\\\"b\""),
        Just("\"user\""),
        Just("-1e400"),
        Just("{\"id\":7}"),
        Just("\"mfaEnabled\":true"),
    ];
    vec(word, 0..60).prop_map(|words| words.concat().into_bytes())
}

/// A value that an answer may hold, as a service may send it.
fn answers() -> impl Strategy<Value = Vec<u8>> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("id"),
        Just("data"),
        Just("user"),
        Just("users"),
        Just("isAdmin"),
        Just("admin"),
        Just("email"),
        Just("mfa"),
        Just("enrolledAt"),
        Just("lastLogin"),
        Just("groups"),
        Just("name"),
        Just("serial"),
        Just("info"),
        Just("username"),
        Just("resolver"),
        Just("userid"),
        Just("creation_date"),
        Just("mfaOptOut"),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((key.clone().prop_map(str::to_owned), inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
    .prop_map(|json| json.to_string().into_bytes())
}

/// Texts with what is dangerous in a name.
fn names() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        ".{0,6}",
        Just("\u{1b}[2J".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("\r\n".to_owned()),
        Just("\\u{41}".to_owned()),
        Just("=1+1".to_owned()),
        Just("  ".to_owned()),
        Just("'".to_owned()),
        Just("\\".to_owned()),
        Just("$(x)".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn factors() -> impl Strategy<Value = Vec<Factor>> {
    let factor = "[!-~]{1,8}".prop_map(|id| Factor { id, ..Factor::default() });
    vec(factor, 0..3)
}

/// A row that a plan may have.
fn planned() -> impl Strategy<Value = PlannedRow> {
    let mfa = (option::of(0..4_000_000_000_i64), option::of(factors()), any::<bool>());
    (option::of("[!-~]{1,9}"), option::of(names()), option::of(names()), option::of(names()), option::of(mfa))
        .prop_map(|(id, email, name, detail, mfa)| {
            let seen = mfa.filter(|_| id.is_some()).map(|(second, factors, by_org)| MfaStatus {
                enrolment: Enrolment::Enrolled,
                level: Some(if by_org { Level::Org } else { Level::User }),
                enrolled_at: second.map(|second| jiff::Timestamp::from_second(second).expect("near")),
                factors,
                ..MfaStatus::default()
            });
            let text = |text: Option<String>| text.filter(|text| !text.is_empty());
            PlannedRow {
                shown: ResultRow {
                    row: 0,
                    user_id: id.map(UserId::new),
                    email: text(email),
                    name: text(name),
                    level: seen.as_ref().and_then(|mfa| mfa.level),
                    outcome: Some(if seen.is_some() { Outcome::WouldReset } else { Outcome::NotEnrolled }),
                    detail: text(detail),
                    at: None,
                },
                seen,
            }
        })
}

/// A plan as `mfa plan` writes it.
fn plans() -> impl Strategy<Value = Vec<u8>> {
    (vec(planned(), 1..6), names(), option::of(names()), option::of(names())).prop_map(
        |(mut rows, source, org, reason)| {
            let mut counts = std::collections::BTreeMap::new();
            for (number, row) in (1..).zip(&mut rows) {
                row.shown.row = number;
                *counts.entry(row.shown.outcome.expect("set")).or_default() += 1;
            }
            let heading = Heading {
                created_at: jiff::Timestamp::UNIX_EPOCH,
                planned_by: "admin@test.com".to_owned(),
                planned_by_id: Some(UserId::new("1")),
                justification: Justification {
                    reason: reason.filter(|text| !text.is_empty()),
                    ..Justification::default()
                },
                profile: "work".to_owned(),
                source,
                destination: Destination {
                    provider: "resolver".to_owned(),
                    url: "https://us.core.resolver.com/".to_owned(),
                    org_id: "166".to_owned(),
                    environment: EnvironmentKind::Production,
                },
                org: org.filter(|org| !org.is_empty()),
                level: None,
                counts,
            };
            written(&heading, &rows)
        },
    )
}

proptest! {
    #[test]
    fn any_roster_is_read_or_refused(bytes in prop_oneof![vec(any::<u8>(), 0..300), csv_words()]) {
        roster(&bytes);
    }

    #[test]
    fn a_plan_is_accepted_and_one_with_another_byte_anywhere_is_not(plan in plans(), at: prop::sample::Index, by in 1..=255_u8) {
        assert!(accepted(&plan).is_some(), "{}", String::from_utf8_lossy(&plan));
        plan_file(&plan);
        let mut changed = plan.clone();
        changed[at.index(plan.len())] ^= by;
        prop_assert!(accepted(&changed).is_none(), "{}", String::from_utf8_lossy(&changed));
    }

    #[test]
    fn any_answer_is_read_or_refused(body in prop_oneof![vec(any::<u8>(), 0..300), json_words(), answers()]) {
        answer(&body);
    }

    #[test]
    fn any_text_is_made_safe(letters in names()) {
        text(&letters);
    }

    #[test]
    fn a_credential_comes_back_from_nowhere(secret in "[ -~]{4,40}", before in names(), after in names()) {
        redaction(&secret, &before, &after);
    }
}
