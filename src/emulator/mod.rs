//! The emulator: the documented API over an invented organisation, with real state in SQLite and real HTTP on
//! loopback. The profile `demo` uses it, and so do tests, for which it is also a witness.
//!
//! It shares HTTP with the client, how files are made (`files`), and nothing else: its answers are written from the
//! API's own documentation, so that one misreading cannot be on both sides.
//!
//! A request goes through `server` (bytes), `admission` (what no web page may make a browser send), `routing` (the
//! request log and the faults) and `api` (the documented calls) or `control` (`/_emulator`) to `state`, whose `store`
//! is the database. `people` invents the organisation; `description` is what the API says about itself.

mod admission;
mod api;
mod clock;
mod codes;
mod control;
mod description;
mod faults;
mod fold;
mod http;
mod offline;
mod people;
mod request_log;
mod routing;
mod running;
mod secrets;
mod server;
mod sign_in;
mod state;
mod store;
mod visibility;
mod web;

pub use offline::{Code, NoCode, code, seed};
pub use running::{Access, Options, Running, start};
