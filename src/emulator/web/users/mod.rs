//! User Management: people are found, shown, and their MFA is reset.

mod edit;
mod list;
mod reset;
mod status;

pub(super) use edit::show;
pub(super) use list::show as list;
pub(super) use reset::reset;
pub(super) use status::change;
