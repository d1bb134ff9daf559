//! The dangerous act under a clock that the test turns, so that a minute takes no time; and what it is decided by.

mod crash;
mod guard;
mod model;
mod observer;
mod reset;
mod service;
