//! Breaks texts into lines by the columns that their letters take.

use console::measure_text_width;

/// Breaks a text into lines of at most `width` columns, at spaces where it has some.
///
/// Every letter counts by itself: a terminal may know less of how they join, and a line must never be longer than it
/// was thought to be.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let columns = |letter: char| measure_text_width(letter.encode_utf8(&mut [0; 4]));
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for word in text.split_whitespace() {
        let whole: usize = word.chars().map(columns).sum();
        if used > 0 && used + 1 + whole > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        let gap = (used > 0).then_some(' ');
        for letter in gap.into_iter().chain(word.chars()) {
            let wide = columns(letter);
            if used > 0 && used + wide > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(letter);
            used += wide;
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_at_spaces_and_a_long_word_where_it_must_be() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn a_wide_letter_takes_two_columns() {
        assert_eq!(wrap("李小龍李小龍", 5), ["李小", "龍李", "小龍"]);
        assert_eq!(wrap("a李 b", 1), ["a", "李", "b"]);
    }
}
