//! The elements of a JSON list while its bytes come in.

use serde_json::Value;

use super::error::Lost;
use super::strict::{self, Text};

/// One person, one element of a list, or what stands around a list. The number is that of `cli.md` (exit codes).
pub(super) const ONE: usize = 1_000_000;

/// The keys under which an envelope holds its list.
pub(super) const KEYS: [&str; 4] = ["data", "users", "results", "items"];

/// Cuts a list of objects into its elements, however its bytes are cut into pieces.
#[derive(Default)]
pub(super) struct JsonArrayDecoder {
    progress: Progress,
    /// Open brackets: of the envelope before the list, of the element in the list.
    depth: usize,
    text: Text,
    /// The last string of the envelope, which is the key when a list begins.
    key: Vec<u8>,
    element: Vec<u8>,
    /// How many bytes have come since the last element.
    since: usize,
}

/// How far the bytes have come.
#[derive(Default, PartialEq, Eq)]
enum Progress {
    #[default]
    Before,
    Inside,
    After,
}

impl JsonArrayDecoder {
    /// Takes the next piece and gives the elements that are complete with it.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Result<Vec<Value>, Lost> {
        let mut complete = Vec::new();
        for byte in piece {
            self.since += 1;
            if self.since > ONE {
                return Err(oversized(ONE));
            }
            match self.progress {
                Progress::Before => self.envelope(*byte),
                Progress::Inside => complete.extend(self.inside(*byte)?),
                Progress::After => {}
            }
        }
        Ok(complete)
    }

    /// The answer is over. Was that a whole list?
    pub(super) fn end(&self) -> Result<(), Lost> {
        match self.progress {
            Progress::After => Ok(()),
            Progress::Before => Err(garbled("a list was expected")),
            Progress::Inside => Err(garbled("the list breaks off")),
        }
    }

    fn envelope(&mut self, byte: u8) {
        if self.text == Text::Outside && byte == b'"' {
            self.key.clear();
        }
        if self.text.goes_through(byte) {
            if self.text == Text::Inside && byte != b'"' {
                self.key.push(byte);
            }
            return;
        }
        match byte {
            b'[' if self.depth == 0 || KEYS.iter().any(|key| key.as_bytes() == self.key) => {
                (self.progress, self.depth) = (Progress::Inside, 0);
            }
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn inside(&mut self, byte: u8) -> Result<Option<Value>, Lost> {
        if self.depth == 0 {
            match byte {
                b'{' => {}
                b']' => {
                    self.progress = Progress::After;
                    return Ok(None);
                }
                byte if byte.is_ascii_whitespace() || byte == b',' => return Ok(None),
                _ => return Err(garbled("a list of people was expected")),
            }
        }
        self.element.push(byte);
        if self.text.goes_through(byte) {
            return Ok(None);
        }
        match byte {
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => {}
        }
        if self.depth > 0 {
            return Ok(None);
        }
        let value = strict::json(&self.element).map_err(|why| garbled(&why));
        self.element.clear();
        self.since = 0;
        value.map(Some)
    }
}

fn garbled(why: &str) -> Lost {
    Lost::Garbled { why: why.to_owned() }
}

pub(super) fn oversized(bytes: usize) -> Lost {
    Lost::Oversized { most: format!("{} MB", bytes / ONE) }
}

/// Finds the ends of the elements of a list that is held whole, under any key.
#[derive(Default)]
pub(super) struct Measure {
    /// Open brackets.
    depth: usize,
    /// The depth of the list: that of the first square bracket.
    list: Option<usize>,
    text: Text,
    /// Has the element begun?
    begun: bool,
    /// How many bytes have come since the last element was complete.
    pub(super) since: usize,
}

impl Measure {
    /// Takes the next piece. Was an element complete with it? After one that is too large no other is.
    pub(super) fn feed(&mut self, piece: &[u8]) -> bool {
        let mut came = false;
        for byte in piece {
            self.since += 1;
            if self.since > ONE {
                break;
            }
            came |= self.ends_an_element(*byte);
        }
        came
    }

    fn ends_an_element(&mut self, byte: u8) -> bool {
        if self.text.goes_through(byte) {
            self.begun |= self.list.is_some();
            return false;
        }
        let here = self.list == Some(self.depth);
        match byte {
            b'[' | b'{' => {
                self.begun |= self.list.is_some();
                self.depth += 1;
                if byte == b'[' {
                    self.list = self.list.or(Some(self.depth));
                }
            }
            b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                if here {
                    self.list = None;
                    return self.element();
                }
            }
            b',' if here => return self.element(),
            byte => self.begun |= self.list.is_some() && !byte.is_ascii_whitespace(),
        }
        false
    }

    /// Between two commas there must have been something.
    fn element(&mut self) -> bool {
        if self.begun {
            self.since = 0;
        }
        std::mem::take(&mut self.begun)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Every way to cut the text in two must give the same.
    fn elements(text: &str) -> Result<Vec<Value>, Lost> {
        let whole = in_pieces(&[text.as_bytes()]);
        for cut in 0..=text.len() {
            let (first, second) = text.as_bytes().split_at(cut);
            assert_eq!(in_pieces(&[first, second]), whole, "cut at {cut} of {text}");
        }
        whole
    }

    fn in_pieces(pieces: &[&[u8]]) -> Result<Vec<Value>, Lost> {
        let mut elements = JsonArrayDecoder::default();
        let mut all = Vec::new();
        for piece in pieces {
            all.extend(elements.feed(piece)?);
        }
        elements.end().map(|()| all)
    }

    #[test]
    fn a_list_is_found_in_any_envelope() {
        let two = vec![json!({"id": 1, "a": "]}\"[{"}), json!({"id": 2, "mfa": {"level": ["x"]}})];
        let rows = r#"[ {"id":1,"a":"]}\"[{"} , {"id":2,"mfa":{"level":["x"]}} ]"#;
        for text in [
            rows.to_owned(),
            format!(r#"{{"total":2,"links":["[",{{"self":"x"}}],"data":{rows}}}"#),
            format!(r#"{{"users" : {rows}, "errors": []}}"#),
            format!(r#"{{"data":{{"users":{rows}}}}}"#),
        ] {
            assert_eq!(elements(&text), Ok(two.clone()), "{text}");
        }
        assert_eq!(elements("{\"data\":[]}"), Ok(vec![]));
    }

    #[test]
    fn what_is_no_list_says_so() {
        assert!(elements(r#"{"message":"no"}"#).is_err());
        assert!(elements(r#"{"data":[{"id":1},"#).is_err());
        assert!(elements(r#"{"data":[1,2]}"#).is_err());
        assert!(elements(r#"[{"id":1,}]"#).is_err());
        assert!(elements(r#"[{"id":1,"isAdmin":true,"isAdmin":false}]"#).is_err());
        assert!(elements("").is_err());
    }

    /// How many elements are complete, and how much has come since.
    fn measured(text: &str) -> (usize, usize) {
        let mut measure = Measure::default();
        let came = text.bytes().filter(|byte| measure.feed(&[*byte])).count();
        (came, measure.since)
    }

    #[test]
    fn elements_are_counted_in_any_list() {
        assert_eq!(measured(r#"[{"a":1},{"b":[1,2,3]}]"#), (2, 0));
        assert_eq!(measured(r#"{"detail":{"x":[]},"value":[{"a":"],\"["}, 7 ,"x"] }"#), (3, 2));
        assert_eq!(measured(r#"{"value":{"tokens":[{"a":{"b":1}},"#), (1, 0));
    }

    #[test]
    fn what_is_no_element_brings_nothing_further() {
        for text in ["[ , , ,", "[[{\"a\":[1,2,3", "{\"a\":1,\"b\":2,", "{\"a\":[],\"a\":[],", "]]]}},,["] {
            assert_eq!(measured(text), (0, text.len()), "{text}");
        }
    }
}
