use std::collections::BTreeMap;
use std::fmt::Write as _;

use expect_test::expect;
use jiff::Timestamp;

use mfa_admin::failure::{Failure, FailureKind};
use mfa_admin::job::input::plan_file::{Heading, Writer, read};
use mfa_admin::model::{
    Destination, Enrolment, EnvironmentKind, Factor, Level, MfaStatus, Outcome, ResultRow, UserId,
};
use mfa_admin::state::{Justification, PlannedRow};

fn row(row: u64, id: Option<&str>, outcome: Outcome) -> PlannedRow {
    PlannedRow {
        shown: ResultRow {
            row,
            user_id: id.map(UserId::new),
            email: None,
            name: None,
            level: None,
            outcome: Some(outcome),
            detail: None,
            at: Some(created_at()),
        },
        seen: None,
    }
}

fn target(number: u64, id: &str, mfa: MfaStatus) -> PlannedRow {
    let mut target = row(number, Some(id), Outcome::WouldReset);
    target.shown.level = mfa.level;
    target.seen = Some(mfa);
    target
}

fn enrolled() -> MfaStatus {
    MfaStatus {
        enrolment: Enrolment::Enrolled,
        level: Some(Level::User),
        enrolled_at: Some("2026-01-02T03:04:05.000000001Z".parse().expect("valid")),
        ..MfaStatus::default()
    }
}

fn created_at() -> Timestamp {
    "2026-11-24T10:00:00.123Z".parse().expect("valid")
}

fn heading(rows: &[PlannedRow]) -> Heading {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row.shown.outcome.expect("valid")).or_default() += 1;
    }
    Heading {
        created_at: created_at(),
        planned_by: "admin@test.com".to_owned(),
        planned_by_id: Some(UserId::new("1")),
        justification: Justification { reason: Some("lost phones".to_owned()), ..Justification::default() },
        profile: "work".to_owned(),
        source: "people.csv".to_owned(),
        destination: Destination {
            provider: "resolver".to_owned(),
            url: "https://us.core.resolver.com/".to_owned(),
            org_id: "166".to_owned(),
            environment: EnvironmentKind::Production,
        },
        org: Some("Harbour, Light".to_owned()),
        level: None,
        counts,
    }
}

fn written(heading: &Heading, rows: &[PlannedRow]) -> String {
    let mut writer = Writer::begin(Vec::new(), heading).expect("valid");
    for row in rows {
        writer.row(row).expect("valid");
    }
    String::from_utf8(writer.finish().expect("valid")).expect("UTF-8")
}

/// A plan of three rows.
fn plan() -> String {
    let mut named = target(1, "42", enrolled());
    named.shown.email = Some("valentina.r@test.com".to_owned());
    named.shown.name = Some("Valentina Rodriguez".to_owned());
    let mut refused = row(3, Some("34"), Outcome::Refused);
    refused.shown.detail = Some("an administrator: reset singly".to_owned());
    let rows = [named, row(2, None, Outcome::NotFound), refused];
    written(&heading(&rows), &rows)
}

/// Reads a plan up to its first error.
fn read_all(text: impl AsRef<[u8]>) -> Result<(Heading, Vec<PlannedRow>), Failure> {
    let mut rows = Vec::new();
    let judge = |id: &str| (id != "nobody").then(|| UserId::new(id));
    let (heading, _) = read(text.as_ref(), &judge, &mut |row| {
        rows.push(row.clone());
        Ok(())
    })?;
    Ok((heading, rows))
}

/// The message of the error that a plan meets.
#[track_caller]
fn wrong(text: impl AsRef<[u8]>) -> String {
    let failure = read_all(text).expect_err("a plan that is wrong");
    assert_eq!(failure.kind, FailureKind::BadInput);
    assert!(failure.hint.is_some_and(|hint| hint.contains("nothing was sent")));
    [vec![failure.message], failure.because].concat().join("; ")
}

/// SHA-256 in hexadecimal digits, as `sha256sum` has it.
fn checksum(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let mut sum = String::new();
    for byte in Sha256::digest(text) {
        write!(sum, "{byte:02x}").expect("memory");
    }
    sum
}

/// The same text with a checksum that fits. No accident makes such a file.
fn sealed(text: &str) -> String {
    const SEAL: &str = "# sha256: ";
    let above = &text[..text.rfind(SEAL).unwrap_or(text.len())];
    let sum = checksum(above);
    format!("{above}{SEAL}{sum}\n")
}

/// The cells of one line, read by another CSV reader.
fn record(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let record = reader.records().next().expect("a record").expect("text");
    record.iter().map(str::to_owned).collect()
}

#[test]
fn a_plan_is_readable_for_people() {
    expect![[r##"
        # mfa-admin plan 2
        # created_at: 2026-11-24T10:00:00.123Z
        # planned_by: admin@test.com
        # planned_by_id: 1
        # reason: lost phones
        # ticket: 
        # verified_by: 
        # source: people.csv
        # profile: work
        # provider: resolver
        # url: https://us.core.resolver.com/
        # org_id: 166
        "# org: Harbour, Light"
        # environment: production
        # level: auto
        # would_reset: 1
        # not_found: 1
        # refused: 1
        row,user_id,email,name,level,mfa,enrolled_at,factors,outcome,detail
        1,42,valentina.r@test.com,Valentina Rodriguez,user,enrolled,2026-01-02T03:04:05.000000001Z,,would_reset,
        2,,,,,,,,not_found,
        3,34,,,,,,,refused,an administrator: reset singly
        # sha256: 10b865f80c718153a114dd6d3705cb94d88fb2b13035507d66581c3a939e7d42
    "##]]
    .assert_eq(&plan());
}

#[test]
fn every_value_comes_back_as_it_was() {
    let hostile = [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@x",
        "'=1",
        "''",
        "'",
        "a,b;c\"d\"\"",
        "\"",
        "line\nbreak\r\n",
        "\ttab",
        "\u{1b}[2J\u{9b}x",
        "a\u{202e}b\u{200b}\u{feff}",
        "\\",
        r"\u{41}",
        r"\n",
        " edge ",
        "# sha256: x",
        "李小龍 🦀",
        "\0",
    ];
    let factor = |id: &&str| Factor { id: (*id).to_owned(), ..Factor::default() };
    let mut rows: Vec<_> = (1..)
        .zip(hostile)
        .map(|(number, text)| {
            let factors = Some(hostile.iter().map(factor).collect());
            let mut row = target(number, text, MfaStatus { factors, ..enrolled() });
            (row.shown.email, row.shown.name) = (Some(text.to_owned()), Some(text.to_owned()));
            row.shown.detail = Some(text.to_owned());
            row
        })
        .collect();
    rows.push(target(100, "7", MfaStatus { enrolment: Enrolment::Unknown, ..MfaStatus::default() }));
    for outcome in
        [Outcome::NotEnrolled, Outcome::Skipped, Outcome::Refused, Outcome::NotFound, Outcome::Failed]
    {
        rows.push(row(rows.last().unwrap().shown.row + 1, Some("8"), outcome));
    }
    let heading = Heading {
        planned_by: "a, \"b\"\n# org_id: 7".to_owned(),
        source: "c:\\x: y.csv".to_owned(),
        org: None,
        level: Some(Level::Org),
        ..heading(&rows)
    };
    let text = written(&heading, &rows);
    assert_eq!(text.lines().count(), 1 + 14 + 6 + 1 + rows.len() + 1, "one line for each row:\n{text}");
    assert!(!text.chars().any(|letter| letter != '\n' && letter.is_control()));
    for cell in text.lines().flat_map(record) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
    }
    assert_eq!(read_all(&text).unwrap(), (heading, rows));
}

#[test]
fn rows_are_handed_out_one_by_one() {
    // A reader that fails at the first row has not seen the second, however many there are.
    let mut seen = 0;
    let judge = |id: &str| Some(UserId::new(id));
    let stopped = read(plan().as_bytes(), &judge, &mut |_| {
        seen += 1;
        Err(Failure::new(FailureKind::State, "full"))
    });
    assert_eq!((stopped.unwrap_err().kind, seen), (FailureKind::State, 1));
}

#[test]
fn every_change_is_noticed() {
    let plan = plan();
    for (at, _) in plan.char_indices() {
        let mut bytes = plan.clone().into_bytes();
        bytes[at] ^= 1;
        assert!(read_all(&bytes).is_err(), "byte {at}");
        assert!(at + 1 == plan.len() || read_all(&plan[..at]).is_err(), "cut at {at}");
    }
    // An editor may drop the last line break.
    assert!(read_all(plan.trim_end()).is_ok());
}

#[test]
fn an_error_says_what_is_wrong() {
    let plan = plan();
    let changed = "its checksum does not fit: it was changed after it was written";
    assert_eq!(wrong(plan.replace("valentina", "walentina")), changed);
    assert_eq!(
        wrong(plan.replace("would_reset,", "reset,")),
        format!("{changed}; line 20: an unknown outcome")
    );
    assert_eq!(wrong(plan.replace('\n', "\r\n")), format!("{changed}; line 13: its quotes make no sense"));
    assert_eq!(
        wrong(format!("{plan}4,,,,,,,,not_found,\n")),
        format!("{changed}; something stands below the checksum")
    );
    let cut = "it is cut short: its last line, the checksum, is missing";
    assert_eq!(wrong(&plan[..plan.rfind("# sha256").unwrap()]), cut);
    assert_eq!(wrong(&plan[..plan.len() / 2]), cut);
    for text in ["", "\n", "user_id\n42\n", "\u{0}\u{1}"] {
        assert_eq!(wrong(text), "it is no plan of mfa-admin", "{text}");
    }
    assert_eq!(wrong("# mfa-admin plan 3\n"), "its format is 3, and this program knows 2");
    assert!(wrong(vec![b'x'; 3 << 20]).contains("no plan"));
    let long = plan.replacen("Valentina", &"V".repeat(3 << 20), 1);
    assert!(wrong(&long).starts_with(changed));
}

#[test]
fn a_checksum_that_fits_is_not_enough() {
    let plan = plan();
    for (from, to, why) in [
        ("would_reset,", "reset,", "line 20: an unknown outcome"),
        ("1,42,", "1,nobody,", "line 20: `nobody` cannot be a user id"),
        ("1,42,", "1,,", "line 20: its outcome, user_id and mfa do not fit together"),
        (",enrolled,", ",,", "line 20: its outcome, user_id and mfa do not fit together"),
        (",enrolled,", ",often,", "line 20: an unknown word for mfa"),
        (",user,", ",both,", "line 20: an unknown level"),
        ("2026-01-02T", "soon", "line 20: enrolled_at is no time"),
        ("Valentina ", "\\x ", "line 20: an escape that makes no sense"),
        ("Valentina ", "\"x\" ", "line 20: its quotes make no sense"),
        ("Valentina ", ",", "line 20: 11 fields instead of 10"),
        ("\n2,", "\n1,", "line 21: its row is not the next one"),
        ("# org_id: 166\n", "", "line 18: the line `# org_id: …` is missing"),
        (
            "# environment: production",
            "# environment: prod",
            "line 19: the line `# environment: …` makes no sense",
        ),
        ("row,user_id,", "row,id,", "line 19: neither a key nor the columns"),
        ("# refused: 1", "# refused: 2", "its counts are not those of its rows"),
    ] {
        assert!(plan.contains(from), "{from}");
        assert_eq!(wrong(sealed(&plan.replacen(from, to, 1))), why);
    }
    assert_eq!(wrong(sealed("# mfa-admin plan 2\n")), "it has no columns");
    // A later version may add this.
    assert!(read_all(sealed(&plan.replacen("# org_id", "# faults: fine\n# org_id", 1))).is_ok());
}

/// The same plan as the first version of the format had it.
fn of_version_1(plan: &str) -> String {
    let later = ["# planned_by_id: ", "# reason: ", "# ticket: ", "# verified_by: "];
    let lines = plan.lines().filter(|line| !later.iter().any(|key| line.starts_with(key)));
    let lines: String = lines.flat_map(|line| [line, "\n"]).collect();
    sealed(&lines.replacen("# mfa-admin plan 2", "# mfa-admin plan 1", 1))
}

#[test]
fn a_plan_of_the_first_version_is_read_and_does_not_say_why() {
    let (first, rows) = read_all(of_version_1(&plan())).unwrap();
    let (second, same_rows) = read_all(plan()).unwrap();
    assert_eq!((first.planned_by_id.as_ref(), &first.justification), (None, &Justification::default()));
    assert_eq!(rows, same_rows);
    assert_eq!(Heading { planned_by_id: None, justification: Justification::default(), ..second }, first);
    // What the second version must say cannot be left out.
    let without = sealed(&plan().replacen("# ticket: \n", "", 1));
    assert!(wrong(without).ends_with("the line `# ticket: …` is missing"));
}
