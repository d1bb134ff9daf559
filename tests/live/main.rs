//! The program against a real server. `tests/live/privacyidea cargo test --test live` starts one, with the people
//! that its head lists; `cargo test` alone skips these tests.

#[cfg(test)]
#[path = "../lab/mod.rs"]
#[expect(dead_code, reason = "each test binary uses its own part of the lab")]
mod lab;

#[cfg(test)]
mod batch;
#[cfg(test)]
mod person;
#[cfg(test)]
mod server;
#[cfg(test)]
mod sign_in;
