//! The dangerous act under a clock that the test turns: what takes a minute in life takes none here.

mod crash;
mod reset;
mod service;
