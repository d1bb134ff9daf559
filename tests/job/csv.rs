use std::io::{self, Read};

use fastrand::Rng;

use mfa_admin::job::input::csv::{BadLine, CsvError, Encoding, Entry, KeyColumns, LONGEST_RECORD, Why, read};
use mfa_admin::model::UserId;

/// Accepts digits as an id and removes leading zeros, so that the canonical form differs from the input.
fn digits(text: &str) -> Option<UserId> {
    text.parse::<u64>().ok().map(|id| UserId::new(id.to_string()))
}

fn rows(input: impl AsRef<[u8]>) -> Result<Vec<Entry>, CsvError> {
    rows_of(input.as_ref())
}

fn rows_of(input: impl Read) -> Result<Vec<Entry>, CsvError> {
    let mut rows = Vec::new();
    read(input, &KeyColumns::default(), &digits, |entry| {
        rows.push(entry);
        Ok::<(), CsvError>(())
    })?;
    Ok(rows)
}

/// `row line id email`, one row a line: what most tests compare.
fn taken(input: impl AsRef<[u8]>) -> Vec<String> {
    let show = |entry: Entry| {
        let [id, email] =
            [entry.user_id.map(|id| id.to_string()), entry.email].map(|key| key.unwrap_or("-".into()));
        format!("{} {} {id} {email}", entry.row, entry.line)
    };
    rows(input).expect("valid").into_iter().map(show).collect()
}

fn bad(input: impl AsRef<[u8]>) -> Vec<(u64, Why)> {
    match rows(input) {
        Err(CsvError::Bad(lines)) => lines.into_iter().map(|BadLine { line, why }| (line, why)).collect(),
        other => panic!("no bad lines but {other:?}"),
    }
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect()
}

#[test]
fn the_key_columns_are_found_in_any_case_and_order_among_others() {
    assert_eq!(taken("User_ID\n42\n007\n"), ["1 2 42 -", "2 3 7 -"]);
    assert_eq!(
        taken("Name, EMAIL ,team,user_id\nVal, v@test.com ,x, 42\nBo,b@test.com,y,\nCy,,z,9"),
        ["1 2 42 v@test.com", "2 3 - b@test.com", "3 4 9 -"]
    );
}

#[test]
fn the_header_line_shows_the_delimiter() {
    assert_eq!(taken("name;email\n\"a,b\";a@x.y\n"), ["1 2 - a@x.y"]);
    assert_eq!(taken("name\temail\na\ta@x.y\n"), ["1 2 - a@x.y"]);
    assert_eq!(taken("\"a,b,c,d\";\"user_id\"\nx;42\n"), ["1 2 42 -"]);
    assert_eq!(taken("\"the\n\"\"first\"\", really\",email\nx,a@x.y\n"), ["1 3 - a@x.y"]);
    assert_eq!(taken("email\na;b\td,\n"), ["1 2 - a;b\td"], "one column: a comma is the delimiter");
}

#[test]
fn empty_fields_beyond_the_header_are_ignored() {
    assert_eq!(taken("user_id\n42,, \t,\"\"\n"), ["1 2 42 -"]);
}

#[test]
fn a_delimiter_that_moves_the_keys_is_named() {
    assert_eq!(bad("note,user_id\n12,5,42\n"), [(2, Why::TooManyFields { expected: 2, found: 3 })]);
    assert_eq!(bad("user_id\n42,, and so on,,\n"), [(2, Why::TooManyFields { expected: 1, found: 3 })]);
}

#[test]
fn quoted_fields_may_hold_line_breaks_quotes_and_delimiters() {
    let text = "email,note\r\na@x.y,\"one\r\ntwo \"\"three\"\", four\"\r\n\"b@x.y\",\"\"\r\n";
    assert_eq!(taken(text), ["1 2 - a@x.y", "2 4 - b@x.y"]);
}

#[test]
fn a_bare_quote_inside_an_unquoted_field_is_literal() {
    assert_eq!(taken("email,note\na@x.y,5\" disk\nb\"@x.y,\n"), ["1 2 - a@x.y", "2 3 - b\"@x.y"]);
}

#[test]
fn every_line_end_counts_as_one_line() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["user_id", "1", "", "2", "x"].join(end);
        assert_eq!(bad(text), [(5, Why::NotAnId { text: "x".into() })], "{end:?}");
    }
}

#[test]
fn blank_lines_are_not_counted() {
    assert_eq!(taken("\n  \nuser_id,email\n\n1,\n \t \n\r\n2,\n\n"), ["1 5 1 -", "2 8 2 -"]);
    assert_eq!(taken("user_id\n\u{a0}\n1\n"), ["1 3 1 -"]);
    // Spreadsheets write the separators of empty rows.
    assert_eq!(taken(",,\nuser_id,email,n\n, ,\t\n1,,\n,,,,\n2,,\n,\n;;\n"), ["1 4 1 -", "2 6 2 -"]);
    assert_eq!(taken(";\nuser_id;n\n;\n1;x\n;;;"), ["1 4 1 -"]);
    assert_eq!(taken("\t\nuser_id\tn\n\t\n1\tx\n\t\n"), ["1 4 1 -"]);
}

#[test]
fn an_empty_key_is_not_a_blank_line() {
    assert_eq!(bad("user_id\n1\n\"\"\n\"  \"\n"), [(3, Why::EmptyKey), (4, Why::EmptyKey)]);
    assert_eq!(bad("user_id,email\n\"\",\n1,\n"), [(2, Why::EmptyKey)]);
    assert_eq!(bad("user_id\tname\n\tx\n"), [(2, Why::EmptyKey)]);
}

#[test]
fn every_bad_line_is_named_at_once_and_in_order() {
    let text = b"user_id,email,note\n1,,\nx1,,\n2\n,,-\n3,,caf\xE9\n4,,\"a\"b\n5,a\0b,\n6,,\"open\n7,,\n";
    assert_eq!(
        bad(text),
        [
            (3, Why::NotAnId { text: "x1".into() }),
            (4, Why::TooFewFields { expected: 3, found: 1 }),
            (5, Why::EmptyKey),
            (6, Why::Windows1252),
            (7, Why::TextAfterQuote),
            (8, Why::NulByte),
            (9, Why::UnclosedQuote),
        ]
    );
}

#[test]
fn an_id_is_checked_even_with_a_good_email() {
    assert_eq!(bad("user_id,email\nx,a@x.y\n"), [(2, Why::NotAnId { text: "x".into() })]);
}

#[test]
fn an_open_quote_that_swallows_people_is_named_where_it_was_opened() {
    assert_eq!(bad("email\na@x.y\n\"b@x.y\nc@x.y\n"), [(3, Why::UnclosedQuote)]);
    assert_eq!(bad("email\n\"b@x.y\nc@x.y\n\"d@x.y\"\ne@x.y\n"), [(2, Why::TextAfterQuote)]);
    assert_eq!(bad("email,n\na@x.y,\"1\n2\"\nb@x.y,\"1\n2\",\"3\n"), [(5, Why::UnclosedQuote)]);
    assert_eq!(bad("email\n\"a@x.y\" \nb@x.y\n"), [(2, Why::TextAfterQuote)]);
    assert_eq!(bad("email\n\"a@x.y\"\n\"\"\""), [(3, Why::UnclosedQuote)]);
}

#[test]
fn a_slip_in_the_header_is_a_bad_line_too() {
    assert_eq!(bad("\"email\na@x.y\n"), [(1, Why::UnclosedQuote)]);
    assert_eq!(bad("\n\"email\"x\na@x.y\n"), [(2, Why::TextAfterQuote)]);
    assert_eq!(bad(b"email,caf\xE9\n,-\n"), [(1, Why::Windows1252), (2, Why::EmptyKey)]);
}

#[test]
fn utf_8_and_utf_16_read_alike() {
    let text = "email;name\r\nжук@x.y;\"🦀 \r\n\"\r\nb@x.y;é\r\n";
    let expected = ["1 2 - жук@x.y", "2 4 - b@x.y"];
    assert_eq!(taken(text), expected);
    assert_eq!(taken(format!("\u{feff}{text}")), expected);
    assert_eq!(taken(format!("\u{feff}\u{feff}{text}")), expected);
    assert_eq!(taken(utf16(text, u16::to_le_bytes)), expected);
    assert_eq!(taken(utf16(text, u16::to_be_bytes)), expected);
}

#[test]
fn a_character_cut_by_the_end_of_a_read_is_put_together() {
    // One unit more each time, so that surrogates cross the end of a piece at every position.
    for shift in 0..4 {
        let text = format!("email\n{}{}@x.y\n", "a".repeat(shift), "🦀".repeat(9_000));
        let rows = rows_of(Drip(&utf16(&text, u16::to_le_bytes))).unwrap();
        assert_eq!(format!("email\n{}\n", rows[0].email.as_ref().unwrap()), text);
    }
}

#[test]
fn broken_utf_16_is_named_with_its_line() {
    let mut lone = utf16("email\na@x.y\n", u16::to_le_bytes);
    lone.extend([0x00, 0xD8, b'b', 0, b'\n', 0, b'c', 0]);
    let why = || Why::NotText { encoding: Encoding::Utf16Le };
    assert_eq!(bad(&lone), [(3, why())]);
    lone.push(b'd');
    assert_eq!(bad(&lone), [(3, why()), (4, why())], "an odd byte at the end");
    lone.extend([0xD8]);
    assert_eq!(bad(&lone), [(3, why()), (4, why())], "half a pair at the end");
}

#[test]
fn nul_bytes_mean_that_the_file_is_not_what_it_seems() {
    let text = utf16("user_id\n42\n", u16::to_le_bytes);
    assert_eq!(bad(&text[2..]), [(1, Why::NulByte)]);
    assert_eq!(bad(&utf16("user_id\n42\n", u16::to_be_bytes)[2..]), [(1, Why::NulByte)]);
}

#[test]
fn a_file_without_rows_is_empty() {
    for text in ["", "\u{feff}", "\n\r\n  \n", "user_id", "\u{feff}email;name\r\n", "user_id\n\n \n"] {
        assert!(matches!(rows(text), Err(CsvError::Empty)), "{text:?}");
    }
    assert!(matches!(rows([0xFF, 0xFE]), Err(CsvError::Empty)));
}

#[test]
fn a_header_without_a_key_says_what_it_found() {
    let Err(CsvError::NoUsableColumn { found }) = rows("Name; Kontakt\na;b\n") else { panic!() };
    assert_eq!(found, ["Name", "Kontakt"]);
    let Err(CsvError::NoUsableColumn { found }) = rows("42\n43\n") else { panic!() };
    assert_eq!(found, ["42"]);
}

#[test]
fn a_record_without_end_is_given_up_early() {
    let endless = b"email\na@x.y\n\"b".chain(io::repeat(b'x')).take(1 << 30);
    let Err(CsvError::Bad(lines)) = rows_of(endless) else { panic!() };
    assert_eq!(lines, [BadLine { line: 3, why: Why::TooLong }]);
    let endless = b"email\n".chain(io::repeat(b','));
    let Err(CsvError::Bad(lines)) = rows_of(endless) else { panic!() };
    assert_eq!(lines, [BadLine { line: 2, why: Why::TooLong }]);

    let note = "n".repeat(LONGEST_RECORD - 20);
    assert_eq!(taken(format!("email,note\na@x.y,\"{note}\"\nb@x.y,\n")), ["1 2 - a@x.y", "2 3 - b@x.y"]);
}

#[test]
fn an_input_that_breaks_off_is_not_taken_for_its_end() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    for start in [&b""[..], b"user_id\n1\n", b"\xFF\xFEu\0"] {
        let result = rows_of(start.chain(Broken));
        assert!(matches!(result, Err(CsvError::Io(error)) if error.kind() == io::ErrorKind::ConnectionReset));
    }
}

#[test]
fn a_hundred_thousand_rows_are_read() {
    let text = (0..100_000).fold("user_id,email,name\n".to_owned(), |text, id| {
        text + &format!("{id},person.{id}@example.com,\"Person, number {id}\"\n")
    });
    let started = std::time::Instant::now();
    assert_eq!(rows(text).unwrap().len(), 100_000);
    if cfg!(not(debug_assertions)) {
        assert!(started.elapsed().as_millis() < 300, "{:?}", started.elapsed());
    }
}

/// Gives one byte at a read, and is interrupted by a signal before each.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        thread_local!(static ASKED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) });
        if !ASKED.replace(!ASKED.get()) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let count = self.0.len().min(into.len()).min(1);
        into[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

/// A messy file, and the rows (or the lines of its mistakes) that its author meant.
struct Mess {
    text: String,
    line: u64,
    delimiter: char,
    end: &'static str,
}

impl Mess {
    fn blank_lines(&mut self, rng: &mut Rng) {
        while rng.u8(..4) == 0 {
            let blank =
                if self.delimiter == '\t' { "" } else { rng.choice(["", " ", "\t "]).expect("valid") };
            self.text += blank;
            self.text += self.end;
            self.line += 1;
        }
    }

    fn record(&mut self, fields: &[String], rng: &mut Rng) -> u64 {
        let begins = self.line;
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                self.text.push(self.delimiter);
            }
            let must = field.starts_with('"') || field.contains([self.delimiter, '\r', '\n']);
            if must || rng.bool() {
                self.text.extend(["\"", &field.replace('"', "\"\""), "\""]);
            } else {
                self.text += field;
            }
            self.line += field.replace("\r\n", "\n").matches(['\r', '\n']).count() as u64;
        }
        self.text += self.end;
        self.line += 1;
        begins
    }
}

#[test]
fn messy_files_give_the_rows_their_writers_had_in_mind() {
    for seed in 0..400 {
        let rng = &mut Rng::with_seed(seed);
        let delimiter = rng.choice([',', ';', '\t']).unwrap();
        let end = rng.choice(["\n", "\r\n"]).unwrap();
        let mut mess = Mess { text: String::new(), line: 1, delimiter, end };
        let mut columns = vec!["user_id", "Email", "note", "a, \"b\"; c\td\r\ne"];
        rng.shuffle(&mut columns);
        mess.blank_lines(rng);
        mess.record(&columns.iter().map(|name| format!(" {name} ")).collect::<Vec<_>>(), rng);

        let (mut intended, mut slips) = (Vec::new(), Vec::new());
        for row in 1..=rng.u64(1..60) {
            mess.blank_lines(rng);
            let keys = rng.u8(..16);
            let id = (keys & 1 == 0 || keys & 2 == 0).then(|| rng.u32(..).to_string());
            let email = (keys & 1 != 0).then(|| format!("жук{row}@x.y"));
            let id = if keys == 5 { Some("no id".to_owned()) } else { id };
            let fields: Vec<_> = columns
                .iter()
                .map(|column| match *column {
                    "user_id" => format!(" {}", id.as_deref().unwrap_or_default()),
                    "Email" => format!("{}  ", email.as_deref().unwrap_or_default()),
                    _ => rng
                        .choice(["", "x", "5\"", "\"", "one\r\ntwo", "a,b;c\td", "🦀\n\n"])
                        .unwrap()
                        .to_owned(),
                })
                .collect();
            let short = rng.u8(..20) == 0;
            let line = mess.record(&fields[usize::from(short)..], rng);
            if short {
                slips.push(BadLine { line, why: Why::TooFewFields { expected: 4, found: 3 } });
            } else if id.as_deref() == Some("no id") {
                slips.push(BadLine { line, why: Why::NotAnId { text: "no id".into() } });
            } else {
                intended.push(Entry { row, line, user_id: id.map(UserId::new), email });
            }
        }
        let bytes = match rng.u8(..4) {
            0 => utf16(&mess.text, u16::to_le_bytes),
            1 => utf16(&mess.text, u16::to_be_bytes),
            2 => format!("\u{feff}{}", mess.text).into_bytes(),
            _ => mess.text.clone().into_bytes(),
        };
        match rows_of(Drip(&bytes)) {
            Ok(rows) => assert_eq!((rows, slips), (intended, vec![]), "seed {seed}: {:?}", mess.text),
            Err(CsvError::Bad(bad)) => assert_eq!(bad, slips, "seed {seed}: {:?}", mess.text),
            Err(error) => panic!("seed {seed}: {error}: {:?}", mess.text),
        }
    }
}
