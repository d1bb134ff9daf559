//! Text that a stranger chose: the name of a person, the words of a service.

use crate::output::{escaped, neutralize_formula, prints, sanitize, unescaped};
use crate::shell::shell_word;

/// What is shown holds nothing that does not print; what was escaped comes back as it was; no spreadsheet takes a cell
/// for a formula; and a shell takes a word of a hint for that one text.
///
/// # Panics
/// When that does not hold.
pub fn text(text: &str) {
    let shown = sanitize(text);
    assert!(shown.chars().all(prints), "{shown:?}");
    assert_eq!(sanitize(&shown), shown);
    let safe = escaped(text);
    assert!(safe.chars().all(prints), "{safe:?}");
    assert_eq!(unescaped(&safe).as_deref(), Some(text));
    assert!(!neutralize_formula(text).starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
    assert_eq!(as_a_shell_reads(&shell_word(text)), text);
}

/// A word without its quotes, as POSIX has them. Outside of quotes only a quote behind a backslash may stand, beside what
/// means nothing to a shell.
fn as_a_shell_reads(word: &str) -> String {
    let mut read = String::new();
    let mut quoted = false;
    let mut letters = word.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => quoted = !quoted,
            letter if quoted => read.push(letter),
            '\\' => {
                assert_eq!(letters.next(), Some('\''));
                read.push('\'');
            }
            letter => {
                assert!(letter.is_ascii_alphanumeric() || "@%+=:,./_-".contains(letter), "{letter:?}");
                read.push(letter);
            }
        }
    }
    assert!(!quoted, "{word}");
    read
}
