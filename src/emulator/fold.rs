//! Case folding for searches: `ИВАНОВА`, `Иванова` and `иванова` are the same.

/// The text, case folded for every alphabet. To lower, upper and lower case again, because some letters have more than
/// two forms: final sigma, sharp s, and the Turkish i with and without its dot.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase).flat_map(char::to_uppercase) {
        // The dot that a Turkish capital İ leaves behind when it becomes a plain i.
        out.extend(letter.to_lowercase().filter(|part| *part != '\u{307}'));
    }
    out
}

/// One line to search in: the whole name, a tab, the address. No search term can hold a tab or a line break (see
/// [`term`]), so a match never runs from one part or one person into the next.
pub(super) fn line(first: &str, last: &str, email: &str) -> String {
    format!("{}\t{}", term(&format!("{first} {last}")), term(email))
}

/// A search term, or a part of a line: folded, trimmed, control characters turned into spaces.
pub(super) fn term(text: &str) -> String {
    folded(text.trim()).replace(char::is_control, " ")
}

/// The key that e-mail addresses are looked up by: folded, with the part before the `@` written backwards. It finds a
/// whole address, and by a range also every address that has a term with an `@` as a part.
pub(super) fn mailbox(email: &str) -> String {
    let email = term(email);
    let (local, domain) = email.rsplit_once('@').unwrap_or((&email, ""));
    format!("{}@{domain}", backwards(local))
}

pub(super) fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{folded, line, mailbox};

    #[test]
    fn letters_of_all_alphabets_meet_whatever_their_case() {
        for (one, other) in [
            ("ИВАНОВА", "иванова"),
            ("ΓΕΏΡΓΙΟΣ", "γεώργιος"),
            ("GROẞ Strauß", "gross STRAUSS"),
            ("İPEK IŞIK", "ipek ışık"),
            ("ÉMILIE", "émilie"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} and {other}");
        }
        assert_ne!(folded("Анна"), folded("Инна"));
    }

    #[test]
    fn a_line_break_in_a_name_cannot_forge_another_person() {
        assert_eq!(line("A\nB", "C\tD", "E@x.org"), "a b c d\te@x.org");
    }

    #[test]
    fn a_mailbox_is_the_address_with_its_first_part_backwards() {
        assert_eq!(mailbox(" Valentina.R@Test.com "), "r.anitnelav@test.com");
    }
}
