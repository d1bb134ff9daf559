//! Makes foreign text safe to show: a name must never move the cursor or change what a question says.

use std::borrow::Cow;

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{
    CodePointMapData, CodePointMapDataBorrowed, CodePointSetData, CodePointSetDataBorrowed,
};

const CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::new();
/// What a font leaves out: variation selectors, the fillers of Hangul, and their like.
const IGNORABLE: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<DefaultIgnorableCodePoint>();
/// Control, format, private, unassigned (C), and every blank (Z) but the space.
const UNSEEN: GeneralCategoryGroup = GeneralCategoryGroup::Other.union(GeneralCategoryGroup::Separator);

/// Does a character show itself and do nothing else? Only such characters are written as they are, in every format.
pub(crate) fn prints(letter: char) -> bool {
    match letter {
        // Nearly all of what is written.
        ' '..='~' => true,
        // Symbols and a mark by their category, and yet blank: Braille, a filler of Khitan, a note without a head.
        '\u{2800}' | '\u{16fe4}' | '\u{1d159}' => false,
        _ => !UNSEEN.contains(CATEGORIES.get(letter)) && !IGNORABLE.contains(letter),
    }
}

/// What does not print becomes visible as `\u{202e}`; everything else stays as it is.
pub(crate) fn sanitize(text: &str) -> Cow<'_, str> {
    if text.chars().all(prints) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if prints(letter) { safe.push(letter) } else { safe.extend(letter.escape_unicode()) }
    }
    Cow::Owned(safe)
}

/// The same for people, with one blank at a time: a name that is padded with blanks could draw a line of its own.
pub(super) fn tight(text: &str) -> Cow<'_, str> {
    let text = sanitize(text);
    if !text.contains("  ") {
        return text;
    }
    let mut tight = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter != ' ' || !tight.ends_with(' ') {
            tight.push(letter);
        }
    }
    Cow::Owned(tight)
}

/// The same for a text that is read again: backslashes are escaped too.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if text.contains('\\') {
        Cow::Owned(sanitize(&text.replace('\\', r"\\")).into_owned())
    } else {
        sanitize(text)
    }
}

/// What was [`escaped`]; `None` when it cannot have been.
pub(crate) fn unescaped(text: &str) -> Option<String> {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        whole.push_str(before);
        if let Some(after) = after.strip_prefix('\\') {
            whole.push('\\');
            rest = after;
        } else {
            let (digits, after) = after.strip_prefix("u{")?.split_once('}')?;
            whole.push(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?);
            rest = after;
        }
    }
    whole.push_str(rest);
    Some(whole)
}

/// A CSV cell that a spreadsheet would run as a formula gets an apostrophe in front.
pub(crate) fn neutralize_formula(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n') => Cow::Owned(format!("'{text}")),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_code_becomes_visible() {
        assert_eq!(sanitize("Ana\u{1b}[2J"), "Ana\\u{1b}[2J");
        assert_eq!(sanitize("a\rb\nc\u{9b}d"), "a\\u{d}b\\u{a}c\\u{9b}d");
    }

    #[test]
    fn bidi_and_zero_width_characters_become_visible() {
        assert_eq!(sanitize("ana\u{202e}txt"), "ana\\u{202e}txt");
        assert_eq!(sanitize("a\u{200b}b\u{feff}"), "a\\u{200b}b\\u{feff}");
    }

    #[test]
    fn what_only_looks_like_nothing_becomes_visible() {
        let hidden = "\u{7f}\u{85}\u{a0}\u{34f}\u{600}\u{115f}\u{1160}\u{1680}\u{17b4}\u{180b}\u{180f}\u{2000}\u{200a}\
            \u{200d}\u{2028}\u{202f}\u{205f}\u{2800}\u{3000}\u{3164}\u{378}\u{e000}\u{fe00}\u{fe0f}\u{ffa0}\u{fff9}\
            \u{e0001}\u{e0100}\u{e01ef}\u{10ffff}";
        for letter in hidden.chars().map(String::from) {
            assert_ne!(sanitize(&letter), letter, "{}", letter.escape_unicode());
        }
    }

    #[test]
    fn blanks_stand_singly() {
        assert_eq!(tight("Ana      Environment  sandbox "), "Ana Environment sandbox ");
        assert_eq!(tight("a \t b"), "a \\u{9} b");
    }

    #[test]
    fn the_worlds_names_stay_as_they_are() {
        for name in ["Zoë O’Brien", "Дмитрий", "علي", "李小龍", "สมชาย", "Nguyễn", "🦀"]
        {
            assert_eq!(sanitize(name), name);
        }
    }

    #[test]
    fn what_is_escaped_comes_back_as_it_was() {
        for text in ["", "Ana", "Ana\u{1b}[2J\r\n\t", r"C:\u{41}\\", "a\u{202e}b\u{feff}", "李小龍 🦀", "\\"]
        {
            let safe = escaped(text);
            assert_eq!(sanitize(&safe), safe);
            assert_eq!(unescaped(&safe).as_deref(), Some(text));
        }
        assert_eq!(escaped("a\nb"), r"a\u{a}b");
        for wrong in [r"a\", r"\n", r"\u{", r"\u{zz}", r"\u{d800}", r"\u{110000}"] {
            assert_eq!(unescaped(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_formula_is_neutralized() {
        assert_eq!(neutralize_formula("=1+1"), "'=1+1");
        assert_eq!(neutralize_formula("@x"), "'@x");
        assert_eq!(neutralize_formula("ana@x"), "ana@x");
    }
}
