//! What a person does with a page: looks for words, clicks them, fills fields in, presses keys.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::driver::{Driver, element};
use crate::lab::DEADLINE;

/// What a key sends.
pub(crate) const TAB: &str = "\u{E004}";
pub(crate) const ENTER: &str = "\u{E007}";
pub(crate) const ESC: &str = "\u{E00C}";

/// Words without blanks and case: a button may be shown in capitals, JSON over several lines.
const NAMED: &str = "
    const plain = text => text.replace(/\\s+/g, '').toLowerCase();
    const seen = one => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0
        && !one.closest('[inert]') && (!document.querySelector(':modal') || one.closest(':modal'));
    const name = one => plain(one.getAttribute('aria-label') || one.innerText || one.value || one.title || '');
    const all = [...document.querySelectorAll(
        'a[href], button, summary, input, select, textarea, pre, code, [role=button], [role=tab], [role=switch]')].filter(seen);
";

/// The first of these that fits: the very words, alone or before an explanation, or else the only one that begins with them.
const CLICKABLE: &str = "
    const wanted = plain(arguments[0]);
    const able = all.filter(one => !/^(SELECT|TEXTAREA)$/.test(one.tagName)
        && !(one.tagName === 'INPUT' && !/^(submit|button)$/.test(one.type)));
    const first = one => one.firstElementChild ? plain(one.firstElementChild.innerText || '') : null;
    const exact = able.filter(one => name(one) === wanted || first(one) === wanted);
    if (exact.length) return exact[0];
    const begun = able.filter(one => name(one).startsWith(wanted));
    return begun.length === 1 ? begun[0] : null;
";

/// The field with this label.
const FIELD: &str = "
    const wanted = plain(arguments[0]);
    const label = one => plain(one.getAttribute('aria-label')
        || [...(one.labels || [])].map(label => label.innerText).join(' ')
        || (one.getAttribute('aria-labelledby') || '').split(' ')
            .map(id => document.getElementById(id)?.innerText || '').join(' ') || one.placeholder || '');
    const fields = all.filter(one => /^(INPUT|SELECT|TEXTAREA)$/.test(one.tagName));
    return fields.find(one => label(one) === wanted)
        || fields.find(one => label(one).startsWith(wanted)) || null;
";

impl Driver {
    /// Opens an address.
    #[track_caller]
    pub(crate) fn opens(&self, url: &str) -> &Self {
        self.does("/url", &json!({"url": url}));
        self
    }

    /// Loads the page again.
    #[track_caller]
    pub(crate) fn reloads(&self) -> &Self {
        self.does("/refresh", &json!({}));
        self
    }

    /// The address of the page.
    #[track_caller]
    pub(crate) fn url(&self) -> String {
        self.reads("/url").as_str().expect("an address").to_owned()
    }

    /// The words on the page.
    #[track_caller]
    pub(crate) fn text(&self) -> String {
        self.script("return document.body.innerText", &json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Are these words on the page? Blanks and case do not count.
    #[track_caller]
    pub(crate) fn shows(&self, words: &str) -> bool {
        plain(&self.text()).contains(&plain(words))
    }

    /// Waits until these words are on the page.
    #[track_caller]
    pub(crate) fn sees(&self, words: &str) -> &Self {
        self.waits(&format!("the words {words:?}"), || self.shows(words).then_some(()));
        self
    }

    /// Clicks these words, wherever a click does something.
    #[track_caller]
    pub(crate) fn clicks(&self, words: &str) -> &Self {
        let find = format!("{NAMED}{CLICKABLE}");
        self.waits(&format!("something to click called {words:?}"), || {
            let found = self.script(&find, &json!([words]));
            // What is in the way, or was replaced meanwhile, is looked for again.
            (!found.is_null()).then(|| self.tries(&format!("{}/click", element(&found)), &json!({})).ok())?
        });
        self
    }

    /// Is there something to click with these words?
    #[track_caller]
    pub(crate) fn offers(&self, words: &str) -> bool {
        !self.script(&format!("{NAMED}{CLICKABLE}"), &json!([words])).is_null()
    }

    /// Replaces what stands in the field with this label.
    #[track_caller]
    pub(crate) fn fills(&self, label: &str, text: &str) -> &Self {
        let field = element(&self.field(label));
        self.does(&format!("{field}/clear"), &json!({}));
        self.does(&format!("{field}/value"), &json!({"text": text}));
        self
    }

    /// Clicks the field with this label: a box to tick, a switch.
    #[track_caller]
    pub(crate) fn ticks(&self, label: &str) -> &Self {
        self.does(&format!("{}/click", element(&self.field(label))), &json!({}));
        self
    }

    /// The field with this label.
    #[track_caller]
    pub(crate) fn field(&self, label: &str) -> Value {
        let find = format!("{NAMED}{FIELD}");
        self.waits(&format!("a field called {label:?}"), || {
            Some(self.script(&find, &json!([label]))).filter(|found| !found.is_null())
        })
    }

    /// Presses keys, one after the other, wherever the focus is.
    #[track_caller]
    pub(crate) fn presses(&self, keys: &str) -> &Self {
        let actions: Vec<_> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key.to_string()})))
            .collect();
        self.does("/actions", &json!({"actions": [{"type": "key", "id": "keys", "actions": actions}]}));
        self
    }

    /// The words of what has the focus.
    #[track_caller]
    pub(crate) fn focus(&self) -> String {
        let find = format!("{NAMED} return document.activeElement ? name(document.activeElement) : ''");
        self.script(&find, &json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Presses Tab until what has these words has the focus.
    #[track_caller]
    pub(crate) fn tabs_to(&self, words: &str) -> &Self {
        for _ in 0..80 {
            if self.focus() == plain(words) {
                return self;
            }
            self.presses(TAB);
        }
        panic!("Tab does not reach {words:?}:\n{}", self.text());
    }

    /// Presses Tab until the field with this label has the focus.
    #[track_caller]
    pub(crate) fn tabs_to_field(&self, label: &str) -> &Self {
        let field = self.field(label);
        for _ in 0..80 {
            if self.script("return document.activeElement === arguments[0]", &json!([field])) == true {
                return self;
            }
            self.presses(TAB);
        }
        panic!("Tab does not reach {label:?}:\n{}", self.text());
    }

    /// A picture of the window or of an element, as PNG.
    #[track_caller]
    pub(crate) fn picture(&self, path: &str) -> Vec<u8> {
        from_base64(self.reads(path).as_str().expect("a picture"))
    }

    /// Waits for something on the page; a failure shows the page.
    #[track_caller]
    pub(crate) fn waits<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(seen) = look() {
                return seen;
            }
            assert!(
                start.elapsed() < DEADLINE,
                "waited in vain for {what} at {}:\n{}",
                self.url(),
                self.text()
            );
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Words without blanks and case.
fn plain(words: &str) -> String {
    words.chars().filter(|one| !one.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// `WebDriver` hands pictures out in base 64.
fn from_base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value_of = |one| (0..).zip(LETTERS).find(|(_, letter)| **letter == one).map(|(digit, _)| digit);
    let digits: Vec<u32> = text.bytes().filter_map(value_of).collect();
    let bytes = digits.chunks(4).flat_map(|four| {
        let bits = four.iter().fold(0_u32, |bits, digit| bits << 6 | digit) << (6 * (4 - four.len()));
        bits.to_be_bytes().into_iter().skip(1).take(four.len() - 1)
    });
    bytes.collect()
}
