//! The emulator from outside: real HTTP over a plain socket, so that a cut connection is seen as one.

mod admission;
mod faults;
mod lab;
mod people;
mod resets;
mod seeds;
mod sign_in;
