//! Makes foreign text safe to show: a name must never move the cursor or change what a question says.

use std::borrow::Cow;

/// Control, bidi and zero-width characters become visible; everything else stays as it is.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_treacherous) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if is_treacherous(letter) { safe.extend(letter.escape_unicode()) } else { safe.push(letter) }
    }
    Cow::Owned(safe)
}

/// Characters that change what stands around them, or that nobody can see.
fn is_treacherous(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The same for what is read again: backslashes are escaped too, so that nothing is lost.
#[must_use]
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|letter| letter == '\\' || is_treacherous(letter)) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\\' => safe.push_str("\\\\"),
            letter if is_treacherous(letter) => safe.extend(letter.escape_unicode()),
            letter => safe.push(letter),
        }
    }
    Cow::Owned(safe)
}

/// What was [`escaped`]; `None` when it cannot have been.
#[must_use]
pub fn unescaped(text: &str) -> Option<String> {
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
#[must_use]
pub fn defused(text: &str) -> Cow<'_, str> {
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
        assert_eq!(plain("Ana\u{1b}[2J"), "Ana\\u{1b}[2J");
        assert_eq!(plain("a\rb\nc\u{9b}d"), "a\\u{d}b\\u{a}c\\u{9b}d");
    }

    #[test]
    fn bidi_and_zero_width_characters_become_visible() {
        assert_eq!(plain("ana\u{202e}txt"), "ana\\u{202e}txt");
        assert_eq!(plain("a\u{200b}b\u{feff}"), "a\\u{200b}b\\u{feff}");
    }

    #[test]
    fn the_worlds_names_stay_as_they_are() {
        for name in ["Zoë O’Brien", "Дмитрий", "علي", "李小龍", "สมชาย", "Nguyễn", "🦀"]
        {
            assert_eq!(plain(name), name);
        }
    }

    #[test]
    fn what_is_escaped_comes_back_as_it_was() {
        for text in ["", "Ana", "Ana\u{1b}[2J\r\n\t", r"C:\u{41}\\", "a\u{202e}b\u{feff}", "李小龍 🦀", "\\"]
        {
            let safe = escaped(text);
            assert_eq!(plain(&safe), safe);
            assert_eq!(unescaped(&safe).as_deref(), Some(text));
        }
        assert_eq!(escaped("a\nb"), r"a\u{a}b");
        for wrong in [r"a\", r"\n", r"\u{", r"\u{zz}", r"\u{d800}", r"\u{110000}"] {
            assert_eq!(unescaped(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_formula_is_defused() {
        assert_eq!(defused("=1+1"), "'=1+1");
        assert_eq!(defused("@x"), "'@x");
        assert_eq!(defused("ana@x"), "ana@x");
    }
}
