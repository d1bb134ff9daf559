//! Help texts as roff.

use clap::Arg;
use roff::{Inline, Roff, bold, roman};

/// The text in one line; what stands between backticks is bold.
pub(super) fn inline(text: &str) -> Vec<Inline> {
    let parts = text.split('`').enumerate();
    parts.map(|(number, part)| if number % 2 == 0 { roman(part) } else { bold(part) }).collect()
}

/// The paragraphs of a text, which empty lines part; `between` is the macro that begins another one.
pub(super) fn paragraphs(roff: &mut Roff, text: &str, between: &str) {
    for (number, paragraph) in text.split("\n\n").enumerate() {
        if number > 0 {
            roff.control(between, []);
        }
        roff.text(inline(paragraph.trim()));
    }
}

/// An entry of a list: its label, and what it means below.
pub(super) fn entry(roff: &mut Roff, label: impl Into<Vec<Inline>>, meaning: &str) {
    roff.control("TP", []);
    roff.text(label);
    paragraphs(roff, meaning, "IP");
}

/// The name of the value that an argument takes.
pub(super) fn value(argument: &Arg) -> Option<String> {
    let takes_one = argument.get_num_args().is_some_and(|count| count.takes_values());
    let names = argument.get_value_names().map(|names| names.join(" "));
    takes_one.then(|| names.unwrap_or_else(|| argument.get_id().as_str().to_uppercase()))
}
