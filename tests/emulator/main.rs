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
#[cfg(test)]
mod web;
#[cfg(test)]
mod web_browser;
#[cfg(test)]
mod web_circle;
#[cfg(test)]
mod web_cookies;
#[cfg(test)]
mod web_foreign;
#[cfg(test)]
mod web_headers;
#[cfg(test)]
mod web_paths;
#[cfg(test)]
mod web_strikes;
#[cfg(test)]
mod web_swagger;
#[cfg(test)]
mod web_trail;
#[cfg(test)]
mod web_users;
#[cfg(test)]
mod web_users_reset;
