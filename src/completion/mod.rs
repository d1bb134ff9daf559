//! Completion that asks the program: what a shell sources, what it asks when Tab is pressed, and what it is told.
//!
//! Every Tab is a process of its own that must be quick and leave nothing behind. It sends no request, asks no credential
//! store, makes no file, and says nothing on errors: then there is just nothing to choose from.

mod answer;
mod line;
mod registration;
mod values;

pub(crate) use answer::answer;
pub(crate) use registration::registration;
