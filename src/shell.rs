//! Hints are copied into a shell: foreign text in them must be one word there, which runs nothing.

/// A text as one word of a POSIX shell, quoted where it has to be.
///
/// It never holds two blanks side by side, which are shown as one.
#[must_use]
pub fn shell_word(text: &str) -> String {
    let is_harmless = |letter: char| letter.is_ascii_alphanumeric() || "@%+=:,./_-".contains(letter);
    if !text.is_empty() && text.chars().all(is_harmless) {
        return text.to_owned();
    }
    let mut word = "'".to_owned();
    for letter in text.chars() {
        match letter {
            '\'' => word.push_str(r"'\''"),
            ' ' if word.ends_with(' ') => word.push_str("'' "),
            letter => word.push(letter),
        }
    }
    word + "'"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_leaves_alone_stays_as_it_is() {
        for text in ["42", "ana.o+x@test.com", "/tmp/people.plan", "a_b-c:d,e=f%20"] {
            assert_eq!(shell_word(text), text);
        }
    }

    #[test]
    fn anything_else_is_quoted() {
        assert_eq!(shell_word("$(touch x)@y.z"), "'$(touch x)@y.z'");
        assert_eq!(shell_word("o'brien;ls"), r"'o'\''brien;ls'");
        assert_eq!(shell_word("a   b"), "'a '' '' b'");
        assert_eq!(shell_word("~"), "'~'");
        assert_eq!(shell_word(""), "''");
    }
}
