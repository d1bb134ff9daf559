//! Reading a plan: the checksum first, then what a line says that is not as it should be.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::heading::{ANY_LEVEL, COLUMNS, FIRST, Heading, SEAL, TITLE, VERSION};
use super::line;
use crate::failure::{Failure, FailureKind};
use crate::job::input::digest::hex;
use crate::model::{Destination, Enrolment, EnvironmentKind, Level, MfaStatus, Outcome, ResultRow, UserId};
use crate::output::unescaped;
use crate::state::{Justification, PlannedRow};

/// The longest line that this program writes, in bytes. A file without line breaks must not be held in memory.
const LONGEST: u64 = 1 << 20;

/// Reads a whole plan, and gives its rows to `take` while it goes: until it has ended well, they are not to be relied
/// on. Returns what stands above them, and the checksum. `judge_id` says what can be an id.
///
/// # Errors
/// When it is no plan, or was changed or cut short; and those of `take`.
pub fn read(
    input: impl Read,
    judge_id: &dyn Fn(&str) -> Option<UserId>,
    take: &mut dyn FnMut(&PlannedRow) -> Result<(), Failure>,
) -> Result<(Heading, String), Failure> {
    let mut lines = Lines::new(input);
    let mut reading = Reading::begin(&mut lines, judge_id)?;
    let mut wrong: Option<String> = None;
    let sum = loop {
        let Some(bytes) = lines.next().map_err(|error| unread(&error))? else {
            return Err(bad("it is cut short: its last line, the checksum, is missing"));
        };
        if let Some(seal) = bytes.strip_prefix(SEAL.as_bytes()) {
            break String::from_utf8_lossy(seal).trim_end_matches('\r').to_owned();
        }
        if wrong.is_some() {
            continue;
        }
        match reading.line(&bytes) {
            Ok(Some(planned)) => take(&planned)?,
            Ok(None) => {}
            Err(why) => wrong = Some(format!("line {}: {why}", lines.number)),
        }
    };
    let fits = sum == lines.sum();
    let is_last = lines.next().map_err(|error| unread(&error))?.is_none();
    if !fits || !is_last {
        let failure = bad("its checksum does not fit: it was changed after it was written");
        let failure = if is_last { failure } else { failure.because("something stands below the checksum") };
        let rewritten = lines.rewritten.then(|| "its line ends are those of another system".to_owned());
        return Err(wrong.or(rewritten).into_iter().fold(failure, Failure::because));
    }
    match (wrong, reading.end()) {
        (None, Ok(heading)) => Ok((heading, sum)),
        (Some(why), _) | (None, Err(why)) => Err(bad(&why)),
    }
}

/// A plan file that is refused.
fn bad(why: &str) -> Failure {
    Failure::new(FailureKind::BadInput, why)
        .hint("nothing was sent; get the plan as it was written, or make a new one with `mfa-admin mfa plan`")
}

fn unread(error: &io::Error) -> Failure {
    Failure::new(FailureKind::BadInput, error.to_string())
}

/// Reads what stands above the rows of a plan. Whether it was changed since only the whole of it tells.
///
/// # Errors
/// When it is no plan.
pub fn read_heading(input: impl Read) -> Result<Heading, Failure> {
    let mut lines = Lines::new(input);
    let judge_id = |id: &str| Some(UserId::new(id));
    let mut reading = Reading::begin(&mut lines, &judge_id)?;
    loop {
        let line = lines.next().map_err(|error| unread(&error))?;
        let line = line.ok_or_else(|| bad("it has no columns"))?;
        reading.line(&line).map_err(|why| bad(&why))?;
        if let Some(heading) = reading.heading {
            return Ok(heading);
        }
    }
}

/// The version of the format, by the first line.
fn version(line: &[u8]) -> Result<u32, Failure> {
    let line = String::from_utf8_lossy(line);
    // The checksum finds what editors and spreadsheets change.
    let line = line.trim_start_matches(['\u{feff}', '"']);
    let Some(version) = line.strip_prefix(TITLE) else { return Err(bad("it is no plan of mfa-admin")) };
    let version: String = version.chars().take_while(char::is_ascii_digit).collect();
    if let Some(version) = version.parse().ok().filter(|version| (FIRST..=VERSION).contains(version)) {
        return Ok(version);
    }
    let why = format!("its format is {version}, and this program knows {VERSION}");
    Err(Failure::new(FailureKind::BadInput, why).hint("nothing was sent; use the newer version of mfa-admin"))
}

/// The lines of a file without their line breaks, and the checksum of the lines above the present one.
struct Lines<R> {
    input: BufReader<R>,
    line: Vec<u8>,
    sum: Sha256,
    number: u64,
    /// Does a line end in CR LF? This program writes LF.
    rewritten: bool,
}

impl<R: Read> Lines<R> {
    fn new(input: R) -> Self {
        Self {
            input: BufReader::new(input),
            line: Vec::new(),
            sum: Sha256::new(),
            number: 0,
            rewritten: false,
        }
    }

    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        self.sum.update(&self.line);
        self.line.clear();
        // A longer line is cut: it is invalid either way.
        (&mut self.input).take(LONGEST).read_until(b'\n', &mut self.line)?;
        self.number += 1;
        self.rewritten |= self.line.ends_with(b"\r\n");
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        Ok((!self.line.is_empty()).then(|| line.to_owned()))
    }

    fn sum(&self) -> String {
        hex(&self.sum.clone().finalize())
    }
}

/// A plan file that is being read.
struct Reading<'a> {
    judge_id: &'a dyn Fn(&str) -> Option<UserId>,
    version: u32,
    keys: BTreeMap<String, String>,
    /// Set when the line of the columns was read.
    heading: Option<Heading>,
    /// The last row.
    row: u64,
    /// How often each outcome occurred so far.
    counts: BTreeMap<Outcome, u64>,
}

impl<'a> Reading<'a> {
    /// Takes the title.
    fn begin<R: Read>(
        lines: &mut Lines<R>,
        judge_id: &'a dyn Fn(&str) -> Option<UserId>,
    ) -> Result<Self, Failure> {
        let version = version(&lines.next().map_err(|error| unread(&error))?.unwrap_or_default())?;
        Ok(Self { judge_id, version, keys: BTreeMap::new(), heading: None, row: 0, counts: BTreeMap::new() })
    }

    /// Takes a line below the title: a row if it is one.
    fn line(&mut self, bytes: &[u8]) -> Result<Option<PlannedRow>, String> {
        let text = str::from_utf8(bytes).map_err(|_| "not UTF-8")?;
        let cells = line::cells(text).ok_or("its quotes make no sense")?;
        if let Some(heading) = &self.heading {
            let (planned, outcome) = self.planned(&cells, heading.created_at)?;
            self.row = planned.shown.row;
            *self.counts.entry(outcome).or_default() += 1;
            return Ok(Some(planned));
        }
        if cells == COLUMNS {
            self.heading = Some(heading(&self.keys, self.version)?);
            return Ok(None);
        }
        let pair = cells.first().filter(|_| cells.len() == 1).and_then(|cell| cell.strip_prefix("# "));
        let (key, value) =
            pair.and_then(|pair| pair.split_once(": ")).ok_or("neither a key nor the columns")?;
        let value = unescaped(value).ok_or("an escape that makes no sense")?;
        self.keys.insert(key.to_owned(), value);
        Ok(None)
    }

    /// The cells of a row.
    fn planned(&self, cells: &[String], created_at: Timestamp) -> Result<(PlannedRow, Outcome), String> {
        let cells: &[String; COLUMNS.len()] =
            cells.try_into().map_err(|_| format!("{} fields instead of {}", cells.len(), COLUMNS.len()))?;
        let [row, id, email, name, level, mfa, enrolled_at, factors, outcome, detail] = cells;
        let text = |cell: &String| {
            let text = line::text(cell).ok_or("an escape that makes no sense")?;
            Ok::<_, &str>((!text.is_empty()).then_some(text))
        };
        let row = row.parse().ok().filter(|row| *row > self.row).ok_or("its row is not the next one")?;
        let user_id = text(id)?
            .map(|id| (self.judge_id)(&id).ok_or_else(|| format!("`{id}` cannot be a user id")))
            .transpose()?;
        let level = text(level)?.map(|word| Level::from_word(&word).ok_or("an unknown level")).transpose()?;
        let outcome = Outcome::from_word(outcome)
            .filter(|outcome| can_be_planned(*outcome))
            .ok_or("an unknown outcome")?;
        let enrolment = text(mfa)?.map(|word| Enrolment::from_word(&word).ok_or("an unknown word for mfa"));
        let is_target = outcome == Outcome::WouldReset;
        let seen = match enrolment.transpose()? {
            Some(enrolment) if is_target && user_id.is_some() => Some(MfaStatus {
                enrolment,
                level,
                enrolled_at: text(enrolled_at)?
                    .map(|at| at.parse().map_err(|_| "enrolled_at is no time"))
                    .transpose()?,
                factors: (!factors.is_empty())
                    .then(|| line::factors(factors).ok_or("an escape that makes no sense"))
                    .transpose()?,
                ..MfaStatus::default()
            }),
            None if !is_target => None,
            _ => return Err("its outcome, user_id and mfa do not fit together".to_owned()),
        };
        let shown = ResultRow {
            row,
            user_id,
            email: text(email)?,
            name: text(name)?,
            level,
            outcome: Some(outcome),
            detail: text(detail)?,
            at: Some(created_at),
        };
        Ok((PlannedRow { shown, seen }, outcome))
    }

    /// The file has ended.
    fn end(self) -> Result<Heading, String> {
        let heading = self.heading.ok_or("it has no columns")?;
        if heading.counts == self.counts {
            Ok(heading)
        } else {
            Err("its counts are not those of its rows".to_owned())
        }
    }
}

/// The outcomes that a row has before anything is sent.
fn can_be_planned(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::WouldReset
            | Outcome::NotEnrolled
            | Outcome::Skipped
            | Outcome::Refused
            | Outcome::NotFound
            | Outcome::Failed
    )
}

fn heading(keys: &BTreeMap<String, String>, version: u32) -> Result<Heading, String> {
    let key = |key: &str| keys.get(key).ok_or_else(|| format!("the line `# {key}: …` is missing"));
    let text = |name: &str| key(name).cloned();
    let wrong = |name: &str| format!("the line `# {name}: …` makes no sense");
    let maybe = |name: &str| text(name).map(|text| (!text.is_empty()).then_some(text));
    // The first version had none of these.
    let later = |name: &str| if version == FIRST { Ok(None) } else { maybe(name) };
    let level = match key("level")?.as_str() {
        ANY_LEVEL => None,
        word => Some(Level::from_word(word).ok_or_else(|| wrong("level"))?),
    };
    Ok(Heading {
        created_at: key("created_at")?.parse().map_err(|_| wrong("created_at"))?,
        planned_by: text("planned_by")?,
        planned_by_id: later("planned_by_id")?.map(UserId::new),
        justification: Justification {
            reason: later("reason")?,
            ticket: later("ticket")?,
            verified_by: later("verified_by")?,
        },
        profile: text("profile")?,
        source: text("source")?,
        destination: Destination {
            provider: text("provider")?,
            url: text("url")?,
            org_id: text("org_id")?,
            environment: EnvironmentKind::from_word(key("environment")?)
                .ok_or_else(|| wrong("environment"))?,
        },
        org: maybe("org")?,
        level,
        counts: keys
            .iter()
            .filter_map(|(key, count)| Some((Outcome::from_word(key)?, count)))
            .map(|(outcome, count)| Ok((outcome, count.parse().map_err(|_| wrong(outcome.word()))?)))
            .collect::<Result<_, String>>()?,
    })
}
