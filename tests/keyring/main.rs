//! The stores of credentials, and signing in, with a real Secret Service: each test runs in one of its own, with
//! `MFA_ADMIN_TEST_KEYRING=1 cargo test --test keyring`. Without that variable these tests pass without a run.

#[cfg(test)]
#[path = "../lab/mod.rs"]
#[expect(dead_code, reason = "each test binary uses its own part of the lab")]
mod lab;

#[cfg(test)]
mod absent;
#[cfg(test)]
mod heads;
#[cfg(test)]
mod real;
#[cfg(test)]
mod session;
#[cfg(test)]
mod stores;
