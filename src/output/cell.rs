//! A piece of text for people, and what it means, which gives it a colour.

use console::Style;

/// A piece of text for people.
#[derive(Debug, Clone)]
pub struct Cell {
    pub(super) text: String,
    pub(super) tone: Tone,
}

/// What a piece of text means. A colour is never the only sign: the words say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// No more than it says.
    Plain,
    /// Done.
    Good,
    /// Needs attention.
    Mind,
    /// Not done.
    Bad,
    /// Less important.
    Faint,
}

impl Tone {
    pub(super) fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Good => Style::new().green(),
            Self::Mind => Style::new().yellow(),
            Self::Bad => Style::new().red(),
            Self::Faint => Style::new().dim(),
        }
    }
}

impl Cell {
    /// A cell with a tone.
    pub(crate) fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }

    /// A cell for what may not be known.
    pub(crate) fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or_else(|| Self::toned("-", Tone::Faint), |text| Self::toned(text, Tone::Plain))
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::toned(text, Tone::Plain)
    }
}
