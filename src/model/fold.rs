//! Folding for searches on our side, where neither case nor accents make a difference: `RODRÍGUEZ` finds Rodriguez.

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::person::User;

/// The text without case and without the accents of European alphabets (U+0300 to U+036F). The marks of other alphabets
/// are parts of words and stay.
#[must_use]
pub fn search_key(text: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize_iter(text.trim().chars());
    let letters = decomposed.filter(|letter| !('\u{300}'..='\u{36F}').contains(letter));
    // To upper case first: some letters have two lower case forms.
    letters.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

impl User {
    /// Is the key a part of the person's id, name or e-mail address?
    #[must_use]
    pub fn is_found_by(&self, key: &str) -> bool {
        let texts = [Some(self.id.as_str()), self.name.as_deref(), self.email.as_deref()];
        texts.into_iter().flatten().any(|text| search_key(text).contains(key))
    }
}
