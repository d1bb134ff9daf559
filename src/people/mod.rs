//! People on the screen: in a list, as the Account Status panel, and the guided way to one of them.

mod found;
mod panel;
mod pick;

pub(crate) use found::Found;
pub(crate) use panel::panel;
pub(crate) use pick::{can_ask, pick};
