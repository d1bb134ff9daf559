//! `mfa-admin man`: a page for the program and for each of its commands, generated from the one definition of the
//! command line.

mod command;
mod common;
mod options;
mod page;
mod synopsis;
mod text;

pub(super) use command::{Man, man};
