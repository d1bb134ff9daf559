//! What a file is written in: its first bytes say it, and UTF-8 is made of it.

use std::io::{self, Read};

/// A byte that is never part of UTF-8. It stands where UTF-16 cannot be decoded, so that the reader of records
/// finds the line by the same check as in a UTF-8 file.
const NO_TEXT: u8 = 0xFF;

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little end first, by its byte order mark.
    Utf16Le,
    /// UTF-16, big end first, by its byte order mark.
    Utf16Be,
}

/// The encoding, and the input as UTF-8 (which may have invalid bytes, as the input may).
pub(super) fn decode<R: Read>(mut input: R) -> io::Result<(Encoding, impl Read)> {
    let mut start = Vec::new();
    input.by_ref().take(2).read_to_end(&mut start)?;
    let encoding = match start[..] {
        [0xFF, 0xFE] => Encoding::Utf16Le,
        [0xFE, 0xFF] => Encoding::Utf16Be,
        _ => Encoding::Utf8,
    };
    Ok((
        encoding,
        Decoder {
            input: io::Cursor::new(start).chain(input),
            encoding,
            raw: Vec::new(),
            text: Vec::new(),
            taken: 0,
        },
    ))
}

struct Decoder<R> {
    input: R,
    encoding: Encoding,
    /// Read, but not decoded yet: at most half a character between two calls.
    raw: Vec<u8>,
    /// Decoded; handed out up to `taken`.
    text: Vec<u8>,
    taken: usize,
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.encoding == Encoding::Utf8 {
            return self.input.read(into);
        }
        while self.taken == self.text.len() {
            if !self.refill()? {
                return Ok(0);
            }
        }
        let count = (&self.text[self.taken..]).read(into)?;
        self.taken += count;
        Ok(count)
    }
}

impl<R: Read> Decoder<R> {
    /// Decodes the next piece of UTF-16; false at the end.
    fn refill(&mut self) -> io::Result<bool> {
        self.text.clear();
        self.taken = 0;
        let count = self.input.by_ref().take(8 << 10).read_to_end(&mut self.raw)?;
        let at_end = count == 0;
        if at_end && self.raw.is_empty() {
            return Ok(false);
        }
        let mut units: Vec<u16> = self.raw.chunks_exact(2).map(|pair| self.unit(pair)).collect();
        // The other half of a character may be in the next piece.
        if !at_end && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
            units.pop();
        }
        for decoded in char::decode_utf16(units.iter().copied()) {
            match decoded {
                Ok(character) => self.text.extend(character.encode_utf8(&mut [0; 4]).as_bytes()),
                Err(_) => self.text.push(NO_TEXT),
            }
        }
        self.raw.drain(..units.len() * 2);
        if at_end && !self.raw.is_empty() {
            self.raw.clear();
            self.text.push(NO_TEXT);
        }
        Ok(true)
    }

    fn unit(&self, pair: &[u8]) -> u16 {
        let pair = [pair[0], pair[1]];
        if self.encoding == Encoding::Utf16Be { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    }
}

/// What a file is that is no text at all, as its first bytes say.
pub(super) fn container(start: &[u8]) -> Option<&'static str> {
    const OLD_OFFICE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if start.starts_with(OLD_OFFICE) {
        return Some("an Excel workbook of the old kind (.xls)");
    }
    // The name of the first file in a ZIP archive stands at a fixed place, and its content behind it.
    let first = start.starts_with(b"PK\x03\x04").then(|| start.get(30..).unwrap_or_default())?;
    let of_excel = [&b"[Content_Types].xml"[..], b"_rels/", b"docProps/", b"xl/"];
    Some(if first.starts_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
        "an OpenDocument spreadsheet (.ods)"
    } else if of_excel.iter().any(|name| first.starts_with(name)) {
        "an Excel workbook (.xlsx)"
    } else {
        "a ZIP archive, as spreadsheets are (.xlsx, .ods)"
    })
}

/// Are these bytes, which are no UTF-8, letters of Windows-1252, in which spreadsheets save a CSV unless they are asked
/// for another encoding?
pub(super) fn is_windows_1252(bytes: &[u8]) -> bool {
    let is_letter = |byte: &u8| match byte {
        b'\t' | b'\r' | b'\n' => true,
        0x81 | 0x8D | 0x8F | 0x90 | 0x9D => false,
        _ => !byte.is_ascii_control(),
    };
    bytes.iter().all(is_letter)
}
