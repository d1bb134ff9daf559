//! What does not print is never written, whatever the format and the stream.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use serde::Serialize;
use serde_json::json;

use super::sanitize::prints;
use super::*;
use crate::failure::{Failure, FailureKind};
use crate::host::Host;
use crate::settings::Format;

/// A stream that a test reads.
#[derive(Clone, Default)]
pub(super) struct Seen(pub(super) Rc<RefCell<Vec<u8>>>);

impl Write for Seen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What came since the last call, with what moves the cursor made visible.
pub(super) fn taken(seen: &Seen) -> String {
    String::from_utf8(seen.0.take()).expect("text").replace('\r', "<").replace("\u{1b}[K", ">")
}

/// A run whose stderr is a terminal or not.
pub(super) fn staged(terminal: bool, format: Format) -> (Output, Seen) {
    let seen = Seen::default();
    let mut host = Host::staged();
    host.stderr = Box::new(seen.clone());
    host.terminals.stderr = terminal;
    host.stderr_width = || Some(100);
    (Output::new(&mut host, format, None), seen)
}

#[derive(Serialize)]
struct Named {
    name: String,
}

impl Record for Named {
    const KEYS: &'static [&'static str] = &["name"];
    const COLUMNS: &'static [&'static str] = &["NAME"];

    fn cells(&self) -> Vec<Cell> {
        vec![self.name.as_str().into()]
    }
}

impl Card for Named {
    const KEYS: &'static [&'static str] = &["name"];

    fn lines(&self) -> Vec<Line> {
        vec![Line::Heading(self.name.clone()), Line::Field("Name", self.name.as_str().into())]
    }
}

/// Every character, a thousand in a name. Of the planes that are empty or have Chinese letters only, one in 97.
fn names() -> Vec<Named> {
    let told = |letter: &char| {
        matches!(letter, ..'\u{20000}' | '\u{e0000}'..'\u{e1000}') || (*letter as u32).is_multiple_of(97)
    };
    let all: Vec<char> = ('\0'..=char::MAX).filter(told).collect();
    all.chunks(1000).map(|some| Named { name: some.iter().collect() }).collect()
}

/// Everything that can be said in a format, and what was then written to stdout and stderr.
fn said(format: Format, names: &[Named]) -> [String; 2] {
    let mut host = Host::staged();
    let streams = [Seen::default(), Seen::default()];
    host.stdout = Box::new(streams[0].clone());
    host.stderr = Box::new(streams[1].clone());
    let output = Output::new(&mut host, format, None);
    output.all(names).unwrap();
    for Named { name } in names {
        output.page(&Named { name: name.clone() }).unwrap();
        output.document(&json!({ name.as_str(): name })).unwrap();
        output.show_for_question(&[Line::Heading(name.clone()), Line::Field("Name", name.as_str().into())]);
        output.note(name);
        output.usage(name);
        output.failure(&Failure::new(FailureKind::Usage, name).because(name).hint(name));
    }
    output.done();
    streams.map(|stream| String::from_utf8(stream.0.take()).unwrap())
}

#[test]
fn nothing_that_does_not_print_is_ever_written() {
    let names = names();
    for format in [Format::Table, Format::Json, Format::Jsonl, Format::Csv] {
        for text in said(format, &names) {
            let unseen = text.chars().find(|letter| *letter != '\n' && !prints(*letter));
            assert_eq!(unseen.map(|letter| letter.escape_unicode().to_string()), None, "{format:?}");
        }
    }
}

#[test]
fn json_is_read_again_as_it_was() {
    let names = names();
    let [json, _] = said(Format::Jsonl, &names);
    let name = |line: &str| {
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        json["name"].as_str().unwrap().to_owned()
    };
    for (line, named) in json.lines().zip(&names) {
        assert_eq!(name(line), named.name);
    }
}

#[test]
fn a_csv_file_has_a_line_for_each_record_whatever_is_in_it() {
    let header = csv_header::<Named>();
    assert_eq!(header, "name\n");
    for (name, line) in [
        ("Ana\u{1b}[2J", "Ana\\u{1b}[2J\n"),
        ("a\r\nb\tc", "a\\u{d}\\u{a}b\\u{9}c\n"),
        ("\t=1+1", "\\u{9}=1+1\n"),
        ("=1+1", "'=1+1\n"),
    ] {
        assert_eq!(csv_line(&Named { name: name.to_owned() }).unwrap(), line);
    }
}
