//! What a run is told: flags over environment over profile over default, resolved once.

mod config;
mod error;
mod flags;
mod profile;
mod resolve;
mod sources;
mod terminal;

pub use config::{Config, Edit};
pub use error::SettingsError;
pub use flags::{Color, Flags, Format, color_of, format_of};
pub use profile::{DEMO, Origin, Profile, ProfileConfig, base_url, is_profile_name};
pub use resolve::{CredentialVariable, OF_ENVIRONMENT, Settings};
pub use sources::{FILES, VARIABLES};
pub use terminal::TerminalStyle;
