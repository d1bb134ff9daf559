//! A command that is being typed, as a shell would read it: bash gives the line as it stands.

/// Which quote is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    No,
    Single,
    Double,
}

/// An unfinished command.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The words before the one at the cursor, without their quotes.
    pub(super) words: Vec<String>,
    /// The word at the cursor as it was typed.
    pub(super) typed: &'a str,
    /// The same without its quotes.
    pub(super) current: String,
    /// The quote that is open at the cursor.
    pub(super) quote: Quote,
    /// Is the word at the cursor a file that a stream is redirected to or from?
    pub(super) redirects: bool,
}

impl<'a> Line<'a> {
    /// Reads a line up to the cursor. What a shell would expand, such as `$HOME`, stays as it is.
    pub(super) fn read(line: &'a str) -> Self {
        let mut read =
            Self { words: Vec::new(), typed: "", current: String::new(), quote: Quote::No, redirects: false };
        let mut start = None;
        let mut letters = line.char_indices();
        while let Some((at, letter)) = letters.next() {
            match (read.quote, letter) {
                (Quote::No, ' ' | '\t' | '\n') => read.end_word(start.take().is_some()),
                (Quote::No, '<' | '>') => {
                    // A number right before it is that of a stream.
                    let stream = read.current.bytes().all(|byte| byte.is_ascii_digit());
                    read.end_word(start.take().is_some() && !stream);
                    read.redirects = true;
                }
                (Quote::No, '|' | ';') if start.is_none() && !read.redirects => read.words.clear(),
                _ => {
                    start.get_or_insert(at);
                    read.take(letter, &mut letters);
                }
            }
        }
        read.typed = start.map_or("", |start| &line[start..]);
        read
    }

    fn end_word(&mut self, is_word: bool) {
        let word = std::mem::take(&mut self.current);
        if is_word {
            if !self.redirects {
                self.words.push(word);
            }
            self.redirects = false;
        }
    }

    fn take(&mut self, letter: char, letters: &mut std::str::CharIndices<'_>) {
        match (self.quote, letter) {
            (Quote::No, '\'') => self.quote = Quote::Single,
            (Quote::No, '"') => self.quote = Quote::Double,
            (Quote::Single, '\'') | (Quote::Double, '"') => self.quote = Quote::No,
            (Quote::No, '\\') => self.current.extend(letters.next().map(|(_, letter)| letter)),
            (Quote::Double, '\\') => match letters.next() {
                Some((_, letter @ ('"' | '\\' | '$' | '`'))) => self.current.push(letter),
                other => self.current.extend(['\\'].into_iter().chain(other.map(|(_, letter)| letter))),
            },
            _ => self.current.push(letter),
        }
    }
}

/// A text as it is typed into bash after such a quote.
pub(super) fn quoted(text: &str, quote: Quote) -> String {
    let harmless =
        |letter: char| !letter.is_ascii() || letter.is_ascii_alphanumeric() || "@%+=:,./_-".contains(letter);
    let mut typed = String::new();
    for letter in text.chars() {
        match quote {
            Quote::No if !harmless(letter) => typed.push('\\'),
            Quote::Double if "\"\\$`".contains(letter) => typed.push('\\'),
            Quote::Single if letter == '\'' => typed.push_str(r"'\'"),
            _ => {}
        }
        typed.push(letter);
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> (Vec<String>, String) {
        let line = Line::read(line);
        (line.words, line.current)
    }

    fn pair(words: &[&str], current: &str) -> (Vec<String>, String) {
        (words.iter().map(|word| (*word).to_owned()).collect(), current.to_owned())
    }

    #[test]
    fn a_line_is_read_as_a_shell_reads_it() {
        assert_eq!(words("m mfa re"), pair(&["m", "mfa"], "re"));
        assert_eq!(words("m mfa "), pair(&["m", "mfa"], ""));
        assert_eq!(words(r#"m 'a b' "c \" d" e\ f g\h"#), pair(&["m", "a b", "c \" d", "e f"], "gh"));
        assert_eq!(words(r#"m --profile="my w"#), pair(&["m"], "--profile=my w"));
        assert_eq!(words("m '' "), pair(&["m", ""], ""));
        assert_eq!(words("m a 2>/dev/null <in b >x"), pair(&["m", "a", "b"], "x"));
        assert_eq!(words("a b | m c"), pair(&["m"], "c"));
    }

    #[test]
    fn the_word_at_the_cursor_is_known_as_it_was_typed() {
        let line = Line::read(r#"m --profile="my w"#);
        assert_eq!((line.typed, line.quote, line.redirects), (r#"--profile="my w"#, Quote::Double, false));
        assert!(
            Line::read("m > fi").redirects && Line::read("m >").redirects && !Line::read("m >x ").redirects
        );
    }

    #[test]
    fn what_is_inserted_is_read_back_as_it_was() {
        for text in ["my work:eu", "o'b", r#"a"$b`c\d"#, "a*b~", "ü", "(x);&|"] {
            for (before, quote, after) in
                [("", Quote::No, ""), ("'", Quote::Single, "'"), ("\"", Quote::Double, "\"")]
            {
                let typed = format!("m {before}{}{after}", quoted(text, quote));
                assert_eq!(words(&typed), pair(&["m"], text), "{typed}");
            }
        }
    }
}
