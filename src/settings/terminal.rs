//! What the terminal can do: draw in place, or only take line after line.

use super::error::SettingsError;
use crate::host::Environment;

/// How a terminal is written to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TerminalStyle {
    /// With colours, and with lines that are drawn again in their place.
    #[default]
    Drawn,
    /// Line after line, without any escape code: it cannot move its cursor, or a screen reader reads it aloud.
    Lines,
}

impl TerminalStyle {
    /// The style that the environment asks for.
    ///
    /// # Errors
    /// When `MFA_ADMIN_PROMPT` is no word that we know.
    pub fn of(environment: Environment) -> Result<Self, SettingsError> {
        const PLAIN: &str = "plain";
        match environment.get("MFA_ADMIN_PROMPT") {
            Some(word) if word.eq_ignore_ascii_case(PLAIN) => Ok(Self::Lines),
            Some(value) => Err(SettingsError::Variable {
                variable: "MFA_ADMIN_PROMPT",
                value,
                possible: PLAIN.to_owned(),
            }),
            None if environment.get("TERM").is_some_and(|term| term == "dumb") => Ok(Self::Lines),
            None => Ok(Self::Drawn),
        }
    }
}
