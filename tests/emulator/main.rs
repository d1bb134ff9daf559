//! The emulator from outside: real HTTP over a plain socket, so that a cut connection is seen as one.
#![cfg(feature = "emulator")]

#[cfg(test)]
mod admission;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod lab;
#[cfg(test)]
mod openapi;
#[cfg(test)]
mod openapi_check;
#[cfg(test)]
mod people;
#[cfg(test)]
mod resets;
#[cfg(test)]
mod seeds;
#[cfg(test)]
mod sign_in;
