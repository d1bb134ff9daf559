//! The dangerous act under a clock that the test turns: what takes a minute in life takes none here.

mod crash;
mod enrolment;
mod guard;
mod observer;
mod reset;
mod service;
