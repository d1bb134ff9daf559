//! Folding for searches, where case and accents make no difference (`RODRÍGUEZ` finds Rodriguez), and for e-mail
//! addresses, where only case makes none.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

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

/// The text without its accents. Only the accents of European alphabets go (U+0300 to U+036F), because the marks of
/// others are parts of words: the voicing of Japanese letters, the vowels of Hindi.
fn without_accents(text: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize_iter(text.chars());
    let letters = decomposed.filter(|letter| !('\u{300}'..='\u{36F}').contains(letter));
    ComposingNormalizerBorrowed::new_nfc().normalize_iter(letters).collect()
}

/// One line to search in: the whole name, a tab, the address. No search term can hold a tab or a line break (see
/// [`term`]), so a match never runs from one part or one person into the next.
pub(super) fn line(first: &str, last: &str, email: &str) -> String {
    format!("{}\t{}", term(&format!("{first} {last}")), term(email))
}

/// A search term, or a part of a line: trimmed, without case and accents, control characters turned into spaces.
pub(super) fn term(text: &str) -> String {
    if text.is_ascii() { address(text) } else { address(&without_accents(text)) }
}

/// The part of an e-mail address that a term with an `@` looks for: its accents count.
pub(super) fn address(text: &str) -> String {
    folded(text.trim()).replace(char::is_control, " ")
}

/// The key that e-mail addresses are looked up by: without case, with the part before the `@` written backwards. It finds a
/// whole address, and by a range also every address that has a term with an `@` as a part.
pub(super) fn mailbox(email: &str) -> String {
    let email = address(email);
    let (local, domain) = email.rsplit_once('@').unwrap_or((&email, ""));
    format!("{}@{domain}", backwards(local))
}

pub(super) fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{folded, line, mailbox, term};

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
    fn accents_make_no_difference_to_a_search() {
        for (one, other) in [
            ("RODRÍGUEZ", "Rodriguez"),
            ("Rodri\u{301}guez", "rodríguez"),
            ("Nguyễn", "NGUYEN"),
            ("ΓΕΏΡΓΙΟΣ", "γεωργιος"),
            ("Семён", "СЕМЕН"),
        ] {
            assert_eq!(term(one), term(other), "{one} and {other}");
        }
    }

    #[test]
    fn marks_that_are_no_accents_count_and_so_do_all_in_a_mailbox() {
        for (one, other) in [("ガ", "カ"), ("가", "각"), ("कि", "क"), ("Anna", "Inna")] {
            assert_ne!(term(one), term(other), "{one} and {other}");
        }
        assert_ne!(mailbox("rodríguez@test.com"), mailbox("rodriguez@test.com"));
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
