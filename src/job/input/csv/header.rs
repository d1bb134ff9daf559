//! The header: which columns hold the keys, whatever spreadsheets and exports call them.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use csv::ByteRecord;

use super::error::{CsvError, Why};
use crate::model::UserId;

/// What a column of ids may be called, folded. `id` alone is not among them: it may be that of anything.
const ID_NAMES: &[&str] = &["userid"];

/// What a column of e-mail addresses may be called, folded.
const EMAIL_NAMES: &[&str] = &["email", "emailaddress", "mail", "mailaddress"];

/// The columns of a CSV file that hold the keys, where its header calls them otherwise.
#[derive(Debug, Clone, Default, Args)]
pub struct KeyColumns {
    /// The column of the CSV file that holds the ids
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub id_column: Option<String>,
    /// The column of the CSV file that holds the e-mail addresses
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub email_column: Option<String>,
}

impl KeyColumns {
    /// Do the flags name no column?
    pub(crate) fn is_empty(&self) -> bool {
        self.id_column.is_none() && self.email_column.is_none()
    }
}

/// A name of a column without what spelling adds to it: case, blanks, `-`, `_` and `.`.
fn fold(name: &str) -> String {
    let adds_nothing = |letter: char| letter.is_whitespace() || matches!(letter, '-' | '_' | '.');
    name.chars().filter(|letter| !adds_nothing(*letter)).flat_map(char::to_lowercase).collect()
}

/// One of the two keys, and how its column is found.
struct Key<'a> {
    word: &'static str,
    flag: &'static str,
    /// The name that the flag gives.
    named: Option<&'a str>,
    /// The names that the column has without a flag, folded.
    known: &'static [&'static str],
}

impl Key<'_> {
    /// The place of the column. One that the flag of the other key names is not looked for.
    fn find(&self, header: &[String], other: Option<usize>) -> Result<Option<usize>, CsvError> {
        let places = |takes: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let fits = |(at, name): &(usize, &String)| Some(*at) != other && takes(name);
            header.iter().enumerate().filter(fits).map(|(at, _)| at).collect()
        };
        let found = match self.named.map(str::trim) {
            None => places(&|name| self.known.contains(&fold(name).as_str())),
            Some(wanted) => {
                let exact = places(&|name| name == wanted);
                let found = if exact.is_empty() { places(&|name| fold(name) == fold(wanted)) } else { exact };
                if found.is_empty() {
                    let (name, found) = (wanted.to_owned(), header.to_vec());
                    return Err(CsvError::NoSuchColumn { flag: self.flag, name, found });
                }
                found
            }
        };
        match found[..] {
            [] => Ok(None),
            [place] => Ok(Some(place)),
            _ => Err(CsvError::AmbiguousColumn {
                key: self.word,
                flag: self.flag,
                found: found.iter().map(|at| header[*at].clone()).collect(),
            }),
        }
    }
}

/// Where the keys stand in a record.
pub(super) struct Columns {
    user_id: Option<usize>,
    email: Option<usize>,
    width: usize,
}

impl Columns {
    /// Finds the columns that a flag names, else those whose names are known.
    pub(super) fn find(header: &ByteRecord, flags: &KeyColumns) -> Result<Self, CsvError> {
        let names: Vec<String> =
            header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        let key = |word, flag, named, known| Key { word, flag, named, known };
        let id = key("user id", "--id-column", flags.id_column.as_deref(), ID_NAMES);
        let email = key("e-mail address", "--email-column", flags.email_column.as_deref(), EMAIL_NAMES);
        let (user_id, email) = if email.named.is_some() {
            let email = email.find(&names, None)?;
            (id.find(&names, email)?, email)
        } else {
            let user_id = id.find(&names, None)?;
            (user_id, email.find(&names, id.named.and(user_id))?)
        };
        if user_id.or(email).is_none() {
            return Err(CsvError::NoUsableColumn { found: names });
        }
        Ok(Self { user_id, email, width: names.len() })
    }

    /// The id and the e-mail address of a record.
    pub(super) fn pick(
        &self,
        record: &ByteRecord,
        read_id: &dyn Fn(&str) -> Option<UserId>,
    ) -> Result<(Option<UserId>, Option<String>), Why> {
        if record.len() < self.width {
            return Err(Why::TooFewFields { expected: self.width, found: record.len() });
        }
        // Spreadsheets write empty ones.
        let found = record.iter().rposition(|field| !field.trim_ascii().is_empty()).map_or(0, |at| at + 1);
        if found > self.width {
            return Err(Why::TooManyFields { expected: self.width, found });
        }
        // The record was found to be text before.
        let cell = |column: Option<usize>| {
            let text = column.and_then(|at| str::from_utf8(&record[at]).ok()).unwrap_or_default();
            // Of blanks there are many, and an address that has others than these in it is another address.
            (!text.trim().is_empty()).then(|| text.trim_ascii())
        };
        let email = cell(self.email).map(str::to_owned);
        match cell(self.user_id) {
            Some(text) => match read_id(text) {
                Some(id) => Ok((Some(id), email)),
                None => Err(Why::NotAnId { text: text.to_owned() }),
            },
            None if email.is_some() => Ok((None, email)),
            None => Err(Why::EmptyKey),
        }
    }
}
