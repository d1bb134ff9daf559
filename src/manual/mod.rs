//! Man pages: one for the program and for each of its commands, generated from the one definition of the
//! command line.

mod common;
mod options;
mod page;
mod synopsis;
mod text;

pub(crate) use page::pages;
